//! The mall took windows of this visit away: why, and the way on with one tap.

use contract::{
    ProblemCode, Secret,
    visits::{ProposedStop, RescheduleInput, StopMove, Ticket, VisitState},
};
use domain::itinerary::leaves_at;
use leptos::prelude::*;

use super::{Shown, cancel::focus_news};
use crate::{
    api::{Api, ApiError},
    browser::document,
    i18n::{Texts, texts},
    parts::{
        KeptKey,
        unsent::{failed_write, is_unsent, send_again},
    },
    routes::{Address, Page},
    short_lists::once,
    state::{Navigation, Tickets},
    ui::{BusyButton, ButtonKind, Icon, Shape},
};

const HEADING_ID: &str = "displaced";

#[component]
pub fn DisplacedNotice(
    shown: Shown,
    secret: Secret,
    /// Whether the server can be asked to change something.
    is_live: bool,
) -> impl IntoView {
    let words = texts();
    let (api, tickets, navigation) = (Api::in_context(), Tickets::in_context(), Navigation::in_context());
    let code = shown.ticket.get_untracked().code;
    let key = KeptKey::new();
    let asked_for = StoredValue::new(None::<RescheduleInput>);
    let move_visit = {
        let secret = secret.clone();
        Action::new_local(move |(): &()| {
            let (secret, before) = (secret.clone(), shown.ticket.get_untracked());
            let input = proposed(&before);
            asked_for.set_value(Some(input.clone()));
            async move {
                let wish = input.stops.iter().map(|to| format!("{} {}", to.stop, to.starts_at.to_rfc3339())).collect();
                let key_text = key.get_for(wish).ok_or(ApiError::Strange)?;
                let answer = api.reschedule_visit(&secret, &key_text, code, &input).await;
                key.settle(&answer);
                if answer.as_ref().err().is_some_and(|error| error.problem().is_some()) {
                    // What was proposed can't be had any more: the server knows what is the nearest now.
                    if let Ok(ticket) = api.read_visit(&secret, code).await {
                        shown.replace(tickets, ticket);
                    }
                    request_animation_frame(|| document::focus(HEADING_ID));
                }
                shown.replace(tickets, answer?);
                shown.done.set(to_in_words(words, &before).map(|(day, time)| (words.displaced().moved)(&day, &time)));
                focus_news(navigation, code);
                Ok(())
            }
        })
    };
    let is_busy = Signal::derive(move || move_visit.pending().get());
    let failure = move || {
        // Gone while it is asked again, so that the same failure is said anew.
        if is_busy.get() {
            return None;
        }
        let error: ApiError = move_visit.value().get()?.err()?;
        let (title, sentence) = failed_write(words, words.ticket().failed, &error);
        let text = match error.problem().map(|problem| problem.code) {
            Some(ProblemCode::InvalidInput) => (words.failures().problem)(ProblemCode::WindowFull).to_owned(),
            _ => sentence,
        };
        Some(view! {
            <p>
                <strong>{title} ". "</strong>
                {text}
            </p>
        })
    };
    let press = Callback::new(move |()| {
        move_visit.dispatch(());
    });
    send_again(
        move || {
            matches!(move_visit.value().get_untracked(), Some(Err(error)) if is_unsent(&error))
                && !is_busy.get_untracked()
                // Nothing but what was tapped.
                && asked_for.get_value() == Some(proposed(&shown.ticket.get_untracked()))
        },
        move || press.run(()),
    );
    move || {
        let ticket = shown.ticket.get();
        let lost: Vec<_> = ticket.stops.iter().filter(|stop| stop.state == VisitState::Displaced).collect();
        if lost.is_empty() {
            return None;
        }
        let reasons = once(lost.iter().map(|stop| words.why_displaced(stop)));
        let way = is_live.then(|| view! { <Way ticket=ticket.as_ref().clone() secret=secret.clone() is_busy press /> });
        Some(view! {
            <section class="notice screen-only" data-kind="danger" aria-labelledby=HEADING_ID>
                <Icon shape=Shape::Warning />
                <div class="stack" data-gap="s">
                    <h2 class="large" id=HEADING_ID tabindex="-1">
                        {words.displaced().title}
                    </h2>
                    {reasons.into_iter().map(|reason| view! { <p>{reason}</p> }).collect_view()}
                    <div role="alert">{failure}</div>
                    {way}
                </div>
            </section>
        })
    }
}

/// What the server proposes for the stops without a window.
fn proposed(ticket: &Ticket) -> RescheduleInput {
    let to = |to: &ProposedStop| StopMove { stop: to.stop, starts_at: to.starts_at };
    RescheduleInput { stops: ticket.moves_to.iter().map(to).collect() }
}

/// One button where the server has a proposal, and the way to choose another time.
#[component]
fn Way(ticket: Ticket, secret: Secret, is_busy: Signal<bool>, press: Callback<()>) -> impl IntoView {
    let words = texts();
    if !ticket.can_move() {
        return view! { <p>{words.displaced().only_cancel}</p> }.into_any();
    }
    let proposed = match (to_in_words(words, &ticket), proposal_in_words(words, &ticket)) {
        (Some((day, time)), Some(nearest)) => view! {
            <p>{nearest}</p>
            <BusyButton
                kind=ButtonKind::Main
                text=(words.displaced().move_to)(&day, &time)
                busy_text=words.ticket().moving
                is_busy
                on_press=press
            />
        }
        .into_any(),
        _ => view! { <p>{words.displaced().nothing_free}</p> }.into_any(),
    };
    let href = Address::of_site(words.language, Page::Move(ticket.code), secret.to_text()).href();
    view! {
        {proposed}
        <p><a class="touch" href=href>{words.displaced().other_time}</a></p>
    }
    .into_any()
}

/// Day and time of the proposal: "Rabu, 25 November", "09.00".
fn to_in_words(words: Texts, ticket: &Ticket) -> Option<(String, String)> {
    let first = ticket.moves_to.first()?;
    Some((words.day(first.starts_at.date_naive()), words.time_of(first.starts_at)))
}

/// "Yang terdekat masih ada: Rabu, 25 November, datang 09.00, selesai sekitar 10.00."
fn proposal_in_words(words: Texts, ticket: &Ticket) -> Option<String> {
    let come = ticket.moves_to.first()?.starts_at;
    let minutes_of = |number| ticket.stops.iter().find(|stop| stop.number == number).map_or(0, |stop| stop.minutes);
    let leave = ticket.moves_to.iter().map(|to| leaves_at(to.ends_at, minutes_of(to.stop))).max()?;
    Some((words.displaced().nearest)(&words.day(come.date_naive()), &words.come_and_leave(come, leave)))
}
