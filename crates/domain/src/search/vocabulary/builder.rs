//! Collects the words of all services. A page's search waits for this, on the slowest phones: each word is looked up in a table
//! as it is read, and only distinct words are sorted.

use super::{Entry, Fields, Posting, Term, Vocabulary, beginning, length, letters, position, slice};
use crate::search::{
    normalise::WORD_LENGTH_MAX,
    reading::is_stop,
    sorting::{Keyed, sort_with},
};

/// A word's place in the builder, in the order of reading.
pub(in crate::search) type WordId = u32;

#[derive(Debug, Default)]
pub(in crate::search) struct Builder {
    text: String,
    words: Vec<Read>,
    /// Places in `words` plus one, by hash; 0 where there is none. Its length is a power of two.
    table: Vec<u32>,
    said: Vec<Said>,
}

/// A distinct word.
#[derive(Debug)]
struct Read {
    start: u32,
    length: u8,
    is_stop: bool,
    /// Whether it belongs to the vocabulary.
    is_said: bool,
}

#[derive(Debug)]
struct Said {
    word: WordId,
    fields: Fields,
    service: u32,
}

impl Builder {
    /// The word's place, the same each time.
    pub fn word(&mut self, word: &str) -> WordId {
        if self.words.len() * 2 >= self.table.len() {
            self.grow();
        }
        let at = self.place(word);
        match self.table[at].checked_sub(1) {
            Some(known) => known,
            None => {
                let id = position(self.words.len());
                let start = position(self.text.len());
                self.text.push_str(word);
                self.words.push(Read { start, length: length(word), is_stop: is_stop(word), is_said: false });
                self.table[at] = id + 1;
                id
            }
        }
    }

    pub fn text_of(&self, word: WordId) -> &str {
        let word = &self.words[word as usize];
        slice(&self.text, word.start, word.length)
    }

    pub fn is_stop(&self, word: WordId) -> bool {
        self.words[word as usize].is_stop
    }

    /// The same of a word that may not be here yet.
    pub fn is_stop_word(&mut self, word: &str) -> bool {
        let word = self.word(word);
        self.is_stop(word)
    }

    /// Services say their words in ascending order.
    pub fn say(&mut self, word: WordId, service: u32, fields: Fields) {
        self.words[word as usize].is_said = true;
        self.said.push(Said { word, fields, service });
    }

    /// A word that no service need say, but that people may type.
    pub fn know(&mut self, word: &str) {
        let word = self.word(word);
        self.words[word as usize].is_said = true;
    }

    /// The vocabulary without its roots, and the term of each word that is in it, by the word's place here.
    pub fn build(self) -> (Vocabulary, Vec<Option<Term>>) {
        let Self { text: source, words, said, .. } = self;
        let word = |id: WordId| {
            let word = &words[id as usize];
            slice(&source, word.start, word.length)
        };
        let mut sorted: Vec<Keyed> = (0..position(words.len()))
            .filter(|id| words[*id as usize].is_said)
            .map(|id| (beginning(word(id)), id))
            .collect();
        sort_with(&mut sorted, &|one, other| word(one).cmp(word(other)));
        let mut terms = vec![None; words.len()];
        let mut text = String::with_capacity(source.len());
        let mut entries = Vec::with_capacity(sorted.len());
        for (term, (_, id)) in (0..).zip(&sorted) {
            let word = word(*id);
            terms[*id as usize] = Some(term);
            entries.push(Entry {
                start: position(text.len()),
                length: length(word),
                letters: letters(word),
                postings: 0,
            });
            text.push_str(word);
        }
        let postings = collect_postings(&said, &terms, &mut entries);
        let mut by_length = Vec::with_capacity(entries.len());
        let mut lengths = [0; WORD_LENGTH_MAX + 2];
        for (length, start) in lengths.iter_mut().enumerate() {
            *start = position(by_length.len());
            by_length.extend(
                (0..).zip(&entries).filter(|(_, entry)| usize::from(entry.length) == length).map(|(term, _)| term),
            );
        }
        (Vocabulary { text, entries, postings, roots: Vec::new(), by_length, lengths }, terms)
    }

    /// Where the word is in the table, or belongs.
    fn place(&self, word: &str) -> usize {
        let last = self.table.len() - 1;
        let mut at = hash(word) as usize & last;
        while let Some(known) = self.table[at].checked_sub(1) {
            if self.text_of(known) == word {
                break;
            }
            at = (at + 1) & last;
        }
        at
    }

    fn grow(&mut self) {
        self.table = vec![0; (self.table.len() * 2).max(1024)];
        for id in 0..self.words.len() {
            let at = self.place(self.text_of(position(id)));
            self.table[at] = position(id) + 1;
        }
    }
}

/// The services of each term side by side, in their order, each once with all fields; tells the entries where theirs begin.
fn collect_postings(said: &[Said], terms: &[Option<Term>], entries: &mut [Entry]) -> Vec<Posting> {
    let said = || said.iter().filter_map(|said| Some((terms[said.word as usize]? as usize, said)));
    // Where the next posting of each term goes: first as if every one were another service's.
    let mut ends = vec![0_usize; entries.len() + 1];
    for (term, _) in said() {
        ends[term + 1] += 1;
    }
    for term in 1..ends.len() {
        ends[term] += ends[term - 1];
    }
    let starts = ends.clone();
    let mut spread = vec![Posting { service: 0, fields: 0 }; starts[entries.len()]];
    for (term, &Said { fields, service, .. }) in said() {
        let end = &mut ends[term];
        match spread[starts[term]..*end].last_mut().filter(|last| last.service == service) {
            Some(last) => last.fields |= fields,
            None => {
                spread[*end] = Posting { service, fields };
                *end += 1;
            }
        }
    }
    let mut all = Vec::with_capacity(spread.len());
    for (term, entry) in entries.iter_mut().enumerate() {
        entry.postings = position(all.len());
        all.extend_from_slice(&spread[starts[term]..ends[term]]);
    }
    all.shrink_to_fit();
    all
}

/// FNV-1a: short words, no stranger who chooses them.
fn hash(word: &str) -> u32 {
    word.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}
