//! Whose code the first piece of the wasm is, before wasm-opt and compression: where to look for what could be less.

use std::{collections::BTreeMap, fs, path::Path};

use rustc_demangle::demangle;
use wasmparser::{KnownCustom, Name, Parser, Payload, TypeRef};

use crate::{
    cache::Cache,
    error::{Context as _, Error, Result},
    finish,
};

/// Of ours, modules are told apart; of others, crates.
const OURS: [&str; 3] = ["loket", "domain", "contract"];
/// Functions that are named alone, the largest first.
const LARGEST: usize = 20;

/// Bytes and functions.
type Sum = (usize, usize);

/// Lists whose code the built app's first piece is.
pub fn list(cache: &Cache) -> Result<()> {
    let first = finish::first_piece_with_names(cache)?;
    let functions = functions(&first)?;
    println!("\n{:<44} {:>10} {:>10}", "code of the first piece", "bytes", "functions");
    for (whose, (bytes, count)) in by_owner(&functions) {
        println!("{whose:<44} {bytes:>10} {count:>10}");
    }
    let mut largest: Vec<_> = functions.iter().collect();
    largest.sort_by_key(|(_, bytes)| std::cmp::Reverse(*bytes));
    println!();
    for (name, bytes) in largest.into_iter().take(LARGEST) {
        println!("{bytes:>10} {name}");
    }
    Ok(())
}

/// Each function's name and bytes.
fn functions(file: &Path) -> Result<Vec<(String, usize)>> {
    let module = fs::read(file).context(format!("{} can't be read", file.display()))?;
    let broken = |error| Error::new(format!("{} is no wasm that one can read: {error}", file.display()));
    let (mut imported, mut lengths, mut names) = (0, Vec::new(), BTreeMap::new());
    for payload in Parser::new(0).parse_all(&module) {
        match payload.map_err(broken)? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    imported += usize::from(matches!(import.map_err(broken)?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => lengths.push(body.range().len()),
            Payload::CustomSection(section) => {
                let KnownCustom::Name(sections) = section.as_known() else { continue };
                for section in sections {
                    let Name::Function(functions) = section.map_err(broken)? else { continue };
                    for naming in functions {
                        let naming = naming.map_err(broken)?;
                        names.insert(naming.index as usize, format!("{:#}", demangle(naming.name)));
                    }
                }
            }
            _ => {}
        }
    }
    if names.is_empty() {
        return Err(Error::new(format!("{} has no names", file.display())));
    }
    let name = |at| names.remove(&(imported + at)).unwrap_or_else(|| "without a name".to_owned());
    Ok((0..lengths.len()).map(name).zip(lengths).collect())
}

/// The largest first.
fn by_owner(functions: &[(String, usize)]) -> Vec<(String, Sum)> {
    let mut sums: BTreeMap<String, Sum> = BTreeMap::new();
    for (name, bytes) in functions {
        let sum = sums.entry(owner(name)).or_default();
        *sum = (sum.0 + bytes, sum.1 + 1);
    }
    let mut sums: Vec<_> = sums.into_iter().collect();
    sums.sort_by_key(|(_, (bytes, _))| std::cmp::Reverse(*bytes));
    sums
}

/// The crate, or the module of a crate of ours, that a function's name begins with.
fn owner(name: &str) -> String {
    let path = name.trim_start_matches(|letter: char| !letter.is_alphanumeric() && letter != '_');
    let path = path.strip_prefix("dyn ").unwrap_or(path);
    let mut parts = path
        .split("::")
        .map(|part| part.split(|letter: char| !letter.is_alphanumeric() && letter != '_').next().unwrap_or_default());
    match (parts.next(), parts.next()) {
        (Some(first), Some(second)) if OURS.contains(&first) => format!("{first}::{second}"),
        (Some(first), Some(_)) => first.to_owned(),
        _ => "the glue's and the linker's".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_its_crates_and_ours_its_modules() {
        for (name, whose) in [
            ("domain::search::Building::finish", "domain::search"),
            ("<loket::routes::filter::Filter as core::clone::Clone>::clone", "loket::routes"),
            ("core::slice::sort::unstable::quicksort::quicksort", "core"),
            ("<dlmalloc::dlmalloc::Dlmalloc<dlmalloc::sys::System>>::malloc", "dlmalloc"),
            ("__wbindgen_malloc", "the glue's and the linker's"),
        ] {
            assert_eq!(owner(name), whose, "{name}");
        }
        let functions = [("core::a".to_owned(), 3), ("std::b".to_owned(), 9), ("core::c".to_owned(), 4)];
        assert_eq!(by_owner(&functions), [("std".to_owned(), (9, 1)), ("core".to_owned(), (7, 2))]);
    }
}
