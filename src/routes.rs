//! Every address of the app: parsed and written here, nowhere else.
//!
//! Indonesian pages stand at the root, English ones under `/en`, with the same words after it, so that one table serves
//! both. What is personal or passing (answers, secrets) lives in the fragment, which no request carries.

use contract::{
    CategoryId, Language, LifeEventId, OptionId, QuestionId, Secret, ServiceId, TenantId, VisitCode,
    index::ServiceEntry, limits::QUERY_LENGTH_MAX, service::Answers,
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
    /// No page has this address.
    Unknown,
}

/// What the list of services shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    pub query: String,
    pub tenant: Option<TenantId>,
    pub category: Option<CategoryId>,
    pub life_event: Option<LifeEventId>,
}

/// A page in a language, with its fragment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
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
const CHANGING: &str = "ubah";
const ASKING: &str = "tanya";
const QUERY: &str = "q";
const TENANT: &str = "instansi";
const CATEGORY: &str = "kategori";
const LIFE_EVENT: &str = "peristiwa";
const TYPED: &str = "cari";
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
            Self::Unknown => "/tidak-ada".to_owned(),
        };
        match (language, self) {
            (Language::Id, _) => path,
            (Language::En, Self::Start) => format!("/{ENGLISH}"),
            (Language::En, _) => in_language(&path, language),
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
            _ => return None,
        })
    }
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

    fn parse(query: &str) -> Self {
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

    fn query_string(&self) -> String {
        let mut parts = Vec::new();
        if !self.query.is_empty() {
            parts.push(format!("{QUERY}={}", encode(&self.query)));
        }
        parts.extend(self.fields().into_iter().map(|(name, value)| format!("{name}={value}")));
        if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) }
    }
}

impl Address {
    /// Takes the parts as the browser and the server have them: path with a leading slash, query and fragment without
    /// their marks. What no page has is `Page::Unknown`.
    #[must_use]
    pub fn parse(path: &str, query: &str, fragment: &str) -> Self {
        let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
        let (language, segments) = match segments.as_slice() {
            [ENGLISH, rest @ ..] => (Language::En, rest),
            all => (Language::Id, all),
        };
        Self { language, page: Page::parse(segments, query).unwrap_or(Page::Unknown), fragment: fragment.to_owned() }
    }

    /// Path, query and fragment.
    #[must_use]
    pub fn href(&self) -> String {
        let path = self.page.path(self.language);
        if self.fragment.is_empty() { path } else { format!("{path}#{}", self.fragment) }
    }

    /// The same page in the other language.
    #[must_use]
    pub fn in_other_language(&self) -> Self {
        Self { language: self.language.other(), ..self.clone() }
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
}

impl Address {
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
    Address { language, page: Page::Service(id.clone()), fragment: view.fragment() }.href()
}

/// The ticket's link: its secret stands in the fragment.
#[must_use]
pub fn ticket_href(code: VisitCode, secret: &Secret, language: Language) -> String {
    Address { language, page: Page::Ticket(code), fragment: secret.to_text() }.href()
}

/// `name=value` pairs of a query or fragment, decoded.
fn pairs(text: &str) -> impl Iterator<Item = (String, String)> + '_ {
    text.split('&').filter_map(|part| {
        let (name, value) = part.split_once('=')?;
        Some((decode(name), decode(value)))
    })
}

fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            encoded.push(char::from(byte));
        } else if byte == b' ' {
            encoded.push('+');
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut index = 0;
    while index < bytes.len() {
        let escaped = (bytes[index] == b'%')
            .then(|| bytes.get(index + 1..index + 3))
            .flatten()
            .filter(|digits| digits.iter().all(u8::is_ascii_hexdigit))
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match (escaped, bytes[index]) {
            (Some(byte), _) => {
                decoded.push(byte);
                index += 2;
            }
            (None, b'+') => decoded.push(b' '),
            (None, byte) => decoded.push(byte),
        }
        index += 1;
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

#[cfg(test)]
mod tests;
