//! Load: residents with fresh secrets who book one stop and cancel it, again and again.

use std::{
    net::SocketAddr,
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
};

/// Places that a window must have to be booked by many.
const PLACES_MIN: u32 = 8;

/// What there is to book.
#[derive(Debug)]
pub struct Offer {
    service: Value,
    windows: Vec<Value>,
}

impl Offer {
    /// # Errors
    /// Where no service without questions has room.
    pub async fn look(address: SocketAddr) -> Result<Self> {
        let mut client = Client::connect(address).await?;
        let index: Value = read(&mut client, "/catalogue/index").await?;
        // One that asks nothing, so that its answers are right without the rules; of the first desk with room.
        for entry in index["services"].as_array().ok_or("an index without services")? {
            let path = format!("/services/{}", entry["id"].as_str().unwrap_or_default());
            let service: Value = read(&mut client, &path).await?;
            let (Some(desk), None) = (service["desk"]["id"].as_str(), first(&service["questions"])) else { continue };
            let path = format!("/desks/{desk}/windows");
            let days: DeskWindows = read(&mut client, &path).await?;
            let windows: Vec<Value> = days
                .days
                .iter()
                .flat_map(|day| &day.windows)
                .filter(|window| window.left >= PLACES_MIN)
                .map(|window| json!(window.starts_at))
                .collect();
            if !windows.is_empty() {
                return Ok(Self { service, windows });
            }
        }
        Err("no service without questions has room".into())
    }
}

#[derive(Debug)]
pub struct Resident {
    client: Client,
    number: u64,
    visits: u64,
}

impl Resident {
    /// # Errors
    /// Where nobody listens.
    pub async fn enters(address: SocketAddr, number: u64) -> Result<Self> {
        Ok(Self { client: Client::connect(address).await?, number, visits: 0 })
    }

    /// Hold, confirm, cancel. What is refused ends the visit.
    ///
    /// # Errors
    /// Where the connection ends, or an answer is none that load may get.
    pub async fn visits(&mut self, offer: &Offer, figures: &mut Figures) -> Result<()> {
        self.visits += 1;
        let secret = secret()?;
        let place = (self.number * 31 + self.visits * 7) as usize % offer.windows.len().max(1);
        let starts_at = offer.windows.get(place).ok_or("no window has a place")?;
        let stop = json!({
            "service": offer.service["id"], "person": 0, "desk": offer.service["desk"]["id"], "starts_at": starts_at
        });
        let hold = self.ask("POST", "/holds", &secret, &json!({ "stops": [stop] }));
        let Some(body) = self.timed("hold", &hold, figures).await? else { return Ok(()) };
        let hold: Hold = serde_json::from_str(&body)?;
        let nik = ask::nik(self.number * 10_007 + self.visits);
        let input = json!({
            "hold": hold.id,
            "people": [{ "name": "Siti Rahmawati", "identity": { "kind": "nik", "number": nik } }],
            "answers": [{}],
        });
        let confirm = self.ask("POST", "/visits", &secret, &input).key("confirm");
        let Some(body) = self.timed("confirm", &confirm, figures).await? else { return Ok(()) };
        let ticket: Ticket = serde_json::from_str(&body)?;
        let cancel = ask::cancel(&secret, "cancel", &ticket.code.compact(), None).through(self.network());
        self.timed("cancel", &cancel, figures).await?;
        Ok(())
    }

    fn ask(&self, method: &'static str, path: &str, secret: &str, body: &Value) -> Ask {
        let ask = Ask {
            method,
            path: path.to_owned(),
            secret: secret.to_owned(),
            key: None,
            body: String::new(),
            network: self.network(),
        };
        ask.body(body)
    }

    /// Its own, in another /24 than its neighbours'.
    const fn network(&self) -> u32 {
        (self.number as u32) << 8
    }

    async fn timed(&mut self, what: &'static str, ask: &Ask, figures: &mut Figures) -> Result<Option<String>> {
        let begun = Instant::now();
        let answer = self.client.send(ask).await?;
        figures.note(what, answer.status, begun.elapsed());
        match answer.status {
            200..400 => Ok(Some(answer.body)),
            409 => Ok(None),
            429 | 503 => {
                // As the app does: not at once again.
                tokio::time::sleep(Duration::from_millis(50)).await;
                Ok(None)
            }
            status => Err(format!("{what}: {status} {}", answer.body).into()),
        }
    }
}

fn first(list: &Value) -> Option<&Value> {
    list.as_array().and_then(|list| list.first())
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
