//! The visit being planned: who comes, for what, and when. Kept for this tab, so that a reload loses nothing.

use chrono::{DateTime, FixedOffset, NaiveDate};
use contract::{
    Secret, ServiceId,
    holds::{Hold, Obtain},
    service::Answers,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::browser::storage::Shelf;

/// Plain data; decisions about it are methods, signals stay outside.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PlannedVisit {
    pub people: Vec<PersonDraft>,
    pub stops: Vec<PlannedStop>,
    /// Adults who split up.
    pub apart: bool,
    pub day: Option<NaiveDate>,
    /// Made before the hold; opens the hold and then the visit.
    pub secret: Option<Secret>,
    pub hold: Option<Hold>,
    /// The Idempotency-Key of the confirmation: one a hold.
    pub key: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlannedStop {
    pub service: ServiceId,
    /// Index into `people`.
    pub person: usize,
    pub answers: Answers,
    pub obtains: Vec<Obtain>,
    /// The window that the resident chose; `None`: as proposed.
    pub starts_at: Option<DateTime<FixedOffset>>,
}

/// What was typed about a person, as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PersonDraft {
    pub name: String,
    pub kind: IdentityKind,
    pub number: String,
    /// For a child: the index of its parent.
    pub parent: usize,
    pub phone: String,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdentityKind {
    #[default]
    Nik,
    Passport,
    Child,
}

/// A context.
#[derive(Clone, Copy)]
pub struct Plan {
    visit: RwSignal<PlannedVisit>,
}

const KEY: &str = "loket.plan";

impl Plan {
    /// Empty; `restore` brings back what this tab kept.
    #[must_use]
    pub fn new() -> Self {
        Self { visit: RwSignal::new(PlannedVisit::default()) }
    }

    #[must_use]
    pub fn in_context() -> Self {
        expect_context()
    }

    /// Reads what this tab kept and keeps every change from now on. Browser only.
    pub fn restore(self) {
        if let Some(visit) = Shelf::Tab.read(KEY).and_then(|text| serde_json::from_str(&text).ok()) {
            self.visit.set(visit);
        }
        Effect::new(move || {
            self.visit.with(|visit| match serde_json::to_string(visit) {
                Ok(text) if *visit != PlannedVisit::default() => {
                    Shelf::Tab.write(KEY, &text);
                }
                _ => Shelf::Tab.remove(KEY),
            });
        });
    }

    /// Tracked.
    #[must_use]
    pub fn get(self) -> PlannedVisit {
        self.visit.get()
    }

    #[must_use]
    pub fn get_untracked(self) -> PlannedVisit {
        self.visit.get_untracked()
    }

    /// Tracked.
    pub fn with<T>(self, look: impl FnOnce(&PlannedVisit) -> T) -> T {
        self.visit.with(look)
    }

    pub fn update(self, change: impl FnOnce(&mut PlannedVisit)) {
        self.visit.update(change);
    }

    /// After booking, or when the resident starts over.
    pub fn clear(self) {
        self.visit.set(PlannedVisit::default());
    }
}

impl Default for Plan {
    fn default() -> Self {
        Self::new()
    }
}
