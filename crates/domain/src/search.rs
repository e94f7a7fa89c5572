//! Finding a service by what people type: everyday words, slips of the finger, old names, both languages.

mod distance;
mod normalise;
mod phrases;
mod ranking;
mod reading;
mod sorting;
mod vocabulary;
mod words;

use contract::index::{Index, ServiceEntry};

use phrases::{Entry, Shared, SharedTexts};
use ranking::Meant;
use reading::QueryWord;
use vocabulary::{Builder, Lookup, Vocabulary};

/// Hits that one query gives at most.
pub const HITS_MAX: usize = 50;

/// The words of one language's index, ready to be searched at every key.
#[derive(Debug)]
pub struct SearchIndex {
    vocabulary: Vocabulary,
    /// One a service, as in the index.
    entries: Vec<Entry>,
    services: Vec<Explained>,
    life_events: Vec<Shared>,
    categories: Vec<Shared>,
    tenants: Vec<Shared>,
}

/// A search index that is being built, a part at a time: a page that is read meanwhile stays quick. Always of the same index.
#[derive(Debug)]
pub struct Building {
    builder: Builder,
    shared: SharedTexts,
    services: Vec<Explained>,
    entries: Vec<Entry>,
}

/// Services of one part.
const PART: usize = 16;

impl Building {
    #[must_use]
    pub fn begin(index: &Index) -> Self {
        let mut builder = Builder::default();
        let shared = SharedTexts::read(index, &mut builder);
        Self { builder, shared, services: Vec::new(), entries: Vec::new() }
    }

    /// Reads the next few services; `false` where none are left.
    pub fn read_some(&mut self, index: &Index) -> bool {
        let Self { builder, shared, services, entries } = self;
        let done = entries.len();
        for (number, service) in (0..).zip(&index.services).skip(done).take(PART) {
            let explained = Explained::of(service, index);
            entries.push(phrases::read(service, number, &explained, shared, builder));
            services.push(explained);
        }
        entries.len() > done
    }

    /// Sorts what was read.
    #[must_use]
    pub fn sort(self, index: &Index) -> Sorted {
        let Self { mut builder, shared, services, mut entries } = self;
        let mut shared = shared.phrases(index, &mut builder);
        words::all().for_each(|word| builder.know(word));
        let (vocabulary, terms) = builder.build();
        entries.iter_mut().for_each(|entry| entry.renumber(&terms));
        shared.iter_mut().flatten().for_each(|shared| phrases::renumber(&mut shared.terms, &terms));
        let [tenants, categories, life_events] = shared;
        Sorted(SearchIndex { vocabulary, entries, services, life_events, categories, tenants })
    }
}

/// What lacks nothing any more but the roots of its words.
#[derive(Debug)]
pub struct Sorted(SearchIndex);

impl Sorted {
    /// Ready to be searched.
    #[must_use]
    pub fn finish(self) -> SearchIndex {
        let Self(mut search) = self;
        search.vocabulary.find_roots();
        search
    }
}

/// What tells why a service was found.
#[derive(Debug)]
struct Explained {
    keywords: Vec<String>,
    life_events: Vec<usize>,
    category: Option<usize>,
    tenant: Option<usize>,
}

impl Explained {
    fn of(service: &ServiceEntry, index: &Index) -> Self {
        Self {
            keywords: service.keywords.clone(),
            life_events: (0..index.life_events.len())
                .filter(|at| service.life_events.contains(&index.life_events[*at].id))
                .collect(),
            category: index.categories.iter().position(|category| category.id == service.category),
            tenant: index.tenants.iter().position(|tenant| tenant.id == service.tenant),
        }
    }
}

/// What a query found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The words that were read otherwise than typed, in the order of the query.
    pub understood: Vec<Understood>,
    /// Best first, at most `HITS_MAX`.
    pub hits: Vec<Hit>,
    /// Whether there are more than these.
    pub is_cut: bool,
}

/// A word that was read otherwise: "ilang" as "hilang".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Understood {
    pub typed: String,
    pub read_as: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Index into `Index::services`.
    pub service: usize,
    pub because: Because,
    /// Byte ranges of the matched words in the service's name, ascending, apart from each other.
    pub marks: Vec<(usize, usize)>,
}

/// Why a service was found: `Name` where the name says it all, else the strongest reason beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Because {
    Name,
    Keyword(String),
    Summary,
    Tenant,
    LifeEvent(String),
    Category(String),
}

impl SearchIndex {
    #[must_use]
    pub fn new(index: &Index) -> Self {
        let mut building = Building::begin(index);
        while building.read_some(index) {}
        building.sort(index).finish()
    }

