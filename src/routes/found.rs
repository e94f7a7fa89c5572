//! Where the server answers what search and lists find, for an app whose index has no services.

use contract::Language;

use super::{Filter, in_language, query::pairs};

const EXTENT: &str = "luas";

/// How much is shown of what was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// The best few, with a way to all of them.
    Few,
    All,
    /// On the page of an agency, which names it: its services.
    OfTenant,
}

impl Extent {
    const ALL: [Self; 3] = [Self::Few, Self::All, Self::OfTenant];

    const fn name(self) -> &'static str {
        match self {
            Self::Few => "sedikit",
            Self::All => "semua",
            Self::OfTenant => "instansi",
        }
    }
}

/// The path alone.
#[must_use]
pub fn found_path(language: Language) -> String {
    in_language("/temuan", language)
}

/// The query, with its mark.
#[must_use]
pub fn found_query(filter: &Filter, extent: Extent) -> String {
    let filter = filter.query_string();
    let mark = if filter.is_empty() { '?' } else { '&' };
    format!("{filter}{mark}{EXTENT}={}", extent.name())
}

/// What a query, without its mark, asks for.
#[must_use]
pub fn parse_found(query: &str) -> (Filter, Extent) {
    let extent = pairs(query).find(|(name, _)| name == EXTENT);
    let named = |name: &str| Extent::ALL.into_iter().find(|extent| extent.name() == name);
    (Filter::parse(query), extent.and_then(|(_, name)| named(&name)).unwrap_or(Extent::All))
}
