//! All sheets in one file: one request, one compression.

use std::{fs, path::Path};

use super::{attribute, file_of, links, name_of, read, write};
use crate::error::{Context as _, Error, Result};

/// Joins the sheets in the order of their links; gives the page with one link in the place of the first.
pub fn join(staging: &Path, index: &str) -> Result<String> {
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
    let name = format!("style-{}.css", name_of(&[all.as_bytes()]));
    write(&staging.join(&name), &all)?;
    let base = attribute(first, "href").and_then(|address| address.rsplit_once('/')).map_or("", |(base, _)| base);
    let mut joined = index.replacen(first, &format!("<link rel=\"stylesheet\" href=\"{base}/{name}\">"), 1);
    for tag in &tags[1..] {
        joined = joined.replacen(&format!("{tag}\n"), "", 1).replacen(tag, "", 1);
    }
    Ok(joined)
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

    #[test]
    fn sheets_are_joined_in_the_order_of_their_links() {
        let folder = Folder::new();
        fs::write(folder.path().join("b-1.css"), "@layer b, a;\n").unwrap();
        fs::write(folder.path().join("a-2.css"), "@layer a { p { margin: 0; } }\n").unwrap();
        let index = "<head>\n<link rel=\"stylesheet\" href=\"/b-1.css\" integrity=\"sha384-x\">\n<link rel=\"stylesheet\" href=\"/a-2.css\">\n</head>";
        let joined = join(folder.path(), index).unwrap();
        let address = attribute(links(&joined, &["stylesheet"])[0], "href").unwrap();
        assert_eq!(joined, format!("<head>\n<link rel=\"stylesheet\" href=\"{address}\">\n</head>"));
        assert_eq!(read(&file_of(folder.path(), address)).unwrap(), "@layer b, a;\n@layer a { p { margin: 0; } }\n");
        assert!(!folder.path().join("b-1.css").exists());
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
