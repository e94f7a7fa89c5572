//! What a service is called: its name and keywords, word by word.

use contract::index::{Index, ServiceEntry, Tenant};

use super::normalise::{WORD_LENGTH_MAX, Word, words};
use super::reading::is_stop;
use super::vocabulary::{
    Builder, CATEGORY, Fields, KEYWORD, LIFE_EVENT, Lookup, NAME, SUMMARY, TENANT, Term, Vocabulary,
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

/// Hands every word of a service to the builder.
pub(super) fn say_all(index: &Index, service: &ServiceEntry, number: u32, builder: &mut Builder) {
    let mut say = |text: &str, fields: Fields| {
        each_word(&words(text), &mut |word, _, _| {
            if !is_stop(word) {
                builder.say(word, number, fields);
            }
        });
    };
    say(&service.name, NAME);
    for keyword in &service.keywords {
        say(keyword, KEYWORD);
    }
    say(&service.summary, SUMMARY);
    for tenant in index.tenants.iter().filter(|tenant| tenant.id == service.tenant) {
        say(&tenant_text(tenant), TENANT);
    }
    for category in index.categories.iter().filter(|category| category.id == service.category) {
        say(&category.name, CATEGORY);
    }
    for event in index.life_events.iter().filter(|event| service.life_events.contains(&event.id)) {
        say(&event.name, LIFE_EVENT);
    }
}

/// A tenant's names. Short ones are also written as one word: "beacukai", "tirtasiak".
pub(super) fn tenant_text(tenant: &Tenant) -> String {
    let joined: String = words(&tenant.short).into_iter().map(|word| word.text).collect();
    format!("{} {joined} {}", tenant.short, tenant.name)
}

/// Words as the vocabulary has them. Short parts of a word with hyphens say nothing alone: "KTP-el" is "ktp" and
/// "ktpel", "AK-1" is "ak1"; nor does what a "non-" denies. A letter alone belongs to the word before: "SIM A" is "sim"
/// and "sima".
fn each_word(words: &[Word], found: &mut dyn FnMut(&str, usize, usize)) {
    let mut joined = String::new();
    for (at, word) in words.iter().enumerate() {
        let hyphen_after = words.get(at + 1).is_some_and(|next| next.hyphened);
        let lettered = at > 0 && is_letter(&word.text) && !is_stop(&words[at - 1].text);
        if word.hyphened || lettered {
            joined.push_str(&word.text);
            if joined.len() <= WORD_LENGTH_MAX {
                found(&joined, words[at - 1].start, word.end);
            }
        } else {
            joined.clone_from(&word.text);
        }
        let denied = word.hyphened && words[at - 1].text == "non";
        if (word.text.len() > 2 || !(word.hyphened || hyphen_after)) && !denied {
            found(&word.text, word.start, word.end);
        }
    }
}

fn is_letter(word: &str) -> bool {
    word.len() == 1 && word.starts_with(|letter: char| letter.is_ascii_lowercase())
}

pub(super) fn entry(service: &ServiceEntry, vocabulary: &Vocabulary) -> Entry {
    let head = service.name.split(['(', ':', ',']).next().unwrap_or(&service.name);
    let mut names = vec![phrase(&service.name, vocabulary)];
    if head.len() < service.name.len() {
        names.push(phrase(head, vocabulary));
    }
    let keywords = service.keywords.iter().map(|keyword| phrase(keyword, vocabulary)).collect();
    let mut name_words = Vec::new();
    let mut lookup = Lookup { vocabulary, comparisons: 0 };
    each_word(&words(&service.name), &mut |word, start, end| {
        name_words.extend(lookup.exact(word).map(|term| NameWord { term, start, end }));
    });
    Entry { names, keywords, name_words }
}

pub(super) fn shared(text: &str, vocabulary: &Vocabulary) -> Shared {
    Shared { text: text.to_owned(), terms: phrase(text, vocabulary).terms }
}

fn phrase(text: &str, vocabulary: &Vocabulary) -> Phrase {
    let mut lookup = Lookup { vocabulary, comparisons: 0 };
    let read = words(text);
    let mut terms = Vec::new();
    let stops = read.iter().filter(|word| is_stop(&word.text)).count();
    let mut last_end = 0;
    each_word(&read, &mut |word, start, end| {
        // "AK-1": the joined word stands for the parts, unless one of them stands for it: "KTP-el" is "ktp".
        let letter_joined = end - start > 2 && read.iter().any(|part| part.end == end && is_letter(&part.text));
        if !is_stop(word) && !is_letter(word) && (start >= last_end || letter_joined) {
            terms.extend(lookup.exact(word));
            last_end = end;
        }
    });
    if terms.is_empty() {
        terms.extend(read.iter().filter_map(|word| lookup.exact(&word.text)));
    }
    Phrase { terms, stops }
}
