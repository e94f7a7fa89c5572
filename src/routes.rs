//! Every address of the app: parsed and written here, nowhere else.
//!
//! Indonesian pages stand at the root, English ones under `/en`, with the same words after it, so that one table serves
//! both. What is personal or passing (answers, secrets) lives in the fragment, which no request carries.
//!
//! Inside another site's page everything stands under `/tertanam`, language and words after it. Links name the addresses
//! of the site all the same ([`Page::path`]): in a tab of their own they are whole pages, and the app, which follows plain
//! clicks itself, stays where it is.

mod door;
mod filter;
mod found;
mod query;
mod reach;

use contract::{
    Language, OptionId, QuestionId, Secret, ServiceId, TenantId, VisitCode,
    service::{Answers, CHANGING},
};

use self::{
    door::THEME,
    query::{encode, pairs},
};
pub use self::{
    door::{Door, Theme},
    filter::Filter,
    found::{Extent, found_path, found_query, parse_found},
    reach::Reach,
};

/// A screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Page {
    Start,
    Services(Filter),
    Service(ServiceId),
    Tenant(TenantId),
    /// The visit being planned.
    Visit,
    Time,
    People,
    Check,
    Ticket(VisitCode),
    /// New windows for a booked visit.
    Move(VisitCode),
    MyVisits,
    Help,
    Privacy,
    /// Where the webmaster of another site chooses what to put into its pages.
    Embedding,
    /// No page has this address.
    Unknown,
}

/// A page in a language, with its fragment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    pub door: Door,
    pub language: Language,
    pub page: Page,
    /// Without `#`.
    pub fragment: String,
}

/// What a service's page shows: from the fragment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ServiceView {
    Overview,
    /// The next question, or the outcome; `changing` asks one question again.
    Answers {
        given: Answers,
        changing: Option<QuestionId>,
    },
}

const ENGLISH: &str = "en";
const ASKING: &str = "tanya";
const TYPED: &str = "cari";
const EMBEDDED: &str = "tertanam";
/// The start page inside another site's page: `/tertanam` itself is a page of the site.
const EMBEDDED_START: &str = "awal";
/// As worker.js writes it.
const CANCEL: &str = "batal";

/// The page that a device keeps: the app renders any other in it, without a network.
#[must_use]
pub fn shell_path(language: Language) -> String {
    in_language("/kerangka", language)
}

/// Where other apps send what is shared with this one.
#[must_use]
pub fn share_path(language: Language) -> String {
    in_language("/bagikan", language)
}

/// What describes the app to whoever installs it.
#[must_use]
pub fn manifest_path(language: Language) -> String {
    in_language("/app.webmanifest", language)
}

fn in_language(path: &str, language: Language) -> String {
    match language {
        Language::Id => path.to_owned(),
        Language::En => format!("/{ENGLISH}{path}"),
    }
}

impl Page {
    /// The path and query, in a language.
    #[must_use]
    pub fn path(&self, language: Language) -> String {
        let path = match self {
            Self::Start => "/".to_owned(),
            Self::Services(filter) => format!("/layanan{}", filter.query_string()),
            Self::Service(id) => format!("/layanan/{id}"),
            Self::Tenant(id) => format!("/instansi/{id}"),
            Self::Visit => "/kunjungan".to_owned(),
            Self::Time => "/kunjungan/waktu".to_owned(),
            Self::People => "/kunjungan/data".to_owned(),
            Self::Check => "/kunjungan/periksa".to_owned(),
            Self::Ticket(code) => format!("/tiket/{}", code.compact()),
            Self::Move(code) => format!("/tiket/{}/waktu", code.compact()),
            Self::MyVisits => "/kunjungan-saya".to_owned(),
            Self::Help => "/bantuan".to_owned(),
            Self::Privacy => "/privasi".to_owned(),
            Self::Embedding => format!("/{EMBEDDED}"),
            Self::Unknown => "/tidak-ada".to_owned(),
        };
        match (language, self) {
            (Language::Id, _) => path,
            (Language::En, Self::Start) => format!("/{ENGLISH}"),
            (Language::En, _) => in_language(&path, language),
        }
    }

