//! What the sheets use.

use super::data::Data;
use crate::tidy::without_comments_and_strings;

/// Every engine has had them since before there was a table of them.
const FUNCTIONS_ALWAYS: [&str; 4] = ["not", "is", "has", "nth-child"];

/// Units that came with a feature.
const UNITS: [(&str, &str); 2] = [
    ("cqi", "css.types.length.container_query_length_units"),
    ("dvh", "css.types.length.viewport_percentage_units_dynamic"),
];

/// The places of all that a sheet uses.
pub fn features(data: &Data, sheet: &str) -> Vec<String> {
    let sheet = without_comments_and_strings(sheet);
    let mut features = Vec::new();
    let mut start = 0;
    for (end, mark) in sheet.match_indices(['{', '}', ';']) {
        let part = sheet[start..end].trim();
        start = end + mark.len();
        if let Some(rule) = part.strip_prefix('@') {
            features.push(format!("css.at-rules.{}", name(rule)));
        } else if mark == "{" {
            features.extend(pseudos(part));
        } else if let Some((property, value)) = part.split_once(':') {
            let property = property.trim();
            // Names of ours, and of one engine alone, beside the one that all have.
            if !property.starts_with('-') {
                features.push(format!("css.properties.{property}"));
            }
            features.extend(functions(data, value));
            features
                .extend(UNITS.iter().filter(|(unit, _)| has_unit(value, unit)).map(|(_, place)| (*place).to_owned()));
        }
    }
    features
}

/// The letters and hyphens that a text begins with.
fn name(text: &str) -> &str {
    let end = text.find(|sign: char| !(sign.is_ascii_lowercase() || sign == '-')).unwrap_or(text.len());
    &text[..end]
}

/// `:hover` and `::before` of a selector, but for those of one engine.
fn pseudos(selector: &str) -> Vec<String> {
    let names = selector.split(':').skip(1).map(name).filter(|name| !name.is_empty() && !name.starts_with('-'));
    names.map(|name| format!("css.selectors.{name}")).collect()
}

fn functions(data: &Data, value: &str) -> Vec<String> {
    let called = value.match_indices('(').filter_map(|(end, _)| {
        let start =
            value[..end].rfind(|sign: char| !(sign.is_ascii_alphabetic() || sign == '-')).map_or(0, |at| at + 1);
        Some(&value[start..end]).filter(|name| !name.is_empty() && !FUNCTIONS_ALWAYS.contains(name))
    });
    called
        .map(|name| {
            let found = data.find("css.types", name).or_else(|| data.find("css.properties", name));
            found.unwrap_or_else(|| format!("css.types.{name}"))
        })
        .collect()
}

fn has_unit(value: &str, unit: &str) -> bool {
    value.match_indices(unit).any(|(at, _)| value[..at].ends_with(|sign: char| sign.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_is_read_as_far_as_engines_differ() {
        let data = Data::of(r#"{ "css": { "types": { "color": { "light-dark": { "__compat": {} } } } } }"#).unwrap();
        let sheet = "@layer a { /* mask: none */ .b:hover::before { --c: light-dark(#000, #fff); -webkit-mask: none; inline-size: 10cqi; } }";
        assert_eq!(
            features(&data, sheet),
            [
                "css.at-rules.layer",
                "css.selectors.hover",
                "css.selectors.before",
                "css.types.color.light-dark",
                "css.properties.inline-size",
                "css.types.length.container_query_length_units",
            ]
        );
    }
}
