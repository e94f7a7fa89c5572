//! The names by which the wasm knows the glue's functions. wasm-bindgen ends each with 16 digits of a hash, which no
//! compression can shorten: they are counted instead. No name changes its length, so that nothing else moves.

use std::{collections::BTreeMap, fs, path::Path};

use super::{read, write};
use crate::error::{Context as _, Result};

const BEGINNING: &str = "__wbg_";
const DIGITS: usize = 16;

/// Gives them their short names, in the glue and in the wasm that imports them.
pub fn shorten(glue: &Path, wasm: &Path) -> Result<()> {
    let script = read(glue)?;
    let names = names(&script);
    let module = fs::read(wasm).context(format!("{} can't be read", wasm.display()))?;
    write(glue, renamed(script.as_bytes(), &names))?;
    write(wasm, renamed(&module, &names))
}

/// What each name with a hash becomes.
fn names(script: &str) -> BTreeMap<&[u8], Vec<u8>> {
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    let all = script.split(|letter| !is_part(letter)).filter(|name| name.starts_with(BEGINNING));
    let mut names = BTreeMap::new();
    let mut alike: BTreeMap<&str, usize> = BTreeMap::new();
    for name in all {
        let Some((stem, hash)) = name.len().checked_sub(DIGITS).and_then(|end| name.split_at_checked(end)) else {
            continue;
        };
        if stem.ends_with('_')
            && hash.bytes().all(|digit| digit.is_ascii_hexdigit())
            && !names.contains_key(name.as_bytes())
        {
            let count = alike.entry(stem).or_default();
            names.insert(name.as_bytes(), format!("{stem}{count:0DIGITS$}").into_bytes());
            *count += 1;
        }
    }
    names
}

fn renamed(content: &[u8], names: &BTreeMap<&[u8], Vec<u8>>) -> Vec<u8> {
    let mut content = content.to_vec();
    let mut at = 0;
    while at < content.len() {
        let rest = &content[at..];
        let found =
            rest.starts_with(BEGINNING.as_bytes()).then(|| names.iter().find(|(name, _)| rest.starts_with(name)));
        if let Some((_, short)) = found.flatten() {
            content[at..at + short.len()].copy_from_slice(short);
            at += short.len();
        } else {
            at += 1;
        }
    }
    content
}

#[cfg(test)]
mod tests {
    use super::*;

    const GLUE: &str =
        "__wbg_set_title_7c9f7c08b10ea16a: function() {}, __wbg_set_title_94c3533e2f3651d3: 0, __wbg_get_imports()";

    #[test]
    fn what_ends_in_a_hash_is_counted_and_keeps_its_length() {
        let names = names(GLUE);
        let module = b"\0\x20__wbg_set_title_94c3533e2f3651d3\0\x03__wbg_set_title_aaaaaaaaaaaaaaaa";
        let short = renamed(module, &names);
        assert_eq!(short, b"\0\x20__wbg_set_title_0000000000000001\0\x03__wbg_set_title_aaaaaaaaaaaaaaaa");
        assert_eq!(
            renamed(GLUE.as_bytes(), &names),
            b"__wbg_set_title_0000000000000000: function() {}, __wbg_set_title_0000000000000001: 0, __wbg_get_imports()"
        );
    }
}
