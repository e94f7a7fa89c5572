//! Books: asks under a key until there is an answer, so that nothing is booked twice.

use contract::{
    FaultCode, Problem, ProblemCode, Secret,
    visits::{Ticket, VisitInput},
};
use leptos::prelude::*;

use crate::{
    api::{Api, ApiError},
    browser::{document, randomness},
    routes::Page,
    state::{
        Navigation, Plan, Tickets,
        plan::{PersonFault, PlannedVisit, SentVisit, is_over},
        tickets::News,
        ticks, unanswered,
    },
};

/// The mark of what has been booked, which `embed/frame.js` tells the page around: the code, never the secret.
const BOOKED: &str = "data-booked";

/// Why there is no ticket yet.
#[derive(Debug, Clone, PartialEq)]
pub enum NotBooked {
    /// Nobody knows whether it was booked: it is asked again under the same key.
    Unanswered(ApiError),
    Refused(Box<Problem>),
    NoRandomness,
    /// The plan has no places or people to book.
    Incomplete,
}

pub type Booking = Action<(), Result<(), NotBooked>>;

/// Books the plan and goes to the ticket, or leads back to what is wrong.
pub async fn book(plan: Plan, api: Api, navigation: Navigation, tickets: Tickets) -> Result<(), NotBooked> {
    let is_kept = !navigation.is_embedded() && plan.with_untracked(|visit| !visit.is_on_borrowed_phone);
    let secret = plan.with_untracked(|visit| visit.secret.clone());
    if let Some(secret) = &secret {
        remember(secret, is_kept);
    }
    let answer = confirm(plan, api).await;
    if let Some(secret) = secret.filter(|_| !is_open(plan, &answer)) {
        unanswered::forget(&secret);
    }
    match answer {
        Ok((secret, ticket)) => {
            show_ticket(plan, navigation, tickets, secret, ticket, is_kept);
            Ok(())
        }
        Err(NotBooked::Refused(problem)) => {
            lead_back(plan, navigation, &problem);
            Err(NotBooked::Refused(problem))
        }
        Err(other) => Err(other),
    }
}

/// Where the ticket is to be kept on this device, so is what finds it, should this tab be gone before the answer comes.
pub fn remember(secret: &Secret, is_kept: bool) {
    if is_kept {
        unanswered::remember(secret);
    } else {
        unanswered::forget(secret);
    }
}

/// Whether a visit may be there, or still come, of which this tab knows nothing.
fn is_open(plan: Plan, answer: &Result<(Secret, Ticket), NotBooked>) -> bool {
    match answer {
        Ok(_) => false,
        Err(NotBooked::Unanswered(_)) => true,
        // By an answer that is not kept any more.
        Err(NotBooked::Refused(problem)) if problem.code == ProblemCode::AlreadyBooked => true,
        Err(_) => plan.with_untracked(|visit| visit.sent.is_some()),
    }
}

/// Asks what was sent before and not answered. What was corrected since is asked for first: the same hold can't become two
/// visits. Where what was sent is refused and other places are held now, asks for these.
async fn confirm(plan: Plan, api: Api) -> Result<(Secret, Ticket), NotBooked> {
    let secret = plan.with_untracked(|visit| visit.secret.clone()).ok_or(NotBooked::Incomplete)?;
    loop {
        let now = plan.with_untracked(input_of);
        let sent = match plan.with_untracked(|visit| visit.sent.clone()) {
            Some(sent) if now.as_ref().is_none_or(|now| *now == sent.input || now.hold != sent.input.hold) => sent,
            _ => {
                let input = now.clone().ok_or(NotBooked::Incomplete)?;
                let sent = SentVisit { key: randomness::random_key().ok_or(NotBooked::NoRandomness)?, input };
                plan.update(|visit| visit.send(sent.clone()));
                sent
            }
        };
        match send(plan, api, &secret, &sent).await {
            Err(NotBooked::Refused(_)) if now.is_some_and(|now| now.hold != sent.input.hold) => {}
            answer => return answer.map(|ticket| (secret, ticket)),
        }
    }
}

fn input_of(visit: &PlannedVisit) -> Option<VisitInput> {
    let people = visit.parse_people(&visit.held()?.party.people).ok()?;
    visit.visit_input(people)
}

/// Where this hold is booked already, what was sent before has come after all: its answer is asked for.
async fn send(plan: Plan, api: Api, secret: &Secret, sent: &SentVisit) -> Result<Ticket, NotBooked> {
    let mut sent = sent.clone();
    loop {
        match api.confirm_visit(secret, &sent.key, &sent.input).await {
            Ok(ticket) => return Ok(ticket),
            Err(ApiError::Refused(problem)) if !problem.code.is_open() => {
                plan.update(|visit| {
                    visit.refuse_sent(&sent.key);
                    if is_over(&problem) {
                        // Nor does what was sent for it before become a visit any more.
                        (visit.sent, visit.sent_before) = (None, Vec::new());
                        visit.end_hold(&sent.input.hold);
                    }
                });
                match plan.with_untracked(|visit| visit.sent.clone()) {
                    Some(before) if problem.code == ProblemCode::AlreadyBooked => sent = before,
                    _ => return Err(NotBooked::Refused(problem)),
                }
            }
            Err(error) => return Err(NotBooked::Unanswered(error)),
        }
    }
}

fn show_ticket(plan: Plan, navigation: Navigation, tickets: Tickets, secret: Secret, ticket: Ticket, is_kept: bool) {
    let (code, day) = (ticket.code, ticket.day);
    // It may have been emptied meanwhile, or be the next one already.
    let is_of_plan = plan.with_untracked(|visit| visit.secret.as_ref() == Some(&secret));
    let fragment = secret.to_text();
    let mut is_lost = false;
    tickets.bring(secret.clone(), ticket.clone());
    if is_kept {
        is_lost = !tickets.keep(secret.clone(), ticket);
    }
    if is_kept && is_of_plan {
        let people = plan.with_untracked(|visit| visit.held.as_ref().map(|held| held.party.people.clone()));
        ticks::move_from_plan(&code.compact(), &people.unwrap_or_default());
    } else if is_of_plan {
        ticks::forget(ticks::PLAN);
    }
    let is_more = is_of_plan && plan.with_untracked(|visit| !visit.later.is_empty());
    tickets.announce(code, News::Booked { is_more, is_lost });
    if navigation.is_embedded() {
        document::mark(BOOKED, &code.compact());
    }
    if navigation.is_at(&Page::Check) {
        // In the place of this page: going back must not offer to book again.
        navigation.replace(Page::Ticket(code), &fragment);
    } else {
        navigation.go(Page::Ticket(code), &fragment);
    }
    document::scroll_to_top();
    if is_of_plan {
        plan.finish(code, secret, day);
    }
}

/// A refusal that is about people leads to their fields.
fn lead_back(plan: Plan, navigation: Navigation, problem: &Problem) {
    if problem.code != ProblemCode::InvalidInput || !navigation.is_at(&Page::Check) {
        return;
    }
    let faults = plan.with_untracked(|visit| people_faults(visit, problem));
    if !faults.is_empty() {
        plan.refuse(faults);
        navigation.go(Page::People, "");
    }
}

fn people_faults(visit: &PlannedVisit, problem: &Problem) -> Vec<PersonFault> {
    let Some(held) = visit.held() else { return Vec::new() };
    problem
        .errors
        .iter()
        .filter_map(|error| {
            let (person, field) = visit.find_field(&held.party.people, &error.pointer)?;
            let code: FaultCode = error.code;
            Some(PersonFault { person, field, code })
        })
        .collect()
}
