//! The code of a visit: eight characters for eyes, voices and the QR, one of them a check.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use std::fmt;

/// Crockford's alphabet: no I, L, O, U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Seven random characters (35 bits) and a check over GF(32), which catches every single wrong
/// character and every swap of two neighbours. Written `K7MP-4XQ9`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VisitCode([u8; Self::LENGTH]);

impl VisitCode {
    pub const LENGTH: usize = 8;

    /// Takes 35 random bits from the low end of `random`; the randomness is the caller's.
    #[must_use]
    pub fn from_random(random: u64) -> Self {
        let mut values = [0; Self::LENGTH];
        for (index, value) in values.iter_mut().take(Self::LENGTH - 1).enumerate() {
            *value = (random >> (5 * index) & 31) as u8;
        }
        values[Self::LENGTH - 1] = check_of(&values);
        Self(values)
    }

    /// Reads what a person typed or said: any case, with or without hyphen and spaces, O for 0, I and L for 1.
    ///
    /// # Errors
    /// Says what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, CodeFault> {
        let mut values = [0; Self::LENGTH];
        let mut length = 0;
        for character in text.chars().filter(|character| !matches!(character, '-' | ' ' | '\u{2011}')) {
            let value = value_of(character).ok_or(CodeFault::Malformed)?;
            *values.get_mut(length).ok_or(CodeFault::WrongLength)? = value;
            length += 1;
        }
        match length {
            0 => Err(CodeFault::Missing),
            Self::LENGTH if values[Self::LENGTH - 1] == check_of(&values) => Ok(Self(values)),
            Self::LENGTH => Err(CodeFault::Mistyped),
            _ => Err(CodeFault::WrongLength),
        }
    }

    /// Eight characters without a hyphen, as addresses carry them.
    #[must_use]
    pub fn compact(self) -> String {
        self.0.iter().map(|&value| char::from(ALPHABET[usize::from(value)])).collect()
    }
}

/// Why what was typed is no code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeFault {
    Missing,
    WrongLength,
    /// A character that no code has.
    Malformed,
    /// The check does not fit: a character is wrong or two are swapped.
    Mistyped,
}

fn value_of(character: char) -> Option<u8> {
    let upper = match character.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    ALPHABET.iter().position(|&known| char::from(known) == upper).map(|index| index as u8)
}

/// Sum of value times a power of the generator, one power a place.
fn check_of(values: &[u8; VisitCode::LENGTH]) -> u8 {
    values[..VisitCode::LENGTH - 1].iter().fold(0, |sum, &value| double(sum ^ value))
}

/// Times two in GF(32), modulo x^5 + x^2 + 1.
const fn double(value: u8) -> u8 {
    let doubled = value << 1;
    if doubled & 32 == 0 { doubled } else { doubled ^ 0b10_0101 }
}

impl fmt::Display for VisitCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let compact = self.compact();
        write!(formatter, "{}-{}", &compact[..4], &compact[4..])
    }
}

impl Serialize for VisitCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for VisitCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(|_| D::Error::custom("not a code"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLES: [u64; 5] = [0, 1, 0x1234_5678_9abc, 0x7_ffff_ffff, 0x5_5aa5_5aa5];

    #[test]
    fn a_code_survives_every_way_of_writing_it() {
        for random in SAMPLES {
            let code = VisitCode::from_random(random);
            for text in [code.to_string(), code.compact(), code.to_string().to_lowercase(), format!(" {code} ")] {
                assert_eq!(VisitCode::parse(&text), Ok(code), "{text}");
            }
            let lookalikes = code.compact().replace('0', "o").replace('1', "l");
            assert_eq!(VisitCode::parse(&lookalikes), Ok(code));
        }
    }

    #[test]
    fn every_single_wrong_character_is_caught() {
        for random in SAMPLES {
            let code = VisitCode::from_random(random);
            for place in 0..VisitCode::LENGTH {
                for value in (0..32).filter(|&value| value != code.0[place]) {
                    let mut wrong = code;
                    wrong.0[place] = value;
                    assert_eq!(VisitCode::parse(&wrong.compact()), Err(CodeFault::Mistyped));
                }
            }
        }
    }

    #[test]
    fn every_swap_of_neighbours_is_caught() {
        for random in SAMPLES {
            let code = VisitCode::from_random(random);
            for place in 0..VisitCode::LENGTH - 1 {
                let mut wrong = code;
                wrong.0.swap(place, place + 1);
                if wrong != code {
                    assert_eq!(VisitCode::parse(&wrong.compact()), Err(CodeFault::Mistyped));
                }
            }
        }
    }

    #[test]
    fn what_is_no_code_says_why() {
        assert_eq!(VisitCode::parse("  "), Err(CodeFault::Missing));
        assert_eq!(VisitCode::parse("ABC"), Err(CodeFault::WrongLength));
        assert_eq!(VisitCode::parse("ABCDEFGH9"), Err(CodeFault::WrongLength));
        assert_eq!(VisitCode::parse("ABCDEFG!"), Err(CodeFault::Malformed));
    }
}
