//! A brotli and a gzip form beside each file that gets smaller by it, at the highest level: it is done once, and sent
//! many times.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
};

use flate2::{Compression, write::GzEncoder};

use super::write;
use crate::{
    app,
    error::{Context as _, Result},
};

const COMPRESSIBLE: [&str; 8] = ["css", "html", "js", "json", "svg", "txt", "wasm", "webmanifest"];

pub fn compress(folder: &Path) -> Result<()> {
    for file in app::files_below(folder)? {
        let is_compressible =
            file.extension().is_some_and(|extension| COMPRESSIBLE.iter().any(|one| extension == *one));
        if !is_compressible {
            continue;
        }
        let path = folder.join(file);
        let content = fs::read(&path).context(format!("{} can't be read", path.display()))?;
        for (ending, form) in [("br", brotli(&content)?), ("gz", gzip(&content)?)] {
            if form.len() < content.len() {
                write(&with_ending(&path, ending), form)?;
            }
        }
    }
    Ok(())
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".{ending}"));
    name.into()
}

pub fn brotli(content: &[u8]) -> Result<Vec<u8>> {
    let parameters =
        brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, size_hint: content.len(), ..Default::default() };
    let mut form = Vec::new();
    brotli::BrotliCompress(&mut &*content, &mut form, &parameters).context("brotli fails")?;
    Ok(form)
}

fn gzip(content: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content).context("gzip fails")?;
    encoder.finish().context("gzip fails")
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;
    use crate::testing::Folder;

    #[test]
    fn what_gets_smaller_has_both_forms_and_they_hold_the_same() {
        let folder = Folder::new();
        let content = "kata ".repeat(100);
        fs::write(folder.path().join("words.css"), &content).unwrap();
        fs::write(folder.path().join("tiny.css"), "a").unwrap();
        fs::write(folder.path().join("picture.png"), &content).unwrap();
        compress(folder.path()).unwrap();
        let names: Vec<String> =
            app::files_below(folder.path()).unwrap().iter().map(|file| file.display().to_string()).collect();
        assert_eq!(names, ["picture.png", "tiny.css", "words.css", "words.css.br", "words.css.gz"]);

        let mut plain = Vec::new();
        brotli::BrotliDecompress(&mut fs::read(folder.path().join("words.css.br")).unwrap().as_slice(), &mut plain)
            .unwrap();
        assert_eq!(plain, content.as_bytes());
        let mut text = String::new();
        flate2::read::GzDecoder::new(fs::File::open(folder.path().join("words.css.gz")).unwrap())
            .read_to_string(&mut text)
            .unwrap();
        assert_eq!(text, content);
    }
}
