//! Every word of the catalogue, sorted, with the services that say it.

mod builder;

use super::distance::{distance, forgiven, same_but_doubled};
use super::normalise::{WORD_LENGTH_MAX, roots};
use super::sorting::{Keyed, sort, sort_with};

pub(super) use builder::{Builder, WordId};

/// A word's place in the vocabulary.
pub(super) type Term = u32;

/// Where a service says a word; a set of bits.
pub(super) type Fields = u8;
pub(super) const NAME: Fields = 1;
pub(super) const KEYWORD: Fields = 2;
pub(super) const LIFE_EVENT: Fields = 4;
pub(super) const CATEGORY: Fields = 8;
pub(super) const TENANT: Fields = 16;
pub(super) const SUMMARY: Fields = 32;

/// Words that one beginning may stand for; the first in the alphabet, so a single letter stays cheap.
const BEGUN_MAX: usize = 256;
/// Corrections that one misspelt word may have.
const CORRECTIONS_MAX: usize = 8;

#[derive(Debug, Clone, Copy)]
pub(super) struct Posting {
    pub service: u32,
    pub fields: Fields,
}

#[derive(Debug)]
struct Entry {
    start: u32,
    length: u8,
    /// One bit a letter or digit, so that most words are ruled out without reading them.
    letters: u32,
    /// Where its postings begin; they end where the next word's begin.
    postings: u32,
}

#[derive(Debug, Clone, Copy)]
struct Root {
    start: u32,
    length: u8,
    term: Term,
}

#[derive(Debug)]
pub(super) struct Vocabulary {
    text: String,
    entries: Vec<Entry>,
    postings: Vec<Posting>,
    /// Sorted by text.
    roots: Vec<Root>,
    /// Terms by length; `lengths[n]..lengths[n + 1]` are those of n letters.
    by_length: Vec<Term>,
    lengths: [u32; WORD_LENGTH_MAX + 2],
}

/// The roots of all words, each text added once.
fn collect_roots(text: &mut String, entries: &[Entry]) -> Vec<Root> {
    // One behind the other, with the term of the word that each is a root of.
    let mut read = String::new();
    let mut found: Vec<Root> = Vec::new();
    let mut order: Vec<Keyed> = Vec::new();
    for (term, entry) in (0..).zip(entries) {
        roots(slice(text, entry.start, entry.length), &mut |root| {
            order.push((beginning(root), position(found.len())));
            found.push(Root { start: position(read.len()), length: length(root), term });
            read.push_str(root);
        });
    }
    let root = |at: u32| {
        let Root { start, length, term } = found[at as usize];
        (slice(&read, start, length), term)
    };
    sort_with(&mut order, &|one, other| root(one).cmp(&root(other)));
    let mut all: Vec<Root> = Vec::with_capacity(order.len());
    let mut before = None;
    for (word, term) in order.into_iter().map(|(_, at)| root(at)) {
        let start = match before {
            Some((same, last)) if same == word && last == term => continue,
            Some((same, _)) if same == word => all.last().map_or(0, |root| root.start),
            _ => {
                let start = position(text.len());
                text.push_str(word);
                start
            }
        };
        all.push(Root { start, length: length(word), term });
        before = Some((word, term));
    }
    all
}

/// The first eight bytes of a word as a number that sorts as they do: most words are told apart by it, without reading them.
fn beginning(word: &str) -> u64 {
    let mut bytes = [0; 8];
    let length = word.len().min(8);
    bytes[..length].copy_from_slice(&word.as_bytes()[..length]);
    u64::from_be_bytes(bytes)
}

impl Vocabulary {
    /// Called once, before anything is looked up.
    pub fn find_roots(&mut self) {
        self.roots = collect_roots(&mut self.text, &self.entries);
    }

    pub fn word(&self, term: Term) -> &str {
        let entry = &self.entries[term as usize];
        slice(&self.text, entry.start, entry.length)
    }

    /// The services that say the word, in order.
    pub fn postings(&self, term: Term) -> &[Posting] {
        let start = self.entries[term as usize].postings as usize;
        let end = self.entries.get(term as usize + 1).map_or(self.postings.len(), |next| next.postings as usize);
        &self.postings[start..end]
    }

    pub fn len(&self) -> usize {
        self.entries.len()
    }
}

/// Asks the vocabulary on behalf of one query and counts the words it looks at.
pub(super) struct Lookup<'a> {
    pub vocabulary: &'a Vocabulary,
    pub comparisons: usize,
}

