//! The questions of one service, and what the answers lead to (the catalogue's SCHEMA.md, "How answers select papers").
//!
//! Questions are asked in the file's order. One whose answer can no longer change the outcome is left out; two outcomes
//! are equal where the same stop rule or the same set of requirement rows comes of them.

use contract::service::{AnswerOption, Answers, Question, Requirement, Service, StopRule, When};

mod rules;

use rules::{Rules, Settled};

/// Where the answers so far lead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome<'a> {
    /// This question comes next.
    Ask(&'a Question),
    /// One should not come (yet).
    Stop(&'a StopRule),
    /// The rows of this person's checklist, in the order in which the counter asks for them; not yet merged.
    Checklist(Vec<&'a Requirement>),
}

/// What the answers lead to. Answers that were not asked for, and options that nobody knows, count for nothing.
#[must_use]
pub fn outcome<'a>(service: &'a Service, answers: &Answers) -> Outcome<'a> {
    let rules = Rules::of(service);
    let walk = walk(service, &rules, answers);
    match walk.next {
        Some(question) => Outcome::Ask(&service.questions[question]),
        None => end(service, rules.settle(&walk.choice)),
    }
}

fn end(service: &Service, settled: Settled) -> Outcome<'_> {
    match settled {
        Settled::Stop(rule) => Outcome::Stop(&service.stops[rule]),
        Settled::Checklist(rows) => {
            Outcome::Checklist(rows.into_iter().map(|row| &service.requirements[row]).collect())
        }
    }
}

/// The rows for somebody whose answers led to a checklist when they booked, perhaps by an older catalogue. Where they no longer
/// do (a question more, one that is called otherwise, a new stop rule): every row that the answers do not contradict, since a
/// paper too many is better than one left at home.
#[must_use]
pub fn rows_once_answered<'a>(service: &'a Service, answers: &Answers) -> Vec<&'a Requirement> {
    match outcome(service, answers) {
        Outcome::Checklist(rows) => rows,
        Outcome::Ask(_) | Outcome::Stop(_) => {
            service.requirements.iter().filter(|row| !contradict(service, answers, &row.when)).collect()
        }
    }
}

/// Whether a question that is still asked was answered by an option that it still has, and another one is wanted.
fn contradict(service: &Service, answers: &Answers, when: &When) -> bool {
    when.iter().any(|(id, wanted)| {
        let question = service.questions.iter().find(|question| question.id == *id);
        let options = question.map_or(&[][..], |question| &question.options);
        let answer = answers.get(id).filter(|answer| options.iter().any(|option| option.id == **answer));
        answer.is_some_and(|answer| !wanted.contains(answer))
    })
}

/// Only the answers that were really asked on the way, in order: without answers to questions that are no longer asked,
/// and without all that follow a question that is still open.
#[must_use]
pub fn asked<'a>(service: &'a Service, answers: &Answers) -> Vec<(&'a Question, &'a AnswerOption)> {
    let walk = walk(service, &Rules::of(service), answers);
    let pair = |(question, option): (usize, usize)| {
        let question = &service.questions[question];
        (question, &question.options[option])
    };
    walk.asked.into_iter().map(pair).collect()
}

/// Where a stop rule sends for a paper that is had on the same visit: the answers of whoever has it.
#[must_use]
pub fn same_visit(service: &Service, answers: &Answers, stop: &StopRule) -> Option<Answers> {
    let option = stop.same_visit.clone()?;
    let asked = asked(service, answers);
    let (question, _) = asked.iter().rfind(|(question, _)| stop.when.contains_key(&question.id))?;
    let given = asked.iter().map(|(question, option)| (question.id.clone(), option.id.clone()));
    let mut given: Answers = given.collect();
    given.insert(question.id.clone(), option);
    Some(given)
}

/// The shortest and the longest number of questions still to come from here; for "question 2 of 3".
#[must_use]
pub fn questions_left(service: &Service, answers: &Answers) -> (usize, usize) {
    let rules = Rules::of(service);
    let mut walk = walk(service, &rules, answers);
    match walk.next {
        Some(question) => questions_from(&rules, &mut walk.choice, question),
        None => (0, 0),
    }
}

/// `choice` holds what was chosen for every question before `question`.
fn questions_from(rules: &Rules, choice: &mut [usize], question: usize) -> (usize, usize) {
    let Some(question) = rules.next_asked(choice, question) else { return (0, 0) };
    let mut left = (usize::MAX, 0);
    for option in 0..rules.option_count(question) {
        choice[question] = option;
        let (shortest, longest) = questions_from(rules, choice, question + 1);
        left = (left.0.min(shortest + 1), left.1.max(longest + 1));
    }
    left
}

/// Every path through the questions: the answers given, and where they end. For tests and the checker.
#[must_use]
pub fn paths(service: &Service) -> Vec<(Answers, Outcome<'_>)> {
    let mut found = Vec::new();
    let mut choice = vec![0; service.questions.len()];
    follow(service, &Rules::of(service), &mut choice, 0, &Answers::new(), &mut found);
    found
}

fn follow<'a>(
    service: &'a Service,
    rules: &Rules,
    choice: &mut [usize],
    question: usize,
    answers: &Answers,
    found: &mut Vec<(Answers, Outcome<'a>)>,
) {
    let Some(question) = rules.next_asked(choice, question) else {
        found.push((answers.clone(), end(service, rules.settle(choice))));
        return;
    };
    let asked = &service.questions[question];
    for (index, option) in asked.options.iter().enumerate() {
        choice[question] = index;
        let mut answers = answers.clone();
        answers.insert(asked.id.clone(), option.id.clone());
        follow(service, rules, choice, question + 1, &answers, found);
    }
}

struct Walk {
    /// The index of an option for every question; 0 where the question was left out or is still to come.
    choice: Vec<usize>,
    /// Question and option.
    asked: Vec<(usize, usize)>,
    next: Option<usize>,
}

fn walk(service: &Service, rules: &Rules, answers: &Answers) -> Walk {
    let mut walk = Walk { choice: vec![0; service.questions.len()], asked: Vec::new(), next: None };
    let mut from = 0;
    while let Some(index) = rules.next_asked(&mut walk.choice, from) {
        let question = &service.questions[index];
        let answer = answers.get(&question.id);
        let Some(option) = question.options.iter().position(|option| Some(&option.id) == answer) else {
            walk.next = Some(index);
            break;
        };
        walk.choice[index] = option;
        walk.asked.push((index, option));
        from = index + 1;
    }
    walk
}

#[cfg(test)]
mod tests;
