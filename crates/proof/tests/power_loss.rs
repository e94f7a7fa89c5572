//! The power goes, at every moment at which SQLite has just asked for something to be brought to the disk or somebody has just
//! been told something: whatever was told is there when it is back, and nothing is half there (SQLite).

use std::{collections::BTreeSet, path::Path};

use chrono::DateTime;
use fastrand::Rng;
use proof::{
    Result,
    mall::{Mall, instant},
    morning::{self, Morning},
    power_cut::{Disk, Left},
    recording_disk::{Event, RecordingDisk},
    size::{report, seeds, size},
    store,
    told::{self, Found},
};
use serde_json::{Value, json};
use server::{clock::TurnedClock, db::Commits, randomness::Randomness};

const KEY_FILE: &str = "loket.key";
const DATABASE: &str = "loket.sqlite";
const JOURNAL: &str = "loket.sqlite-wal";

/// A morning and all that its disk has seen.
struct Recorded {
    seed: u64,
    morning: Morning,
    log: Vec<Event>,
    key: Vec<u8>,
}

/// The power goes once the log had so many events.
#[derive(Debug, Clone, Copy)]
struct Cut {
    length: usize,
    left: Left,
}

fn clock() -> TurnedClock {
    TurnedClock::at(DateTime::from_timestamp(instant("23T07:30"), 0).unwrap_or_default())
}

fn runtime() -> Result<tokio::runtime::Runtime> {
    Ok(tokio::runtime::Builder::new_current_thread().enable_all().build()?)
}

fn record(seed: u64, commits: u64) -> Result<Recorded> {
    let folder = store::quick_folder()?;
    let disk = RecordingDisk::watch(folder.path())?;
    let mut rng = Rng::with_seed(seed);
    let morning = runtime()?.block_on(morning::live(folder.path(), &disk, &clock(), &mut rng, commits))?;
    let key = std::fs::read(folder.path().join(KEY_FILE))?;
    Ok(Recorded { seed, morning, log: disk.finish(), key })
}

impl Recorded {
    /// Every cut: with nothing of what was not synced, with all of it, and with `some` times a part of it.
    fn cuts(&self, lies_about: Option<&str>, some: u64) -> Vec<Cut> {
        let mut disk = Disk::new(lies_about);
        let (mut cuts, mut told, mut seen) = (Vec::new(), 0, BTreeSet::new());
        for (place, event) in self.log.iter().enumerate() {
            disk.step(place, event);
            told += usize::from(matches!(event, Event::Told));
            if !is_boundary(event) {
                continue;
            }
            let length = place + 1;
            // Where nothing was synced or told since, what is sure is the same.
            if seen.insert((disk.syncs, told)) {
                cuts.push(Cut { length, left: Left::Nothing });
            }
            if disk.has_pending() {
                let seeds = (0..some).map(|one| Left::Some(self.seed << 32 | (length as u64) << 8 | one));
                cuts.extend([Left::All].into_iter().chain(seeds).map(|left| Cut { length, left }));
            }
        }
        cuts
    }

    /// Tries the cuts, on as many threads as there are processors; the first that is not survived is the error.
    fn try_all(&self, lies_about: Option<&str>, cuts: &[Cut]) -> Result<Found> {
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        std::thread::scope(|scope| {
            let share = |share: usize| {
                let try_share = move || self.try_some(lies_about, cuts.iter().enumerate().skip(share).step_by(threads));
                scope.spawn(move || try_share().map_err(|error| error.to_string()))
            };
            let shares: Vec<_> = (0..threads).map(share).collect();
            let mut all = Found::default();
            for share in shares {
                all.add(share.join().map_err(|_| "a check panicked")??);
            }
            Ok(all)
        })
    }

