//! Histories of many clients at once, with lost answers, clock jumps and pauses: for each window there is an order in which
//! every answer is right.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

use chrono::DateTime;
use fastrand::Rng;
use proof::{
    Result,
    ask::{self, Answer, Ask},
    books,
    history::{Operation, Sequential, explain},
    mall::{DESKS, Mall, Stop, Window, instant},
    model::{Expected, Model},
    size::{report, seeds, size},
    store::Store,
};
use serde_json::json;
use server::{clock::TurnedClock, db::Commits, randomness::Randomness};

const CLIENTS: u64 = 5;
const VISITS: u64 = 5;
/// One with a single place, one with two, one with five.
const WINDOWS: [(usize, usize, &str); 3] = [(2, 1, "24T09:30"), (0, 0, "24T09:30"), (3, 2, "24T09:30")];

/// What somebody asked of a window, when by the server's clock, and what was heard.
#[derive(Debug, Clone)]
struct Call {
    wish: Wish,
    secret: u64,
    /// What the clock said between the call and the answer.
    clocks: Vec<i64>,
    /// `None` where the answer got lost.
    answer: Option<Heard>,
}

#[derive(Debug, Clone)]
enum Wish {
    Hold,
    Confirm { id: String, nik: String },
    Cancel { code: String },
    Look,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Heard {
    Hold { id: String, held_until: i64 },
    Ticket { code: String },
    Left(usize),
    Refused(String),
}

/// A window as a counter with a bound: the model's rules, for the requests of one window.
struct Counter {
    stop: Stop,
}

impl Sequential for Counter {
    type Call = Call;
    type State = Model;

    fn start(&self) -> Model {
        Model::default()
    }

    fn step(&self, state: &Model, call: &Call) -> Vec<Model> {
        let mut after: Vec<Model> = Vec::new();
        for model in call.clocks.iter().filter_map(|now| self.at(state, call, *now)) {
            if !after.contains(&model) {
                after.push(model);
            }
        }
        after
    }
}

impl Counter {
    fn at(&self, state: &Model, call: &Call, now: i64) -> Option<Model> {
        // What the server was too busy for has not happened.
        if matches!(&call.answer, Some(Heard::Refused(code)) if code == "busy") {
            return Some(state.clone());
        }
        let mut after = state.clone();
        let stops = [self.stop];
        let expected = match &call.wish {
            Wish::Hold => after.hold(call.secret, &stops, now).expected,
            Wish::Confirm { id, nik } => {
                after.confirm(call.secret, "confirm", (id, &stops), std::slice::from_ref(nik), now).expected
            }
            Wish::Cancel { code } => after.cancel(call.secret, "cancel", code, None, now).expected,
            Wish::Look => after.left(&[self.stop.window], now),
        };
        let is_right = match (&call.answer, &expected) {
            (None, _) => true,
            (Some(Heard::Hold { id, held_until: said }), Expected::Hold { held_until }) => {
                after.learn_hold(call.secret, &stops, *held_until, id);
                said == held_until
            }
            (Some(Heard::Ticket { code }), Expected::Ticket(_)) => {
                after.learn_visit(call.secret, code);
                true
            }
            (Some(Heard::Left(said)), Expected::Left(left)) => left == &[*said],
            (Some(Heard::Refused(said)), Expected::Refused(code)) => said == code,
            _ => false,
        };
        is_right.then_some(after)
    }
}

/// What all clients of a history share.
struct Scene {
    mall: Mall,
    clock: TurnedClock,
    stamps: AtomicU64,
    /// Since which stamp the clock says what.
    clocks: Mutex<Vec<(u64, i64)>>,
    history: Mutex<BTreeMap<Window, Vec<Operation<Call>>>>,
    is_over: AtomicBool,
}

impl Scene {
    fn stamp(&self) -> u64 {
        self.stamps.fetch_add(1, Ordering::SeqCst)
    }

    fn turn_clock(&self, now: i64) {
        let mut clocks = self.clocks.lock().unwrap_or_else(PoisonError::into_inner);
        // Under the lock, and noted as said from before it is: so that a request finds each value it may have read.
        clocks.push((self.stamp(), now));
        self.clock.set(DateTime::from_timestamp(now, 0).unwrap_or_default());
    }

    /// What the clock may have said to a request.
    fn clocks(&self, called_at: u64, ended_at: u64) -> Vec<i64> {
        let clocks = self.clocks.lock().unwrap_or_else(PoisonError::into_inner);
        let first = clocks.iter().rposition(|(since, _)| *since < called_at).unwrap_or_default();
        // One more: the clock may not have been set yet when it was noted.
        let from = first.saturating_sub(1);
        let mut said: Vec<i64> =
            clocks[from..].iter().filter(|(since, _)| *since < ended_at).map(|(_, now)| *now).collect();
        said.sort_unstable();
        said.dedup();
        said
    }

