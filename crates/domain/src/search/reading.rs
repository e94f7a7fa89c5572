//! How a query is understood: each word with all that it may stand for.

use contract::limits::QUERY_LENGTH_MAX;

use super::distance::same_but_doubled;
use super::normalise::{Words, roots};
use super::sorting::{Keyed, sort};
use super::vocabulary::{Lookup, Term};
use super::words::{MEANT, NAMES, SAME, SOFT, SPELLINGS, STOP};

/// Words of a query that are read; more say nothing new.
pub(super) const WORDS_MAX: usize = 16;

/// Per cent that a word counts, by how it was found.
const EXACT: u8 = 100;
const SPELT: u8 = 97;
const NAMED: u8 = 92;
const RELATED: u8 = 88;
/// A beginning, and how much more the nearer it is to the whole word.
const BEGUN: u8 = 54;
const BEGUN_MORE: u8 = 38;
/// The longer half of a word that was put together.
const HALF: u8 = 70;
const SAME_MEANING: u8 = 78;
const MEANT_BY: u8 = 62;
/// A letter doubled, or one of two left out.
const DOUBLED: u8 = 94;
const LEAST_MENDED: u8 = 56;

/// One word of the query.
#[derive(Debug)]
pub(super) struct QueryWord {
    pub typed: String,
    /// What it was taken for, where that is another word.
    pub read_as: Option<String>,
    /// What it may stand for, sorted by term, and how sure that is, in per cent.
    pub matches: Vec<(Term, u8)>,
    /// It only tips the scales.
    pub soft: bool,
    /// No word of the catalogue begins so: all it may stand for is a guess.
    pub guessed: bool,
}

/// The words of the query of a query, in its order.
pub(super) fn read(query: &str, lookup: &mut Lookup<'_>) -> Vec<QueryWord> {
    let query: String = query.chars().take(QUERY_LENGTH_MAX).collect();
    let typed: Vec<String> = Words::of(&query).iter().take(WORDS_MAX).map(str::to_owned).collect();
    let open = query.chars().next_back().is_some_and(char::is_alphanumeric);
    let typed = joined(typed, lookup);
    // A stop word alone may still become another word: "di" is on the way to "dinsos".
    let alone = typed.len() == 1;
    let last = typed.len().saturating_sub(1);
    let mut tokens = Vec::with_capacity(typed.len());
    for (at, typed) in typed.into_iter().enumerate() {
        if is_stop(&typed.word) && !(open && alone) {
            let Typed { word, shown, .. } = typed;
            tokens.push(Token { word, shown, read_as: None, guessed: false, found: Matches::default() });
        } else {
            recognise(typed, open && at == last, lookup, &mut tokens);
        }
    }
    tokens.truncate(WORDS_MAX);
    let names = named(&tokens);
    let telling =
        tokens.into_iter().zip(names).filter(|(token, name)| alone || name.is_some() || !is_stop(&token.word));
    let mut query_words: Vec<QueryWord> = telling.map(|(token, name)| understand(token, name, lookup)).collect();
    if query_words.iter().all(|query_word| query_word.soft) {
        query_words.iter_mut().for_each(|query_word| query_word.soft = false);
    }
    query_words
}

pub(super) fn is_stop(word: &str) -> bool {
    STOP.binary_search(&word).is_ok()
}

/// A word as typed, joined with the one after it where they belong together.
struct Typed {
    word: String,
    shown: String,
    /// The longer half of a joined word.
    half: Option<String>,
}

/// A word with what the vocabulary has for it.
struct Token {
    /// In the house spelling, slips mended.
    word: String,
    shown: String,
    read_as: Option<String>,
    guessed: bool,
    found: Matches,
}

/// Puts together what is written apart: "e ktp" is "ektp", "ak 1" is "ak1".
fn joined(typed: Vec<String>, lookup: &mut Lookup<'_>) -> Vec<Typed> {
    let mut all = Vec::with_capacity(typed.len());
    let mut rest = typed.into_iter().peekable();
    while let Some(word) = rest.next() {
        let next = rest.peek().filter(|next| word.len().min(next.len()) <= 2 && word.len().max(next.len()) <= 12);
        let both = next.map(|next| format!("{word}{next}"));
        let known = both.filter(|both| spelling(both).is_some() || lookup.exact(both).is_some());
        let joined = known.and_then(|both| {
            let next = rest.next()?;
            let shown = format!("{word} {next}");
            let half = if word.len() > next.len() { word.clone() } else { next };
            Some(Typed { word: both, shown, half: Some(half) })
        });
        all.push(joined.unwrap_or_else(|| Typed { shown: word.clone(), word, half: None }));
    }
    all
}