    fn try_some<'a>(&self, lies_about: Option<&str>, cuts: impl Iterator<Item = (usize, &'a Cut)>) -> Result<Found> {
        let (runtime, mut disk, mut place) = (runtime()?, Disk::new(lies_about), 0);
        let mut all = Found::default();
        for (image, cut) in cuts {
            while place < cut.length {
                disk.step(place, &self.log[place]);
                place += 1;
            }
            let folder = store::quick_folder()?;
            std::fs::write(folder.path().join(KEY_FILE), &self.key)?;
            disk.write(cut.left, folder.path())?;
            let found = runtime.block_on(self.look(folder.path(), cut.length)).map_err(|error| {
                let after = &self.log[cut.length - 1];
                let left = cut.left;
                format!("image {image} ({left:?} left after event {}, {after:?}): {error}", cut.length)
            })?;
            all.add(found);
        }
        Ok(all)
    }

    /// The server is started on what is left.
    async fn look(&self, folder: &Path, length: usize) -> Result<Found> {
        let mall = Mall::open(folder, None, &clock(), Commits::by_themselves(), Randomness::system()).await?;
        let found = told::check(&self.morning.told, length, &mall).await;
        mall.app.db.close().await;
        found
    }

    fn figures(&self, cuts: &[Cut], found: Found) -> Value {
        let count = |is_it: fn(&Event) -> bool| self.log.iter().filter(|event| is_it(event)).count();
        json!({
            "seed": self.seed, "events": self.log.len(), "boundaries": count(is_boundary), "images": cuts.len(),
            "writes to the database file": self.writes_to(DATABASE),
            "writes to the journal": self.writes_to(JOURNAL),
            "wishes granted": self.morning.told.len(),
            "visits": self.morning.told.iter().filter(|told| told.is_visit()).count(),
            "most wishes a commit": self.morning.turns_most,
            "answers repeated": found.repeated,
            "not yet answered, done": found.done, "not yet answered, not done": found.not_done,
        })
    }

    fn writes_to(&self, wanted: &str) -> usize {
        let files: BTreeSet<usize> = self
            .log
            .iter()
            .filter_map(|event| match event {
                Event::Made { file, name } if name == wanted => Some(*file),
                _ => None,
            })
            .collect();
        self.log.iter().filter(|event| matches!(event, Event::Written { file, .. } if files.contains(file))).count()
    }
}

/// Where the power goes.
fn is_boundary(event: &Event) -> bool {
    matches!(event, Event::SyncBegun { .. } | Event::SyncEnded { .. } | Event::FolderSynced | Event::Told)
}

#[test]
fn whatever_was_told_before_a_loss_of_power_is_there_after_it() {
    let (commits, some) = (size(9, 30), size(1, 4));
    let mut runs = Vec::new();
    for seed in seeds(size(2, 100)) {
        let run = || {
            let recorded = record(seed, commits)?;
            let cuts = recorded.cuts(None, some);
            let found = recorded.try_all(None, &cuts)?;
            // Else nothing was tried.
            let is_tried = found.done > 0 && found.not_done > 0 && found.repeated > 0;
            if !is_tried || recorded.morning.turns_most < 2 || recorded.writes_to(DATABASE) == 0 {
                return Err(format!("tries too little: {}", recorded.figures(&cuts, found)).into());
            }
            Result::Ok(recorded.figures(&cuts, found))
        };
        runs.push(run().unwrap_or_else(|error| panic!("seed {seed}: {error}")));
    }
    report("power loss", json!(runs));
}

/// A disk that answers to a sync and does nothing: then what was told is lost, or the file is no database any more.
#[test]
fn a_disk_that_lies_is_caught() {
    let recorded = record(1, 9).unwrap_or_else(|error| panic!("{error}"));
    let mut caught = Vec::new();
    for file in [JOURNAL, DATABASE] {
        let cuts = recorded.cuts(Some(file), 1);
        let error = recorded.try_all(Some(file), &cuts).err();
        let Some(error) = error else { panic!("{} images did not notice a lie about {file}", cuts.len()) };
        let said: String = error.to_string().chars().take(100).collect();
        caught.push(json!({ "lie about": file, "caught by": said }));
    }
    report("a disk that lies", json!(caught));
}
