//! Load: residents with fresh secrets who hold a place, book it and cancel it, again and again.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use contract::{Secret, holds::Hold, visits::Ticket, windows::DeskWindows};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::{
    Result,
    ask::{self, Ask},
    client::Client,
    figures::Figures,
    roomy,
};

/// How long somebody waits who was told to come later.
const LATER: Duration = Duration::from_millis(50);

/// The windows that can be booked, of every desk.
#[derive(Debug)]
pub struct Offer(Vec<Place>);

/// A window of a desk.
#[derive(Debug)]
struct Place {
    service: String,
    desk: String,
    starts_at: Value,
}

/// How much is asked at once, and for how long.
#[derive(Debug, Clone, Copy)]
pub struct Load {
    /// Each is a connection.
    pub clients: u64,
    pub seconds: u64,
    /// Whether each visit also reads its ticket and a desk's windows.
    pub reads: bool,
}

impl Offer {
    /// What the first `desks` desks of a roomy mall offer, `windows` windows each; today is left out.
    ///
    /// # Errors
    /// Where one has no room.
    pub async fn look(address: SocketAddr, desks: usize, windows: usize) -> Result<Self> {
        let mut client = Client::connect(address).await?;
        let mut places = Vec::new();
        for tenant in (0..desks).map(roomy::tenant) {
            let desk = format!("{tenant}/skck");
            let offered: DeskWindows = read(&mut client, &format!("/desks/{desk}/windows")).await?;
            let open = offered.days.iter().skip(1).flat_map(|day| &day.windows).filter(|window| window.left > 0);
            let before = places.len();
            places.extend(open.take(windows).map(|window| Place {
                service: format!("{tenant}-skck"),
                desk: desk.clone(),
                starts_at: json!(window.starts_at),
            }));
            if places.len() < before + windows {
                return Err(format!("{desk} has only {} windows", places.len() - before).into());
            }
        }
        Ok(Self(places))
    }
}

impl Load {
    /// # Errors
    /// Where a connection ends, or an answer is none that load may get.
    pub async fn run(self, address: SocketAddr, offer: &Arc<Offer>) -> Result<Value> {
        let over = Arc::new(AtomicBool::new(false));
        let mut tasks = Vec::new();
        let begun = Instant::now();
        for number in 0..self.clients {
            let (offer, over) = (Arc::clone(offer), Arc::clone(&over));
            tasks.push(tokio::spawn(async move {
                let client = Client::connect(address).await?;
                let mut resident =
                    Resident { client, number, visits: 0, reads: self.reads, figures: Figures::default() };
                while !over.load(Ordering::Relaxed) {
                    resident.visit(&offer).await?;
                }
                Result::Ok(resident.figures)
            }));
        }
        tokio::time::sleep(Duration::from_secs(self.seconds)).await;
        over.store(true, Ordering::Relaxed);
        let mut all = Figures::default();
        for task in tasks {
            all.add(task.await??);
        }
        Ok(all.into_json(self.clients, begun.elapsed()))
    }
}

#[derive(Debug)]
struct Resident {
    client: Client,
    number: u64,
    visits: u64,
    reads: bool,
    figures: Figures,
}

impl Resident {
    /// Hold, confirm, cancel. What is refused ends the visit.
    async fn visit(&mut self, offer: &Offer) -> Result<()> {
        self.visits += 1;
        let secret = secret()?;
        let place = (self.number * 31 + self.visits * 7) as usize % offer.0.len().max(1);
        let Place { service, desk, starts_at } = offer.0.get(place).ok_or("nothing is offered")?;
        if self.reads {
            let windows = self.ask("GET", &format!("/desks/{desk}/windows"), "");
            self.timed("windows", &windows).await?;
        }
        let stop = json!({ "service": service, "person": 0, "desk": desk, "starts_at": starts_at });
        let hold = self.ask("POST", "/holds", &secret).body(&json!({ "stops": [stop] }));
        let Some(body) = self.timed("hold", &hold).await? else { return Ok(()) };
        let hold: Hold = serde_json::from_str(&body)?;
        let nik = ask::nik(self.number * 10_007 + self.visits);
        let input = json!({
            "hold": hold.id,
            "people": [{ "name": "Siti Rahmawati", "identity": { "kind": "nik", "number": nik } }],
            "answers": [{}],
        });
        let confirm = self.ask("POST", "/visits", &secret).body(&input).key("confirm");
        let Some(body) = self.timed("confirm", &confirm).await? else { return Ok(()) };
        let ticket: Ticket = serde_json::from_str(&body)?;
        let code = ticket.code.compact();
        if self.reads {
            let look = ask::ticket(&secret, &code).through(self.network());
            self.timed("ticket", &look).await?;
        }
        let cancel = ask::cancel(&secret, "cancel", &code, None).through(self.network());
        self.timed("cancel", &cancel).await?;
        Ok(())
    }

    fn ask(&self, method: &'static str, path: &str, secret: &str) -> Ask {
        let (path, secret) = (path.to_owned(), secret.to_owned());
        Ask { method, path, secret, key: None, body: String::new(), network: self.network() }
    }

    /// Its own, in another /24 than its neighbours'.
    const fn network(&self) -> u32 {
        (self.number as u32) << 8
    }

    async fn timed(&mut self, what: &'static str, ask: &Ask) -> Result<Option<String>> {
        let begun = Instant::now();
        let answer = self.client.send(ask).await?;
        self.figures.note(what, answer.status, begun.elapsed());
        match answer.status {
            200..400 => Ok(Some(answer.body)),
            409 => Ok(None),
            429 | 503 => {
                // As the app does: not at once again.
                tokio::time::sleep(LATER).await;
                Ok(None)
            }
            status => Err(format!("{what}: {status} {}", answer.body).into()),
        }
    }
}

async fn read<T: DeserializeOwned>(client: &mut Client, path: &str) -> Result<T> {
    let ask =
        Ask { method: "GET", path: path.to_owned(), secret: String::new(), key: None, body: String::new(), network: 0 };
    let answer = client.send(&ask).await?;
    if answer.is_good() { Ok(serde_json::from_str(&answer.body)?) } else { Err(format!("{path}: {answer:?}").into()) }
}

fn secret() -> Result<String> {
    let mut bytes = [0; Secret::BYTES];
    getrandom::fill(&mut bytes).map_err(|_| "no randomness")?;
    Ok(Secret::from_bytes(bytes).to_text())
}
