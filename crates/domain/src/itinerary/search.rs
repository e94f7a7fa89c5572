//! The search behind proposals: exact, by branch and bound, with a bound on its work.
//!
//! Each step gives a window to the want that has the fewest left to choose from, and strikes out what no longer goes
//! with it. A branch is left once it can't beat the best found so far.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset};
use contract::{DeskId, windows::Window};

use super::{Stay, Want, group_of, seconds};

/// Windows tried for a want, over one whole search. Six stops need far fewer (tests hold the number); a bigger visit
/// that comes here gets the best found until then, so that a phone never hangs.
pub const TRIES_MAX: usize = 50_000;

/// What is left in each window, by desk and in the order of its windows.
pub struct Shares<'a> {
    desks: BTreeMap<&'a DeskId, Vec<Share>>,
}

/// One window. Seconds since 1970.
#[derive(Clone, Copy)]
struct Share {
    starts_at: i64,
    ends_at: i64,
    left: u32,
}

impl<'a> Shares<'a> {
    pub fn of(windows: &'a BTreeMap<DeskId, Vec<Window>>) -> Self {
        let share = |window: &Window| Share {
            starts_at: window.starts_at.timestamp(),
            ends_at: window.ends_at.timestamp(),
            left: window.left,
        };
        Self { desks: windows.iter().map(|(desk, windows)| (desk, windows.iter().map(share).collect())).collect() }
    }

    fn of_desk(&self, desk: &DeskId) -> &[Share] {
        self.desks.get(desk).map_or(&[], Vec::as_slice)
    }

    /// Gives these windows to as many parties as fit; says how many.
    pub fn take(&mut self, wants: &[Want], chosen: &[usize]) -> u32 {
        let mut uses: BTreeMap<(&DeskId, usize), u32> = BTreeMap::new();
        for (want, &window) in wants.iter().zip(chosen) {
            *uses.entry((&want.desk, window)).or_default() += 1;
        }
        let fitting = uses.iter().map(|(&(desk, window), &uses)| self.of_desk(desk)[window].left / uses);
        let parties = fitting.min().unwrap_or_default();
        for ((desk, window), uses) in uses {
            if let Some(share) = self.desks.get_mut(desk).and_then(|shares| shares.get_mut(window)) {
                share.left -= parties * uses;
            }
        }
        parties
    }
}

/// What is better is smaller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Cost {
    /// When the last of the party is done at the latest.
    ends_at: i64,
    /// Seconds from each group's first window to when it is done, added up.
    spent: i64,
}

/// Windows of a want's desk, by index, that it can still take.
type Domain = Vec<usize>;

pub struct Search<'a> {
    wants: &'a [Want],
    /// For each want what is left in the windows of its desk, and the want in each of them.
    shares: Vec<&'a [Share]>,
    stays: Vec<Vec<Stay>>,
    /// For each want the index of the first want at the same desk, and its group.
    desks: Vec<usize>,
    groups: Vec<usize>,
    walk_seconds: i64,
    domains: Vec<Domain>,
    best: Option<(Cost, Vec<usize>)>,
    /// Ends with the first that is found.
    any: bool,
    pub tries: usize,
}

impl<'a> Search<'a> {
    pub fn new(
        wants: &'a [Want],
        shares: &'a Shares<'_>,
        walk_minutes: u32,
        groups: &[usize],
        not_before: Option<DateTime<FixedOffset>>,
    ) -> Self {
        let earliest = not_before.map_or(i64::MIN, |instant| instant.timestamp());
        let domain = |want: &Want| {
            let fixed = want.fixed.map(|instant| instant.timestamp());
            let shares = shares.of_desk(&want.desk).iter().enumerate();
            let fits = |share: &Share| share.left > 0 && fixed.is_none_or(|fixed| share.starts_at == fixed);
            shares.filter(|(_, share)| share.starts_at >= earliest && fits(share)).map(|(index, _)| index).collect()
        };
        let shares_of: Vec<&[Share]> = wants.iter().map(|want| shares.of_desk(&want.desk)).collect();
        let desk_of = |want: &Want| wants.iter().position(|other| other.desk == want.desk).unwrap_or_default();
        let stay = |want: &Want, share: &Share| Stay {
            person: want.person,
            group: group_of(groups, want.person),
            desk: desk_of(want),
            starts_at: share.starts_at,
            ends_at: share.ends_at,
            at_counter: seconds(want.minutes),
        };
        let stays_of = |(want, shares): (&Want, &&[Share])| shares.iter().map(|share| stay(want, share)).collect();
        Self {
            wants,
            stays: wants.iter().zip(&shares_of).map(stays_of).collect(),
            shares: shares_of,
            desks: wants.iter().map(desk_of).collect(),
            groups: wants.iter().map(|want| group_of(groups, want.person)).collect(),
            walk_seconds: seconds(walk_minutes),
            domains: wants.iter().map(domain).collect(),
            best: None,
            any: false,
            tries: 0,
        }
    }

