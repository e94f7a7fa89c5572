//! The program is killed at random moments under load, again and again on the same data: what was acknowledged is there, what
//! was not is there whole or not at all, and its key tells which.

use std::{
    collections::BTreeMap,
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use fastrand::Rng;
use proof::{
    Result,
    ask::{self, Answer, Ask},
    books,
    client::{Client, NETWORK_HEADER},
    mall::{Stop, Window, catalogue_folder},
    offer,
    program::Start,
    size::{report, seeds, size},
    store::Store,
};
use serde_json::json;
use server::db::{Db, Place};

const RESIDENTS: u64 = 12;
/// How long the answers of one life are waited for.
const PATIENCE_MILLISECONDS: u64 = 10_000;

/// What a resident knows of one visit.
#[derive(Debug, Clone)]
struct Known {
    secret: u64,
    code: String,
    is_cancelled: bool,
}

/// Somebody who books and cancels through every crash. What was asked and not answered is asked again.
struct Resident {
    rng: Rng,
    windows: Arc<Vec<Window>>,
    numbers: Arc<AtomicU64>,
    /// Asked, and not yet answered.
    open: Option<(Step, Ask)>,
    known: Vec<Known>,
    asked_again: u64,
    /// Answers of all residents.
    answered: Arc<AtomicU64>,
}

#[derive(Debug, Clone)]
enum Step {
    Hold { secret: u64, stop: Stop },
    Confirm { secret: u64 },
    Cancel { visit: usize },
}

impl Resident {
    /// Until the server is gone.
    async fn live(mut self, address: SocketAddr) -> Result<Self> {
        let Ok(mut client) = Client::connect(address).await else { return Ok(self) };
        self.asked_again += u64::from(self.open.is_some());
        loop {
            let (step, ask) = self.open.clone().unwrap_or_else(|| self.next());
            self.open = Some((step.clone(), ask.clone()));
            let Ok(answer) = client.send(&ask).await else { return Ok(self) };
            if matches!(answer.status, 429 | 503) {
                tokio::time::sleep(Duration::from_millis(5)).await;
                continue;
            }
            if answer.status >= 500 {
                return Err(format!("{step:?}: {answer:?}").into());
            }
            self.open = None;
            self.answered.fetch_add(1, Ordering::Relaxed);
            self.hear(step, &answer)?;
        }
    }

    fn next(&mut self) -> (Step, Ask) {
        let booked: Vec<usize> = (0..self.known.len()).filter(|index| !self.known[*index].is_cancelled).collect();
        if let Some(visit) = self.rng.choice(booked)
            && self.rng.u32(0..100) < 30
        {
            let Known { secret, code, .. } = &self.known[visit];
            return (
                Step::Cancel { visit },
                ask::cancel(&ask::secret(*secret), "cancel", code, None).through((*secret as u32) << 8),
            );
        }
        let secret = self.numbers.fetch_add(1, Ordering::Relaxed);
        let window = self.windows[self.rng.usize(0..self.windows.len())];
        let stop = offer::stop(window);
        (Step::Hold { secret, stop }, ask::hold(&ask::secret(secret), &[stop]).through((secret as u32) << 8))
    }

    fn hear(&mut self, step: Step, answer: &Answer) -> Result<()> {
        let said = answer.json();
        match step {
            Step::Hold { secret, stop } => {
                if let Some(id) = said["id"].as_str() {
                    let confirm = ask::confirm(&ask::secret(secret), "confirm", id, &[stop], &[ask::nik(secret)]);
                    self.open = Some((Step::Confirm { secret }, confirm.through((secret as u32) << 8)));
                }
            }
            Step::Confirm { secret } => {
                let Some(code) = said["code"].as_str().filter(|_| answer.is_good()) else {
                    return Err(format!("a live hold was not booked: {answer:?}").into());
                };
                self.known.push(Known { secret, code: code.replace('-', ""), is_cancelled: false });
            }
            Step::Cancel { visit } => {
                if !answer.is_good() {
                    return Err(format!("a visit that was acknowledged can't be cancelled: {answer:?}").into());
                }
                self.known[visit].is_cancelled = true;
            }
        }
        Ok(())
    }

    /// Everything acknowledged is as it was acknowledged; what is being cancelled may be either.
    async fn look(&self, address: SocketAddr, newest: usize) -> Result<usize> {
        let mut client = Client::connect(address).await?;
        let mut looked = 0;
        for (index, known) in self.known.iter().enumerate().rev().take(newest) {
            let is_open = matches!(self.open, Some((Step::Cancel { visit }, _)) if visit == index);
            let ticket = client.send(&ask::ticket(&ask::secret(known.secret), &known.code)).await?;
            let state = ticket.json()["state"].as_str().unwrap_or_default().to_owned();
            let is_right = match state.as_str() {
                "booked" => !known.is_cancelled,
                "cancelled" => known.is_cancelled || is_open,
                _ => false,
            };
            if !is_right {
                return Err(format!("{known:?} was acknowledged, and after the crash it is {ticket:?}").into());
            }
            looked += 1;
        }
        Ok(looked)
    }
}

async fn run(seed: u64, kills: u64) -> Result<serde_json::Value> {
    let store = Store::new(false).await?;
    let data = store.folder.path().join("data");
    std::fs::create_dir_all(&data)?;
    let mut flags = vec!["--client-address-header".to_owned(), NETWORK_HEADER.to_owned()];
    if let Some(database) = &store.database {
        flags.extend(["--database".to_owned(), database.clone()]);
    }
    let start = Start { data: data.clone(), catalogue: catalogue_folder(), flags };
    let mut rng = Rng::with_seed(seed);
    let first = start.run()?;
    let offered = Arc::new(offer::windows(first.address).await?);
    first.kill()?;
    let numbers = Arc::new(AtomicU64::new(0));
    let answered = Arc::new(AtomicU64::new(0));
    let mut residents: Vec<Resident> = (0..RESIDENTS)
        .map(|number| Resident {
            rng: Rng::with_seed(seed << 16 | number),
            windows: Arc::clone(&offered),
            numbers: Arc::clone(&numbers),
            open: None,
            known: Vec::new(),
            asked_again: 0,
            answered: Arc::clone(&answered),
        })
        .collect();
    let mut looked = 0;
    for kill in 0..kills {
        let program = start.run()?;
        for resident in &residents {
            // Each time the newest; all of them at the end.
            looked += resident.look(program.address, if kill + 1 == kills { usize::MAX } else { 20 }).await?;
        }
        let address = program.address;
        let tasks: Vec<_> = residents.drain(..).map(|resident| tokio::spawn(resident.live(address))).collect();
        // After so many answers, and a moment: whatever the machine's speed, something was acknowledged before.
        let enough = answered.load(Ordering::Relaxed) + rng.u64(0..60);
        for _ in 0..PATIENCE_MILLISECONDS {
            if answered.load(Ordering::Relaxed) >= enough {
                break;
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        tokio::time::sleep(Duration::from_micros(rng.u64(0..5_000))).await;
        program.kill()?;
        for task in tasks {
            residents.push(task.await??);
        }
    }
    let place = match &store.database {
        Some(url) => Place::Server(url.clone()),
        None => Place::File(data.join("loket.sqlite")),
    };
    let db = Db::open(&place).await?;
    books::check(&db).await?;
    db.close().await;
    let mut totals: BTreeMap<&str, u64> = BTreeMap::new();
    for resident in &residents {
        *totals.entry("visits acknowledged").or_default() += resident.known.len() as u64;
        *totals.entry("cancellations acknowledged").or_default() +=
            resident.known.iter().filter(|known| known.is_cancelled).count() as u64;
        *totals.entry("asked again after a crash").or_default() += resident.asked_again;
    }
    if totals.values().any(|total| *total == 0) {
        return Err(format!("nothing was tried: {totals:?}").into());
    }
    Ok(json!({ "store": store.name(), "seed": seed, "kills": kills, "tickets looked at": looked, "totals": totals }))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_was_acknowledged_before_a_kill_is_there_after_it() {
    let kills = size(20, 1_000);
    for seed in seeds(1) {
        let figures = run(seed, kills).await.unwrap_or_else(|error| panic!("seed {seed}: {error}"));
        report("kill", figures);
    }
}
