//! WebKit, by WebKitGTK's driver and its small browser. It has no headless mode: it is given a screen that nobody sees.

use std::{
    io::{BufRead as _, BufReader},
    os::unix::process::CommandExt as _,
    process::{Child, Command, Stdio},
};

use serde_json::{Map, json};
use thirtyfour::Capabilities;

use super::{Phone, Result};
use crate::path_of;

/// What windows need beside the page.
const MARGIN: u32 = 200;

/// A screen for one browser, and its name.
pub fn screen(phone: Phone) -> Result<(Child, String)> {
    let size = format!("{}x{}x24", phone.width.max(800) + MARGIN, phone.height + MARGIN);
    let mut process = Command::new(path_of("LOKET_XVFB", "/usr/bin/Xvfb"))
        .args(["-displayfd", "1", "-screen", "0", &size, "-nolisten", "tcp"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn()?;
    let mut number = String::new();
    if let Some(output) = process.stdout.take() {
        BufReader::new(output).read_line(&mut number)?;
    }
    Ok((process, format!(":{}", number.trim())))
}

pub fn ask_for(port: u16, display: &str) -> (Command, Capabilities) {
    let mut command = Command::new(path_of("LOKET_WEBKITDRIVER", "/usr/bin/WebKitWebDriver"));
    command.arg(format!("--port={port}")).env("DISPLAY", display);
    let options = json!({
        "binary": path_of("LOKET_MINIBROWSER", "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser"),
        "args": ["--automation"],
    });
    let named = [("browserName", json!("MiniBrowser")), ("webkitgtk:browserOptions", options)];
    let map: Map<_, _> = named.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    (command, map.into())
}
