//! The mall's days and windows, in the mall's zone whatever the machine's.

use chrono::{
    DateTime, Datelike as _, Days, Duration, FixedOffset, NaiveDate, NaiveTime, Offset as _, TimeZone as _, Utc,
    Weekday,
};
use contract::{
    DeskId, FaultCode,
    mall::{Interval, Mall, Week},
    visits::Displacement,
    windows::DayState,
};

/// When a desk works and how many it takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskSchedule {
    pub id: DeskId,
    pub window_minutes: u32,
    /// People that all counters together take in one window, booked and walk-in.
    pub capacity: u32,
    /// Per cent of it that can be booked.
    pub online_share: u32,
    /// `None`: the mall's hours.
    pub hours: Option<Week>,
}

impl DeskSchedule {
    /// Places of one window that can be booked: rounded down, at least one; 0 for walk-in only.
    #[must_use]
    pub fn places(&self) -> u32 {
        if self.online_share == 0 || self.capacity == 0 {
            return 0;
        }
        let share = u64::from(self.capacity) * u64::from(self.online_share.min(100)) / 100;
        u32::try_from(share).unwrap_or(self.capacity).max(1)
    }
}

/// From and to of one window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    pub starts_at: DateTime<FixedOffset>,
    pub ends_at: DateTime<FixedOffset>,
}

/// The mall's offset from UTC; UTC where the number is none that exists, which no checked catalogue has.
#[must_use]
pub fn zone(mall: &Mall) -> FixedOffset {
    mall.utc_offset_minutes.checked_mul(60).and_then(FixedOffset::east_opt).unwrap_or_else(|| Utc.fix())
}

/// The date it is in the mall.
#[must_use]
pub fn today(mall: &Mall, now: DateTime<Utc>) -> NaiveDate {
    now.with_timezone(&zone(mall)).date_naive()
}

/// When a desk is open on a day, or why it is not. What is said for the desk goes before what is said for its tenant,
/// and that before the mall; on the same level a closure goes before an opening.
///
/// # Errors
/// `Weekend`, `Holiday` or `Closed`.
pub fn hours_on(mall: &Mall, schedule: &DeskSchedule, date: NaiveDate) -> Result<Vec<Interval>, DayState> {
    const LEVELS: [u8; 3] = [2, 1, 0];
    let level = |tenant: &Option<_>, desk: &Option<DeskId>| match (tenant, desk) {
        (_, Some(desk)) => (*desk == schedule.id).then_some(2),
        (Some(tenant), None) => (*tenant == schedule.id.tenant).then_some(1),
        (None, None) => Some(0),
    };
    for at in LEVELS {
        let closure = mall
            .closures
            .iter()
            .find(|closure| closure.date == date && level(&closure.tenant, &closure.desk) == Some(at));
        if let Some(closure) = closure {
            return Err(DayState::Closed { reason: closure.reason.clone() });
        }
        let opening = mall
            .openings
            .iter()
            .find(|opening| opening.date == date && level(&opening.tenant, &opening.desk) == Some(at));
        if let Some(opening) = opening {
            return Ok(opening.hours.clone());
        }
    }
    if let Some(holiday) = mall.holidays.iter().find(|holiday| holiday.date == date) {
        return Err(DayState::Holiday { name: holiday.name.clone() });
    }
    let hours = on_weekday(schedule.hours.as_ref().unwrap_or(&mall.hours), date.weekday());
    if hours.is_empty() { Err(DayState::Weekend) } else { Ok(hours.to_vec()) }
}

/// Saturday or Sunday. `DayState::Weekend` alone says only that there are no hours on that weekday.
#[must_use]
pub fn is_weekend(date: NaiveDate) -> bool {
    matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
}

/// A week's intervals on one weekday.
#[must_use]
pub fn on_weekday(week: &Week, weekday: Weekday) -> &[Interval] {
    match weekday {
        Weekday::Mon => &week.mon,
        Weekday::Tue => &week.tue,
        Weekday::Wed => &week.wed,
        Weekday::Thu => &week.thu,
        Weekday::Fri => &week.fri,
        Weekday::Sat => &week.sat,
        Weekday::Sun => &week.sun,
    }
}