impl Lookup<'_> {
    pub fn exact(&mut self, word: &str) -> Option<Term> {
        let at = self.first_not_below(word);
        let found = self.vocabulary.entries.get(at)?;
        (slice(&self.vocabulary.text, found.start, found.length) == word).then(|| position(at))
    }

    fn first_not_below(&mut self, word: &str) -> usize {
        let comparisons = &mut self.comparisons;
        self.vocabulary.entries.partition_point(|entry| {
            *comparisons += 1;
            slice(&self.vocabulary.text, entry.start, entry.length) < word
        })
    }

    /// Words that have a root in common with `word`, or are its root.
    pub fn related(&mut self, word: &str, found: &mut Vec<Term>) {
        self.with_root(word, found);
        roots(word, &mut |root| {
            found.extend(self.exact(root));
            self.with_root(root, found);
        });
    }

    fn with_root(&mut self, root: &str, found: &mut Vec<Term>) {
        let Vocabulary { text, roots, .. } = self.vocabulary;
        let comparisons = &mut self.comparisons;
        let first = roots.partition_point(|entry| {
            *comparisons += 1;
            slice(text, entry.start, entry.length) < root
        });
        let same = roots[first..].iter().take_while(|entry| slice(text, entry.start, entry.length) == root);
        found.extend(same.map(|entry| entry.term).inspect(|_| *comparisons += 1));
    }

    /// Words that begin so.
    pub fn begun(&mut self, start: &str, found: &mut Vec<Term>) {
        let first = self.first_not_below(start);
        for term in first..self.vocabulary.len().min(first + BEGUN_MAX) {
            self.comparisons += 1;
            let term = position(term);
            if !self.vocabulary.word(term).starts_with(start) {
                break;
            }
            found.push(term);
        }
    }

    /// The nearest words that `typed` may be a misspelling of, and how many slips away; with `open` also of a beginning.
    pub fn corrections(&mut self, typed: &str, open: bool) -> Vec<(Term, u8)> {
        let most = forgiven(typed.len() + 1).max(u8::from(typed.len() >= 3));
        let lengths = self.vocabulary.lengths;
        let shortest = typed.len().saturating_sub(usize::from(most)).max(2);
        let longest = if open { WORD_LENGTH_MAX } else { WORD_LENGTH_MAX.min(typed.len() + usize::from(most)) };
        if shortest > longest {
            return Vec::new();
        }
        let wanted = letters(typed);
        let mut found: Vec<Keyed> = Vec::new();
        let mut best = most;
        for term in &self.vocabulary.by_length[lengths[shortest] as usize..lengths[longest + 1] as usize] {
            self.comparisons += 1;
            let entry = &self.vocabulary.entries[*term as usize];
            // Each slip can add or remove at most one kind of letter on either side.
            if (wanted & !entry.letters).count_ones() > u32::from(best) {
                continue;
            }
            let word = slice(&self.vocabulary.text, entry.start, entry.length);
            let Some(slips) = slips(typed, word, best, open) else { continue };
            if slips < best {
                found.clear();
            }
            best = slips;
            // People rarely get the first letter wrong, and rather leave out or double letters than take others.
            let other_start = word.as_bytes().first() != typed.as_bytes().first();
            let rare = u32::MAX - position(self.vocabulary.postings(*term).len());
            let key = u64::from(!same_but_doubled(typed, word)) << 39
                | u64::from(other_start) << 38
                | u64::from((wanted ^ entry.letters).count_ones()) << 32
                | u64::from(rare);
            found.push((key, *term));
        }
        sort(&mut found);
        found.truncate(CORRECTIONS_MAX);
        found.into_iter().map(|(_, term)| (term, best)).collect()
    }
}

fn slips(typed: &str, word: &str, best: u8, open: bool) -> Option<u8> {
    let same_start = typed.as_bytes().first() == word.as_bytes().first();
    if word.len() <= 3 || (typed.len() <= 3 && word.len() > 4) {
        return (best > 0 && same_but_doubled(typed, word)).then_some(1);
    }
    if typed.len() <= 3 && word.len() <= typed.len() {
        return None;
    }
    let whole = best.min(forgiven(word.len())).min(forgiven(typed.len() + 1));
    let whole = if same_start { whole } else { whole.min(1) };
    distance(typed, word, whole, false).or_else(|| {
        // The beginning of a word: short ones begin like too many others.
        let most = best.min(match typed.len() {
            0..=5 => 0,
            6..=8 => 1,
            _ => 2,
        });
        (open && same_start && most > 0).then(|| distance(typed, word, most, true)).flatten()
    })
}

fn letters(word: &str) -> u32 {
    word.bytes().fold(0, |set, byte| {
        let bit = if byte.is_ascii_digit() { 26 + (byte - b'0') % 6 } else { (byte - b'a') % 26 };
        set | 1 << bit
    })
}

fn slice(text: &str, start: u32, length: u8) -> &str {
    &text[start as usize..start as usize + usize::from(length)]
}

/// A catalogue's text fits 32 bits many times over.
fn position(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

fn length(word: &str) -> u8 {
    u8::try_from(word.len()).unwrap_or(u8::MAX)
}
