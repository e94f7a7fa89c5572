//! How fast the app is on phones and lines that the lab plays: `cargo xtask bench web`. Prints a table beside the goals; the file
//! that is named, if one is, gets the figures as JSON.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "its figures are what it is for")]

use std::process::ExitCode;

use e2e::{
    House,
    lab::{Lab, Profile},
    visit::{LOST_CARD, MORNING, NIK_MOTHER},
};
use serde_json::{Map, Value, json};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// Loads of each kind: the middle one counts.
const LOADS: usize = 5;
const SERVICE: &str = "/layanan/disdukcapil-ktp-el-hilang";
/// What a resident types in the lab.
const QUERY: &str = "e ktp ilang";

/// What is measured, and what it should not be over.
struct Figure {
    name: String,
    value: f64,
    goal: Option<f64>,
    unit: &'static str,
}

#[tokio::main]
async fn main() -> ExitCode {
    match measure().await {
        Ok(figures) => {
            for Figure { name, value, goal, unit } in &figures {
                let goal = goal.map_or_else(String::new, |goal| {
                    format!("goal {goal}{}", if *value > goal { ", over" } else { "" })
                });
                println!("{name:<44} {value:>10.2} {unit:<4} {goal}");
            }
            let Some(file) = std::env::args_os().nth(1) else { return ExitCode::SUCCESS };
            if let Err(error) = std::fs::write(file, format!("{:#}", to_json(&figures))) {
                eprintln!("the figures could not be kept: {error}");
                return ExitCode::FAILURE;
            }
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn to_json(figures: &[Figure]) -> Value {
    let one = |figure: &Figure| {
        let value = (figure.value * 100.0).round() / 100.0;
        (figure.name.clone(), json!({ "value": value, "goal": figure.goal, "unit": figure.unit }))
    };
    Value::Object(figures.iter().map(one).collect::<Map<_, _>>())
}

async fn measure() -> Result<Vec<Figure>> {
    let house = House::opens_at(MORNING).await?;
    let mut figures = Vec::new();
    let mut add = |name: String, value: f64, goal: Option<f64>, unit: &'static str| {
        eprintln!("{name}: {value:.2} {unit}");
        figures.push(Figure { name, value, goal, unit });
    };
    for profile in Profile::ALL {
        let (text_goal, ready_goal) = match profile.name {
            "p75" => (Some(0.4), 1.0),
            "slow4g" => (None, 1.3),
            _ => (Some(1.0), 3.5),
        };
        let (mut readies, mut loads) = (Vec::new(), Vec::new());
        for _ in 0..LOADS {
            readies.push(Lab::open(&house.url, profile).await?.ready().await?);
            loads.push(Lab::open(&house.url, profile).await?.load("/").await?);
        }
        let name = profile.name;
        add(format!("{name}: first text"), middle(loads.iter().map(|load| load.first_text)) / 1e3, text_goal, "s");
        add(format!("{name}: ready"), middle(readies.iter().map(|ready| ready.after)) / 1e3, Some(ready_goal), "s");
        add(
            format!("{name}: bytes until ready"),
            middle(readies.iter().map(|ready| ready.bytes)) / 1e3,
            Some(130.0),
            "kB",
        );
        add(format!("{name}: layout shift"), worst(loads.iter().map(|load| load.shift)), Some(0.0), "");
        let blocked_goal = (name == "p75").then_some(0.0);
        add(format!("{name}: blocked"), middle(loads.iter().map(|load| load.blocked)), blocked_goal, "ms");
    }

    let mut links = Vec::new();
    for _ in 0..LOADS {
        links.push(Lab::open(&house.url, Profile::LOW).await?.load(SERVICE).await?);
    }
    add(
        "low: a service's page is readable".to_owned(),
        middle(links.iter().map(|load| load.largest)) / 1e3,
        Some(1.0),
        "s",
    );

    let again = Lab::open(&house.url, Profile::P75).await?;
    again.load("/").await?;
    again.has_worker().await?;
    let (mut readies, mut loads) = (Vec::new(), Vec::new());
    for _ in 0..LOADS {
        readies.push(again.ready().await?);
        loads.push(again.load("/").await?);
    }
    add("p75, again: ready".to_owned(), middle(readies.iter().map(|ready| ready.after)) / 1e3, Some(0.4), "s");
    let bytes = worst(loads.iter().map(|load| load.bytes_before_text));
    add("p75, again: bytes before the first text".to_owned(), bytes, Some(0.0), "B");

    let phone = Lab::open(&house.url, Profile::SLOW_CPU).await?;
    phone.load("/").await?;
    let mut keys = Vec::new();
    for _ in 0..3 {
        keys.extend(phone.keys(QUERY).await?);
    }
    add("cpu/8: a key, the middle one".to_owned(), middle(keys.iter().copied()), Some(50.0), "ms");
    add("cpu/8: a key, the worst".to_owned(), worst(keys.into_iter()), Some(50.0), "ms");

    let mut steps: Vec<Vec<(&str, f64)>> = Vec::new();
    for _ in 0..3 {
        steps.push(book(&phone).await?);
    }
    let first = steps.first().cloned().unwrap_or_default();
    for (index, (name, _)) in first.into_iter().enumerate() {
        let value = middle(steps.iter().map(|steps| steps[index].1));
        add(format!("cpu/8: to {name}"), value, Some(100.0), "ms");
    }
    Ok(figures)
}

/// One booking, a tap at a time; then it is cancelled, so that the next one can be made.
async fn book(lab: &Lab) -> Result<Vec<(&'static str, f64)>> {
    let resident = &lab.resident;
    let mut steps = Vec::new();
    lab.load(SERVICE).await?;
    tap(lab, &mut steps, "the first question", "Lihat berkas saya dan pesan").await?;
    resident.picks("Sudah").await?;
    tap(lab, &mut steps, "the next question", "Lanjut").await?;
    lab.load(LOST_CARD).await?;
    tap(lab, &mut steps, "the plan", "Tambah ke kunjungan").await?;
    tap(lab, &mut steps, "days and windows", "Pilih hari dan jam").await?;
    resident.picks("Rabu, 25 November").await?;
    resident.sees_heading("Rabu, 25 November").await?;
    tap(lab, &mut steps, "people", "Simpan tempat ini").await?;
    resident.types("Nama lengkap", "Siti Rahmawati").await?;
    resident.types("NIK", NIK_MOTHER).await?;
    tap(lab, &mut steps, "the check", "Lanjut").await?;
    tap(lab, &mut steps, "the ticket", "Pesan sekarang").await?;
    resident.presses("Batalkan").await?;
    resident.presses("Ya, batalkan").await?;
    resident.sees("Kunjungan ini dibatalkan.").await?;
    Ok(steps)
}

async fn tap(lab: &Lab, steps: &mut Vec<(&'static str, f64)>, name: &'static str, text: &str) -> Result<()> {
    // What the next screen needs has been fetched by then, as while one reads.
    tokio::time::sleep(std::time::Duration::from_secs(2)).await;
    lab.watches_step().await?;
    lab.resident.presses(text).await?;
    steps.push((name, lab.step().await?));
    Ok(())
}

fn middle(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

fn worst(values: impl Iterator<Item = f64>) -> f64 {
    values.fold(0.0, f64::max)
}