    /// For each want the index of a window of its desk, such that the whole is best.
    pub fn best(mut self) -> Option<Vec<usize>> {
        self.run();
        self.best.map(|(_, chosen)| chosen)
    }

    /// Any that is possible, early windows first.
    pub fn any(mut self) -> Option<Vec<usize>> {
        self.any = true;
        self.best()
    }

    pub fn run(&mut self) {
        let is_known = |want: &Want| want.after.iter().all(|&first| first < self.wants.len());
        if self.wants.iter().all(is_known) {
            let domains = std::mem::take(&mut self.domains);
            self.place(&mut vec![None; self.wants.len()], &domains);
        }
    }

    fn place(&mut self, chosen: &mut [Option<usize>], domains: &[Domain]) {
        if !self.can_improve(chosen, domains) {
            return;
        }
        let open = (0..chosen.len()).filter(|&want| chosen[want].is_none());
        let Some(want) = open.min_by_key(|&want| domains[want].len()) else {
            // Nothing is open, so the bound is the cost.
            self.best = Some((self.bound(chosen, domains), chosen.iter().copied().flatten().collect()));
            return;
        };
        for &window in &domains[want] {
            if self.tries >= TRIES_MAX || (self.any && self.best.is_some()) {
                return;
            }
            self.tries += 1;
            chosen[want] = Some(window);
            let narrowed: Vec<Domain> = (0..chosen.len())
                .map(|other| match chosen[other] {
                    Some(window) => vec![window],
                    None => self.narrow(want, other, chosen, &domains[other]),
                })
                .collect();
            self.place(chosen, &narrowed);
            chosen[want] = None;
        }
    }

    /// What is left for `other` to take, now that `placed` has its window.
    fn narrow(&self, placed: usize, other: usize, chosen: &[Option<usize>], domain: &Domain) -> Domain {
        let Some(taken) = chosen[placed] else { return domain.clone() };
        let is_same_desk = self.desks[placed] == self.desks[other];
        let stay = &self.stays[placed][taken];
        let goes = |&window: &usize| {
            (!(is_same_desk && window == taken) || self.has_place(other, window, chosen))
                && self.go_together(placed, stay, other, &self.stays[other][window])
        };
        domain.iter().copied().filter(goes).collect()
    }

    /// Whether a window has a place for `want` beside those that the party has taken there already.
    fn has_place(&self, want: usize, window: usize, chosen: &[Option<usize>]) -> bool {
        let is_there = |&other: &usize| chosen[other] == Some(window) && self.desks[other] == self.desks[want];
        let there = (0..chosen.len()).filter(is_there).count();
        there < self.shares[want][window].left as usize
    }

    fn go_together(&self, one: usize, here: &Stay, other: usize, there: &Stay) -> bool {
        let waits = |want: usize, first: usize| self.wants[want].after.contains(&first);
        here.goes_with(there, self.walk_seconds)
            && (!waits(other, one) || here.is_before(there, self.walk_seconds))
            && (!waits(one, other) || there.is_before(here, self.walk_seconds))
    }

    /// Every want still has a window to take, and with luck the whole beats the best so far.
    fn can_improve(&self, chosen: &[Option<usize>], domains: &[Domain]) -> bool {
        let waits_for_itself = |want: usize| self.wants[want].after.contains(&want);
        if (0..chosen.len()).any(|want| domains[want].is_empty() || waits_for_itself(want)) {
            return false;
        }
        self.best.as_ref().is_none_or(|(best, _)| self.bound(chosen, domains) < *best)
    }

    /// No completion costs less: a want ends no earlier than its earliest window, and a group begins no later than any
    /// of its wants' latest. Exact once every want has one window.
    fn bound(&self, chosen: &[Option<usize>], domains: &[Domain]) -> Cost {
        let mut cost = Cost { ends_at: i64::MIN, spent: 0 };
        for want in 0..chosen.len() {
            // Each group once, at its first want.
            if self.groups[..want].contains(&self.groups[want]) {
                continue;
            }
            let (mut begins_at, mut ends_at) = (i64::MAX, i64::MIN);
            for member in (want..chosen.len()).filter(|&member| self.groups[member] == self.groups[want]) {
                let stays = || domains[member].iter().map(|&window| &self.stays[member][window]);
                begins_at = begins_at.min(stays().map(|stay| stay.starts_at).max().unwrap_or(i64::MAX));
                ends_at = ends_at.max(stays().map(Stay::leaves_at).min().unwrap_or(i64::MIN));
            }
            cost.ends_at = cost.ends_at.max(ends_at);
            cost.spent += (ends_at - begins_at).max(0);
        }
        cost
    }
}
