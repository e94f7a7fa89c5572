//! What is for other sites' pages: the script that they name, the one inside the frame, and the frame's own sheet. None of
//! them is in the app's own pages.

use std::path::Path;

use super::{compress, name_of, read, sheets::without_comments, write};
use crate::error::{Error, Result};

/// Of `embed/embed.js`: the versions stand in `embed/versions.txt`.
const VERSION: u32 = 1;
/// What another site's visitors pay for it, as it is sent.
const BYTES_MAX: usize = 1_536;

/// Writes them into the staging folder, named by their content.
pub fn add(source: &Path, staging: &Path) -> Result<()> {
    let script = without_remarks(&read(&source.join("embed/embed.js"))?);
    let sent = compress::brotli(script.as_bytes())?.len();
    if sent > BYTES_MAX {
        return Err(Error::new(format!("embed/embed.js has {sent} bytes of brotli, and may have {BYTES_MAX}")));
    }
    let frame = without_remarks(&read(&source.join("embed/frame.js"))?);
    let sheet = without_comments(&read(&source.join("style/embedded.css"))?);
    for (name, ending, content) in [
        (format!("embed-{VERSION}"), "js", script),
        ("frame".to_owned(), "js", frame),
        ("embedded".to_owned(), "css", sheet),
    ] {
        write(&staging.join(format!("{name}-{}.{ending}", name_of(&[content.as_bytes()]))), content)?;
    }
    Ok(())
}

/// A script without indentation, and without the remarks that have a line of their own.
fn without_remarks(script: &str) -> String {
    let lines = script.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"));
    lines.map(|line| format!("{line}\n")).collect()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::{app::files_below, testing::Folder, workspace};

    #[test]
    fn they_are_named_by_what_is_in_them_and_the_script_is_small() {
        let staging = Folder::new();
        add(&workspace::root().unwrap(), staging.path()).unwrap();
        let names: Vec<String> =
            files_below(staging.path()).unwrap().iter().map(|file| file.display().to_string()).collect();
        let [script, sheet, frame] = names.as_slice() else { panic!("{names:?}") };
        assert!(script.starts_with("embed-1-") && sheet.starts_with("embedded-") && frame.starts_with("frame-"));
        let text = fs::read_to_string(staging.path().join(script)).unwrap();
        assert!(!text.contains("//") || text.contains("://"), "remarks stay here");
    }

    #[test]
    fn a_script_that_is_too_large_is_refused() {
        let (source, staging) = (Folder::new(), Folder::new());
        fs::create_dir(source.path().join("embed")).unwrap();
        // Nothing that repeats.
        let noise: String =
            (0_u64..2_000).map(|number| format!("{:x};\n", number.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 20)).collect();
        fs::write(source.path().join("embed/embed.js"), noise).unwrap();
        let error = add(source.path(), staging.path()).unwrap_err().to_string();
        assert!(error.starts_with("embed/embed.js has ") && error.ends_with(" and may have 1536"), "{error}");
    }

    /// Cities have the address and the hash of a released version in their pages: it never changes. A change of
    /// `embed.js` after a release keeps the old file beside the new one and adds a line here.
    #[test]
    fn a_version_that_is_out_never_changes() {
        let root = workspace::root().unwrap();
        let script = without_remarks(&read(&root.join("embed/embed.js")).unwrap());
        let line = format!("{VERSION} {}", name_of(&[script.as_bytes()]));
        let versions = read(&root.join("embed/versions.txt")).unwrap();
        assert_eq!(
            versions.lines().last(),
            Some(line.as_str()),
            "the last line of embed/versions.txt is another script's"
        );
    }
}
