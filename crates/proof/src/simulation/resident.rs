//! Residents who change their minds, ask twice, take each other's identity, come too late.

use fastrand::Rng;

use crate::{
    ask::{self, Ask},
    mall::{DESKS, SERVICES, Stop, Window, instant},
    model::{Expected, Judged, Model},
};

/// Few windows, so that they fill: two a desk on each of three days.
const DAYS: [&str; 3] = ["24", "25", "27"];
const TIMES: [&str; 2] = ["08:00", "09:30"];
const KEYS: [&str; 3] = ["a", "b", "c"];

/// One request, as the model understands it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Move {
    Hold(Vec<Stop>),
    Extend { id: String },
    Release { id: String },
    Confirm { key: &'static str, id: String, stops: Vec<Stop>, people: Vec<String> },
    Reschedule { key: &'static str, code: String, to: Vec<(u32, i64)> },
    Cancel { key: &'static str, code: String, stop: Option<u32> },
    Windows(Vec<Window>),
    Ticket { code: String },
}

impl Move {
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Hold(_) => "hold",
            Self::Extend { .. } => "extend",
            Self::Release { .. } => "release",
            Self::Confirm { .. } => "confirm",
            Self::Reschedule { .. } => "reschedule",
            Self::Cancel { .. } => "cancel",
            Self::Windows(_) => "windows",
            Self::Ticket { .. } => "ticket",
        }
    }

    /// Whether it asks for a change.
    pub const fn writes(&self) -> bool {
        !matches!(self, Self::Windows(_) | Self::Ticket { .. })
    }

    /// What the model does with it.
    pub fn judge(&self, model: &mut Model, secret: u64, now: i64) -> Judged {
        match self {
            Self::Hold(stops) => model.hold(secret, stops, now),
            Self::Extend { id } => model.extend(secret, id, now),
            Self::Release { id } => model.release(secret, id, now),
            Self::Confirm { key, id, stops, people } => model.confirm(secret, key, (id, stops), people, now),
            Self::Reschedule { key, code, to } => model.reschedule(secret, key, code, to, now),
            Self::Cancel { key, code, stop } => model.cancel(secret, key, code, *stop, now),
            Self::Windows(windows) => Judged { expected: model.left(windows, now), lasts: false },
            Self::Ticket { code } => Judged { expected: model.ticket(secret, code, now), lasts: false },
        }
    }
}

#[derive(Debug)]
pub struct Resident {
    number: u64,
    /// Of the visit in hand; another one for each.
    pub secret: u64,
    /// What was last held, and its id once it was heard.
    stops: Vec<Stop>,
    hold: Option<String>,
    code: Option<String>,
    last: Option<(Move, Ask)>,
    /// Refusals that count as tries: five would be too many.
    conflicts: u32,
}

impl Resident {
    pub fn new(number: u64) -> Self {
        Self { number, secret: number, stops: Vec::new(), hold: None, code: None, last: None, conflicts: 0 }
    }

    /// What comes next; `None` where there is nothing to do yet.
    pub fn next(&mut self, rng: &mut Rng, now: i64) -> Option<(Move, Ask)> {
        let is_new_visit = self.code.is_some() && rng.u32(0..100) < 10;
        if is_new_visit || self.conflicts >= 3 {
            let number = self.number;
            *self = Self { secret: self.secret + 1000, ..Self::new(number) };
        }
        // Once more, as when the answer was lost.
        if rng.u32(0..100) < 15 {
            return self.last.clone();
        }
        let next = match rng.u32(0..100) {
            0..35 => Move::Hold(stops(rng)),
            35..60 => {
                let (id, people) = (self.hold.clone()?, self.people(rng)?);
                Move::Confirm { key: pick(rng, &KEYS), id, stops: self.stops.clone(), people }
            }
            60..65 => Move::Extend { id: self.hold.clone()? },
            65..69 => Move::Release { id: self.hold.clone()? },
            69..79 => Move::Reschedule { key: pick(rng, &KEYS), code: self.code.clone()?, to: self.new_windows(rng) },
            79..87 => Move::Cancel { key: pick(rng, &KEYS), code: self.code.clone()?, stop: self.some_stop(rng) },
            87..95 => Move::Windows(windows_on(rng.usize(0..DESKS.len()), day_from(rng, now)?)),
            _ => Move::Ticket { code: self.code.clone()? },
        };
        let ask = self.ask(&next);
        Some((next, ask))
    }

