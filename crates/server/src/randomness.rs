//! Randomness, as something that is given: the operating system's, or a list of numbers that a test chose.

use std::{
    cell::RefCell,
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

/// What a request is found by in the log: 64 random bits as 16 digits, which say nothing about who asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RequestId([u8; 16]);

impl RequestId {
    /// A new one. The operating system is asked once for many: a call for each is a fiftieth of what a request costs.
    #[must_use]
    pub fn draw() -> Self {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        // Without randomness requests can't be told apart, and much else has failed before.
        let number = DRAWN.with_borrow_mut(Drawn::next).unwrap_or_default();
        Self(std::array::from_fn(|place| DIGITS[(number >> (60 - 4 * place)) as usize & 15]))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

thread_local! {
    static DRAWN: RefCell<Drawn> = const { RefCell::new(Drawn { bytes: [0; 1024], used: 1024 }) };
}

/// Random bytes for the next ids.
struct Drawn {
    bytes: [u8; 1024],
    used: usize,
}

impl Drawn {
    fn next(&mut self) -> Option<u64> {
        if self.used == self.bytes.len() {
            getrandom::fill(&mut self.bytes).ok()?;
            self.used = 0;
        }
        let number = self.bytes[self.used..].first_chunk().map(|bytes| u64::from_le_bytes(*bytes));
        self.used += size_of::<u64>();
        number
    }
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
