//! `cargo xtask tidy`: the invariants of ARCHITECTURE.md and the house rules that a machine can check.
//!
//! Each check looks at one file and has a test that makes it complain. To forbid something new, add a check.

mod addresses;
mod copies;
mod dependencies;
mod names;
mod rooms;
mod rust;
mod sentences;
mod style;
mod words;

pub use style::without_comments_and_strings;

use std::{fmt, path::Path};

use crate::{
    error::{Context as _, Error, Result},
    workspace,
};
use rust::Source;

/// One text file of the project.
#[derive(Debug)]
struct File {
    /// From the project's top, with slashes.
    path: String,
    text: String,
}

/// One thing that must be mended, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Fault {
    path: String,
    /// From 1; 0 for the file as a whole.
    line: usize,
    message: String,
}

pub fn command(root: &Path) -> Result<()> {
    let files = read(root)?;
    let faults = check(&files);
    for fault in &faults {
        println!("{fault}");
    }
    match faults.len() {
        0 => {
            println!("tidy: {} files, no fault", files.len());
            Ok(())
        }
        1 => Err(Error::new("tidy found a fault")),
        count => Err(Error::new(format!("tidy found {count} faults"))),
    }
}

fn check(files: &[File]) -> Vec<Fault> {
    let page_words = addresses::page_words(files);
    let mut faults = dependencies::check(files);
    faults.extend(copies::check(files));
    for file in files {
        faults.extend(names::check(file));
        faults.extend(words::check(file));
        // The city's own site, which the tests put Loket into, has its own looks.
        if file.path.ends_with(".css") && !file.path.starts_with("tests/e2e/city/") {
            faults.extend(style::check(file));
        }
        if file.path.ends_with(".rs") {
            let source = Source::read(&file.text);
            faults.extend(rooms::check(file, &source));
            if !file.path.ends_with("/tests.rs") {
                let product = source.without_tests();
                faults.extend(addresses::check(file, &product, &page_words));
                faults.extend(sentences::check(file, &product));
                // What xtask draws (pictures of figures) is no part of the app.
                if !file.path.starts_with("crates/xtask/") {
                    faults.extend(style::check_attributes(file, &product));
                }
            }
        }
    }
    faults.sort_by(|one, other| (&one.path, one.line).cmp(&(&other.path, other.line)));
    faults.dedup();
    faults
}

/// All text files of the project; pictures and the like have no text.
fn read(root: &Path) -> Result<Vec<File>> {
    let mut files = Vec::new();
    for file in workspace::files(root)? {
        let content = std::fs::read(root.join(&file)).context(format!("{} can't be read", file.display()))?;
        if let Ok(text) = String::from_utf8(content) {
            files.push(File { path: file.to_string_lossy().replace('\\', "/"), text });
        }
    }
    Ok(files)
}

impl File {
    fn fault(&self, line: usize, message: impl Into<String>) -> Fault {
        Fault { path: self.path.clone(), line, message: message.into() }
    }

    /// Whether it is one of these files, or in one of these folders (which end with a slash).
    fn is_in(&self, places: &[&str]) -> bool {
        places.iter().any(|place| if place.ends_with('/') { self.path.starts_with(place) } else { self.path == *place })
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(formatter, "{}: {}", self.path, self.message),
            line => write!(formatter, "{}:{line}: {}", self.path, self.message),
        }
    }
}

/// The line of an offset, from 1.
fn line_of(text: &str, offset: usize) -> usize {
    1 + text[..offset].bytes().filter(|&byte| byte == b'\n').count()
}

/// Where a text stands as a word of its own: no letter, digit or underscore beside it.
fn word_offsets<'a>(text: &'a str, word: &'a str) -> impl Iterator<Item = usize> + 'a {
    let is_part = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
    text.match_indices(word).map(|(offset, _)| offset).filter(move |&offset| {
        let before = offset.checked_sub(1).and_then(|index| text.as_bytes().get(index));
        !is_part(before) && !is_part(text.as_bytes().get(offset + word.len()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    impl File {
        pub fn of(path: &str, text: &str) -> Self {
            Self { path: path.to_owned(), text: text.to_owned() }
        }
    }

    #[test]
    fn a_fault_says_where_it_is() {
        let faults = check(&[File::of("crates/domain/src/lib.rs", "\n#[allow(dead_code)]\nuse leptos::prelude::*;\n")]);
        let said: Vec<String> = faults.iter().map(ToString::to_string).collect();
        assert_eq!(
            said,
            [
                "crates/domain/src/lib.rs:2: write #[expect(…, reason)], so that it goes when it is no longer needed",
                "crates/domain/src/lib.rs:3: the rules and the wire types name no leptos",
            ]
        );
    }

    #[test]
    fn a_word_is_not_found_inside_another() {
        assert_eq!(word_offsets("web_sys my_web_sys web_system (web_sys)", "web_sys").collect::<Vec<_>>(), [0, 31]);
    }
}
