//! `backup`, `restore` and `check`, as an administrator runs them.

use std::{
    os::unix::fs::PermissionsExt as _,
    path::Path,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};

use contract::visits::Ticket;
use sqlx::{Connection as _, SqliteConnection};

use crate::support::{House, Line, book, get, read, until, windows};

/// A house with one visit, stopped, and its backup.
fn backed_up() -> (House, Ticket, String) {
    let house = House::new();
    let server = house.serve(&[]);
    let ticket = book(&mut Line::open(server.address).unwrap(), &windows(server.address), 0).unwrap();
    server.stop();
    let file = house.path("copy.loket").to_str().unwrap().to_owned();
    house.run(&["backup", &file]).succeeded();
    (house, ticket, file)
}

#[test]
fn a_backup_taken_while_people_book_has_every_visit_that_was_answered_before_it() {
    let house = House::new();
    let server = house.serve(&[]);
    let (address, windows) = (server.address, windows(server.address));
    let (next, is_over) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicBool::new(false)));
    let booked: Arc<Mutex<Vec<(u64, Ticket)>>> = Arc::default();
    let crowd: Vec<_> = (0..6)
        .map(|_| {
            let (next, is_over, booked, windows) = (next.clone(), is_over.clone(), booked.clone(), windows.clone());
            std::thread::spawn(move || {
                let mut line = Line::open(address).unwrap();
                while !is_over.load(Ordering::SeqCst) {
                    let number = next.fetch_add(1, Ordering::SeqCst);
                    let ticket = book(&mut line, &windows, number).unwrap();
                    booked.lock().unwrap().push((number, ticket));
                }
            })
        })
        .collect();
    // Whoever ends before has met a fault, which is told below.
    until("60 are booked", || booked.lock().unwrap().len() >= 60 || crowd.iter().any(|one| one.is_finished()));
    let before = booked.lock().unwrap().clone();
    let file = house.path("copy.loket");
    let said = house.run(&["backup", file.to_str().unwrap()]).succeeded();
    let during = booked.lock().unwrap().len() - before.len();
    is_over.store(true, Ordering::SeqCst);
    crowd.into_iter().for_each(|resident| resident.join().unwrap());
    assert!(said.contains("its keys") && said.contains("are not in it"), "{said}");
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    println!("{} visits before the backup, {during} while it was written", before.len());

    let elsewhere = House::with_key_of(&house);
    elsewhere.run(&["restore", file.to_str().unwrap()]).succeeded();
    assert_eq!(elsewhere.kept(), ["loket.key", "loket.sqlite"]);
    elsewhere.run(&["check"]).succeeded();
    let restored = elsewhere.serve(&[]);
    for (number, ticket) in &before {
        let again: Ticket = read(restored.address, ticket, *number).ok();
        assert_eq!((again.code, again.people[0].name.as_str()), (ticket.code, "Siti Rahmawati"));
    }
    // And a ledger in use can be checked.
    house.run(&["check"]).succeeded();
    assert_eq!(get(restored.address, "/health/ready").status, 200);
}

#[test]
fn a_backup_holds_no_key_and_overwrites_nothing() {
    let (house, _, file) = backed_up();
    let backup = std::fs::read(&file).unwrap();
    for key in house.keys() {
        let digits: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
        for form in [key.as_slice(), digits.as_bytes()] {
            assert!(!backup.windows(form.len()).any(|window| window == form));
        }
    }
    house.run(&["backup", &file]).failed_with("copy.loket is there already; nothing is overwritten");
    assert_eq!(std::fs::read(&file).unwrap(), backup);
    let nowhere = house.path("nowhere/copy.loket");
    house.run(&["backup", nowhere.to_str().unwrap()]).failed_with("can't be written");
    House::new().run(&["backup", "copy.loket"]).failed_with("there is no ledger at");
}

/// Restoring these bytes into a fresh house with that key is refused, and leaves nothing.
#[track_caller]
fn refuses(house: &House, bytes: &[u8], sentence: &str) {
    let file = house.path("changed.loket");
    std::fs::write(&file, bytes).unwrap();
    let elsewhere = House::with_key_of(house);
    elsewhere.run(&["restore", file.to_str().unwrap()]).failed_with(sentence);
    assert_eq!(elsewhere.kept(), ["loket.key"]);
}

#[test]
fn a_backup_that_is_cut_short_or_changed_is_refused() {
    let (house, _, file) = backed_up();
    let whole = std::fs::read(&file).unwrap();
    for length in [0, 10, whole.len() / 2, whole.len() - 1] {
        refuses(&house, &whole[..length], "is no backup of Loket, or its end is missing");
    }
    for at in [0, 5_000, whole.len() / 2, whole.len() - 200, whole.len() - 2] {
        let mut changed = whole.clone();
        changed[at] ^= 1;
        refuses(&house, &changed, "is damaged: its checksum is another one");
    }
}

