//! A judge of histories: whether there is an order of the operations, each at one instant between its call and its answer,
//! in which every answer is right. Wing and Gong's search with Lowe's memory of what was tried, as in porcupine; crates that
//! search without that memory (stateright) need hours for what this does in moments, and none knows of answers that got lost.

use std::{collections::HashSet, hash::Hash};

/// One operation of a history.
#[derive(Debug, Clone)]
pub struct Operation<C> {
    /// What was asked, with its answer.
    pub call: C,
    /// Stamps of one counter: everything with a smaller one happened before.
    pub called_at: u64,
    /// `None` where the answer got lost: it may have happened at any time after the call, or never.
    pub answered_at: Option<u64>,
    /// For a lost one, where it is known: if it happened, then before everything that was called after this.
    pub over_by: Option<u64>,
}

/// What operations do, one after the other.
pub trait Sequential {
    type Call;
    type State: Clone + Eq + Hash;

    fn start(&self) -> Self::State;

    /// The states after the call in which its answer is right; none where it is wrong in this state.
    fn step(&self, state: &Self::State, call: &Self::Call) -> Vec<Self::State>;
}

/// Whether some order explains the history.
///
/// # Errors
/// Where none does: the operations that no order came past, each of which could be next and is wrong.
pub fn explain<'a, S: Sequential>(
    rules: &'a S,
    history: &'a [Operation<S::Call>],
) -> Result<(), Vec<&'a Operation<S::Call>>> {
    let mut operations: Vec<&Operation<S::Call>> = history.iter().collect();
    operations.sort_by_key(|operation| operation.called_at);
    let mut search = Search { rules, operations, tried: HashSet::new(), farthest: (0, Vec::new()) };
    let done = vec![0; search.operations.len().div_ceil(64)];
    if search.explains(&done, &rules.start()) {
        return Ok(());
    }
    Err(search.farthest.1.iter().map(|index| search.operations[*index]).collect())
}

struct Search<'a, S: Sequential> {
    rules: &'a S,
    operations: Vec<&'a Operation<S::Call>>,
    /// Which operations had happened, and the state they led to: from there no order was found.
    tried: HashSet<(Vec<u64>, S::State)>,
    /// How many operations the best order had, and what could have come next.
    farthest: (usize, Vec<usize>),
}

impl<S: Sequential> Search<'_, S> {
    fn explains(&mut self, done: &[u64], state: &S::State) -> bool {
        let is_done = |index: usize| done[index / 64] >> (index % 64) & 1 == 1;
        let left = (0..self.operations.len()).filter(|index| !is_done(*index));
        // Nothing can happen after an operation that has been answered before it was called.
        let Some(first_answer) = left.clone().filter_map(|index| self.operations[index].answered_at).min() else {
            return true;
        };
        if !self.tried.insert((done.to_vec(), state.clone())) {
            return false;
        }
        let last_call = (0..self.operations.len())
            .filter(|index| is_done(*index))
            .map(|index| self.operations[index].called_at)
            .max();
        let is_over = |index: usize| self.operations[index].over_by.is_some_and(|over_by| last_call > Some(over_by));
        let can_be_next = |index: &usize| self.operations[*index].called_at < first_answer && !is_over(*index);
        let mut next: Vec<usize> = left.filter(can_be_next).collect();
        // Most likely in the order of the answers; what was lost probably never was.
        next.sort_by_key(|index| self.operations[*index].answered_at.unwrap_or(u64::MAX));
        let count = done.iter().map(|word| word.count_ones() as usize).sum();
        if count >= self.farthest.0 {
            self.farthest = (count, next.clone());
        }
        let after: Vec<(usize, Vec<S::State>)> =
            next.into_iter().map(|index| (index, self.rules.step(state, &self.operations[index].call))).collect();
        // What is right and changes nothing may as well happen now: nothing that comes later needs it to wait.
        let idle = after.iter().find(|(index, states)| self.is_answered(*index) && states.contains(state));
        if let Some((index, _)) = idle {
            return self.explains(&with(done, *index), state);
        }
        after.iter().any(|(index, states)| {
            // A lost answer to what changes nothing explains nothing.
            let changes = states.iter().filter(|after| self.is_answered(*index) || *after != state);
            let changes: Vec<&S::State> = changes.collect();
            changes.into_iter().any(|after| self.explains(&with(done, *index), after))
        })
    }

    fn is_answered(&self, index: usize) -> bool {
        self.operations[index].answered_at.is_some()
    }
}

/// One more operation has happened.
fn with(done: &[u64], index: usize) -> Vec<u64> {
    let mut done = done.to_vec();
    done[index / 64] |= 1 << (index % 64);
    done
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A number that is written and read.
    struct Register;

    #[derive(Debug)]
    enum Call {
        Write(u8),
        Read(u8),
    }

    impl Sequential for Register {
        type Call = Call;
        type State = u8;

        fn start(&self) -> u8 {
            0
        }

        fn step(&self, state: &u8, call: &Call) -> Vec<u8> {
            match call {
                Call::Write(number) => vec![*number],
                Call::Read(number) if number == state => vec![*state],
                Call::Read(_) => Vec::new(),
            }
        }
    }

    fn operation(call: Call, called_at: u64, answered_at: impl Into<Option<u64>>) -> Operation<Call> {
        Operation { call, called_at, answered_at: answered_at.into(), over_by: None }
    }

    #[test]
    fn what_happens_at_once_may_have_happened_in_any_order() {
        for seen in [1, 2] {
            let history =
                [operation(Call::Write(1), 0, 5), operation(Call::Write(2), 1, 6), operation(Call::Read(seen), 7, 8)];
            assert!(explain(&Register, &history).is_ok(), "{seen}");
        }
    }

    #[test]
    fn what_was_answered_can_not_happen_later() {
        let history =
            [operation(Call::Write(1), 0, 1), operation(Call::Write(2), 2, 3), operation(Call::Read(1), 4, 5)];
        assert!(explain(&Register, &history).is_err());
    }

    #[test]
    fn a_read_that_saw_a_write_can_not_be_followed_by_one_that_did_not() {
        let history =
            [operation(Call::Write(1), 0, 10), operation(Call::Read(1), 1, 2), operation(Call::Read(0), 3, 4)];
        assert!(explain(&Register, &history).is_err());
    }

    #[test]
    fn a_write_whose_answer_got_lost_may_happen_late_or_never() {
        for seen in [0, 1] {
            let history = [operation(Call::Write(1), 0, None), operation(Call::Read(seen), 5, 6)];
            assert!(explain(&Register, &history).is_ok(), "{seen}");
        }
        let history =
            [operation(Call::Write(1), 0, None), operation(Call::Read(1), 1, 2), operation(Call::Read(0), 3, 4)];
        assert!(explain(&Register, &history).is_err(), "once it has been seen it has happened");
    }
}
