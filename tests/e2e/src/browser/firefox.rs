//! Firefox, by geckodriver.

use std::process::Command;

use serde_json::{Map, json};
use thirtyfour::Capabilities;

use crate::path_of;

pub fn ask_for(port: u16) -> (Command, Capabilities) {
    let mut command = Command::new(path_of("LOKET_GECKODRIVER", "geckodriver"));
    // Its own protocol on a free port too, so that several can run at once.
    command.args(["--port", &port.to_string(), "--websocket-port", "0"]);
    let options = json!({
        "binary": path_of("LOKET_FIREFOX", "/usr/bin/firefox-esr"),
        "args": ["-headless"],
        "prefs": { "ui.prefersReducedMotion": 1, "intl.accept_languages": "id,en" },
    });
    let named = [("browserName", json!("firefox")), ("moz:firefoxOptions", options)];
    let map: Map<_, _> = named.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    (command, map.into())
}
