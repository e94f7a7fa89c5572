//! The shipped services once more for one invented town after another: to try how app and server bear a mall that offers many
//! times as much.

use std::collections::BTreeMap;

use crate::sources::{Sources, TENANTS};

const SERVICE: &str = "[[service]]\n";

/// The files of such a catalogue by their path in its folder; `None` where fewer services are asked for than are shipped.
#[must_use]
pub fn grown(services: usize) -> Option<BTreeMap<String, String>> {
    let Sources(shipped) = Sources::shipped();
    let mut files = shipped.clone();
    let mut more = services.checked_sub(shipped.values().map(|text| text.matches(SERVICE).count()).sum())?;
    let mut town = 0;
    while more > 0 {
        town += 1;
        for (path, text) in &shipped {
            let (Some(tenant), Some(file)) = (tenant_of(path), files.get_mut(path)) else { continue };
            for service in text.split(SERVICE).skip(1).take(more) {
                file.push_str(SERVICE);
                file.push_str(&of_town(tenant, service, town));
                more -= 1;
            }
        }
    }
    Some(files)
}

fn tenant_of(path: &str) -> Option<&str> {
    path.strip_prefix(TENANTS)?.strip_prefix('/')?.strip_suffix(".toml")
}

/// The service in a town: its own id, and the town in what people read and type. It issues nothing: who needs a document would
/// be sent to every town for it.
fn of_town(tenant: &str, service: &str, town: usize) -> String {
    let name = name_of(town);
    let mut written = String::new();
    let mut is_own = true;
    for line in service.lines() {
        is_own = is_own && !line.starts_with('[');
        let line = match line.split(" = ").next().filter(|_| is_own) {
            Some("id") => line.replacen(tenant, &format!("{tenant}-{town}"), 1),
            Some("name") => {
                line.replace("id = \"", &format!("id = \"{name}: ")).replace("en = \"", &format!("en = \"{name}: "))
            }
            Some("keywords") => line.replacen('[', &format!("[\"{}\", ", name.to_lowercase()), 1),
            Some("issues") => "issues = []".to_owned(),
            _ => line.to_owned(),
        };
        written.push_str(&line);
        written.push('\n');
    }
    written
}

/// An invented name, another for each number: three syllables.
fn name_of(town: usize) -> String {
    const SYLLABLES: [&str; 10] = ["ba", "ke", "lu", "mi", "no", "pa", "ra", "si", "ta", "wu"];
    let name: String = [town / 100, town / 10, town].map(|place| SYLLABLES[place % 10]).concat();
    let (first, rest) = name.split_at(1);
    first.to_uppercase() + rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Catalogue;

    #[test]
    fn a_grown_catalogue_is_sound_and_has_as_many_services_as_were_asked_for() {
        let files = grown(450).unwrap();
        let bnn = &files["tenants/bnn.toml"];
        assert!(bnn.contains("\nid = \"bnn-1-skhpn\"\n"), "{bnn}");
        assert!(bnn.contains("\nname = { id = \"Babake: "), "towns tell services apart: {bnn}");
        let catalogue = Catalogue::of_files(files).unwrap_or_else(|error| panic!("{error}"));
        assert!(catalogue.summary().contains(" 450 services,"), "{}", catalogue.summary());
    }

    #[test]
    fn less_than_is_shipped_is_none() {
        assert_eq!(grown(3), None);
    }
}