/// A desk's windows on a day, in order of time: from the start of each interval, only those that fit whole. Empty when it is closed.
#[must_use]
pub fn windows_on(mall: &Mall, schedule: &DeskSchedule, date: NaiveDate) -> Vec<Span> {
    let Ok(hours) = hours_on(mall, schedule, date) else { return Vec::new() };
    let step = Duration::minutes(i64::from(schedule.window_minutes));
    if step.is_zero() {
        return Vec::new();
    }
    let mut windows = Vec::new();
    for Interval(from, to) in hours {
        let (Some(mut starts_at), Some(end)) = (instant(mall, date, from), instant(mall, date, to)) else { continue };
        while starts_at + step <= end {
            windows.push(Span { starts_at, ends_at: starts_at + step });
            starts_at += step;
        }
    }
    windows
}

/// Why a desk has no window that starts then; `None`: it has one. A window is known by its start: one that became longer or
/// shorter is still there.
#[must_use]
pub fn displacement(mall: &Mall, schedule: &DeskSchedule, starts_at: DateTime<FixedOffset>) -> Option<Displacement> {
    let date = starts_at.with_timezone(&zone(mall)).date_naive();
    match hours_on(mall, schedule, date) {
        Err(DayState::Holiday { name }) => Some(Displacement::Holiday { name }),
        Err(DayState::Closed { reason }) => Some(Displacement::Closed { reason }),
        Err(_) => Some(Displacement::Hours),
        Ok(_) => {
            let is_there = windows_on(mall, schedule, date).iter().any(|span| span.starts_at == starts_at);
            (!is_there).then_some(Displacement::Hours)
        }
    }
}

/// The last moment at which a window can be booked.
#[must_use]
pub fn bookable_until(mall: &Mall, span: &Span) -> DateTime<FixedOffset> {
    span.starts_at - Duration::minutes(i64::from(mall.booking.book_until_minutes))
}

/// Why a day can be booked at a desk now, or why not.
#[must_use]
pub fn day_state(mall: &Mall, schedule: &DeskSchedule, date: NaiveDate, now: DateTime<Utc>) -> DayState {
    if date < today(mall, now) {
        return DayState::Over;
    }
    if let Err(closed) = hours_on(mall, schedule, date) {
        return closed;
    }
    if schedule.places() == 0 {
        return DayState::WalkInOnly;
    }
    match opens_at(mall, date) {
        Some(opens_at) if now < opens_at => DayState::NotReleased { opens_at },
        _ if windows_on(mall, schedule, date).iter().all(|span| bookable_until(mall, span) < now) => DayState::Over,
        _ => DayState::Open,
    }
}

/// The window of a desk that starts then, if it can be booked now.
///
/// # Errors
/// `InThePast`, `BeyondHorizon`, `NotReleased`, `DayClosed`, `OutsideHours`, `WalkInOnly`, `TooLate`.
pub fn find_window(
    mall: &Mall,
    schedule: &DeskSchedule,
    starts_at: DateTime<FixedOffset>,
    now: DateTime<Utc>,
) -> Result<Span, FaultCode> {
    if starts_at < now {
        return Err(FaultCode::InThePast);
    }
    // Far ahead by the instant first: near the end of time there is no local date to compare.
    if starts_at.signed_duration_since(now) > Duration::days(i64::from(mall.booking.days_ahead) + 1) {
        return Err(FaultCode::BeyondHorizon);
    }
    let date = starts_at.with_timezone(&zone(mall)).date_naive();
    let farthest = today(mall, now).checked_add_days(Days::new(u64::from(mall.booking.days_ahead)));
    if farthest.is_none_or(|farthest| date > farthest) {
        return Err(FaultCode::BeyondHorizon);
    }
    if hours_on(mall, schedule, date).is_err() {
        return Err(FaultCode::DayClosed);
    }
    if schedule.places() == 0 {
        return Err(FaultCode::WalkInOnly);
    }
    let span = windows_on(mall, schedule, date)
        .into_iter()
        .find(|span| span.starts_at == starts_at)
        .ok_or(FaultCode::OutsideHours)?;
    if opens_at(mall, date).is_some_and(|opens_at| now < opens_at) {
        return Err(FaultCode::NotReleased);
    }
    if now > bookable_until(mall, &span) {
        return Err(FaultCode::TooLate);
    }
    Ok(span)
}

