//! Asks the server to hold places, and to keep holding them.

use std::sync::Arc;

use chrono::{DateTime, FixedOffset};
use contract::{HoldId, Problem, ProblemCode, Secret, holds::Hold, service::Service};

use leptos::{
    prelude::{GetValue as _, SetValue as _},
    task::spawn_local,
};

use super::{Party, Plan};
use crate::{
    api::{Api, ApiError},
    browser::{clock, randomness},
};

/// Why no places are held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HoldFailure {
    /// The browser makes no random numbers.
    NoRandomness,
    /// What was sent before has become a visit: its answer can be asked for again.
    Booked,
    Asked(ApiError),
}

/// Whether the server says that a hold is no more.
#[must_use]
pub fn is_over(problem: &Problem) -> bool {
    matches!(problem.code, ProblemCode::HoldEnded | ProblemCode::NotFound)
}

impl Plan {
    /// Holds a window for each stop of the party. The secret is kept before it is used, so that a lost answer is asked
    /// for again under the same one. Whether the plan holds them now: not where it was changed or others were asked for since.
    ///
    /// # Errors
    /// See [`HoldFailure`]. What was held before is still held.
    pub async fn hold(
        self,
        api: Api,
        party: Party,
        services: &[Arc<Service>],
        starts: &[DateTime<FixedOffset>],
    ) -> Result<bool, HoldFailure> {
        let turn = self.holds_asked.get_value() + 1;
        self.holds_asked.set_value(turn);
        let input = self.with_untracked(|visit| visit.hold_input(&party, services, starts));
        let asked = self.with_untracked(|visit| visit.asked(party));
        let mut secret = self.secret()?;
        let mut answer = api.hold_places(&secret, &input).await;
        let is_booked = |answer: &Result<_, ApiError>| {
            answer
                .as_ref()
                .err()
                .and_then(ApiError::problem)
                .is_some_and(|problem| problem.code == ProblemCode::AlreadyBooked)
        };
        if is_booked(&answer) {
            if self.with_untracked(|visit| visit.sent.is_some()) {
                return Err(HoldFailure::Booked);
            }
            // The secret belongs to a visit that was booked and seen; this is another one.
            self.update(|visit| visit.secret = None);
            secret = self.secret()?;
            answer = api.hold_places(&secret, &input).await;
        }
        let hold = answer.map_err(HoldFailure::Asked)?;
        // The server has put the later one in the place of this.
        if self.holds_asked.get_value() != turn {
            return Ok(false);
        }
        let id = hold.id.clone();
        self.update(|visit| visit.keep_hold(hold, asked, clock::now()));
        Ok(self.with_untracked(|visit| visit.held().is_some_and(|held| held.hold.id == id)))
    }

    /// Asks again how long the places are kept, e.g. after a reload.
    ///
    /// # Errors
    /// Where there is no answer; a hold that has ended is no error.
    pub async fn read_hold(self, api: Api) -> Result<(), ApiError> {
        let Some((secret, id)) = self.opened() else { return Ok(()) };
        self.take_answer(&id, api.read_hold(&secret, &id).await)
    }

    /// Extends, once.
    ///
    /// # Errors
    /// Where there is no answer; a hold that has ended or was extended before is no error.
    pub async fn extend_hold(self, api: Api) -> Result<(), ApiError> {
        let Some((secret, id)) = self.opened() else { return Ok(()) };
        let answer = api.extend_hold(&secret, &id).await;
        match &answer {
            // Asked before, and the answer was lost.
            Err(ApiError::Refused(problem)) if problem.code == ProblemCode::AlreadyExtended => {
                self.read_hold(api).await
            }
            _ => self.take_answer(&id, answer),
        }
    }

    /// Gives the places back that are held, for this plan or another; they end by themselves where the server can't be reached.
    pub fn release(self, api: Api) {
        let held = self.with_untracked(|visit| {
            let held = visit.held.as_ref().filter(|held| held.time_left(clock::now()).is_some())?;
            Some((visit.secret.clone()?, held.hold.id.clone()))
        });
        if let Some((secret, id)) = held {
            spawn_local(async move {
                let _ends_by_itself = api.release_hold(&secret, &id).await;
            });
        }
    }

    fn take_answer(self, id: &HoldId, answer: Result<Hold, ApiError>) -> Result<(), ApiError> {
        match answer {
            Ok(hold) => self.update(|visit| visit.refresh_hold(hold, clock::now())),
            Err(ApiError::Refused(problem)) if is_over(&problem) => self.update(|visit| visit.end_hold(id)),
            Err(error) => return Err(error),
        }
        Ok(())
    }

    fn opened(self) -> Option<(Secret, HoldId)> {
        self.with_untracked(|visit| Some((visit.secret.clone()?, visit.held()?.hold.id.clone())))
    }

    fn secret(self) -> Result<Secret, HoldFailure> {
        if let Some(secret) = self.with_untracked(|visit| visit.secret.clone()) {
            return Ok(secret);
        }
        let secret = Secret::from_bytes(randomness::random_bytes().ok_or(HoldFailure::NoRandomness)?);
        self.update(|visit| visit.secret = Some(secret.clone()));
        Ok(secret)
    }
}
