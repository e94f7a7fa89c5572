//! Residents who talk to two servers over one ledger: what one does not answer they ask the other under the same key, and what
//! one has answered they ask the other again.

use std::{
    collections::BTreeMap,
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

use fastrand::Rng;

use crate::{
    Result,
    ask::{self, Answer, Ask},
    client::Client,
    mall::Window,
    offer,
};

/// Live visits that a resident keeps at most, so that places come free again.
const VISITS: usize = 3;

/// What the residents of one run share.
#[derive(Debug)]
pub struct Scene {
    pub servers: [SocketAddr; 2],
    pub windows: Vec<Window>,
    /// Numbers of secrets, which are people too.
    pub numbers: AtomicU64,
    /// Answers of each server, but for those that say "busy".
    pub answered: [AtomicU64; 2],
    /// Answers of each server that say "busy", and when to come again.
    pub busy: [AtomicU64; 2],
    /// How long a resident waits for an answer before the other server is asked.
    pub patience: Duration,
    /// Whether no answer in that time is a fault: no server was told to pause.
    pub must_answer: bool,
    pub is_over: AtomicBool,
}

/// A visit that somebody was told of.
#[derive(Debug, Clone)]
pub struct Known {
    pub secret: u64,
    pub code: String,
    pub is_cancelled: bool,
}

#[derive(Debug)]
pub struct Resident {
    scene: Arc<Scene>,
    rng: Rng,
    clients: [Option<Client>; 2],
    pub known: Vec<Known>,
    /// What was answered under a key.
    pub answers: Vec<(Ask, Answer)>,
    /// What happened, by name.
    pub tally: BTreeMap<&'static str, u64>,
}

impl Resident {
    #[must_use]
    pub fn new(scene: &Arc<Scene>, seed: u64) -> Self {
        Self {
            scene: Arc::clone(scene),
            rng: Rng::with_seed(seed),
            clients: [None, None],
            known: Vec::new(),
            answers: Vec::new(),
            tally: BTreeMap::new(),
        }
    }

    /// Until it is over; whatever was begun is brought to its end.
    ///
    /// # Errors
    /// What a server did that it should not.
    pub async fn live(mut self) -> Result<Self> {
        while !self.scene.is_over.load(Ordering::Relaxed) {
            let live: Vec<usize> = (0..self.known.len()).filter(|index| !self.known[*index].is_cancelled).collect();
            if live.len() >= VISITS || (!live.is_empty() && self.rng.u32(0..100) < 30) {
                let index = live[self.rng.usize(0..live.len())];
                self.cancel(index).await?;
            } else {
                self.book().await?;
            }
        }
        Ok(self)
    }

    async fn book(&mut self) -> Result<()> {
        let number = self.scene.numbers.fetch_add(1, Ordering::Relaxed);
        let secret = ask::secret(number);
        let stop = offer::stop(self.scene.windows[self.rng.usize(0..self.scene.windows.len())]);
        let network = (number as u32) << 8;
        let held = self.insist(&ask::hold(&secret, &[stop]).through(network)).await?;
        if held.code() == "window_full" {
            self.count("full");
            return Ok(());
        }
        let Some(hold) = held.json()["id"].as_str().filter(|_| held.is_good()).map(str::to_owned) else {
            return Err(format!("neither held nor full: {held:?}").into());
        };
        let confirm = ask::confirm(&secret, "confirm", &hold, &[stop], &[ask::nik(number)]).through(network);
        let booked = self.once(confirm).await?;
        let Some(code) = booked.json()["code"].as_str().filter(|_| booked.is_good()).map(str::to_owned) else {
            return Err(format!("a live hold was not booked: {booked:?}").into());
        };
        self.known.push(Known { secret: number, code: code.replace('-', ""), is_cancelled: false });
        self.count("visits acknowledged");
        Ok(())
    }

    async fn cancel(&mut self, index: usize) -> Result<()> {
        let Known { secret, code, .. } = self.known[index].clone();
        let cancel = ask::cancel(&ask::secret(secret), "cancel", &code, None).through((secret as u32) << 8);
        let cancelled = self.once(cancel).await?;
        if !cancelled.is_good() {
            return Err(format!("a visit that was acknowledged can't be cancelled: {cancelled:?}").into());
        }
        self.known[index].is_cancelled = true;
        self.count("cancellations acknowledged");
        Ok(())
    }

    /// Asks under a key, and now and then again at either server.
    async fn once(&mut self, ask: Ask) -> Result<Answer> {
        let first = self.insist(&ask).await?;
        if self.rng.u32(0..100) < 30 {
            let again = self.insist(&ask).await?;
            if again != first {
                return Err(format!("{ask:?} was answered {first:?}, and then {again:?}").into());
            }
            self.count("asked again after an answer");
        }
        self.answers.push((ask, first.clone()));
        Ok(first)
    }

    /// Asks one server or the other until there is an answer that means something; some answers get lost.
    async fn insist(&mut self, ask: &Ask) -> Result<Answer> {
        let mut tries = 0;
        loop {
            let server = self.rng.usize(0..2);
            tries += 1;
            if tries > 1 {
                self.count("asked again without an answer");
            }
            let client = match &mut self.clients[server] {
                Some(client) => client,
                None => {
                    let Ok(client) = Client::connect(self.scene.servers[server]).await else {
                        return Err("a server does not listen any more".into());
                    };
                    self.clients[server].insert(client)
                }
            };
            if self.rng.u32(0..100) < 5 {
                // The phone loses its network while the answer is on its way.
                drop(client.begin(ask).await);
                self.clients[server] = None;
                continue;
            }
            let answer = match tokio::time::timeout(self.scene.patience, client.send(ask)).await {
                Ok(Ok(answer)) => answer,
                Ok(Err(error)) => {
                    // A kept connection may end while nobody asks; the server itself is there.
                    self.clients[server] = None;
                    drop(error);
                    continue;
                }
                Err(_) if self.scene.must_answer => {
                    return Err(format!("server {server} never answers {} {}", ask.method, ask.path).into());
                }
                Err(_) => {
                    self.clients[server] = None;
                    self.count("given up");
                    continue;
                }
            };
            let is_clear = client.header("content-type") == Some("application/problem+json")
                && client.header("retry-after").is_some_and(|seconds| seconds.parse::<u32>().is_ok());
            match answer.status {
                503 if answer.code() == "busy" && is_clear => {
                    self.scene.busy[server].fetch_add(1, Ordering::Relaxed);
                    tokio::time::sleep(Duration::from_millis(self.rng.u64(5..50))).await;
                }
                409 if answer.code() == "key_in_flight" => {
                    self.count("told that the key is in flight");
                    tokio::time::sleep(Duration::from_millis(self.rng.u64(5..50))).await;
                }
                500.. => return Err(format!("server {server}: {} {}: {answer:?}", ask.method, ask.path).into()),
                _ => {
                    self.scene.answered[server].fetch_add(1, Ordering::Relaxed);
                    return Ok(answer);
                }
            }
        }
    }

    /// Everything that was acknowledged is as it was acknowledged, at either server.
    ///
    /// # Errors
    /// What is not.
    pub async fn look(&self) -> Result<u64> {
        let mut looked = 0;
        for address in self.scene.servers {
            let mut client = Client::connect(address).await?;
            for known in &self.known {
                let wanted = if known.is_cancelled { "cancelled" } else { "booked" };
                let ticket = client.send(&ask::ticket(&ask::secret(known.secret), &known.code)).await?;
                if ticket.json()["state"] != wanted {
                    return Err(format!("{known:?} was acknowledged, and {address} says {ticket:?}").into());
                }
                looked += 1;
            }
            for (ask, first) in &self.answers {
                let again = client.send(ask).await?;
                if again != *first {
                    return Err(format!("{ask:?} was answered {first:?}, and {address} says {again:?}").into());
                }
                looked += 1;
            }
        }
        Ok(looked)
    }

    fn count(&mut self, what: &'static str) {
        *self.tally.entry(what).or_default() += 1;
    }
}
