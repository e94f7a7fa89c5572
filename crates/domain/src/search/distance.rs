//! How many slips of the finger lie between two words.

use super::normalise::WORD_LENGTH_MAX;

/// Letters inserted, left out, changed, or swapped with their neighbour, from `typed` to `word`; `None` above `most`.
/// With `open`, `typed` may be the beginning of the word: the rest of `word` costs nothing.
pub(super) fn distance(typed: &str, word: &str, most: u8, open: bool) -> Option<u8> {
    let (typed, word) = (typed.as_bytes(), word.as_bytes());
    let reach = if open { word.len().min(typed.len() + usize::from(most)) } else { word.len() };
    if typed.len().abs_diff(reach) > usize::from(most) || typed.len() > WORD_LENGTH_MAX || reach > WORD_LENGTH_MAX {
        return None;
    }
    let mut before = [0_u8; WORD_LENGTH_MAX + 1];
    let mut last = [0_u8; WORD_LENGTH_MAX + 1];
    let mut row = [0_u8; WORD_LENGTH_MAX + 1];
    for (at, cost) in (0_u8..).zip(&mut last[..=reach]) {
        *cost = at;
    }
    for i in 1..=typed.len() {
        row[0] = last[0] + 1;
        let mut least = row[0];
        for j in 1..=reach {
            let change = u8::from(typed[i - 1] != word[j - 1]);
            let mut cost = (last[j - 1] + change).min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && typed[i - 1] == word[j - 2] && typed[i - 2] == word[j - 1] {
                cost = cost.min(before[j - 2] + 1);
            }
            row[j] = cost;
            least = least.min(cost);
        }
        if least > most {
            return None;
        }
        (before, last) = (last, row);
    }
    let cost = if open { last[..=reach].iter().copied().min()? } else { last[reach] };
    (cost <= most).then_some(cost)
}

/// Slips forgiven in a word of this many letters.
pub(super) fn forgiven(length: usize) -> u8 {
    match length {
        0..=3 => 0,
        4..=6 => 1,
        _ => 2,
    }
}

/// Whether two words differ only in how often a letter is repeated: "ktpp" and "ktp".
pub(super) fn same_but_doubled(one: &str, other: &str) -> bool {
    fn once(word: &str) -> impl Iterator<Item = u8> {
        let mut last = 0;
        word.bytes().filter(move |byte| std::mem::replace(&mut last, *byte) != *byte)
    }
    once(one).eq(once(other))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_slip_costs_one() {
        assert_eq!(distance("paspor", "paspor", 2, false), Some(0));
        assert_eq!(distance("pasport", "paspor", 2, false), Some(1));
        assert_eq!(distance("bpsj", "bpjs", 1, false), Some(1));
        assert_eq!(distance("kehilngn", "kehilangan", 2, false), Some(2));
        assert_eq!(distance("kucing", "kunci", 2, false), None);
        assert_eq!(distance("", "a", 1, false), Some(1));
    }

    #[test]
    fn an_open_word_may_be_a_beginning() {
        assert_eq!(distance("perpanjg", "perpanjangan", 2, true), Some(1));
        assert_eq!(distance("kelu", "kelurahan", 1, true), Some(0));
    }

    #[test]
    fn the_longest_word_fits() {
        let long = "a".repeat(WORD_LENGTH_MAX);
        assert_eq!(distance(&long, &long, 2, true), Some(0));
        assert_eq!(distance(&format!("{long}a"), &long, 2, false), None);
    }

    #[test]
    fn doubled_letters_are_one() {
        assert!(same_but_doubled("ktpp", "ktp"));
        assert!(same_but_doubled("kk", "kkk"));
        assert!(!same_but_doubled("ktp", "kpt"));
    }
}
