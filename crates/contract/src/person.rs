//! Who comes: names, identities and phones, parsed from what a person typed.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::FaultCode;

/// A person as `POST /visits` carries it, before parsing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PersonInput {
    /// As it stands on the card: a letter at least, at most 100 characters once blanks are tidied, none of them invisible.
    #[cfg_attr(feature = "openapi", schema(pattern = r"^\s*\S(?:\s*\S){0,99}\s*$"))]
    pub name: String,
    pub identity: IdentityInput,
    /// Empty or absent: none. 8 to 15 digits, a plus in front; spaces, dots, hyphens and brackets are left out.
    #[cfg_attr(feature = "openapi", schema(pattern = r"^[ .()-]*(?:\+?[ .()-]*(?:[0-9][ .()-]*){8,15})?$"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum IdentityInput {
    Nik {
        /// 16 digits: region, date of birth, serial. Spaces, dots and hyphens are left out.
        #[cfg_attr(feature = "openapi", schema(pattern = r"^[ .-]*(?:[0-9][ .-]*){16}$"))]
        number: String,
    },
    /// For foreigners.
    Passport {
        /// 5 to 15 letters and digits, a digit at least, in any case. Spaces and hyphens are left out.
        #[cfg_attr(feature = "openapi", schema(pattern = r"^[ -]*(?:[0-9A-Za-z][ -]*){5,15}$"))]
        number: String,
    },
    /// A child without a NIK: the `ordinal`th (from 1) of the person at index `of` of the party.
    Child {
        #[cfg_attr(feature = "openapi", schema(maximum = 4294967295_u32))]
        of: usize,
        #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 20))]
        ordinal: u32,
    },
}

/// The identity number of an Indonesian: 16 digits. `Debug` shows the last four.
#[derive(Clone, PartialEq, Eq)]
pub struct Nik(String);

impl Nik {
    pub const LENGTH: usize = 16;

    /// Region (6 digits), date of birth as DDMMYY with 40 added to the day for women, serial (4).
    /// Spaces, dots and hyphens between digits are left out.
    ///
    /// # Errors
    /// `Missing`, `Malformed` (not digits), `WrongLength`, `RegionUnknown`, `DateImpossible`, `SerialZero`.
    pub fn parse(text: &str) -> Result<Self, FaultCode> {
        let digits: String = text.chars().filter(|character| !matches!(character, ' ' | '.' | '-')).collect();
        if digits.is_empty() {
            return Err(FaultCode::Missing);
        }
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(FaultCode::Malformed);
        }
        if digits.len() != Self::LENGTH {
            return Err(FaultCode::WrongLength);
        }
        let number = |range: std::ops::Range<usize>| {
            digits[range].bytes().fold(0, |sum, byte| 10 * sum + u32::from(byte - b'0'))
        };
        if !PROVINCES.contains(&number(0..2)) || number(2..4) == 0 || number(4..6) == 0 {
            return Err(FaultCode::RegionUnknown);
        }
        let day = match number(6..8) {
            day @ 41.. => day - 40,
            day => day,
        };
        let (month, year) = (number(8..10), number(10..12) as i32);
        if [1900, 2000].into_iter().all(|century| NaiveDate::from_ymd_opt(century + year, month, day).is_none()) {
            return Err(FaultCode::DateImpossible);
        }
        if number(12..16) == 0 {
            return Err(FaultCode::SerialZero);
        }
        Ok(Self(digits))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Codes of the provinces, as the Ministry of Home Affairs numbers them (Kepmendagri 300.2.2-2138/2025).
const PROVINCES: [u32; 38] = [
    11, 12, 13, 14, 15, 16, 17, 18, 19, 21, 31, 32, 33, 34, 35, 36, 51, 52, 53, 61, 62, 63, 64, 65, 71, 72, 73, 74, 75,
    76, 81, 82, 91, 92, 93, 94, 95, 96,
];

impl std::fmt::Debug for Nik {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Nik(…{})", last_four(&self.0))
    }
}

/// A passport number: upper-case letters and digits. `Debug` shows the last four.
#[derive(Clone, PartialEq, Eq)]
pub struct PassportNumber(String);