    /// What the site around an embedded page is told of where its visitor is.
    #[must_use]
    pub const fn step(&self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Services(_) => "list",
            Self::Service(_) => "service",
            Self::Tenant(_) => "tenant",
            Self::Visit => "visit",
            Self::Time => "time",
            Self::People => "people",
            Self::Check => "check",
            Self::Ticket(_) => "ticket",
            Self::Move(_) => "move",
            Self::MyVisits => "my-visits",
            Self::Help => "help",
            Self::Privacy => "privacy",
            Self::Embedding => "embedding",
            Self::Unknown => "unknown",
        }
    }

    /// Whether the same component shows both: the list of services reads its filter itself.
    #[must_use]
    pub fn is_same_page(&self, other: &Self) -> bool {
        matches!((self, other), (Self::Services(_), Self::Services(_))) || self == other
    }

    /// Whether both are one view with the same heading: only the words that are searched for differ.
    #[must_use]
    pub fn is_same_view(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Services(one), Self::Services(other)) => one.without_query() == other.without_query(),
            _ => self == other,
        }
    }

    fn parse(segments: &[&str], query: &str) -> Option<Self> {
        Some(match segments {
            [] => Self::Start,
            ["layanan"] => Self::Services(Filter::parse(query)),
            ["layanan", id] => Self::Service(ServiceId::parse(id)?),
            ["instansi", id] => Self::Tenant(TenantId::parse(id)?),
            ["kunjungan"] => Self::Visit,
            ["kunjungan", "waktu"] => Self::Time,
            ["kunjungan", "data"] => Self::People,
            ["kunjungan", "periksa"] => Self::Check,
            ["tiket", code] => Self::Ticket(VisitCode::parse(code).ok()?),
            ["tiket", code, "waktu"] => Self::Move(VisitCode::parse(code).ok()?),
            ["kunjungan-saya"] => Self::MyVisits,
            ["bantuan"] => Self::Help,
            ["privasi"] => Self::Privacy,
            [EMBEDDED] => Self::Embedding,
            _ => return None,
        })
    }
}

impl Address {
    /// Takes the parts as the browser and the server have them: path with a leading slash, query and fragment without
    /// their marks. What no page has is `Page::Unknown`.
    #[must_use]
    pub fn parse(path: &str, query: &str, fragment: &str) -> Self {
        let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
        let (door, segments) = match segments.as_slice() {
            [EMBEDDED, inner @ ..] if !inner.is_empty() => (Door::Embed(Theme::parse(query)), inner),
            all => (Door::Site, all),
        };
        let (language, segments) = match segments {
            [ENGLISH, rest @ ..] => (Language::En, rest),
            all => (Language::Id, all),
        };
        let page = match (door, segments) {
            (Door::Embed(_), [EMBEDDED_START]) => Some(Page::Start),
            (Door::Embed(_), [] | [EMBEDDED]) => None,
            _ => Page::parse(segments, query),
        };
        Self { door, language, page: page.unwrap_or(Page::Unknown), fragment: fragment.to_owned() }
    }

    /// A page of Loket's own site.
    #[must_use]
    pub fn of_site(language: Language, page: Page, fragment: String) -> Self {
        Self { door: Door::Site, language, page, fragment }
    }

    /// Whether it stands inside another site's page.
    #[must_use]
    pub fn is_embedded(&self) -> bool {
        self.door != Door::Site
    }

    /// Path and query, as this door has them.
    fn path(&self) -> String {
        let mut path = self.page.path(self.language);
        let Door::Embed(theme) = self.door else { return path };
        path.insert_str(0, EMBEDDED);
        path.insert(0, '/');
        if self.page == Page::Start {
            path.truncate(path.trim_end_matches('/').len());
            path.push('/');
            path.push_str(EMBEDDED_START);
        }
        if let Some(name) = theme.name() {
            path.push(if path.contains('?') { '&' } else { '?' });
            path.push_str(THEME);
            path.push('=');
            path.push_str(name);
        }
        path
    }

