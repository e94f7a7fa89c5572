//! What a client does: as a resident with a fresh secret, book one stop and cancel it.

use std::{net::SocketAddr, time::Instant};

use contract::{Secret, holds::Hold, visits::Ticket, windows::DeskWindows};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::{
    Result,
    client::{Answer, Ask, Client},
    figures::Figures,
};

/// Places that a window must have to be booked by many.
const PLACES_MIN: u32 = 8;

/// What there is to book.
pub struct Mall {
    service: Value,
    windows: Vec<Value>,
}

impl Mall {
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

pub struct Resident {
    client: Client,
    number: u64,
    visits: u64,
}

impl Resident {
    pub async fn enters(address: SocketAddr, number: u64) -> Result<Self> {
        Ok(Self { client: Client::connect(address).await?, number, visits: 0 })
    }

    /// Hold, confirm, cancel. What is refused ends the visit.
    pub async fn visits(&mut self, mall: &Mall, figures: &mut Figures) -> Result<()> {
        self.visits += 1;
        let secret = secret()?;
        let place = (self.number * 31 + self.visits * 7) as usize % mall.windows.len().max(1);
        let starts_at = mall.windows.get(place).ok_or("no window has a place")?;
        let stop = json!({
            "service": mall.service["id"], "person": 0, "desk": mall.service["desk"]["id"], "starts_at": starts_at
        });
        let ask = Ask { method: "POST", path: "/holds", secret: &secret, key: None };
        let Some(body) = self.timed("hold", &ask, &json!({ "stops": [stop] }).to_string(), figures).await? else {
            return Ok(());
        };
        let hold: Hold = serde_json::from_slice(&body)?;
        let input = json!({
            "hold": hold.id,
            "people": [{ "name": "Siti Rahmawati", "identity": { "kind": "nik", "number": self.nik() } }],
            "answers": [{}],
        });
        let ask = Ask { method: "POST", path: "/visits", secret: &secret, key: Some("confirm") };
        let Some(body) = self.timed("confirm", &ask, &input.to_string(), figures).await? else { return Ok(()) };
        let ticket: Ticket = serde_json::from_slice(&body)?;
        let path = format!("/visits/{}", ticket.code.compact());
        let ask = Ask { method: "DELETE", path: &path, secret: &secret, key: Some("cancel") };
        self.timed("cancel", &ask, "", figures).await?;
        Ok(())
    }

    async fn timed(
        &mut self,
        what: &'static str,
        ask: &Ask<'_>,
        body: &str,
        figures: &mut Figures,
    ) -> Result<Option<Vec<u8>>> {
        let begun = Instant::now();
        let answer = self.client.send(ask, body).await?;
        figures.note(what, answer.status, begun.elapsed());
        match answer.status {
            200..400 => Ok(Some(answer.body)),
            409 | 429 | 503 => Ok(None),
            status => Err(format!("{what}: {status} {}", String::from_utf8_lossy(&answer.body)).into()),
        }
    }

    /// Another one for each visit of each client.
    fn nik(&self) -> String {
        let number = self.number * 10_007 + self.visits;
        let (serial, day) = (number % 9999 + 1, number / 9999 % 28 + 1);
        let (month, year) = (number / 9999 / 28 % 12 + 1, number / 9999 / 28 / 12 % 100);
        format!("147101{day:02}{month:02}{year:02}{serial:04}")
    }
}

fn first(list: &Value) -> Option<&Value> {
    list.as_array().and_then(|list| list.first())
}

async fn read<T: DeserializeOwned>(client: &mut Client, path: &str) -> Result<T> {
    let Answer { status, body } = client.send(&Ask { method: "GET", path, secret: "", key: None }, "").await?;
    if status < 400 { Ok(serde_json::from_slice(&body)?) } else { Err(format!("{path}: {status}").into()) }
}

fn secret() -> Result<String> {
    let mut bytes = [0; Secret::BYTES];
    getrandom::fill(&mut bytes).map_err(|_| "no randomness")?;
    Ok(Secret::from_bytes(bytes).to_text())
}
