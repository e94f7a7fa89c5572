//! `cargo xtask run`: from a bare clone to a server that answers.

use std::{
    net::{SocketAddr, TcpListener},
    path::Path,
};

use crate::{
    app,
    cache::Cache,
    child::Child,
    error::{Context as _, Error, Result},
    server,
    tools::BuildTools,
};

const USUAL_ADDRESS: &str = "127.0.0.1:8710";

pub fn run(root: &Path, flags: &[&str]) -> Result<()> {
    let address = address(flags)?;
    // Said now, not after a long build.
    check_free(address)?;
    let program = {
        let cache = Cache::open()?;
        let _lock = cache.lock(root)?;
        let tools = BuildTools::ready(&cache)?;
        app::build(root, &cache, &tools)?;
        server::build(root, &cache)?
    };
    check_free(address)?;
    let mut arguments = flags.to_vec();
    for (flag, variable, value) in [("--app", "LOKET_APP", "dist"), ("--data", "LOKET_DATA", "data")] {
        if value_of(flags, flag).is_none() && std::env::var_os(variable).is_none() {
            arguments.extend([flag, value]);
        }
    }
    if address.port() == 0 {
        println!("\nLoket takes a free port: the next lines say which. Ctrl-C stops it.\n");
    } else {
        println!("\nLoket: http://{address}/   Ctrl-C stops it.\n");
    }
    become_the(Child::new(program).args(arguments).within(root))
}

/// The server takes this program's place, so that Ctrl-C and signals reach it alone.
#[cfg(unix)]
fn become_the(server: Child) -> Result<()> {
    use std::os::unix::process::CommandExt as _;
    Err(server.into_command().exec()).context("the server does not start")
}

#[cfg(not(unix))]
fn become_the(server: Child) -> Result<()> {
    server.run()
}

fn address(flags: &[&str]) -> Result<SocketAddr> {
    let given = value_of(flags, "--listen").map(str::to_owned).or_else(|| std::env::var("LOKET_LISTEN").ok());
    let text = given.as_deref().unwrap_or(USUAL_ADDRESS);
    text.parse().context(format!("`{text}` is no address to listen on, such as {USUAL_ADDRESS}"))
}

fn check_free(address: SocketAddr) -> Result<()> {
    TcpListener::bind(address).map(drop).map_err(|error| {
        Error::new(format!(
            "nothing can listen on {address} ({error}); choose another address: cargo xtask run -- --listen 127.0.0.1:0"
        ))
    })
}

/// The value of `--flag value` or `--flag=value`.
fn value_of<'a>(flags: &[&'a str], name: &str) -> Option<&'a str> {
    flags.iter().enumerate().find_map(|(index, flag)| {
        let rest = flag.strip_prefix(name)?;
        if rest.is_empty() { flags.get(index + 1).copied() } else { rest.strip_prefix('=') }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flag_is_found_in_both_its_forms() {
        assert_eq!(value_of(&["--listen", "127.0.0.1:1"], "--listen"), Some("127.0.0.1:1"));
        assert_eq!(value_of(&["--listen=127.0.0.1:1"], "--listen"), Some("127.0.0.1:1"));
        assert_eq!(value_of(&["--listener", "x"], "--listen"), None);
    }

    #[test]
    fn a_taken_port_is_said_in_one_sentence() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let error = check_free(listener.local_addr().unwrap()).unwrap_err().to_string();
        assert!(error.starts_with("nothing can listen on 127.0.0.1:"), "{error}");
        assert!(error.ends_with("cargo xtask run -- --listen 127.0.0.1:0"), "{error}");
    }
}
