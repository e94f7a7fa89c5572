//! What a service is called: its name and keywords, word by word.

use contract::index::{Index, ServiceEntry, Tenant};

use super::normalise::{WORD_LENGTH_MAX, Words};
use super::{
    Explained,
    vocabulary::{Builder, CATEGORY, Fields, KEYWORD, LIFE_EVENT, NAME, SUMMARY, TENANT, Term, WordId},
};

/// A name or keyword.
#[derive(Debug)]
pub(super) struct Phrase {
    /// The words that count.
    pub terms: Vec<Term>,
    /// How many others stand between them.
    pub stops: usize,
}

/// A word of a name, and its bytes there.
#[derive(Debug)]
pub(super) struct NameWord {
    pub term: Term,
    pub start: usize,
    pub end: usize,
}

/// A service as ranking and explaining need it.
#[derive(Debug)]
pub(super) struct Entry {
    /// The whole name, and what stands before a bracket.
    pub names: Vec<Phrase>,
    /// In the order of the index.
    pub keywords: Vec<Phrase>,
    pub name_words: Vec<NameWord>,
}

/// A text, and its terms, for the words that many services share: tenants, categories, life events.
#[derive(Debug)]
pub(super) struct Shared {
    pub text: String,
    pub terms: Vec<Term>,
}

/// A text, word by word.
#[derive(Debug)]
struct Text {
    words: Words,
    /// As the vocabulary has them, with their bytes.
    found: Vec<(WordId, usize, usize)>,
}

impl Text {
    fn read(text: &str, builder: &mut Builder) -> Self {
        let words = Words::of(text);
        let mut found = Vec::with_capacity(words.len());
        each_word(&words, builder, &mut found);
        Self { words, found }
    }

    fn say(&self, service: u32, fields: Fields, builder: &mut Builder) {
        for (word, ..) in &self.found {
            if !builder.is_stop(*word) {
                builder.say(*word, service, fields);
            }
        }
    }

    /// Its terms are words of the builder until it is renumbered.
    fn phrase(&self, builder: &mut Builder) -> Phrase {
        let is_letter_at =
            |end| (0..self.words.len()).any(|at| self.words.bytes(at).1 == end && is_letter(self.words.word(at)));
        let mut terms = Vec::new();
        let mut last_end = 0;
        for &(word, start, end) in &self.found {
            // "AK-1": the joined word stands for the parts, unless one of them stands for it: "KTP-el" is "ktp".
            let letter_joined = end - start > 2 && is_letter_at(end);
            if !builder.is_stop(word) && !is_letter(builder.text_of(word)) && (start >= last_end || letter_joined) {
                terms.push(word);
                last_end = end;
            }
        }
        if terms.is_empty() {
            terms.extend(self.words.iter().map(|word| builder.word(word)));
        }
        let stops = self.words.iter().filter(|word| builder.is_stop_word(word)).count();
        Phrase { terms, stops }
    }
}

/// What services share, read once for all of them.
#[derive(Debug)]
pub(super) struct SharedTexts {
    tenants: Vec<Text>,
    categories: Vec<Text>,
    life_events: Vec<Text>,
}

impl SharedTexts {
    pub fn read(index: &Index, builder: &mut Builder) -> Self {
        let mut read = |text: &str| Text::read(text, builder);
        Self {
            tenants: index.tenants.iter().map(|tenant| read(&tenant_text(tenant))).collect(),
            categories: index.categories.iter().map(|category| read(&category.name)).collect(),
            life_events: index.life_events.iter().map(|event| read(&event.name)).collect(),
        }
    }

    /// Each with its terms, which are words of the builder until they are renumbered: tenants, categories, life events.
    pub fn phrases(&self, index: &Index, builder: &mut Builder) -> [Vec<Shared>; 3] {
        let mut shared = |text: String, read: &Text| Shared { text, terms: read.phrase(builder).terms };
        [
            index.tenants.iter().zip(&self.tenants).map(|(tenant, read)| shared(tenant_text(tenant), read)).collect(),
            index.categories.iter().zip(&self.categories).map(|(one, read)| shared(one.name.clone(), read)).collect(),
            index.life_events.iter().zip(&self.life_events).map(|(one, read)| shared(one.name.clone(), read)).collect(),
        ]
    }
}

