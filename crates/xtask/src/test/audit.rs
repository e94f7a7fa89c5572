//! Known faults in what we depend on, from the RustSec database.

use std::path::{Path, PathBuf};

use super::Outcome;
use crate::tools::TestTools;

/// Names a folder with a copy of the database, for machines that can't fetch it.
const VARIABLE: &str = "LOKET_ADVISORY_DB";
/// Where a copy is looked for when the variable names none, beside the project.
const USUAL_COPY: &str = "../shared/advisory-db";
/// How cargo-audit begins when it can't reach the database.
const UNREACHABLE: &str = "couldn't fetch advisory database";

pub fn audit(root: &Path, tools: &TestTools) -> Outcome {
    let Some(copy) = copy(root, std::env::var_os(VARIABLE).map(PathBuf::from)) else {
        return fetched(root, tools);
    };
    println!("The database is the copy in {}.", copy.display());
    let audit = tools.audit(root).args(["--no-fetch", "--db"]).args([&copy]);
    match audit.run() {
        Ok(()) => Outcome::Passed,
        Err(error) => Outcome::Failed(error.to_string()),
    }
}

fn fetched(root: &Path, tools: &TestTools) -> Outcome {
    match tools.audit(root).output() {
        Ok(said) => {
            println!("{said}");
            Outcome::Passed
        }
        Err(error) => judge(&error.to_string()),
    }
}

fn judge(complaint: &str) -> Outcome {
    if complaint.contains(UNREACHABLE) {
        Outcome::Skipped(format!(
            "not audited: the advisory database can't be reached, and {VARIABLE} names no copy of it"
        ))
    } else {
        Outcome::Failed(complaint.to_owned())
    }
}

/// The folder that is named, even if it is not there (the audit then says so), else the usual one where it exists.
fn copy(root: &Path, named: Option<PathBuf>) -> Option<PathBuf> {
    named
        .filter(|path| !path.as_os_str().is_empty())
        .or_else(|| Some(root.join(USUAL_COPY)).filter(|path| path.is_dir()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Folder;

    #[test]
    fn a_database_that_is_out_of_reach_is_said_and_goes_on() {
        assert!(
            matches!(judge("error: couldn't fetch advisory database: git operation failed"), Outcome::Skipped(why) if why.starts_with("not audited"))
        );
        assert!(matches!(judge("error: 1 vulnerability found!"), Outcome::Failed(_)));
    }

    #[test]
    fn a_copy_is_taken_where_it_is_named_or_lies_beside_the_project() {
        let folder = Folder::new();
        let root = folder.path().join("clone");
        assert_eq!(copy(&root, None), None);
        assert_eq!(copy(&root, Some("/named".into())), Some("/named".into()));
        std::fs::create_dir_all(root.join(USUAL_COPY)).unwrap();
        assert_eq!(copy(&root, Some("".into())), Some(root.join(USUAL_COPY)));
    }
}
