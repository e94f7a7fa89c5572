//! Each crate we depend on has its line in CONTRIBUTING.md, and each line there its crate.

use std::collections::{BTreeMap, BTreeSet};

use toml::{Table, Value};

use super::{Fault, File};

const LIST: &str = "CONTRIBUTING.md";
/// The heading of the table.
const HEADING: &str = "## Dependencies";

pub fn check(files: &[File]) -> Vec<Fault> {
    let mut wanted = BTreeMap::new();
    let mut faults = Vec::new();
    for file in files.iter().filter(|file| file.path == "Cargo.toml" || file.path.ends_with("/Cargo.toml")) {
        match file.text.parse::<Table>() {
            Ok(manifest) => {
                for name in crates(&manifest) {
                    wanted.entry(name).or_insert(file);
                }
            }
            Err(error) => faults.push(file.fault(0, error.message())),
        }
    }
    let Some(list) = files.iter().find(|file| file.path == LIST) else { return faults };
    let listed = listed(&list.text);
    let missing = wanted.iter().filter(|(name, _)| !listed.contains_key(name.as_str()));
    faults.extend(missing.map(|(name, file)| {
        file.fault(0, format!("{name} has no line in {LIST}: what does it buy, what does it weigh?"))
    }));
    let stale = listed.iter().filter(|(name, _)| !wanted.contains_key(**name));
    faults.extend(stale.map(|(name, line)| list.fault(*line, format!("nothing depends on {name} any more"))));
    faults
}

/// The foreign crates of a manifest, in all its tables of dependencies. Ours are named by their path, or by the
/// workspace's manifest, which is checked itself.
fn crates(manifest: &Table) -> BTreeSet<String> {
    const KINDS: [&str; 3] = ["dependencies", "dev-dependencies", "build-dependencies"];
    let tables =
        |table: &Table| KINDS.into_iter().filter_map(|kind| table.get(kind)?.as_table().cloned()).collect::<Vec<_>>();
    let mut all = tables(manifest);
    all.extend(manifest.get("workspace").and_then(Value::as_table).map(tables).unwrap_or_default());
    for target in manifest.get("target").and_then(Value::as_table).into_iter().flat_map(Table::values) {
        all.extend(target.as_table().map(tables).unwrap_or_default());
    }
    let is_foreign = |value: &Value| value.get("path").is_none() && value.get("workspace").is_none();
    let foreign = all.iter().flatten().filter(|(_, value)| is_foreign(value));
    foreign.map(|(name, value)| value.get("package").and_then(Value::as_str).unwrap_or(name).to_owned()).collect()
}

/// The crates of the table, each with its line. A line may name several: `a`, `b`.
fn listed(text: &str) -> BTreeMap<&str, usize> {
    let mut listed = BTreeMap::new();
    let lines = text
        .lines()
        .zip(1..)
        .skip_while(|(line, _)| *line != HEADING)
        .skip(1)
        .take_while(|(line, _)| !line.starts_with("## "));
    for (line, number) in lines {
        let Some(cell) = line.strip_prefix('|').and_then(|rest| rest.split('|').next()) else { continue };
        listed.extend(cell.split('`').skip(1).step_by(2).map(|name| (name, number)));
    }
    listed
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(manifest: &str, rows: &str) -> Vec<String> {
        let list = format!("# Contributing\n{HEADING}\n\n| crate | what |\n| --- | --- |\n{rows}");
        check(&[File::of("Cargo.toml", manifest), File::of(LIST, &list)]).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_crate_without_a_line_is_a_fault_in_every_table() {
        for table in [
            "dependencies",
            "dev-dependencies",
            "build-dependencies",
            "target.'cfg(unix)'.dependencies",
            "workspace.dependencies",
        ] {
            let faults = messages(&format!("[{table}]\nserde = \"1\"\n"), "");
            assert_eq!(
                faults,
                ["Cargo.toml: serde has no line in CONTRIBUTING.md: what does it buy, what does it weigh?"],
                "{table}"
            );
        }
    }

    #[test]
    fn a_line_without_its_crate_is_a_fault() {
        assert_eq!(messages("", "| `serde` | JSON |\n"), ["CONTRIBUTING.md:6: nothing depends on serde any more"]);
    }

    #[test]
    fn our_own_crates_need_no_line() {
        let manifest = "[dependencies]\ncontract = { path = \"crates/contract\" }\nserde = { workspace = true }\nsha2 = \"1\"\nserde_json = \"1\"\n";
        assert!(messages(manifest, "| `sha2`, `serde_json` | hashes |\n").is_empty());
    }
}
