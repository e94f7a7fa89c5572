//! Names of files, and their length.

use super::{Fault, File};

/// Names that say nothing.
const VAGUE: [&str; 8] = ["util", "utils", "helper", "helpers", "common", "misc", "types", "stuff"];
/// Code and sheets longer than this fall apart into things that have names.
const LINES_MAX: usize = 400;
const COUNTED: [&str; 3] = [".rs", ".css", ".js"];

pub fn check(file: &File) -> Vec<Fault> {
    let mut faults = Vec::new();
    for part in file.path.split('/') {
        let stem = part.split('.').next().unwrap_or_default();
        if VAGUE.contains(&stem.to_ascii_lowercase().as_str()) {
            faults.push(file.fault(0, format!("\"{stem}\" says nothing about what is in it")));
        }
    }
    let lines = file.text.lines().count();
    if lines > LINES_MAX && COUNTED.iter().any(|ending| file.path.ends_with(ending)) {
        faults.push(
            file.fault(0, format!("{lines} lines, more than {LINES_MAX}: what in it deserves a name of its own?")),
        );
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_says_nothing_is_a_fault_for_files_and_folders() {
        for path in ["src/utils.rs", "crates/server/src/common/mod.rs", "style/misc.css"] {
            assert_eq!(check(&File::of(path, "")).len(), 1, "{path}");
        }
        assert!(check(&File::of("style/utilities.css", "")).is_empty());
    }

    #[test]
    fn a_file_may_be_long_but_not_longer() {
        assert!(check(&File::of("src/app.rs", &"x\n".repeat(LINES_MAX))).is_empty());
        assert_eq!(check(&File::of("src/app.rs", &"x\n".repeat(LINES_MAX + 1))).len(), 1);
        assert!(check(&File::of("catalogue/documents.toml", &"x\n".repeat(LINES_MAX + 1))).is_empty());
    }
}
