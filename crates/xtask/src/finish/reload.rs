//! In development a page looks again and again whether it was built anew, and then reloads itself. It is a file of its
//! own, since the Content-Security-Policy lets no script run inside the page.

use std::path::Path;

use super::{read, write};
use crate::error::{Error, Result};

const SCRIPT: &str = "\
const build = async () => (await fetch('/build.txt', { cache: 'no-store' })).text();
let known;
setInterval(async () => {
  try {
    const now = await build();
    if (known && now !== known) location.reload();
    known = now;
  } catch { /* the server is starting anew */ }
}, 700);
";

/// Every dev build differs in this, however small the change: the server's, too.
pub fn add(staging: &Path) -> Result<()> {
    let index = read(&staging.join("index.html"))?;
    let (before, after) =
        index.rsplit_once("</body>").ok_or_else(|| Error::new("the built index.html has no </body>"))?;
    write(
        &staging.join("index.html"),
        format!("{before}<script src=\"/reload.js\" type=\"module\"></script>\n</body>{after}"),
    )?;
    write(&staging.join("reload.js"), SCRIPT)?;
    stamp(staging, 0)
}

/// Says that this is another build than before, by its number.
pub fn stamp(dist: &Path, build: u64) -> Result<()> {
    write(&dist.join("build.txt"), format!("{}-{build}\n", std::process::id()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Folder;

    #[test]
    fn a_page_of_development_asks_for_the_build_that_it_shows() {
        let folder = Folder::new();
        write(&folder.path().join("index.html"), "<body>\n<div id=\"app\"></div>\n</body>\n</html>").unwrap();
        add(folder.path()).unwrap();
        let index = read(&folder.path().join("index.html")).unwrap();
        assert!(index.ends_with("<script src=\"/reload.js\" type=\"module\"></script>\n</body>\n</html>"), "{index}");
        assert!(read(&folder.path().join("reload.js")).unwrap().contains("/build.txt"));
        let first = read(&folder.path().join("build.txt")).unwrap();
        stamp(folder.path(), 1).unwrap();
        assert_ne!(read(&folder.path().join("build.txt")).unwrap(), first);
    }
}
