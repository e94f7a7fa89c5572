//! The file of settings: TOML, one line a setting, by the names of the flags with underscores. What stands in it takes the
//! place of the defaults, so that a flag or an environment variable still wins.

use std::path::Path;

use clap::{Arg, Command, builder::Resettable, error::ErrorKind};
use toml::{Table, Value};

/// The command with the file's settings as its defaults.
///
/// # Errors
/// Where the file can't be read, is no TOML, or has a name or a value that is none; the sentence names file and setting.
pub fn as_defaults(mut command: Command, file: &Path) -> Result<Command, clap::Error> {
    let settings = match read(&command, file) {
        Ok(settings) => settings,
        Err(sentence) => {
            let sentence = format!("the settings file {}: {sentence}", file.display());
            return Err(command.error(ErrorKind::InvalidValue, sentence));
        }
    };
    for (name, value) in settings {
        command = command.mut_arg(name, |argument| argument.default_value(value));
    }
    Ok(command)
}

/// The settings of a file by name, each one checked.
fn read(command: &Command, file: &Path) -> Result<Vec<(String, String)>, String> {
    let text = std::fs::read_to_string(file).map_err(|error| format!("it can't be read: {error}"))?;
    let table: Table = text.parse().map_err(|error: toml::de::Error| error.to_string())?;
    let mut settings = Vec::new();
    for (name, value) in table {
        // A file that names another file would be read by nobody.
        let known = command.get_arguments().find(|argument| argument.get_id() == name.as_str() && name != "config");
        let argument = known.ok_or_else(|| format!("nothing is called \"{name}\""))?;
        let value = match value {
            Value::String(text) => text,
            Value::Integer(number) => number.to_string(),
            Value::Boolean(flag) => flag.to_string(),
            _ => return Err(format!("{name}: one text or number is wanted")),
        };
        check(argument, &value).map_err(|reason| format!("{name}: {reason}"))?;
        settings.push((name, value));
    }
    Ok(settings)
}

/// Whether the flag would take that value. Asked alone, so that what is said is about the file.
fn check(argument: &Arg, value: &str) -> Result<(), String> {
    let flag = argument.get_long().unwrap_or_default();
    let alone = Command::new("").no_binary_name(true).arg(argument.clone().global(false).env(Resettable::Reset));
    let Err(error) = alone.try_get_matches_from([format!("--{flag}={value}")]) else { return Ok(()) };
    let said = error.to_string();
    let reason = said.split("\n\n").next().unwrap_or_default();
    Err(reason.trim_start_matches("error: ").to_owned())
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use clap::{CommandFactory as _, FromArgMatches as _};

    use super::*;
    use crate::{command::CommandLine, config::Config};

    /// The example that ships.
    fn example() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../deploy/loket.toml")
    }

    fn read_line(content: &str, flags: &[&str]) -> Result<Config, String> {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("loket.toml");
        std::fs::write(&file, content).unwrap();
        let line = ["loket-server", "--config", file.to_str().unwrap()].into_iter().chain(flags.iter().copied());
        CommandLine::read(line.map(Into::into).collect()).map(|line| line.config).map_err(|error| error.to_string())
    }

    #[test]
    fn what_the_file_says_takes_the_place_of_the_default_and_a_flag_wins() {
        let file = "listen = \"127.0.0.1:1\"\nconnections_max = 7\nholds_per_network_max = 1\n";
        let config = read_line(file, &["--listen", "127.0.0.1:2"]).unwrap();
        assert_eq!(config.listen.to_string(), "127.0.0.1:2");
        assert_eq!((config.connections_max.get(), config.hold_limits.holds_per_network_max), (7, 1));
        assert_eq!(config.app, PathBuf::from("dist"), "as it is by itself");
    }

    #[test]
    fn a_setting_can_be_given_before_and_after_the_command() {
        for line in [["--data", "there", "check"], ["check", "--data", "there"]] {
            let line = ["loket-server"].iter().chain(&line).map(Into::into).collect();
            assert_eq!(CommandLine::read(line).unwrap().config.data, PathBuf::from("there"));
        }
    }

    #[test]
    fn a_name_that_nobody_knows_is_named() {
        for name in ["conections_max", "config", "help", "connections-max"] {
            let said = read_line(&format!("{name} = 7\n"), &[]).unwrap_err();
            assert!(said.contains(&format!("loket.toml: nothing is called \"{name}\"")), "{said}");
        }
    }

    #[test]
    fn a_wrong_value_is_named_with_its_setting() {
        for (line, wanted) in [
            ("connections_max = \"many\"", "loket.toml: connections_max: invalid value 'many'"),
            ("listen = 8710", "loket.toml: listen: invalid value '8710'"),
            ("log_format = \"xml\"", "loket.toml: log_format: invalid value 'xml'"),
            ("data = [\"a\", \"b\"]", "loket.toml: data: one text or number is wanted"),
            ("data = \"a", "TOML parse error at line 1"),
        ] {
            let said = read_line(line, &[]).unwrap_err();
            assert!(said.contains(wanted), "{said}");
        }
        let missing = ["loket-server", "--config", "/nowhere/loket.toml"].map(Into::into).to_vec();
        let said = CommandLine::read(missing).unwrap_err().to_string();
        assert!(said.contains("the settings file /nowhere/loket.toml: it can't be read"), "{said}");
    }

    #[test]
    fn the_example_names_every_setting_once_and_changes_none() {
        let text = std::fs::read_to_string(example()).unwrap();
        let table: Table = text.parse().unwrap();
        let command = Config::command();
        for argument in command.get_arguments().filter(|argument| argument.get_id() != "config") {
            let name = argument.get_id().as_str();
            let lines = text.lines().filter(|line| {
                line.trim_start_matches("# ").strip_prefix(name).is_some_and(|rest| rest.starts_with(" = "))
            });
            assert_eq!(lines.count(), 1, "{name}");
            let default = argument.get_default_values().first().map(|value| value.to_str().unwrap());
            assert_eq!(
                table.contains_key(name),
                default.is_some(),
                "{name} stands as a comment where it has no default"
            );
        }
        let set = read(&command, &example()).unwrap();
        for (name, value) in &set {
            let argument = command.get_arguments().find(|argument| argument.get_id() == name.as_str()).unwrap();
            assert_eq!(argument.get_default_values(), [value.as_str()], "{name}");
        }
        // What is a comment can be taken in as it stands.
        let commented = |line: &&str| line.strip_prefix("# ").is_some_and(|rest| rest.contains(" = "));
        let lines: String = text.lines().filter(commented).map(|line| format!("{}\n", &line[2..])).collect();
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("loket.toml");
        std::fs::write(&file, &lines).unwrap();
        let command = as_defaults(Config::command(), &file).unwrap();
        let config = Config::from_arg_matches(&command.get_matches_from(["loket-server"])).unwrap();
        assert_eq!(config.database.as_deref(), Some("postgres://loket@localhost/loket"));
    }
}
