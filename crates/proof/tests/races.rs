//! Two who can't both win: a confirmation and the end of its hold, a move and a cancellation, thousands of times.

use chrono::DateTime;
use fastrand::Rng;
use proof::{
    Result,
    ask::{self, Answer, Ask},
    books,
    mall::{Mall, Stop, Window, instant},
    size::{report, seeds, size},
    store::Store,
};
use serde_json::{Value, json};
use server::{clock::TurnedClock, db::Commits, randomness::Randomness};
use tokio::task::JoinSet;

/// Of the desk with a single place a window: each window is a race of its own.
const DAYS: [&str; 4] = ["24", "25", "26", "30"];
const DESK: usize = 1;
const SERVICE: usize = 2;
const HOLD_SECONDS: i64 = 600;
/// After so many rounds the ledger is a new one.
const ROUNDS_A_LEDGER: u64 = 20;

struct Scene {
    mall: Mall,
    clock: TurnedClock,
    windows: Vec<Window>,
    next_secret: u64,
    /// Seconds from the start: time goes on from round to round, or ended holds would live again.
    now: i64,
    rng: Rng,
}

#[derive(Debug, Default)]
struct Outcomes {
    confirmed: u64,
    ended_and_taken: u64,
    ended_and_offered: u64,
    moved_then_cancelled: u64,
    cancelled_first: u64,
}

impl Scene {
    fn set_clock(&self, seconds: i64) {
        self.clock.set(DateTime::from_timestamp(instant("23T07:30") + seconds, 0).unwrap_or_default());
    }

    fn secret(&mut self) -> u64 {
        self.next_secret += 1;
        self.next_secret
    }

    async fn send(&self, ask: Ask) -> Answer {
        self.mall.send(&ask).await
    }

    /// All at once, each on whatever thread is free; the clock is turned somewhere in their midst.
    async fn race(&mut self, asks: Vec<Ask>, turn_to: Option<i64>) -> Result<Vec<Answer>> {
        let mut tasks = JoinSet::new();
        for (index, ask) in asks.into_iter().enumerate() {
            let sent = self.mall.send(&ask);
            tasks.spawn(async move { (index, sent.await) });
        }
        let mut answers = Vec::new();
        let turned_after = self.rng.usize(0..tasks.len());
        while let Some(answer) = tasks.join_next().await {
            answers.push(answer?);
            if answers.len() > turned_after
                && let Some(seconds) = turn_to
            {
                self.set_clock(seconds);
            }
        }
        answers.sort_by_key(|(index, _)| *index);
        Ok(answers.into_iter().map(|(_, answer)| answer).collect())
    }

    /// Places left in each window, in order.
    async fn left(&self) -> Result<Vec<u64>> {
        let mut left = Vec::new();
        for day in DAYS {
            let said = self.send(ask::windows(DESK, &format!("2026-11-{day}"))).await.json();
            let windows = said["days"][0]["windows"].as_array().cloned().unwrap_or_default();
            left.extend(windows.iter().filter_map(|window| window["left"].as_u64()));
        }
        if left.len() == self.windows.len() { Ok(left) } else { Err("windows went away".into()) }
    }
}

fn hold(secret: u64, window: Window) -> Ask {
    ask::hold(&ask::secret(secret), &[stop(window)]).through((secret as u32) << 8)
}

fn confirm(secret: u64, id: &str, window: Window) -> Ask {
    ask::confirm(&ask::secret(secret), "confirm", id, &[stop(window)], &[ask::nik(secret)])
        .through((secret as u32) << 8)
}

fn stop(window: Window) -> Stop {
    Stop { service: SERVICE, person: 0, window }
}

fn text(answer: &Answer, field: &str) -> Result<String> {
    let value: Value = answer.json();
    value[field].as_str().map(str::to_owned).ok_or_else(|| format!("no {field}: {answer:?}").into())
}

/// In every window somebody's hold ends while it is confirmed and somebody else wants the place.
async fn confirm_against_expiry(scene: &mut Scene, outcomes: &mut Outcomes) -> Result<()> {
    scene.now += 2 * HOLD_SECONDS;
    let begun = scene.now;
    scene.set_clock(begun);
    let mut asks = Vec::new();
    let mut holders = Vec::new();
    for window in scene.windows.clone() {
        let (holder, rival) = (scene.secret(), scene.secret());
        let id = text(&scene.send(hold(holder, window)).await, "id")?;
        asks.push(confirm(holder, &id, window));
        asks.push(hold(rival, window));
        holders.push((holder, rival));
    }
    scene.set_clock(begun + HOLD_SECONDS - 1);
    let answers = scene.race(asks, Some(begun + HOLD_SECONDS)).await?;
    let left = scene.left().await?;
    for (index, (holder, rival)) in holders.into_iter().enumerate() {
        let (confirmed, held) = (&answers[index * 2], &answers[index * 2 + 1]);
        match (confirmed.is_good(), held.is_good(), confirmed.code().as_str(), held.code().as_str(), left[index]) {
            (true, false, "", "window_full", 0) => {
                outcomes.confirmed += 1;
                let code = text(confirmed, "code")?.replace('-', "");
                let cancelled = scene.send(ask::cancel(&ask::secret(holder), "cancel", &code, None)).await;
                text(&cancelled, "code")?;
            }
            (false, true, "hold_ended", "", 0) => {
                outcomes.ended_and_taken += 1;
                scene.send(ask::release(&ask::secret(rival), &text(held, "id")?)).await;
            }
            // Whoever came a moment too early is refused; whoever reads next is offered the place.
            (false, false, "hold_ended", "window_full", 1) => outcomes.ended_and_offered += 1,
            (.., left) => return Err(format!("{left} left, {confirmed:?} and {held:?}").into()),
        }
    }
    Ok(())
}

