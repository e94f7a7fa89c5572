//! Only `i18n` and the catalogue hold what residents read.

use super::{Fault, File, line_of, rust::Source};

/// Where words would reach a resident in one language only.
const ROOMS: [&str; 14] = [
    "src/app.rs",
    "src/first.rs",
    "src/html.rs",
    "src/meta.rs",
    "src/pages.rs",
    "src/pages/",
    "src/parts.rs",
    "src/parts/",
    "src/results.rs",
    "src/results/",
    "src/shell.rs",
    "src/state/",
    "src/ui.rs",
    "src/ui/",
];
/// A text of so many words is a sentence, wherever it stands.
const WORDS_MIN: usize = 3;
/// Attributes that a person reads or hears.
const READ: [&str; 5] = ["aria-label=", "alt=", "title=", "placeholder=", "content="];
/// What takes lists of names, or words for developers.
const NOT_READ: [&str; 4] = ["class=", "reason =", "reason=", "rel="];
/// The same in every language.
const NAME: &str = "Loket";

pub fn check(file: &File, source: &Source) -> Vec<Fault> {
    if !file.is_in(&ROOMS) {
        return Vec::new();
    }
    let literals = source.literals.iter().filter(|literal| {
        let (before, after) = (source.before(literal), source.after(literal));
        let text = literal.text.as_str();
        if text == NAME || NOT_READ.iter().any(|name| before.ends_with(name)) {
            return false;
        }
        let is_read = READ.iter().any(|name| before.ends_with(name))
            || (is_tag_end(before) && after.starts_with('<'))
            || after.starts_with("</");
        let is_found = |text: &str, is_read| words(text).count() >= if is_read { 1 } else { WORDS_MIN };
        is_found(text, is_read) || texts_in_html(text).any(|text| text != NAME && is_found(text, true))
    });
    let quoted = literals.map(|literal| (literal.line, literal.text.clone()));
    let bare = bare_texts(&source.code).map(|(offset, text)| (line_of(&source.code, offset), text.to_owned()));
    quoted
        .chain(bare)
        .map(|(line, text)| file.fault(line, format!("words belong into src/i18n, not \"{text}\"")))
        .collect()
}

/// What is read of HTML that is written as text: what stands before and between its tags and after them, and attributes.
fn texts_in_html(literal: &str) -> impl Iterator<Item = &str> {
    let quotes = ['\\', '"'];
    let is_html = literal.contains("</") || (literal.contains('<') && literal.contains("=\\\""));
    let parts = literal.split('<').enumerate().filter(move |_| is_html);
    parts.flat_map(move |(number, part)| {
        let (tag, text) = if number == 0 { ("", part) } else { part.split_once('>').unwrap_or((part, "")) };
        let read = READ.iter().filter(|name| **name != "content=");
        let read = read.filter_map(move |name| tag.split_once(name)?.1.trim_start_matches(quotes).split(quotes).next());
        std::iter::once(text.trim_matches(|letter: char| letter.is_whitespace() || letter == '\\')).chain(read)
    })
}

/// A `>` that closes a tag, not an arrow or a comparison.
fn is_tag_end(before: &str) -> bool {
    before.ends_with('>') && !before.ends_with("=>") && !before.ends_with("->")
}

/// Words of two letters or more, outside braces of a format.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace().map(|word| word.trim_matches(|character: char| ".,;:!?()…".contains(character))).filter(
        |word| {
            word.chars().count() >= 2
                && word.chars().all(|character| character.is_alphabetic() || "'’-".contains(character))
        },
    )
}

/// Words between tags that stand there without quotes.
fn bare_texts(code: &str) -> impl Iterator<Item = (usize, &str)> {
    code.match_indices("</").filter_map(|(end, _)| {
        let before = &code[..end];
        let start = before.rfind(|character: char| "<>{}()\"=;|&".contains(character))?;
        let text = before[start + 1..].trim();
        (before[start..].starts_with('>') && words(text).next().is_some()).then_some((start, text))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(path: &str, text: &str) -> Vec<String> {
        check(&File::of(path, text), &Source::read(text)).into_iter().map(|fault| fault.message).collect()
    }

    #[test]
    fn a_page_holds_no_sentence() {
        for text in [
            "let hint = \"Bring these papers along.\";",
            "<p>\"Gratis\"</p>",
            "<p>Bring these</p>",
            "<button aria-label=\"Cari\">",
            "<p>{name} \"orang\"</p>",
        ] {
            for room in ["src/pages/start.rs", "src/results.rs", "src/results/row.rs", "src/shell.rs", "src/first.rs"] {
                assert_eq!(texts(room, text).len(), 1, "{room}: {text}");
            }
        }
    }

    #[test]
    fn nor_does_html_that_is_written_as_text() {
        for text in [
            r#"["<p class=\"soft\">Tidak ada</p>", &rest].concat()"#,
            r#"format!("{before} lagi.</p><p>{after}")"#,
            r#"["<input type=\"search\" placeholder=\"Cari layanan\">", &rest].concat()"#,
            r#"["<nav aria-label=\"Cari\">", &rest].concat()"#,
            "r#\"<svg><title>Loket</title><desc>Gambar</desc></svg>\"#",
        ] {
            assert_eq!(texts("src/results.rs", text).len(), 1, "{text}");
        }
        for text in [
            r#"["<p role=\"alert\">", &text, "</p>"].concat()"#,
            r#"["<ul role=\"list\">", items, "</ul>"].concat()"#,
            r#"format!("<p class=\"soft small\">{} {link}.</p><nav aria-label=\"{label}\">\n")"#,
            r#"format!("<span class=\"page-header__name\">Loket</span>")"#,
        ] {
            assert!(texts("src/results.rs", text).is_empty(), "{text}: {:?}", texts("src/results.rs", text));
        }
    }

    #[test]
    fn names_for_machines_are_no_words() {
        for text in [
            "<p class=\"stack wrapper notice soft\">{words.title}</p>",
            "#[expect(dead_code, reason = \"the page comes later\")]",
            "<svg viewBox=\"0 0 24 24\"><path d=\"M4 10.5h16\"/></svg>",
            "<p>{words.title}\" · \"{name}</p>",
            "if a > b { \"x\" } else { \"y\" }",
            "fn f(a: Vec<Fault>) -> &'static str { \"polite\" }",
        ] {
            assert!(texts("src/ui/field.rs", text).is_empty(), "{text}");
        }
    }

    #[test]
    fn words_have_a_room() {
        assert!(texts("src/i18n/start.rs", "title: \"Mau mengurus apa hari ini?\"").is_empty());
    }
}