/// The backup, its database changed by these statements, with the right checksum for what it is now.
fn changed(house: &House, file: &str, statements: &[&'static str]) -> Vec<u8> {
    let bytes = std::fs::read(file).unwrap();
    let database = house.path("changed.sqlite");
    let start = bytes.windows(12).rposition(|window| window == b"loket-backup").unwrap();
    std::fs::write(&database, &bytes[..start]).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async {
        let mut connection = SqliteConnection::connect(database.to_str().unwrap()).await.unwrap();
        for statement in statements {
            sqlx::query(*statement).execute(&mut connection).await.unwrap();
        }
        connection.close().await.unwrap();
    });
    // As `backup` would have written it.
    let other = House::with_key_of(house);
    std::fs::rename(&database, other.data().join("loket.sqlite")).unwrap();
    let file = other.path("changed.loket");
    other.run(&["backup", file.to_str().unwrap()]).succeeded();
    std::fs::read(file).unwrap()
}

#[test]
fn a_backup_that_is_whole_but_wrong_is_refused() {
    let (house, _, file) = backed_up();
    let newer = "insert into _sqlx_migrations (version, description, success, checksum, execution_time)
                 values (9999, 'later', true, x'00', 0)";
    refuses(&house, &changed(&house, &file, &[newer]), "whose migration 9999 this program does not know");
    let unbalanced = changed(&house, &file, &["update window_counter set taken = taken + 1"]);
    refuses(&house, &unbalanced, "the books do not balance: 1 windows");
    let orphan = ["pragma foreign_keys = off", "delete from visit"];
    refuses(&house, &changed(&house, &file, &orphan), "the database is damaged: ");
    refuses(&house, &changed(&house, &file, &["drop table _sqlx_migrations"]), "holds no ledger of Loket");
}

#[test]
fn a_backup_is_restored_only_with_its_key_and_only_where_no_ledger_is() {
    let (house, ticket, file) = backed_up();
    let keyless = House::new();
    keyless.run(&["restore", &file]).failed_with("loket.key is missing; put it there first");
    assert!(keyless.kept().is_empty());
    std::fs::write(keyless.data().join("loket.key"), [9; 32]).unwrap();
    keyless.run(&["restore", &file]).failed_with("can't be restored: the ledger belongs to another key file");
    assert_eq!(keyless.kept(), ["loket.key"]);

    let before = std::fs::read(house.data().join("loket.sqlite")).unwrap();
    house.run(&["restore", &file]).failed_with("loket.sqlite is there already");
    assert_eq!(std::fs::read(house.data().join("loket.sqlite")).unwrap(), before);
    // The journal of a ledger that was taken away would be played into the restored one.
    let journal = House::with_key_of(&house);
    std::fs::write(journal.data().join("loket.sqlite-wal"), "left").unwrap();
    journal.run(&["restore", &file]).failed_with("loket.sqlite-wal is there already");

    let restored = House::with_key_of(&house);
    restored.run(&["restore", &file]).succeeded();
    let server = restored.serve(&[]);
    assert_eq!(read(server.address, &ticket, 0).status, 200);
}

#[test]
fn a_backup_needs_the_keys_of_its_time() {
    let (house, ticket, before) = backed_up();
    let older = House::with_key_of(&house);
    house.run(&["rotate-key"]).succeeded();
    house.serve(&[]).stop();
    let after = house.path("after.loket").to_str().unwrap().to_owned();
    house.run(&["backup", &after]).succeeded();
    older.run(&["restore", &after]).failed_with("can't be restored: the key file lacks key 2");
    assert_eq!(older.kept(), ["loket.key"]);
    for file in [&before, &after] {
        let restored = House::with_key_of(&house);
        restored.run(&["restore", file]).succeeded();
        restored.run(&["check"]).succeeded();
        assert_eq!(read(restored.serve(&[]).address, &ticket, 0).status, 200);
    }
}

#[test]
fn a_ledger_on_postgresql_is_backed_up_by_its_own_tools() {
    let house = House::new();
    let flags = ["--database", "postgres://nobody@localhost/loket"];
    let file = house.path("copy.loket");
    for (command, tool) in [("backup", "pg_dump"), ("restore", "pg_restore")] {
        house.run(&[&flags[..], &[command, file.to_str().unwrap()]].concat()).failed_with(tool);
    }
    assert!(!Path::new(&file).exists());
}
