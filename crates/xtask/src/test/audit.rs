//! Known faults in what we depend on, from the RustSec database. Of a copy each is a failure. Of a database that was fetched
//! just now it is said and no more: an advisory of this morning must not turn a commit of last week red.

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
        Err(error) => Outcome::Skipped(unjudged(&error.to_string())),
    }
}

fn unjudged(complaint: &str) -> String {
    if complaint.contains(UNREACHABLE) {
        format!("not audited: the advisory database can't be reached, and {VARIABLE} names no copy of it")
    } else {
        format!("found in the database as it is now, which fails only a copy of it ({VARIABLE}): {complaint}")
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
    fn a_database_that_is_out_of_reach_is_not_one_that_found_something() {
        assert!(unjudged("error: couldn't fetch advisory database: git operation failed").starts_with("not audited"));
        let found = unjudged("`cargo-audit audit` failed: error: 1 vulnerability found!");
        assert!(found.starts_with("found in") && found.ends_with("1 vulnerability found!"), "{found}");
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
