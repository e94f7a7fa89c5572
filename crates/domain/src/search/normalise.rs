//! From what people type or read to plain words: lower-case ASCII letters and digits.

/// Longer words are cut; no word of a catalogue is.
pub(super) const WORD_LENGTH_MAX: usize = 32;
/// Roots shorter than this say too little.
const ROOT_LENGTH_MIN: usize = 4;

/// The words of a text, one behind the other: most texts are short, and there are thousands.
#[derive(Debug, Default)]
pub(super) struct Words {
    /// What they are read as.
    text: String,
    words: Vec<Word>,
}

/// Where a word is among the others, and the bytes of the text that it was read from.
#[derive(Debug, Clone, Copy)]
struct Word {
    from: usize,
    to: usize,
    start: usize,
    end: usize,
    /// A hyphen stands between this word and the one before.
    hyphened: bool,
}

impl Words {
    /// Apostrophes vanish, accents fall off, everything else that is no letter or digit separates.
    pub fn of(text: &str) -> Self {
        let mut all = Self { text: String::with_capacity(text.len()), words: Vec::with_capacity(text.len() / 6 + 1) };
        let mut open = false;
        let mut hyphen_at = None;
        for (at, letter) in text.char_indices() {
            let plain = letter.to_ascii_lowercase();
            let mut one = [0; 4];
            let folded: &str = match plain {
                'a'..='z' | '0'..='9' => plain.encode_utf8(&mut one),
                '\'' | '’' | '‘' | '`' | '\u{ad}' => continue,
                _ => fold(letter),
            };
            if folded.is_empty() {
                if matches!(letter, '-' | '‐' | '‑') {
                    hyphen_at = open.then_some(at + letter.len_utf8());
                }
                open = false;
                continue;
            }
            if !open {
                let (from, hyphened) = (all.text.len(), hyphen_at == Some(at));
                all.words.push(Word { from, to: from, start: at, end: at, hyphened });
                open = true;
            }
            if let Some(word) = all.words.last_mut() {
                word.end = at + letter.len_utf8();
                if word.to - word.from + folded.len() <= WORD_LENGTH_MAX {
                    all.text.push_str(folded);
                    word.to = all.text.len();
                }
            }
        }
        all
    }

    pub fn len(&self) -> usize {
        self.words.len()
    }

    pub fn word(&self, at: usize) -> &str {
        let word = &self.words[at];
        &self.text[word.from..word.to]
    }

    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|at| self.word(at))
    }

    /// The bytes of the text that a word was read from.
    pub fn bytes(&self, at: usize) -> (usize, usize) {
        (self.words[at].start, self.words[at].end)
    }

    /// Whether a hyphen stands between this word and the one before.
    pub fn is_hyphened(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|word| word.hyphened)
    }
}

/// The ASCII letters of an accented Latin-1 letter; empty for what separates words.
fn fold(letter: char) -> &'static str {
    match letter {
        'à'..='å' | 'À'..='Å' => "a",
        'æ' | 'Æ' => "ae",
        'ç' | 'Ç' => "c",
        'è'..='ë' | 'È'..='Ë' => "e",
        'ì'..='ï' | 'Ì'..='Ï' => "i",
        'ñ' | 'Ñ' => "n",
        'ò'..='ö' | 'ø' | 'Ò'..='Ö' | 'Ø' => "o",
        'ù'..='ü' | 'Ù'..='Ü' => "u",
        'ý' | 'ÿ' | 'Ý' => "y",
        'ß' => "ss",
        _ => "",
    }
}

/// Calls `found` with what may be the root of a word: `pembayaran` and `dibayarkan` share `bayar`, `renewal` and
/// `renewing` share `renew`. Some are no words at all; they only count where two words share one.
pub(super) fn roots(word: &str, found: &mut dyn FnMut(&str)) {
    if !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return;
    }
    let mut bases = [word; 4];
    let mut count = 1;
    let plain = strip_end(word, &["nya", "lah", "kah"]).unwrap_or(word);
    if plain.starts_with(DIED) {
        return found(plain);
    }
    if plain.len() < word.len() {
        bases[count] = plain;
        count += 1;
    }
    for ends in [&["kan", "in", "ing", "ed", "es", "al"][..], &["an", "s"][..]] {
        if let Some(base) = strip_end(plain, ends) {
            bases[count] = base;
            count += 1;
        }
    }
    for (at, base) in bases[..count].iter().enumerate() {
        if at > 0 && base.len() >= ROOT_LENGTH_MIN {
            found(base);
        }
        strip_start(base, found);
    }
}

