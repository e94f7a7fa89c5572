//! The built `index.html`, cut where a page's own parts go.

use super::{SiteError, headers::source_hash};

const LANGUAGE: &str = "<html lang=\"";
const TITLE: &str = "<title>";
const TITLE_END: &str = "</title>";
const STYLE: &str = "<style>";
const STYLE_END: &str = "</style>";
const SCRIPT: &str = "<script type=\"module\">";
const SCRIPT_END: &str = "</script>";
const APP: &str = "<div id=\"app\">";

pub(super) struct Shell {
    before_language: String,
    before_title: String,
    before_app: String,
    after_app: String,
    /// Of the style that stands in it, if one does.
    pub style_hash: Option<String>,
    /// Likewise of the script.
    pub script_hash: Option<String>,
}

/// What a page puts into the shell; all of it is HTML already.
pub(super) struct Parts<'a> {
    pub language: &'a str,
    /// More attributes of the page's root, with a blank before each.
    pub attributes: &'a str,
    /// From `<title>` on.
    pub head: &'a str,
    pub app: &'a str,
    /// Scripts of data, after the app.
    pub data: &'a str,
}

impl Shell {
    pub(super) fn parse(index: &str) -> Result<Self, SiteError> {
        let cut = |text: &'_ str, mark: &'static str| -> Result<(String, String), SiteError> {
            let (before, after) = text.split_once(mark).ok_or(SiteError::ShellLacks(mark))?;
            Ok((before.to_owned(), after.to_owned()))
        };
        let (before_language, rest) = cut(index, LANGUAGE)?;
        let (_, rest) = cut(&rest, "\"")?;
        let (before_title, rest) = cut(&rest, TITLE)?;
        let (_, rest) = cut(&rest, TITLE_END)?;
        let (before_app, rest) = cut(&rest, APP)?;
        let (_, after_app) = cut(&rest, "</div>")?;
        let style = before_title.split_once(STYLE).or_else(|| before_app.split_once(STYLE));
        let style = style.and_then(|(_, rest)| rest.split_once(STYLE_END)).map(|(style, _)| style);
        let script = after_app.split_once(SCRIPT).and_then(|(_, rest)| rest.split_once(SCRIPT_END));
        let (style_hash, script_hash) = (style.map(source_hash), script.map(|(script, _)| source_hash(script)));
        Ok(Self { before_language, before_title, before_app, after_app, style_hash, script_hash })
    }

    pub(super) fn write(&self, parts: &Parts<'_>) -> String {
        let Parts { language, attributes, head, app, data } = parts;
        let Self { before_language, before_title, before_app, after_app, .. } = self;
        format!(
            "{before_language}{LANGUAGE}{language}\"{attributes}{before_title}{head}{before_app}{APP}{app}</div>{data}{after_app}"
        )
    }
}

/// JSON for a script element: nothing in it can end the element or open a comment.
pub(super) fn escape_json(json: &str) -> String {
    json.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

/// A page for whatever address: its words alone. In a frame of another site, in which none of our own pages may stand, its links
/// lead out of it.
pub(super) fn of_no_address(page: &str) -> String {
    without_program(page).replacen(TITLE, "<base target=\"_top\"><title>", 1)
}

/// The words of a page alone: what runs in it, and what that would fetch, is left out.
fn without_program(page: &str) -> String {
    let without = |page: String, (begin, end): (&str, &str)| {
        let mut parts = page.split(begin);
        let first = parts.next().unwrap_or_default().to_owned();
        parts.fold(first, |kept, part| kept + part.split_once(end).map_or("", |(_, rest)| rest))
    };
    [("<script", "</script>"), ("<template", "</template>")].into_iter().fold(page.to_owned(), without)
}

#[cfg(test)]
mod tests {
    use super::*;

    const INDEX: &str = r#"<!doctype html><html lang="id"><head><title>Loket</title></head><body><div id="app"></div><script></script></body></html>"#;

    #[test]
    fn a_page_stands_in_the_shell() {
        let shell = Shell::parse(INDEX).unwrap();
        let page = shell.write(&Parts {
            language: "en",
            attributes: " data-door=\"embed\"",
            head: "<title>T</title>",
            app: "<p>Words</p>",
            data: "<script>1</script>",
        });
        assert_eq!(
            page,
            r#"<!doctype html><html lang="en" data-door="embed"><head><title>T</title></head><body><div id="app"><p>Words</p></div><script>1</script><script></script></body></html>"#
        );
    }

    #[test]
    fn a_shell_knows_the_hash_of_its_style() {
        assert_eq!(Shell::parse(INDEX).unwrap().style_hash, None);
        let with = INDEX.replace("<title>", "<style>a{}</style><title>");
        let hash = source_hash("a{}");
        assert_eq!(Shell::parse(&with).unwrap().style_hash.as_deref(), Some(hash.as_str()));
        let after = INDEX.replace("</title>", "</title><style>a{}</style>");
        assert_eq!(Shell::parse(&after).unwrap().style_hash.as_deref(), Some(hash.as_str()));
    }

    #[test]
    fn a_shell_knows_the_hash_of_its_script() {
        assert_eq!(Shell::parse(INDEX).unwrap().script_hash, None);
        let with = INDEX.replace("<script>", "<script type=\"module\">go()");
        assert_eq!(Shell::parse(&with).unwrap().script_hash, Some(source_hash("go()")));
    }

    #[test]
    fn a_shell_that_lacks_a_part_says_which() {
        let error = Shell::parse(&INDEX.replace("id=\"app\"", "")).err().unwrap();
        assert_eq!(error.to_string(), "the built app's index.html lacks <div id=\"app\">");
    }

    #[test]
    fn a_page_without_its_program_has_its_words() {
        let page = "<head><template><link></template></head><p>Words</p><script id=\"data\">{}</script>\
<script>if (/<script|on/.test(word)) run('<script>');</script></body>";
        assert_eq!(without_program(page), "<head></head><p>Words</p></body>");
    }

    #[test]
    fn a_page_for_whatever_address_leads_out_of_a_frame() {
        assert_eq!(
            of_no_address("<head><title>No</title><script>1</script></head><a href=\"/\">Start</a>"),
            "<head><base target=\"_top\"><title>No</title></head><a href=\"/\">Start</a>"
        );
    }

    #[test]
    fn no_json_ends_its_script() {
        assert_eq!(escape_json(r#"{"a":"</script><!--"}"#), r#"{"a":"\u003c/script>\u003c!--"}"#);
    }
}
