use std::{path::Path, time::Duration};

use prometheus_client::{encoding::prometheus_text, registry::Registry};
use sqlx::Row as _;
use tokio::task::JoinSet;

use super::*;
use crate::db::{Db, Place, Store};

async fn open(folder: &Path) -> (Db, Writer) {
    let db = Db::open(&Place::File(folder.join("loket.sqlite"))).await.unwrap();
    let Store::Sqlite { writer, .. } = &db.store else { panic!("a file is SQLite") };
    let writer = writer.clone();
    (db, writer)
}

async fn write(connection: &mut Connection, code: &str) -> Result<(), sqlx::Error> {
    sqlx::query("insert into visit (code, day, apart, wiped) values ($1, '2026-11-24', 0, 0)")
        .bind(code)
        .execute(connection)
        .await?;
    Ok(())
}

async fn written(db: &Db) -> i64 {
    let mut connection = db.read().await.unwrap();
    sqlx::query("select count(*) from visit").fetch_one(&mut *connection).await.unwrap().try_get(0).unwrap()
}

async fn turn(writer: &Writer) -> Turn {
    writer.turn(Box::new(|_| {})).await.unwrap().turn
}

/// Commits so far, as the metrics say.
fn commits(writer: &Writer) -> u32 {
    let mut registry = Registry::default();
    registry.register("turns", "", writer.figures().turns.clone());
    let mut text = String::new();
    prometheus_text::encode(&mut text, &registry).unwrap();
    text.lines().find_map(|line| line.strip_prefix("turns_count ")).unwrap().parse().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_turns_share_few_commits_and_each_is_there_once_it_is_answered() {
    let folder = tempfile::tempdir().unwrap();
    let (db, writer) = open(folder.path()).await;
    let mut tasks = JoinSet::new();
    for number in 0..200 {
        let (db, writer) = (db.clone(), writer.clone());
        tasks.spawn(async move {
            let mut turn = turn(&writer).await;
            write(&mut turn, &format!("v{number}")).await.unwrap();
            turn.commit_after(Batch::default()).await.unwrap();
            let mut connection = db.read().await.unwrap();
            let mine = sqlx::query("select 1 from visit where code = $1").bind(format!("v{number}"));
            assert!(mine.fetch_optional(&mut *connection).await.unwrap().is_some(), "answered, so it is there");
        });
    }
    tasks.join_all().await;
    assert_eq!(written(&db).await, 200);
    let commits = commits(&writer);
    assert!(commits < 200, "{commits} commits for 200 turns");
}

#[tokio::test]
async fn a_turn_that_is_dropped_is_undone_and_its_group_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let (db, writer) = open(folder.path()).await;
    let mut first = turn(&writer).await;
    write(&mut first, "first").await.unwrap();
    let other = writer.clone();
    let dropped = tokio::spawn(async move {
        let mut turn = turn(&other).await;
        write(&mut turn, "second").await.unwrap();
    });
    // So that it waits in line, and the first turn shares its commit.
    while writer.waiting() == 0 {
        tokio::task::yield_now().await;
    }
    first.commit_after(Batch::default()).await.unwrap();
    dropped.await.unwrap();
    assert_eq!(written(&db).await, 1);
    turn(&writer).await.commit_after(Batch::default()).await.unwrap();
    assert_eq!(written(&db).await, 1);
}

#[tokio::test]
async fn a_group_does_not_stay_open_for_one_who_gave_up_waiting() {
    let folder = tempfile::tempdir().unwrap();
    let (db, writer) = open(folder.path()).await;
    let mut first = turn(&writer).await;
    write(&mut first, "first").await.unwrap();
    let mut second = Box::pin(turn(&writer));
    assert!(futures_poll_once(second.as_mut()).await.is_none());
    let answered = tokio::spawn(first.commit_after(Batch::default()));
    // The first turn ends while the second waits, so it is not committed; then the second leaves.
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert!(!answered.is_finished());
    drop(second);
    tokio::time::timeout(Duration::from_secs(60), answered).await.expect("nobody is waited for").unwrap().unwrap();
    assert_eq!(written(&db).await, 1);
}

#[tokio::test]
async fn a_turn_that_is_rolled_back_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (db, writer) = open(folder.path()).await;
    let mut turn = turn(&writer).await;
    write(&mut turn, "first").await.unwrap();
    turn.rollback().await;
    assert_eq!(written(&db).await, 0);
}

