//! What is sent with a hold that is to become a visit: held against its stops and the services' questions.

use contract::{
    FaultCode, FieldError, Language, Problem, ProblemCode,
    holds::HoldInput,
    person::IdentityInput,
    service::{Answers, Service},
    visits::VisitInput,
};
use domain::{
    calendar,
    checklist::{self, Outcome},
    itinerary::{self, Leg},
};

use crate::{App, feasibility, holds::StoredHold};

pub(super) fn invalid(errors: Vec<FieldError>) -> Problem {
    Problem { errors, ..Problem::new(ProblemCode::InvalidInput) }
}

pub(super) fn check_lengths(request: &HoldInput, input: &VisitInput) -> Result<(), Problem> {
    let people = request.stops.iter().map(|stop| stop.person + 1).max().unwrap_or_default();
    for (pointer, given, wanted) in
        [("/people", input.people.len(), people), ("/answers", input.answers.len(), request.stops.len())]
    {
        match given.cmp(&wanted) {
            std::cmp::Ordering::Less => return Err(Problem::field(pointer, FaultCode::TooFew)),
            std::cmp::Ordering::Greater => return Err(Problem::field(pointer, FaultCode::TooMany)),
            std::cmp::Ordering::Equal => {}
        }
    }
    Ok(())
}

/// The answers that were really asked, by stop.
pub(super) fn check_answers(services: &[&Service], answers: &[Answers]) -> Result<Vec<Answers>, Problem> {
    let mut faults = Vec::new();
    let mut fault = |pointer, code| faults.push(FieldError { pointer, code });
    let mut asked = Vec::new();
    for (index, (service, answers)) in services.iter().zip(answers).enumerate() {
        let mut is_known = true;
        for (question, option) in answers {
            let known = service.questions.iter().find(|known| known.id == *question);
            if !known.is_some_and(|known| known.options.iter().any(|known| known.id == *option)) {
                is_known = false;
                fault(format!("/answers/{index}/{question}"), FaultCode::UnknownReference);
            }
        }
        if !is_known {
            continue;
        }
        match checklist::outcome(service, answers) {
            Outcome::Checklist(_) => {}
            Outcome::Ask(question) => fault(format!("/answers/{index}/{}", question.id), FaultCode::AnswersIncomplete),
            Outcome::Stop(_) => fault(format!("/answers/{index}"), FaultCode::AnswersStop),
        }
        let pairs = checklist::asked(service, answers).into_iter();
        asked.push(pairs.map(|(question, option)| (question.id.clone(), option.id.clone())).collect());
    }
    if faults.is_empty() { Ok(asked) } else { Err(invalid(faults)) }
}

/// At the hold nobody knew who is a child. Where a party splits up, a child goes with its parent, so their stops must be
/// reachable together.
pub(super) fn check_children_reachable(
    app: &App,
    hold: &StoredHold,
    services: &[&Service],
    input: &VisitInput,
) -> Result<(), Problem> {
    if !hold.request.apart {
        return Ok(());
    }
    let parent_of = |person: usize| match input.people[person].identity {
        IdentityInput::Child { of, .. } => Some(of),
        _ => None,
    };
    let groups = itinerary::groups(hold.request.apart, (0..input.people.len()).map(parent_of));
    let mall = app.catalogue.mall(Language::Id);
    let zone = calendar::zone(mall);
    let legs: Vec<Leg> = (hold.request.stops.iter().zip(&hold.windows).zip(services))
        .map(|((stop, window), service)| Leg {
            person: stop.person,
            desk: stop.desk.clone(),
            starts_at: stop.starts_at.with_timezone(&zone),
            ends_at: window.ends_at.with_timezone(&zone),
            minutes: service.minutes,
            after: stop.obtains.iter().map(|obtain| obtain.at_stop).collect(),
        })
        .collect();
    let Some(leg) = feasibility::unreachable(mall, &legs, &groups) else { return Ok(()) };
    let person = legs[leg].person;
    let child = parent_of(person)
        .map(|_| person)
        .or_else(|| (0..input.people.len()).find(|&other| parent_of(other) == Some(person)))
        .unwrap_or(person);
    Err(Problem::field(format!("/people/{child}/identity/of"), FaultCode::NotReachable))
}
