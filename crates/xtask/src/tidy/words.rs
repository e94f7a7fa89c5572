//! Words that no file may hold: synonyms of the glossary's words, and what is true on one machine only.

use super::{Fault, File, line_of, word_offsets};

/// Each in two pieces, so that this file passes its own check.
const SYNONYMS: [(&str, &str, &str); 5] = [
    ("appoint", "ment", "visit"),
    ("appoint", "ments", "visits"),
    ("reser", "vation", "hold or visit"),
    ("reser", "vations", "holds or visits"),
    ("sl", "ot", "window or place"),
];
/// The catalogue and the queries for its search hold what residents say, not what we say.
const SPOKEN: [&str; 2] = ["catalogue/", "crates/catalogue/tests/"];

const HOSTS: [(&str, &str); 7] = [
    ("crates", ".io"),
    ("npmjs", ".org"),
    ("npmjs", ".com"),
    ("pypi", ".org"),
    ("pythonhosted", ".org"),
    ("deb.debian", ".org"),
    ("proxy.golang", ".org"),
];
/// Cargo writes the registry into it.
const LOCK: &str = "Cargo.lock";

const MACHINE_PATHS: [(&str, &str); 2] = [("/ro", "ot"), ("/wo", "rk")];

pub fn check(file: &File) -> Vec<Fault> {
    let mut faults = Vec::new();
    if !file.is_in(&SPOKEN) {
        let separated = separated(&file.text);
        for (one, other, better) in SYNONYMS {
            let word = format!("{one}{other}");
            let found = word_offsets(&separated, &word).map(|offset| line_of(&separated, offset));
            faults
                .extend(found.map(|line| file.fault(line, format!("\"{word}\" is no word of the glossary: {better}"))));
        }
    }
    for (one, other) in HOSTS.iter().filter(|_| file.path != LOCK) {
        let host = format!("{one}{other}");
        let found = file.text.match_indices(&host).map(|(offset, _)| line_of(&file.text, offset));
        faults.extend(found.map(|line| file.fault(line, format!("names a registry's host, {host}"))));
    }
    for (one, other) in MACHINE_PATHS {
        let path = format!("{one}{other}");
        let found = word_offsets(&file.text, &path).filter(|&offset| is_path_start(&file.text, offset));
        faults.extend(
            found.map(|offset| file.fault(line_of(&file.text, offset), format!("{path} is a folder of one machine"))),
        );
    }
    faults
}

/// Lower case, with a blank for each underscore and a line for each line, so that a word is found inside `a_word_here`.
/// A capital after a small letter begins a word, as in `aWordHere`.
fn separated(text: &str) -> String {
    let mut separated = String::with_capacity(text.len());
    let mut last = ' ';
    for character in text.chars() {
        if last.is_lowercase() && character.is_uppercase() {
            separated.push(' ');
        }
        separated.push(if character == '_' { ' ' } else { character.to_ascii_lowercase() });
        last = character;
    }
    separated
}

/// Not the middle of a longer path, such as that of an address.
fn is_path_start(text: &str, offset: usize) -> bool {
    text[..offset].chars().next_back().is_none_or(|before| !(before.is_alphanumeric() || "._-~/})".contains(before)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(path: &str, text: &str) -> Vec<usize> {
        check(&File::of(path, text)).iter().map(|fault| fault.line).collect()
    }

    #[test]
    fn a_synonym_is_found_in_prose_and_in_names() {
        let [visit, hold, window] = [0, 2, 4].map(|index| format!("{}{}", SYNONYMS[index].0, SYNONYMS[index].1));
        assert_eq!(lines("README.md", &format!("An\n{visit} is")), [2]);
        assert_eq!(lines("src/a.rs", &format!("let {hold}_id = 1;")), [1]);
        assert_eq!(lines("src/a.rs", "struct TimeSl\u{6f}t;"), [1]);
        assert!(lines("src/a.rs", &format!("let {window}ted = 1;")).is_empty());
        assert!(lines("catalogue/tenants/a.toml", &visit).is_empty());
    }

    #[test]
    fn a_registrys_host_is_found() {
        let host = format!("https://static.{}{}/x", HOSTS[0].0, HOSTS[0].1);
        assert_eq!(lines("README.md", &host), [1]);
        assert!(lines(LOCK, &host).is_empty());
    }

    #[test]
    fn a_folder_of_one_machine_is_found() {
        for (one, other) in MACHINE_PATHS {
            let path = format!("{one}{other}");
            assert_eq!(lines("README.md", &format!("see {path}/main")), [1]);
            assert_eq!(lines("README.md", &format!("`{path}`")), [1]);
            assert!(lines("README.md", &format!("https://x.example{path} and {path}shop")).is_empty());
        }
    }
}