#[tokio::test]
async fn where_sqlite_undoes_the_group_by_itself_nobody_of_it_is_told_that_it_lasts() {
    let folder = tempfile::tempdir().unwrap();
    let (db, writer) = open(folder.path()).await;
    let mut first = turn(&writer).await;
    write(&mut first, "first").await.unwrap();
    let other = writer.clone();
    let second = tokio::spawn(async move {
        let mut turn = turn(&other).await;
        // What a full disk does.
        sqlx::query("rollback").execute(&mut *turn).await.unwrap();
        turn.commit_after(Batch::default()).await
    });
    while writer.waiting() == 0 {
        tokio::task::yield_now().await;
    }
    assert!(first.commit_after(Batch::default()).await.is_err());
    assert!(second.await.unwrap().is_err());
    assert_eq!(written(&db).await, 0);
    let mut next = turn(&writer).await;
    write(&mut next, "next").await.unwrap();
    next.commit_after(Batch::default()).await.unwrap();
    assert_eq!(written(&db).await, 1, "the line goes on");
}

#[tokio::test]
async fn a_request_that_is_given_up_while_it_waits_for_its_commit_leaves_the_line_in_order() {
    let folder = tempfile::tempdir().unwrap();
    let (db, writer) = open(folder.path()).await;
    for number in 0..20 {
        let mut turn = turn(&writer).await;
        write(&mut turn, &format!("v{number}")).await.unwrap();
        // Polled once, then dropped.
        let commit = turn.commit_after(Batch::default());
        tokio::pin!(commit);
        assert!(futures_poll_once(commit.as_mut()).await.is_none());
    }
    let mut last = turn(&writer).await;
    write(&mut last, "last").await.unwrap();
    last.commit_after(Batch::default()).await.unwrap();
    assert_eq!(written(&db).await, 21, "what was being committed is committed");
}

/// A turn that writes this visit with what it asks first.
fn opening(code: &'static str) -> Opening {
    Box::new(move |batch| {
        batch.add("insert into visit (code, day, apart, wiped) values ($1, '2026-11-24', 0, 0)").bind(code.to_owned());
    })
}

#[tokio::test]
async fn what_a_turn_asks_first_is_asked_along_with_the_last_of_the_turn_before() {
    let folder = tempfile::tempdir().unwrap();
    let (db, writer) = open(folder.path()).await;
    let first = turn(&writer).await;
    let mut second = Box::pin(writer.turn(Box::new(|batch| {
        batch.add("select code from visit");
    })));
    assert!(futures_poll_once(second.as_mut()).await.is_none());
    let mut last = Batch::default();
    opening("first")(&mut last);
    let answered = tokio::spawn(first.commit_after(last));
    let begun = second.await.unwrap();
    assert_eq!(begun.asked.unwrap()[0].rows.len(), 1, "it sees what the first wrote");
    assert_eq!(written(&db).await, 0, "which is not yet there for others");
    begun.turn.commit_after(Batch::default()).await.unwrap();
    answered.await.unwrap().unwrap();
    assert_eq!((written(&db).await, commits(&writer)), (1, 1));
}

#[tokio::test]
async fn what_fails_when_a_turn_begins_leaves_the_turn_before_it_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let (db, writer) = open(folder.path()).await;
    let mut first = turn(&writer).await;
    write(&mut first, "first").await.unwrap();
    let mut second = Box::pin(writer.turn(opening("first")));
    let mut third = Box::pin(writer.turn(opening("third")));
    assert!(futures_poll_once(second.as_mut()).await.is_none());
    assert!(futures_poll_once(third.as_mut()).await.is_none());
    let answered = tokio::spawn(first.commit_after(Batch::default()));
    let begun = second.await.unwrap();
    assert!(begun.asked.is_err(), "there is one of that code");
    drop(begun);
    third.await.unwrap().turn.commit_after(Batch::default()).await.unwrap();
    answered.await.unwrap().unwrap();
    assert_eq!(written(&db).await, 2);
}

