//! Whether the stops of a visit can be reached one after the other, and a proposal that can.
//!
//! Whoever comes in the last minute of one window must still make the next: it ends no earlier than this one's end plus
//! the minutes of the service plus the walk (none at the same desk), and starts no earlier than this one. Several people
//! may take the same window of the same desk.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, FixedOffset};
use contract::{DeskId, windows::Window};

/// A stop with its window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leg {
    pub person: usize,
    pub desk: DeskId,
    pub starts_at: DateTime<FixedOffset>,
    pub ends_at: DateTime<FixedOffset>,
    /// At the counter.
    pub minutes: u32,
    /// Indexes of legs that must come first, since this one needs their paper.
    pub after: Vec<usize>,
}

/// The first leg in order of time that can't be reached from the one before it; `None`: all can.
///
/// People with the same number in `groups` (by person) move together. A leg whose paper comes from a leg that is not
/// before it can't be reached either.
#[must_use]
pub fn first_unreachable(legs: &[Leg], walk_minutes: u32, groups: &[usize]) -> Option<usize> {
    let order = in_order(legs);
    order.iter().enumerate().find_map(|(place, &index)| {
        let leg = &legs[index];
        let group = group_of(groups, leg.person);
        let before = order[..place]
            .iter()
            .map(|&before| &legs[before])
            .filter(|before| group_of(groups, before.person) == group);
        let reached = before.into_iter().all(|before| is_reachable(before, leg, walk_minutes));
        let supplied =
            leg.after.iter().all(|&first| legs.get(first).is_some_and(|first| is_after(first, leg, walk_minutes)));
        (!(reached && supplied)).then_some(index)
    })
}

/// In order of time; at the same time, what others wait for comes first.
fn in_order(legs: &[Leg]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..legs.len()).collect();
    order.sort_by_key(|&index| (legs[index].starts_at, legs[index].ends_at, legs[index].desk.clone(), index));
    order
}

fn group_of(groups: &[usize], person: usize) -> usize {
    groups.get(person).copied().unwrap_or_default()
}

fn is_reachable(this: &Leg, next: &Leg, walk_minutes: u32) -> bool {
    let together = this.desk == next.desk && this.starts_at == next.starts_at && this.person != next.person;
    together || is_after(this, next, walk_minutes)
}

fn is_after(this: &Leg, next: &Leg, walk_minutes: u32) -> bool {
    let walk = if this.desk == next.desk { 0 } else { walk_minutes };
    next.starts_at >= this.starts_at && next.ends_at >= this.ends_at + Duration::minutes(i64::from(this.minutes + walk))
}

/// A stop that wants a window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Want {
    pub person: usize,
    pub desk: DeskId,
    /// At the counter.
    pub minutes: u32,
    /// Indexes of wants that must come first.
    pub after: Vec<usize>,
    /// The start of the window that the resident chose; `None`: any.
    pub fixed: Option<DateTime<FixedOffset>>,
}

/// Looks at this many partial itineraries at most; found by trying: a full day for six stops at six desks needs a tenth of it.
const TRIES_MAX: usize = 50_000;

/// A window for each want, in the order of `wants`, from the windows of one day: earliest end first, then latest arrival.
/// `None`: not possible, or not before `not_before`.
///
/// Deterministic: the same question gets the same answer.
#[must_use]
pub fn propose(
    wants: &[Want],
    windows: &BTreeMap<DeskId, Vec<Window>>,
    walk_minutes: u32,
    groups: &[usize],
    not_before: Option<DateTime<FixedOffset>>,
) -> Option<Vec<Window>> {
    let mut search = Search {
        wants,
        windows,
        walk_minutes,
        groups,
        not_before,
        legs: vec![None; wants.len()],
        best: None,
        tries: 0,
    };
    search.place_next();
    search.best.map(|best| best.windows)
}

/// How many parties like this one a day still takes: what the tightest desk has left for them; 0 where no proposal exists.
#[must_use]
pub fn places_left(
    wants: &[Want],
    windows: &BTreeMap<DeskId, Vec<Window>>,
    walk_minutes: u32,
    groups: &[usize],
) -> u32 {
    if propose(wants, windows, walk_minutes, groups, None).is_none() {
        return 0;
    }
    let mut stops: BTreeMap<&DeskId, u32> = BTreeMap::new();
    for want in wants {
        *stops.entry(&want.desk).or_default() += 1;
    }
    let left =
        |desk: &DeskId| windows.get(desk).map_or(0, |windows| windows.iter().map(|window| window.left).sum::<u32>());
    stops.iter().map(|(desk, stops)| left(desk) / stops).min().unwrap_or(0).max(1)
}

