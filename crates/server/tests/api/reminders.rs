//! Reminders by Web Push, with a push service on this machine.

mod under_way;

use contract::{FaultCode, ProblemCode, reminders::ReminderKey, visits::Ticket};
use loket_server::{
    reminders::{self, Push, ReminderSettings},
    retention,
};
use serde_json::{Value, json};

use crate::{
    push_service::PushService,
    rotation::rotate,
    support::{Answer, TestApp, ask, delete, get, instant, nik, patch, person, post, stop, visit_path},
};

struct Reminding {
    app: TestApp,
    service: PushService,
    push: Push,
    ticket: Ticket,
}

impl Reminding {
    /// Somebody has asked on Monday morning for reminders of a visit on Wednesday at 8.
    async fn asked() -> Self {
        let it = Self::booked().await;
        it.ask_for_it(1).await;
        it
    }

    async fn booked() -> Self {
        Self::booked_through(PushService::start().await).await
    }

    async fn booked_through(service: PushService) -> Self {
        let app = TestApp::start_with_config(|config| {
            config.reminders.push_contact = "mailto:admin@loket.example".parse().unwrap();
            config.reminders.push_services = service.origin.parse().unwrap();
        })
        .await;
        let push = Push::of(&app.app.config.reminders).unwrap();
        let ticket = app.book(1, &[stop("capil-ktp", 0, "25T08:00")], &[person("Siti", &nik(1))]).await;
        Self { app, service, push, ticket }
    }

    fn path(&self) -> String {
        format!("{}/reminder", visit_path(&self.ticket))
    }

    async fn key(&self) -> String {
        let key: ReminderKey = self.app.send(get("/reminder-key")).await.ok();
        key.key.unwrap()
    }

    async fn ask_for_it(&self, secret: u8) {
        let body = self.service.subscription(&self.key().await);
        let answer = self.put(secret, body).await;
        assert_eq!(answer.status, 204, "{}", answer.text);
    }

    /// Opens the ticket on one more phone.
    async fn open(&self, secret: u8) {
        let identity = json!({ "identity": { "kind": "nik", "number": nik(1) } });
        let keys = format!("{}/keys", visit_path(&self.ticket));
        self.app.send(post(&keys).secret(secret).json(identity)).await.ok::<Ticket>();
    }

    async fn put(&self, secret: u8, body: Value) -> Answer {
        self.app.send(ask("PUT", &self.path()).secret(secret).json(body)).await
    }

    /// What comes when the server looks at that time.
    async fn sent_at(&self, day_and_time: &str) -> Vec<Value> {
        self.app.set_clock(day_and_time);
        let sent = reminders::run(&self.app.app, &self.push).await.unwrap();
        let messages: Vec<Value> = self.service.messages().into_iter().map(|(_, message)| message).collect();
        assert!(sent <= messages.len() as u64);
        messages
    }
}

#[tokio::test]
async fn who_asks_is_reminded_the_day_before_and_an_hour_before_and_never_twice() {
    let it = Reminding::asked().await;
    assert_eq!(it.sent_at("24T15:59:59").await.len(), 0);
    let asked = it.sent_at("24T16:00").await;
    assert_eq!(asked.len(), 1);
    assert_eq!(asked[0]["code"], it.ticket.code.compact());
    assert_eq!(asked[0]["answers"], json!(["Ya, saya datang", "Tidak jadi"]));
    assert_eq!(asked[0]["title"], "Besok pukul 08.00: Capil");
    assert!(!asked[0].to_string().contains("Siti"), "it may be read on a locked phone");
    assert_eq!(it.sent_at("24T16:01").await.len(), 0);
    assert_eq!(it.sent_at("25T06:59:59").await.len(), 0);
    let last = it.sent_at("25T07:00").await;
    assert_eq!((last.len(), &last[0]["answers"]), (1, &Value::Null));
    assert_eq!(it.sent_at("25T07:30").await.len(), 0);
    assert_eq!(it.sent_at("25T08:00").await.len(), 0);
}

