//! Load for a running server: `load ADDRESS CLIENTS SECONDS`. Each client is a connection that books and cancels again and
//! again: hold, confirm, cancel; each of the three is a durable write. Prints one line of JSON.
#![expect(clippy::print_stdout, reason = "its figures are what it is for")]

use std::{
    net::SocketAddr,
    process::ExitCode,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use proof::{
    Result,
    figures::Figures,
    load::{Offer, Resident},
};

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments).await {
        Ok(line) => {
            println!("{line}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            println!("{}", serde_json::json!({ "error": error.to_string() }));
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: &[String]) -> Result<String> {
    let [address, clients, seconds] = arguments else {
        return Err("load ADDRESS CLIENTS SECONDS".into());
    };
    let (address, clients, seconds): (SocketAddr, u64, u64) = (address.parse()?, clients.parse()?, seconds.parse()?);
    let offer = Arc::new(Offer::look(address).await?);
    let over = Arc::new(AtomicBool::new(false));
    let mut tasks = Vec::new();
    let begun = Instant::now();
    for number in 0..clients {
        let (offer, over) = (Arc::clone(&offer), Arc::clone(&over));
        tasks.push(tokio::spawn(async move {
            let mut resident = Resident::enters(address, number).await?;
            let mut figures = Figures::default();
            while !over.load(Ordering::Relaxed) {
                resident.visits(&offer, &mut figures).await?;
            }
            Result::Ok(figures)
        }));
    }
    tokio::time::sleep(Duration::from_secs(seconds)).await;
    over.store(true, Ordering::Relaxed);
    let mut all = Figures::default();
    for task in tasks {
        all.add(task.await??);
    }
    Ok(all.into_json(clients, begun.elapsed()).to_string())
}
