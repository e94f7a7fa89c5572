//! Programs that a command starts.

use std::{
    ffi::{OsStr, OsString},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use crate::error::{Context as _, Error, Result};

/// A program to start: what it says goes to the terminal, unless its output is asked for.
#[derive(Debug)]
pub struct Child {
    command: Command,
}

impl Child {
    pub fn new(program: impl AsRef<OsStr>) -> Self {
        Self { command: Command::new(program) }
    }

    pub fn args<A: AsRef<OsStr>>(mut self, arguments: impl IntoIterator<Item = A>) -> Self {
        self.command.args(arguments);
        self
    }

    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    pub fn without_env(mut self, name: &str) -> Self {
        self.command.env_remove(name);
        self
    }

    pub fn within(mut self, folder: &Path) -> Self {
        self.command.current_dir(folder);
        self
    }

    /// Runs it to its end, after saying what is run.
    ///
    /// # Errors
    /// Where it does not start or ends with a failure.
    pub fn run(mut self) -> Result<()> {
        println!("$ {}", self.line());
        let status = self.command.stdin(Stdio::null()).status().context(format!("`{}` does not start", self.name()))?;
        if status.success() { Ok(()) } else { Err(Error::new(format!("`{}` failed ({status})", self.line()))) }
    }

    /// Runs it silently and gives what it wrote.
    ///
    /// # Errors
    /// As `run`, with what it complained about.
    pub fn output(mut self) -> Result<String> {
        let output = self.command.stdin(Stdio::null()).output().context(format!("`{}` does not start", self.name()))?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
        }
        let complaint = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        Err(Error::new(format!("`{}` failed: {complaint}", self.line())))
    }

    /// Whether it runs and ends well; says nothing.
    pub fn succeeds(mut self) -> bool {
        let status = self.command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
        status.is_ok_and(|status| status.success())
    }

    /// The command itself, for those who watch it run.
    pub fn into_command(self) -> Command {
        self.command
    }

    /// What one would type.
    pub fn line(&self) -> String {
        let words = std::iter::once(self.command.get_program()).chain(self.command.get_args());
        words.map(|word| quoted(&word.to_string_lossy())).collect::<Vec<_>>().join(" ")
    }

    fn name(&self) -> String {
        self.command.get_program().to_string_lossy().into_owned()
    }
}

fn quoted(word: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_=+./:,@%".contains(&byte);
    if !word.is_empty() && word.bytes().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

/// Where the PATH has a program, in `first` before all others.
pub fn find_program(name: &str, first: &[PathBuf]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    first
        .iter()
        .cloned()
        .chain(std::env::split_paths(&path))
        .map(|folder| folder.join(name))
        .find(|file| file.is_file())
}

/// The PATH with some folders before it.
pub fn path_with(first: &[PathBuf]) -> OsString {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::join_paths(first.iter().cloned().chain(std::env::split_paths(&path))).unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_names_the_command_as_one_would_type_it() {
        let error = Child::new("sh").args(["-c", "echo no luck >&2; exit 3"]).output().unwrap_err();
        assert_eq!(error.to_string(), "`sh -c 'echo no luck >&2; exit 3'` failed: no luck");
    }

    #[test]
    fn a_program_that_is_not_there_says_so() {
        let error = Child::new("loket-no-such-program").output().unwrap_err();
        assert!(error.to_string().starts_with("`loket-no-such-program` does not start: "), "{error}");
    }
}
