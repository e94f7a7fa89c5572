//! The server's ledger under a simulated clock, scheduler and faults, with a model beside it. One seed is one history, the
//! same each time: who does what next, how the clock goes, which turns share a commit, and where the server crashes, a
//! commit fails, an answer is lost. Every answer is held against the model's, and the books must balance all along.

mod judge;
mod resident;

use std::{collections::BTreeMap, panic::AssertUnwindSafe, pin::Pin, time::Duration};

use chrono::{DateTime, TimeDelta};
use fastrand::Rng;
use server::{clock::TurnedClock, db::DirectedCommits, randomness::Randomness, retention};
use tempfile::TempDir;

use crate::{
    Result, Unlike,
    ask::{Answer, Ask},
    books,
    mall::{Mall, instant},
    model::{Expected, Judged, Model},
    store,
};
use judge::{check, outcome};
use resident::{Move, Resident};

/// Who comes, and how long each history is.
const RESIDENTS: usize = 7;
const STEPS: usize = 120;
/// An answer that has not come by then never will.
const PATIENCE: Duration = Duration::from_secs(60);

/// What happened in some histories, so that one sees that the interesting things did.
#[derive(Debug, Default, Clone)]
pub struct Tally(pub BTreeMap<String, u64>);

impl Tally {
    fn count(&mut self, what: impl Into<String>) {
        *self.0.entry(what.into()).or_default() += 1;
    }

    pub fn add(&mut self, other: Self) {
        for (what, count) in other.0 {
            *self.0.entry(what).or_default() += count;
        }
    }
}

/// A history that did not come to its end: why, and after what.
#[derive(Debug)]
pub struct Ended {
    /// The server did what the model would not; else something broke down.
    pub is_unlike: bool,
    what: String,
}

impl std::fmt::Display for Ended {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.what)
    }
}

/// Runs the history of a seed, on SQLite. `mutation`: SQL that breaks a rule, to see it caught.
///
/// # Errors
/// Where it did not come to its end.
pub fn run(seed: u64, mutation: Option<&str>) -> std::result::Result<Tally, Ended> {
    let mut trace = Vec::new();
    let told = Simulation::new(seed).and_then(|mut simulation| {
        let told = simulation.live_all_lives(mutation);
        trace = simulation.trace;
        told.map(|()| simulation.tally)
    });
    told.map_err(|error| ended(seed, &*error, &trace))
}

fn ended(seed: u64, error: &(dyn std::error::Error + Send + Sync + 'static), trace: &[String]) -> Ended {
    let last = trace[trace.len().saturating_sub(12)..].join("\n  ");
    let what = format!("seed {seed}: {error}\nThe last steps were\n  {last}");
    Ended { is_unlike: error.is::<Unlike>(), what }
}

/// A panic ends a history as an error does: with its seed and its last steps.
fn caught<T>(live: impl FnOnce() -> Result<T>) -> Result<T> {
    std::panic::catch_unwind(AssertUnwindSafe(live)).unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
        let said = text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default();
        Err(format!("panicked: {said}").into())
    })
}

struct Simulation {
    rng: Rng,
    folder: TempDir,
    clock: TurnedClock,
    now: i64,
    commits: DirectedCommits,
    model: Model,
    /// While a group is open: what the ledger was before it, which is what a crash leaves.
    durable: Option<Model>,
    groups_are_held: bool,
    waiting: Vec<Waiting>,
    residents: Vec<Resident>,
    /// What was answered under each key, by secret, key and request.
    answers: BTreeMap<(u64, String, String), String>,
    steps_left: usize,
    tally: Tally,
    trace: Vec<String>,
}

/// A request whose turn has ended and whose group is not yet committed.
struct Waiting {
    resident: usize,
    wish: Move,
    ask: Ask,
    judged: Judged,
    answer: Pin<Box<dyn Future<Output = Answer>>>,
}

enum End {
    Done,
    Crash,
}

impl Simulation {
    fn new(seed: u64) -> Result<Self> {
        let now = instant("23T07:30");
        Ok(Self {
            rng: Rng::with_seed(seed),
            folder: store::quick_folder()?,
            clock: TurnedClock::at(DateTime::from_timestamp(now, 0).unwrap_or_default()),
            now,
            commits: DirectedCommits::default(),
            model: Model::default(),
            durable: None,
            groups_are_held: false,
            waiting: Vec::new(),
            residents: (0..RESIDENTS).map(|number| Resident::new(number as u64)).collect(),
            answers: BTreeMap::new(),
            steps_left: STEPS,
            tally: Tally::default(),
            trace: Vec::new(),
        })
    }

