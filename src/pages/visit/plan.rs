//! My visit: who comes for what, what to bring, what it costs.

mod offers;
mod papers;
mod party;

use leptos::prelude::*;

use self::{offers::Offers, papers::VisitPapers, party::PartyPanels};
use crate::{
    api::Api,
    browser,
    i18n::texts,
    parts::{AwaitedNotice, FeeSum, Planned, PlannedServices, Step, Steps, Total, WalkInNotice},
    routes::Page,
    short_lists::once,
    state::{Catalogue, Plan, plan::PlannedVisit},
    ui::{Dialog, Heading, Icon, Notice, NoticeKind, Shape, dialog, later::below},
};

/// The id of the line that says what has just been changed.
const NEWS_ID: &str = "plan-news";
const START_OVER_ID: &str = "start-over";

/// Says what has just been changed, and takes the focus, since what was pressed may be gone.
#[derive(Clone, Copy)]
struct News(RwSignal<String>);

impl News {
    fn tell(self, text: String) {
        self.0.set(text);
        request_animation_frame(|| browser::document::focus(NEWS_ID));
    }
}

#[component]
pub fn PlanPage() -> impl IntoView {
    let words = texts();
    let news = News(RwSignal::new(String::new()));
    let plan = Plan::in_context();
    // In a line that is there already, so that it is heard; the focus is the heading's, as on every new page.
    Effect::new(move || {
        if let Some(text) = plan.take_news() {
            news.0.set(text);
        }
    });
    view! {
        <div class="wrapper">
            <div class="stack" data-gap="l">
                <Steps current=Step::Papers />
                <div class="stack" data-gap="s">
                    <Heading text=words.visit().title />
                    <div id=NEWS_ID role="status" tabindex="-1">
                        {move || {
                            let text = news.0.get();
                            (!text.is_empty()).then(|| view! { <Notice kind=NoticeKind::Good><p>{text}</p></Notice> })
                        }}
                    </div>
                </div>
                {below(move || {
                    let show = move |services: PlannedServices| view! { <Content services news /> }.into_any();
                    view! {
                        <Planned show />
                        <StartOver news />
                    }
                        .into_any()
                })}
            </div>
        </div>
    }
}

#[component]
fn Content(services: PlannedServices, news: News) -> impl IntoView {
    let visit = Plan::in_context().get_untracked();
    view! {
        <div class="sidebar">
            <div class="stack" data-gap="l">
                <Summary visit=visit.clone() services=services.clone() />
                <AwaitedNotice visit=visit.clone() services=services.stops.clone() />
                <PartyPanels visit=visit.clone() services=services.stops.clone() news />
                <WalkInNotice services=services.stops.clone() />
                <Adders visit=visit.clone() news />
                <Apart visit=visit.clone() />
                <Offers visit=visit.clone() services=services.stops.clone() news />
                <VisitPapers visit=visit.clone() services=services.stops.clone() />
                <Later visit=visit.clone() services=services.clone() news />
            </div>
            <aside class="stack">
                <Aside visit services />
            </aside>
        </div>
    }
}

#[component]
fn Summary(visit: PlannedVisit, services: PlannedServices) -> impl IntoView {
    let words = texts();
    let tenants = once(services.stops.iter().map(|service| &service.tenant.id));
    let minutes: u32 = services.stops.iter().map(|service| service.minutes).sum();
    (!visit.stops.is_empty()).then(|| {
        view! {
            <p class="large">
                {(words.visit().summary)(visit.coming(), visit.stops.len(), tenants.len())} " "
                {(words.visit().minutes_in_all)(minutes)}
            </p>
        }
    })
}

/// More services, more people, within the mall's limits.
#[component]
fn Adders(visit: PlannedVisit, news: News) -> impl IntoView {
    let words = texts();
    let plan = Plan::in_context();
    let booking = Catalogue::in_context().mall().booking.clone();
    let (is_full, is_crowded) = (visit.stops.len() >= booking.stops_max, visit.people.len() >= booking.people_max);
    let add_person = move |_| {
        plan.update(PlannedVisit::add_person);
        news.tell(words.visit().news_person.to_owned());
    };
    view! {
        <div class="stack" data-gap="s">
            <div class="grid" data-size="card" data-gap="s">
                {(!is_full)
                    .then(|| {
                        view! {
                            <a class="button" data-kind="second" href=Page::Start.path(words.language)>
                                <Icon shape=Shape::Add />
                                {words.visit().add_service}
                            </a>
                        }
                    })}
                {(!is_crowded && !is_full)
                    .then(|| {
                        view! {
                            <button class="button" data-kind="second" type="button" on:click=add_person>
                                <Icon shape=Shape::People />
                                {words.visit().add_person}
                            </button>
                        }
                    })}
            </div>
            {is_full.then(|| view! { <p class="small soft">{(words.visit().stops_max)(booking.stops_max)}</p> })}
            {is_crowded.then(|| view! { <p class="small soft">{(words.visit().people_max)(booking.people_max)}</p> })}
        </div>
    }
}

