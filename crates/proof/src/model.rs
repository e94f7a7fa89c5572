//! What the ledger should be: its rules over plain lists, with no database, no requests, nothing shared with the
//! server but the mall's figures. Slow and plain on purpose; a simulation holds each of the server's answers against it.

mod records;

use std::collections::{BTreeMap, BTreeSet};

use crate::mall::{Stop, Window};
use records::{
    BookedStop, CHANGE_UNTIL, EXTENSION, HOLD, HOLDING_MAX, Hold, KEPT, Kept, Visit, is_bookable, opened_at,
};

/// What the server should answer.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Expected {
    /// A hold that ends then.
    Hold {
        held_until: i64,
    },
    /// A ticket: for each stop by number its window and state.
    Ticket(Vec<(Window, StopState)>),
    /// Places left.
    Left(Vec<usize>),
    Released,
    /// The problem's code.
    Refused(&'static str),
}

/// An answer, and whether it stands in the ledger: then nobody hears it before it lasts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    pub expected: Expected,
    pub lasts: bool,
}

impl Judged {
    const fn lasting(expected: Expected) -> Self {
        Self { expected, lasts: true }
    }

    const fn refused(code: &'static str) -> Self {
        Self { expected: Expected::Refused(code), lasts: false }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StopState {
    Booked,
    Cancelled,
    Missed,
}

/// The whole ledger, by the number of a secret. Every method is one request at an instant.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Model {
    holds: BTreeMap<u64, Hold>,
    visits: BTreeMap<u64, Visit>,
    kept: BTreeMap<(u64, String), Kept>,
}

impl Model {
    pub fn hold(&mut self, secret: u64, stops: &[Stop], now: i64) -> Judged {
        let old = self.holds.get(&secret).cloned();
        match &old {
            Some(hold) if hold.is_booked => return Judged::refused("already_booked"),
            Some(hold) if hold.is_live(now) && hold.stops == stops => {
                return Judged::lasting(Expected::Hold { held_until: hold.held_until });
            }
            _ => {}
        }
        if stops.iter().any(|stop| !is_bookable(stop.window, now)) {
            return Judged::refused("invalid_input");
        }
        let Some(opened_at) = opened_at(old.as_ref(), now) else { return Judged::refused("too_many_holds") };
        let mut next = self.clone();
        let before = next.holds.remove(&secret);
        let own = before.filter(|hold| hold.is_live(now)).map(|hold| hold.windows()).unwrap_or_default();
        let wanted: Vec<Window> = stops.iter().map(|stop| stop.window).collect();
        if !next.take(&own, &wanted, now) {
            return Judged::refused("window_full");
        }
        let held_until = (now + HOLD).min(opened_at + HOLDING_MAX);
        let hold = Hold {
            id: None,
            stops: stops.to_vec(),
            held_until,
            opened_at,
            is_extended: false,
            is_booked: false,
            swept: BTreeSet::new(),
        };
        next.holds.insert(secret, hold);
        *self = next;
        Judged::lasting(Expected::Hold { held_until })
    }

    pub fn extend(&mut self, secret: u64, id: &str, now: i64) -> Judged {
        let Some(hold) = self.own(secret, id) else { return Judged::refused("not_found") };
        if hold.is_booked {
            return Judged::refused("already_booked");
        }
        if !hold.is_live(now) {
            return Judged::refused("hold_ended");
        }
        if hold.is_extended {
            return Judged::refused("already_extended");
        }
        hold.is_extended = true;
        hold.held_until = (hold.held_until + EXTENSION).min(hold.opened_at + HOLDING_MAX);
        Judged::lasting(Expected::Hold { held_until: hold.held_until })
    }

    /// What is left of it says since when its secret holds.
    pub fn release(&mut self, secret: u64, id: &str, now: i64) -> Judged {
        match self.own(secret, id) {
            None => Judged::refused("not_found"),
            Some(hold) if hold.is_booked => Judged::refused("already_booked"),
            Some(hold) => {
                (hold.id, hold.held_until) = (None, hold.held_until.min(now));
                hold.stops.clear();
                hold.swept.clear();
                Judged::lasting(Expected::Released)
            }
        }
    }

    /// `stops` are those that whoever confirms believes to hold: their answers are for those.
    pub fn confirm(
        &mut self,
        secret: u64,
        key: &str,
        (id, stops): (&str, &[Stop]),
        people: &[String],
        now: i64,
    ) -> Judged {
        let request = format!("confirm {id} {people:?} {:?}", asking(stops));
        self.once(secret, key, request, now, |ledger| {
            let Some(hold) = ledger.own(secret, id).cloned() else { return Judged::refused("not_found") };
            if hold.is_booked {
                return Judged::lasting(Expected::Refused("already_booked"));
            }
            if !hold.is_live(now) {
                return Judged::lasting(Expected::Refused("hold_ended"));
            }
            if asking(stops) != asking(&hold.stops) || people.len() != party(&hold.stops) {
                return Judged::refused("invalid_input");
            }
            let mut next = ledger.clone();
            let stops: Vec<BookedStop> = hold
                .stops
                .iter()
                .map(|stop| BookedStop {
                    nik: people[stop.person].clone(),
                    service: stop.service,
                    window: stop.window,
                    state: StopState::Booked,
                })
                .collect();
            for nik in people {
                next.write_off(nik, now);
            }
            if stops.iter().any(|stop| next.has_live_stop(stop)) {
                // Counted as a try, so it is written.
                return Judged::lasting(Expected::Refused("live_stop_exists"));
            }
            if let Some(hold) = next.holds.get_mut(&secret) {
                hold.is_booked = true;
            }
            next.visits.insert(secret, Visit { code: None, stops });
            *ledger = next;
            Judged::lasting(ledger.ticket_of(secret, now))
        })
    }

