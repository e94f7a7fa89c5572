//! Which services answer a query best. Whole numbers only, so that phone and server agree on the order.

use super::phrases::{Entry, Phrase};
use super::reading::{QueryWord, WORDS_MAX};
use super::sorting::{Keyed, sort};
use super::vocabulary::{CATEGORY, Fields, KEYWORD, LIFE_EVENT, NAME, SUMMARY, TENANT, Term, Vocabulary};

/// Services whose names and keywords are compared with the query as a whole.
const COMPARED_MAX: usize = 64;
/// Per cent of a query's weight that a service must answer.
const COVERED_MIN: u64 = 38;
/// Per cent of the surest match that still counts as the word itself.
const FIRM_MIN: u64 = 85;
/// Per cent that all words together that no service says weigh at most, of one such word.
const UNKNOWN_MAX: u64 = 150;
/// Per cent of the best hit's points below which a hit is noise.
const NEAR_BEST_MIN: u64 = 30;
/// Per cent of its weight that a soft word brings.
const SOFT: u64 = 35;
/// Points in per cent of a query's weight, for a name or keyword that says just what was asked.
const WHOLE_NAME: u64 = 80;
const WHOLE_KEYWORD: u64 = 80;

/// A service and its points, best first.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ranked {
    pub service: usize,
    pub points: u64,
}

/// The terms of all words of the query, sorted: which word of the query means each, and how surely.
pub(super) struct Meant(Vec<(Term, usize, u8)>);

impl Meant {
    pub fn of(query_words: &[QueryWord]) -> Self {
        let of_word = |(query_word, read): (usize, &QueryWord)| {
            let key = move |(term, sure): &(Term, u8)| {
                (u64::from(*term) << 16 | (query_word as u64) << 8 | u64::from(*sure), *term)
            };
            read.matches.iter().map(key).collect::<Vec<_>>()
        };
        let mut order: Vec<Keyed> = query_words.iter().enumerate().flat_map(of_word).collect();
        sort(&mut order);
        Self(order.into_iter().map(|(key, term)| (term, (key >> 8 & 0xff) as usize, key as u8)).collect())
    }

    /// The words of the query that mean this term.
    pub fn by(&self, term: Term) -> impl Iterator<Item = (usize, u8)> {
        let first = self.0.partition_point(|(other, ..)| *other < term);
        self.0[first..]
            .iter()
            .take_while(move |(other, ..)| *other == term)
            .map(|(_, query_word, sure)| (*query_word, *sure))
    }

    /// The same as a set of bits.
    pub fn query_words(&self, term: Term) -> u32 {
        self.by(term).fold(0, |set, (query_word, _)| set | 1 << query_word)
    }

    /// The terms that these words of the query mean.
    pub fn terms(&self, query_words: u32) -> impl Iterator<Item = Term> {
        self.0.iter().filter(move |(_, query_word, _)| query_words & 1 << query_word != 0).map(|(term, ..)| *term)
    }
}

#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    points: u64,
    covered: u64,
    /// The words that it answers, as a set of bits; soft ones left out.
    answers: u32,
    /// The best match of the word of the query at hand: points and certainty, in per cent.
    best: (u64, u64),
}

