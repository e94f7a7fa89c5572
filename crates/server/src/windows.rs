//! `GET /desks/{tenant}/{desk}/windows`: places left a window, and why a day is closed.

mod counted;

use std::sync::Arc;

use axum::{extract::State, response::Response};
use chrono::{DateTime, Datelike as _, Days, FixedOffset, NaiveDate, NaiveTime, TimeZone as _, Utc};
use contract::{
    DeskId, FaultCode, Language, Problem, ProblemCode, TenantId, limits,
    mall::Mall,
    problem::Alternatives,
    windows::{Day, DayState, DeskWindows, Window},
};
use domain::calendar::{self, DeskSchedule};
use utoipa_axum::{router::OpenApiRouter, routes};

pub use self::counted::Counted;
use self::counted::Question;
use crate::{
    App,
    db::Connection,
    error::Error,
    openapi::refusals,
    places,
    request::{Headers, Lang, QueryPairs, Segments, malformed},
    sendable::{Form, Sendable},
};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::default().routes(routes!(list_windows))
}

refusals!(WindowsRefused: MalformedRequest, NotFound);

/// The windows of a desk
///
/// Places left in each, and why a day has none.
#[utoipa::path(
    get,
    path = "/desks/{tenant}/{desk}/windows",
    tag = "windows",
    params(
        ("tenant" = TenantId, Path),
        ("desk" = String, Path, description = "The desk's name in its tenant.", pattern = "^[a-z0-9-]+$", min_length = 1, max_length = 80),
        ("from" = Option<NaiveDate>, Query, description = "The first day; today where it is left out. Of last year, this or the next."),
        ("days" = Option<u32>, Query, description = "How many days; as many as can be booked where it is left out.", minimum = 1, maximum = 31),
        Lang,
    ),
    responses(
        (status = 200, description = "The days, in order.", body = DeskWindows),
        WindowsRefused,
    ),
)]
async fn list_windows(
    State(app): State<App>,
    Segments((tenant, desk)): Segments<(String, String)>,
    query: QueryPairs,
    Lang(language): Lang,
    Headers(request): Headers,
) -> Result<Response, Error> {
    let schedule = DeskId::parse(&format!("{tenant}/{desk}"))
        .and_then(|id| app.catalogue.schedule(&id))
        .ok_or_else(|| Problem::new(ProblemCode::NotFound).at("path:desk", FaultCode::UnknownReference))?;
    let mall = app.catalogue.mall(language);
    let now = app.clock.now();
    let today = calendar::today(mall, now);
    let from = query.parse("from", |text| text.parse::<NaiveDate>().ok())?.unwrap_or(today);
    // So that no arithmetic on dates ever meets the end of time.
    if (from.year() - today.year()).abs() > 1 {
        return Err(malformed("query:from", FaultCode::BeyondHorizon));
    }
    let days = query.parse("days", |text| text.parse::<u32>().ok())?.unwrap_or(mall.booking.days_ahead + 1);
    match days {
        0 => return Err(malformed("query:days", FaultCode::TooFew)),
        1..=limits::WINDOW_DAYS_MAX => {}
        _ => return Err(malformed("query:days", FaultCode::TooMany)),
    }
    let question = Question { desk: schedule.id.clone(), from, days, language };
    let state = || app.db.standing().map(|standing| counted::State { standing, second: now.timestamp() });
    let before = state();
    if let Some(answer) = before.and_then(|state| app.counted.get(&question, state)) {
        return Ok(answer.answer_unstored(&request));
    }
    // Boxed: what is told from memory need not take along the room for counting.
    let days = Box::pin(async {
        let mut connection = app.db.read().await?;
        count_days(&mut connection, mall, schedule, from, days, now).await
    });
    let told = DeskWindows {
        desk: schedule.id.clone(),
        counted_at: now.with_timezone(&calendar::zone(mall)),
        days: days.await?,
    };
    let answer = Arc::new(Sendable::new("application/json", serde_json::to_vec(&told)?, Form::Brief));
    if let Some(state) = before.filter(|&before| state() == Some(before)) {
        app.counted.put(question, state, Arc::clone(&answer));
    }
    Ok(answer.answer_unstored(&request))
}