    /// Path, query and fragment.
    #[must_use]
    pub fn href(&self) -> String {
        let path = self.path();
        if self.fragment.is_empty() { path } else { format!("{path}#{}", self.fragment) }
    }

    /// The same page in the other language.
    #[must_use]
    pub fn in_other_language(&self) -> Self {
        let mut other = Self { language: self.language.other(), ..self.clone() };
        // Asked once, in the language in which it was asked.
        if other.asks_to_cancel() {
            other.fragment.clear();
        }
        other
    }

    /// Whether going from one to the other leaves the view as it is: only what is typed into a search differs.
    #[must_use]
    pub fn is_same_view(&self, other: &Self) -> bool {
        self.page.is_same_view(&other.page) && (self.fragment == other.fragment || self.page == Page::Start)
    }

    /// What a service's page shows.
    #[must_use]
    pub fn service_view(&self) -> ServiceView {
        ServiceView::parse(&self.fragment)
    }

    /// What was typed into the start page's search.
    #[must_use]
    pub fn typed(&self) -> String {
        pairs(&self.fragment).find(|(name, _)| name == TYPED).map(|(_, value)| value).unwrap_or_default()
    }

    /// The visit's secret, where the fragment carries it.
    #[must_use]
    pub fn secret(&self) -> Option<Secret> {
        Secret::parse(&self.fragment)
    }

    /// Whether somebody said in a reminder that they are not coming.
    #[must_use]
    pub fn asks_to_cancel(&self) -> bool {
        self.fragment == CANCEL
    }
}

impl ServiceView {
    fn parse(fragment: &str) -> Self {
        if fragment.is_empty() {
            return Self::Overview;
        }
        let mut given = Answers::new();
        let mut changing = None;
        for (name, value) in pairs(fragment) {
            if name == CHANGING {
                changing = QuestionId::parse(&value);
            } else if let (Some(question), Some(option)) = (QuestionId::parse(&name), OptionId::parse(&value)) {
                given.insert(question, option);
            }
        }
        // What holds nothing of ours, such as the id of a part of the page, asks for nothing.
        if given.is_empty() && changing.is_none() && fragment != ASKING {
            return Self::Overview;
        }
        Self::Answers { given, changing }
    }

    /// The fragment, without `#`.
    #[must_use]
    pub fn fragment(&self) -> String {
        let Self::Answers { given, changing } = self else { return String::new() };
        let mut parts: Vec<String> = given.iter().map(|(question, option)| format!("{question}={option}")).collect();
        parts.extend(changing.as_ref().map(|question| format!("{CHANGING}={question}")));
        if parts.is_empty() { ASKING.to_owned() } else { parts.join("&") }
    }
}

/// The start page's fragment for what was typed into its search, without `#`.
#[must_use]
pub fn typed_fragment(query: &str) -> String {
    if query.is_empty() { String::new() } else { format!("{TYPED}={}", encode(query)) }
}

/// A map of the place with that address.
#[must_use]
pub fn map_href(address: &str) -> String {
    format!("https://www.openstreetmap.org/search?query={}", encode(address))
}

/// A link to a page of the app from a ticket's or service's parts.
#[must_use]
pub fn service_href(id: &ServiceId, view: &ServiceView, language: Language) -> String {
    Address::of_site(language, Page::Service(id.clone()), view.fragment()).href()
}

/// The ticket's link: its secret stands in the fragment.
#[must_use]
pub fn ticket_href(code: VisitCode, secret: &Secret, language: Language) -> String {
    Address::of_site(language, Page::Ticket(code), secret.to_text()).href()
}

#[cfg(test)]
mod tests;
