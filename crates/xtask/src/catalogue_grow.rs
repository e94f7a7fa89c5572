//! `cargo xtask catalogue grow`: the shipped catalogue once more for one invented town after another, to try how the app and the
//! server bear a mall that is many times larger.

use std::{fs, path::Path};

use super::catalogue_check::SHIPPED;
use crate::error::{Context as _, Error, Result};

const SERVICE: &str = "[[service]]\n";

/// Writes a catalogue of so many services into a folder that is not there yet.
///
/// # Errors
/// Where the count is no number of at least what is shipped, or a file can't be read or written.
pub fn command(root: &Path, count: &str, folder: &str) -> Result<()> {
    let count: usize = count.parse().context(format!("{count} is no number of services"))?;
    let (shipped, folder) = (root.join(SHIPPED), Path::new(folder));
    if folder.exists() {
        return Err(Error::new(format!("{} is there already", folder.display())));
    }
    let files = read_tenants(&shipped.join("tenants"))?;
    let shipped_count: usize = files.iter().map(|(_, text)| text.matches(SERVICE).count()).sum();
    if count < shipped_count {
        return Err(Error::new(format!("there are {shipped_count} services already")));
    }
    let tenants = folder.join("tenants");
    fs::create_dir_all(&tenants).context(format!("{} can't be made", tenants.display()))?;
    for file in ["mall.toml", "taxonomy.toml", "documents.toml"] {
        fs::copy(shipped.join(file), folder.join(file)).context(format!("{file} can't be copied"))?;
    }
    let mut left = count;
    for town in 0.. {
        for (tenant, text) in &files {
            let (text, written) = first_services(text, left);
            if written == 0 {
                return Ok(());
            }
            left -= written;
            let (tenant, text) = if town == 0 { (tenant.clone(), text) } else { of_town(tenant, &text, town) };
            let file = tenants.join(format!("{tenant}.toml"));
            fs::write(&file, text).context(format!("{} can't be written", file.display()))?;
        }
    }
    Ok(())
}

/// Each tenant's id and file, in the order of ids.
fn read_tenants(folder: &Path) -> Result<Vec<(String, String)>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).context(format!("{} can't be read", folder.display()))? {
        let path = entry.context("a tenant can't be read")?.path();
        if let Some(tenant) = path.file_stem() {
            let text = fs::read_to_string(&path).context(format!("{} can't be read", path.display()))?;
            files.push((tenant.to_string_lossy().into_owned(), text));
        }
    }
    files.sort();
    Ok(files)
}

/// A tenant with at most so many of its services, and how many they are.
fn first_services(text: &str, most: usize) -> (String, usize) {
    let parts: Vec<&str> = text.split(SERVICE).take(most + 1).collect();
    (parts.join(SERVICE), parts.len() - 1)
}

/// The tenant's office in a town: its own ids, and the town in what people read and type.
fn of_town(tenant: &str, text: &str, town: usize) -> (String, String) {
    let (office, name) = (format!("{tenant}-{town}"), name_of(town));
    let mut written = String::new();
    let mut part = "";
    for line in text.lines() {
        if line.starts_with('[') {
            part = line;
        }
        let key = line.split(" = ").next().unwrap_or(line);
        let line = match (part, key) {
            ("", "id") => format!("id = \"{office}\""),
            ("", "short") => line.replacen("\"", &format!("\"{name} "), 1),
            ("[[service]]", "name") | ("", "name") => {
                line.replace("id = \"", &format!("id = \"{name}: ")).replace("en = \"", &format!("en = \"{name}: "))
            }
            ("[[service]]", "keywords") => line.replacen("[", &format!("[\"{}\", ", name.to_lowercase()), 1),
            _ => line.to_owned(),
        };
        written.push_str(&line);
        written.push('\n');
    }
    let services: Vec<&str> =
        text.split(SERVICE).skip(1).filter_map(|service| service.strip_prefix("id = \"")?.split('"').next()).collect();
    for service in services {
        let own = service.replacen(tenant, &office, 1);
        written = written.replace(&format!("\"{service}\""), &format!("\"{own}\""));
    }
    (office, written)
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
    use catalogue::Catalogue;

    use super::*;
    use crate::testing::Folder;

    #[test]
    fn a_grown_catalogue_is_sound_and_has_as_many_services_as_were_asked_for() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let folder = Folder::new();
        let grown = folder.path().join("grown");
        command(&root, "450", &grown.to_string_lossy()).unwrap();
        let catalogue = Catalogue::read(&grown).unwrap_or_else(|error| panic!("{error}"));
        assert!(catalogue.summary().contains(" 450 services,"), "{}", catalogue.summary());
        let office = fs::read_to_string(grown.join("tenants/bnn-1.toml")).unwrap();
        assert!(office.contains("\nid = \"bnn-1-skhpn\"\n"), "{office}");
        assert!(office.contains("\nname = { id = \"Babake: "), "towns tell services apart: {office}");
    }

    #[test]
    fn neither_less_than_is_shipped_nor_over_what_is_there() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let folder = Folder::new();
        let there = folder.path().to_string_lossy();
        assert!(command(&root, "500", &there).unwrap_err().to_string().ends_with("is there already"));
        let new = folder.path().join("new");
        let refusal = command(&root, "3", &new.to_string_lossy()).unwrap_err().to_string();
        assert!(refusal.ends_with("services already"), "{refusal}");
        assert!(!new.exists(), "nothing is left half done");
    }
}
