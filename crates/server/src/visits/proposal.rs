//! Where displaced stops could go: the nearest windows that the whole visit can have, ready to be asked for.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, Utc};
use contract::{
    DeskId, Language,
    visits::ProposedStop,
    windows::{Day, Window},
};
use domain::{
    calendar,
    itinerary::{self, Want},
};

use super::{
    displaced,
    ledger::{Visit, VisitStop},
    ticket,
};
use crate::{App, db::Connection, error::Error, windows};

/// Windows for every stop that can move, in order of time; none where nothing is displaced or nothing is left.
///
/// # Errors
/// Those of the database.
pub async fn propose(
    connection: &mut Connection,
    app: &App,
    visit: &Visit,
    now: DateTime<Utc>,
) -> Result<Vec<ProposedStop>, Error> {
    let mall = app.catalogue.mall(Language::Id);
    let moving: Vec<(&VisitStop, &DeskId)> =
        visit.stops.iter().filter_map(|stop| Some((stop, stop.goes_to()?))).collect();
    let lost = moving.iter().map(|(stop, _)| *stop).filter(|stop| stop.is_displaced()).map(|stop| stop.starts_at).min();
    let Some(lost) = lost.filter(|_| now < ticket::change_until(mall, visit)) else { return Ok(Vec::new()) };
    let today = calendar::today(mall, now);
    let mut days: BTreeMap<&DeskId, Vec<Day>> = BTreeMap::new();
    for (_, desk) in &moving {
        if let Some(schedule) = app.catalogue.schedule(desk)
            && !days.contains_key(desk)
        {
            let count = mall.booking.days_ahead + 1;
            days.insert(*desk, windows::count_days(connection, mall, schedule, today, count, now).await?);
        }
    }
    let search = Search {
        visit,
        moving,
        days,
        walk_minutes: mall.booking.walk_minutes,
        lost: lost.with_timezone(&calendar::zone(mall)),
        all_can_move: displaced::booked_until(mall, visit).is_none_or(|until| now < until),
    };
    Ok(search.nearest())
}

struct Search<'a> {
    visit: &'a Visit,
    /// Every stop that can move, with the desk that serves it.
    moving: Vec<(&'a VisitStop, &'a DeskId)>,
    /// By desk, from today on.
    days: BTreeMap<&'a DeskId, Vec<Day>>,
    walk_minutes: u32,
    /// The start of the first window that is gone.
    lost: DateTime<FixedOffset>,
    /// Whether the stops that are still booked may move too.
    all_can_move: bool,
}

impl Search<'_> {
    fn nearest(&self) -> Vec<ProposedStop> {
        let found = self.dates().into_iter().find_map(|date| self.on_day(date)).unwrap_or_default();
        let proposed = |((stop, _), window): (&(&VisitStop, &DeskId), Window)| ProposedStop {
            stop: stop.number,
            starts_at: window.starts_at,
            ends_at: window.ends_at,
        };
        let mut proposed: Vec<ProposedStop> = self.moving.iter().zip(found).map(proposed).collect();
        proposed.sort_by_key(|stop| (stop.starts_at, stop.stop));
        proposed
    }

    /// The lost day and those after it; only then those before, the latest first: who planned for a day may not be ready
    /// before.
    fn dates(&self) -> Vec<NaiveDate> {
        let lost = self.lost.date_naive();
        let all = || self.days.values().next().into_iter().flatten().map(|day| day.date);
        let earlier: Vec<NaiveDate> = all().filter(|date| *date < lost).collect();
        all().filter(|date| *date >= lost).chain(earlier.into_iter().rev()).collect()
    }

    /// Stops that are still booked stay where they are, if that can be.
    fn on_day(&self, date: NaiveDate) -> Option<Vec<Window>> {
        let is_here = |(stop, _): &(&VisitStop, &DeskId)| stop.is_booked() && self.start_of(stop).date_naive() == date;
        let stay = self.moving.iter().any(is_here).then_some(true);
        let move_all = self.all_can_move.then_some(false);
        stay.into_iter().chain(move_all).find_map(|stay| self.with(date, stay))
    }

    /// The stops in the order they had, if that can be; not before the time they had, if that can be, else as little
    /// before it as can be.
    fn with(&self, date: NaiveDate, stay: bool) -> Option<Vec<Window>> {
        let groups = self.visit.groups();
        let propose = |from, is_ordered| {
            let windows = self.windows_on(date, from, stay);
            itinerary::propose(&self.wants(stay, is_ordered), &windows, self.walk_minutes, &groups, None)
        };
        // Most days that can't be had are known by this one question.
        let any = propose(NaiveTime::MIN, false)?;
        let leaving = self.moving.iter().filter(|(stop, _)| self.stays_at(stop, stay).is_none());
        let had = leaving.map(|(stop, _)| self.start_of(stop).time()).min().unwrap_or_default();
        let windows = self.windows_on(date, NaiveTime::MIN, stay).into_values().flatten();
        let mut before: Vec<NaiveTime> =
            windows.map(|window| window.starts_at.time()).filter(|time| *time < had).collect();
        before.sort_unstable();
        before.dedup();
        let from = || std::iter::once(had).chain(before.iter().rev().copied());
        let ways = from().map(|from| (from, true)).chain(from().map(|from| (from, false)));
        ways.into_iter().find_map(|(from, is_ordered)| propose(from, is_ordered)).or(Some(any))
    }

    fn wants(&self, stay: bool, is_ordered: bool) -> Vec<Want> {
        let want = |(stop, desk): &(&VisitStop, &DeskId)| {
            let obtains = self.visit.obtains(stop);
            let is_first = |other: &VisitStop| {
                (is_ordered && other.starts_at < stop.starts_at)
                    || obtains.iter().any(|obtain| obtain.at_stop == other.number)
            };
            let firsts = self.moving.iter().enumerate().filter(|(_, (other, _))| is_first(other));
            Want {
                person: stop.person,
                desk: (*desk).clone(),
                minutes: stop.minutes,
                after: firsts.map(|(index, _)| index).collect(),
                fixed: self.stays_at(stop, stay),
            }
        };
        self.moving.iter().map(want).collect()
    }

    fn start_of(&self, stop: &VisitStop) -> DateTime<FixedOffset> {
        stop.starts_at.with_timezone(self.lost.offset())
    }

    fn stays_at(&self, stop: &VisitStop, stay: bool) -> Option<DateTime<FixedOffset>> {
        (stay && stop.is_booked()).then(|| self.start_of(stop))
    }

    /// The windows of each desk on a day, from a time on; those of stops that stay besides.
    fn windows_on(&self, date: NaiveDate, from: NaiveTime, stay: bool) -> BTreeMap<DeskId, Vec<Window>> {
        let kept: Vec<DateTime<FixedOffset>> =
            self.moving.iter().filter_map(|(stop, _)| self.stays_at(stop, stay)).collect();
        let windows = |days: &Vec<Day>| {
            let all = days.iter().filter(|day| day.date == date).flat_map(|day| day.windows.iter());
            all.filter(|window| window.starts_at.time() >= from || kept.contains(&window.starts_at)).cloned().collect()
        };
        let mut of_desks: BTreeMap<DeskId, Vec<Window>> =
            self.days.iter().map(|(desk, days)| ((*desk).clone(), windows(days))).collect();
        // Who stays has that place already.
        for (stop, desk) in &self.moving {
            let own = self.stays_at(stop, stay);
            let of_desk = of_desks.get_mut(*desk).into_iter().flatten();
            for window in of_desk.filter(|window| own == Some(window.starts_at)) {
                window.left += 1;
            }
        }
        of_desks
    }
}
