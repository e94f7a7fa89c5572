//! Day and window: what is left, a proposal, and the places kept.

use std::sync::Arc;

use chrono::{DateTime, FixedOffset, NaiveDate};
use contract::{Problem, ProblemCode, windows::Window};
use leptos::prelude::*;

use crate::{
    api::{Api, ApiError},
    browser::document,
    i18n::texts,
    parts::{
        AwaitedNotice, Planned, PlannedServices, Step, Steps, WalkInNotice,
        hold_bar::{HoldLine, hold_state, sentence, ticking},
        unsent::{failed_write, is_unsent, send_again},
        window_chooser::{
            Choice, WindowChooser,
            board::Board,
            lost::{LostPlaces, NOT_HAD_ID},
            planned_board::read_board,
        },
    },
    routes::Page,
    short_lists::once,
    state::{Catalogue, Navigation, Plan, Remote, plan::HoldFailure},
    ui::{BackLink, BusyButton, ButtonKind, Heading, Icon, Loaded, Notice, NoticeKind, Shape, later::below},
};

#[component]
pub fn TimePage() -> impl IntoView {
    let words = texts();
    let plan = Plan::in_context();
    // Why other places are to be chosen.
    let news = RwSignal::new(None);
    Effect::new(move || news.set(plan.take_news()));
    view! {
        <div class="wrapper">
            <div class="stack" data-gap="l">
                <BackLink href=Page::Visit.path(words.language) text=words.frame().back />
                <Steps current=Step::Time />
                <div class="stack" data-gap="s">
                    <Heading text=words.time().title />
                    <div role="status">
                        {move || news.get().map(|text| view! { <Notice kind=NoticeKind::Note><p>{text}</p></Notice> })}
                    </div>
                </div>
                {below(|| {
                    let show = |services: PlannedServices| view! { <Content services /> }.into_any();
                    view! { <Planned show /> }.into_any()
                })}
            </div>
        </div>
    }
}

#[component]
fn Content(services: PlannedServices) -> impl IntoView {
    let words = texts();
    let services = services.stops;
    let (plan, api, catalogue) = (Plan::in_context(), Api::in_context(), Catalogue::in_context());
    let navigation = Navigation::in_context();
    let visit = plan.get_untracked();
    let party = visit.party(&services);
    if party.stops.is_empty() {
        return view! { <Notice kind=NoticeKind::Note><p>{words.visit().all_walk_in}</p></Notice> }.into_any();
    }
    let choice = Choice::new(visit.day, party.stops.iter().map(|&index| visit.stops[index].starts_at).collect());
    // The day outlasts a reload; the windows do once they are held.
    Effect::new(move || {
        let day = choice.day.get();
        plan.update(|visit| visit.day = day.or(visit.day));
    });
    let unnamed = words.visit().person;
    let board = {
        let services = services.clone();
        LocalResource::new(move || {
            let (services, mall, visit) = (services.clone(), catalogue.mall(), plan.get_untracked());
            let from = catalogue.written_at().date_naive();
            async move { read_board(api, &visit, &services, &mall, from, unnamed).await }
        })
    };
    let hold = {
        let (party, services) = (party.clone(), services.clone());
        Action::new_local(move |starts: &Vec<DateTime<FixedOffset>>| {
            let (party, services, starts) = (party.clone(), services.clone(), starts.clone());
            async move {
                let held = plan.hold(api, party, &services, &starts).await;
                // Whoever has gone on meanwhile is left where they are.
                let is_here = navigation.is_at(&Page::Time);
                match &held {
                    Ok(true) if is_here => navigation.go(Page::People, ""),
                    Err(HoldFailure::Booked) if is_here => navigation.go(Page::Check, ""),
                    Ok(_) | Err(HoldFailure::Booked) => {}
                    // The server knows better than the board.
                    Err(HoldFailure::Asked(ApiError::Refused(_))) => {
                        board.refetch();
                        request_animation_frame(|| document::focus(NOT_HAD_ID));
                    }
                    // Nothing was heard: the board stays, and with it what was chosen.
                    Err(HoldFailure::Asked(_) | HoldFailure::NoRandomness) => {}
                }
                held.map(|_| ()).map_err(|failure| Lost { failure, starts })
            }
        })
    };
    // What is chosen now is what was asked for, and not something else since.
    let is_still_chosen = move |starts: &[DateTime<FixedOffset>]| {
        let board = board.get().and_then(Result::ok);
        board.and_then(|board| choice.proposal(&board)).is_some_and(|(_, windows)| starts_of(&windows) == starts)
    };
    send_again(
        move || {
            matches!(hold.value().get_untracked(), Some(Err(lost)) if lost.is_unsent() && untrack(|| is_still_chosen(&lost.starts)))
                && !hold.pending().get_untracked()
        },
        move || {
            if let Some(Err(lost)) = hold.value().get_untracked() {
                hold.dispatch(lost.starts);
            }
        },
    );
    // Only what has become of the last try.
    let lost = Signal::derive(move || {
        let lost = hold.value().get().and_then(Result::err).filter(|_| !hold.pending().get())?;
        (!lost.is_unsent() || is_still_chosen(&lost.starts)).then_some(lost)
    });
    let now = ticking();
    let state = Memo::new(move |_| hold_state(plan, now.get()));
    let count = party.stops.len();
    view! {
        <WalkInNotice services=services.clone() />
        <AwaitedNotice visit services />
        <HoldLine state now />
        <div class="cluster" data-align="between">
            <p class="measure">{(words.time().intro)(count)}</p>
            <Counted board />
        </div>
        {move || lost.get().filter(Lost::is_refused).map(|lost| view! { <NotHeld lost board choice /> })}
        <Loaded
            remote=Remote::Fetched(board)
            show={move |board: Arc<Board>| view! { <Choosing board choice hold lost /> }.into_any()}
        />
    }
    .into_any()
}

