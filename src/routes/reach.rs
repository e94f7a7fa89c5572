//! Who a page is for, and the pages that have one address each.

use super::{Filter, Page};

/// Who a page is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Everybody, search engines too.
    Public,
    /// Who plans a visit or has some: nothing to find by a search engine.
    Private,
    /// Whoever has such an address or makes one up: words that are searched for, a ticket's code, what is not there. Nothing
    /// to find either.
    Unending,
}

impl Page {
    #[must_use]
    pub const fn reach(&self) -> Reach {
        match self {
            Self::Services(filter) if !filter.query.is_empty() => Reach::Unending,
            Self::Start
            | Self::Services(_)
            | Self::Service(_)
            | Self::Tenant(_)
            | Self::Help
            | Self::Privacy
            | Self::Embedding => Reach::Public,
            Self::Visit | Self::Time | Self::People | Self::Check | Self::MyVisits => Reach::Private,
            Self::Ticket(_) | Self::Move(_) | Self::Unknown => Reach::Unending,
        }
    }

    /// Every page that is there in any mall, whatever it offers.
    #[must_use]
    pub fn fixed() -> [Self; 10] {
        [
            Self::Start,
            Self::Services(Filter::default()),
            Self::Visit,
            Self::Time,
            Self::People,
            Self::Check,
            Self::MyVisits,
            Self::Help,
            Self::Privacy,
            Self::Embedding,
        ]
    }
}
