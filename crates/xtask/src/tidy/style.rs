//! Only `style/tokens.css` holds a colour or a raw length.

use super::{Fault, File, line_of};

const TOKENS: &str = "style/tokens.css";
/// Units of lengths that must have a name. Parts of a whole (%, fr, vw, vh), angles and times are free.
const UNITS: [&str; 14] = ["px", "rem", "em", "ch", "ex", "lh", "rlh", "ic", "pt", "pc", "cm", "mm", "in", "q"];
const COLOUR_FUNCTIONS: [&str; 10] =
    ["rgb(", "rgba(", "hsl(", "hsla(", "hwb(", "lab(", "lch(", "oklab(", "oklch(", "color("];
const COLOUR_NAMES: [&str; 16] = [
    "white", "black", "red", "green", "blue", "gray", "grey", "silver", "orange", "yellow", "gold", "navy", "teal",
    "purple", "brown", "pink",
];
/// They can't hold a token: a condition is known before any property.
const CONDITIONS: [&str; 3] = ["@media", "@container", "@supports"];

pub fn check(file: &File) -> Vec<Fault> {
    if file.path == TOKENS {
        return Vec::new();
    }
    let sheet = without_comments_and_strings(&file.text);
    let mut faults = Vec::new();
    let mut start = 0;
    for (end, mark) in sheet.match_indices(['{', '}', ';']) {
        let part = &sheet[start..end];
        let offset = start + part.len() - part.trim_start().len();
        let line = line_of(&sheet, offset);
        let is_condition = CONDITIONS.iter().any(|condition| part.trim_start().starts_with(condition));
        // What stands before a brace is a selector; a value follows a colon.
        if mark != "{"
            && !is_condition
            && let Some((_, value)) = part.split_once(':')
        {
            let lower = value.to_ascii_lowercase();
            faults.extend(
                lower
                    .split(|c: char| c.is_whitespace() || ",()/+*".contains(c))
                    .filter_map(raw_length)
                    .map(|length| file.fault(line, format!("{length} has no name: make it a token in {TOKENS}"))),
            );
            faults.extend(colour(&lower).map(|colour| {
                file.fault(line, format!("the colour {colour} has no role: make it a token in {TOKENS}"))
            }));
            if lower.contains("!important") {
                faults.push(file.fault(line, "!important: the layers decide"));
            }
        }
        start = end + mark.len();
    }
    faults
}

fn raw_length(word: &str) -> Option<&str> {
    let number = word.trim_start_matches(['-', '+']);
    let end = number.find(|character: char| !(character.is_ascii_digit() || character == '.'))?;
    (end > 0 && UNITS.contains(&&number[end..])).then_some(word)
}

fn colour(value: &str) -> Option<&str> {
    if let Some((_, rest)) = value.split_once('#') {
        let end = rest.find(|character: char| !character.is_ascii_hexdigit()).unwrap_or(rest.len());
        if end >= 3 {
            return Some(&rest[..end]);
        }
    }
    let function = COLOUR_FUNCTIONS.iter().find(|function| {
        value.match_indices(**function).any(|(offset, _)| {
            !value[..offset].ends_with(|character: char| character.is_alphanumeric() || character == '-')
        })
    });
    if let Some(function) = function {
        return Some(function.trim_end_matches('('));
    }
    value
        .split(|character: char| !(character.is_alphanumeric() || character == '-'))
        .find(|word| COLOUR_NAMES.contains(word))
}

/// Blank where comments, strings and addresses stand; lines stay.
pub fn without_comments_and_strings(sheet: &str) -> String {
    let mut plain = String::with_capacity(sheet.len());
    let mut rest = sheet;
    while let Some(character) = rest.chars().next() {
        let skipped = if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if matches!(character, '"' | '\'') {
            rest[1..].find(character).map_or(rest.len(), |end| end + 2)
        } else {
            0
        };
        if skipped == 0 {
            plain.push(character);
            rest = &rest[character.len_utf8()..];
        } else {
            plain.extend(rest[..skipped].chars().map(|character| if character == '\n' { '\n' } else { ' ' }));
            rest = &rest[skipped..];
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(text: &str) -> Vec<String> {
        check(&File::of("style/base.css", text)).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_raw_length_is_a_fault_wherever_it_hides() {
        for text in [
            "p { margin: 4px; }",
            "p { inset: calc(100% - .5rem) 0 }",
            "p { --size: max(1em, 2%); }",
            "p { margin: -2pt; }",
        ] {
            assert_eq!(messages(text).len(), 1, "{text}");
        }
    }

    #[test]
    fn a_colour_is_a_fault_in_every_form() {
        for text in [
            "p { color: #fff; }",
            "p { border: 0 solid rgb(0 0 0 / .5); }",
            "p { background: white; }",
            "p { color: OKLCH(1 0 0); }",
        ] {
            assert_eq!(messages(text).len(), 1, "{text}");
        }
        assert_eq!(
            messages("a {}\np { color: #abc }"),
            ["style/base.css:2: the colour abc has no role: make it a token in style/tokens.css"]
        );
    }

    #[test]
    fn layers_decide_not_importance() {
        assert_eq!(messages("p { margin: 0 !important; }").len(), 1);
    }

    #[test]
    fn what_needs_no_name_is_free() {
        for text in [
            "p { margin: 0 auto; inline-size: 100%; min-block-size: 100vh; grid-template-columns: 1fr 2fr; line-height: 1.5; }",
            "@media (min-width: 62em) { p { margin: 0; } }",
            "@container (min-width: 28rem) { a:hover { color: var(--gold); } }",
            "p { content: \"4px #fff\"; /* 4px */ transform: rotate(45deg); }",
            ".chip:not(.red) { border-color: currentColor; outline-color: Highlight; background: var(--on-brand-white); }",
        ] {
            assert_eq!(messages(text), Vec::<String>::new(), "{text}");
        }
        assert!(check(&File::of(TOKENS, ":root { --ink: #000; }")).is_empty());
    }
}
