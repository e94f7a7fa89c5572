//! What has just happened to the ticket, or what stands in its way.

use chrono::{DateTime, Utc};
use contract::{VisitCode, visits::VisitState};
use domain::calendar::zone;
use leptos::prelude::*;

use super::Shown;
use crate::{
    browser::clock,
    i18n::{Texts, texts},
    routes::Page,
    state::{Catalogue, Device, Navigation, Tickets, device::Keeping, tickets::News},
    ui::{Icon, Notice, NoticeKind, Shape, heading::FocusPending},
};

#[component]
pub fn TicketNews(
    code: VisitCode,
    shown: Shown,
    /// For the copy of this device: when it was fresh.
    kept_at: Option<DateTime<Utc>>,
    retry: Callback<()>,
) -> impl IntoView {
    let words = texts();
    let tickets = Tickets::in_context();
    // For eyes it is there at once. A screen reader hears only what comes into a line that it knows: it comes once that is painted.
    let is_heard = RwSignal::new(false);
    Effect::new(move || {
        clock::once_painted(move || {
            // The page may be gone by then.
            let _gone = is_heard.try_set(true);
        });
    });
    let news = move || {
        let is_kept = tickets.find(code).is_some();
        let line = news_line(words, tickets.news(code)?, is_kept);
        // Two elements, so that the second one comes.
        Some(if is_heard.get() {
            view! { <div>{line}</div> }.into_any()
        } else {
            view! { <div aria-hidden="true">{line}</div> }.into_any()
        })
    };
    let state = move || match shown.ticket.get().state {
        VisitState::Cancelled => {
            Some(over(words, NoticeKind::Danger, words.ticket().cancelled_title, words.ticket().cancelled_text))
        }
        // Nobody tells the server who has been served.
        VisitState::Missed => {
            Some(over(words, NoticeKind::Note, words.ticket().missed_title, words.ticket().missed_text))
        }
        VisitState::Booked | VisitState::Displaced | VisitState::Unknown => None,
    };
    let done = move || shown.done.get().map(good);
    let failed = move || {
        let one = |(_, title, sentence)| {
            view! { <Notice kind=NoticeKind::Danger><p><strong>{title}</strong> " " {sentence}</p></Notice> }
        };
        shown.failed.get().into_iter().map(one).collect_view()
    };
    let offline = kept_at.map(|kept_at| view! { <FromDevice kept_at retry /> });
    view! {
        <div class="ticket__news stack screen-only" data-gap="s" role="status">
            {news} {done} {failed} {state}
        </div>
        {offline}
    }
}

fn news_line(words: Texts, news: News, is_kept: bool) -> AnyView {
    match news {
        News::Moved => good(words.ticket().moved.to_owned()).into_any(),
        News::Booked { is_more, is_lost } => {
            let device = Device::in_context();
            let is_embedded = Navigation::in_context().is_embedded();
            let text = if is_embedded { words.ticket().booked_text_embedded } else { words.ticket().booked_text };
            let opens = move || match device.keeping() {
                Keeping::Kept => words.home_screen().opens,
                Keeping::Unknown | Keeping::Refused => words.home_screen().opens_not,
            };
            let kept = is_kept.then(|| view! { {words.ticket().booked_kept} " " {opens} });
            let lost = is_lost.then_some(words.ticket().not_kept);
            let more = is_more.then(|| {
                view! {
                    <p>
                        {words.ticket().more} " " <a href=Page::Visit.path(words.language)>{words.ticket().more_link}</a>
                    </p>
                }
            });
            view! {
                <Notice kind=NoticeKind::Good>
                    <p>
                        <strong>{words.ticket().booked_title}</strong>
                        " "
                        {text}
                        " "
                        {kept}
                        {lost}
                    </p>
                    {more}
                </Notice>
            }
            .into_any()
        }
    }
}

fn good(text: String) -> impl IntoView {
    view! { <Notice kind=NoticeKind::Good><p><strong>{text}</strong></p></Notice> }
}

fn over(words: Texts, kind: NoticeKind, title: &'static str, text: &'static str) -> impl IntoView + use<> {
    view! {
        <Notice kind>
            <p>
                <strong>{title}</strong>
                " "
                {text}
            </p>
            <p><a class="touch" href=Page::Start.path(words.language)>{words.ticket().book_again}</a></p>
        </Notice>
    }
}

/// The server can't be reached: this is what the phone remembers.
#[component]
fn FromDevice(kept_at: DateTime<Utc>, retry: Callback<()>) -> impl IntoView {
    let words = texts();
    let device = Device::in_context();
    let pending = expect_context::<FocusPending>().0;
    Effect::watch(move || device.returns(), move |_, _, _| retry.run(()), false);
    let press = move |_| {
        // The button goes with what stands here.
        pending.set_value(true);
        retry.run(());
    };
    let kept_at = kept_at.with_timezone(&zone(&Catalogue::in_context().mall()));
    let text = (words.ticket().from_device)(&words.day(kept_at.date_naive()), &words.time_of(kept_at));
    view! {
        <div class="notice screen-only" role="status">
            <Icon shape=Shape::Offline />
            <div>
                <p>
                    <strong>{words.ticket().offline}</strong>
                    " "
                    {text}
                </p>
                <button class="button" data-kind="quiet" type="button" on:click=press>
                    {words.frame().retry}
                </button>
            </div>
        </div>
    }
}