    pub fn reschedule(&mut self, secret: u64, key: &str, code: &str, to: &[(u32, i64)], now: i64) -> Judged {
        let request = format!("reschedule {code} {to:?}");
        self.once(secret, key, request, now, |ledger| {
            let Some(visit) = ledger.visit(secret, code).cloned() else { return Judged::refused("not_found") };
            let booked: Vec<usize> = visit.booked_at(now);
            let Some(first) = booked.iter().map(|index| visit.stops[*index].window.starts_at).min() else {
                return Judged::lasting(Expected::Refused("not_booked"));
            };
            if now >= first - CHANGE_UNTIL {
                return Judged::lasting(Expected::Refused("too_late"));
            }
            let named: BTreeSet<usize> = to.iter().map(|(number, _)| *number as usize - 1).collect();
            if named != booked.iter().copied().collect() {
                return Judged::refused("invalid_input");
            }
            let old = |number: u32| visit.stops[number as usize - 1].window;
            let new: Vec<(u32, Window)> =
                to.iter().map(|&(number, starts_at)| (number, Window { starts_at, ..old(number) })).collect();
            if new.iter().any(|&(number, window)| window != old(number) && !is_bookable(window, now)) {
                return Judged::refused("invalid_input");
            }
            let own: Vec<Window> = booked.iter().map(|index| visit.stops[*index].window).collect();
            let wanted: Vec<Window> = new.iter().map(|(_, window)| *window).collect();
            let mut next = ledger.clone();
            next.without(secret, &booked);
            if !next.take(&own, &wanted, now) {
                return Judged::refused("window_full");
            }
            if let Some(visit) = next.visits.get_mut(&secret) {
                for (number, window) in new {
                    let stop = &mut visit.stops[number as usize - 1];
                    (stop.window, stop.state) = (window, StopState::Booked);
                }
            }
            *ledger = next;
            Judged::lasting(ledger.ticket_of(secret, now))
        })
    }

    pub fn cancel(&mut self, secret: u64, key: &str, code: &str, stop: Option<u32>, now: i64) -> Judged {
        let request = format!("cancel {code} {stop:?}");
        self.once(secret, key, request, now, |ledger| {
            let Some(visit) = ledger.visit(secret, code).cloned() else { return Judged::refused("not_found") };
            let asked: Vec<usize> = match stop {
                None => (0..visit.stops.len()).collect(),
                Some(number) if number as usize <= visit.stops.len() => vec![number as usize - 1],
                Some(_) => return Judged::refused("not_found"),
            };
            let booked: Vec<usize> =
                asked.into_iter().filter(|index| visit.stops[*index].state_at(now) == StopState::Booked).collect();
            if booked.is_empty() {
                return Judged::lasting(Expected::Refused("not_booked"));
            }
            let in_time: Vec<usize> =
                booked.into_iter().filter(|index| now < visit.stops[*index].window.ends_at()).collect();
            if in_time.is_empty() {
                return Judged::lasting(Expected::Refused("too_late"));
            }
            ledger.without(secret, &in_time);
            Judged::lasting(ledger.ticket_of(secret, now))
        })
    }

    /// Places left in each of these windows.
    #[must_use]
    pub fn left(&self, windows: &[Window], now: i64) -> Expected {
        let left = |window: &Window| {
            let free = window.desk().places.saturating_sub(self.taken(*window, now));
            if is_bookable(*window, now) { free } else { 0 }
        };
        Expected::Left(windows.iter().map(left).collect())
    }

    #[must_use]
    pub fn ticket(&self, secret: u64, code: &str, now: i64) -> Expected {
        match self.visits.get(&secret).filter(|visit| visit.code.as_deref() == Some(code)) {
            Some(_) => self.ticket_of(secret, now),
            None => Expected::Refused("not_found"),
        }
    }

    /// Removes what is kept long enough, and writes down what is over: it stays so, also where the clock is set back.
    pub fn retain(&mut self, now: i64) {
        for stop in self.visits.values_mut().flat_map(|visit| &mut visit.stops) {
            stop.state = stop.state_at(now);
        }
        self.holds.retain(|_, hold| hold.is_booked || hold.held_until > now - KEPT);
        self.kept.retain(|_, kept| kept.answered_at > now - KEPT);
    }