/// The instant at which a day opens for booking.
#[must_use]
pub fn opens_at(mall: &Mall, date: NaiveDate) -> Option<DateTime<FixedOffset>> {
    let day = date.checked_sub_days(Days::new(u64::from(mall.booking.days_ahead)))?;
    instant(mall, day, mall.booking.release_at)
}

/// A time of day in the mall's zone, which has no daylight saving: every one exists once.
fn instant(mall: &Mall, date: NaiveDate, time: NaiveTime) -> Option<DateTime<FixedOffset>> {
    zone(mall).from_local_datetime(&date.and_time(time)).single()
}

/// What the mall does now, for the start page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OpenState {
    /// Open (perhaps in a break) until then.
    Open {
        until: NaiveTime,
        breaks: Vec<Interval>,
    },
    OpensLaterToday {
        at: NaiveTime,
    },
    ClosedToday {
        reason: DayState,
        next: Option<NaiveDate>,
    },
    ClosedForToday {
        next: Option<NaiveDate>,
    },
}

/// How far ahead the next open day is looked for.
const NEXT_DAYS_MAX: u64 = 60;
/// How far ahead working days are counted.
const READY_DAYS_MAX: usize = 1000;

#[must_use]
pub fn open_state(mall: &Mall, now: DateTime<FixedOffset>) -> OpenState {
    let now = now.with_timezone(&zone(mall));
    let (date, time) = (now.date_naive(), now.time());
    let next = || {
        (1..=NEXT_DAYS_MAX)
            .filter_map(|days| date.checked_add_days(Days::new(days)))
            .find(|date| mall_hours_on(mall, *date).is_ok())
    };
    let hours = match mall_hours_on(mall, date) {
        Ok(hours) => hours,
        Err(reason) => return OpenState::ClosedToday { reason, next: next() },
    };
    let (Some(first), Some(last)) = (hours.first(), hours.last()) else {
        return OpenState::ClosedToday { reason: DayState::Weekend, next: next() };
    };
    if time < first.0 {
        OpenState::OpensLaterToday { at: first.0 }
    } else if time < last.1 {
        let breaks =
            hours.windows(2).map(|pair| Interval(pair[0].1, pair[1].0)).filter(|pause| time < pause.1).collect();
        OpenState::Open { until: last.1, breaks }
    } else {
        OpenState::ClosedForToday { next: next() }
    }
}

/// The day on which something is ready that takes so many working days after a day. No day of a weekend is one, also
/// where the mall is open.
#[must_use]
pub fn ready_on(mall: &Mall, day: NaiveDate, working_days: u32) -> NaiveDate {
    let is_working = |day: &NaiveDate| !is_weekend(*day) && mall_hours_on(mall, *day).is_ok();
    let days = day.iter_days().skip(1).take(READY_DAYS_MAX).filter(is_working);
    days.take(working_days as usize).last().unwrap_or(day)
}

/// The mall as a whole: what is said for single tenants and desks does not count.
fn mall_hours_on(mall: &Mall, date: NaiveDate) -> Result<Vec<Interval>, DayState> {
    if let Some(closure) =
        mall.closures.iter().find(|each| each.date == date && each.tenant.is_none() && each.desk.is_none())
    {
        return Err(DayState::Closed { reason: closure.reason.clone() });
    }
    if let Some(opening) =
        mall.openings.iter().find(|each| each.date == date && each.tenant.is_none() && each.desk.is_none())
    {
        return Ok(opening.hours.clone());
    }
    if let Some(holiday) = mall.holidays.iter().find(|holiday| holiday.date == date) {
        return Err(DayState::Holiday { name: holiday.name.clone() });
    }
    let hours = on_weekday(&mall.hours, date.weekday());
    if hours.is_empty() { Err(DayState::Weekend) } else { Ok(hours.to_vec()) }
}

#[cfg(test)]
mod tests;
