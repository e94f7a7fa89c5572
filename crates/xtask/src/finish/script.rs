//! The start script in the page itself: it needs no request, so search is answered once the page is here.

use std::{fs, path::Path};

use super::{attribute, file_of, read, tags, without_comments};
use crate::error::{Context as _, Error, Result};

/// Puts what the script says in the place of the element that names it; the file goes.
pub fn put_in(staging: &Path, index: &str) -> Result<String> {
    let scripts = tags(index, "script", &[" src=\"", "type=\"module\""]);
    let [tag] = scripts.as_slice() else {
        return Err(Error::new(format!("the built index.html has {} scripts in place of one", scripts.len())));
    };
    let address = attribute(tag, "src").ok_or_else(|| Error::new(format!("a script without an address: {tag}")))?;
    let file = file_of(staging, address);
    let script = without_comments(&read(&file)?);
    if script.contains("</script") || script.contains("<!--") {
        return Err(Error::new("the start script has `</script` or `<!--` in it, which could end its element"));
    }
    fs::remove_file(&file).context(format!("{} can't be deleted", file.display()))?;
    Ok(index.replacen(&format!("{tag}</script>"), &format!("<script type=\"module\">{script}</script>"), 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Folder;

    const INDEX: &str = "<script src=\"/start-1.js\" integrity=\"sha384-x\" type=\"module\"></script>\n</body>";

    #[test]
    fn the_script_stands_in_the_page_without_comments() {
        let folder = Folder::new();
        fs::write(folder.path().join("start-1.js"), "// why\nif (a) {\n  b();\n}\n").unwrap();
        let page = put_in(folder.path(), INDEX).unwrap();
        assert_eq!(page, "<script type=\"module\">if (a) {\nb();\n}\n</script>\n</body>");
        assert!(!folder.path().join("start-1.js").exists());
    }

    #[test]
    fn a_script_that_could_end_its_element_is_refused() {
        let folder = Folder::new();
        for script in ["a = '</script>'", "a = '<!--'"] {
            fs::write(folder.path().join("start-1.js"), script).unwrap();
            assert!(put_in(folder.path(), INDEX).unwrap_err().to_string().contains("end its element"));
        }
    }

    #[test]
    fn a_page_without_its_one_script_is_refused() {
        let folder = Folder::new();
        for index in ["", &INDEX.repeat(2)] {
            assert!(put_in(folder.path(), index).unwrap_err().to_string().contains("in place of one"));
        }
    }
}
