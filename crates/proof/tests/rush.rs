//! The hour when a day opens: thousands of clients at once for a few hundred places, with lost answers and retries, against
//! the program itself. Exactly as many are booked as there are places, and every one who was told so is found after a crash.

use std::{
    collections::BTreeMap,
    net::SocketAddr,
    sync::Arc,
    time::{Duration, Instant},
};

use fastrand::Rng;
use proof::{
    Result,
    ask::{self, Answer, Ask},
    books,
    client::{Client, NETWORK_HEADER},
    mall::Window,
    offer,
    program::Start,
    roomy,
    size::{report, seeds, size},
    store::Store,
};
use serde_json::{Value, json};
use server::db::{Db, Place};

/// Windows of the police's desk on the days after tomorrow, and places in each.
const WINDOWS: usize = 50;

/// What one client saw.
#[derive(Debug, Default)]
struct Seen {
    times: Vec<Duration>,
    statuses: BTreeMap<u16, u64>,
    /// Secret and code, where it was told that it is booked.
    booked: Option<(u64, String)>,
}

struct Resident {
    address: SocketAddr,
    client: Option<Client>,
    rng: Rng,
    number: u64,
    seen: Seen,
}

impl Resident {
    /// Asks until there is an answer that means something; loses some answers on the way.
    async fn insist(&mut self, ask: &Ask) -> Result<Answer> {
        loop {
            let client = match &mut self.client {
                Some(client) => client,
                None => {
                    let Ok(client) = Client::connect(self.address).await else {
                        tokio::time::sleep(Duration::from_millis(self.rng.u64(5..50))).await;
                        continue;
                    };
                    self.client.insert(client)
                }
            };
            if self.rng.u32(0..100) < 5 {
                // The phone loses its network while the answer is on its way.
                drop(client.begin(ask).await);
                tokio::time::sleep(Duration::from_millis(self.rng.u64(0..5))).await;
                self.client = None;
                continue;
            }
            let begun = Instant::now();
            let Ok(answer) = client.send(ask).await else {
                self.client = None;
                continue;
            };
            self.seen.times.push(begun.elapsed());
            *self.seen.statuses.entry(answer.status).or_default() += 1;
            match answer.status {
                // When the server says, and not all at the same moment.
                429 | 503 => {
                    let seconds = client.header("retry-after").and_then(|seconds| seconds.parse::<u64>().ok());
                    let seconds = seconds.ok_or("refused without Retry-After")?;
                    tokio::time::sleep(Duration::from_millis(self.rng.u64(500..1500) * seconds)).await;
                }
                500.. => return Err(format!("{} {}: {answer:?}", ask.method, ask.path).into()),
                _ => return Ok(answer),
            }
        }
    }

    /// A window with room: one that the refusal offers, or any of the rush.
    async fn another(&mut self, windows: &[Window], problem: &Value) -> Result<Option<Window>> {
        let offered = offer::starts(&problem["alternatives"][0], |_| true);
        let near: Vec<Window> = windows.iter().copied().filter(|window| offered.contains(&window.starts_at)).collect();
        if let Some(window) = self.rng.choice(near) {
            return Ok(Some(window));
        }
        let answer = self.insist(&offer::days()).await?.json();
        let has_room = |window: &Value| window["left"].as_u64() > Some(0);
        let left: Vec<i64> =
            answer["days"].as_array().into_iter().flatten().flat_map(|day| offer::starts(day, has_room)).collect();
        let left = windows.iter().copied().filter(|window| left.contains(&window.starts_at)).collect::<Vec<_>>();
        Ok(self.rng.choice(left))
    }

    /// Until it is booked, or nothing is left.
    async fn book(mut self, windows: Arc<Vec<Window>>) -> Result<Seen> {
        let secret = ask::secret(self.number);
        let network = (self.number as u32) << 8;
        let mut wanted = windows[self.rng.usize(0..windows.len())];
        loop {
            let stop = offer::stop(wanted);
            let held = self.insist(&ask::hold(&secret, &[stop]).through(network)).await?;
            if held.code() == "window_full" {
                let Some(next) = self.another(&windows, &held.json()).await? else { return Ok(self.seen) };
                wanted = next;
                continue;
            }
            let Some(id) = held.json()["id"].as_str().map(str::to_owned) else {
                return Err(format!("a hold without an id: {held:?}").into());
            };
            let confirm = ask::confirm(&secret, "a", &id, &[stop], &[ask::nik(self.number)]).through(network);
            // Some lose the key with the answer, and come with another: it is a visit already, or becomes one.
            if self.rng.u32(0..100) < 10 {
                self.insist(&Ask { key: Some("b".to_owned()), ..confirm.clone() }).await?;
            }
            let booked = self.insist(&confirm).await?;
            if booked.is_good() {
                let code = booked.json()["code"].as_str().unwrap_or_default().replace('-', "");
                self.seen.booked = Some((self.number, code));
                return Ok(self.seen);
            }
            if booked.code() == "already_booked" {
                // Under the other key: ask that one for the code.
                let again = self.insist(&Ask { key: Some("b".to_owned()), ..confirm }).await?;
                let code = again.json()["code"].as_str().unwrap_or_default().replace('-', "");
                if !again.is_good() {
                    return Err(format!("a visit that nobody has: {again:?}").into());
                }
                self.seen.booked = Some((self.number, code));
                return Ok(self.seen);
            }
            return Err(format!("neither booked nor full: {booked:?}").into());
        }
    }
}

