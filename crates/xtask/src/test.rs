//! `cargo xtask test`: everything that must be green.

mod audit;
mod report;

use std::{
    path::{Path, PathBuf},
    time::Instant,
};

use crate::{
    app,
    cache::Cache,
    child::Child,
    compat, contract,
    error::{Context as _, Error, Result},
    prove, server, size, tidy,
    tools::{BuildTools, Postgres, SCHEMATHESIS, TestTools},
};
use report::{Outcome, Report};

/// The member whose tests need the built app and a browser.
const END_TO_END: &str = "tests/e2e";

pub fn test(root: &Path) -> Result<()> {
    let begun = Instant::now();
    let cache = Cache::open()?;
    let _lock = cache.lock(root)?;
    println!("== tools");
    let build_tools = BuildTools::ready(&cache)?;
    let test_tools = TestTools::ready(&cache)?;
    app::fetch(root)?;

    let mut report = Report::new(begun);
    report.step("format", || Child::new("cargo").args(["fmt", "--all", "--check"]).within(root).run());
    report.step("tidy", || tidy::command(root));
    report.step("clippy", || clippy(root, &cache));
    report.step("tests", || tests(root, &cache));
    let built = report.step("app", || app::build(root, &cache, &build_tools));
    let mut server = None;
    let served = report.step("server", || server::build(root, &cache).map(|program| server = Some(program)));
    match server.as_deref().filter(|_| served) {
        Some(program) => {
            report.step("promises", || prove::try_all(root, &cache, program));
            report.judged("PostgreSQL", || on_postgres(root, &cache, program));
            report.judged("contract", || against_document(root, &cache, program))
        }
        None => report.skip("promises", "there is no server to try"),
    };
    match server.filter(|_| built && served) {
        Some(program) => report.step("size", || size::measure(root, &program)),
        None => report.skip("size", "there is no built app to weigh"),
    };
    report.step("compat", || compat::check(root, &cache));
    if built {
        report.step("end to end", || end_to_end(root, &cache, &test_tools));
    } else {
        report.skip("end to end", "there is no built app to open");
    }
    report.judged("audit", || audit::audit(root, &test_tools));
    report.close()
}

fn clippy(root: &Path, cache: &Cache) -> Result<()> {
    let deny = ["--", "--deny", "warnings"];
    cache.cargo(root).args(["clippy", "--workspace", "--all-targets"]).args(deny).run()?;
    // The root package alone: with --workspace the server's features would reach the app.
    let wasm = ["clippy", "--package", "loket", "--target", "wasm32-unknown-unknown"];
    cache.cargo(root).args(wasm).args(deny).run()
}

/// All tests but the end-to-end ones and the ledger's promises. Targets are named one by one, since leaving a package out would choose other
/// features for the crates we depend on, and compile them once more for the end-to-end tests.
fn tests(root: &Path, cache: &Cache) -> Result<()> {
    let mut targets = test_targets(root)?;
    for member in std::fs::read_dir(root.join("crates")).context("the folder crates can't be read")? {
        let member = member.context("the folder crates can't be read")?.path();
        if !member.ends_with(prove::MEMBER) {
            targets.extend(test_targets(&member)?);
        }
    }
    run_tests(root, cache, &["--lib", "--bins"], &targets).run()
}

/// The API's tests and the ledger's promises once more, over PostgreSQL.
fn on_postgres(root: &Path, cache: &Cache, program: &Path) -> Outcome {
    let server = match Postgres::start() {
        Ok(server) => server,
        Err(error) => return Outcome::Skipped(format!("no PostgreSQL: {error}")),
    };
    let api = run_tests(root, cache, &[], &["api".to_owned()]).env("LOKET_TEST_POSTGRES", server.url());
    match api.run().and_then(|()| prove::try_on(root, cache, program, &server)) {
        Ok(()) => Outcome::Passed,
        Err(error) => Outcome::Failed(error.to_string()),
    }
}

/// The server against the document that it writes about itself.
fn against_document(root: &Path, cache: &Cache, program: &Path) -> Outcome {
    let tool = match SCHEMATHESIS.ready(cache) {
        Ok(tool) => tool,
        Err(error) => return Outcome::Skipped(format!("no schemathesis: {error}")),
    };
    match contract::schemathesis(root, program, &tool, contract::CASES_IN_TESTS) {
        Ok(()) => Outcome::Passed,
        Err(error) => Outcome::Failed(error.to_string()),
    }
}

fn end_to_end(root: &Path, cache: &Cache, tools: &TestTools) -> Result<()> {
    journeys(root, cache, tools)?.run()
}

/// The end-to-end tests on the built app, yet to be run.
pub fn journeys(root: &Path, cache: &Cache, tools: &TestTools) -> Result<Child> {
    let targets = test_targets(&root.join(END_TO_END))?;
    if targets.is_empty() {
        return Err(Error::new("there are no end-to-end tests"));
    }
    Ok(in_browsers(root, tools, run_tests(root, cache, &[], &targets)))
}

/// A test that finds the built app, the browsers and axe.
pub fn in_browsers(root: &Path, tools: &TestTools, test: Child) -> Child {
    tools.browsers.tell(test).env("LOKET_DIST", app::dist(root)).env("LOKET_AXE", &tools.axe)
}

fn run_tests(root: &Path, cache: &Cache, kinds: &[&str], targets: &[String]) -> Child {
    let named = targets.iter().flat_map(|target| ["--test", target]);
    cache.cargo(root).args(["test", "--workspace", "--no-fail-fast"]).args(kinds).args(named)
}

/// The names of a member's integration tests: files, or folders with a main.rs, in its folder `tests`.
pub fn test_targets(member: &Path) -> Result<Vec<String>> {
    let folder = member.join("tests");
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut targets = Vec::new();
    for entry in std::fs::read_dir(&folder).context(format!("{} can't be read", folder.display()))? {
        let path: PathBuf = entry.context(format!("{} can't be read", folder.display()))?.path();
        let is_target = path.join("main.rs").is_file() || path.extension().is_some_and(|extension| extension == "rs");
        targets.extend(path.file_stem().filter(|_| is_target).map(|stem| stem.to_string_lossy().into_owned()));
    }
    targets.sort();
    Ok(targets)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::testing::Folder;

    #[test]
    fn integration_tests_are_found_as_cargo_finds_them() {
        let member = Folder::new();
        for (file, content) in [("tests/visits.rs", ""), ("tests/journeys/main.rs", ""), ("tests/shared/lib.txt", "")] {
            let path = member.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, content).unwrap();
        }
        assert_eq!(test_targets(member.path()).unwrap(), ["journeys", "visits"]);
        assert!(test_targets(&member.path().join("elsewhere")).unwrap().is_empty());
    }
}
