//! The days that can be booked: a row a week, with what is left, or why not.

use std::sync::Arc;

use chrono::{Datelike as _, NaiveDate};
use contract::windows::DayState;
use leptos::prelude::*;

use super::board::{Board, BoardDay, BoardDayState, fill_of, runs, weeks};
use crate::{
    i18n::{Texts, texts},
    state::Catalogue,
    ui::{Icon, Shape},
};

/// From so many visits left on a day looks empty.
const MANY: u32 = 25;

#[component]
pub fn Days(board: Arc<Board>, day: RwSignal<Option<NaiveDate>>) -> impl IntoView {
    let words = texts();
    let today = board.counted_at().map(|counted_at| counted_at.date_naive()).unwrap_or_default();
    let days = board.days();
    let notes = notes(words, &days, today, Catalogue::in_context().mall().holidays_complete_until);
    let full: Vec<String> =
        days.iter().filter(|day| day.state == BoardDayState::Full).map(|day| words.day(day.date)).collect();
    let full = (!full.is_empty()).then(|| {
        view! {
            <div class="notice">
                <Icon shape=Shape::Clock />
                <div>
                    <p>{(words.time().full_days)(&words.list(&full))}</p>
                </div>
            </div>
        }
    });
    let rows = weeks(days)
        .into_iter()
        .map(|week| {
            let span = match (week.first(), week.last()) {
                (Some(first), Some(last)) => words.day_span(first.date, last.date),
                _ => String::new(),
            };
            let cells = runs(&week).into_iter().map(|run| cell(words, run, day)).collect_view();
            view! {
                <h3 class="small soft">{span}</h3>
                <div class="grid" data-size="day" data-gap="s">
                    {cells}
                </div>
            }
        })
        .collect_view();
    view! {
        <fieldset>
            <legend>
                <h2>{words.time().day}</h2>
            </legend>
            <div class="stack" data-gap="s">
                {rows}
                {notes.into_iter().map(|note| view! { <p class="small soft">{note}</p> }).collect_view()} {full}
            </div>
        </fieldset>
    }
}

/// A day, or days that are closed alike.
fn cell(words: Texts, run: &[BoardDay], chosen: RwSignal<Option<NaiveDate>>) -> AnyView {
    let short = |date: NaiveDate| format!("{} {}", words.weekday_short(date.weekday()), date.day());
    match run {
        [one] if !one.has_no_hours() => day_cell(words, one, chosen),
        run => {
            let names: Vec<String> = run.iter().map(|day| short(day.date)).collect();
            let reason = words.closed(&DayState::Weekend, run[0].date, run[0].date);
            view! { <p class="cell" data-left="closed" data-span="row">{names.join(", ")} ": " {reason}</p> }.into_any()
        }
    }
}

fn day_cell(words: Texts, day: &BoardDay, chosen: RwSignal<Option<NaiveDate>>) -> AnyView {
    let date = day.date;
    let (left, text) = match &day.state {
        BoardDayState::Open(left) => (fill_of(*left, MANY), (words.time().left)(*left)),
        BoardDayState::Full => ("none", words.time().full.to_owned()),
        BoardDayState::TooTight => ("none", words.time().too_tight.to_owned()),
        BoardDayState::Closed { state, .. } => {
            let text = match state {
                DayState::Holiday { .. } => words.time().holiday_short,
                DayState::NotReleased { .. } => words.time().later_short,
                DayState::Over => words.time().over_short,
                _ => words.time().closed_short,
            };
            ("closed", text.to_owned())
        }
    };
    let name = view! {
        <span class="visually-hidden">{words.day(date)} ": "</span>
        <span aria-hidden="true">{words.weekday_short(date.weekday())}</span>
        <span class="cell__main" aria-hidden="true">{date.day()}</span>
        <span class="cell__left">{text}</span>
    };
    if left == "closed" {
        return view! { <div class="cell" data-left=left>{name}</div> }.into_any();
    }
    let is_open = matches!(day.state, BoardDayState::Open(_));
    view! {
        <label class="cell" data-left=left>
            <input
                class="cell__input"
                type="radio"
                name="day"
                id=format!("day-{date}")
                disabled=!is_open
                prop:checked=move || chosen.get() == Some(date)
                on:change=move |_| chosen.set(Some(date))
            />
            {name}
        </label>
    }
    .into_any()
}

/// Why days are closed, where a cell has no room for it, and which may still be.
fn notes(words: Texts, days: &[BoardDay], today: NaiveDate, holidays_until: NaiveDate) -> Vec<String> {
    let is_uncertain = |day: &BoardDay| matches!(day.state, BoardDayState::Open(_)) && day.date > holidays_until;
    let uncertain =
        days.iter().any(is_uncertain).then(|| (words.time().holidays_unknown)(&words.day_and_month(holidays_until)));
    days.iter()
        .filter(|day| !day.has_no_hours())
        .filter_map(|day| {
            let name = words.day(day.date);
            match &day.state {
                BoardDayState::Closed { state, desk } => {
                    let reason = words.closed(state, day.date, today);
                    Some(match desk {
                        Some(desk) => (words.time().closed_desk)(&name, desk, &reason),
                        None => (words.time().closed_day)(&name, &reason),
                    })
                }
                BoardDayState::TooTight => Some((words.time().too_tight_day)(&name)),
                BoardDayState::Open(_) | BoardDayState::Full => None,
            }
        })
        .chain(uncertain)
        .collect()
}

#[cfg(test)]
mod tests {
    use contract::Language;

    use super::*;

    #[test]
    fn days_whose_holidays_are_not_announced_say_so() {
        let [id, en] = Language::ALL.map(crate::i18n::of);
        let date = |text: &str| text.parse::<NaiveDate>().unwrap();
        let today = date("2026-12-22");
        let days = [BoardDay { date: date("2027-01-05"), state: BoardDayState::Open(3) }];
        assert_eq!(
            notes(id, &days, today, date("2026-12-31")),
            ["Hari libur setelah 31\u{a0}Desember belum diumumkan. Hari-hari sesudahnya masih bisa berubah."]
        );
        assert_eq!(notes(en, &days, today, date("2026-12-31")).len(), 1);
        assert!(notes(id, &days, today, date("2027-01-05")).is_empty());
    }
}
