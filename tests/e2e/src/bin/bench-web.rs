//! How fast the app is on phones and lines that the lab plays: `cargo xtask bench web`. Prints a table beside the goals; the file
//! that is named gets the figures as JSON.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "its figures are what it is for")]

use std::{path::PathBuf, process::ExitCode};

use e2e::{
    House,
    lab::{Beside, Lab, Load, Profile, Ready, Screen, Step},
    visit::{LOST_CARD, MORNING, NIK_MOTHER},
};
use serde_json::{Map, Value, json};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// Loads of each kind, and bookings: the middle one counts.
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
    /// The same of pages with next to nothing on them, on the same machine.
    beside: Bare,
}

/// The figure of a page with next to nothing on it, which no app could be faster than, and of the same page by Leptos; for a step, of
/// the same screen put there by a few lines of script.
#[derive(Clone, Copy, Default)]
struct Bare {
    page: Option<f64>,
    leptos: Option<f64>,
    by_hand: Option<f64>,
}

#[tokio::main]
async fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    let (Some(file), Some(empty_page)) = (arguments.next(), arguments.next()) else {
        eprintln!(
            "bench-web FILE EMPTY_PAGE: where the figures go, and the folder with tests/empty_page as it is built"
        );
        return ExitCode::FAILURE;
    };
    match measure(empty_page.into()).await {
        Ok(figures) => {
            println!(
                "{:<44} {:>10} {:<4} {:>10} {:>12} {:>8}",
                "", "loket", "", "bare page", "empty Leptos", "by hand"
            );
            for Figure { name, value, goal, unit, beside } in &figures {
                let goal = goal.map_or_else(String::new, |goal| {
                    format!("goal {goal}{}", if *value > goal { ", over" } else { "" })
                });
                let [page, leptos, by_hand] = [beside.page, beside.leptos, beside.by_hand]
                    .map(|bare| bare.map_or_else(String::new, |bare| format!("{bare:.2}")));
                println!("{name:<44} {value:>10.2} {unit:<4} {page:>10} {leptos:>12} {by_hand:>8} {goal}");
            }
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
    let rounded = |value: f64| (value * 100.0).round() / 100.0;
    let one = |figure: &Figure| {
        (
            figure.name.clone(),
            json!({
                "value": rounded(figure.value),
                "goal": figure.goal,
                "unit": figure.unit,
                "bare": figure.beside.page.map(rounded),
                "leptos": figure.beside.leptos.map(rounded),
                "by hand": figure.beside.by_hand.map(rounded),
            }),
        )
    };
    Value::Object(figures.iter().map(one).collect::<Map<_, _>>())
}

async fn measure(empty_page: PathBuf) -> Result<Vec<Figure>> {
    let house = House::opens_at(MORNING).await?;
    let bare = Beside::bare().await?;
    let empty = Beside::empty_app(empty_page).await?;
    let mut figures = Vec::new();
    let mut add = |name: String, value: f64, beside: Bare, goal: Option<f64>, unit: &'static str| {
        eprintln!("{name}: {value:.2} {unit}");
        figures.push(Figure { name, value, goal, unit, beside });
    };
    for profile in Profile::ALL {
        let (text_goal, ready_goal) = match profile.name {
            "p75" => (Some(0.4), 1.0),
            "slow4g" => (None, 1.3),
            _ => (Some(1.0), 3.5),
        };
        let name = profile.name;
        // In turns, so that what else the machine does meets both.
        let (mut ours, mut bares, mut empties) = (Start::default(), Start::default(), Start::default());
        for _ in 0..LOADS {
            ours.load(&house.url, profile).await?;
            bares.load(&bare.url, profile).await?;
            empties.load(&empty.url, profile).await?;
        }
        let text = |start: &Start| middle(start.loads.iter().map(|load| load.first_text)) / 1e3;
        let ready = |start: &Start| middle(start.readies.iter().map(|ready| ready.after)) / 1e3;
        let blocked = |start: &Start| middle(start.loads.iter().map(|load| load.blocked));
        let beside =
            |of: &dyn Fn(&Start) -> f64| Bare { page: Some(of(&bares)), leptos: Some(of(&empties)), by_hand: None };
        add(format!("{name}: first text"), text(&ours), beside(&text), text_goal, "s");
        add(format!("{name}: ready"), ready(&ours), beside(&ready), Some(ready_goal), "s");
        let bytes = middle(ours.readies.iter().map(|ready| ready.bytes)) / 1e3;
        add(format!("{name}: bytes until ready"), bytes, Bare::default(), Some(130.0), "kB");
        add(
            format!("{name}: layout shift"),
            worst(ours.loads.iter().map(|load| load.shift)),
            Bare::default(),
            Some(0.0),
            "",
        );
        let blocked_goal = (name == "p75").then_some(0.0);
        add(format!("{name}: blocked"), blocked(&ours), beside(&blocked), blocked_goal, "ms");
    }

    let mut links = Vec::new();
    for _ in 0..LOADS {
        links.push(Lab::open(&house.url, Profile::LOW).await?.load(SERVICE).await?);
    }
    let readable = middle(links.iter().map(|load| load.largest)) / 1e3;
    add("low: a service's page is readable".to_owned(), readable, Bare::default(), Some(1.0), "s");

    let again = Lab::open(&house.url, Profile::P75).await?;
    again.load("/").await?;
    again.has_worker().await?;
    let (mut readies, mut loads) = (Vec::new(), Vec::new());
    for _ in 0..LOADS {
        readies.push(again.ready().await?);
        loads.push(again.load("/").await?);
    }
    add(
        "p75, again: ready".to_owned(),
        middle(readies.iter().map(|ready| ready.after)) / 1e3,
        Bare::default(),
        Some(0.4),
        "s",
    );
    let bytes = worst(loads.iter().map(|load| load.bytes_before_text));
    add("p75, again: bytes before the first text".to_owned(), bytes, Bare::default(), Some(0.0), "B");
    drop(again);

    let phone = Lab::open(&house.url, Profile::SLOW_CPU).await?;
    phone.load("/").await?;
    phone.rests().await?;
    let bare_phone = Lab::open(&bare.url, Profile::SLOW_CPU).await?;
    bare_phone.load("/").await?;
    bare_phone.rests().await?;
    let (mut letters, mut found, mut bare_letters) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..3 {
        phone.wakes().await?;
        let keys = phone.keys(QUERY).await?;
        phone.rests().await?;
        letters.extend(keys.letters);
        found.extend(keys.found);
        bare_phone.wakes().await?;
        bare_letters.extend(bare_phone.keys(QUERY).await?.letters);
        bare_phone.rests().await?;
    }
    let middle_of: fn(&[f64]) -> f64 = |keys| middle(keys.iter().copied());
    let worst_of: fn(&[f64]) -> f64 = |keys| worst(keys.iter().copied());
    // Until 29 November letter and answer came in one paint: "a key" is the answer, as before.
    for (of, which) in [(middle_of, "the middle one"), (worst_of, "the worst")] {
        let bare = Bare { page: Some(of(&bare_letters)), ..Bare::default() };
        add(format!("cpu/8: a letter, {which}"), of(&letters), bare, Some(50.0), "ms");
        add(format!("cpu/8: a key, {which}"), of(&found), bare, Some(50.0), "ms");
    }

    let by_hand = Lab::open(&house.url, Profile::SLOW_CPU).await?;
    by_hand.load(SERVICE).await?;
    by_hand.rests().await?;
    let (mut bookings, mut by_hands, mut bare_steps) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..LOADS {
        phone.wakes().await?;
        let booking = book(&phone).await?;
        phone.rests().await?;
        by_hand.wakes().await?;
        by_hands.push(go_by_hand(&by_hand, &booking).await?);
        by_hand.rests().await?;
        bookings.push(booking);
        bare_phone.wakes().await?;
        bare_steps.push(time(&bare_phone, "Lanjut").await?);
        bare_phone.rests().await?;
    }
    let bare_step = middle(bare_steps.iter().map(|step| step.first));
    let names: Vec<&str> = bookings.first().into_iter().flatten().map(|tap| tap.to).collect();
    for (index, name) in names.into_iter().enumerate() {
        let value = middle(bookings.iter().map(|taps| taps[index].step.first));
        let hand = middle(by_hands.iter().map(|steps| steps[index].first));
        let beside = Bare { page: Some(bare_step), leptos: None, by_hand: Some(hand) };
        add(format!("cpu/8: to {name}"), value, beside, Some(100.0), "ms");
        let whole = middle(bookings.iter().map(|taps| taps[index].step.whole));
        add(format!("cpu/8: to {name}, whole"), whole, Bare::default(), None, "ms");
    }
    Ok(figures)
}

