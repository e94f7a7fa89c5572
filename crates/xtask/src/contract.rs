//! `cargo xtask contract [CASES]`: schemathesis tries the server against the document that it writes about itself.
//!
//! Each run has a seed and a server of its own, with an empty ledger; runs are added until the cases are enough. What it
//! knows of residents, and which checks are left out and why, stands in `tests/contract`.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use serde_json::Value;

use crate::{
    cache::Cache,
    child::Child,
    error::{Context as _, Error, Result},
    finish,
    server::{self, Server},
    tools::SCHEMATHESIS,
};

/// What `cargo xtask test` tries.
pub const CASES_IN_TESTS: usize = 2_000;

/// Well-formed and malformed cases of one operation in a run, beside those that its schema's corners make.
const EXAMPLES_PER_OPERATION: usize = 100;

/// The document as the repository holds it, which a test compares with the served one: of a served one schemathesis would
/// leave out the operation that serves it.
const DOCUMENT: &str = "docs/openapi.json";

/// Not what is tried here, and one address would meet them soon. The header lets each case come from a network of its own.
const FLAGS: [&str; 5] = [
    "--holds-per-network-max=1000000",
    "--held-places-per-network-max=1000000",
    "--held-share-per-network-max=100",
    "--held-places-per-window-min=1000000",
    "--client-address-header=X-Forwarded-For",
];

pub fn command(root: &Path, cases: &str) -> Result<()> {
    let cases = cases.parse().context(format!("`{cases}` is no number of cases"))?;
    let cache = Cache::open()?;
    let (program, tool) = {
        let _lock = cache.lock(root)?;
        (server::build(root, &cache)?, SCHEMATHESIS.ready(&cache)?)
    };
    schemathesis(root, &program, &tool, cases)
}

/// How often an operation was answered with each status.
type Tally = BTreeMap<String, BTreeMap<u16, usize>>;

/// Runs `tool` against servers of `program` until at least this many cases have been tried.
///
/// # Errors
/// Where an answer breaks the document or is a failure of the server's, or an operation never succeeded.
pub fn schemathesis(root: &Path, program: &Path, tool: &Path, cases: usize) -> Result<()> {
    let mut tally = Tally::new();
    let mut seed = 0;
    while count(&tally) < cases {
        seed += 1;
        let folder = Folder::new(seed)?;
        let outcome = run(root, program, tool, &folder, seed);
        let before = count(&tally);
        read(&folder.tally(), &mut tally);
        outcome.context(format!("seed {seed}"))?;
        if count(&tally) == before {
            return Err(Error::new(format!("seed {seed} tried nothing")));
        }
    }
    print!("{}", written(&tally));
    println!("{} cases with {seed} seeds, none against the document.", count(&tally));
    judge(&tally, &operations(&root.join(DOCUMENT))?)
}

/// The names of a document's operations.
fn operations(document: &Path) -> Result<BTreeSet<String>> {
    let unreadable = || format!("{} can't be read", document.display());
    let text = fs::read_to_string(document).context(unreadable())?;
    let document: Value = serde_json::from_str(&text).context(unreadable())?;
    let paths = document["paths"].as_object().into_iter().flat_map(|paths| paths.values());
    let operations = paths.filter_map(Value::as_object).flat_map(|item| item.values());
    Ok(operations.filter_map(|operation| operation["operationId"].as_str()).map(str::to_owned).collect())
}

/// One run: `Err` where schemathesis found something, which it has shown by then.
fn run(root: &Path, program: &Path, tool: &Path, folder: &Folder, seed: usize) -> Result<()> {
    // Only the API is asked; the shell is what the server needs to start.
    fs::create_dir_all(folder.app()).context("a folder can't be made")?;
    fs::copy(root.join("index.html"), folder.app().join("index.html")).context("index.html can't be copied")?;
    finish::add_embed(root, &folder.app())?;
    let server = Server::start_with(program, &folder.app(), &folder.data(), &FLAGS)?;
    let address = format!("http://{}", server.address);
    let (seed, examples) = (seed.to_string(), EXAMPLES_PER_OPERATION.to_string());
    let tests = root.join("tests/contract");
    Child::new(tool)
        .args(["--no-color", "--config-file", "schemathesis.toml", "run", "--url", &address])
        .args([root.join(DOCUMENT)])
        .args(["--seed", &seed, "--max-examples", &examples])
        .within(&tests)
        .env("PYTHONPATH", &tests)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env("LOKET_CONTRACT_SERVER", &address)
        .env("LOKET_CONTRACT_SEED", &seed)
        .env("LOKET_CONTRACT_TALLY", folder.tally())
        .run()
}