    /// The server has said the id of that hold, which may have been replaced by another since.
    pub fn learn_hold(&mut self, secret: u64, stops: &[Stop], held_until: i64, id: &str) {
        let hold = self.holds.get_mut(&secret);
        if let Some(hold) = hold.filter(|hold| hold.stops == stops && hold.held_until == held_until) {
            hold.id = Some(id.to_owned());
        }
    }

    /// The server has said the visit's code.
    pub fn learn_visit(&mut self, secret: u64, code: &str) {
        if let Some(visit) = self.visits.get_mut(&secret) {
            visit.code = Some(code.to_owned());
        }
    }

    /// When the next live hold ends.
    #[must_use]
    pub fn next_end(&self, now: i64) -> Option<i64> {
        self.holds.values().filter(|hold| hold.is_live(now)).map(|hold| hold.held_until).min()
    }

    /// Stops that are booked, whatever the clock says: what the ledger's table should have.
    #[must_use]
    pub fn booked_stops(&self) -> usize {
        let stops = self.visits.values().flat_map(|visit| &visit.stops);
        stops.filter(|stop| stop.state == StopState::Booked).count()
    }

    fn own(&mut self, secret: u64, id: &str) -> Option<&mut Hold> {
        self.holds.get_mut(&secret).filter(|hold| hold.id.as_deref() == Some(id))
    }

    fn visit(&self, secret: u64, code: &str) -> Option<&Visit> {
        self.visits.get(&secret).filter(|visit| visit.code.as_deref() == Some(code))
    }

    /// The same key with the same request is the same answer.
    fn once(
        &mut self,
        secret: u64,
        key: &str,
        request: String,
        now: i64,
        effect: impl FnOnce(&mut Self) -> Judged,
    ) -> Judged {
        let place = (secret, key.to_owned());
        if let Some(kept) = self.kept.get(&place) {
            if kept.request != request {
                return Judged::refused("key_reused");
            }
            return Judged::lasting(kept.expected.clone());
        }
        let judged = effect(self);
        let is_kept = judged.lasts && judged.expected != Expected::Refused("live_stop_exists");
        if is_kept {
            self.kept.insert(place, Kept { request, answered_at: now, expected: judged.expected.clone() });
        }
        judged
    }

    /// Takes places in `wanted` for whoever gives those of `own` back; `false`, and nothing, where one is full. Whoever
    /// takes in a window takes the places of its ended holds for good.
    fn take(&mut self, own: &[Window], wanted: &[Window], now: i64) -> bool {
        let mut left_over = own.to_vec();
        let mut stays: Vec<Window> = Vec::new();
        let mut new: Vec<Window> = Vec::new();
        for window in wanted {
            match left_over.iter().position(|own| own == window) {
                Some(index) => stays.push(left_over.remove(index)),
                None => new.push(*window),
            }
        }
        let count = |windows: &[Window], window| windows.iter().filter(|other| **other == window).count();
        for window in &new {
            let wanted = self.taken(*window, now) + count(&stays, *window) + count(&new, *window);
            if wanted > window.desk().places {
                return false;
            }
        }
        for hold in self.holds.values_mut().filter(|hold| !hold.is_booked && hold.held_until <= now) {
            let theirs = hold.stops.iter().enumerate().filter(|(_, stop)| new.contains(&stop.window));
            hold.swept.extend(theirs.map(|(index, _)| index).collect::<Vec<_>>());
        }
        true
    }

    fn taken(&self, window: Window, now: i64) -> usize {
        let held = self.holds.values().filter(|hold| hold.has_time(now)).flat_map(Hold::windows);
        let stops = self.visits.values().flat_map(|visit| &visit.stops);
        let booked = stops.filter(|stop| stop.state != StopState::Cancelled).map(|stop| stop.window);
        held.chain(booked).filter(|other| *other == window).count()
    }

    fn has_live_stop(&self, like: &BookedStop) -> bool {
        let stops = self.visits.values().flat_map(|visit| &visit.stops);
        let mut booked = stops.filter(|stop| stop.state == StopState::Booked);
        booked.any(|stop| stop.nik == like.nik && stop.service == like.service)
    }

    fn write_off(&mut self, nik: &str, now: i64) {
        for stop in self.visits.values_mut().flat_map(|visit| &mut visit.stops) {
            if stop.nik == nik && stop.state_at(now) == StopState::Missed {
                stop.state = StopState::Missed;
            }
        }
    }

    fn without(&mut self, secret: u64, stops: &[usize]) {
        if let Some(visit) = self.visits.get_mut(&secret) {
            for index in stops {
                visit.stops[*index].state = StopState::Cancelled;
            }
        }
    }

    fn ticket_of(&self, secret: u64, now: i64) -> Expected {
        let stops = self.visits.get(&secret).map(|visit| visit.stops.iter()).unwrap_or_default();
        Expected::Ticket(stops.map(|stop| (stop.window, stop.state_at(now))).collect())
    }
}

/// Which stops' services ask questions: other answers do not fit.
fn asking(stops: &[Stop]) -> Vec<String> {
    stops.iter().map(|stop| (stop.service().answers)().to_string()).collect()
}

fn party(stops: &[Stop]) -> usize {
    stops.iter().map(|stop| stop.person + 1).max().unwrap_or_default()
}
