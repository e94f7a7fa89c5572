//! Links of one look as HTML, many at once: a view each would cost a slow phone more than the rest of their page.

use super::Shape;
use crate::html::escape;

/// A link of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    pub href: String,
    pub name: String,
    /// A drawing before the name.
    pub shape: Option<Shape>,
    /// Whether it is what is shown.
    pub is_current: bool,
}

/// The items of a list; `class` is the look of each link.
#[must_use]
pub fn items(class: &str, links: impl IntoIterator<Item = Link>) -> String {
    links.into_iter().map(|link| item(class, &link)).collect()
}

fn item(class: &str, Link { href, name, shape, is_current }: &Link) -> String {
    let current = if *is_current { " aria-current=\"true\"" } else { "" };
    let drawing = shape.map(Shape::to_html).unwrap_or_default();
    let (href, name) = (escape(href), escape(name));
    ["<li><a class=\"", class, "\" href=\"", &href, "\"", current, ">", &drawing, &name, "</a></li>"].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_city_calls_something_never_becomes_markup() {
        let link = Link { href: "/a?b=\"1\"".to_owned(), name: "<b>".to_owned(), shape: None, is_current: false };
        let html = items("chip", [link]);
        assert_eq!(html, "<li><a class=\"chip\" href=\"/a?b&#61;&quot;1&quot;\">&lt;b&gt;</a></li>");
    }

    #[test]
    fn the_current_one_says_so_and_a_drawing_is_hidden_from_readers() {
        let link = Link { href: "/".to_owned(), name: "A".to_owned(), shape: Some(Shape::House), is_current: true };
        let html = items("tile", [link]);
        assert!(html.contains(" aria-current=\"true\">") && html.contains("aria-hidden=\"true\""), "{html}");
    }
}
