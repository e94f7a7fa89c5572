//! The worker that keeps the app on the device: told which release it is of, and which files that has.

use std::{fs, path::Path};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use sha2::{Digest as _, Sha256};

use super::{name_of, without_comments, write};
use crate::{
    app,
    error::{Context as _, Error, Result},
};

/// The script as it is written, at the project's top.
pub const SOURCE: &str = "worker.js";
/// Of a file's SHA-256: enough to tell a wrong file, and the worker stays small.
const HASH_BYTES: usize = 9;
/// Where release and files go.
const PLACE: &str = "const RELEASE = '', FILES = {};";
/// Where the page says which release it is of.
const PAGE: &str = "<html lang=\"id\"";

/// Writes the worker beside the built app; answers the page, which names the same release.
pub fn add(staging: &Path, script: &str, index: &str) -> Result<String> {
    // Every file that a page needs is named by its content, and the page names them.
    let release = name_of(&[index.as_bytes(), script.as_bytes()]);
    let mut files = Vec::new();
    for file in app::files_below(staging)?.iter().filter(|file| is_named_by_content(file)) {
        let path = file.to_string_lossy().replace('\\', "/");
        let content = fs::read(staging.join(file)).context(format!("{path} can't be read"))?;
        files.push(format!("'/{path}':'{}'", STANDARD.encode(&Sha256::digest(&content)[..HASH_BYTES])));
    }
    if script.matches(PLACE).count() != 1 || index.matches(PAGE).count() != 1 {
        return Err(Error::new(format!("{SOURCE} lacks `{PLACE}`, or the built index.html `{PAGE}`")));
    }
    let told = format!("const RELEASE = '{release}', FILES = {{{}}};", files.join(","));
    write(&staging.join(SOURCE), without_comments(&script.replace(PLACE, &told)))?;
    Ok(index.replace(PAGE, &format!("{PAGE} data-release=\"{release}\"")))
}

/// A file of this folder or with this name, `-` and 16 hexadecimal digits in it.
fn is_named_by_content(file: &Path) -> bool {
    file.iter().any(|part| {
        let part = part.to_string_lossy();
        let hash = part.split(['.', '_']).next().and_then(|stem| stem.rsplit_once('-'));
        hash.is_some_and(|(_, hash)| hash.len() == 16 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{finish::read, testing::Folder};

    const INDEX: &str = "<!doctype html><html lang=\"id\"><head></head></html>";

    fn built(style: &str) -> (String, String) {
        let folder = Folder::new();
        let file = |name: &str| folder.path().join(name);
        fs::create_dir(file("app-0123456789abcdef")).unwrap();
        for (name, content) in
            [("app-0123456789abcdef/loket.js", "glue"), ("style-89abcdef01234567.css", style), ("robots.txt", "all")]
        {
            write(&file(name), content).unwrap();
        }
        let script = format!("// Comment.\n\n{PLACE}\nrun();\n");
        let index = add(folder.path(), &script, &INDEX.replace("<head>", &format!("<head>{style}"))).unwrap();
        (index, read(&file(SOURCE)).unwrap())
    }

    #[test]
    fn page_and_worker_are_of_one_release_and_the_worker_knows_its_files() {
        let (index, worker) = built("a");
        let release = index.split("data-release=\"").nth(1).unwrap().split('"').next().unwrap();
        assert!(
            worker.starts_with(&format!("const RELEASE = '{release}', FILES = {{'/app-0123456789abcdef/loket.js':'"))
        );
        // The beginning of the SHA-256 of `a`; robots.txt is not named by its content.
        assert!(worker.ends_with(",'/style-89abcdef01234567.css':'ypeBEsobvcr6'};\nrun();\n"));
    }

    #[test]
    fn another_page_is_another_release() {
        let ((one, _), (other, _)) = (built("a"), built("b"));
        assert_ne!(one, other.replace("<head>b", "<head>a"));
    }

    #[test]
    fn a_script_without_its_place_is_refused() {
        let folder = Folder::new();
        assert!(add(folder.path(), "run();", INDEX).is_err());
        assert!(add(folder.path(), PLACE, "<html>").is_err());
    }
}
