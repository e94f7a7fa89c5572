//! Only `routes.rs` spells a path.

use std::collections::BTreeSet;

use super::{Fault, File, rust::Source};

const ROUTES: &str = "src/routes.rs";

/// The first words of the pages' paths, as `routes.rs` spells them.
pub fn page_words(files: &[File]) -> BTreeSet<String> {
    let routes = files.iter().find(|file| file.path == ROUTES).map_or("", |file| file.text.as_str());
    let literals = Source::read(routes).without_tests().literals;
    literals.iter().filter_map(|literal| first_word(&literal.text)).map(str::to_owned).collect()
}

pub fn check(file: &File, source: &Source, page_words: &BTreeSet<String>) -> Vec<Fault> {
    if file.path == ROUTES || !file.is_in(&["src/", "crates/server/src/", "crates/domain/src/", "crates/contract/src/"])
    {
        return Vec::new();
    }
    let is_path = |literal: &&super::rust::Literal| {
        let text = literal.text.as_str();
        let names_a_page = first_word(text.strip_prefix("/en").filter(|rest| rest.starts_with('/')).unwrap_or(text))
            .is_some_and(|word| page_words.contains(word));
        // A link that leads to no file leads to a page, if only to one that is yet to come.
        let is_link = source.before(literal).ends_with("href=") && text.starts_with('/') && !text.contains('.');
        names_a_page || is_link
    };
    let faults = source.literals.iter().filter(is_path);
    faults
        .map(|literal| file.fault(literal.line, format!("only {ROUTES} spells a path, not \"{}\"", literal.text)))
        .collect()
}

/// `layanan` of `/layanan/…`.
fn first_word(path: &str) -> Option<&str> {
    let rest = path.strip_prefix('/')?;
    let end = rest.find(|character: char| !(character.is_ascii_lowercase() || character == '-')).unwrap_or(rest.len());
    Some(&rest[..end]).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(path: &str, text: &str) -> Vec<usize> {
        let routes = File::of(ROUTES, "match self { Page::Services => \"/layanan\", Page::Help => \"/bantuan\" }");
        check(&File::of(path, text), &Source::read(text), &page_words(&[routes]))
            .iter()
            .map(|fault| fault.line)
            .collect()
    }

    #[test]
    fn a_page_spells_no_path() {
        assert_eq!(
            lines(
                "src/pages/start.rs",
                "<a href=\"/layanan\">\n<a href=\"/en/bantuan\">\n<a href=\"/\">\n<a href=\"/new\">"
            ),
            [1, 2, 3, 4]
        );
        assert_eq!(lines("src/pages/start.rs", "format!(\"/layanan/{id}\")"), [1]);
    }

    #[test]
    fn the_server_takes_the_pages_paths_from_routes() {
        assert_eq!(lines("crates/server/src/site.rs", "route(\"/bantuan\")"), [1]);
        assert!(lines("crates/server/src/visits.rs", "route(\"/visits/{code}\")").is_empty());
    }

    #[test]
    fn files_and_the_api_are_no_pages() {
        assert!(lines("src/ui/page_header.rs", "<img src=\"/icon.svg\">").is_empty());
        assert!(lines("src/api/holds.rs", "self.url(\"/holds\")").is_empty());
        assert!(lines("src/app.rs", "path.split(\"/\")").is_empty());
        assert!(lines("src/state/plan.rs", "pointer.strip_prefix(\"/people/\")").is_empty());
    }
}
