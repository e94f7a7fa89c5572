//! Which release the server writes now, beside the one that this page is of.

use std::time::Duration;

use gloo_net::http::Request;

use crate::browser::{abort::Abort, history, worker};

/// How long the server may take to say.
const PATIENCE: Duration = Duration::from_secs(10);

/// What stands before the name in each page that `cargo xtask finish` wrote.
const MARK: &str = "data-release=\"";

/// What the server has at this page's address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Served {
    /// A page of this page's release.
    ThisRelease,
    AnotherRelease,
    /// No page of ours, or no answer.
    Nothing,
}

/// Asks the server: its pages are never taken from a cache unasked, nor does the worker answer for them here.
pub async fn served() -> Served {
    match (worker::release(), written_now().await) {
        (Some(own), Some(page)) => compare(&page, &own),
        _ => Served::Nothing,
    }
}

async fn written_now() -> Option<String> {
    let (path, ..) = history::current();
    let abort = Abort::after(PATIENCE);
    let request = Request::get(&path).abort_signal(abort.signal().as_ref()).build().ok()?;
    request.send().await.ok()?.text().await.ok()
}

fn compare(page: &str, own: &str) -> Served {
    match page.split_once(MARK) {
        Some((_, name)) if name.starts_with(own) => Served::ThisRelease,
        Some(_) => Served::AnotherRelease,
        None => Served::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use super::{Served, compare};

    #[test]
    fn only_a_page_of_ours_names_a_release() {
        let page = "<!doctype html>\n<html lang=\"id\" data-release=\"d10a0e67f57775e8\">";
        assert_eq!(compare(page, "0123456789abcdef"), Served::AnotherRelease);
        assert_eq!(compare(page, "d10a0e67f57775e8"), Served::ThisRelease);
        assert_eq!(compare("Sign in to the free wireless network", "d10a0e67f57775e8"), Served::Nothing);
    }
}