    pub fn has_asked(&mut self, wish: &Move, ask: &Ask, judged: &Judged) {
        self.last = Some((wish.clone(), ask.clone()));
        if let (Move::Hold(stops), Expected::Hold { .. }) = (wish, &judged.expected) {
            // Until its id is heard, the old one is all that is known.
            self.stops.clone_from(stops);
        }
        if judged.expected == Expected::Refused("live_stop_exists") {
            self.conflicts += 1;
        }
    }

    pub fn learn_hold(&mut self, secret: u64, id: &str) {
        if secret == self.secret {
            self.hold = Some(id.to_owned());
        }
    }

    pub fn learn_visit(&mut self, secret: u64, code: &str) {
        if secret == self.secret {
            self.code = Some(code.to_owned());
        }
    }

    /// Mostly oneself, and a child; sometimes whoever lives next door.
    fn people(&self, rng: &mut Rng) -> Option<Vec<String>> {
        let count = self.stops.iter().map(|stop| stop.person + 1).max()?;
        let own = |person: u64| ask::nik(self.number * 10 + person);
        let mut people: Vec<String> = (0..count as u64).map(own).collect();
        if rng.u32(0..100) < 12 {
            people[0] = ask::nik((self.number + 1) % 7 * 10);
        }
        Some(people)
    }

    fn new_windows(&self, rng: &mut Rng) -> Vec<(u32, i64)> {
        let starts_at = start(pick(rng, &DAYS), pick(rng, &TIMES));
        // Sometimes not all of the stops, which is refused where they are booked.
        let count = if rng.u32(0..100) < 10 { 1 } else { self.stops.len() };
        (1..=count as u32).map(|number| (number, starts_at)).collect()
    }

    fn some_stop(&self, rng: &mut Rng) -> Option<u32> {
        rng.bool().then(|| rng.u32(1..=3))
    }

    fn ask(&self, wish: &Move) -> Ask {
        let secret = ask::secret(self.secret);
        let asked = match wish {
            Move::Hold(stops) => ask::hold(&secret, stops),
            Move::Extend { id } => ask::extend(&secret, id),
            Move::Release { id } => ask::release(&secret, id),
            Move::Confirm { key, id, stops, people } => ask::confirm(&secret, key, id, stops, people),
            Move::Reschedule { key, code, to } => ask::reschedule(&secret, key, code, to),
            Move::Cancel { key, code, stop } => ask::cancel(&secret, key, code, *stop),
            Move::Windows(windows) => {
                let day = windows.first().map_or(DAYS[0], |window| day_of(window.starts_at));
                ask::windows(windows.first().map_or(0, |window| window.desk), &format!("2026-11-{day}"))
            }
            Move::Ticket { code } => ask::ticket(&secret, code),
        };
        asked.through(self.secret as u32)
    }
}

/// One person, or two of a family in the same window.
fn stops(rng: &mut Rng) -> Vec<Stop> {
    let service = rng.usize(0..SERVICES.len());
    let desk = SERVICES[service].desk;
    let window = Window { desk, starts_at: start(pick(rng, &DAYS), pick(rng, &TIMES)) };
    let people = if DESKS[desk].places > 1 && rng.u32(0..100) < 30 { 2 } else { 1 };
    (0..people).map(|person| Stop { service, person, window }).collect()
}

fn pick<T: Copy>(rng: &mut Rng, list: &[T]) -> T {
    list[rng.usize(0..list.len())]
}

fn start(day: &str, time: &str) -> i64 {
    instant(&format!("{day}T{time}"))
}

/// A day that is not over: of one that is, the server lists no windows.
fn day_from(rng: &mut Rng, now: i64) -> Option<&'static str> {
    let day = pick(rng, &DAYS);
    (now < start(day, "12:00")).then_some(day)
}

fn day_of(starts_at: i64) -> &'static str {
    DAYS.into_iter().find(|day| TIMES.iter().any(|time| start(day, time) == starts_at)).unwrap_or(DAYS[0])
}

fn windows_on(desk: usize, day: &str) -> Vec<Window> {
    TIMES.iter().map(|time| Window { desk, starts_at: start(day, time) }).collect()
}

/// The windows that a path asks about.
pub fn windows_of(path: &str) -> Vec<Window> {
    let desk = DESKS.iter().position(|desk| path.contains(desk.id)).unwrap_or_default();
    let day = DAYS.into_iter().find(|day| path.contains(&format!("2026-11-{day}"))).unwrap_or(DAYS[0]);
    windows_on(desk, day)
}

/// The number of the secret under which something was asked: the resident's present one, or an older one.
pub fn number_of(resident: &Resident, ask: &Ask) -> u64 {
    let mut number = resident.secret;
    while ask::secret(number) != ask.secret && number >= 1000 {
        number -= 1000;
    }
    number
}
