//! The secret of a visit: 128 bits, made by the app before the hold, sent as bearer from then on.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use std::fmt;

/// Written as 32 lower-case hexadecimal digits. `Debug` never shows it.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret([u8; Self::BYTES]);

impl Secret {
    pub const BYTES: usize = 16;

    /// Takes 128 random bits; the randomness is the caller's.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; Self::BYTES]) -> Self {
        Self(bytes)
    }

    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; Self::BYTES] {
        &self.0
    }

    /// `None` unless `text` is exactly 32 lower-case hexadecimal digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.as_bytes();
        if digits.len() != 2 * Self::BYTES {
            return None;
        }
        let mut bytes = [0; Self::BYTES];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = 16 * hex(pair[0])? + hex(pair[1])?;
        }
        Some(Self(bytes))
    }

    /// The written form, for the ticket link's fragment and the Authorization header.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = String::with_capacity(2 * Self::BYTES);
        for byte in self.0 {
            for digit in [byte >> 4, byte & 15] {
                text.push(char::from(b"0123456789abcdef"[usize::from(digit)]));
            }
        }
        text
    }
}

const fn hex(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Secret(…)")
    }
}

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_text())
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| D::Error::custom("not a secret"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_survives_writing_and_reading() {
        let secret = Secret::from_bytes(std::array::from_fn(|index| index as u8 * 17));
        assert_eq!(Secret::parse(&secret.to_text()), Some(secret));
    }

    #[test]
    fn a_secret_is_never_printed() {
        assert_eq!(format!("{:?}", Secret::from_bytes([0xab; 16])), "Secret(…)");
    }

    #[test]
    fn anything_but_32_lower_case_digits_is_no_secret() {
        for text in ["", "ab", &"AB".repeat(16), &"0g".repeat(16), &"ab".repeat(17)] {
            assert_eq!(Secret::parse(text), None, "{text}");
        }
    }
}
