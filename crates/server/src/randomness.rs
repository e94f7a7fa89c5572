//! Randomness, as something that is given: the operating system's, or a list of numbers that a test chose.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
};

use contract::HoldId;

#[derive(Debug, Clone)]
pub struct Randomness(Option<Arc<Mutex<VecDeque<u64>>>>);

/// The operating system gives no randomness.
#[derive(Debug)]
pub struct NoRandomness;

impl Randomness {
    /// The operating system's.
    #[must_use]
    pub const fn system() -> Self {
        Self(None)
    }

    /// These numbers first, for tests of what happens when two are equal; then the operating system's.
    #[must_use]
    pub fn scripted(numbers: impl IntoIterator<Item = u64>) -> Self {
        Self(Some(Arc::new(Mutex::new(numbers.into_iter().collect()))))
    }

    /// 64 random bits.
    ///
    /// # Errors
    /// Where the operating system has none.
    pub fn number(&self) -> Result<u64, NoRandomness> {
        if let Some(script) = &self.0
            && let Some(number) = script.lock().unwrap_or_else(PoisonError::into_inner).pop_front()
        {
            return Ok(number);
        }
        getrandom::u64().map_err(|_| NoRandomness)
    }

    /// An id of 26 characters, 130 random bits.
    ///
    /// # Errors
    /// Where the operating system has no randomness.
    pub fn hold_id(&self) -> Result<HoldId, NoRandomness> {
        const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
        let mut bytes = [0; 26];
        getrandom::fill(&mut bytes).map_err(|_| NoRandomness)?;
        let text: String = bytes.iter().map(|byte| char::from(ALPHABET[usize::from(byte & 31)])).collect();
        HoldId::parse(&text).ok_or(NoRandomness)
    }
}

/// # Errors
/// Where the operating system has no randomness.
pub fn fill(bytes: &mut [u8]) -> Result<(), NoRandomness> {
    getrandom::fill(bytes).map_err(|_| NoRandomness)
}

/// What a request is found by in the log: 64 random bits, which say nothing about who asked.
#[must_use]
pub fn request_id() -> String {
    // Without randomness requests can't be told apart, and much else has failed before.
    format!("{:016x}", getrandom::u64().unwrap_or_default())
}

/// 32 random bytes for a key.
///
/// # Errors
/// Where the operating system has no randomness.
pub fn key_bytes() -> Result<[u8; 32], NoRandomness> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|_| NoRandomness)?;
    Ok(bytes)
}
