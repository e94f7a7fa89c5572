//! The project's commands. `cargo xtask` lists them.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "talking to whoever runs it is what it is for")]

mod app;
mod bench;
mod cache;
mod catalogue_check;
mod catalogue_grow;
mod child;
mod compat;
mod contract;
mod dev;
mod error;
mod finish;
mod lighthouse;
mod prove;
mod run;
mod server;
mod size;
mod test;
#[cfg(test)]
mod testing;
mod tidy;
mod tools;
mod workspace;

use std::process::ExitCode;

use error::{Error, Result};

const COMMANDS: &str = "\
cargo xtask COMMAND

  run [-- FLAGS]         builds the app and the server, starts them, prints the address; FLAGS go to the server
  test                   everything that must be green; what CI runs
  prove [PROMISE…]       the promises at length (docs/RELIABILITY.md); hours: the ledger's on both stores, home_screen and messages in a browser
  bench ledger [VISITS…] how fast the ledger is, as JSON; VISITS are numbers of stored visits to compare, such as 1000 100000
  bench web [NAME]       how fast the app is on cheap phones and bad lines, beside the goals (docs/PERFORMANCE.md); NAME keeps
                         the figures under it and draws docs/performance.svg
  bench serve            requests a second beside nginx with the same bytes
  dev [-- FLAGS]         rebuilds on every change and reloads the page
  size                   each built file and what a first page needs, raw and brotli; fails over the budget
  size code              whose code the first piece of the wasm is
  tidy                   the invariants of ARCHITECTURE.md that a machine can check
  compat                 whether the oldest engines that are promised have what the app uses
  lighthouse             each kind of page through Lighthouse, which must give it all points; writes docs/lighthouse.json
  contract [CASES]       the server against its own OpenAPI document, with schemathesis; 2,000 cases where none are named
  catalogue check [DIR]  whether a catalogue is sound, and what is in it
  catalogue grow N DIR   writes a catalogue of N services, invented from the shipped one, to try what a larger mall takes
  finish                 the last steps of a build; Trunk calls it";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match dispatch(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            if !error.is_said() {
                eprintln!("\n{error}");
            }
            ExitCode::FAILURE
        }
    }
}

fn dispatch(arguments: &[&str]) -> Result<()> {
    let root = workspace::root()?;
    match arguments {
        ["run", flags @ ..] => run::run(&root, without_dashes(flags)),
        ["test"] => test::test(&root),
        ["prove", promises @ ..] => prove::command(&root, promises),
        ["bench", "ledger", stored @ ..] => bench::ledger(&root, stored),
        ["bench", "web"] => bench::web(&root, None),
        ["bench", "web", name] => bench::web(&root, Some(name)),
        ["bench", "serve"] => bench::serve(&root),
        ["dev", flags @ ..] => dev::dev(&root, without_dashes(flags)),
        ["size"] => size::command(&root),
        ["size", "code"] => size::code(&root),
        ["compat"] => compat::command(&root),
        ["tidy"] => tidy::command(&root),
        ["lighthouse"] => lighthouse::command(&root),
        ["contract"] => contract::command(&root, &contract::CASES_IN_TESTS.to_string()),
        ["contract", cases] => contract::command(&root, cases),
        ["catalogue", "check"] => catalogue_check::command(&root, None),
        ["catalogue", "check", folder] => catalogue_check::command(&root, Some(folder)),
        ["catalogue", "grow", count, folder] => catalogue_grow::command(count, folder),
        ["finish"] => finish::command(),
        [] | ["help" | "--help" | "-h"] => {
            println!("{COMMANDS}");
            Ok(())
        }
        other => Err(Error::new(format!("there is no command `{}`\n\n{COMMANDS}", other.join(" ")))),
    }
}

/// `cargo xtask run -- --listen …` and `cargo xtask run --listen …` mean the same.
fn without_dashes<'a>(flags: &'a [&'a str]) -> &'a [&'a str] {
    match flags {
        ["--", rest @ ..] => rest,
        all => all,
    }
}
