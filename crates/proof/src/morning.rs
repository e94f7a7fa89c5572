//! A morning at the mall: a few residents hold, book, move, cancel and ask again, several turns a commit, while the disk is
//! recorded; the server is stopped and started once. One seed is one morning.

use std::{path::Path, pin::Pin, sync::Arc, time::Duration};

use fastrand::Rng;
use server::{clock::TurnedClock, db::DirectedCommits, randomness::Randomness, retention};

use crate::{
    Result,
    ask::{self, Answer, Ask},
    mall::{DESKS, Mall, SERVICES, Stop, WINDOW_SECONDS, Window, instant},
    recording_disk::RecordingDisk,
    told::Told,
};

const RESIDENTS: u64 = 6;
/// Turns that a commit may have.
const TURNS: usize = 4;
/// An answer that has not come by then never will.
const PATIENCE: Duration = Duration::from_secs(60);
/// Pages in the journal after which SQLite moves it into the file: few, so that it does so often.
const CHECKPOINT: &str = "pragma wal_autocheckpoint = 60";

/// What happened.
#[derive(Debug, Default)]
pub struct Morning {
    pub told: Vec<Told>,
    /// Most wishes that one commit granted.
    pub turns_most: usize,
}

/// Lives it in `folder`, with so many commits before the server is stopped and again after it is started.
///
/// # Errors
/// What the server did that it should not, with the power on.
pub async fn live(
    folder: &Path,
    disk: &Arc<RecordingDisk>,
    clock: &TurnedClock,
    rng: &mut Rng,
    commits: u64,
) -> Result<Morning> {
    let mut morning = Morning::default();
    let mut residents: Vec<Resident> = (0..RESIDENTS).map(Resident::new).collect();
    for _ in 0..2 {
        let directed = DirectedCommits::default();
        let mall = Mall::open(folder, None, clock, directed.commits(), Randomness::system()).await?;
        let mut tx = mall.app.db.write().await.map_err(|error| error.to_string())?;
        sqlx::query(CHECKPOINT).execute(&mut *tx).await?;
        tx.commit().await.map_err(|error| error.to_string())?;
        for commit in 1..=commits {
            morning.one_commit(&mall, &directed, disk, &mut residents, rng).await?;
            if commit.is_multiple_of(6) {
                // As every hour; it empties the journal.
                retention::run(&mall.app).await.map_err(|error| error.to_string())?;
            }
        }
        mall.app.db.close().await;
    }
    Ok(morning)
}

/// A wish whose group is open.
struct Waiting {
    resident: usize,
    secret: u64,
    ask: Ask,
    begun: usize,
    answer: Pin<Box<dyn Future<Output = Answer>>>,
}

impl Morning {
    /// Some residents, one after the other, and one commit for all of them.
    async fn one_commit(
        &mut self,
        mall: &Mall,
        commits: &DirectedCommits,
        disk: &Arc<RecordingDisk>,
        residents: &mut [Resident],
        rng: &mut Rng,
    ) -> Result<()> {
        commits.hold();
        let mut who: Vec<usize> = (0..residents.len()).collect();
        rng.shuffle(&mut who);
        let mut waiting = Vec::new();
        for resident in who.into_iter().take(rng.usize(1..=TURNS)) {
            let (secret, ask) = residents[resident].next(rng);
            let begun = disk.length();
            let mut answer: Pin<Box<dyn Future<Output = Answer>>> = Box::pin(mall.send(&ask));
            let early = tokio::time::timeout(PATIENCE, async {
                tokio::select! {
                    answer = &mut answer => Some(answer),
                    () = commits.held() => None,
                }
            });
            match early.await.map_err(|_| "a request is never answered")? {
                None => waiting.push(Waiting { resident, secret, ask, begun, answer }),
                Some(answer) if answer.is_good() => return Err(format!("answered before it lasts: {answer:?}").into()),
                Some(answer) => {
                    residents[resident].hear(&ask, &answer)?;
                }
            }
        }
        let last = mall.app.db.write().await.map_err(|error| error.to_string())?;
        commits.release();
        last.commit().await.map_err(|error| error.to_string())?;
        let before = self.told.len();
        for Waiting { resident, secret, ask, begun, answer } in waiting {
            let answer = tokio::time::timeout(PATIENCE, answer).await.map_err(|_| "a request is never answered")?;
            let heard = disk.tell();
            if residents[resident].hear(&ask, &answer)? {
                self.told.push(Told { secret, ask, answer, begun, heard });
            }
        }
        self.turns_most = self.turns_most.max(self.told.len() - before);
        Ok(())
    }
}

