//! The app's wasm and its glue.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::{attribute, file_of, links, name_of, read, write};
use crate::{
    app,
    child::Child,
    error::{Context as _, Error, Result},
};

/// What the compiler's wasm uses, and every browser since spring 2022 knows.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// Makes each wasm file as small as wasm-opt can.
pub fn shrink(staging: &Path, wasm_opt: &Path) -> Result<()> {
    let files = app::files_below(staging)?;
    for file in files.iter().filter(|file| file.extension().is_some_and(|extension| extension == "wasm")) {
        let path = staging.join(file);
        Child::new(wasm_opt)
            .args(["-Oz"])
            .args(FEATURES)
            .args([path.as_path(), Path::new("-o"), path.as_path()])
            .output()?;
    }
    Ok(())
}

/// Moves the wasm and its glue into one folder that is named by their final content, and gives the page that names them
/// there. Inside the folder the names stay: the files name each other.
pub fn name_by_content(staging: &Path, index: &str) -> Result<String> {
    let address = |parts: &[&str]| {
        let tags = links(index, parts);
        let [tag] = tags.as_slice() else {
            return Err(Error::new(format!("the built index.html has {} links with {parts:?}, not one", tags.len())));
        };
        attribute(tag, "href").ok_or_else(|| Error::new(format!("a link without an address: {tag}")))
    };
    let glue = address(&["rel=\"modulepreload\""])?;
    let wasm = address(&["rel=\"preload\"", "as=\"fetch\""])?;
    let (glue_file, wasm_file) = (file_of(staging, glue), file_of(staging, wasm));
    let (old_glue, old_wasm) = (name(&glue_file)?, name(&wasm_file)?);
    let (new_glue, new_wasm) = ("loket.js", "loket_bg.wasm");

    let script = read(&glue_file)?.replace(&old_wasm, new_wasm).replace(&old_glue, new_glue);
    let program = fs::read(&wasm_file).context(format!("{} can't be read", wasm_file.display()))?;
    let snippets = staging.join("snippets");
    let snippet_files = if snippets.is_dir() { app::files_below(&snippets)? } else { Vec::new() };
    let mut contents = vec![script.clone().into_bytes(), program];
    for file in &snippet_files {
        contents.push(fs::read(snippets.join(file)).context("a snippet can't be read")?);
    }
    let folder = format!("app-{}", name_of(&contents.iter().map(Vec::as_slice).collect::<Vec<_>>()));

    let home = staging.join(&folder);
    fs::create_dir_all(&home).context(format!("{} can't be made", home.display()))?;
    write(&home.join(new_glue), script)?;
    write(&home.join(new_wasm), &contents[1])?;
    for file in [&glue_file, &wasm_file] {
        fs::remove_file(file).context(format!("{} can't be deleted", file.display()))?;
    }
    if snippets.is_dir() {
        fs::rename(&snippets, home.join("snippets")).context("the snippets can't be moved")?;
    }
    Ok(index.replace(&old_glue, &format!("{folder}/{new_glue}")).replace(&old_wasm, &format!("{folder}/{new_wasm}")))
}

fn name(file: &Path) -> Result<String> {
    let name = file.file_name().map(PathBuf::from).ok_or_else(|| Error::new("a link to no file"))?;
    Ok(name.to_string_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Folder;

    const INDEX: &str = "<link rel=\"modulepreload\" href=\"/loket-1.js\" crossorigin=\"anonymous\"><link rel=\"preload\" href=\"/loket-1_bg.wasm\" as=\"fetch\" type=\"application/wasm\">";

    fn built(wasm: &str) -> (Folder, String) {
        let folder = Folder::new();
        fs::write(folder.path().join("loket-1.js"), "new URL('loket-1_bg.wasm', import.meta.url)").unwrap();
        fs::write(folder.path().join("loket-1_bg.wasm"), wasm).unwrap();
        let index = name_by_content(folder.path(), INDEX).unwrap();
        (folder, index)
    }

    #[test]
    fn the_page_names_files_that_are_there_and_that_name_each_other() {
        let (folder, index) = built("wasm");
        let [glue, wasm] =
            ["modulepreload", "as=\"fetch\""].map(|part| attribute(links(&index, &[part])[0], "href").unwrap());
        assert_eq!(read(&file_of(folder.path(), glue)).unwrap(), "new URL('loket_bg.wasm', import.meta.url)");
        assert_eq!(read(&file_of(folder.path(), wasm)).unwrap(), "wasm");
        assert_eq!(app::files_below(folder.path()).unwrap().len(), 2);
    }

    #[test]
    fn another_wasm_has_another_address_though_trunk_named_it_the_same() {
        assert_ne!(built("one").1, built("other").1);
        assert_eq!(built("one").1, built("one").1);
    }
}
