//! The app's wasm and its glue: cut into the pieces of `src/pieces.rs`, made small, named by their content.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::{attribute, file_of, imports, links, name_of};
use crate::{
    app,
    child::Child,
    error::{Context as _, Error, Result},
    tools::SplitTools,
};

/// What the compiler's wasm uses, and every browser since spring 2022 knows.
/// wasm-opt knows no other, and refuses a program that has one. Beside each, its place in the compatibility data.
pub const FEATURES: [(&str, &str); 6] = [
    ("--enable-bulk-memory", "webassembly.bulk-memory-operations"),
    ("--enable-nontrapping-float-to-int", "webassembly.non-trapping-float-to-int-conversions"),
    ("--enable-sign-ext", "webassembly.sign-extension-operations"),
    ("--enable-mutable-globals", "webassembly.api.Global"),
    ("--enable-reference-types", "webassembly.reference-types"),
    ("--enable-multivalue", "webassembly.multi-value"),
];

/// The first piece's glue and wasm, and the script that fetches the others.
const GLUE: &str = "loket.js";
pub const FIRST: &str = "loket_bg.wasm";
const FETCHER: &str = "__wasm_split.js";

/// Cuts the compiler's wasm at its split points and joins it to the browser. Answers the folder with all of it, below
/// `work`.
pub fn split(compiled: &Path, work: &Path, tools: &SplitTools) -> Result<PathBuf> {
    let (cut, joined) = (work.join("cut"), work.join("joined"));
    for folder in [&cut, &joined] {
        if folder.exists() {
            fs::remove_dir_all(folder).context(format!("{} can't be emptied", folder.display()))?;
        }
    }
    Child::new(&tools.wasm_split).args([compiled, &cut]).args(["--out-name", "loket", "--target", "web"]).output()?;
    Child::new(&tools.wasm_bindgen)
        .args(["--target", "web", "--keep-lld-exports", "--no-demangle", "--no-typescript"])
        .args(["--out-name", "loket", "--out-dir"])
        .args([joined.as_path(), &cut.join("loket.wasm")])
        .output()?;
    imports::shorten(&joined.join(GLUE), &joined.join(FIRST))?;
    for file in app::files_below(&cut)? {
        if file != Path::new("loket.wasm") {
            fs::copy(cut.join(&file), joined.join(&file)).context(format!("{} can't be copied", file.display()))?;
        }
    }
    Ok(joined)
}

/// Set, functions keep their names, for a profiler: a fifth more bytes.
pub const NAMES: &str = "LOKET_NAMES";

/// Puts a function that is hardly longer than its call in the call's place. A step of the booking calls, and an engine compiles, a
/// quarter fewer functions, and the files compress to fewer bytes (docs/PERFORMANCE.md).
const INLINE: &str = "--always-inline-max-function-size=6";

/// Makes each wasm file as small as wasm-opt can.
pub fn shrink(program: &Path, wasm_opt: &Path) -> Result<()> {
    let names = std::env::var_os(NAMES).map(|_| "-g");
    let files = app::files_below(program)?;
    for file in files.iter().filter(|file| file.extension().is_some_and(|extension| extension == "wasm")) {
        let path = program.join(file);
        Child::new(wasm_opt)
            .args(["-Oz", INLINE])
            .args(names)
            .args(FEATURES.map(|(flag, _)| flag))
            .args([path.as_path(), Path::new("-o"), path.as_path()])
            .output()?;
    }
    Ok(())
}

/// Puts the program into the place of Trunk's own, which is whole: into one folder that is named by the content of all
/// its files, since they name each other. Answers the page that names it.
pub fn put_in(staging: &Path, program: &Path, index: &str) -> Result<String> {
    let link = |parts: &[&str]| {
        let tags = links(index, parts);
        let [tag] = tags.as_slice() else {
            return Err(Error::new(format!("the built index.html has {} links with {parts:?}, not one", tags.len())));
        };
        let address = attribute(tag, "href").ok_or_else(|| Error::new(format!("a link without an address: {tag}")))?;
        Ok((tag.to_owned(), address))
    };
    let (glue_tag, glue) = link(&["rel=\"modulepreload\""])?;
    let (wasm_tag, wasm) = link(&["rel=\"preload\"", "as=\"fetch\""])?;
    for address in [glue, wasm] {
        let file = file_of(staging, address);
        fs::remove_file(&file).context(format!("{} can't be deleted", file.display()))?;
    }
    let of_trunk = staging.join("snippets");
    if of_trunk.exists() {
        fs::remove_dir_all(&of_trunk).context(format!("{} can't be deleted", of_trunk.display()))?;
    }

    let files = app::files_below(program)?;
    let mut contents = Vec::new();
    for file in &files {
        contents.push(file.to_string_lossy().into_owned().into_bytes());
        contents.push(fs::read(program.join(file)).context(format!("{} can't be read", file.display()))?);
    }
    let folder = format!("app-{}", name_of(&contents.iter().map(Vec::as_slice).collect::<Vec<_>>()));
    for file in &files {
        let to = staging.join(&folder).join(file);
        if let Some(parent) = to.parent() {
            fs::create_dir_all(parent).context(format!("{} can't be made", parent.display()))?;
        }
        fs::copy(program.join(file), &to).context(format!("{} can't be written", to.display()))?;
    }
    // The glue imports the fetcher: named here, it comes at the same time. In a template, none is fetched before start.js asks.
    let named = [(glue_tag, glue, GLUE), (glue_tag, glue, FETCHER), (wasm_tag, wasm, FIRST)]
        .map(|(tag, built, file)| tag.replace(built, &format!("/{folder}/{file}")));
    let program = format!("<template id=\"program\">{}</template>", named.concat());
    Ok(index.replace(glue_tag, "").replace(wasm_tag, &program))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        finish::{read, write},
        testing::Folder,
    };

    const INDEX: &str = "<link rel=\"modulepreload\" href=\"/loket-1.js\" crossorigin=\"anonymous\"><link rel=\"preload\" href=\"/loket-1_bg.wasm\" as=\"fetch\" type=\"application/wasm\">";

    fn built(piece: &str) -> (Folder, String) {
        let (staging, program) = (Folder::new(), Folder::new());
        for file in ["loket-1.js", "loket-1_bg.wasm"] {
            write(&staging.path().join(file), "whole").unwrap();
        }
        for (file, content) in [(GLUE, "glue"), (FIRST, "first"), (FETCHER, "fetcher"), ("split_visits.wasm", piece)] {
            write(&program.path().join(file), content).unwrap();
        }
        let index = put_in(staging.path(), program.path(), INDEX).unwrap();
        (staging, index)
    }

    #[test]
    fn the_page_names_the_files_that_stand_together() {
        let (staging, index) = built("piece");
        let addresses: Vec<&str> = links(&index, &[]).into_iter().filter_map(|tag| attribute(tag, "href")).collect();
        let contents: Vec<String> =
            addresses.iter().map(|address| read(&file_of(staging.path(), address)).unwrap()).collect();
        // start.js takes the first modulepreload for the glue.
        assert_eq!(contents, ["glue", "fetcher", "first"]);
        // A browser fetches none of them by itself.
        assert!(index.starts_with("<template id=\"program\">") && index.ends_with("</template>"), "{index}");
        assert_eq!(app::files_below(staging.path()).unwrap().len(), 4);
    }

    #[test]
    fn another_piece_has_another_address_though_the_first_is_the_same() {
        assert_ne!(built("one").1, built("other").1);
        assert_eq!(built("one").1, built("one").1);
    }
}