/// A hold that failed, with what was asked for.
#[derive(Debug, Clone, PartialEq)]
struct Lost {
    failure: HoldFailure,
    /// By stop of the board.
    starts: Vec<DateTime<FixedOffset>>,
}

impl Lost {
    /// Whether the server said no, and has counted anew.
    fn is_refused(&self) -> bool {
        matches!(self.failure, HoldFailure::Asked(ApiError::Refused(_)))
    }

    /// Whether nobody knows what became of it.
    fn is_unsent(&self) -> bool {
        matches!(&self.failure, HoldFailure::Asked(error) if is_unsent(error))
    }

    /// The refusal, where a window was full.
    fn full(&self) -> Option<&Problem> {
        match &self.failure {
            HoldFailure::Asked(error) => error.problem().filter(|problem| problem.code == ProblemCode::WindowFull),
            HoldFailure::NoRandomness | HoldFailure::Booked => None,
        }
    }
}

#[component]
fn NotHeld(lost: Lost, board: Counting, choice: Choice) -> impl IntoView {
    if let Some(problem) = lost.full().cloned() {
        return view! { <LostPlaces problem starts=lost.starts board choice /> }.into_any();
    }
    view! {
        <div id=NOT_HAD_ID tabindex="-1" role="alert">
            <Failed lost />
        </div>
    }
    .into_any()
}

#[component]
fn Failed(lost: Lost) -> impl IntoView {
    let words = texts();
    let (title, sentence) = match &lost.failure {
        HoldFailure::Asked(error) if is_unsent(error) => failed_write(words, words.time().hold_failed, error),
        failure => (words.time().hold_failed, sentence(words, failure).to_string()),
    };
    view! {
        <Notice kind=NoticeKind::Danger>
            <p>
                <strong>{title} ". "</strong>
                {sentence}
            </p>
        </Notice>
    }
}

type Counting = LocalResource<Result<Arc<Board>, ApiError>>;

/// When the server counted, and a way to count again.
#[component]
fn Counted(board: Counting) -> impl IntoView {
    let words = texts();
    let counted = move || {
        let counted_at = board.get()?.ok()?.counted_at()?;
        Some(view! { {words.time().counted} <strong>{words.time_of(counted_at)}</strong> })
    };
    view! {
        <div class="cluster">
            <p class="small" role="status">{counted}</p>
            <button class="button" data-kind="quiet" type="button" on:click=move |_| board.refetch()>
                <Icon shape=Shape::Retry />
                {words.time().refresh}
            </button>
        </div>
    }
}

type Holding = Action<Vec<DateTime<FixedOffset>>, Result<(), Lost>>;

#[component]
fn Choosing(board: Arc<Board>, choice: Choice, hold: Holding, lost: Signal<Option<Lost>>) -> impl IntoView {
    let words = texts();
    let hold_minutes = Catalogue::in_context().mall().booking.hold_minutes;
    let proposal = {
        let board = Arc::clone(&board);
        Memo::new(move |_| choice.proposal(&board))
    };
    let planned = Arc::clone(&board);
    let is_busy = Signal::derive(move || hold.pending().get());
    let press = Callback::new(move |()| {
        if let Some((_, windows)) = proposal.get_untracked() {
            hold.dispatch(starts_of(&windows));
        }
    });
    view! {
        <div class="sidebar">
            <div class="stack" data-gap="l">
                <WindowChooser board choice proposal />
                {move || {
                    proposal
                        .with(Option::is_some)
                        .then(|| {
                            view! {
                                <div class="stack" data-gap="s">
                                    <BusyButton
                                        kind=ButtonKind::Main
                                        text=words.time().hold
                                        busy_text=words.time().holding
                                        is_busy
                                        on_press=press
                                    />
                                    <div role="alert">
                                        {move || {
                                            lost.get()
                                                .filter(|lost| !lost.is_refused())
                                                .map(|lost| view! { <Failed lost /> })
                                        }}
                                    </div>
                                    <p class="small soft">{(words.time().hold_hint)(hold_minutes)}</p>
                                </div>
                            }
                        })
                }}
            </div>
            <aside class="stack">
                <div role="status">
                    {move || {
                        proposal.get().map(|proposal| view! { <ProposalPanel board=Arc::clone(&planned) proposal /> })
                    }}
                </div>
                <Notice kind=NoticeKind::Note>
                    <p>{words.time().walk_in_too}</p>
                </Notice>
            </aside>
        </div>
    }
}

fn starts_of(windows: &[Window]) -> Vec<DateTime<FixedOffset>> {
    windows.iter().map(|window| window.starts_at).collect()
}

#[component]
fn ProposalPanel(board: Arc<Board>, proposal: (NaiveDate, Vec<Window>)) -> impl IntoView {
    let words = texts();
    let (day, windows) = proposal;
    let times = board.come_and_leave(&windows).map(|(come, leave)| words.come_and_leave(come, leave));
    let people = once(board.stops().iter().map(|stop| stop.person)).len();
    let services = board.stops().len();
    view! {
        <div class="panel stack" data-gap="s">
            <h2 class="large">{words.time().proposal_title}</h2>
            <p class="strong">{words.day(day)} <br /> {times}</p>
            <p class="small soft">{(words.time().proposal_counts)(services, people)}</p>
        </div>
    }
}
