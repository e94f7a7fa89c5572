//! The environment: a variable that begins as settings do and is none is a mistake in writing, which would leave the
//! default in force and a ledger of its own in the place of the mall's.

use std::ffi::OsString;

use clap::{Arg, Command, error::ErrorKind};

const BEGINNING: &str = "LOKET_";

/// What tests and `cargo xtask` read: they run servers within their own environment.
const OF_TESTS: [&str; 20] = [
    "LOKET_ADVISORY_DB",
    "LOKET_AXE",
    "LOKET_CHROMEDRIVER",
    "LOKET_CHROMIUM",
    "LOKET_CONTRACT_SEED",
    "LOKET_CONTRACT_SERVER",
    "LOKET_CONTRACT_TALLY",
    "LOKET_DIST",
    "LOKET_FIREFOX",
    "LOKET_GECKODRIVER",
    "LOKET_MINIBROWSER",
    "LOKET_NAMES",
    "LOKET_PROVE",
    "LOKET_RENEW",
    "LOKET_SCREENSHOTS",
    "LOKET_SEED",
    "LOKET_SERVER",
    "LOKET_TEST_POSTGRES",
    "LOKET_WEBKITDRIVER",
    "LOKET_XVFB",
];

/// Whether every variable that begins as settings do is one. Values are not repeated: they may hold a password.
///
/// # Errors
/// The sentence names those that are none.
pub fn check(command: &Command, variables: impl Iterator<Item = (OsString, OsString)>) -> Result<(), clap::Error> {
    let is_setting = |name: &str| command.get_arguments().filter_map(Arg::get_env).any(|setting| setting == name);
    let mut unknown: Vec<String> = variables
        .map(|(name, value)| (name.to_string_lossy().into_owned(), value))
        .filter(|(name, value)| {
            name.starts_with(BEGINNING)
                && !is_setting(name)
                && !OF_TESTS.contains(&name.as_str())
                && !names_a_service(name, &value.to_string_lossy())
        })
        .map(|(name, _)| format!("\"{name}\""))
        .collect();
    if unknown.is_empty() {
        return Ok(());
    }
    unknown.sort();
    let sentence = format!("the environment: nothing is called {}", unknown.join(", "));
    Err(command.clone().error(ErrorKind::InvalidValue, sentence))
}

/// Kubernetes tells every container where each service is. Of one that is called `loket`: `LOKET_SERVICE_HOST`,
/// `LOKET_SERVICE_PORT`, `LOKET_PORT` with an address, and `LOKET_PORT_8710_TCP`, each with more words behind.
fn names_a_service(name: &str, value: &str) -> bool {
    name.ends_with("_SERVICE_HOST")
        || name.contains("_SERVICE_PORT")
        || (name.ends_with("_PORT") && value.contains("://"))
        || name.split_once("_PORT_").is_some_and(|(_, rest)| rest.starts_with(|sign: char| sign.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, path::Path};

    use clap::CommandFactory as _;

    use super::*;
    use crate::{command::CommandLine, config::Config};

    fn said(variables: &[(&str, &str)]) -> Option<String> {
        let variables = variables.iter().map(|&(name, value)| (name.into(), value.into()));
        check(&CommandLine::command(), variables).err().map(|error| error.to_string())
    }

    #[test]
    fn a_variable_that_nobody_knows_is_named_without_its_value() {
        let mistyped = [("LOKET_DATABSE", "postgres://loket:secret@host/loket"), ("LOKET_DATA", "there")];
        let said_of = said(&mistyped).unwrap();
        assert!(said_of.contains("the environment: nothing is called \"LOKET_DATABSE\"\n"), "{said_of}");
        assert!(!said_of.contains("secret"), "{said_of}");
        let said_of = said(&[("LOKET_PORT", "80"), ("LOKET_CONECTIONS_MAX", "5"), ("LOKET_", "")]).unwrap();
        assert!(
            said_of.contains("nothing is called \"LOKET_\", \"LOKET_CONECTIONS_MAX\", \"LOKET_PORT\"\n"),
            "{said_of}"
        );
    }

    #[test]
    fn settings_other_programs_variables_and_services_stop_nobody() {
        assert_eq!(said(&[("LOKET_DATABASE", "x"), ("LOKET_LOG_LEVEL", "x"), ("PATH", "x"), ("LOKETS", "x")]), None);
        let services = [
            ("LOKET_SERVICE_HOST", "10.0.0.1"),
            ("LOKET_SERVICE_PORT", "8710"),
            ("LOKET_SERVICE_PORT_HTTP", "8710"),
            ("LOKET_PORT", "tcp://10.0.0.1:8710"),
            ("LOKET_PORT_8710_TCP", "tcp://10.0.0.1:8710"),
            ("LOKET_PORT_8710_TCP_PROTO", "tcp"),
            ("LOKET_POSTGRES_PORT_5432_TCP_ADDR", "10.0.0.2"),
        ];
        assert_eq!(said(&services), None);
        for setting in Config::command().get_arguments().filter_map(Arg::get_env) {
            assert!(!names_a_service(setting.to_str().unwrap(), "postgres://host/loket"), "{setting:?}");
        }
    }

    /// Else a server under test would not start.
    #[test]
    fn what_tests_and_tools_read_is_known() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let mut folders =
            ["crates/proof", "crates/server/tests", "crates/xtask", "tests"].map(|name| root.join(name)).to_vec();
        let mut read = BTreeSet::new();
        while let Some(folder) = folders.pop() {
            for entry in folder.read_dir().unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let text = std::fs::read_to_string(&path).unwrap_or_default();
                for rest in text.split(BEGINNING).skip(1) {
                    let end = rest.find(|sign: char| !sign.is_ascii_uppercase() && sign != '_').unwrap_or(rest.len());
                    read.insert(format!("{BEGINNING}{}", &rest[..end]));
                }
            }
        }
        let config = Config::command();
        let settings: BTreeSet<_> =
            config.get_arguments().filter_map(|argument| argument.get_env()?.to_str()).collect();
        let of_tests: Vec<&str> = read.iter().map(String::as_str).filter(|name| !settings.contains(name)).collect();
        assert_eq!(of_tests, OF_TESTS);
    }
}