    /// A server's life ends by a crash, and the next begins on what it left.
    fn live_all_lives(&mut self, mutation: Option<&str>) -> Result<()> {
        loop {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            let end = caught(|| runtime.block_on(self.live(mutation)));
            // Nobody says goodbye: what waited never hears, what was not committed never was.
            self.waiting.clear();
            drop(runtime);
            match end? {
                End::Done => return Ok(()),
                End::Crash => {
                    self.commits = DirectedCommits::default();
                    self.groups_are_held = false;
                    if let Some(durable) = self.durable.take() {
                        self.model = durable;
                    }
                }
            }
        }
    }

    async fn live(&mut self, mutation: Option<&str>) -> Result<End> {
        let commits = self.commits.commits();
        // So that codes collide, with each other and with those of the life before.
        let randomness = Randomness::scripted([1, 1, 1, 2, 2, 3]);
        let mall = Mall::open(self.folder.path(), None, &self.clock, commits, randomness).await?;
        if let Some(mutation) = mutation {
            mutate(&mall, mutation).await?;
        }
        books::check(&mall.app.db).await?;
        while self.steps_left > 0 {
            self.steps_left -= 1;
            if self.is_fault_due(&mall).await? {
                return Ok(End::Crash);
            }
            self.turn_clock(&mall).await?;
            self.step(&mall).await?;
            if self.steps_left.is_multiple_of(8) {
                books::check(&mall.app.db).await?;
            }
        }
        self.end_group(&mall, false).await?;
        books::check(&mall.app.db).await?;
        let booked = books::number(&mall.app.db, "select count(*) from visit_stop where state = 'booked'").await?;
        if booked as usize != self.model.booked_stops() {
            return Err(Unlike(format!("{booked} stops are booked and not {}", self.model.booked_stops())).into());
        }
        mall.app.db.close().await;
        Ok(End::Done)
    }

    /// Whether the server crashes now. Groups are opened and ended here too, and commits fail.
    async fn is_fault_due(&mut self, mall: &Mall) -> Result<bool> {
        match self.rng.u32(0..100) {
            0 => {
                self.say("crash");
                return Ok(true);
            }
            1..8 if !self.groups_are_held => {
                self.say("groups stay open");
                self.commits.hold();
                self.groups_are_held = true;
            }
            8..20 if self.groups_are_held => self.end_group(mall, false).await?,
            20..22 if self.groups_are_held => self.end_group(mall, true).await?,
            22..25 if !self.waiting.is_empty() => {
                self.say("a request is given up");
                let index = self.rng.usize(0..self.waiting.len());
                drop(self.waiting.swap_remove(index));
            }
            _ => {}
        }
        Ok(false)
    }

    async fn end_group(&mut self, mall: &Mall, fails: bool) -> Result<()> {
        if !self.groups_are_held {
            return Ok(());
        }
        self.say(if fails { "the group's commit fails" } else { "the group is committed" });
        // In line behind those who are still undoing what was refused.
        let last = mall.app.db.write().await.map_err(|error| error.to_string())?;
        self.groups_are_held = false;
        self.commits.release();
        if fails {
            self.commits.fail_next();
        }
        if last.commit().await.is_ok() == fails {
            return Err(Unlike("a turn was told the opposite of what became of its group".to_owned()).into());
        }
        let before = self.durable.take();
        if fails && let Some(before) = before {
            self.model = before;
        }
        for Waiting { resident, wish, ask, judged, answer } in std::mem::take(&mut self.waiting) {
            let answer =
                tokio::time::timeout(PATIENCE, answer).await.map_err(|_| "a group's request is never answered")?;
            if !fails {
                self.hear(resident, (&wish, &ask), &judged, &answer)?;
            } else if answer.code() != "busy" {
                return Err(
                    Unlike(format!("nothing lasts, yet {} {} was told {answer:?}", ask.method, ask.path)).into()
                );
            }
        }
        Ok(())
    }

    async fn turn_clock(&mut self, mall: &Mall) -> Result<()> {
        let now = match self.rng.u32(0..100) {
            0..40 => self.now,
            40..70 => self.now + self.rng.i64(1..180),
            70..80 => self.now + self.rng.i64(60..1200),
            // At the very second at which something ends, and just before.
            80..90 => self.model.next_end(self.now).unwrap_or(self.now),
            90..94 => self.model.next_end(self.now).map_or(self.now, |end| end - 1),
            94..97 => self.now + 3600,
            97..99 => self.now - 3600,
            _ if self.groups_are_held => self.now,
            _ => self.now + 49 * 3600,
        };
        if now - self.now > 2 * 24 * 3600 {
            self.say("two days pass, and what is kept long enough goes");
            self.set_clock(now);
            retention::run(&mall.app).await.map_err(|error| error.to_string())?;
            self.model.retain(now);
            self.answers.clear();
        } else if now != self.now {
            self.set_clock(now);
        }
        Ok(())
    }

