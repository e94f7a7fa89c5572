//! Two servers, one PostgreSQL: either answers what the other did, also where one stands still for a while, and where
//! PostgreSQL itself is stopped and started again.

use std::{
    collections::BTreeMap,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use cluster::{Cluster, Stop};
use proof::{
    Result, books,
    client::{Client, NETWORK_HEADER},
    mall::catalogue_folder,
    offer,
    pair::{Resident, Scene},
    program::{Program, Start},
    size::{report, seeds, size},
};
use serde_json::{Value, json};
use server::db::{Db, Place};
use tempfile::TempDir;
use tokio::task::JoinHandle;

const RESIDENTS: u64 = 12;
/// Few, so that residents meet.
const WINDOWS: usize = 8;
/// What has not happened by then never will.
const PATIENCE: Duration = Duration::from_secs(90);

/// Two servers over a PostgreSQL of their own, and the residents who talk to them. What is first goes first.
struct Pair {
    programs: [Program; 2],
    residents: Vec<JoinHandle<Result<Resident>>>,
    scene: Arc<Scene>,
    cluster: Cluster,
    folder: TempDir,
}

fn start(folder: &Path, name: &str, database: &str) -> Result<Program> {
    let data = folder.join(name);
    std::fs::create_dir_all(&data)?;
    let flags = ["--client-address-header", NETWORK_HEADER, "--database", database].map(str::to_owned).to_vec();
    Start { data, catalogue: catalogue_folder(), flags }.run()
}

impl Pair {
    async fn open(seed: u64, patience: Duration, must_answer: bool) -> Result<Self> {
        let cluster = Cluster::start(&[])?;
        let database = cluster.url().replace("DATABASE", "postgres");
        let folder = tempfile::tempdir()?;
        let first = start(folder.path(), "first", &database)?;
        // The other machine is given a copy of the key.
        std::fs::create_dir_all(folder.path().join("second"))?;
        std::fs::copy(folder.path().join("first/loket.key"), folder.path().join("second/loket.key"))?;
        let programs = [first, start(folder.path(), "second", &database)?];
        let mut windows = offer::windows(programs[0].address).await?;
        windows.truncate(WINDOWS);
        let scene = Arc::new(Scene {
            servers: [programs[0].address, programs[1].address],
            windows,
            numbers: AtomicU64::new(0),
            answered: Default::default(),
            busy: Default::default(),
            patience,
            must_answer,
            is_over: AtomicBool::new(false),
        });
        let live = |number| tokio::spawn(Resident::new(&scene, seed << 16 | number).live());
        let residents = (0..RESIDENTS).map(live).collect();
        Ok(Self { programs, residents, scene, cluster, folder })
    }

    /// Waits until each counter has grown by `more`; ends early where a resident met a fault.
    async fn wait_for(&self, counters: &[&AtomicU64], more: u64) -> Result<()> {
        let wanted: Vec<u64> = counters.iter().map(|counter| counter.load(Ordering::Relaxed) + more).collect();
        let begun = Instant::now();
        while counters.iter().zip(&wanted).any(|(counter, wanted)| counter.load(Ordering::Relaxed) < *wanted) {
            if self.residents.iter().any(JoinHandle::is_finished) {
                // What it is will be said when it is joined.
                return Ok(());
            }
            if begun.elapsed() > PATIENCE {
                return Err(format!("nothing goes on: {counters:?}, and not {wanted:?}").into());
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        Ok(())
    }

    async fn both_answer(&self, more: u64) -> Result<()> {
        let [first, second] = &self.scene.answered;
        self.wait_for(&[first, second], more).await
    }

    /// Ends the load and looks whether every word was kept.
    async fn end(&mut self) -> Result<Value> {
        self.scene.is_over.store(true, Ordering::Relaxed);
        let (mut totals, mut looked, mut booked): (BTreeMap<&str, u64>, u64, i64) = (BTreeMap::new(), 0, 0);
        for resident in self.residents.drain(..) {
            let resident = resident.await??;
            looked += resident.look().await?;
            booked += resident.known.iter().filter(|known| !known.is_cancelled).count() as i64;
            for (what, count) in &resident.tally {
                *totals.entry(what).or_default() += count;
            }
        }
        let db = Db::open(&Place::Server(self.cluster.url().replace("DATABASE", "postgres"))).await?;
        books::check(&db).await?;
        let there = books::number(&db, "select count(*) from visit_stop where state = 'booked'").await?;
        db.close().await;
        if there != booked {
            return Err(format!("{there} stops are booked, and residents were told of {booked}").into());
        }
        for wanted in ["visits acknowledged", "cancellations acknowledged", "asked again after an answer"] {
            if !totals.contains_key(wanted) {
                return Err(format!("nothing was tried: {totals:?}").into());
            }
        }
        let busy: Vec<u64> = self.scene.busy.iter().map(|busy| busy.load(Ordering::Relaxed)).collect();
        Ok(json!({ "looked at": looked, "told to come again": busy, "totals": totals }))
    }
}

/// One server stands still in the midst of the load, and goes on.
async fn pause_one(seed: u64, pause: Duration) -> Result<Value> {
    let mut pair = Pair::open(seed, Duration::from_secs(1), false).await?;
    pair.both_answer(100).await?;
    let paused = (seed % 2) as usize;
    pair.programs[paused].signal("STOP")?;
    let begun = Instant::now();
    // The other one goes on alone.
    pair.wait_for(&[&pair.scene.answered[1 - paused]], 20).await?;
    tokio::time::sleep(pause.saturating_sub(begun.elapsed())).await;
    pair.programs[paused].signal("CONT")?;
    pair.both_answer(100).await?;
    let figures = pair.end().await?;
    Ok(json!({ "seed": seed, "paused seconds": pause.as_secs(), "run": figures }))
}

/// PostgreSQL is stopped in the midst of the load, and started again.
async fn restart_the_database(seed: u64) -> Result<Value> {
    let mut pair = Pair::open(seed, PATIENCE, true).await?;
    for how in [Stop::Fast, Stop::Immediate] {
        pair.both_answer(100).await?;
        pair.cluster.stop(how)?;
        let [first, second] = &pair.scene.busy;
        pair.wait_for(&[first, second], 20).await?;
        for program in &pair.programs {
            let answer = Client::connect(program.address).await?.get("/health/ready").await?;
            if answer.status != 503 {
                return Err(format!("ready without its database: {answer:?}").into());
            }
        }
        pair.cluster.resume()?;
    }
    pair.both_answer(100).await?;
    for name in ["first.log", "second.log"] {
        if !std::fs::read_to_string(pair.folder.path().join(name))?.contains("PostgreSQL gives no connection") {
            return Err(format!("{name} does not say that the database was gone").into());
        }
    }
    let figures = pair.end().await?;
    Ok(json!({ "seed": seed, "run": figures }))
}

/// Says so plainly where there is no PostgreSQL to try it on.
fn is_possible(promise: &str) -> bool {
    if !cluster::is_installed() {
        report(promise, json!("not tried: PostgreSQL's programs are missing"));
    }
    cluster::is_installed()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_one_server_stands_still_the_other_keeps_every_word() {
    if !is_possible("two servers, one paused") {
        return;
    }
    let pause = Duration::from_secs(size(3, 30));
    let mut runs = Vec::new();
    for seed in seeds(size(1, 10)) {
        runs.push(pause_one(seed, pause).await.unwrap_or_else(|error| panic!("seed {seed}: {error}")));
    }
    report("two servers, one paused", json!(runs));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_the_database_is_gone_everyone_is_told_and_nothing_is_lost() {
    if !is_possible("two servers, the database restarted") {
        return;
    }
    let mut runs = Vec::new();
    for seed in seeds(size(1, 10)) {
        runs.push(restart_the_database(seed).await.unwrap_or_else(|error| panic!("seed {seed}: {error}")));
    }
    report("two servers, the database restarted", json!(runs));
}