#[tokio::test]
async fn a_turn_whose_last_breaks_a_rule_is_undone_alone_and_its_owner_is_told_which() {
    let folder = tempfile::tempdir().unwrap();
    let (db, writer) = open(folder.path()).await;
    let mut first = turn(&writer).await;
    write(&mut first, "taken").await.unwrap();
    let mut second = Box::pin(writer.turn(opening("second")));
    let mut third = Box::pin(writer.turn(opening("third")));
    assert!(futures_poll_once(second.as_mut()).await.is_none());
    assert!(futures_poll_once(third.as_mut()).await.is_none());
    let answered = tokio::spawn(first.commit_after(Batch::default()));
    let mut last = Batch::default();
    opening("taken")(&mut last);
    let refused = second.await.unwrap().turn.commit_after(last).await;
    assert!(matches!(refused, Err(Error::Met)), "a code that a visit has: {refused:?}");
    third.await.unwrap().turn.commit_after(Batch::default()).await.unwrap();
    answered.await.unwrap().unwrap();
    assert_eq!((written(&db).await, commits(&writer)), (2, 1), "those before and after it");
}

#[tokio::test]
async fn what_is_begun_for_one_who_gave_up_is_undone() {
    let folder = tempfile::tempdir().unwrap();
    let (db, writer) = open(folder.path()).await;
    let mut first = turn(&writer).await;
    write(&mut first, "first").await.unwrap();
    let mut second = Box::pin(writer.turn(opening("second")));
    assert!(futures_poll_once(second.as_mut()).await.is_none());
    let answered = tokio::spawn(first.commit_after(Batch::default()));
    // The second turn has begun by then, and nobody has taken it.
    while writer.waiting() > 0 {
        tokio::task::yield_now().await;
    }
    drop(second);
    answered.await.unwrap().unwrap();
    assert_eq!(written(&db).await, 1);
}

#[tokio::test]
async fn whoever_settles_hears_when_the_open_group_is_on_the_disk_and_nothing_where_none_is_open() {
    let folder = tempfile::tempdir().unwrap();
    let (db, writer) = open(folder.path()).await;
    writer.settle(0).await.unwrap();
    let mut first = turn(&writer).await;
    write(&mut first, "first").await.unwrap();
    let mut second = Box::pin(writer.turn(opening("second")));
    assert!(futures_poll_once(second.as_mut()).await.is_none());
    let answered = tokio::spawn(first.commit_after(Batch::default()));
    let second = second.await.unwrap();
    let mut settled = Box::pin(writer.settle(0));
    assert!(futures_poll_once(settled.as_mut()).await.is_none(), "the first turn waits for the second");
    second.turn.rollback().await;
    settled.await.unwrap();
    assert_eq!(written(&db).await, 1);
    answered.await.unwrap().unwrap();
    assert_eq!(commits(&writer), 1);
}

async fn futures_poll_once<F: Future + Unpin>(mut future: F) -> Option<F::Output> {
    std::future::poll_fn(|context| match std::pin::Pin::new(&mut future).poll(context) {
        std::task::Poll::Ready(value) => std::task::Poll::Ready(Some(value)),
        std::task::Poll::Pending => std::task::Poll::Ready(None),
    })
    .await
}

#[tokio::test]
async fn who_reads_from_the_journal_keeps_it_and_holds_up_nobody_who_writes() {
    let folder = tempfile::tempdir().unwrap();
    let (db, writer) = open(folder.path()).await;
    let journal = || std::fs::metadata(folder.path().join("loket.sqlite-wal")).unwrap().len();
    // As a backup does, which takes its time.
    let mut reader = db.read().await.unwrap();
    sqlx::query("begin").execute(&mut *reader).await.unwrap();
    sqlx::query("select count(*) from visit").fetch_one(&mut *reader).await.unwrap();
    let mut first = turn(&writer).await;
    write(&mut first, "first").await.unwrap();
    first.commit_after(Batch::default()).await.unwrap();
    // Who writes waits no longer than half of what a request is given.
    let emptied = tokio::time::timeout(PATIENCE / 2, db.compact()).await;
    assert!(!emptied.unwrap().unwrap() && journal() > 0);
    let mut second = turn(&writer).await;
    let waits = sqlx::query("pragma busy_timeout").fetch_one(&mut *second).await.unwrap();
    assert_eq!(waits.try_get::<i64, _>(0).unwrap(), 10_000, "a commit waits as long as ever");
    write(&mut second, "second").await.unwrap();
    second.commit_after(Batch::default()).await.unwrap();
    sqlx::query("commit").execute(&mut *reader).await.unwrap();
    assert!(db.compact().await.unwrap());
    assert_eq!((journal(), written(&db).await), (0, 2));
}
