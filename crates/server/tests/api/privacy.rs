//! What is personal is in no log, no error text, and what identifies a person is in no file.

use std::collections::BTreeSet;

use contract::{Language, visits::Ticket};
use loket::i18n;
use loket_server::openapi;
use serde_json::json;

use crate::{
    log,
    support::{TestApp, confirm, delete, get, instant, nik, patch, person, post, secret, stop, visit_of, visit_path},
};

#[tokio::test]
async fn the_log_names_routes_and_nothing_else() {
    let app = TestApp::start().await;
    let ticket = journey(&app).await;
    let log = log::text();
    let answered: Vec<&str> = log.lines().filter(|line| line.contains("answered")).collect();
    assert!(answered.len() >= 8, "{log}");
    assert!(log.contains(r#"method=GET route="/api/v1/visits/{code}" status=200 milliseconds="#));
    for personal in personal(&ticket) {
        let line = log.lines().find(|line| line.contains(&personal));
        assert_eq!(line, None, "{personal}");
    }
    assert!(!log.contains("lang=en"), "no query either");
}

#[tokio::test]
async fn every_answer_names_the_id_that_its_lines_in_the_log_have() {
    let app = TestApp::start().await;
    let path = "/visits/AAAAAAAA";
    let answers = [
        app.send(get("/catalogue/index")).await,
        app.send(get(path).secret(1)).await,
        // Refused before anyone looks at it.
        app.send(post("/holds").secret(1).body("x".repeat(200_000))).await,
    ];
    let log = log::text();
    let mut ids = BTreeSet::new();
    for answer in &answers {
        let id = answer.headers["x-request-id"].to_str().unwrap();
        // Libraries may say something of their own in between.
        let of_it = |line: &&str| line.contains(&format!("request{{id={id}}}")) && line.contains("answered");
        let line = log.lines().find(of_it).unwrap();
        assert!(line.contains(&format!("status={}", answer.status)), "{line}");
        ids.insert(id);
    }
    assert_eq!((ids.len(), answers[2].status), (3, 413), "each has its own");
}

#[tokio::test]
async fn nothing_personal_and_no_secret_is_in_any_file() {
    let app = TestApp::start().await;
    journey(&app).await;
    let bytes = app.all_that_is_kept().await;
    let contains = |needle: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
    assert!(contains(b"polres-skck"), "the check can find what is there");
    for personal in [&nik(1), &nik(2), "X1234567", "Siti", "Rahmawati", "John", "081275550134", "81275550134"] {
        assert!(!contains(personal.as_bytes()), "{personal}");
    }
    for number in [1, 2] {
        assert!(!contains(secret(number).as_bytes()));
        assert!(!contains(secret(number).to_text().as_bytes()));
    }
}

#[tokio::test]
async fn what_an_older_release_kept_in_the_clear_is_sealed_at_the_start() {
    let app = TestApp::start().await;
    let ticket = app.book(1, &[stop("capil-ktp", 0, "24T08:00")], &[person("Siti", &nik(1))]).await;
    let mut tx = app.app.db.write().await.unwrap();
    for statement in [
        "update visit_person set sealed = null, has_phone = 0, name = 'Rahmawati', phone = '081275550134'",
        "update idempotent_answer set sealed = null, body = '{\"name\":\"Rahmawati\"}'",
    ] {
        sqlx::query(statement).execute(&mut *tx).await.unwrap();
    }
    tx.commit().await.unwrap();
    let app = app.restart().await;
    let again: Ticket = app.send(get(&visit_path(&ticket)).secret(1)).await.ok();
    assert_eq!((again.people[0].name.as_str(), again.people[0].has_phone), ("Rahmawati", true));
    let kept = app.all_that_is_kept().await;
    for personal in ["Rahmawati", "081275550134"] {
        assert!(!kept.windows(personal.len()).any(|window| window == personal.as_bytes()), "{personal}");
    }
}

#[cfg(unix)]
#[tokio::test]
async fn the_files_are_their_owners_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let app = TestApp::start().await;
    journey(&app).await;
    for file in std::fs::read_dir(app.folder.path()).unwrap() {
        let file = file.unwrap();
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o077, 0, "{:?}", file.file_name());
    }
}

