//! How a query is understood: each word with all that it may stand for.

use contract::limits::QUERY_LENGTH_MAX;

use super::normalise::{roots, words};
use super::vocabulary::{Lookup, Term};
use super::words::{MEANT, NAMES, SAME, SOFT, SPELLINGS, STOP};

/// Words of a query that are read; more say nothing new.
const WORDS_MAX: usize = 16;

/// Per cent that a word counts, by how it was found.
const EXACT: u8 = 100;
const SPELT: u8 = 97;
const NAMED: u8 = 92;
const RELATED: u8 = 88;
const BEGUN: u8 = 80;
const SAME_MEANING: u8 = 78;
const MEANT_BY: u8 = 62;
const ONE_SLIP: u8 = 76;
const TWO_SLIPS: u8 = 60;

/// One word of the query.
#[derive(Debug)]
pub(super) struct Slot {
    pub typed: String,
    /// What it was taken for, where that is another word.
    pub read_as: Option<String>,
    /// What it may stand for, sorted by term, and how sure that is, in per cent.
    pub matches: Vec<(Term, u8)>,
    /// It only tips the scales.
    pub soft: bool,
}

/// The slots of a query, in its order.
pub(super) fn read(query: &str, lookup: &mut Lookup<'_>) -> Vec<Slot> {
    let query: String = query.chars().take(QUERY_LENGTH_MAX).collect();
    let typed: Vec<String> = words(&query).into_iter().take(WORDS_MAX).map(|word| word.text).collect();
    let open = query.chars().next_back().is_some_and(char::is_alphanumeric);
    let typed = joined(typed, lookup);
    let names = named(&typed);
    let all_stops = typed.iter().all(|(word, _)| is_stop(word));
    let last = typed.len().saturating_sub(1);
    let mut slots = Vec::new();
    for (at, (word, shown)) in typed.iter().enumerate() {
        let name = names[at];
        if is_stop(word) && !all_stops && name.is_none() {
            continue;
        }
        read_word(word, shown, name, open && at == last, lookup, &mut slots);
    }
    if slots.iter().all(|slot| slot.soft) {
        slots.iter_mut().for_each(|slot| slot.soft = false);
    }
    slots
}

pub(super) fn is_stop(word: &str) -> bool {
    STOP.split(' ').any(|stop| stop == word)
}

/// Puts together what is written apart: "e ktp" is "ektp", "ak 1" is "ak1". Each word with what was typed.
fn joined(typed: Vec<String>, lookup: &mut Lookup<'_>) -> Vec<(String, String)> {
    let mut all = Vec::with_capacity(typed.len());
    let mut rest = typed.into_iter().peekable();
    while let Some(word) = rest.next() {
        let next = rest.peek().filter(|next| word.len().min(next.len()) <= 2 && word.len().max(next.len()) <= 12);
        let both = next.map(|next| (format!("{word}{next}"), format!("{word} {next}")));
        let known = |both: &String, lookup: &mut Lookup<'_>| spelling(both).is_some() || lookup.exact(both).is_some();
        match both.filter(|(both, _)| known(both, lookup)) {
            Some(both) => {
                rest.next();
                all.push(both);
            }
            None => all.push((word.clone(), word)),
        }
    }
    all
}

/// For each word the meaning of the longest old or many-worded name that it is part of.
fn named(typed: &[(String, String)]) -> Vec<Option<&'static str>> {
    let mut names: Vec<(usize, Option<&'static str>)> = vec![(0, None); typed.len()];
    for (name, meaning) in NAMES {
        let length = name.split(' ').count();
        for at in 0..(typed.len() + 1).saturating_sub(length) {
            let here = &typed[at..at + length];
            if name.split(' ').eq(here.iter().map(|(word, _)| word.as_str())) {
                let longer = names[at..at + length].iter_mut().filter(|(known, _)| *known < length);
                longer.for_each(|known| *known = (length, Some(*meaning)));
            }
        }
    }
    names.into_iter().map(|(_, meaning)| meaning).collect()
}

fn spelling(word: &str) -> Option<&'static str> {
    SPELLINGS.iter().find(|(typed, _)| *typed == word).map(|(_, read)| *read)
}