/// The days from `from` on, each with what is left in its windows.
///
/// # Errors
/// Those of the database.
pub async fn count_days(
    connection: &mut Connection,
    mall: &Mall,
    schedule: &DeskSchedule,
    from: NaiveDate,
    days: u32,
    now: DateTime<Utc>,
) -> Result<Vec<Day>, Error> {
    let dates: Vec<NaiveDate> = from.iter_days().take(days as usize).collect();
    let end = from + Days::new(u64::from(days));
    let taken = places::taken(connection, now, &schedule.id, midnight(mall, from), midnight(mall, end)).await?;
    let count = |date: NaiveDate| {
        calendar::windows_on(mall, schedule, date)
            .into_iter()
            .map(|span| {
                let open = calendar::find_window(mall, schedule, span.starts_at, now).is_ok();
                let taken = taken.get(&span.starts_at.timestamp()).copied().unwrap_or_default();
                let left = if open { schedule.places().saturating_sub(taken) } else { 0 };
                Window { starts_at: span.starts_at, ends_at: span.ends_at, left }
            })
            .collect()
    };
    Ok(dates
        .into_iter()
        .map(|date| match calendar::day_state(mall, schedule, date, now) {
            DayState::Open => Day { date, state: DayState::Open, windows: count(date) },
            state => Day { date, state, windows: Vec::new() },
        })
        .collect())
}

/// When a day begins in the mall.
#[must_use]
pub fn midnight(mall: &Mall, date: NaiveDate) -> DateTime<Utc> {
    let zone: FixedOffset = calendar::zone(mall);
    zone.from_local_datetime(&date.and_time(NaiveTime::MIN)).single().unwrap_or_default().to_utc()
}

/// For each stop that lost its window, the nearest windows of the same desk that have a place: of the same day first, by
/// distance in time, then of the days after.
///
/// # Errors
/// Those of the database.
pub async fn alternatives(
    connection: &mut Connection,
    app: &App,
    lost: &[(usize, DeskId, DateTime<Utc>)],
    now: DateTime<Utc>,
) -> Result<Vec<Alternatives>, Error> {
    let mall = app.catalogue.mall(Language::Id);
    let today = calendar::today(mall, now);
    let mut answer = Vec::new();
    for (stop, desk, starts_at) in lost {
        let Some(schedule) = app.catalogue.schedule(desk) else { continue };
        let days = count_days(connection, mall, schedule, today, mall.booking.days_ahead + 1, now).await?;
        let wanted_day = starts_at.with_timezone(&calendar::zone(mall)).date_naive();
        let mut windows: Vec<(bool, i64, Window)> = days
            .into_iter()
            .filter(|day| day.date >= wanted_day)
            .flat_map(|day| day.windows.into_iter().map(move |window| (day.date != wanted_day, window)))
            .filter(|(_, window)| window.left > 0 && window.starts_at != *starts_at)
            .map(|(later, window)| (later, (window.starts_at.to_utc() - *starts_at).num_seconds().abs(), window))
            .collect();
        windows.sort_by_key(|(later, distance, window)| (*later, *distance, window.starts_at));
        windows.truncate(limits::ALTERNATIVES_MAX);
        answer.push(Alternatives { stop: *stop, windows: windows.into_iter().map(|(_, _, window)| window).collect() });
    }
    Ok(answer)
}

/// `window_full`, which names every stop that lost its window and what is left instead.
///
/// # Errors
/// Those of the database.
pub async fn full(
    connection: &mut Connection,
    app: &App,
    lost: &[(usize, DeskId, DateTime<Utc>)],
    now: DateTime<Utc>,
) -> Result<Problem, Error> {
    let mut problem = Problem::new(ProblemCode::WindowFull);
    for (stop, ..) in lost {
        problem = problem.at(format!("/stops/{stop}/starts_at"), FaultCode::Full);
    }
    problem.alternatives = alternatives(connection, app, lost, now).await?;
    Ok(problem)
}