/// Finds a typed word in the vocabulary: as it is, by its root or beginning, or else with its slips mended.
fn recognise(typed: Typed, open: bool, lookup: &mut Lookup<'_>, tokens: &mut Vec<Token>) {
    let Typed { mut word, shown, half } = typed;
    let mut found = Matches::default();
    found.add(lookup.exact(&word), EXACT);
    let mut related = Vec::new();
    lookup.related(&word, &mut related);
    found.add(related.drain(..), RELATED);
    let whole = !found.0.is_empty();
    if open || !whole {
        begun(&word, lookup, &mut found);
    }
    if let Some(half) = half.filter(|half| half.len() > 2) {
        found.add(lookup.exact(&half), HALF);
    }
    let (mut read_as, mut guessed) = (None, false);
    if found.0.is_empty() && !is_stop(&word) {
        if let Some((left, right)) = split(&word, lookup) {
            for part in [left, right] {
                let part = Typed { word: part.to_owned(), shown: part.to_owned(), half: None };
                recognise(part, false, lookup, tokens);
            }
            return;
        }
        guessed = true;
        for (term, slips) in lookup.corrections(&word, open) {
            let meant = lookup.vocabulary.word(term);
            let sure = if same_but_doubled(&word, meant) { DOUBLED } else { mended(slips, word.len()) };
            found.add([term], sure);
            read_as.get_or_insert_with(|| meant.to_owned());
        }
        if let Some(mended) = &read_as {
            lookup.related(mended, &mut related);
            found.add(related, LEAST_MENDED);
            word.clone_from(mended);
        }
    } else if !whole && found.0.iter().all(|(term, _)| lookup.vocabulary.postings(*term).is_empty()) {
        // Only the tables know a word that begins so: "dukcap".
        if let Some((term, _)) = found.0.first() {
            lookup.vocabulary.word(*term).clone_into(&mut word);
        }
    }
    if let Some(spelt) = spelling(&word) {
        add_word(spelt, SPELT, lookup, &mut found);
        spelt.clone_into(&mut word);
        read_as = Some(spelt.to_owned());
    }
    tokens.push(Token { word, shown, read_as, guessed, found });
}

/// How sure a word is after its slips were mended: the longer, the surer.
fn mended(slips: u8, length: usize) -> u8 {
    let doubt = usize::from(slips) * 150 / length.max(1);
    u8::try_from(100_usize.saturating_sub(doubt)).map_or(LEAST_MENDED, |sure| sure.max(LEAST_MENDED))
}

/// For each word the meaning of the longest old or many-worded name that it is part of.
fn named(tokens: &[Token]) -> Vec<Option<&'static str>> {
    let mut names: Vec<(usize, Option<&'static str>)> = vec![(0, None); tokens.len()];
    for (name, meaning) in NAMES {
        let length = name.split(' ').count();
        for at in 0..(tokens.len() + 1).saturating_sub(length) {
            let mut here = tokens[at..at + length].iter();
            if name.split(' ').all(|word| here.next().is_some_and(|token| token.word == word || token.shown == word)) {
                let longer = names[at..at + length].iter_mut().filter(|(known, _)| *known < length);
                longer.for_each(|known| *known = (length, Some(*meaning)));
            }
        }
    }
    names.into_iter().map(|(_, meaning)| meaning).collect()
}

/// Adds what the word may mean besides.
fn understand(token: Token, name: Option<&str>, lookup: &mut Lookup<'_>) -> QueryWord {
    let Token { word, shown, read_as, guessed, mut found } = token;
    let hint = SOFT.iter().find(|(soft, _)| *soft == word).map(|(_, hint)| *hint);
    for meaning in name.into_iter().chain(hint).flat_map(|meaning| meaning.split(' ')) {
        add_word(meaning, NAMED, lookup, &mut found);
    }
    for (group, sure) in meanings(&word) {
        for other in group.split(' ').filter(|other| *other != word) {
            found.add(lookup.exact(other), sure);
        }
    }
    QueryWord { typed: shown, read_as, matches: found.sorted(), soft: hint.is_some() && name.is_none(), guessed }
}

/// The groups of words that mean about what this one means.
fn meanings(word: &str) -> impl Iterator<Item = (&'static str, u8)> {
    let means = move |group: &&str| {
        let mut known = group.split(' ').any(|other| other == word);
        roots(word, &mut |root| known |= group.split(' ').any(|other| other == root));
        known
    };
    let same = SAME.iter().copied().filter(means).map(|group| (group, SAME_MEANING));
    let meant = MEANT.iter().filter(move |(typed, _)| *typed == word).map(|(_, meant)| (*meant, MEANT_BY));
    same.chain(meant)
}

fn spelling(word: &str) -> Option<&'static str> {
    SPELLINGS.iter().find(|(typed, _)| *typed == word).map(|(_, read)| *read)
}

/// The nearer the beginning is to the whole word, the surer.
fn begun(word: &str, lookup: &mut Lookup<'_>, found: &mut Matches) {
    let mut terms = Vec::new();
    lookup.begun(word, &mut terms);
    for term in terms {
        let share = word.len() * usize::from(BEGUN_MORE) / lookup.vocabulary.word(term).len().max(1);
        found.add([term], BEGUN + u8::try_from(share).unwrap_or(BEGUN_MORE));
    }
}

fn add_word(word: &str, sure: u8, lookup: &mut Lookup<'_>, found: &mut Matches) {
    found.add(lookup.exact(word), sure);
    let mut related = Vec::new();
    lookup.related(word, &mut related);
    found.add(related, sure - sure / 8);
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
    fn sorted(self) -> Vec<(Term, u8)> {
        let key = |(term, sure): (Term, u8)| (u64::from(term) << 8 | u64::from(u8::MAX - sure), u32::from(sure));
        let mut order: Vec<Keyed> = self.0.into_iter().map(key).collect();
        sort(&mut order);
        let mut all: Vec<(Term, u8)> = order.into_iter().map(|(key, sure)| ((key >> 8) as Term, sure as u8)).collect();
        all.dedup_by_key(|(term, _)| *term);
        all
    }
}