    fn set_clock(&mut self, now: i64) {
        self.clock.advance(TimeDelta::seconds(now - self.now));
        self.now = now;
        self.say(&format!("the clock is {}", DateTime::from_timestamp(now, 0).unwrap_or_default()));
    }

    async fn step(&mut self, mall: &Mall) -> Result<()> {
        let resident = self.rng.usize(0..self.residents.len());
        let wish = self.residents[resident].next(&mut self.rng, self.now);
        let Some((wish, ask)) = wish else { return Ok(()) };
        let secret = self.residents[resident].secret;
        let before = self.model.clone();
        // What only reads sees what lasts.
        let seen = self.durable.as_ref().unwrap_or(&self.model);
        let judged = match &wish {
            Move::Windows(windows) => Judged { expected: seen.left(windows, self.now), lasts: false },
            Move::Ticket { code } => Judged { expected: seen.ticket(secret, code, self.now), lasts: false },
            wish => wish.judge(&mut self.model, secret, self.now),
        };
        self.say(&format!("resident {resident} {wish:?} -> {judged:?}"));
        self.tally.count(format!("{} {}", wish.name(), outcome(&judged.expected)));
        self.residents[resident].has_asked(&wish, &ask, &judged);

        let mut answer: Pin<Box<dyn Future<Output = Answer>>> = Box::pin(mall.send(&ask));
        let held = tokio::time::timeout(PATIENCE, async {
            tokio::select! {
                answer = &mut answer => Some(answer),
                () = self.commits.held() => None,
            }
        });
        match held.await.map_err(|_| "a request is never answered")? {
            Some(answer) if self.groups_are_held && wish.writes() && (judged.lasts || self.durable.is_some()) => {
                Err(Unlike(format!("answered before it lasts: {answer:?}")).into())
            }
            Some(answer) if self.rng.u32(0..100) < 12 => {
                // Lost on its way. It was right all the same, but nobody learns from it.
                check(&ask, &judged.expected, &answer)
            }
            Some(answer) => self.hear(resident, (&wish, &ask), &judged, &answer),
            None => {
                if judged.lasts {
                    self.durable.get_or_insert(before);
                }
                self.waiting.push(Waiting { resident, wish, ask, judged, answer });
                Ok(())
            }
        }
    }

    fn hear(&mut self, resident: usize, (wish, ask): (&Move, &Ask), judged: &Judged, answer: &Answer) -> Result<()> {
        check(ask, &judged.expected, answer)?;
        let secret = resident::number_of(&self.residents[resident], ask);
        if let Some(key) = &ask.key
            && judged.lasts
            && judged.expected != Expected::Refused("live_stop_exists")
        {
            let place = (secret, key.clone(), format!("{} {} {}", ask.method, ask.path, ask.body));
            let first = self.answers.entry(place).or_insert_with(|| answer.body.clone());
            if *first != answer.body {
                return Err(Unlike(format!("the same key was answered {first} and then {}", answer.body)).into());
            }
        }
        let said = answer.json();
        match (wish, &judged.expected, said["id"].as_str(), said["code"].as_str()) {
            (Move::Hold(stops), Expected::Hold { held_until }, Some(id), _) => {
                self.model.learn_hold(secret, stops, *held_until, id);
                self.residents[resident].learn_hold(secret, id);
            }
            (_, Expected::Ticket(_), _, Some(code)) => {
                self.model.learn_visit(secret, code);
                self.residents[resident].learn_visit(secret, code);
            }
            _ => {}
        }
        Ok(())
    }

    fn say(&mut self, what: &str) {
        self.trace.push(what.to_owned());
    }
}

async fn mutate(mall: &Mall, sql: &str) -> Result<()> {
    let mut tx = mall.app.db.write().await.map_err(|error| error.to_string())?;
    for statement in sql.split(";;").filter(|statement| !statement.trim().is_empty()) {
        sqlx::query(sqlx::AssertSqlSafe(statement.to_owned())).execute(&mut *tx).await?;
    }
    tx.commit().await.map_err(|error| error.to_string())?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_history_that_panics_names_its_seed_and_its_last_steps() {
        let mut simulation = Simulation::new(7).unwrap();
        // So that nobody can be chosen to act.
        simulation.residents.clear();
        let error = simulation.live_all_lives(None).unwrap_err();
        let ended = ended(7, &*error, &["the clock is late".to_owned()]);
        assert!(!ended.is_unlike);
        let told = ended.to_string();
        assert!(told.starts_with("seed 7: panicked: ") && told.ends_with("\n  the clock is late"), "{told}");
    }
}