#[tokio::test]
async fn a_push_service_is_told_who_sends_and_how_long_it_matters() {
    let it = Reminding::asked().await;
    it.app.set_clock("25T07:15");
    assert_eq!(reminders::run(&it.app.app, &it.push).await.unwrap(), 1);
    let (headers, _) = it.service.messages().remove(0);
    assert_eq!((headers["ttl"].as_bytes(), headers["content-encoding"].as_bytes()), (&b"2700"[..], &b"aes128gcm"[..]));
    let authorization = headers["authorization"].to_str().unwrap();
    assert!(authorization.starts_with("vapid t=") && authorization.ends_with(&format!(", k={}", it.key().await)));
}

#[tokio::test]
async fn tomorrow_is_said_on_no_phone_once_the_day_has_come() {
    let it = Reminding::asked().await;
    it.app.set_clock("24T16:00");
    assert_eq!(reminders::run(&it.app.app, &it.push).await.unwrap(), 1);
    let (headers, _) = it.service.messages().remove(0);
    assert_eq!(headers["ttl"], "28800", "until midnight");
}

#[tokio::test]
async fn what_a_push_service_rejects_is_not_sent_again_and_again() {
    let it = Reminding::asked().await;
    it.service.answer(403);
    assert_eq!(it.sent_at("24T16:00").await.len(), 1);
    assert_eq!(it.sent_at("24T16:01").await.len(), 0);
    it.service.answer(201);
    assert_eq!(it.sent_at("25T07:00").await.len(), 1, "the next one is tried");
}

#[tokio::test]
async fn nobody_is_asked_at_night_or_just_after_booking() {
    let it = Reminding::asked().await;
    assert_eq!(it.sent_at("24T21:00").await.len(), 0, "the server was down until then");
    let late = Reminding::booked().await;
    late.app.set_clock("24T17:00");
    late.ask_for_it(1).await;
    assert_eq!(late.sent_at("24T17:01").await.len(), 0, "has just seen the ticket");
    assert_eq!(late.sent_at("25T07:01").await.len(), 1);
    let later = Reminding::booked().await;
    later.app.set_clock("25T07:00");
    later.ask_for_it(1).await;
    assert_eq!(later.sent_at("25T07:01").await.len(), 0);
}

#[tokio::test]
async fn a_cancelled_visit_reminds_nobody() {
    let it = Reminding::asked().await;
    let cancelled = it.app.send(delete(&visit_path(&it.ticket)).secret(1).key("cancel")).await;
    cancelled.ok::<Ticket>();
    assert_eq!(it.sent_at("24T16:00").await.len(), 0);
    assert_eq!(it.sent_at("25T07:00").await.len(), 0);
}

#[tokio::test]
async fn where_the_first_stop_was_cancelled_the_next_one_is_reminded_of() {
    let mut it = Reminding::booked().await;
    let stops = [stop("capil-akta-lahir", 0, "25T08:00"), stop("polres-skck", 0, "25T10:00")];
    it.ticket = it.app.book(2, &stops, &[person("Budi", &nik(2))]).await;
    it.ask_for_it(2).await;
    let first = format!("{}/stops/1", visit_path(&it.ticket));
    it.app.send(delete(&first).secret(2).key("cancel")).await.ok::<Ticket>();
    let asked = it.sent_at("24T16:00").await;
    assert_eq!((asked.len(), &asked[0]["title"]), (1, &json!("Besok pukul 10.00: Polres")));
    assert_eq!(it.sent_at("25T07:00").await.len(), 0);
    assert_eq!(it.sent_at("25T09:00").await.len(), 1);
}

