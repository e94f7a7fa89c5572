//! `cargo xtask size`: what the built app weighs, and what a first page needs.

mod code;
mod http;

use std::{collections::BTreeSet, path::Path};

use crate::{
    app,
    cache::Cache,
    error::{Context as _, Error, Result},
    finish::tag_addresses,
    server::{self, Server},
    tools::BuildTools,
};

/// What a first page may need before search answers a key, in bytes as they are sent to a browser that takes brotli: HTML
/// with style and catalogue index inside, script, the first piece of the wasm. What was reached, and a little (docs/SIZE.md).
/// The nearest peer ships 200,000 without data.
const FIRST_PAGE_BYTES_MAX: usize = 113_900;

pub fn command(root: &Path) -> Result<()> {
    let cache = Cache::open()?;
    let program = {
        let _lock = cache.lock(root)?;
        let tools = BuildTools::ready(&cache)?;
        app::build(root, &cache, &tools)?;
        server::build(root, &cache)?
    };
    measure(root, &program)
}

/// `cargo xtask size code`: whose code the first piece is.
pub fn code(root: &Path) -> Result<()> {
    let cache = Cache::open()?;
    let _lock = cache.lock(root)?;
    app::build(root, &cache, &BuildTools::ready(&cache)?)?;
    code::list(&cache)
}

/// Weighs the built app, as that server sends it.
pub fn measure(root: &Path, server: &Path) -> Result<()> {
    let dist = app::dist(root);
    println!("\n{:<44} {:>10} {:>10}", "built file", "raw", "brotli");
    for file in app::files_below(&dist)? {
        let name = file.display().to_string();
        if name.ends_with(".br") || name.ends_with(".gz") {
            continue;
        }
        let length = |name: &str| std::fs::metadata(dist.join(name)).map(|metadata| metadata.len());
        let raw = length(&name).context(format!("{name} can't be read"))?;
        // Where there is no brotli form, it would be no smaller.
        let brotli = length(&format!("{name}.br")).unwrap_or(raw);
        println!("{name:<44} {raw:>10} {brotli:>10}");
    }

    let data = std::env::temp_dir().join(format!("loket-size-{}", std::process::id()));
    let total = Server::start(server, &dist, &data).and_then(|server| heaviest_first_page(&server));
    drop(std::fs::remove_dir_all(&data));
    let total = total?;
    println!("\nA first page needs {total} bytes; {FIRST_PAGE_BYTES_MAX} are allowed.");
    judge(total)
}

fn judge(total: usize) -> Result<()> {
    if total > FIRST_PAGE_BYTES_MAX {
        return Err(Error::new(format!(
            "a first page needs {total} bytes, {} more than it may",
            total - FIRST_PAGE_BYTES_MAX
        )));
    }
    Ok(())
}

/// The bytes of the heavier start page, with all that it names.
fn heaviest_first_page(server: &Server) -> Result<usize> {
    let mut heaviest = 0;
    for page in ["/", "/en"] {
        println!("\n{:<44} {:>10} {:>10}", format!("first page {page}"), "raw", "as sent");
        let html = http::get(server.address, page, "identity")?;
        let mut total = weigh(server, page, html.len())?;
        let html = String::from_utf8_lossy(&html);
        for address in own_addresses(&html) {
            let raw = http::get(server.address, address, "identity")?.len();
            total += weigh(server, address, raw)?;
        }
        println!("{:<44} {:>10} {total:>10}", "sum", "");
        heaviest = heaviest.max(total);
    }
    Ok(heaviest)
}

fn weigh(server: &Server, address: &str, raw: usize) -> Result<usize> {
    let sent = http::get(server.address, address, "br, gzip")?.len();
    println!("{address:<44} {raw:>10} {sent:>10}");
    Ok(sent)
}

/// What a browser fetches for a page by itself, and what start.js has it fetch (in the template `program`): scripts, sheets,
/// preloads, pictures; each once. Icons are left out: they come after everything else, if at all.
fn own_addresses(html: &str) -> BTreeSet<&str> {
    let links = ["stylesheet", "modulepreload", "preload"]
        .into_iter()
        .flat_map(|kind| tag_addresses(html, "link", &format!("rel=\"{kind}\""), "href"));
    let scripts = tag_addresses(html, "script", " src=", "src");
    let pictures = tag_addresses(html, "img", " src=", "src");
    links.chain(scripts).chain(pictures).filter(|address| !address.starts_with("data:")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_weighed_with_all_that_it_fetches_by_itself() {
        let html = r#"<link rel="icon" href="/icon.svg"><link rel="stylesheet" href="/a.css"><link rel="modulepreload" href="/b.js">
            <link rel="preload" href="/c.wasm" as="fetch"><a href="/d"></a><img src="data:x"><script src="/e.js"></script><script>1</script>"#;
        assert_eq!(own_addresses(html).into_iter().collect::<Vec<_>>(), ["/a.css", "/b.js", "/c.wasm", "/e.js"]);
    }

    #[test]
    fn one_byte_over_the_budget_is_too_much() {
        assert_eq!(judge(FIRST_PAGE_BYTES_MAX), Ok(()));
        assert_eq!(
            judge(FIRST_PAGE_BYTES_MAX + 1).unwrap_err().to_string(),
            format!("a first page needs {} bytes, 1 more than it may", FIRST_PAGE_BYTES_MAX + 1)
        );
    }
}