/// Visits are moved to the next window and cancelled at the same time.
async fn move_against_cancel(scene: &mut Scene, outcomes: &mut Outcomes) -> Result<()> {
    let mut asks = Vec::new();
    let mut visits = Vec::new();
    for pair in scene.windows.clone().chunks_exact(2) {
        let secret = scene.secret();
        let id = text(&scene.send(hold(secret, pair[0])).await, "id")?;
        let code = text(&scene.send(confirm(secret, &id, pair[0])).await, "code")?.replace('-', "");
        let bearer = ask::secret(secret);
        let (change, end) = (
            ask::reschedule(&bearer, "move", &code, &[(1, pair[1].starts_at)]),
            ask::cancel(&bearer, "cancel", &code, None),
        );
        // Either may be first in line.
        asks.extend(if secret.is_multiple_of(2) { [change, end] } else { [end, change] });
        visits.push((secret, code));
    }
    let answers = scene.race(asks, None).await?;
    for (index, (secret, code)) in visits.into_iter().enumerate() {
        let (first, second) = (&answers[index * 2], &answers[index * 2 + 1]);
        let (moved, ended) = if secret.is_multiple_of(2) { (first, second) } else { (second, first) };
        match (moved.is_good(), moved.code().as_str(), ended.is_good()) {
            (true, "", true) => outcomes.moved_then_cancelled += 1,
            (false, "not_booked", true) => outcomes.cancelled_first += 1,
            _ => return Err(format!("{moved:?} and {ended:?}").into()),
        }
        let ticket = scene.send(ask::ticket(&ask::secret(secret), &code)).await;
        if ticket.json()["state"] != "cancelled" {
            return Err(format!("cancelled, and yet {ticket:?}").into());
        }
    }
    if scene.left().await?.iter().any(|left| *left != 1) {
        return Err("a place did not come back".into());
    }
    Ok(())
}

/// The rounds of one ledger, or as many as are still wanted. Who is where when the clock is turned is the threads' business: a
/// seed runs the same ledger again, not the same race.
async fn run(seed: u64, races: u64, outcomes: &mut Outcomes) -> Result<&'static str> {
    let store = Store::new(true).await?;
    let clock = TurnedClock::at(DateTime::from_timestamp(instant("23T07:30"), 0).unwrap_or_default());
    let database = store.database.as_deref();
    let mall =
        Mall::open(store.folder.path(), database, &clock, Commits::by_themselves(), Randomness::system()).await?;
    let first = ["08:00", "08:30", "09:00", "09:30", "10:00", "10:30", "11:00", "11:30"];
    let second = ["12:30", "13:00", "13:30", "14:00", "14:30"];
    let times = || first.iter().chain(&second);
    let windows = DAYS
        .iter()
        .flat_map(|day| times().map(move |time| Window { desk: DESK, starts_at: instant(&format!("{day}T{time}")) }))
        .collect();
    let mut scene = Scene { mall, clock, windows, next_secret: 0, now: 0, rng: Rng::with_seed(seed) };
    for _ in 0..ROUNDS_A_LEDGER {
        confirm_against_expiry(&mut scene, outcomes).await?;
        move_against_cancel(&mut scene, outcomes).await?;
        books::check(&scene.mall.app.db).await?;
        if outcomes.total() >= races {
            break;
        }
    }
    scene.mall.app.db.close().await;
    Ok(store.name())
}

impl Outcomes {
    fn total(&self) -> u64 {
        self.confirmed
            + self.ended_and_taken
            + self.ended_and_offered
            + self.moved_then_cancelled
            + self.cancelled_first
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_who_can_not_both_win_exactly_one_does() {
    let (mut outcomes, mut store) = (Outcomes::default(), "");
    let races = size(1_000, 100_000);
    // No more ledgers than races.
    for seed in seeds(races) {
        if outcomes.total() >= races {
            break;
        }
        store = run(seed, races, &mut outcomes).await.unwrap_or_else(|error| panic!("seed {seed}: {error}"));
    }
    let Outcomes { confirmed, ended_and_taken, ended_and_offered, moved_then_cancelled, cancelled_first } = outcomes;
    assert!(confirmed > 0 && ended_and_taken > 0, "nobody raced: {confirmed} and {ended_and_taken}");
    assert!(moved_then_cancelled > 0 && cancelled_first > 0, "nobody raced: {moved_then_cancelled}, {cancelled_first}");
    report(
        "races",
        json!({
            "store": store, "confirmed in time": confirmed, "ended, taken by another": ended_and_taken,
            "ended, offered to the next": ended_and_offered, "moved, then cancelled": moved_then_cancelled,
            "cancelled first": cancelled_first,
        }),
    );
}
