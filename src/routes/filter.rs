//! What the list of services narrows to, as a query has it.

use contract::{CategoryId, LifeEventId, TenantId, index::ServiceEntry, limits::QUERY_LENGTH_MAX};

use super::query::{encode, pairs};

const QUERY: &str = "q";
const TENANT: &str = "instansi";
const CATEGORY: &str = "kategori";
const LIFE_EVENT: &str = "peristiwa";

/// What the list of services shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    pub query: String,
    pub tenant: Option<TenantId>,
    pub category: Option<CategoryId>,
    pub life_event: Option<LifeEventId>,
}

impl Filter {
    #[must_use]
    pub fn of_query(query: &str) -> Self {
        Self { query: query.to_owned(), ..Self::default() }
    }

    #[must_use]
    pub fn of_life_event(id: &LifeEventId) -> Self {
        Self { life_event: Some(id.clone()), ..Self::default() }
    }

    /// Whether a service is of the tenant, category and life event that this narrows to.
    #[must_use]
    pub fn admits(&self, entry: &ServiceEntry) -> bool {
        self.tenant.as_ref().is_none_or(|id| entry.tenant == *id)
            && self.category.as_ref().is_none_or(|id| entry.category == *id)
            && self.life_event.as_ref().is_none_or(|id| entry.life_events.contains(id))
    }

    /// The same, without the words.
    #[must_use]
    pub fn without_query(&self) -> Self {
        Self { query: String::new(), ..self.clone() }
    }

    /// All but the words, as a form sends them: name and value.
    #[must_use]
    pub fn fields(&self) -> Vec<(&'static str, String)> {
        [
            (TENANT, self.tenant.as_ref().map(ToString::to_string)),
            (CATEGORY, self.category.as_ref().map(ToString::to_string)),
            (LIFE_EVENT, self.life_event.as_ref().map(ToString::to_string)),
        ]
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
        .collect()
    }

    pub(super) fn parse(query: &str) -> Self {
        let mut filter = Self::default();
        for (name, value) in pairs(query) {
            match name.as_str() {
                QUERY => filter.query = value.chars().take(QUERY_LENGTH_MAX).collect(),
                TENANT => filter.tenant = TenantId::parse(&value),
                CATEGORY => filter.category = CategoryId::parse(&value),
                LIFE_EVENT => filter.life_event = LifeEventId::parse(&value),
                _ => {}
            }
        }
        filter
    }

    pub(super) fn query_string(&self) -> String {
        let mut parts = Vec::new();
        if !self.query.is_empty() {
            parts.push(format!("{QUERY}={}", encode(&self.query)));
        }
        parts.extend(self.fields().into_iter().map(|(name, value)| format!("{name}={value}")));
        if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) }
    }
}