#[tokio::test]
async fn nobody_is_called_to_a_desk_that_has_closed() {
    let Reminding { app, service, push, ticket } = Reminding::asked().await;
    let holiday = "[[holiday]]\ndate = \"2026-11-25\"\nname = { id = \"Libur\", en = \"Holiday\" }";
    let it = Reminding { app: app.restart_adding(holiday).await, service, push, ticket };
    assert_eq!(it.sent_at("24T16:00").await.len(), 0);
    assert_eq!(it.sent_at("25T07:00").await.len(), 0);
}

#[tokio::test]
async fn a_visit_that_moves_is_reminded_of_anew() {
    let it = Reminding::asked().await;
    assert_eq!(it.sent_at("24T16:00").await.len(), 1);
    let to = json!({ "stops": [{ "stop": 1, "starts_at": instant("26T09:00") }] });
    it.app.send(patch(&visit_path(&it.ticket)).secret(1).key("move").json(to)).await.ok::<Ticket>();
    assert_eq!(it.sent_at("25T07:00").await.len(), 0, "not of the old time");
    let asked = it.sent_at("25T16:00").await;
    assert_eq!(asked[0]["title"], "Besok pukul 09.00: Capil");
    assert_eq!(it.sent_at("26T08:00").await.len(), 1);
}

#[tokio::test]
async fn a_push_service_that_is_in_the_settings_no_more_is_not_called() {
    let mut it = Reminding::asked().await;
    let settings = it.app.app.config.reminders.clone();
    it.push =
        Push::of(&ReminderSettings { push_services: "https://other.example".parse().unwrap(), ..settings }).unwrap();
    assert_eq!(it.sent_at("24T16:00").await.len(), 0);
    assert_eq!(it.app.rows("reminder").await, 1, "settings can be set right");
}

#[tokio::test]
async fn what_was_refused_is_tried_again_and_who_is_gone_is_forgotten() {
    let it = Reminding::asked().await;
    it.service.answer(503);
    assert_eq!(it.sent_at("24T16:00").await.len(), 1);
    it.service.answer(201);
    assert_eq!(it.sent_at("24T16:01").await.len(), 1);
    it.service.answer(410);
    assert_eq!(it.sent_at("25T07:00").await.len(), 1);
    assert_eq!(it.app.rows("reminder").await, 0);
}

#[tokio::test]
async fn each_phone_has_its_own_and_its_own_language() {
    let it = Reminding::asked().await;
    it.open(2).await;
    let body = it.service.subscription(&it.key().await);
    let answer = it.app.send(ask("PUT", &format!("{}?lang=en", it.path())).secret(2).json(body)).await;
    assert_eq!(answer.status, 204, "{}", answer.text);
    let mut titles: Vec<_> = it.sent_at("24T16:00").await.iter().map(|message| message["title"].clone()).collect();
    titles.sort_by_key(ToString::to_string);
    assert_eq!(titles, ["Besok pukul 08.00: Capil", "Tomorrow at 08:00: Capil"]);
    assert_eq!(it.app.send(delete(&it.path()).secret(2)).await.status, 204);
    assert_eq!(it.sent_at("25T07:00").await.len(), 1);
}

#[tokio::test]
async fn a_phone_whose_key_has_gone_is_reminded_no_more() {
    let it = Reminding::booked().await;
    it.open(2).await;
    it.ask_for_it(2).await;
    for secret in 3..23 {
        it.app.advance(1);
        it.open(secret).await;
    }
    assert_eq!(it.put(2, it.service.subscription(&it.key().await)).await.status, 404);
    assert_eq!(it.app.rows("reminder").await, 0, "it could not stop it any more");
    assert_eq!(it.sent_at("24T16:00").await.len(), 0);
}

#[tokio::test]
async fn a_visit_of_several_stops_is_reminded_of_its_first_alone() {
    let mut it = Reminding::booked().await;
    let stops = [stop("capil-akta-lahir", 0, "25T08:00"), stop("polres-skck", 0, "25T10:00")];
    it.ticket = it.app.book(2, &stops, &[person("Budi", &nik(2))]).await;
    it.ask_for_it(2).await;
    assert_eq!(it.sent_at("24T16:00").await.len(), 1);
    assert_eq!(it.sent_at("25T07:00").await.len(), 1);
    for later in ["25T08:00", "25T09:00", "25T09:59"] {
        assert_eq!(it.sent_at(later).await.len(), 0, "{later}: they are here, or not coming");
        // Once the first is over it is written as missed.
        retention::run(&it.app.app).await.unwrap();
    }
}