impl PassportNumber {
    pub const LENGTH_MIN: usize = 5;
    pub const LENGTH_MAX: usize = 15;

    /// Any case; spaces and hyphens are left out.
    ///
    /// # Errors
    /// `Missing`, `Malformed`, `WrongLength`.
    pub fn parse(text: &str) -> Result<Self, FaultCode> {
        let number: String = text
            .chars()
            .filter(|character| !matches!(character, ' ' | '-'))
            .map(|character| character.to_ascii_uppercase())
            .collect();
        if number.is_empty() {
            return Err(FaultCode::Missing);
        }
        if !number.bytes().all(|byte| byte.is_ascii_alphanumeric()) || !number.bytes().any(|byte| byte.is_ascii_digit())
        {
            return Err(FaultCode::Malformed);
        }
        if !(Self::LENGTH_MIN..=Self::LENGTH_MAX).contains(&number.len()) {
            return Err(FaultCode::WrongLength);
        }
        Ok(Self(number))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for PassportNumber {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "PassportNumber(…{})", last_four(&self.0))
    }
}

/// The last four characters of an ascii number, for display.
#[must_use]
pub fn last_four(number: &str) -> &str {
    number.get(number.len().saturating_sub(4)..).unwrap_or(number)
}

/// A name as it stands on the card. `Debug` never shows it.
#[derive(Clone, PartialEq, Eq)]
pub struct PersonName(String);

impl PersonName {
    /// Characters.
    pub const LENGTH_MAX: usize = 100;

