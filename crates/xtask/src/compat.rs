//! `cargo xtask compat`: whether the oldest engines that are promised have what the app uses, by MDN's browser-compat-data.
//!
//! Read are the sheets (properties, rules, selectors, functions), the elements and the browser's interfaces that the code
//! names, what the glue calls of them, the features of the wasm, and what the three scripts by hand say they use. What is
//! newer must stand in [`enhancements::ALL`] with what happens without it.

mod data;
mod enhancements;
mod scripts;
mod sheets;

use std::{collections::BTreeSet, path::Path};

use data::{Data, Engine};

use crate::{
    app,
    cache::Cache,
    error::{Context as _, Error, Result},
    finish,
    tools::COMPAT_DATA,
    workspace,
};

/// Those of spring 2022, which have cascade layers.
const ENGINES: [Engine; 4] = [
    Engine { name: "chrome", version: (99, 0) },
    Engine { name: "webview_android", version: (99, 0) },
    Engine { name: "firefox", version: (97, 0) },
    Engine { name: "safari_ios", version: (15, 4) },
];

pub fn command(root: &Path) -> Result<()> {
    check(root, &Cache::open()?)
}

/// Checks what the project uses, with the built app where there is one.
pub fn check(root: &Path, cache: &Cache) -> Result<()> {
    let data = Data::read(&COMPAT_DATA.ready(cache)?)?;
    let used = used(root, &data)?;
    let faults = faults(&data, &used, &enhancements::ALL);
    for fault in &faults {
        println!("{fault}");
    }
    if faults.is_empty() {
        let newer = enhancements::ALL.len();
        println!("compat: {} features are used, {newer} of them newer and not needed", used.len());
        return Ok(());
    }
    Err(Error::new(format!("{} features are not as promised", faults.len())))
}

/// The features' places in the data.
fn used(root: &Path, data: &Data) -> Result<BTreeSet<String>> {
    let mut used = BTreeSet::new();
    let read = |path: &Path| std::fs::read_to_string(path).context(format!("{} can't be read", path.display()));
    for file in workspace::files(root)? {
        let name = file.to_string_lossy().replace('\\', "/");
        if name.starts_with("style/") && name.ends_with(".css") {
            used.extend(sheets::features(data, &read(&root.join(&file))?));
        } else if name.starts_with("src/") && name.ends_with(".rs") {
            used.extend(scripts::elements(data, &read(&root.join(&file))?));
        }
    }
    let interfaces = scripts::interfaces(data, &read(&root.join("Cargo.toml"))?);
    if let Some(glue) = scripts::glue(&app::dist(root))? {
        used.extend(scripts::members(data, &interfaces, &glue));
    }
    used.extend(interfaces.into_iter().map(|name| format!("api.{name}")));
    used.extend(scripts::BY_HAND.map(str::to_owned));
    used.extend(finish::WASM_FEATURES.map(|(_, place)| place.to_owned()));
    Ok(used)
}

/// What is newer and not listed, listed and not used or not newer, or nowhere in the data.
fn faults(data: &Data, used: &BTreeSet<String>, listed: &[(&str, &str)]) -> Vec<String> {
    let mut faults = Vec::new();
    for place in used {
        let is_listed = listed.iter().any(|(listed, _)| listed == place);
        match data.lacking(place, &ENGINES) {
            None => faults.push(format!("{place} is nowhere in the data")),
            Some(lacking) if !lacking.is_empty() && !is_listed => {
                faults.push(format!("{place} is newer than {}", lacking.join(", ")));
            }
            Some(lacking) if lacking.is_empty() && is_listed => {
                faults.push(format!("{place} is as old as is promised: take it off the list"));
            }
            Some(_) => {}
        }
    }
    let gone = listed.iter().filter(|(place, _)| !used.contains(*place));
    faults.extend(gone.map(|(place, _)| format!("{place} is used no more: take it off the list")));
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(used: &[&str], listed: &[(&str, &str)]) -> Vec<String> {
        let data = Data::of(
            r#"{ "css": { "old": { "__compat": { "support": { "chrome": { "version_added": "99" },
                "webview_android": { "version_added": "≤37" }, "firefox": { "version_added": true },
                "safari_ios": { "version_added": "15.4" } } } },
              "new": { "__compat": { "support": { "chrome": [{ "version_added": "105" }, { "version_added": "9", "prefix": "-x-" }],
                "webview_android": { "version_added": "99" }, "firefox": { "version_added": "97" },
                "safari_ios": { "version_added": "15", "partial_implementation": true } } } } } }"#,
        )
        .unwrap();
        faults(&data, &used.iter().map(|&place| place.to_owned()).collect(), listed)
    }

    #[test]
    fn what_is_newer_must_be_listed_and_what_is_listed_used() {
        assert!(said(&["css.old"], &[]).is_empty());
        assert_eq!(said(&["css.new"], &[]), ["css.new is newer than chrome 99, safari_ios 15.4"]);
        assert!(said(&["css.new"], &[("css.new", "looks plainer")]).is_empty());
        assert_eq!(said(&[], &[("css.new", "")]), ["css.new is used no more: take it off the list"]);
        assert_eq!(said(&["css.old"], &[("css.old", "")]), ["css.old is as old as is promised: take it off the list"]);
        assert_eq!(said(&["css.gone"], &[]), ["css.gone is nowhere in the data"]);
    }
}
