//! From the files' texts to their entries. What does not parse is a fault with its line and field.

use serde::de::DeserializeOwned;

use crate::{
    CatalogueError, CatalogueFault,
    file::{DocumentsFile, Files, MallFile, TaxonomyFile},
    sources::{DOCUMENTS, MALL, Sources, TAXONOMY, TENANTS},
};

/// Parses all files; each that does not parse is a fault of its own.
pub(crate) fn parse(sources: &Sources) -> Result<Files, CatalogueError> {
    let mut faults = Vec::new();
    let mall = parse_file::<MallFile>(sources, MALL, &mut faults);
    let taxonomy = parse_file::<TaxonomyFile>(sources, TAXONOMY, &mut faults);
    let documents = parse_file::<DocumentsFile>(sources, DOCUMENTS, &mut faults);
    let names = sources.0.keys().filter(|name| name.starts_with(TENANTS));
    let tenants: Vec<_> =
        names.filter_map(|name| Some((name.clone(), parse_file(sources, name, &mut faults)?))).collect();
    match (mall, taxonomy, documents) {
        (Some(mall), Some(taxonomy), Some(documents)) if faults.is_empty() => {
            Ok(Files { mall, taxonomy, documents, tenants })
        }
        _ => Err(CatalogueError { faults }),
    }
}

fn parse_file<T: DeserializeOwned>(sources: &Sources, file: &str, faults: &mut Vec<CatalogueFault>) -> Option<T> {
    let Some(text) = sources.0.get(file) else {
        let message = "the file is missing".to_owned();
        faults.push(CatalogueFault { file: file.to_owned(), entry: String::new(), field: String::new(), message });
        return None;
    };
    toml::from_str(text).map_err(|error| faults.push(fault(file, text, &error))).ok()
}

/// The entry is the line: what does not parse has no id yet.
fn fault(file: &str, text: &str, error: &toml::de::Error) -> CatalogueFault {
    let start = error.span().map_or(0, |span| span.start);
    let before = text.get(..start).unwrap_or_default();
    let line = before.matches('\n').count();
    let message = error.message().lines().collect::<Vec<_>>().join(" ");
    let field = missing_field(&message).or_else(|| field_at(text, line)).unwrap_or_default().to_owned();
    CatalogueFault { file: file.to_owned(), entry: format!("line {}", line + 1), field, message }
}

/// A field that is not there stands on no line; only the message has its name.
fn missing_field(message: &str) -> Option<&str> {
    message.strip_prefix("missing field `")?.split('`').next()
}

/// The key of a line like `key = value`; of a value that goes on over several lines, the key of its first.
fn field_at(text: &str, line: usize) -> Option<&str> {
    let lines: Vec<&str> = text.lines().take(line + 1).collect();
    lines.iter().rev().find_map(|line| {
        let key = line.split_once('=')?.0.trim();
        let is_key = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte));
        is_key.then_some(key)
    })
}