/// Whether adults may split up: only where more than one comes.
#[component]
fn Apart(visit: PlannedVisit) -> impl IntoView {
    const ID: &str = "apart";
    let words = texts();
    let plan = Plan::in_context();
    let change = move |event| {
        let is_apart = event_target_checked(&event);
        plan.update(|visit| visit.apart = is_apart);
        request_animation_frame(|| browser::document::focus(ID));
    };
    (visit.people.len() > 1).then(|| {
        view! {
            <div class="paper">
                <input class="choice__box" type="checkbox" id=ID prop:checked=visit.apart on:change=change />
                <div class="paper__body">
                    <label class="paper__name" for=ID>{words.visit().apart}</label>
                    <p class="paper__note">{words.visit().apart_hint}</p>
                </div>
            </div>
        }
    })
}

#[component]
fn Later(visit: PlannedVisit, services: PlannedServices, news: News) -> impl IntoView {
    let words = texts();
    let plan = Plan::in_context();
    let has_room = visit.stops.len() < Catalogue::in_context().mall().booking.stops_max;
    (!services.later.is_empty()).then(|| {
        let names = services
            .later
            .iter()
            .enumerate()
            .map(|(index, service)| {
                let name = service.name.clone();
                let bring_back = move |_| {
                    plan.update(|visit| visit.bring_back(index));
                    news.tell((words.visit().news_back)(&name));
                };
                let button = has_room.then(|| {
                    view! {
                        <button class="button" data-kind="quiet" type="button" on:click=bring_back>
                            {words.visit().bring_back}
                            <span class="visually-hidden">": " {service.name.clone()}</span>
                        </button>
                    }
                });
                view! { <li>{service.name.clone()} " " {button}</li> }
            })
            .collect_view();
        view! {
            <section class="panel stack" data-kind="gold" data-gap="s" aria-labelledby="later">
                <h2 class="large" id="later">{words.visit().later_title}</h2>
                <ul>{names}</ul>
                <p class="small">{words.visit().later_text}</p>
            </section>
        }
    })
}

/// Stands below whatever happened to the plan, so that a plan that can't be shown can be emptied too.
#[component]
fn StartOver(news: News) -> impl IntoView {
    let words = texts();
    let (plan, api) = (Plan::in_context(), Api::in_context());
    let is_empty = Memo::new(move |_| plan.with(|visit| visit.stops.is_empty() && visit.people.is_empty()));
    let clear = move |_| {
        dialog::close(START_OVER_ID);
        plan.release(api);
        plan.clear();
        news.tell(words.visit().news_emptied.to_owned());
    };
    view! {
        <div hidden=move || is_empty.get()>
            <button class="button" data-kind="quiet" type="button" on:click=move |_| dialog::open(START_OVER_ID)>
                {words.visit().start_over}
            </button>
        </div>
        <Dialog id=START_OVER_ID title=words.visit().start_over_question no=words.visit().start_over_no>
            <p>{words.visit().start_over_text}</p>
            <button class="button" data-kind="danger" type="button" on:click=clear>
                {words.visit().start_over_yes}
            </button>
        </Dialog>
    }
}

/// What it costs, and the way on.
#[component]
fn Aside(visit: PlannedVisit, services: PlannedServices) -> impl IntoView {
    let words = texts();
    let total = Total::of(services.stops.iter().map(|service| (service.name.as_str(), &service.fee)));
    let is_bookable = services.stops.iter().any(|service| service.desk.bookable);
    let is_held = visit.held().is_some_and(|held| !held.has_ended);
    let on = if !is_bookable {
        view! { <p>{words.visit().all_walk_in}</p> }.into_any()
    } else if is_held {
        view! {
            <a class="button" data-size="wide" href=Page::People.path(words.language)>{words.visit().to_held}</a>
            <a class="touch" href=Page::Time.path(words.language)>{words.visit().choose_time}</a>
        }
        .into_any()
    } else {
        view! { <a class="button" data-size="wide" href=Page::Time.path(words.language)>{words.visit().choose_time}</a> }
            .into_any()
    };
    (!visit.stops.is_empty()).then(|| {
        view! {
            <div class="panel stack" data-gap="s">
                <h2 class="large">{words.visit().fees_title}</h2>
                <FeeSum total />
                {on}
            </div>
        }
    })
}
