//! What residents asked and were told, and when; and whether a ledger that was found later keeps that word.

use std::collections::BTreeMap;

use server::{db::upkeep, ledger_check};

use crate::{
    Result,
    ask::{self, Answer, Ask},
    books,
    mall::Mall,
};

/// A wish that was granted. Each secret has one at a time.
#[derive(Debug, Clone)]
pub struct Told {
    pub secret: u64,
    pub ask: Ask,
    pub answer: Answer,
    /// How much the disk had seen when it was asked, and where in its log it was answered.
    pub begun: usize,
    pub heard: usize,
}

/// What a look at a ledger found.
#[derive(Debug, Default, Clone, Copy)]
pub struct Found {
    /// Answers under a key that were given once more.
    pub repeated: u64,
    /// Of the wishes that were not answered yet: those that had happened, and those that had not.
    pub done: u64,
    pub not_done: u64,
}

impl Found {
    pub fn add(&mut self, other: Self) {
        self.repeated += other.repeated;
        self.done += other.done;
        self.not_done += other.not_done;
    }
}

impl Told {
    #[must_use]
    pub fn is_visit(&self) -> bool {
        self.ask.method == "POST" && self.ask.path == "/visits"
    }

    /// Whether the ledger is as it was once this was done, as its holder sees it.
    async fn is_seen(&self, mall: &Mall) -> bool {
        let said = self.answer.json();
        let secret = ask::secret(self.secret);
        let look = match (said["id"].as_str(), said["code"].as_str()) {
            (Some(hold), _) => ask::held(&secret, hold),
            (_, Some(code)) => ask::ticket(&secret, &code.replace('-', "")),
            // A hold that was given back: no hold of that id.
            (None, None) => Ask { method: "GET", ..self.ask.clone() },
        };
        let seen = mall.send(&look.through(self.ask.network)).await;
        if self.answer.body.is_empty() { seen.code() == "not_found" } else { seen.is_good() && seen.json() == said }
    }
}

/// Holds a ledger against what had happened when the log of its disk had `length` events; `told` is in the order in which it was
/// asked for. What was not answered by then may be
/// there or not, but whole; asked again it is granted.
///
/// # Errors
/// What of the word is not kept.
pub async fn check(told: &[Told], length: usize, mall: &Mall) -> Result<Found> {
    let mut found = Found::default();
    check_books(mall).await?;
    let mut open = Vec::new();
    let mut visits = 0;
    for (secret, wishes) in by_secret(told, length) {
        let (heard, unheard): (Vec<&Told>, Vec<&Told>) = wishes.into_iter().partition(|told| told.heard < length);
        for told in heard.iter().filter(|told| told.ask.key.is_some()) {
            let again = mall.send(&told.ask).await;
            if again != told.answer {
                return Err(format!("{:?} was answered {:?}, and then {again:?}", told.ask, told.answer).into());
            }
            found.repeated += 1;
        }
        visits += heard.iter().filter(|told| told.is_visit()).count();
        let is_done = match unheard.first() {
            Some(wish) => wish.is_seen(mall).await,
            None => false,
        };
        match (unheard.first(), heard.last()) {
            (Some(wish), _) if is_done => visits += usize::from(wish.is_visit()),
            (_, Some(last)) if !last.is_seen(mall).await => {
                return Err(format!("secret {secret} was told {last:?}, and that is not there").into());
            }
            _ => {}
        }
        open.extend(unheard.first().map(|wish| (*wish, is_done)));
    }
    let there = books::number(&mall.app.db, "select count(*) from visit").await?;
    if there != visits as i64 {
        return Err(format!("there are {there} visits, of which residents know or may know {visits}").into());
    }
    // In the order of their turns, as in `told`: one may have made room for the next.
    open.sort_by_key(|(wish, _)| told.iter().position(|each| std::ptr::eq(each, *wish)));
    for (wish, is_done) in open {
        let again = mall.send(&wish.ask).await;
        let is_right = if is_done { is_same(wish, &again) } else { again.is_good() };
        if !is_right {
            return Err(format!("{wish:?} was on its way (done: {is_done}), and asked again it is {again:?}").into());
        }
        *(if is_done { &mut found.done } else { &mut found.not_done }) += 1;
    }
    check_books(mall).await?;
    Ok(found)
}

/// The same answer; without a key at least the same hold, or a refusal of what was done already.
fn is_same(wish: &Told, again: &Answer) -> bool {
    match (&wish.ask.key, wish.ask.method) {
        (Some(_), _) => *again == wish.answer,
        (None, "POST") => again.is_good() && again.json() == wish.answer.json(),
        (None, "PATCH") => again.code() == "already_extended",
        (None, _) => again.code() == "not_found",
    }
}

/// The wishes of each secret that were asked by then, in order.
fn by_secret(told: &[Told], length: usize) -> BTreeMap<u64, Vec<&Told>> {
    let mut all: BTreeMap<u64, Vec<&Told>> = BTreeMap::new();
    for wish in told.iter().filter(|told| told.begun < length) {
        all.entry(wish.secret).or_default().push(wish);
    }
    all
}

/// The pages, indexes and references of the file, and everything that must be true of the tables.
async fn check_books(mall: &Mall) -> Result<()> {
    books::check(&mall.app.db).await?;
    let mut connection = upkeep::connect(&mall.app.config.place()).await?;
    let faults = ledger_check::faults(&mut connection, &mall.app.keys, mall.app.clock.now()).await;
    sqlx::Connection::close(connection).await?;
    match faults.map_err(|error| error.to_string())?.first() {
        Some(fault) => Err(fault.to_string().into()),
        None => Ok(()),
    }
}
