//! What was counted last, told again as long as it is still so: where many look at one desk, it is counted once a commit.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use chrono::NaiveDate;
use contract::{DeskId, Language};

use crate::sendable::Sendable;

/// Answers kept at once. A desk is mostly asked for in one way, in each language.
const ANSWERS_MAX: usize = 1_000;

/// What an answer is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Question {
    pub desk: DeskId,
    pub from: NaiveDate,
    pub days: u32,
    pub language: Language,
}

/// When it was true.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct State {
    /// Of the ledger: nothing has been committed since.
    pub standing: u64,
    /// Seconds since 1970: holds end, and windows begin, with a second.
    pub second: i64,
}

#[derive(Debug, Default)]
pub struct Counted(Mutex<HashMap<Question, (State, Arc<Sendable>)>>);

impl Counted {
    pub fn get(&self, question: &Question, state: State) -> Option<Arc<Sendable>> {
        let answers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        answers.get(question).filter(|(then, _)| *then == state).map(|(_, answer)| Arc::clone(answer))
    }

    pub fn put(&self, question: Question, state: State, answer: Arc<Sendable>) {
        let mut answers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if answers.len() >= ANSWERS_MAX {
            answers.clear();
        }
        answers.insert(question, (state, answer));
    }
}

#[cfg(test)]
mod tests {
    use contract::TenantId;

    use super::*;
    use crate::sendable::Form;

    fn question(days: u32) -> Question {
        Question {
            desk: DeskId { tenant: TenantId::parse("dinas").unwrap(), desk: "umum".to_owned() },
            from: NaiveDate::from_ymd_opt(2026, 11, 24).unwrap(),
            days,
            language: Language::Id,
        }
    }

    fn answer() -> Arc<Sendable> {
        Arc::new(Sendable::new("application/json", "{}", Form::Passing))
    }

    #[test]
    fn an_answer_holds_until_something_is_committed_or_a_second_is_over() {
        let (counted, then) = (Counted::default(), State { standing: 2, second: 10 });
        counted.put(question(1), then, answer());
        assert!(counted.get(&question(1), then).is_some());
        assert!(counted.get(&question(2), then).is_none());
        assert!(counted.get(&question(1), State { standing: 4, ..then }).is_none());
        assert!(counted.get(&question(1), State { second: 11, ..then }).is_none());
    }

    #[test]
    fn it_never_keeps_more_than_its_bound() {
        let (counted, state) = (Counted::default(), State { standing: 0, second: 0 });
        for days in 0..=ANSWERS_MAX as u32 {
            counted.put(question(days), state, answer());
        }
        assert!(counted.0.lock().unwrap().len() <= ANSWERS_MAX);
        assert!(counted.get(&question(ANSWERS_MAX as u32), state).is_some());
    }
}
