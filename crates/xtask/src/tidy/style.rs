//! Only `style/tokens.css` holds a colour or a raw length; what a view writes into `style=` has none either.

use super::{Fault, File, line_of, rust::Source};

const TOKENS: &str = "style/tokens.css";
/// Units of lengths that must have a name. Parts of a whole (%, fr, vw, vh), angles and times are free.
const UNITS: [&str; 14] = ["px", "rem", "em", "ch", "ex", "lh", "rlh", "ic", "pt", "pc", "cm", "mm", "in", "q"];
const COLOUR_FUNCTIONS: [&str; 10] =
    ["rgb(", "rgba(", "hsl(", "hsla(", "hwb(", "lab(", "lch(", "oklab(", "oklch(", "color("];
/// All that CSS has. What the system chooses (`Highlight`) is free.
const COLOUR_NAMES: &str = "aliceblue antiquewhite aqua aquamarine azure beige bisque black blanchedalmond blue blueviolet brown burlywood \
    cadetblue chartreuse chocolate coral cornflowerblue cornsilk crimson cyan darkblue darkcyan darkgoldenrod darkgray \
    darkgreen darkgrey darkkhaki darkmagenta darkolivegreen darkorange darkorchid darkred darksalmon darkseagreen \
    darkslateblue darkslategray darkslategrey darkturquoise darkviolet deeppink deepskyblue dimgray dimgrey dodgerblue \
    firebrick floralwhite forestgreen fuchsia gainsboro ghostwhite gold goldenrod gray green greenyellow grey honeydew \
    hotpink indianred indigo ivory khaki lavender lavenderblush lawngreen lemonchiffon lightblue lightcoral lightcyan \
    lightgoldenrodyellow lightgray lightgreen lightgrey lightpink lightsalmon lightseagreen lightskyblue lightslategray \
    lightslategrey lightsteelblue lightyellow lime limegreen linen magenta maroon mediumaquamarine mediumblue mediumorchid \
    mediumpurple mediumseagreen mediumslateblue mediumspringgreen mediumturquoise mediumvioletred midnightblue mintcream \
    mistyrose moccasin navajowhite navy oldlace olive olivedrab orange orangered orchid palegoldenrod palegreen \
    paleturquoise palevioletred papayawhip peachpuff peru pink plum powderblue purple rebeccapurple red rosybrown \
    royalblue saddlebrown salmon sandybrown seagreen seashell sienna silver skyblue slateblue slategray slategrey snow \
    springgreen steelblue tan teal thistle tomato turquoise violet wheat white whitesmoke yellow yellowgreen";
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
            faults.extend(of_value(file, line, value));
        }
        start = end + mark.len();
    }
    faults
}

/// Attributes that views and HTML as text have. The page's own sheets are not Rust's.
pub fn check_attributes(file: &File, source: &Source) -> Vec<Fault> {
    let attributes = source.literals.iter().flat_map(|literal| {
        let before = source.before(literal);
        let is_style = ["style=", "style=format!("].iter().any(|name| before.ends_with(name));
        let in_html = literal
            .text
            .match_indices("style=\\\"")
            .filter_map(|(offset, name)| literal.text[offset + name.len()..].split('\\').next());
        is_style.then_some(literal.text.as_str()).into_iter().chain(in_html).map(|style| (literal.line, style))
    });
    let values = attributes.flat_map(|(line, style)| style.split(';').map(move |part| (line, part)));
    values
        .filter_map(|(line, part)| Some((line, part.split_once(':')?.1)))
        .flat_map(|(line, value)| of_value(file, line, value))
        .collect()
}

fn of_value(file: &File, line: usize, value: &str) -> Vec<Fault> {
    let lower = value.to_ascii_lowercase();
    let lengths = lower.split(|c: char| c.is_whitespace() || ",()/+*".contains(c)).filter_map(raw_length);
    let mut faults: Vec<Fault> =
        lengths.map(|length| file.fault(line, format!("{length} has no name: make it a token in {TOKENS}"))).collect();
    faults.extend(
        colour(&lower)
            .map(|colour| file.fault(line, format!("the colour {colour} has no role: make it a token in {TOKENS}"))),
    );
    if lower.contains("!important") {
        faults.push(file.fault(line, "!important: the layers decide"));
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
        .find(|word| !word.is_empty() && COLOUR_NAMES.split(' ').any(|name| name == *word))
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
            "p { border-color: tomato; }",
        ] {
            assert_eq!(messages(text).len(), 1, "{text}");
        }
        assert_eq!(
            messages("a {}\np { color: #abc }"),
            ["style/base.css:2: the colour abc has no role: make it a token in style/tokens.css"]
        );
    }

    #[test]
    fn a_view_has_no_colour_or_length_of_its_own_either() {
        let count = |text: &str| check_attributes(&File::of("src/ui/vine.rs", text), &Source::read(text)).len();
        assert_eq!(count("<svg style=\"color:#ff0000;width:13px\"></svg>"), 2);
        assert_eq!(count("<svg style=format!(\"width: {}px; color: {colour}; inset: 2px\")></svg>"), 1);
        assert_eq!(count(r#"["<p style=\"color: tomato\">", "</p>"].concat()"#), 1);
        assert_eq!(count("<p style=\"--share: 40%; color: var(--gold)\" title=\"a: 4px #fff\"></p>"), 0);
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