/// Adds what a run counted: lines of operation, status and cases.
fn read(file: &Path, tally: &mut Tally) {
    for line in fs::read_to_string(file).unwrap_or_default().lines() {
        let mut fields = line.split('\t');
        let (Some(operation), Some(status), Some(cases)) = (fields.next(), fields.next(), fields.next()) else {
            continue;
        };
        if let (Ok(status), Ok(cases)) = (status.parse(), cases.parse::<usize>()) {
            *tally.entry(operation.to_owned()).or_default().entry(status).or_default() += cases;
        }
    }
}

fn count(tally: &Tally) -> usize {
    tally.values().flat_map(BTreeMap::values).sum()
}

fn succeeded(statuses: &BTreeMap<u16, usize>) -> usize {
    statuses.range(200..300).map(|(_, cases)| cases).sum()
}

fn written(tally: &Tally) -> String {
    let mut text = format!("\n{:<18} {:>7} {:>7}  statuses\n", "operation", "cases", "2xx");
    for (operation, statuses) in tally {
        let list: Vec<String> = statuses.iter().map(|(status, cases)| format!("{status}: {cases}")).collect();
        let cases: usize = statuses.values().sum();
        text.push_str(&format!("{operation:<18} {cases:>7} {:>7}  {}\n", succeeded(statuses), list.join(", ")));
    }
    text
}

/// Those that can't succeed here: a reminder wants a real browser's subscription, made with a key of the server's own. What
/// they answer then is tried by the API's tests (`tests/api/reminders.rs`).
const REFUSALS_ALONE: [&str; 3] = ["another_method", "set_reminder", "drop_reminder"];

/// An operation that never succeeds was not tried: only its refusals were. One that was not even asked for is in no tally.
fn judge(tally: &Tally, operations: &BTreeSet<String>) -> Result<()> {
    let unasked = operations.iter().filter(|operation| !tally.contains_key(*operation));
    let refused = tally
        .iter()
        .filter(|(operation, statuses)| !REFUSALS_ALONE.contains(&operation.as_str()) && succeeded(statuses) == 0)
        .map(|(operation, _)| operation);
    for (found, how) in [
        (unasked.map(String::as_str).collect::<Vec<_>>(), "never asked for"),
        (refused.map(String::as_str).collect(), "never answered with success"),
    ] {
        if !found.is_empty() {
            return Err(Error::new(format!("{how}: {}", found.join(", "))));
        }
    }
    Ok(())
}

/// What one run leaves; gone with its owner.
#[derive(Debug)]
struct Folder(PathBuf);

impl Folder {
    fn new(seed: usize) -> Result<Self> {
        let path = std::env::temp_dir().join(format!("loket-contract-{}-{seed}", std::process::id()));
        fs::create_dir_all(&path).context(format!("{} can't be made", path.display()))?;
        Ok(Self(path))
    }

    fn app(&self) -> PathBuf {
        self.0.join("app")
    }

    fn data(&self) -> PathBuf {
        self.0.join("data")
    }

    fn tally(&self) -> PathBuf {
        self.0.join("tally")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(text: &str) -> Tally {
        let folder = crate::testing::Folder::new();
        let file = folder.path().join("tally");
        fs::write(&file, text).unwrap();
        let mut tally = Tally::new();
        read(&file, &mut tally);
        read(&file, &mut tally);
        tally
    }

    #[test]
    fn runs_are_added_up() {
        let tally = tally("hold_places\t201\t3\nhold_places\t409\t1\n");
        assert_eq!(count(&tally), 8);
        assert!(
            written(&tally).ends_with("hold_places              8       6  201: 6, 409: 2\n"),
            "{}",
            written(&tally)
        );
        assert_eq!(judge(&tally, &["hold_places".to_owned()].into()), Ok(()));
    }

    #[test]
    fn an_operation_that_never_succeeds_is_a_fault() {
        let tally = tally("read_hold\t404\t9\nlive\t200\t1\nanother_method\t405\t1\n");
        let error = judge(&tally, &BTreeSet::new()).unwrap_err();
        assert_eq!(error.to_string(), "never answered with success: read_hold");
    }

    #[test]
    fn an_operation_that_is_described_and_not_tried_is_a_fault() {
        let folder = crate::testing::Folder::new();
        let document = folder.path().join("openapi.json");
        let text = r#"{ "paths": { "/holds": { "post": { "operationId": "hold_places" } }, "/health/live": { "get": { "operationId": "live" } } } }"#;
        fs::write(&document, text).unwrap();
        let error = judge(&tally("live\t200\t1\n"), &operations(&document).unwrap()).unwrap_err();
        assert_eq!(error.to_string(), "never asked for: hold_places");
    }
}
