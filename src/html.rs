//! HTML as text, for what is written again at every key: one string, set at once, without a view a row.

/// Text for HTML content and quoted attributes. `=` and `:` too, so that no words (`online=1`, `javascript:`) look like what
/// the Trusted Types policy of start.js refuses.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            ':' => escaped.push_str("&#58;"),
            '=' => escaped.push_str("&#61;"),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_typed_becomes_markup() {
        assert_eq!(escape("<b a=\"1\">'&"), "&lt;b a&#61;&quot;1&quot;&gt;&#39;&amp;");
    }

    #[test]
    fn nothing_typed_is_taken_for_a_script() {
        let policy = include_str!("../start.js");
        assert!(policy.contains(r"/<script|\son\w+\s*=|javascript:/i"), "the policy has changed: look at `escape`");
        for words in ["bayar online=1", "javascript:alert(1)", "a <script>b"] {
            let escaped = escape(words);
            assert!(!escaped.contains(['=', ':', '<']), "{escaped}");
        }
    }
}
