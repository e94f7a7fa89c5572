//! Papers that the resident has ready, list by list. Those of a service and of a kept ticket stay on the device; those of
//! the visit being planned go with the tab, as the plan does.

use std::collections::BTreeSet;

use crate::browser::storage::Shelf;

const TICKS: &str = "loket.ticks.";
/// The list of the visit being planned.
pub const PLAN: &str = "plan";

fn shelf(list: &str) -> Shelf {
    if list == PLAN { Shelf::Tab } else { Shelf::Device }
}

fn key(list: &str) -> String {
    format!("{TICKS}{list}")
}

/// The papers of a list that are ready.
#[must_use]
pub fn read(list: &str) -> BTreeSet<String> {
    shelf(list).read(&key(list)).and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
}

/// A device that refuses forgets the ticks with the tab.
pub fn write(list: &str, ready: &BTreeSet<String>) {
    if ready.is_empty() {
        forget(list);
    } else if let Ok(text) = serde_json::to_string(ready) {
        let _kept = shelf(list).write(&key(list), &text);
    }
}

pub fn forget(list: &str) {
    shelf(list).remove(&key(list));
}

/// What was ticked while planning stays ticked on the ticket, where the device keeps that.
pub fn move_from_plan(list: &str) {
    write(list, &read(PLAN));
    forget(PLAN);
}
