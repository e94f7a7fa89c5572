//! What was tried, how it went, how long it took.

use std::{
    io::Write as _,
    time::{Duration, Instant},
};

use crate::error::{Error, Result};

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    Passed,
    Failed(String),
    /// Could not be tried, and why.
    Skipped(String),
}

#[derive(Debug)]
pub struct Report {
    begun: Instant,
    steps: Vec<Step>,
}

#[derive(Debug)]
struct Step {
    name: &'static str,
    time: Duration,
    outcome: Outcome,
}

impl Report {
    /// What happened since `begun` counts as the installation of tools.
    pub fn new(begun: Instant) -> Self {
        Self { begun, steps: vec![Step { name: "tools", time: begun.elapsed(), outcome: Outcome::Passed }] }
    }

    /// Tries a step; the others go on whatever becomes of it. Whether it passed.
    pub fn step(&mut self, name: &'static str, what: impl FnOnce() -> Result<()>) -> bool {
        self.judged(name, || match what() {
            Ok(()) => Outcome::Passed,
            Err(error) => Outcome::Failed(error.to_string()),
        })
    }

    /// As `step`, for a step that may find that it can't be tried.
    pub fn judged(&mut self, name: &'static str, what: impl FnOnce() -> Outcome) -> bool {
        println!("\n== {name} (after {})", clock(self.begun.elapsed()));
        let begun = Instant::now();
        let outcome = what();
        match &outcome {
            Outcome::Passed => {}
            Outcome::Failed(why) => println!("{name} failed: {why}"),
            Outcome::Skipped(why) => println!("{why}"),
        }
        let passed = outcome == Outcome::Passed;
        self.steps.push(Step { name, time: begun.elapsed(), outcome });
        passed
    }

    /// Notes a step that can't be tried.
    pub fn skip(&mut self, name: &'static str, why: &str) -> bool {
        self.judged(name, || Outcome::Skipped(format!("not tried: {why}")))
    }

    /// Prints the table of times and the counts, these as the very last line.
    pub fn close(self) -> Result<()> {
        let (text, sentence) = self.written();
        print!("{text}");
        drop(std::io::stdout().flush());
        // The sentence stands above the counts already.
        if sentence.is_none() { Ok(()) } else { Err(Error::said()) }
    }

    /// The closing text, and the sentence that says what failed.
    fn written(&self) -> (String, Option<String>) {
        let mut text = format!("\n{:<12} {:>7}\n", "step", "time");
        for Step { name, time, outcome } in &self.steps {
            let mark = match outcome {
                Outcome::Passed => "",
                Outcome::Failed(_) => "  failed",
                Outcome::Skipped(_) => "  skipped",
            };
            text.push_str(&format!("{name:<12} {:>7}{mark}\n", clock(*time)));
        }
        text.push_str(&format!("{:<12} {:>7}\n\n", "all", clock(self.begun.elapsed())));
        let failed: Vec<&str> =
            self.steps.iter().filter(|step| matches!(step.outcome, Outcome::Failed(_))).map(|step| step.name).collect();
        let sentence =
            (!failed.is_empty()).then(|| format!("Not green: {} failed; the reasons stand above.", failed.join(", ")));
        text.extend(sentence.iter().map(|sentence| format!("{sentence}\n")));
        let skipped = self.steps.iter().filter(|step| matches!(step.outcome, Outcome::Skipped(_))).count();
        let passed = self.steps.len() - failed.len() - skipped;
        text.push_str(&format!("{passed} passed, {} failed", failed.len()));
        if skipped > 0 {
            text.push_str(&format!(", {skipped} skipped"));
        }
        text.push('\n');
        (text, sentence)
    }
}

/// Minutes and seconds.
fn clock(time: Duration) -> String {
    format!("{}:{:02}", time.as_secs() / 60, time.as_secs() % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line_counts_what_happened() {
        let mut report = Report::new(Instant::now());
        assert!(report.step("format", || Ok(())));
        assert!(!report.step("tests", || Err(Error::new("one test failed"))));
        assert!(!report.skip("size", "there is no built app to weigh"));
        let (text, sentence) = report.written();
        assert_eq!(text.lines().last(), Some("2 passed, 1 failed, 1 skipped"));
        assert_eq!(sentence.as_deref(), Some("Not green: tests failed; the reasons stand above."));
    }

    #[test]
    fn nothing_is_said_to_have_failed_when_all_passed() {
        let (text, sentence) = Report::new(Instant::now()).written();
        assert_eq!((text.lines().last(), sentence), (Some("1 passed, 0 failed"), None));
    }

    #[test]
    fn times_are_read_in_minutes() {
        assert_eq!(clock(Duration::from_secs(605)), "10:05");
    }
}