pub(super) fn rank(
    vocabulary: &Vocabulary,
    entries: &[Entry],
    query_words: &[QueryWord],
    meant: &Meant,
    is_wanted: &dyn Fn(usize) -> bool,
) -> Vec<Ranked> {
    let mut tallies = vec![Tally::default(); entries.len()];
    let mut weights = Vec::with_capacity(query_words.len());
    let mut unknown = 0;
    let mut candidates: Vec<Keyed> = Vec::new();
    let (mut hard, mut guessed) = (0_u32, 0_u32);
    for (at, query_word) in query_words.iter().enumerate() {
        hard |= u32::from(!query_word.soft) << at;
        guessed |= u32::from(query_word.guessed) << at;
        // What is unsure about the word itself tips no scales between services, but between words.
        let surest = query_word.matches.iter().map(|(_, sure)| u64::from(*sure)).max().unwrap_or(100);
        let mut said: Vec<u32> = Vec::new();
        let mut firmly = 0;
        let mut matches: Vec<Keyed> =
            query_word.matches.iter().map(|(term, sure)| (u64::from(*sure) << 32 | u64::from(*term), *term)).collect();
        sort(&mut matches);
        for (key, term) in matches.into_iter().rev() {
            let sure = key >> 32;
            for posting in vocabulary.postings(term) {
                let best = &mut tallies[posting.service as usize].best;
                if *best == (0, 0) {
                    said.push(posting.service);
                }
                let worth = worth(posting.fields);
                *best = (*best).max((sure * worth / surest, sure * (100 + worth.min(100)) / 200));
            }
            if sure * 100 >= surest * FIRM_MIN {
                firmly = said.len();
            }
        }
        // A rare word stays rare though some of its meanings are common.
        let weight = (rarity(entries.len(), firmly) + rarity(entries.len(), said.len())) * (100 + surest) / 400;
        if said.is_empty() && !query_word.soft {
            unknown += weight;
        }
        weights.push(if query_word.soft || said.is_empty() { 0 } else { weight });
        for service in &said {
            let tally = &mut tallies[*service as usize];
            let (points, sure) = std::mem::take(&mut tally.best);
            if query_word.soft {
                tally.points += weight * points * SOFT / 100;
            } else {
                tally.points += weight * points;
                tally.covered += weight * sure;
                tally.answers |= 1 << at;
            }
        }
        if !query_word.soft {
            candidates.extend(said.into_iter().map(|service| (0, service)));
        }
    }
    sort(&mut candidates);
    candidates.dedup();
    candidates.retain(|(_, service)| is_wanted(*service as usize));
    let unknown = unknown.min(rarity(entries.len(), 0) * UNKNOWN_MAX / 100);
    let total = (weights.iter().sum::<u64>() + unknown).max(1);
    let mut ranked: Vec<Ranked> = candidates
        .into_iter()
        .map(|(_, service)| (service as usize, tallies[service as usize]))
        .filter(|(_, tally)| tally.covered >= total * COVERED_MIN || tally.answers.count_ones() > 1)
        // A guess alone finds nothing while another guess stands unanswered: "kucing terbang" is no "kartu kuning".
        .filter(|(_, tally)| tally.answers & !guessed != 0 || hard & guessed & !tally.answers == 0)
        .map(|(service, tally)| Ranked { service, points: tally.points * tally.covered / (total * 100) })
        .collect();
    best_first(&mut ranked);
    ranked.truncate(COMPARED_MAX);
    let surest: Vec<u64> = query_words
        .iter()
        .map(|query_word| query_word.matches.iter().map(|(_, sure)| u64::from(*sure)).max().unwrap_or(100))
        .collect();
    for hit in &mut ranked {
        let entry = &entries[hit.service];
        let fits = |phrases: &[Phrase], whole| {
            let fit = |phrase: &Phrase| fit(phrase, &weights, &surest, meant) * whole / 100;
            phrases.iter().map(fit).max().unwrap_or(0)
        };
        hit.points += 100 * fits(&entry.names, WHOLE_NAME).max(fits(&entry.keywords, WHOLE_KEYWORD));
    }
    best_first(&mut ranked);
    let best = ranked.first().map_or(0, |hit| hit.points);
    ranked.retain(|hit| hit.points * 100 >= best * NEAR_BEST_MIN);
    ranked
}

/// Of equals the one that the catalogue has first.
fn best_first(ranked: &mut [Ranked]) {
    let mut order: Vec<Keyed> = ranked.iter().map(|hit| (u64::MAX - hit.points, hit.service as u32)).collect();
    sort(&mut order);
    for (hit, (key, service)) in ranked.iter_mut().zip(order) {
        *hit = Ranked { service: service as usize, points: u64::MAX - key };
    }
}

/// How much of the query's weight a phrase answers, less what it says beside.
fn fit(phrase: &Phrase, weights: &[u64], surest: &[u64], meant: &Meant) -> u64 {
    let mut answers = [0_u64; WORDS_MAX];
    let mut said = 0;
    for term in &phrase.terms {
        let mut most = 0;
        for (query_word, sure) in meant.by(*term) {
            let sure = u64::from(sure) * 100 / surest[query_word];
            answers[query_word] = answers[query_word].max(sure);
            most = most.max(sure);
        }
        said += most;
    }
    let total: u64 = weights.iter().sum::<u64>().max(1);
    let answered: u64 = weights.iter().zip(answers).map(|(weight, sure)| weight * sure).sum();
    // A stop word lengthens a phrase by half a word.
    let length = (2 * phrase.terms.len() + phrase.stops).max(1) as u64;
    // Both shares are in per cent; the product is brought back to the scale of weights.
    answered * said / (length * 50) * answered / (total * 100) / 100
}

/// What a word is worth by where it stands, in per cent.
fn worth(fields: Fields) -> u64 {
    const WORTH: [(Fields, u64); 6] =
        [(NAME, 100), (KEYWORD, 84), (TENANT, 62), (LIFE_EVENT, 52), (CATEGORY, 45), (SUMMARY, 38)];
    let mut found = WORTH.iter().filter(|(field, _)| fields & field != 0).map(|(_, worth)| *worth);
    let first = found.next().unwrap_or(0);
    first + found.map(|worth| worth / 12).sum::<u64>()
}

/// The weight of a word that `some` of `all` services say, in sixteenths of a bit; one that none says weighs as a rare one.
fn rarity(all: usize, some: usize) -> u64 {
    let (all, some) = (all as u64, some as u64);
    let some = if some == 0 { all.div_ceil(12) } else { some };
    let ratio = (((all + some) << 8) / some.max(1)).max(1 << 8);
    let whole = u64::from(ratio.ilog2());
    let part = (ratio << 4 >> whole) & 15;
    (whole << 4 | part).saturating_sub(8 << 4).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rarer_words_weigh_more() {
        let weights: Vec<u64> = [1, 2, 10, 50, 190].into_iter().map(|some| rarity(191, some)).collect();
        assert!(weights.is_sorted_by(|more, less| more > less), "{weights:?}");
        assert!(rarity(0, 0) > 0);
    }

    #[test]
    fn a_name_is_worth_more_than_a_keyword_more_than_the_rest() {
        assert!(worth(NAME) > worth(KEYWORD) && worth(KEYWORD) > worth(TENANT) && worth(TENANT) > worth(SUMMARY));
        assert!(worth(NAME | SUMMARY) > worth(NAME));
    }
}