    /// The services that answer the query, best first; none where nothing sensible matches. Reads at most
    /// `limits::QUERY_LENGTH_MAX` characters.
    #[must_use]
    pub fn search(&self, query: &str) -> Found {
        self.search_within(query, &|_| true)
    }

    /// As `search`, among the services that are wanted, by their index: what is not wanted takes no other's place.
    #[must_use]
    pub fn search_within(&self, query: &str, is_wanted: &dyn Fn(usize) -> bool) -> Found {
        self.search_and_count(query, is_wanted).0
    }

    /// Words of the vocabulary that a query is compared with: the same number on every machine.
    #[must_use]
    pub fn comparisons(&self, query: &str) -> usize {
        self.search_and_count(query, &|_| true).1
    }

    /// Distinct words of all services.
    #[must_use]
    pub fn vocabulary_size(&self) -> usize {
        self.vocabulary.len()
    }

    fn search_and_count(&self, query: &str, is_wanted: &dyn Fn(usize) -> bool) -> (Found, usize) {
        let mut lookup = Lookup { vocabulary: &self.vocabulary, comparisons: 0 };
        let query_words = reading::read(query, &mut lookup);
        let meant = Meant::of(&query_words);
        let ranked = ranking::rank(&self.vocabulary, &self.entries, &query_words, &meant, is_wanted);
        let hits: Vec<Hit> =
            ranked.iter().take(HITS_MAX).map(|hit| self.hit(hit.service, &query_words, &meant)).collect();
        let understood =
            query_words.into_iter().filter(|_| !hits.is_empty()).filter_map(|QueryWord { typed, read_as, .. }| {
                read_as.filter(|read_as| *read_as != typed).map(|read_as| Understood { typed, read_as })
            });
        (Found { understood: understood.collect(), is_cut: ranked.len() > HITS_MAX, hits }, lookup.comparisons)
    }

    fn hit(&self, service: usize, query_words: &[QueryWord], meant: &Meant) -> Hit {
        let entry = &self.entries[service];
        let mut marks: Vec<(usize, usize)> = Vec::new();
        let mut named = 0_u32;
        for word in &entry.name_words {
            let query_words = meant.query_words(word.term);
            if query_words != 0 {
                named |= query_words;
                match marks.last_mut().filter(|(_, end)| *end > word.start) {
                    Some((start, end)) => (*start, *end) = ((*start).min(word.start), (*end).max(word.end)),
                    None => marks.push((word.start, word.end)),
                }
            }
        }
        let hard = (0..)
            .zip(query_words)
            .filter(|(_, query_word)| !query_word.soft)
            .fold(0, |set, (at, _): (u32, _)| set | 1 << at);
        Hit { service, because: self.because(service, hard & !named, meant), marks }
    }

    /// The reason for the words that the name doesn't say.
    fn because(&self, service: usize, unsaid: u32, meant: &Meant) -> Because {
        let explained = &self.services[service];
        let said = |terms: &[_]| terms.iter().fold(0, |set, term| set | meant.query_words(*term)) & unsaid;
        let keywords = self.entries[service].keywords.iter().zip(&explained.keywords);
        // The keyword that says most of them with least beside; of equals the first.
        let keyword = keywords
            .map(|(phrase, text)| (said(&phrase.terms).count_ones(), phrase.terms.len(), text))
            .filter(|(said, ..)| *said > 0)
            .min_by(|one, other| other.0.cmp(&one.0).then(one.1.cmp(&other.1)));
        let event = explained.life_events.iter().map(|at| &self.life_events[*at]).find(|event| said(&event.terms) > 0);
        let category = explained.category.map(|at| &self.categories[at]).filter(|category| said(&category.terms) > 0);
        let tenant = explained.tenant.is_some_and(|at| said(&self.tenants[at].terms) > 0);
        match (keyword, event, category) {
            (Some((_, _, keyword)), ..) => Because::Keyword(keyword.clone()),
            (None, ..) if tenant => Because::Tenant,
            (None, Some(event), _) => Because::LifeEvent(event.text.clone()),
            (None, None, Some(category)) => Because::Category(category.text.clone()),
            (None, None, None) if self.in_summary(service, unsaid, meant) => Because::Summary,
            (None, None, None) => Because::Name,
        }
    }

    fn in_summary(&self, service: usize, unsaid: u32, meant: &Meant) -> bool {
        meant.terms(unsaid).any(|term| {
            let postings = self.vocabulary.postings(term);
            postings.binary_search_by_key(&service, |posting| posting.service as usize).is_ok()
        })
    }
}

#[cfg(test)]
mod tests;