fn strip_end<'a>(word: &'a str, ends: &[&str]) -> Option<&'a str> {
    ends.iter().find_map(|end| word.strip_suffix(end)).filter(|rest| rest.len() >= ROOT_LENGTH_MIN)
}

/// To die, though made of "tinggal" (to dwell): whoever lost someone does not move house.
const DIED: &str = "meninggal";

/// Prefixes, and the first letter that they swallow (`menambah` from `tambah`), spoken forms (`nambah`) included.
const STARTS: &[(&str, &str)] = &[
    ("memper", ""),
    ("diper", ""),
    ("meng", "k"),
    ("meny", "s"),
    ("men", "t"),
    ("mem", "p"),
    ("me", ""),
    ("peng", "k"),
    ("peny", "s"),
    ("pen", "t"),
    ("pem", "p"),
    ("per", ""),
    ("pe", ""),
    ("ber", ""),
    ("ter", ""),
    ("ke", ""),
    ("di", ""),
    ("nge", ""),
    ("ng", "k"),
    ("ny", "s"),
    ("n", "t"),
    ("m", "p"),
];

fn strip_start(word: &str, found: &mut dyn FnMut(&str)) {
    for (start, swallowed) in STARTS {
        let Some(rest) = word.strip_prefix(start) else { continue };
        let vowel = rest.starts_with(['a', 'e', 'i', 'o', 'u']);
        // "n" and "m" alone are prefixes only where they swallowed a letter, of a word that is not too short.
        let alone = start.len() == 1;
        if rest.len() >= ROOT_LENGTH_MIN && !alone {
            found(rest);
        }
        if vowel && !swallowed.is_empty() && rest.len() + 1 >= ROOT_LENGTH_MIN + usize::from(alone) {
            let mut root = [0; WORD_LENGTH_MAX];
            let (head, tail) = root.split_at_mut(1);
            head.copy_from_slice(swallowed.as_bytes());
            tail[..rest.len()].copy_from_slice(rest.as_bytes());
            if let Ok(root) = std::str::from_utf8(&root[..=rest.len()]) {
                found(root);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        Words::of(text).iter().map(str::to_owned).collect()
    }

    #[test]
    fn words_lose_case_accents_and_apostrophes() {
        assert_eq!(texts("Café, JUM'AT – Ñandú!"), ["cafe", "jumat", "nandu"]);
        assert_eq!(texts("KTP-el (17 tahun)"), ["ktp", "el", "17", "tahun"]);
        assert!(texts(" \u{7}漢字 🙂 ").is_empty());
    }

    #[test]
    fn a_word_knows_where_it_stood_and_whether_a_hyphen_led_to_it() {
        let found = Words::of("é-KTP baru");
        assert_eq!((found.bytes(1), found.is_hyphened(1)), ((3, 6), true));
        assert_eq!((found.bytes(2).0, found.is_hyphened(2)), (7, false));
        assert!(!found.is_hyphened(3));
    }

    #[test]
    fn related_words_share_a_root() {
        let share = |one: &str, other: &str| {
            let all = |word: &str| {
                let mut all = vec![word.to_owned()];
                roots(word, &mut |root| all.push(root.to_owned()));
                all
            };
            let others = all(other);
            all(one).iter().any(|root| others.contains(root))
        };
        for (one, other) in [
            ("pembayaran", "bayar"),
            ("dibayarkan", "pembayaran"),
            ("penambahan", "tambah"),
            ("nambah", "penambahan"),
            ("ngurus", "mengurus"),
            ("perpanjangan", "perpanjang"),
            ("memperpanjang", "perpanjangan"),
            ("kehilangan", "hilang"),
            ("ktpnya", "ktpnya"),
            ("suratnya", "surat"),
            ("naikin", "naik"),
            ("renewal", "renew"),
            ("licences", "licence"),
        ] {
            assert!(share(one, other), "{one} and {other}");
        }
        assert!(share("meninggalnya", "meninggal"));
        for (one, other) in [("paspor", "pajak"), ("meninggal", "tinggal"), ("meninggal", "ditinggalkan")] {
            assert!(!share(one, other), "{one} and {other}");
        }
    }
}
