//! Packages of Debian and its kin.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::{
    child::{Child, find_program},
    error::{Error, Result},
};

/// Installs packages, as root or by sudo.
///
/// # Errors
/// Where there is no apt, or no right to use it: names the packages, so that a person can install them.
pub fn install(packages: &[&str], why: &str) -> Result<()> {
    let list = packages.join(" ");
    if find_program("apt-get", &[]).is_none() {
        return Err(Error::new(format!("install {list} with your system's package manager: {why}")));
    }
    let Some(before) = right() else {
        return Err(Error::new(format!(
            "install {list} (sudo apt-get install {list}): {why}, and you may not install packages"
        )));
    };
    println!("Installing {list}: {why}.");
    // Lists may be missing or old; once a run is enough. A source that is down does not matter where another has the package.
    static UPDATED: AtomicBool = AtomicBool::new(false);
    if !UPDATED.swap(true, Ordering::Relaxed)
        && let Err(error) = apt(before, &["update", "-q"]).run()
    {
        println!("{error}; going on with the lists that are there.");
    }
    apt(
        before,
        &["install", "-y", "-q", "--no-install-recommends"]
            .into_iter()
            .chain(packages.iter().copied())
            .collect::<Vec<_>>(),
    )
    .run()
}

/// What to put before a command so that it may install: nothing for root, else sudo where it asks for no password.
fn right() -> Option<&'static [&'static str]> {
    if Child::new("id").args(["-u"]).output().is_ok_and(|id| id.trim() == "0") {
        Some(&[])
    } else if Child::new("sudo").args(["-n", "true"]).succeeds() {
        Some(&["sudo", "-n"])
    } else {
        None
    }
}

fn apt(before: &[&str], arguments: &[&str]) -> Child {
    let words: Vec<&str> = before
        .iter()
        .copied()
        .chain(["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"])
        .chain(arguments.iter().copied())
        .collect();
    Child::new(words[0]).args(&words[1..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_not_root_uses_sudo() {
        assert_eq!(
            apt(&["sudo", "-n"], &["update"]).line(),
            "sudo -n env DEBIAN_FRONTEND=noninteractive apt-get update"
        );
        assert_eq!(apt(&[], &["update"]).line(), "env DEBIAN_FRONTEND=noninteractive apt-get update");
    }
}