    /// White space at the ends is cut, in between it becomes one blank.
    ///
    /// # Errors
    /// `Missing` (or blanks only), `ControlCharacters`, `Malformed` (no letter), `TooLong`.
    pub fn parse(text: &str) -> Result<Self, FaultCode> {
        if text.chars().any(is_invisible) {
            return Err(FaultCode::ControlCharacters);
        }
        let name = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if name.is_empty() {
            return Err(FaultCode::Missing);
        }
        if !name.chars().any(char::is_alphabetic) {
            return Err(FaultCode::Malformed);
        }
        if name.chars().count() > Self::LENGTH_MAX {
            return Err(FaultCode::TooLong);
        }
        Ok(Self(name))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Control characters, those that turn or hide text (bidirectional marks, zero width, variation selectors, tags), letters
/// that look like nothing, and what is no character.
fn is_invisible(character: char) -> bool {
    character.is_control()
        || u32::from(character) & 0xfffe == 0xfffe
        || matches!(character,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

impl std::fmt::Debug for PersonName {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("PersonName(…)")
    }
}

/// A phone number: digits, a plus in front where it was written. `Debug` never shows it.
#[derive(Clone, PartialEq, Eq)]
pub struct Phone(String);

impl Phone {
    pub const DIGITS_MIN: usize = 8;
    /// E.164.
    pub const DIGITS_MAX: usize = 15;

    /// Spaces, dots, hyphens and brackets are left out.
    ///
    /// # Errors
    /// `Missing`, `Malformed`, `WrongLength`.
    pub fn parse(text: &str) -> Result<Self, FaultCode> {
        let phone: String =
            text.chars().filter(|character| !matches!(character, ' ' | '.' | '-' | '(' | ')')).collect();
        if phone.is_empty() {
            return Err(FaultCode::Missing);
        }
        let digits = phone.strip_prefix('+').unwrap_or(&phone);
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(FaultCode::Malformed);
        }
        if !(Self::DIGITS_MIN..=Self::DIGITS_MAX).contains(&digits.len()) {
            return Err(FaultCode::WrongLength);
        }
        Ok(Self(phone))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Phone {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Phone(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nik_of_a_man_and_of_a_woman_is_read() {
        assert_eq!(Nik::parse("1471011508010012").unwrap().as_str(), "1471011508010012");
        assert_eq!(Nik::parse("1471 0155 0875 0003").unwrap().as_str(), "1471015508750003");
        assert_eq!(Nik::parse("1471-0129-0200-0001").unwrap().as_str(), "1471012902000001", "29 February 2000");
    }

    #[test]
    fn a_nik_that_can_not_be_one_says_why() {
        for (text, fault) in [
            ("", FaultCode::Missing),
            (" . ", FaultCode::Missing),
            ("147101150801001", FaultCode::WrongLength),
            ("14710115080100123", FaultCode::WrongLength),
            ("14710115080100l2", FaultCode::Malformed),
            ("１４７１０１１５０８０１００１２", FaultCode::Malformed),
            ("9971011508010012", FaultCode::RegionUnknown),
            ("1400011508010012", FaultCode::RegionUnknown),
            ("1471001508010012", FaultCode::RegionUnknown),
            ("1471013202010012", FaultCode::DateImpossible),
            ("1471017202010012", FaultCode::DateImpossible),
            ("1471010008010012", FaultCode::DateImpossible),
            ("1471014008010012", FaultCode::DateImpossible),
            ("1471012902010012", FaultCode::DateImpossible),
            ("1471011513010012", FaultCode::DateImpossible),
            ("1471011508010000", FaultCode::SerialZero),
        ] {
            assert_eq!(Nik::parse(text), Err(fault), "{text}");
        }
    }

    #[test]
    fn what_identifies_a_person_is_never_printed_whole() {
        assert_eq!(format!("{:?}", Nik::parse("1471011508010012").unwrap()), "Nik(…0012)");
        assert_eq!(format!("{:?}", PassportNumber::parse("x1234567").unwrap()), "PassportNumber(…4567)");
        assert_eq!(
            format!("{:?}{:?}", PersonName::parse("Siti").unwrap(), Phone::parse("081275550134").unwrap()),
            "PersonName(…)Phone(…)"
        );
    }

    #[test]
    fn a_passport_number_is_read_in_any_case() {
        assert_eq!(PassportNumber::parse("x 123-4567").unwrap().as_str(), "X1234567");
        for (text, fault) in [
            ("", FaultCode::Missing),
            ("ABCDEFG", FaultCode::Malformed),
            ("X12", FaultCode::WrongLength),
            ("X1234567é", FaultCode::Malformed),
        ] {
            assert_eq!(PassportNumber::parse(text), Err(fault), "{text}");
        }
    }

    #[test]
    fn a_name_is_tidied_but_never_guessed() {
        assert_eq!(PersonName::parse("  Siti   Rahmawati ").unwrap().as_str(), "Siti Rahmawati");
        assert_eq!(PersonName::parse("O").unwrap().as_str(), "O");
        for (text, fault) in [
            ("", FaultCode::Missing),
            (" \u{a0} ", FaultCode::Missing),
            ("Siti\u{0}", FaultCode::ControlCharacters),
            ("Siti\nRahma", FaultCode::ControlCharacters),
            ("\u{202e}itiS", FaultCode::ControlCharacters),
            ("12345", FaultCode::Malformed),
            (&"a".repeat(101), FaultCode::TooLong),
        ] {
            assert_eq!(PersonName::parse(text), Err(fault), "{text:?}");
        }
    }

    #[test]
    fn a_phone_is_digits_with_a_plus_at_most() {
        assert_eq!(Phone::parse("+62 812-7555-0134").unwrap().as_str(), "+6281275550134");
        for (text, fault) in [
            ("", FaultCode::Missing),
            ("0812", FaultCode::WrongLength),
            ("rumah", FaultCode::Malformed),
            ("0812+7555", FaultCode::Malformed),
        ] {
            assert_eq!(Phone::parse(text), Err(fault), "{text}");
        }
    }

    #[test]
    fn a_name_that_hides_something_is_refused() {
        for hidden in
            ["\u{3164}", "\u{61c}Siti", "Si\u{ad}ti", "\u{2800}a", "a\u{e0041}", "a\u{fffe}", "a\u{fe0f}", "\u{115f}a"]
        {
            assert_eq!(PersonName::parse(hidden), Err(FaultCode::ControlCharacters), "{hidden:?}");
        }
        for plain in ["Siti Nurbaya", "D’Angelo", "Nguyễn", "Ñandú", "אבי"] {
            assert!(PersonName::parse(plain).is_ok(), "{plain}");
        }
    }
}
