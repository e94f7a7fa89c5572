//! An Idempotency-Key that is kept until its wish is answered, so that asking again never does it twice.

use leptos::prelude::*;

use crate::{api::ApiError, browser::randomness};

#[derive(Clone, Copy)]
pub struct KeptKey(StoredValue<Option<Kept>>);

#[derive(Clone)]
struct Kept {
    wish: String,
    key: String,
}

impl KeptKey {
    #[must_use]
    pub fn new() -> Self {
        Self(StoredValue::new(None))
    }

    /// The key of the wish that is not answered yet, or a new one; `None` where the browser makes no random numbers.
    #[must_use]
    pub fn get(self) -> Option<String> {
        self.get_for(String::new())
    }

    /// The same where there is a choice: another wish never comes under the key of the one before.
    #[must_use]
    pub fn get_for(self, wish: String) -> Option<String> {
        if let Some(kept) = self.0.get_value().filter(|kept| kept.wish == wish) {
            return Some(kept.key);
        }
        let key = randomness::random_key()?;
        self.0.set_value(Some(Kept { wish, key: key.clone() }));
        Some(key)
    }

    /// Lets the key go once the answer is final.
    pub fn settle<T>(self, answer: &Result<T, ApiError>) {
        let is_open = match answer {
            Ok(_) => false,
            Err(ApiError::Refused(problem)) => problem.code.is_open(),
            Err(_) => true,
        };
        if !is_open {
            self.0.set_value(None);
        }
    }
}

impl Default for KeptKey {
    fn default() -> Self {
        Self::new()
    }
}
