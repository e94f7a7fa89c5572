//! What ships to run the program by: every flag and setting in it exists.

use std::path::{Path, PathBuf};

use clap::CommandFactory as _;
use loket_server::{command::CommandLine, config::Config};

fn shipped(name: &str) -> (PathBuf, String) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../deploy").join(name);
    let text = std::fs::read_to_string(&file).unwrap();
    (file, text)
}

fn read(arguments: &[&str]) -> CommandLine {
    CommandLine::read(arguments.iter().map(Into::into).collect()).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn the_unit_starts_the_program_with_flags_that_it_has() {
    let (_, unit) = shipped("loket.service");
    let start = unit.lines().find_map(|line| line.strip_prefix("ExecStart=")).unwrap();
    let (settings, _) = shipped("loket.toml");
    let start = start.replace("/etc/loket/loket.toml", settings.to_str().unwrap());
    let line = read(&start.split_whitespace().collect::<Vec<_>>());
    assert!(line.command.is_none() && line.config.config.is_some());
    let value = |name: &str| unit.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('=')).unwrap();
    let state = format!("/var/lib/{}", value("StateDirectory"));
    assert_eq!(line.config.data, Path::new(&state), "what it keeps is where systemd lets it write");
    // What is under way, and the longest delay before, end before systemd loses its patience.
    assert!(value("TimeoutStopSec").parse::<u64>().unwrap() > 120 + 22);
    assert!(value("LimitNOFILE").parse::<u32>().unwrap() > line.config.connections_max.get());
}

/// With a 503 passed on to the next server, nginx would else count it as a failure of the one that answered it, and leave them all
/// alone for ten seconds.
#[test]
fn the_proxy_does_not_leave_a_server_alone_that_is_busy() {
    let handbook = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/OPERATING.md");
    let handbook = std::fs::read_to_string(handbook).unwrap();
    let is_server = |line: &&str| line.starts_with("server ") && line.ends_with(';');
    let servers: Vec<&str> = handbook.lines().map(str::trim).filter(is_server).collect();
    assert!(!servers.is_empty() && handbook.contains("proxy_next_upstream error timeout http_503;"));
    assert!(servers.iter().all(|line| line.ends_with(" max_fails=0;")), "{servers:?}");
}

#[test]
fn the_container_sets_what_the_program_knows() {
    let (_, file) = shipped("Containerfile");
    let known = Config::command();
    let mut line = vec!["loket-server".to_owned()];
    for setting in file.lines().filter_map(|line| line.strip_prefix("ENV ")) {
        let (name, value) = setting.split_once('=').unwrap();
        let argument = known.get_arguments().find(|argument| argument.get_env() == Some(name.as_ref()));
        let flag = argument.unwrap_or_else(|| panic!("nothing reads {name}")).get_long().unwrap();
        line.push(format!("--{flag}={value}"));
    }
    let config = read(&line.iter().map(String::as_str).collect::<Vec<_>>()).config;
    let value = |word: &str| file.lines().find_map(|line| line.strip_prefix(word)).unwrap();
    assert_eq!(config.data, Path::new(value("VOLUME ")));
    assert!(
        value("COPY app ") == config.app.to_str().unwrap() && value("COPY loket-server ").ends_with("/loket-server")
    );
    assert_eq!(config.listen.to_string(), format!("0.0.0.0:{}", value("EXPOSE ")));
    assert_eq!(value("ENTRYPOINT "), "[\"loket-server\"]");
}
