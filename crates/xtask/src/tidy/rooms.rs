//! Which room may name what.

use super::{Fault, File, line_of, rust::Source, word_offsets};

struct Rule {
    /// As words of the code.
    names: &'static [&'static str],
    forbidden_in: &'static [&'static str],
    allowed_in: &'static [&'static str],
    message: &'static str,
}

const RULES: [Rule; 5] = [
    Rule {
        names: &["leptos", "web_sys", "js_sys", "gloo_net"],
        forbidden_in: &["crates/domain/", "crates/contract/", "crates/catalogue/"],
        allowed_in: &[],
        message: "the rules and the wire types name no",
    },
    Rule {
        names: &["web_sys", "js_sys"],
        forbidden_in: &["src/", "crates/", "tests/"],
        allowed_in: &["src/browser.rs", "src/browser/", "crates/domain/", "crates/contract/", "crates/catalogue/"],
        message: "only src/browser names",
    },
    Rule {
        names: &["gloo_net"],
        forbidden_in: &["src/", "crates/", "tests/"],
        allowed_in: &["src/api.rs", "src/api/", "crates/domain/", "crates/contract/", "crates/catalogue/"],
        message: "only src/api names",
    },
    Rule {
        names: &["Utc::now", "Local::now", "SystemTime::now", "Date::now", "Date::new_0"],
        forbidden_in: &["src/", "crates/", "tests/"],
        allowed_in: &["crates/server/src/clock.rs", "src/browser/clock.rs"],
        message: "take the time from the clock you were given, not from",
    },
    Rule {
        names: &["sqlx", "axum"],
        forbidden_in: &["src/", "crates/contract/", "crates/domain/", "crates/catalogue/"],
        allowed_in: &[],
        message: "only the server names",
    },
];

const ALLOW: &str = "write #[expect(…, reason)], so that it goes when it is no longer needed";

pub fn check(file: &File, source: &Source) -> Vec<Fault> {
    let code = &source.code;
    let rules = RULES.iter().filter(|rule| file.is_in(rule.forbidden_in) && !file.is_in(rule.allowed_in));
    let named = rules.flat_map(|rule| {
        rule.names.iter().flat_map(move |name| {
            word_offsets(code, name).map(move |offset| (offset, format!("{} {name}", rule.message)))
        })
    });
    let allowed = ["#[allow(", "#![allow("]
        .into_iter()
        .flat_map(|mark| code.match_indices(mark))
        .map(|(offset, _)| (offset, ALLOW.to_owned()));
    named.chain(allowed).map(|(offset, message)| file.fault(line_of(code, offset), message)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(path: &str, text: &str) -> Vec<String> {
        check(&File::of(path, text), &Source::read(text)).into_iter().map(|fault| fault.message).collect()
    }

    #[test]
    fn the_rules_name_neither_leptos_nor_the_browser() {
        assert_eq!(
            messages("crates/domain/src/lib.rs", "use leptos::prelude::*;"),
            ["the rules and the wire types name no leptos"]
        );
        assert_eq!(
            messages("crates/contract/src/lib.rs", "use web_sys::Window;"),
            ["the rules and the wire types name no web_sys"]
        );
    }

    #[test]
    fn only_browser_names_the_browser() {
        assert_eq!(messages("src/ui/field.rs", "leptos::web_sys::window()"), ["only src/browser names web_sys"]);
        assert!(messages("src/browser/document.rs", "web_sys::window()").is_empty());
        assert!(messages("src/ui/field.rs", "// web_sys\nlet a = \"web_sys\";").is_empty());
    }

    #[test]
    fn only_api_names_the_network() {
        assert_eq!(messages("src/pages/start.rs", "use gloo_net::http::Request;"), ["only src/api names gloo_net"]);
        assert!(messages("src/api.rs", "use gloo_net::http::Request;").is_empty());
    }

    #[test]
    fn only_the_clocks_read_the_time() {
        assert_eq!(messages("crates/server/src/holds.rs", "let now = Utc::now();").len(), 1);
        assert_eq!(messages("tests/e2e/src/house.rs", "std::time::SystemTime::now()").len(), 1);
        assert!(messages("crates/server/src/clock.rs", "Utc::now()").is_empty());
        assert!(messages("crates/server/src/observe.rs", "Instant::now()").is_empty());
    }

    #[test]
    fn only_the_server_names_the_store() {
        assert_eq!(messages("src/app.rs", "use sqlx::query;"), ["only the server names sqlx"]);
    }

    #[test]
    fn nothing_is_allowed() {
        assert_eq!(messages("src/app.rs", "#[allow(dead_code)]\nfn f() {}"), [ALLOW]);
        assert_eq!(messages("src/app.rs", "#![allow(clippy::all)]"), [ALLOW]);
        assert!(messages("src/app.rs", "#[expect(dead_code, reason = \"soon\")]").is_empty());
    }
}
