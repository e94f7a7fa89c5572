//! How fast the ledger is, over HTTP, beside what the machine itself can do: `cargo xtask bench ledger`. Prints JSON.
//!
//! Each write is a hold, a confirm or a cancel, answered only once it is on the disk. Load and server share the machine.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "its figures are what it is for")]

use std::{
    net::{SocketAddr, TcpListener},
    path::Path,
    process::ExitCode,
    sync::Arc,
};

use proof::{
    Result,
    client::{Client, NETWORK_HEADER},
    load::{Load, Offer},
    machine,
    program::{Program, Start},
    roomy,
    store::Store,
    stored,
};
use serde_json::{Value, json};
use server::db::Place;

/// As many as a catalogue may say; runs cancel what they book.
const PLACES: usize = 1_000;
const DESKS_MAX: usize = 100;
const SECONDS: u64 = 8;
/// Clients of the runs that compare sizes.
const CLIENTS: u64 = 64;

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(figures) => {
            println!("{figures:#}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<Value> {
    let stored: Vec<u64> =
        std::env::args().skip(1).map(|count| count.parse()).collect::<std::result::Result<_, _>>()?;
    let folder = tempfile::tempdir()?;
    let catalogue = folder.path().join("catalogue");
    roomy::write_catalogue(&catalogue, DESKS_MAX, PLACES)?;
    let fsyncs = machine::fsyncs_per_second(folder.path())?;

    let mut by_clients = Vec::new();
    let mut name = "";
    for clients in [1, 16, 64, 256] {
        let hall = Hall::open(&catalogue, 0).await?;
        name = hall.store.name();
        let figures = hall.load(10, 50, Load { clients, seconds: SECONDS, reads: false }).await?;
        eprintln!("{clients} clients: {}", figures["writes_per_second"]);
        by_clients.push(figures);
    }
    let mut by_windows = Vec::new();
    for (desks, windows) in [(1, 1), (1, 50), (10, 50), (DESKS_MAX, 50)] {
        let hall = Hall::open(&catalogue, 0).await?;
        let figures = hall.load(desks, windows, Load { clients: CLIENTS, seconds: SECONDS, reads: false }).await?;
        eprintln!("{desks} desks, {windows} windows each: {}", figures["writes_per_second"]);
        by_windows.push(json!({ "desks": desks, "windows a desk": windows, "figures": figures }));
    }
    let mut by_stored = Vec::new();
    for visits in stored {
        let hall = Hall::open(&catalogue, visits).await?;
        let figures = hall.load(10, 50, Load { clients: CLIENTS, seconds: SECONDS, reads: true }).await?;
        eprintln!("{visits} visits stored: {}", figures["writes_per_second"]);
        by_stored.push(json!({ "stored visits": visits, "figures": figures }));
    }

    let best = by_clients.iter().max_by(|one, other| rate(one).total_cmp(&rate(other))).cloned().unwrap_or_default();
    let mut machine = json!({ "fsyncs_per_second": fsyncs.round() });
    if name == "SQLite" {
        let group = best["commits"]["mean_turns"].as_f64().unwrap_or(1.0).round().max(1.0) as u64;
        for (limit, group) in [("bare_writes_per_second_one_a_commit", 1), ("bare_writes_per_second_grouped", group)] {
            machine[limit] = json!(machine::bare_writes_per_second(folder.path(), group).await?.round());
        }
        machine["group"] = json!(group);
        let limit = machine["bare_writes_per_second_grouped"].as_f64().unwrap_or(f64::NAN);
        machine["share_of_the_bare_loop"] = json!((rate(&best) / limit * 100.0).round() / 100.0);
    }
    machine["writes_a_fsync"] = json!((rate(&best) / fsyncs * 10.0).round() / 10.0);
    Ok(json!({
        "store": name,
        "cores": std::thread::available_parallelism().map(usize::from).ok(),
        "machine": machine,
        "by_clients": by_clients,
        "by_windows": by_windows,
        "by_stored_visits": by_stored,
    }))
}

fn rate(figures: &Value) -> f64 {
    figures["writes_per_second"].as_f64().unwrap_or_default()
}

/// A server with a ledger of its own.
struct Hall {
    store: Store,
    program: Program,
    metrics: SocketAddr,
}

impl Hall {
    async fn open(catalogue: &Path, stored: u64) -> Result<Self> {
        let store = Store::new(false).await?;
        let data = store.folder.path().join("data");
        std::fs::create_dir_all(&data)?;
        let metrics = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr())?;
        let mut flags = vec!["--client-address-header".to_owned(), NETWORK_HEADER.to_owned()];
        flags.extend(["--metrics-listen".to_owned(), metrics.to_string()]);
        if let Some(database) = &store.database {
            flags.extend(["--database".to_owned(), database.clone()]);
        }
        let start = Start { data: data.clone(), catalogue: catalogue.to_owned(), flags };
        if stored > 0 {
            // It makes its key before there is anything that needs one.
            start.run()?.kill()?;
            let place = match &store.database {
                Some(url) => Place::Server(url.clone()),
                None => Place::File(data.join("loket.sqlite")),
            };
            stored::store(&place, stored).await?;
        }
        let program = start.run()?;
        Ok(Self { store, program, metrics })
    }

    async fn load(&self, desks: usize, windows: usize, load: Load) -> Result<Value> {
        let offer = Arc::new(Offer::look(self.program.address, desks, windows).await?);
        let before = self.commits().await?;
        let mut figures = load.run(self.program.address, &offer).await?;
        let after = self.commits().await?;
        let (commits, turns) = (after.0 - before.0, after.1 - before.1);
        if commits > 0.0 {
            figures["commits"] = json!({ "count": commits, "mean_turns": (turns / commits * 10.0).round() / 10.0 });
        }
        figures["memory_peak_megabytes"] = json!(self.program.memory_peak().map(|bytes| bytes / 1_000_000));
        Ok(figures)
    }

    /// SQLite's commits so far, and the turns in them.
    async fn commits(&self) -> Result<(f64, f64)> {
        let text = Client::connect(self.metrics).await?.get("/metrics").await?.body;
        let of = |name: &str| {
            let line = text.lines().find_map(|line| line.strip_prefix(name)?.trim().parse::<f64>().ok());
            line.unwrap_or_default()
        };
        Ok((of("loket_commit_turns_count"), of("loket_commit_turns_sum")))
    }
}