fn read_word(word: &str, shown: &str, name: Option<&str>, open: bool, lookup: &mut Lookup<'_>, slots: &mut Vec<Slot>) {
    let mut found = Matches::default();
    found.add(lookup.exact(word), EXACT);
    let mut related = Vec::new();
    lookup.related(word, &mut related);
    found.add(related.drain(..), RELATED);
    if open || found.0.is_empty() {
        begun(word, lookup, &mut found);
    }
    let direct = !found.0.is_empty();

    let spelt = spelling(word);
    if let Some(spelt) = spelt {
        add_word(spelt, SPELT, lookup, &mut found);
    }
    let hint = SOFT.iter().find(|(soft, _)| *soft == word).map(|(_, hint)| *hint);
    for meaning in name.into_iter().chain(hint).flat_map(|meaning| meaning.split(' ')) {
        add_word(meaning, NAMED, lookup, &mut found);
    }
    let same = same_meaning(spelt.unwrap_or(word), lookup, &mut found);
    let mut read_as = spelt.or(if direct || name.is_some() { None } else { same }).map(ToOwned::to_owned);

    if found.0.is_empty() {
        if let Some((left, right)) = split(word, lookup) {
            for part in [left, right] {
                read_word(part, part, None, false, lookup, slots);
            }
            return;
        }
        for (term, slips) in lookup.corrections(word, open) {
            found.add([term], if slips <= 1 { ONE_SLIP } else { TWO_SLIPS });
            let corrected = lookup.vocabulary.word(term);
            read_as.get_or_insert_with(|| corrected.to_owned());
        }
        let corrected = read_as.clone();
        if let Some(corrected) = &corrected {
            lookup.related(corrected, &mut related);
            found.add(related.drain(..), TWO_SLIPS);
        }
    }
    slots.push(Slot { typed: shown.to_owned(), read_as, matches: found.sorted(), soft: hint.is_some() });
}

/// The nearer the beginning is to the whole word, the surer.
fn begun(word: &str, lookup: &mut Lookup<'_>, found: &mut Matches) {
    let mut terms = Vec::new();
    lookup.begun(word, &mut terms);
    for term in terms {
        let length = lookup.vocabulary.word(term).len();
        let missing = u8::try_from((length - word.len()).min(10)).unwrap_or(10);
        found.add([term], BEGUN + 10 - missing);
    }
}

fn add_word(word: &str, sure: u8, lookup: &mut Lookup<'_>, found: &mut Matches) {
    found.add(lookup.exact(word), sure);
    let mut related = Vec::new();
    lookup.related(word, &mut related);
    found.add(related, sure - sure / 8);
}

/// Adds the words that mean the same and answers with the first that the catalogue says.
fn same_meaning(word: &str, lookup: &mut Lookup<'_>, found: &mut Matches) -> Option<&'static str> {
    let mut first = None;
    let means = |group: &&&str| {
        let mut known = group.split(' ').any(|other| other == word);
        roots(word, &mut |root| known |= group.split(' ').any(|other| other == root));
        known
    };
    let same = SAME.iter().filter(means).map(|group| (*group, SAME_MEANING));
    let meant = MEANT.iter().filter(|(typed, _)| *typed == word).map(|(_, meant)| (*meant, MEANT_BY));
    for (group, sure) in same.chain(meant) {
        for other in group.split(' ').filter(|other| *other != word) {
            if let Some(term) = lookup.exact(other) {
                found.add([term], sure);
                first.get_or_insert(other);
            }
        }
    }
    first
}

/// Two words of the catalogue written as one: "beacukai".
fn split<'a>(word: &'a str, lookup: &mut Lookup<'_>) -> Option<(&'a str, &'a str)> {
    (3..word.len().saturating_sub(2))
        .map(|at| word.split_at(at))
        .find(|(left, right)| lookup.exact(left).is_some() && lookup.exact(right).is_some())
}

#[derive(Debug, Default)]
struct Matches(Vec<(Term, u8)>);

impl Matches {
    fn add(&mut self, terms: impl IntoIterator<Item = Term>, sure: u8) {
        self.0.extend(terms.into_iter().map(|term| (term, sure)));
    }

    /// By term, each once, the surest way.
    fn sorted(mut self) -> Vec<(Term, u8)> {
        self.0.sort_unstable_by(|one, other| one.0.cmp(&other.0).then(other.1.cmp(&one.1)));
        self.0.dedup_by_key(|(term, _)| *term);
        self.0
    }
}
