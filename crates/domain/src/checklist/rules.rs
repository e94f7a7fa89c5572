//! A service's conditions by index, so that every combination of answers can be looked at quickly.

use contract::service::{Service, When};

/// What a whole set of answers comes to. Equal where a resident would see no difference.
#[derive(Debug, PartialEq, Eq)]
pub enum Settled {
    /// Index of the stop rule.
    Stop(usize),
    /// Indexes of the requirement rows.
    Checklist(Vec<usize>),
}

pub struct Rules {
    /// Options of each question.
    option_counts: Vec<usize>,
    stops: Vec<Condition>,
    rows: Vec<Condition>,
}

/// For each named question the indexes of the options with which it holds.
struct Condition(Vec<(usize, Vec<usize>)>);

impl Condition {
    fn of(service: &Service, when: &When) -> Self {
        let named = when.iter().map(|(id, options)| {
            let question = service.questions.iter().position(|question| question.id == *id);
            let known = question.map_or(&[][..], |index| &service.questions[index].options);
            let listed = (0..known.len()).filter(|&index| options.contains(&known[index].id)).collect();
            // A question that nobody asks has no answer, so the condition never holds.
            (question.unwrap_or_default(), listed)
        });
        Self(named.collect())
    }

    fn holds(&self, choice: &[usize]) -> bool {
        self.0.iter().all(|(question, listed)| choice.get(*question).is_some_and(|option| listed.contains(option)))
    }
}

impl Rules {
    pub fn of(service: &Service) -> Self {
        Self {
            option_counts: service.questions.iter().map(|question| question.options.len()).collect(),
            stops: service.stops.iter().map(|rule| Condition::of(service, &rule.when)).collect(),
            rows: service.requirements.iter().map(|row| Condition::of(service, &row.when)).collect(),
        }
    }

    pub fn option_count(&self, question: usize) -> usize {
        self.option_counts[question]
    }

    /// The first stop rule that holds, else every row that holds.
    pub fn settle(&self, choice: &[usize]) -> Settled {
        match self.stops.iter().position(|condition| condition.holds(choice)) {
            Some(rule) => Settled::Stop(rule),
            None => Settled::Checklist((0..self.rows.len()).filter(|&row| self.rows[row].holds(choice)).collect()),
        }
    }

    /// The first question from `from` on whose answer can still change the outcome, given `choice` for those before it.
    /// Those passed over stand at option 0 then, which is as good as any.
    pub fn next_asked(&self, choice: &mut [usize], from: usize) -> Option<usize> {
        (from..self.option_counts.len()).find(|&question| {
            let asked = self.matters(choice, question, question + 1);
            choice[question] = 0;
            asked
        })
    }

    /// Whether some combination of the answers from `later` on leaves a difference between options of `question`.
    /// Looks at the product of the options of the questions that remain: at most four questions, so some hundreds.
    fn matters(&self, choice: &mut [usize], question: usize, later: usize) -> bool {
        if later < self.option_counts.len() {
            return (0..self.option_counts[later].max(1)).any(|option| {
                choice[later] = option;
                self.matters(choice, question, later + 1)
            });
        }
        choice[question] = 0;
        let first = self.settle(choice);
        (1..self.option_counts[question]).any(|option| {
            choice[question] = option;
            self.settle(choice) != first
        })
    }
}