#[tokio::test]
async fn what_another_server_sealed_by_a_newer_key_waits_for_who_can_open_it() {
    let it = Reminding::asked().await;
    it.open(2).await;
    let after = rotate(&it.app).await;
    let key: ReminderKey = after.send(get("/reminder-key")).await.ok();
    let body = it.service.subscription(&key.key.unwrap());
    assert_eq!(after.send(ask("PUT", &it.path()).secret(2).json(body)).await.status, 204);
    assert_eq!(it.sent_at("24T16:00").await.len(), 1, "the other one goes");
    assert_eq!(reminders::run(&after.app, &it.push).await.unwrap(), 1);
    assert_eq!(it.service.messages().len(), 1);
}

#[tokio::test]
async fn what_is_wrong_is_named() {
    let it = Reminding::booked().await;
    let right = it.service.subscription(&it.key().await);
    for (field, value, code) in [
        ("endpoint", "https://evil.example/browser", FaultCode::UnknownReference),
        ("endpoint", "browser", FaultCode::Malformed),
        ("p256dh", "AAAA", FaultCode::Malformed),
        ("auth", "AAAA", FaultCode::Malformed),
        ("key", "AAAA", FaultCode::UnknownReference),
    ] {
        let mut wrong = right.clone();
        wrong[field] = json!(value);
        it.put(1, wrong).await.refused(ProblemCode::InvalidInput, &[(&format!("/{field}"), code)]);
    }
    let stranger = it.put(9, right.clone()).await;
    stranger.refused(ProblemCode::NotFound, &[("path:code", FaultCode::UnknownReference)]);
    it.app.set_clock("25T08:00");
    it.put(1, right).await.refused(ProblemCode::NotBooked, &[]);
    assert_eq!(it.app.rows("reminder").await, 0);
}

#[tokio::test]
async fn where_no_reminders_are_sent_none_are_offered() {
    let app = TestApp::start().await;
    let key: ReminderKey = app.send(get("/reminder-key")).await.ok();
    assert_eq!(key.key, None);
    // Nor taken, though its key is still the same.
    let mut it = Reminding::booked().await;
    let body = it.service.subscription(&it.key().await);
    it.app = it.app.restart().await;
    it.put(1, body).await.refused(ProblemCode::InvalidInput, &[("/key", FaultCode::UnknownReference)]);
}

#[tokio::test]
async fn its_address_is_in_no_file_and_ends_with_the_day() {
    let it = Reminding::asked().await;
    let bytes = it.app.all_that_is_kept().await;
    let endpoint = format!("{}/browser", it.service.origin).into_bytes();
    assert!(!bytes.windows(endpoint.len()).any(|window| window == endpoint));
    let export: Value = it.app.send(get(&format!("{}/export", visit_path(&it.ticket))).secret(1)).await.ok();
    assert_eq!(export["reminders"][0]["endpoint"], format!("{}/browser", it.service.origin));
    it.app.set_clock("25T23:59");
    retention::run(&it.app.app).await.unwrap();
    assert_eq!(it.app.rows("reminder").await, 1);
    it.app.set_clock("26T00:00");
    retention::run(&it.app.app).await.unwrap();
    assert_eq!(it.app.rows("reminder").await, 0);
}

#[tokio::test]
async fn who_erases_a_visit_is_not_reminded_of_it() {
    let it = Reminding::asked().await;
    let erased = it.app.send(delete(&format!("{}/people", visit_path(&it.ticket))).secret(1).key("erase")).await;
    assert_eq!((erased.status, it.app.rows("reminder").await), (204, 0));
}
