//! A start that comes to nothing.

use std::net::TcpListener;

use crate::support::House;

/// Tables that are brought up to date are not those of the program before any more.
#[test]
fn where_an_address_is_taken_or_an_app_is_missing_no_ledger_is_touched() {
    let house = House::new();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let fails = |flags: &[&str], sentence: &str| {
        house.run(flags).failed_with(sentence);
        assert_eq!(house.kept(), [""; 0], "{flags:?}");
    };
    fails(&["--metrics-listen", &address], &format!("nothing can listen on {address}"));
    fails(&["--previous-app", "/nowhere"], "the built app can't be read at /nowhere");
    std::fs::rename(house.path("app"), house.path("elsewhere")).unwrap();
    fails(&[], "the built app can't be read at ");
}

/// It would else make a ledger of its own beside the keys of the mall's.
#[test]
fn a_mistyped_variable_is_named_and_nothing_is_made() {
    let house = House::new();
    // In two parts: this is no variable that tests read.
    let mistyped = concat!("LOKET", "_DATABSE");
    for command in [&["check"][..], &["rotate-key"], &[]] {
        let done = house.command(command).env(mistyped, "postgres://loket:secret@host/loket").output().unwrap();
        let said = String::from_utf8_lossy(&done.stderr);
        assert!(!done.status.success() && said.contains(&format!("nothing is called \"{mistyped}\"")), "{said}");
        assert!(!said.contains("secret"), "{said}");
        assert_eq!(house.kept(), [""; 0]);
    }
}