struct Search<'a> {
    wants: &'a [Want],
    windows: &'a BTreeMap<DeskId, Vec<Window>>,
    walk_minutes: u32,
    groups: &'a [usize],
    not_before: Option<DateTime<FixedOffset>>,
    legs: Vec<Option<Leg>>,
    best: Option<Best>,
    tries: usize,
}

struct Best {
    ends_at: DateTime<FixedOffset>,
    starts_at: DateTime<FixedOffset>,
    windows: Vec<Window>,
}

impl Search<'_> {
    /// Places the wants one after the other in order of time: each step appends a want whose window is reachable from
    /// all placed before it, so no arrangement is met twice in different order of placing.
    fn place_next(&mut self) {
        if self.legs.iter().all(Option::is_some) {
            self.keep();
            return;
        }
        let windows = self.windows;
        let latest = self.legs.iter().flatten().map(|leg| (leg.starts_at, leg.ends_at)).max();
        for index in 0..self.wants.len() {
            if self.legs[index].is_some() || !self.is_turn_of(index) {
                continue;
            }
            let want = &self.wants[index];
            let Some(of_desk) = windows.get(&want.desk) else { return };
            let mut tried_free = false;
            for window in of_desk {
                if latest.is_some_and(|latest| (window.starts_at, window.ends_at) < latest)
                    || !self.is_possible(index, window)
                {
                    continue;
                }
                // Without a wish, the first window that fits is as good as any later one for what follows.
                if tried_free && want.fixed.is_none() && self.legs.iter().any(Option::is_some) {
                    break;
                }
                tried_free = true;
                self.tries += 1;
                if self.tries > TRIES_MAX {
                    return;
                }
                self.legs[index] = Some(self.leg(index, window));
                self.place_next();
                self.legs[index] = None;
            }
        }
    }

    /// Of wants that are alike, the first comes first; and none before those it waits for.
    fn is_turn_of(&self, index: usize) -> bool {
        let want = &self.wants[index];
        let twin_waits = (0..index).any(|earlier| self.legs[earlier].is_none() && self.wants[earlier] == *want);
        !twin_waits && want.after.iter().all(|&first| self.legs.get(first).is_some_and(Option::is_some))
    }

    fn is_possible(&self, index: usize, window: &Window) -> bool {
        let want = &self.wants[index];
        if want.fixed.is_some_and(|fixed| fixed != window.starts_at)
            || self.not_before.is_some_and(|earliest| window.starts_at < earliest)
        {
            return false;
        }
        let taken =
            self.legs.iter().flatten().filter(|leg| leg.desk == want.desk && leg.starts_at == window.starts_at).count();
        // A window that the resident chose is counted by the server; here it may be the one that the visit has already.
        if want.fixed.is_none() && taken >= window.left as usize {
            return false;
        }
        let leg = self.leg(index, window);
        let group = group_of(self.groups, want.person);
        let reached = self
            .legs
            .iter()
            .flatten()
            .filter(|before| group_of(self.groups, before.person) == group)
            .all(|before| is_reachable(before, &leg, self.walk_minutes));
        let supplied = want.after.iter().all(|&first| {
            self.legs.get(first).and_then(Option::as_ref).is_some_and(|first| is_after(first, &leg, self.walk_minutes))
        });
        reached && supplied
    }

    fn leg(&self, index: usize, window: &Window) -> Leg {
        let want = &self.wants[index];
        Leg {
            person: want.person,
            desk: want.desk.clone(),
            starts_at: window.starts_at,
            ends_at: window.ends_at,
            minutes: want.minutes,
            after: want.after.clone(),
        }
    }

    fn keep(&mut self) {
        let legs: Vec<&Leg> = self.legs.iter().flatten().collect();
        let (Some(starts_at), Some(ends_at)) =
            (legs.iter().map(|leg| leg.starts_at).min(), legs.iter().map(|leg| leg.ends_at).max())
        else {
            return;
        };
        let better = self.best.as_ref().is_none_or(|best| (ends_at, best.starts_at) < (best.ends_at, starts_at));
        if better {
            let windows = legs
                .iter()
                .filter_map(|leg| {
                    self.windows.get(&leg.desk)?.iter().find(|window| window.starts_at == leg.starts_at).cloned()
                })
                .collect();
            self.best = Some(Best { ends_at, starts_at, windows });
        }
    }
}