    /// Asks, and loses the answer where `loses_after` comes first.
    async fn ask(&self, stop: Stop, secret: u64, wish: Wish, ask: Ask, loses_after: Option<Duration>) -> Option<Heard> {
        let called_at = self.stamp();
        let sent = self.mall.send(&ask);
        let answer = match loses_after {
            // Given up as by a connection that ends.
            Some(patience) => tokio::time::timeout(patience, sent).await.ok(),
            None => Some(sent.await),
        };
        let heard = answer.map(|answer| hear(&wish, stop.window, &answer));
        let ended_at = self.stamp();
        let answered_at = heard.as_ref().map(|_| ended_at);
        let clocks = self.clocks(called_at, ended_at);
        let mut history = self.history.lock().unwrap_or_else(PoisonError::into_inner);
        let call = Call { wish, secret, clocks, answer: heard.clone() };
        // Of a lost one, for now the moment at which it was given up.
        let over_by = answered_at.is_none().then_some(ended_at);
        history.entry(stop.window).or_default().push(Operation { call, called_at, answered_at, over_by });
        heard
    }
}

fn hear(wish: &Wish, window: Window, answer: &Answer) -> Heard {
    if !answer.is_good() {
        return Heard::Refused(answer.code());
    }
    let said = answer.json();
    let seconds = |text: &serde_json::Value| {
        text.as_str().and_then(|text| DateTime::parse_from_rfc3339(text).ok()).map_or(0, |instant| instant.timestamp())
    };
    match wish {
        Wish::Hold => Heard::Hold {
            id: said["id"].as_str().unwrap_or_default().to_owned(),
            held_until: seconds(&said["held_until"]),
        },
        Wish::Confirm { .. } | Wish::Cancel { .. } => {
            Heard::Ticket { code: said["code"].as_str().unwrap_or_default().to_owned() }
        }
        Wish::Look => {
            let windows = said["days"][0]["windows"].as_array().cloned().unwrap_or_default();
            let this = windows.iter().find(|said| seconds(&said["starts_at"]) == window.starts_at);
            Heard::Left(this.and_then(|said| said["left"].as_u64()).unwrap_or(u64::MAX) as usize)
        }
    }
}

/// Holds, confirms or not, cancels or not, looks; loses answers and asks again.
async fn resident(scene: Arc<Scene>, client: u64, seed: u64) {
    let mut rng = Rng::with_seed(seed << 8 | client);
    for visit in 0..VISITS {
        let (service, desk, starts_at) = WINDOWS[rng.usize(0..WINDOWS.len())];
        let window = Window { desk, starts_at: instant(starts_at) };
        let stop = Stop { service, person: 0, window };
        let number = client * 100 + visit;
        let secret = ask::secret(number);
        let through = |ask: Ask| ask.through((number as u32) << 8);
        let lost = |rng: &mut Rng| (rng.u32(0..100) < 25).then(|| Duration::from_micros(rng.u64(0..3000)));
        // Whoever hears nothing asks again, in the end with patience.
        macro_rules! insist {
            ($wish:expr, $ask:expr) => {{
                let wish = $wish;
                let mut heard = None;
                for turn in 0..3 {
                    let loses_after = if turn < 2 { lost(&mut rng) } else { None };
                    heard = scene.ask(stop, number, wish.clone(), through($ask), loses_after).await;
                    if heard.is_some() {
                        break;
                    }
                }
                heard
            }};
        }
        if rng.bool() {
            let path = ask::windows(desk, "2026-11-24");
            scene.ask(stop, number, Wish::Look, through(path), None).await;
        }
        let Some(Heard::Hold { id, .. }) = insist!(Wish::Hold, ask::hold(&secret, &[stop])) else { continue };
        if rng.u32(0..100) < 20 {
            continue;
        }
        let nik = ask::nik(number);
        let wish = Wish::Confirm { id: id.clone(), nik: nik.clone() };
        let confirm = ask::confirm(&secret, "confirm", &id, &[stop], &[nik]);
        let Some(Heard::Ticket { code }) = insist!(wish, confirm.clone()) else { continue };
        if rng.u32(0..100) < 70 {
            let cancel = ask::cancel(&secret, "cancel", &code, None);
            insist!(Wish::Cancel { code: code.clone() }, cancel.clone());
        }
    }
}

/// An hour on, an hour back, some minutes on; and a writer who keeps everyone waiting.
async fn disturb(scene: Arc<Scene>, seed: u64) {
    let mut rng = Rng::with_seed(seed ^ 0xd157);
    let start = instant("23T07:30");
    let mut now = start;
    while !scene.is_over.load(Ordering::SeqCst) {
        tokio::time::sleep(Duration::from_micros(rng.u64(500..6000))).await;
        match rng.u32(0..10) {
            0 => now += 3600,
            1 => now -= 3600,
            2..6 => now += rng.i64(60..700),
            6 => {
                if let Ok(pause) = scene.mall.app.db.write().await {
                    tokio::time::sleep(Duration::from_millis(rng.u64(1..20))).await;
                    drop(pause);
                }
                continue;
            }
            _ => continue,
        }
        // Never so late that the windows can't be booked: that is another proof's business.
        now = now.clamp(start - 7200, instant("24T06:00"));
        scene.turn_clock(now);
    }
}

/// Runs one history. Answers how many operations it had, and how many answers got lost.
async fn run(seed: u64) -> Result<(usize, usize)> {
    let store = Store::new(true).await?;
    let start = instant("23T07:30");
    let clock = TurnedClock::at(DateTime::from_timestamp(start, 0).unwrap_or_default());
    let database = store.database.as_deref();
    let mall =
        Mall::open(store.folder.path(), database, &clock, Commits::by_themselves(), Randomness::system()).await?;
    let scene = Arc::new(Scene {
        mall,
        clock,
        stamps: AtomicU64::new(1),
        clocks: Mutex::new(vec![(0, start)]),
        history: Mutex::default(),
        is_over: AtomicBool::new(false),
    });
    let disturbing = tokio::spawn(disturb(Arc::clone(&scene), seed));
    let clients: Vec<_> = (0..CLIENTS).map(|client| tokio::spawn(resident(Arc::clone(&scene), client, seed))).collect();
    for client in clients {
        client.await?;
    }
    scene.is_over.store(true, Ordering::SeqCst);
    disturbing.await?;
    books::check(&scene.mall.app.db).await?;
    let mut history = std::mem::take(&mut *scene.history.lock().unwrap_or_else(PoisonError::into_inner));
    bound_lost(&mut history, store.database.is_none());
    let (mut operations, mut lost) = (0, 0);
    for (window, history) in &mut history {
        for operation in history.iter_mut() {
            operations += 1;
            lost += usize::from(operation.answered_at.is_none());
        }
        let (service, ..) = WINDOWS[WINDOWS.iter().position(|(_, desk, _)| *desk == window.desk).unwrap_or_default()];
        let stop = Stop { service, person: 0, window: *window };
        if let Err(stuck) = explain(&Counter { stop }, history) {
            let show = |operation: &Operation<Call>| format!("{operation:?}");
            let stuck: Vec<String> = stuck.into_iter().map(show).collect();
            let all: Vec<String> = history.iter().map(show).collect();
            let places = DESKS[window.desk].places;
            let (stuck, all) = (stuck.join("\n"), all.join("\n"));
            return Err(format!("no order explains this window of {places}.\n{all}\nStuck at\n{stuck}").into());
        }
    }
    scene.mall.app.db.close().await;
    Ok((operations, lost))
}

/// A request that is given up may still be in an open group of SQLite's. A write that is called later takes its turn later, so
/// once it is answered that group is on the disk, or never will be. PostgreSQL promises nothing of the kind.
fn bound_lost(history: &mut BTreeMap<Window, Vec<Operation<Call>>>, has_groups: bool) {
    let is_write = |operation: &&Operation<Call>| !matches!(operation.call.wish, Wish::Look);
    let writes: Vec<(u64, u64)> = history
        .values()
        .flatten()
        .filter(is_write)
        .filter_map(|operation| Some((operation.called_at, operation.answered_at?)))
        .collect();
    for operation in history.values_mut().flatten() {
        let Some(given_up_at) = operation.over_by else { continue };
        let later = writes.iter().filter(|(called_at, _)| *called_at > given_up_at);
        operation.over_by = later.map(|(_, answered_at)| *answered_at).min().filter(|_| has_groups);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn for_every_window_there_is_an_order_in_which_every_answer_is_right() {
    let seeds = seeds(size(30, 2_000));
    let (mut operations, mut lost) = (0, 0);
    for seed in &seeds {
        let (more, more_lost) = run(*seed).await.unwrap_or_else(|error| panic!("seed {seed}: {error}"));
        operations += more;
        lost += more_lost;
    }
    let store = Store::new(true).await.unwrap();
    let figures =
        json!({ "store": store.name(), "histories": seeds.len(), "operations": operations, "answers lost": lost });
    report("linearizability", figures);
}