/// Loads of a start page, each in a browser that knows nothing yet.
#[derive(Default)]
struct Start {
    readies: Vec<Ready>,
    loads: Vec<Load>,
}

impl Start {
    async fn load(&mut self, house: &str, profile: Profile) -> Result<()> {
        self.readies.push(Lab::open(house, profile).await?.ready().await?);
        self.loads.push(Lab::open(house, profile).await?.load("/").await?);
        Ok(())
    }
}

/// A tap that brings another screen.
struct Tap {
    to: &'static str,
    /// On what.
    text: &'static str,
    step: Step,
    before: Screen,
    after: Screen,
}

/// One booking, a tap at a time; then it is cancelled, so that the next one can be made.
async fn book(lab: &Lab) -> Result<Vec<Tap>> {
    let resident = &lab.resident;
    let mut taps = Vec::new();
    lab.load(SERVICE).await?;
    tap(lab, &mut taps, "the first question", "Lihat berkas saya dan pesan").await?;
    resident.picks("Sudah").await?;
    tap(lab, &mut taps, "the next question", "Lanjut").await?;
    lab.load(LOST_CARD).await?;
    tap(lab, &mut taps, "the plan", "Tambah ke kunjungan").await?;
    tap(lab, &mut taps, "days and windows", "Pilih hari dan jam").await?;
    resident.picks("Rabu, 25 November").await?;
    resident.sees_heading("Rabu, 25 November").await?;
    tap(lab, &mut taps, "people", "Simpan tempat ini").await?;
    resident.types("Nama lengkap", "Siti Rahmawati").await?;
    resident.types("NIK", NIK_MOTHER).await?;
    tap(lab, &mut taps, "the check", "Lanjut").await?;
    tap(lab, &mut taps, "the ticket", "Pesan sekarang").await?;
    resident.presses("Batalkan").await?;
    resident.presses("Ya, batalkan").await?;
    resident.sees("Kunjungan ini dibatalkan.").await?;
    Ok(taps)
}

async fn tap(lab: &Lab, taps: &mut Vec<Tap>, to: &'static str, text: &'static str) -> Result<()> {
    let before = lab.screen().await?;
    let step = time(lab, text).await?;
    taps.push(Tap { to, text, step, before, after: lab.screen().await? });
    Ok(())
}

/// The same taps between the same screens, without the app.
async fn go_by_hand(lab: &Lab, taps: &[Tap]) -> Result<Vec<Step>> {
    let mut steps = Vec::new();
    for tap in taps {
        lab.goes_by_hand(&tap.before, &tap.after).await?;
        steps.push(time(lab, tap.text).await?);
    }
    Ok(steps)
}

async fn time(lab: &Lab, text: &str) -> Result<Step> {
    // What the next screen needs has been fetched by then, as while one reads.
    tokio::time::sleep(std::time::Duration::from_secs(2)).await;
    lab.watches_step().await?;
    lab.resident.presses(text).await?;
    lab.step().await
}

fn middle(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

fn worst(values: impl Iterator<Item = f64>) -> f64 {
    values.fold(0.0, f64::max)
}