/// Reads a service, with the places of what it shares, and says its words. Its terms are words of the builder until they are
/// renumbered.
pub(super) fn read(
    service: &ServiceEntry,
    number: u32,
    shares: &Explained,
    shared: &SharedTexts,
    builder: &mut Builder,
) -> Entry {
    let name = Text::read(&service.name, builder);
    name.say(number, NAME, builder);
    let mut names = vec![name.phrase(builder)];
    let head = service.name.split(['(', ':', ',']).next().unwrap_or(&service.name);
    if head.len() < service.name.len() {
        names.push(Text::read(head, builder).phrase(builder));
    }
    let mut keywords = Vec::with_capacity(service.keywords.len());
    for keyword in &service.keywords {
        let keyword = Text::read(keyword, builder);
        keyword.say(number, KEYWORD, builder);
        keywords.push(keyword.phrase(builder));
    }
    Text::read(&service.summary, builder).say(number, SUMMARY, builder);
    let tenant = shares.tenant.map(|at| (&shared.tenants[at], TENANT));
    let category = shares.category.map(|at| (&shared.categories[at], CATEGORY));
    let life_events = shares.life_events.iter().map(|at| (&shared.life_events[*at], LIFE_EVENT));
    for (text, fields) in tenant.into_iter().chain(category).chain(life_events) {
        text.say(number, fields, builder);
    }
    let name_words = name.found.iter().map(|&(term, start, end)| NameWord { term, start, end }).collect();
    Entry { names, keywords, name_words }
}

impl Entry {
    /// From words of the builder to terms of the vocabulary, without what is not in it.
    pub fn renumber(&mut self, terms: &[Option<Term>]) {
        for phrase in self.names.iter_mut().chain(&mut self.keywords) {
            renumber(&mut phrase.terms, terms);
        }
        self.name_words.retain_mut(|word| {
            let term = terms[word.term as usize];
            word.term = term.unwrap_or_default();
            term.is_some()
        });
    }
}

/// As [`Entry::renumber`].
pub(super) fn renumber(words: &mut Vec<Term>, terms: &[Option<Term>]) {
    words.retain_mut(|word| {
        let term = terms[*word as usize];
        *word = term.unwrap_or_default();
        term.is_some()
    });
}

/// A tenant's names. Short ones are also written as one word: "beacukai", "tirtasiak".
fn tenant_text(tenant: &Tenant) -> String {
    let joined: String = Words::of(&tenant.short).iter().collect();
    format!("{} {joined} {}", tenant.short, tenant.name)
}

/// Words as the vocabulary has them. Short parts of a word with hyphens say nothing alone: "KTP-el" is "ktp" and
/// "ktpel", "AK-1" is "ak1"; nor does what a "non-" denies. A letter alone belongs to the word before: "SIM A" is "sim"
/// and "sima".
fn each_word(words: &Words, builder: &mut Builder, found: &mut Vec<(WordId, usize, usize)>) {
    let mut joined = String::new();
    // Where the joined word begins anew.
    let mut joined_from = 0;
    for at in 0..words.len() {
        let (word, (start, end)) = (words.word(at), words.bytes(at));
        let (hyphened, hyphen_after) = (words.is_hyphened(at), words.is_hyphened(at + 1));
        let lettered = at > 0 && is_letter(word) && !builder.is_stop_word(words.word(at - 1));
        if hyphened || lettered {
            joined.clear();
            joined.extend((joined_from..=at).map(|part| words.word(part)));
            if joined.len() <= WORD_LENGTH_MAX {
                found.push((builder.word(&joined), words.bytes(at - 1).0, end));
            }
        } else {
            joined_from = at;
        }
        let denied = hyphened && words.word(at - 1) == "non";
        if (word.len() > 2 || !(hyphened || hyphen_after)) && !denied {
            found.push((builder.word(word), start, end));
        }
    }
}

fn is_letter(word: &str) -> bool {
    word.len() == 1 && word.starts_with(|letter: char| letter.is_ascii_lowercase())
}
