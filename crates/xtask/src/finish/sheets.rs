//! All sheets in the page itself: nothing is asked for before the first words are painted.

use std::{fs, path::Path};

use super::{attribute, file_of, links, read};
use crate::error::{Context as _, Error, Result};

/// Puts what the sheets say, in the order of their links, in the place of the first; the files go.
pub fn put_in(staging: &Path, index: &str) -> Result<String> {
    let tags = links(index, &["rel=\"stylesheet\""]);
    let [first, ..] = tags.as_slice() else { return Err(Error::new("the built index.html has no stylesheet")) };
    let mut all = String::new();
    for tag in &tags {
        let address =
            attribute(tag, "href").ok_or_else(|| Error::new(format!("a stylesheet without an address: {tag}")))?;
        let file = file_of(staging, address);
        all.push_str(&without_comments(&read(&file)?));
        fs::remove_file(&file).context(format!("{} can't be deleted", file.display()))?;
    }
    if all.contains("</") {
        return Err(Error::new("a stylesheet has `</` in it, which could end its element"));
    }
    let mut page = index.replacen(first, &format!("<style>{all}</style>"), 1);
    for tag in &tags[1..] {
        page = page.replacen(&format!("{tag}\n"), "", 1).replacen(tag, "", 1);
    }
    Ok(page)
}

/// A sheet without comments and indentation. Strings stay as they are.
pub fn without_comments(sheet: &str) -> String {
    let mut short = String::with_capacity(sheet.len());
    let mut rest = sheet;
    while let Some(character) = rest.chars().next() {
        let length = if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if matches!(character, '"' | '\'') {
            let end = rest[1..].find(character).map_or(rest.len(), |end| end + 2);
            short.push_str(&rest[..end]);
            end
        } else if character == '\n' {
            if !short.is_empty() && !short.ends_with('\n') {
                short.truncate(short.trim_end_matches(' ').len());
                short.push('\n');
            }
            rest.len() - rest.trim_start().len()
        } else {
            short.push(character);
            character.len_utf8()
        };
        rest = &rest[length..];
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Folder;

    const INDEX: &str = "<head>\n<link rel=\"stylesheet\" href=\"/b-1.css\" integrity=\"sha384-x\">\n<link rel=\"stylesheet\" href=\"/a-2.css\">\n</head>";

    #[test]
    fn sheets_stand_in_the_page_in_the_order_of_their_links() {
        let folder = Folder::new();
        fs::write(folder.path().join("b-1.css"), "@layer b, a;\n").unwrap();
        fs::write(folder.path().join("a-2.css"), "@layer a { p { margin: 0; } }\n").unwrap();
        let page = put_in(folder.path(), INDEX).unwrap();
        assert_eq!(page, "<head>\n<style>@layer b, a;\n@layer a { p { margin: 0; } }\n</style>\n</head>");
        assert!(!folder.path().join("b-1.css").exists());
    }

    #[test]
    fn a_sheet_that_could_end_its_element_is_refused() {
        let folder = Folder::new();
        fs::write(folder.path().join("b-1.css"), "p { content: '</style>'; }\n").unwrap();
        fs::write(folder.path().join("a-2.css"), "").unwrap();
        assert!(put_in(folder.path(), INDEX).unwrap_err().to_string().contains("`</`"));
    }

    #[test]
    fn comments_and_indentation_go_and_strings_stay() {
        assert_eq!(
            without_comments(
                "/* head */\n@layer a {\n  p { content: \"/* kept */  \"; } /* gone */\n\n  /* line */\n  a { b: c; }\n}\n"
            ),
            "@layer a {\np { content: \"/* kept */  \"; }\na { b: c; }\n}\n"
        );
    }
}
