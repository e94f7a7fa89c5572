//! The questions of one service and what the answers lead to (catalogue/SCHEMA.md, "How answers select papers").

use contract::service::{AnswerOption, Answers, Question, Requirement, Service, StopRule, When};

/// Where a person stands with a service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome<'a> {
    /// This question is next.
    Ask(&'a Question),
    /// One should not come (yet).
    Stop(&'a StopRule),
    /// What to bring, in the order in which the counter asks.
    Checklist(Vec<&'a Requirement>),
}

/// What comes next after these answers: the first question whose answer can still change the outcome, or the outcome.
#[must_use]
pub fn outcome<'a>(service: &'a Service, answers: &Answers) -> Outcome<'a> {
    walk(service, answers).1
}

/// The answers that were really asked for, in order; answers to questions that are left out, and unknown options, are dropped.
#[must_use]
pub fn asked<'a>(service: &'a Service, answers: &Answers) -> Vec<(&'a Question, &'a AnswerOption)> {
    walk(service, answers).0
}

/// Fewest and most questions still to come.
#[must_use]
pub fn questions_left(service: &Service, answers: &Answers) -> (usize, usize) {
    let Outcome::Ask(question) = outcome(service, answers) else { return (0, 0) };
    let rest = question.options.iter().map(|option| {
        let mut answers = answers.clone();
        answers.insert(question.id.clone(), option.id.clone());
        questions_left(service, &answers)
    });
    rest.reduce(|one, other| (one.0.min(other.0), one.1.max(other.1)))
        .map_or((1, 1), |(fewest, most)| (fewest + 1, most + 1))
}

/// Every way through the questions: the answers, and where they end.
#[must_use]
pub fn paths(service: &Service) -> Vec<(Answers, Outcome<'_>)> {
    let mut paths = Vec::new();
    follow(service, Answers::new(), &mut paths);
    paths
}

fn follow<'a>(service: &'a Service, answers: Answers, paths: &mut Vec<(Answers, Outcome<'a>)>) {
    match outcome(service, &answers) {
        Outcome::Ask(question) => {
            for option in &question.options {
                let mut answers = answers.clone();
                answers.insert(question.id.clone(), option.id.clone());
                follow(service, answers, paths);
            }
        }
        end => paths.push((answers, end)),
    }
}

fn walk<'a>(service: &'a Service, answers: &Answers) -> (Vec<(&'a Question, &'a AnswerOption)>, Outcome<'a>) {
    let mut given = Answers::new();
    let mut path = Vec::new();
    for (place, question) in service.questions.iter().enumerate() {
        if !matters(service, &given, place) {
            // Left out. Any of its answers leads to the same outcome, so the first stands for all.
            given.extend(question.options.first().map(|option| (question.id.clone(), option.id.clone())));
            continue;
        }
        let option = answers.get(&question.id).and_then(|id| question.options.iter().find(|option| option.id == *id));
        let Some(option) = option else { return (path, Outcome::Ask(question)) };
        given.insert(question.id.clone(), option.id.clone());
        path.push((question, option));
    }
    (path, settle(service, &given))
}

/// Whether the answer to the question at `place` can change the outcome, given the answers before it.
fn matters(service: &Service, given: &Answers, place: usize) -> bool {
    let question = &service.questions[place];
    let mut first: Option<Vec<Outcome<'_>>> = None;
    for option in &question.options {
        let mut given = given.clone();
        given.insert(question.id.clone(), option.id.clone());
        let outcomes = outcomes_of_rest(service, &given, place + 1);
        match &first {
            None => first = Some(outcomes),
            Some(first) if *first != outcomes => return true,
            Some(_) => {}
        }
    }
    false
}

/// The outcome of each combination of answers to the questions from `place` on, in a fixed order.
fn outcomes_of_rest<'a>(service: &'a Service, given: &Answers, place: usize) -> Vec<Outcome<'a>> {
    let Some(question) = service.questions.get(place) else { return vec![settle(service, given)] };
    question
        .options
        .iter()
        .flat_map(|option| {
            let mut given = given.clone();
            given.insert(question.id.clone(), option.id.clone());
            outcomes_of_rest(service, &given, place + 1)
        })
        .collect()
}

fn settle<'a>(service: &'a Service, given: &Answers) -> Outcome<'a> {
    match service.stops.iter().find(|stop| holds(&stop.when, given)) {
        Some(stop) => Outcome::Stop(stop),
        None => Outcome::Checklist(
            service.requirements.iter().filter(|requirement| holds(&requirement.when, given)).collect(),
        ),
    }
}

fn holds(when: &When, given: &Answers) -> bool {
    when.iter().all(|(question, options)| given.get(question).is_some_and(|answer| options.contains(answer)))
}

#[cfg(test)]
mod tests;