#[derive(Debug)]
struct Resident {
    number: u64,
    /// Of the visit in hand; another one for each.
    secret: u64,
    stage: Stage,
    /// Changes of this visit, each under a key of its own.
    changes: u32,
    /// What was asked last under a key, and its answer.
    last: Option<(Ask, Answer)>,
}

#[derive(Debug)]
enum Stage {
    New { stops: Vec<Stop> },
    Held { id: String, stops: Vec<Stop>, is_extended: bool },
    Booked { code: String, booked: Vec<u32> },
}

impl Resident {
    const fn new(number: u64) -> Self {
        Self { number, secret: number, stage: Stage::New { stops: Vec::new() }, changes: 0, last: None }
    }

    fn next(&mut self, rng: &mut Rng) -> (u64, Ask) {
        let chance = rng.u32(0..100);
        if let Some((again, _)) = self.last.as_ref().filter(|_| chance < 15) {
            return (self.secret, again.clone());
        }
        if let Stage::Booked { booked, .. } = &self.stage
            && (booked.is_empty() || chance < 40)
        {
            *self = Self { secret: self.secret + 1000, ..Self::new(self.number) };
        }
        let secret = ask::secret(self.secret);
        self.changes += 1;
        let key = format!("change-{}", self.changes);
        let ask = match &mut self.stage {
            Stage::New { stops } => {
                *stops = wanted(rng);
                ask::hold(&secret, stops)
            }
            Stage::Held { id, is_extended: false, .. } if chance < 25 => ask::extend(&secret, id),
            Stage::Held { id, .. } if chance < 35 => ask::release(&secret, id),
            Stage::Held { id, stops, .. } => {
                let people: Vec<String> =
                    (0..stops.len() as u64).map(|person| ask::nik(self.secret * 2 + person)).collect();
                ask::confirm(&secret, &key, id, stops, &people)
            }
            Stage::Booked { code, booked } if chance < 75 => {
                let starts_at = start(rng);
                let to: Vec<(u32, i64)> = booked.iter().map(|number| (*number, starts_at)).collect();
                ask::reschedule(&secret, &key, code, &to)
            }
            Stage::Booked { code, booked } => {
                let stop = booked.first().copied().filter(|_| rng.bool());
                ask::cancel(&secret, &key, code, stop)
            }
        };
        (self.secret, ask.through((self.secret as u32) << 8))
    }

    /// Answers whether a wish was granted that had not been granted before.
    fn hear(&mut self, ask: &Ask, answer: &Answer) -> Result<bool> {
        if let Some((_, first)) = self.last.as_ref().filter(|(asked, _)| asked == ask) {
            return if first == answer { Ok(false) } else { Err(format!("{first:?}, and then {answer:?}").into()) };
        }
        if !answer.is_good() {
            // Others were there before; nothing of it has happened.
            return if answer.code() == "window_full" { Ok(false) } else { Err(format!("{ask:?}: {answer:?}").into()) };
        }
        if ask.key.is_some() {
            self.last = Some((ask.clone(), answer.clone()));
        }
        let said = answer.json();
        match (&mut self.stage, said["id"].as_str(), said["code"].as_str()) {
            (Stage::New { stops }, Some(id), _) => {
                self.stage = Stage::Held { id: id.to_owned(), stops: std::mem::take(stops), is_extended: false };
            }
            (Stage::Held { is_extended, .. }, Some(_), _) => *is_extended = true,
            (Stage::Held { .. }, None, None) => {
                *self = Self { secret: self.secret + 1000, ..Self::new(self.number) };
            }
            (stage, _, Some(code)) => {
                let stops = said["stops"].as_array().into_iter().flatten();
                let booked = stops.filter(|stop| stop["state"] == "booked").filter_map(|stop| stop["number"].as_u64());
                *stage =
                    Stage::Booked { code: code.replace('-', ""), booked: booked.map(|stop| stop as u32).collect() };
            }
            (stage, ..) => return Err(format!("{stage:?} was answered {answer:?}").into()),
        }
        Ok(true)
    }
}

/// One person, or two together where the desk has the places.
fn wanted(rng: &mut Rng) -> Vec<Stop> {
    let service = rng.usize(0..SERVICES.len());
    let desk = SERVICES[service].desk;
    let window = Window { desk, starts_at: start(rng) };
    let people = if DESKS[desk].places > 1 && rng.bool() { 2 } else { 1 };
    (0..people).map(|person| Stop { service, person, window }).collect()
}

/// On one of three mornings, at which all desks are open.
fn start(rng: &mut Rng) -> i64 {
    let day = rng.choice(&["24", "25", "27"]).copied().unwrap_or("24");
    instant(&format!("{day}T08:00")) + rng.i64(0..5) * WINDOW_SECONDS
}