/// The windows of the rush.
async fn offered(address: SocketAddr) -> Result<Vec<Window>> {
    let windows: Vec<Window> = offer::windows(address).await?.into_iter().take(WINDOWS).collect();
    if windows.len() == WINDOWS { Ok(windows) } else { Err(format!("only {} windows", windows.len()).into()) }
}

async fn rush(seed: u64, clients: u64, places: usize) -> Result<Value> {
    let store = Store::new(false).await?;
    let (data, catalogue) = (store.folder.path().join("data"), store.folder.path().join("catalogue"));
    std::fs::create_dir_all(&data)?;
    roomy::write_catalogue(&catalogue, 1, places)?;
    let mut flags = vec!["--client-address-header".to_owned(), NETWORK_HEADER.to_owned()];
    if let Some(database) = &store.database {
        flags.extend(["--database".to_owned(), database.clone()]);
    }
    let start = Start { data: data.clone(), catalogue, flags };
    let program = start.run()?;
    let windows = Arc::new(offered(program.address).await?);
    let begun = Instant::now();
    let mut tasks = tokio::task::JoinSet::new();
    for number in 0..clients {
        let resident = Resident {
            address: program.address,
            client: None,
            rng: Rng::with_seed(seed << 20 | number),
            number,
            seen: Seen::default(),
        };
        tasks.spawn(resident.book(Arc::clone(&windows)));
    }
    let (mut times, mut statuses, mut booked) = (Vec::new(), BTreeMap::new(), Vec::new());
    while let Some(seen) = tasks.join_next().await {
        let seen = seen??;
        times.extend(seen.times);
        for (status, count) in seen.statuses {
            *statuses.entry(status.to_string()).or_insert(0) += count;
        }
        booked.extend(seen.booked);
    }
    let seconds = begun.elapsed().as_secs_f64();
    let memory = program.memory_peak();
    program.kill()?;

    let all = WINDOWS * places;
    let (total, distinct) =
        (booked.len(), booked.iter().map(|(_, code)| code).collect::<std::collections::BTreeSet<_>>().len());
    if (total, distinct) != (all, all) {
        return Err(format!("{total} were told that they are booked, {distinct} visits; places: {all}").into());
    }
    let program = start.run()?;
    let mut client = Client::connect(program.address).await?;
    for (number, code) in &booked {
        let ticket = client.send(&ask::ticket(&ask::secret(*number), code)).await?;
        if ticket.json()["state"] != "booked" {
            return Err(format!("{code} was booked, and after a crash it is {ticket:?}").into());
        }
    }
    drop(program);
    let place = match store.database {
        Some(url) => Place::Server(url),
        None => Place::File(data.join("loket.sqlite")),
    };
    let db = Db::open(&place).await?;
    books::check(&db).await?;
    let stops = books::number(&db, "select count(*) from visit_stop where state = 'booked'").await?;
    db.close().await;
    if stops as usize != all {
        return Err(format!("{stops} stops are booked; places: {all}").into());
    }
    times.sort_unstable();
    let at = |per_mille: usize| times[times.len() * per_mille / 1001].as_secs_f64() * 1000.0;
    Ok(json!({
        "seed": seed, "clients": clients, "places": all, "booked": total, "requests": times.len(),
        "seconds": seconds, "p50 ms": at(500), "p99 ms": at(990), "worst ms": at(1000),
        "statuses": statuses, "memory peak MB": memory.map(|bytes| bytes / 1_000_000),
    }))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_a_rush_exactly_as_many_are_booked_as_there_are_places() {
    let seeds = seeds(size(3, 100));
    let (clients, places) = (size(400, 10_000), size(2, 40) as usize);
    for seed in seeds {
        // Each at once: a hundred of them take hours.
        report("rush", rush(seed, clients, places).await.unwrap_or_else(|error| panic!("seed {seed}: {error}")));
    }
}
