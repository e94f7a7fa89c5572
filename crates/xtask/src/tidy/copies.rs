//! What the sheets say twice, or others say after them: equal, since nothing else would tell when one is changed alone.

use std::collections::BTreeMap;

use super::{Fault, File, line_of, style::without_comments_and_strings};

const TOKENS: &str = "style/tokens.css";
/// Colours for what can't read tokens: where, after which text, and of which token.
const COPIES: [(&str, &str, &str); 5] = [
    ("index.html", "name=\"theme-color\" content=\"", "--brand"),
    ("crates/server/src/site/home_screen.rs", "const BRAND: &str = \"", "--brand"),
    ("crates/server/src/site/home_screen.rs", "const GROUND: &str = \"", "--ground"),
    ("public/icon.svg", "fill=\"", "--brand"),
    ("public/icon.svg", " color=\"", "--gold-bright"),
];

pub fn check(files: &[File]) -> Vec<Fault> {
    let mut faults = missing_files(files);
    let Some(file) = files.iter().find(|file| file.path == TOKENS) else { return faults };
    let sheet = without_comments_and_strings(&file.text);
    let mut plain: BTreeMap<&str, &str> = BTreeMap::new();
    for (offset, name, value) in declarations(&sheet) {
        let Some(light) = light_of(value) else {
            plain.entry(name).or_insert(value);
            continue;
        };
        if plain.get(name) != Some(&light) {
            let is = plain.get(name).copied().unwrap_or("nothing");
            faults.push(file.fault(
                line_of(&sheet, offset),
                format!("{name} is {light} in the light, and {is} without light-dark()"),
            ));
        }
    }
    for (path, mark, token) in COPIES {
        let Some(file) = files.iter().find(|file| file.path == path) else { continue };
        let said = file.text.split_once(mark).and_then(|(_, rest)| rest.split('"').next());
        if said != plain.get(token).copied() {
            let (said, is) = (said.unwrap_or("nothing"), plain.get(token).copied().unwrap_or("nothing"));
            faults.push(file.fault(0, format!("says {said} for {token}, which is {is}")));
        }
    }
    faults
}

/// The tokens in order: where each ends, its name and its value.
fn declarations(sheet: &str) -> impl Iterator<Item = (usize, &str, &str)> {
    let mut end = 0;
    sheet.split_inclusive(['{', '}', ';']).filter_map(move |part| {
        end += part.len();
        let (name, value) = part.trim_end_matches(['{', '}', ';']).split_once(':')?;
        let (name, value) = (name.trim(), value.trim());
        name.starts_with("--").then_some((end, name, value))
    })
}

/// The first of `light-dark(…, …)`.
fn light_of(value: &str) -> Option<&str> {
    let both = value.strip_prefix("light-dark(")?;
    let mut depth = 0;
    let is_end = |character: char| {
        depth += i32::from(character == '(') - i32::from(character == ')');
        character == ',' && depth == 0
    };
    both.split_once(is_end).map(|(light, _)| light.trim())
}

/// A sheet says which component each of its parts belongs to.
fn missing_files(files: &[File]) -> Vec<Fault> {
    let is_there = |name: &str| {
        files.iter().any(|file| file.path.starts_with("src/") && file.path.rsplit('/').next() == Some(name))
    };
    let mut faults = Vec::new();
    for file in files.iter().filter(|file| file.path.starts_with("style/")) {
        for (line, text) in (1..).zip(file.text.lines()) {
            let words = text.split_once("/*").map_or("", |(_, comment)| comment).split([' ', ',', ':']);
            let missing = words.filter(|word| word.ends_with(".rs") && !is_there(word));
            faults.extend(missing.map(|name| file.fault(line, format!("there is no {name} in src"))));
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(files: &[(&str, &str)]) -> Vec<String> {
        let files: Vec<File> = files.iter().map(|(path, text)| File::of(path, text)).collect();
        check(&files).iter().map(ToString::to_string).collect()
    }

    const SHEET: &str = ":root { --brand: #0b4733; /* green */\n --shade: rgb(1, 2, 3); }\n\
        @supports (color: red) { :root { --brand: light-dark(#0b4733, #000);\n --shade: light-dark(rgb(1, 2, 3), #000); } }";

    #[test]
    fn engines_old_and_new_see_the_same_colour_in_the_light() {
        assert!(messages(&[(TOKENS, SHEET)]).is_empty());
        let changed = SHEET.replacen("rgb(1, 2, 3)", "rgb(1, 2, 4)", 1);
        assert_eq!(
            messages(&[(TOKENS, &changed)]),
            ["style/tokens.css:4: --shade is rgb(1, 2, 3) in the light, and rgb(1, 2, 4) without light-dark()"]
        );
    }

    #[test]
    fn what_cannot_read_tokens_says_the_same() {
        let page = |colour: &str| format!("<meta name=\"theme-color\" content=\"{colour}\">");
        assert!(messages(&[(TOKENS, SHEET), ("index.html", &page("#0b4733"))]).is_empty());
        assert_eq!(
            messages(&[(TOKENS, SHEET), ("index.html", &page("#000"))]),
            ["index.html: says #000 for --brand, which is #0b4733"]
        );
    }

    #[test]
    fn a_sheet_names_only_files_that_are_there() {
        let sheet = "/* stop.rs, gone.rs: one stop */";
        assert_eq!(
            messages(&[("style/booking.css", sheet), ("src/parts/stop.rs", "")]),
            ["style/booking.css:1: there is no gone.rs in src"]
        );
    }
}
