//! What `loket-server` can be told to do. Without a command it serves.

use clap::{Parser, Subcommand};

use crate::config::Config;

/// The command line: settings, and what to do.
#[derive(Debug, Clone, Parser)]
#[command(name = "loket-server", version)]
pub struct CommandLine {
    #[command(flatten)]
    pub config: Config,

    #[command(subcommand)]
    pub command: Option<Command>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Subcommand)]
pub enum Command {
    /// Serve until told to stop (also without a command).
    Serve,

    /// Add a key to the key file, the newest for every server that is started with the file from then on.
    RotateKey,

    /// Seal by the newest key what older ones sealed, remove the old keys that nothing needs, and say what needs the others.
    RetireKeys,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> CommandLine {
        CommandLine::try_parse_from(line.split(' ')).unwrap()
    }

    #[test]
    fn without_a_command_it_serves() {
        assert_eq!(parse("loket-server").command, None);
        let line = parse("loket-server --listen 127.0.0.1:9000");
        assert_eq!((line.command, line.config.listen.port()), (None, 9000));
        assert_eq!(parse("loket-server serve").command, Some(Command::Serve));
    }

    #[test]
    fn the_places_of_data_are_named_before_a_command_or_after() {
        for line in ["loket-server --data there rotate-key", "loket-server rotate-key --data there"] {
            let line = parse(line);
            assert_eq!((line.command, line.config.data.to_str()), (Some(Command::RotateKey), Some("there")));
        }
        let line = parse("loket-server retire-keys --database postgres://host/loket --catalogue city");
        assert_eq!(line.command, Some(Command::RetireKeys));
        assert!(line.config.database.is_some() && line.config.catalogue.is_some());
        assert!(CommandLine::try_parse_from(["loket-server", "retire"]).is_err());
    }
}