/// Tables, and lists of the export, by the row of the privacy page that tells of them, in Indonesian and English.
const TOLD: [(&[&str], [&str; 2]); 10] = [
    (&["visit_person", "people"], ["Nama", "Name"]),
    (&["visit_person", "live_stop"], ["NIK atau nomor paspor", "NIK or passport number"]),
    (&["visit_person"], ["Nomor HP (boleh kosong)", "Mobile number (may be empty)"]),
    (&["visit_stop"], ["Jawaban Anda atas pertanyaan layanan", "Your answers to a service's questions"]),
    (
        &["visit", "visit_stop", "stops"],
        ["Layanan, loket, jam, dan kode tiket", "Service, desk, time and the ticket's code"],
    ),
    (&["visit_key", "keys"], ["Kunci tautan tiket", "The key of the ticket's link"]),
    (&["hold", "hold_stop"], ["Tempat yang disimpan sebelum dipesan", "Places kept for you before you book"]),
    (&["reminder", "reminders"], ["Pengingat, bila Anda menyalakannya", "Reminders, if you turn them on"]),
    (&["idempotent_answer", "kept_answers"], ["Jawaban terakhir dari server", "The server's last answer"]),
    (&["failed_try"], ["Percobaan membuka tiket atau memesan yang gagal", "Failed tries to open a ticket or to book"]),
];
/// Tables of the mall's own.
const OF_NOBODY: [&str; 3] = ["_sqlx_migrations", "installation_key", "window_counter"];

#[tokio::test]
async fn the_privacy_page_tells_of_whatever_is_kept_of_a_person() {
    let mut kept = TestApp::start().await.tables().await;
    let document = openapi::document();
    let export = document["components"]["schemas"]["VisitExport"]["properties"].as_object().unwrap();
    kept.extend(export.iter().filter(|(_, field)| field["type"] == "array").map(|(name, _)| name.clone()));
    let kept: BTreeSet<&str> = kept.iter().map(String::as_str).collect();
    let told = TOLD.iter().flat_map(|(things, _)| *things).copied().chain(OF_NOBODY).collect();
    assert_eq!(kept, told);
    for (place, language) in Language::ALL.into_iter().enumerate() {
        let rows = i18n::of(language).privacy().kept;
        let titles: Vec<&str> = rows.iter().map(|row| row.what).collect();
        assert_eq!(titles, TOLD.map(|(_, row)| row[place]), "{}", language.tag());
        // Not of a person: of the network, which is kept with held places and failed tries.
        let network = ["alamat jaringan", "network address"][place];
        let of_networks: Vec<&str> =
            rows.iter().filter(|row| row.why.to_lowercase().contains(network)).map(|row| row.what).collect();
        assert_eq!(of_networks, [TOLD[6].1[place], TOLD[9].1[place]]);
    }
}

/// Every request once, right and wrong.
async fn journey(app: &TestApp) -> Ticket {
    let stops = [stop("capil-ktp", 0, "24T08:00"), stop("polres-skck", 1, "24T08:30")];
    let hold = app.hold(1, &stops).await;
    app.send(get(&format!("/holds/{}", hold.id)).secret(1)).await;
    let mut siti = person("Siti Rahmawati", &nik(1));
    siti["phone"] = json!("081275550134");
    let john = json!({ "name": "John", "identity": { "kind": "passport", "number": "X1234567" } });
    app.send(confirm(1, &hold, &[siti.clone(), person("", &nik(2))])).await;
    app.send(post("/visits").secret(1).key("k").body(visit_of(&hold, &[siti.clone()]).to_string() + "x")).await;
    let ticket: Ticket = app.send(confirm(1, &hold, &[siti, john])).await.ok();
    let path = visit_path(&ticket);
    app.send(get(&format!("{path}?lang=en")).secret(1)).await;
    app.send(get("/visits").secret(1)).await;
    app.send(get(&path).secret(3)).await;
    let identity = json!({ "identity": { "kind": "nik", "number": nik(1) } });
    app.send(post(&format!("{path}/keys")).secret(2).json(identity)).await;
    let to = json!({ "stops": [
        { "stop": 1, "starts_at": instant("26T08:00") },
        { "stop": 2, "starts_at": instant("26T08:30") },
    ] });
    app.send(patch(&path).secret(1).key("r").json(to)).await;
    app.send(get(&format!("{path}/calendar")).secret(1)).await;
    app.send(get(&format!("{path}/export")).secret(1)).await;
    app.send(delete(&format!("{path}/stops/2")).secret(1).key("s")).await;
    ticket
}

fn personal(ticket: &Ticket) -> Vec<String> {
    vec![
        "Siti".to_owned(),
        "John".to_owned(),
        nik(1),
        nik(2),
        "X1234567".to_owned(),
        "081275550134".to_owned(),
        ticket.code.compact(),
        ticket.code.to_string(),
        secret(1).to_text(),
        secret(2).to_text(),
    ]
}
