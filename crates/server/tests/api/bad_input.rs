//! Every refusal names the field, and leaves everything as it was.

use contract::{FaultCode, ProblemCode, holds::Hold, limits};
use serde_json::{Value, json};

use crate::support::{
    Ask, TestApp, answers_for, child, confirm, delete, get, hold_of, instant, nik, obtaining, patch, person, post,
    stop, visit_of, visit_path,
};

/// Sends, and checks that nothing has changed.
async fn refused(app: &TestApp, ask: Ask, code: ProblemCode, fields: &[(&str, FaultCode)]) {
    let before = app.state().await;
    app.send(ask).await.refused(code, fields);
    assert_eq!(app.state().await, before, "nothing half done");
}

#[tokio::test]
async fn a_hold_that_breaks_a_rule_names_the_field() {
    let app = TestApp::start().await;
    let ktp = |time| stop("capil-ktp", 0, time);
    let with = |mut stop: Value, field: &str, value: Value| {
        stop[field] = value;
        stop
    };
    let six_people: Vec<Value> = (0..6).map(|person| stop("polres-skck", person, "24T09:00")).collect();
    let seven_stops: Vec<Value> = (0..7).map(|_| ktp("24T09:00")).collect();
    let nine_papers: Vec<Value> = (0..9).map(|_| json!({ "document": "kk", "at_stop": 1 })).collect();
    for (stops, fields) in [
        (vec![], vec![("/stops", FaultCode::TooFew)]),
        (seven_stops, vec![("/stops", FaultCode::TooMany)]),
        (six_people, vec![("/stops/5/person", FaultCode::TooMany)]),
        (vec![stop("capil-ktp", usize::MAX >> 11, "24T09:00")], vec![("/stops/0/person", FaultCode::TooMany)]),
        (vec![ktp("24T09:00"), stop("capil-ktp", 2, "24T09:00")], vec![("/stops/1/person", FaultCode::PersonGap)]),
        (vec![ktp("24T09:00"), ktp("24T10:00")], vec![("/stops/1/service", FaultCode::Duplicate)]),
        (
            vec![with(ktp("24T09:00"), "obtains", json!(nine_papers)), stop("capil-kk", 0, "24T08:00")],
            vec![("/stops/0/obtains", FaultCode::TooMany)],
        ),
        (
            vec![with(ktp("24T09:00"), "service", json!("capil-nothing"))],
            vec![("/stops/0/service", FaultCode::UnknownReference)],
        ),
        (vec![with(ktp("24T09:00"), "desk", json!("capil/akta"))], vec![("/stops/0/desk", FaultCode::WrongDesk)]),
        (vec![with(ktp("24T09:00"), "desk", json!("no/desk"))], vec![("/stops/0/desk", FaultCode::WrongDesk)]),
        (vec![stop("capil-legalisir", 0, "24T09:00")], vec![("/stops/0/starts_at", FaultCode::WalkInOnly)]),
        (vec![ktp("20T09:00")], vec![("/stops/0/starts_at", FaultCode::InThePast)]),
        (vec![ktp("24T07:30")], vec![("/stops/0/starts_at", FaultCode::OutsideHours)]),
        (vec![ktp("24T12:00")], vec![("/stops/0/starts_at", FaultCode::OutsideHours)]),
        (vec![ktp("24T09:10")], vec![("/stops/0/starts_at", FaultCode::OutsideHours)]),
        (vec![ktp("24T09:00:01")], vec![("/stops/0/starts_at", FaultCode::OutsideHours)]),
        (vec![ktp("28T09:00")], vec![("/stops/0/starts_at", FaultCode::DayClosed)]),
        (
            vec![with(ktp("24T09:00"), "starts_at", json!("2026-12-09T09:00:00+07:00"))],
            vec![("/stops/0/starts_at", FaultCode::BeyondHorizon)],
        ),
        (
            vec![with(ktp("24T09:00"), "starts_at", json!("9999-12-31T23:59:59+07:00"))],
            vec![("/stops/0/starts_at", FaultCode::BeyondHorizon)],
        ),
        (
            vec![with(ktp("24T09:00"), "starts_at", json!("0000-01-01T00:00:00+23:59"))],
            vec![("/stops/0/starts_at", FaultCode::InThePast)],
        ),
        (vec![ktp("24T09:00"), stop("polres-skck", 0, "25T09:00")], vec![("/stops/1/starts_at", FaultCode::OtherDay)]),
        (
            vec![ktp("24T09:00"), stop("polres-skck", 0, "24T09:00")],
            vec![("/stops/1/starts_at", FaultCode::NotReachable)],
        ),
        (
            vec![with(ktp("24T09:00"), "obtains", json!([{ "document": "kk", "at_stop": 1 }]))],
            vec![("/stops/0/obtains/0/at_stop", FaultCode::UnknownReference)],
        ),
        (vec![obtaining(ktp("24T09:00"), "kk", 0)], vec![("/stops/0/obtains/0/at_stop", FaultCode::UnknownReference)]),
        (
            // Its identity card is not promised the same day.
            vec![ktp("24T08:00"), obtaining(stop("polres-skck", 0, "24T09:00"), "ktp-el", 0)],
            vec![("/stops/1/obtains/0/document", FaultCode::NotObtainable)],
        ),
        (
            // That service wants no such paper.
            vec![stop("polres-skck", 0, "24T08:00"), obtaining(ktp("24T09:00"), "skck", 0)],
            vec![("/stops/1/obtains/0/document", FaultCode::NotObtainable)],
        ),
        (
            // The paper comes too late.
            vec![stop("capil-kk", 0, "24T10:00"), obtaining(stop("polres-skck", 0, "24T09:00"), "kk", 0)],
            vec![("/stops/1/obtains/0/at_stop", FaultCode::NotObtainable)],
        ),
    ] {
        refused(&app, post("/holds").secret(1).json(hold_of(&stops)), ProblemCode::InvalidInput, &fields).await;
    }
}

#[tokio::test]
async fn all_faults_of_one_kind_are_named_at_once() {
    let app = TestApp::start().await;
    let stops = [stop("capil-ktp", 0, "28T09:00"), stop("polres-skck", 0, "24T07:00")];
    let fields = [("/stops/0/starts_at", FaultCode::DayClosed), ("/stops/1/starts_at", FaultCode::OutsideHours)];
    refused(&app, post("/holds").secret(1).json(hold_of(&stops)), ProblemCode::InvalidInput, &fields).await;
}

#[tokio::test]
async fn the_last_and_the_first_moment_for_booking_are_kept_to_the_second() {
    let app = TestApp::start().await;
    let status = async |secret: u8, now: &str, starts_at: &str| {
        app.set_clock(now);
        let mut stop = stop("polres-skck", 0, "24T09:00");
        stop["starts_at"] = json!(starts_at);
        let answer = app.send(post("/holds").secret(secret).json(hold_of(&[stop]))).await;
        if answer.status == 201 { None } else { Some(answer.problem().errors[0].code) }
    };
    let tuesday = "2026-11-24T09:00:00+07:00";
    assert_eq!(status(1, "24T08:44:59", tuesday).await, None);
    assert_eq!(status(2, "24T08:45:01", tuesday).await, Some(FaultCode::TooLate));
    assert_eq!(status(3, "24T09:00:01", tuesday).await, Some(FaultCode::InThePast));
    let farthest = "2026-12-08T09:00:00+07:00";
    assert_eq!(status(4, "24T06:59:59", farthest).await, Some(FaultCode::NotReleased));
    assert_eq!(status(5, "24T07:00:00", farthest).await, None);
    let beyond = "2026-12-09T09:00:00+07:00";
    assert_eq!(status(6, "24T07:00:00", beyond).await, Some(FaultCode::BeyondHorizon));
    assert_eq!(status(7, "24T23:59:59", beyond).await, Some(FaultCode::BeyondHorizon));
    assert_eq!(status(8, "25T00:00:00", beyond).await, Some(FaultCode::NotReleased));
}

#[tokio::test]
async fn an_instant_is_the_same_in_every_zone() {
    let app = TestApp::start().await;
    for (secret, starts_at) in [(1, "2026-11-24T02:00:00Z"), (2, "2026-11-23T18:00:00-08:00")] {
        let mut stop = stop("polres-skck", 0, "24T09:00");
        stop["starts_at"] = json!(starts_at);
        let hold: Hold = app.send(post("/holds").secret(secret).json(hold_of(&[stop]))).await.ok();
        assert_eq!(serde_json::to_value(hold.stops[0].starts_at).unwrap(), "2026-11-24T09:00:00+07:00");
    }
    assert_eq!(app.counter("polres/skck", "24T09:00").await, 2);
}

#[tokio::test]
async fn people_who_can_not_be_are_named() {
    let app = TestApp::start().await;
    let hold = app.hold(1, &[stop("polres-skck", 0, "24T09:00"), stop("polres-skck", 1, "24T09:00")]).await;
    let siti = person("Siti", &nik(1));
    let with_phone = |phone: &str| {
        let mut person = person("Budi", &nik(2));
        person["phone"] = json!(phone);
        person
    };
    let passport = |number: &str| json!({ "name": "John", "identity": { "kind": "passport", "number": number } });
    let number = "/people/1/identity/number";
    for (second, pointer, code) in [
        (person("", &nik(2)), "/people/1/name", FaultCode::Missing),
        (person(" \u{a0}\t", &nik(2)), "/people/1/name", FaultCode::ControlCharacters),
        (person("   ", &nik(2)), "/people/1/name", FaultCode::Missing),
        (person("Bu\u{0}di", &nik(2)), "/people/1/name", FaultCode::ControlCharacters),
        (person("\u{202e}iduB", &nik(2)), "/people/1/name", FaultCode::ControlCharacters),
        (person("123", &nik(2)), "/people/1/name", FaultCode::Malformed),
        (person(&"a".repeat(101), &nik(2)), "/people/1/name", FaultCode::TooLong),
        (person("Budi", ""), number, FaultCode::Missing),
        (person("Budi", "147101150801001"), number, FaultCode::WrongLength),
        (person("Budi", "14710115080100l2"), number, FaultCode::Malformed),
        (person("Budi", "9971011508010012"), number, FaultCode::RegionUnknown),
        (person("Budi", "1471013202010012"), number, FaultCode::DateImpossible),
        (person("Budi", "1471017202010012"), number, FaultCode::DateImpossible),
        (person("Budi", "1471011508010000"), number, FaultCode::SerialZero),
        (person("Budi", &nik(1)), number, FaultCode::Duplicate),
        (passport("X1"), number, FaultCode::WrongLength),
        (passport("ABCDEFGH"), number, FaultCode::Malformed),
        (with_phone("rumah"), "/people/1/phone", FaultCode::Malformed),
        (with_phone("0812"), "/people/1/phone", FaultCode::WrongLength),
        (child("Adik", 1, 1), "/people/1/identity/of", FaultCode::ParentUnknown),
        (child("Adik", 9, 1), "/people/1/identity/of", FaultCode::ParentUnknown),
        (child("Adik", 0, 0), "/people/1/identity/ordinal", FaultCode::TooFew),
        (child("Adik", 0, 99), "/people/1/identity/ordinal", FaultCode::TooMany),
    ] {
        let ask = confirm(1, &hold, &[siti.clone(), second]);
        refused(&app, ask, ProblemCode::InvalidInput, &[(pointer, code)]).await;
    }
    let both = confirm(1, &hold, &[person("", "1"), with_phone("x")]);
    let fields = [
        ("/people/0/name", FaultCode::Missing),
        ("/people/0/identity/number", FaultCode::WrongLength),
        ("/people/1/phone", FaultCode::Malformed),
    ];
    refused(&app, both, ProblemCode::InvalidInput, &fields).await;
    let alone = confirm(1, &hold, std::slice::from_ref(&siti));
    refused(&app, alone, ProblemCode::InvalidInput, &[("/people", FaultCode::TooFew)]).await;
    let three = confirm(1, &hold, &[siti.clone(), person("Budi", &nik(2)), person("Ani", &nik(3))]);
    refused(&app, three, ProblemCode::InvalidInput, &[("/people", FaultCode::TooMany)]).await;
    assert_eq!(app.send(confirm(1, &hold, &[siti, with_phone("")])).await.status, 201, "the same key, once mended");
}

#[tokio::test]
async fn a_child_of_a_child_has_no_parent_here() {
    let app = TestApp::start().await;
    let stops: Vec<Value> = (0..3).map(|person| stop("polres-skck", person, "24T09:00")).collect();
    let hold = app.hold(1, &stops).await;
    let ask = confirm(1, &hold, &[person("Siti", &nik(1)), child("Anak", 0, 1), child("Cucu", 1, 1)]);
    refused(&app, ask, ProblemCode::InvalidInput, &[("/people/2/identity/of", FaultCode::ParentUnknown)]).await;
    let ask = confirm(1, &hold, &[person("Siti", &nik(1)), child("Anak", 0, 1), child("Kembar", 0, 1)]);
    refused(&app, ask, ProblemCode::InvalidInput, &[("/people/2/identity/ordinal", FaultCode::Duplicate)]).await;
}

#[tokio::test]
async fn answers_that_do_not_lead_to_a_checklist_are_named() {
    let app = TestApp::start().await;
    let hold = app.hold(1, &[stop("capil-akta-lahir", 0, "24T09:00")]).await;
    for (answers, pointer, code) in [
        (json!([]), "/answers", FaultCode::TooFew),
        (json!([{}, {}]), "/answers", FaultCode::TooMany),
        (json!([{}]), "/answers/0/tempat", FaultCode::AnswersIncomplete),
        (json!([{ "tempat": "sini" }]), "/answers/0/pemohon", FaultCode::AnswersIncomplete),
        (json!([{ "tempat": "luar" }]), "/answers/0", FaultCode::AnswersStop),
        (json!([{ "tempat": "bulan" }]), "/answers/0/tempat", FaultCode::UnknownReference),
        (json!([{ "tempat": "sini", "warna": "sini" }]), "/answers/0/warna", FaultCode::UnknownReference),
    ] {
        let mut body = visit_of(&hold, &[person("Siti", &nik(1))]);
        body["answers"] = answers;
        let ask = post("/visits").secret(1).key("a").json(body);
        refused(&app, ask, ProblemCode::InvalidInput, &[(pointer, code)]).await;
    }
}

#[tokio::test]
async fn a_body_that_does_not_parse_names_the_field_and_repeats_nothing() {
    let app = TestApp::start().await;
    let hold = app.hold(1, &[stop("capil-ktp", 0, "24T09:00")]).await;
    let good = visit_of(&hold, &[person("Siti", &nik(1))]).to_string();
    for (body, pointer, code) in [
        (String::new(), "", FaultCode::Malformed),
        ("{".to_owned(), "", FaultCode::Malformed),
        ("<html>".to_owned(), "", FaultCode::Malformed),
        ("[1]".to_owned(), "", FaultCode::Malformed),
        (format!("{}{}", "[".repeat(20_000), "]".repeat(20_000)), "", FaultCode::Malformed),
        (good.replace(r#""people""#, r#""persons""#), "/persons", FaultCode::UnknownField),
        (good.replace(r#""name":"Siti""#, r#""name":12345678"#), "/people/0/name", FaultCode::Malformed),
        // Whether a name is written first or in order of the alphabet is up to serde_json's features in this build.
        (good.replace(r#","name":"Siti""#, "").replace(r#""name":"Siti","#, ""), "/people/0/name", FaultCode::Missing),
        (good.replace(r#""name""#, r#""rahasia":1,"name""#), "/people/0/rahasia", FaultCode::UnknownField),
        (good.replace(r#""answers":[{}]"#, r#""answers":{}"#), "/answers", FaultCode::Malformed),
        (good.replace(r#""kind":"nik""#, r#""kind":"soul""#), "/people/0/identity/kind", FaultCode::Malformed),
        (good.replace("Siti", "Si\u{fffd}\\ud800ti"), "", FaultCode::Malformed),
    ] {
        let ask = post("/visits").secret(1).key("a").body(body.clone());
        assert_ne!(body, good, "an example that spoils nothing");
        let before = app.state().await;
        let answer = app.send(ask).await;
        let problem = answer.problem();
        assert_eq!(problem.code, ProblemCode::MalformedBody, "{body:.80}");
        if !pointer.is_empty() {
            assert_eq!((problem.errors[0].pointer.as_str(), problem.errors[0].code), (pointer, code), "{body:.80}");
        }
        for personal in ["Siti", &nik(1), "12345678", "soul"] {
            assert!(!answer.text.contains(personal), "{}", answer.text);
        }
        assert_eq!(app.state().await, before);
    }
}

#[tokio::test]
async fn a_body_that_is_too_large_or_no_json_is_not_read() {
    let app = TestApp::start().await;
    let large = format!(r#"{{"stops":[{}]}}"#, " ".repeat(limits::BODY_BYTES_MAX));
    refused(&app, post("/holds").secret(1).body(large), ProblemCode::BodyTooLarge, &[("", FaultCode::TooLong)]).await;
    for kind in ["text/plain", "application/x-www-form-urlencoded", "application/jsonp"] {
        let ask = post("/holds").secret(1).header("content-type", kind);
        let fields = [("header:Content-Type", FaultCode::Malformed)];
        refused(&app, ask, ProblemCode::UnsupportedMediaType, &fields).await;
    }
    let fields = [("header:Content-Type", FaultCode::Malformed)];
    refused(&app, post("/holds").secret(1), ProblemCode::UnsupportedMediaType, &fields).await;
}

#[tokio::test]
async fn a_secret_that_can_be_none_is_refused() {
    let app = TestApp::start().await;
    let body = hold_of(&[stop("capil-ktp", 0, "24T09:00")]);
    let missing = [("header:Authorization", FaultCode::Missing)];
    refused(&app, post("/holds").json(body.clone()), ProblemCode::SecretMissing, &missing).await;
    for header in ["Bearer", "Bearer ", "Bearer 12", "Basic 01010101010101010101010101010101", "Bearer \u{e9}"] {
        let ask = post("/holds").header("authorization", header).json(body.clone());
        refused(&app, ask, ProblemCode::SecretMissing, &[("header:Authorization", FaultCode::Malformed)]).await;
    }
    let answer = app.send(post("/holds").json(body)).await;
    assert_eq!(answer.headers["www-authenticate"], "Bearer");
}

#[tokio::test]
async fn whoever_changes_a_visit_names_a_key() {
    let app = TestApp::start().await;
    let ticket = app.book(1, &[stop("capil-ktp", 0, "24T09:00")], &[person("Siti", &nik(1))]).await;
    let path = visit_path(&ticket);
    let stop_path = format!("{path}/stops/1");
    let move_to = json!({ "stops": [{ "stop": 1, "starts_at": instant("24T10:00") }] });
    for ask in [
        post("/visits").secret(1).json(json!({})),
        patch(&path).secret(1).json(move_to),
        delete(&path).secret(1),
        delete(&stop_path).secret(1),
    ] {
        let missing = [("header:Idempotency-Key", FaultCode::Missing)];
        refused(&app, ask.clone(), ProblemCode::MalformedRequest, &missing).await;
        for (key, code) in [
            ("", FaultCode::Missing),
            ("a b", FaultCode::Malformed),
            ("\u{e9}", FaultCode::Malformed),
            (&"a".repeat(65), FaultCode::TooLong),
        ] {
            let fields = [("header:Idempotency-Key", code)];
            refused(&app, ask.clone().key(key), ProblemCode::MalformedRequest, &fields).await;
        }
    }
}

#[tokio::test]
async fn a_code_that_is_none_is_answered_as_one_that_is_unknown() {
    let app = TestApp::start().await;
    let ticket = app.book(1, &[stop("capil-ktp", 0, "24T09:00")], &[person("Siti", &nik(1))]).await;
    let path = visit_path(&ticket);
    let unknown = [("path:code", FaultCode::UnknownReference)];
    let theirs = app.send(get(&path).secret(2)).await;
    for other in ["/visits/00000000", "/visits/7ZZZZZZZ", "/visits/hello", "/visits/%20", "/visits/UUUUUUUU"] {
        let answer = app.send(get(other).secret(2)).await;
        answer.refused(ProblemCode::NotFound, &unknown);
        assert_eq!(answer.text, theirs.text, "unknown and someone else's look the same");
    }
    for code in [path.as_str(), "/visits/00000000"] {
        let move_to = json!({ "stops": [{ "stop": 1, "starts_at": instant("24T10:00") }] });
        refused(&app, patch(code).secret(2).key("a").json(move_to), ProblemCode::NotFound, &unknown).await;
        refused(&app, delete(code).secret(2).key("a"), ProblemCode::NotFound, &unknown).await;
        refused(&app, delete(&format!("{code}/stops/1")).secret(2).key("a"), ProblemCode::NotFound, &unknown).await;
        refused(&app, get(&format!("{code}/calendar")).secret(2), ProblemCode::NotFound, &unknown).await;
    }
}

#[tokio::test]
async fn a_hold_that_is_not_ones_own_becomes_no_visit() {
    let app = TestApp::start().await;
    let hold = app.hold(1, &[stop("capil-ktp", 0, "24T09:00")]).await;
    let unknown = [("/hold", FaultCode::UnknownReference)];
    let people = [person("Siti", &nik(1))];
    refused(&app, confirm(2, &hold, &people), ProblemCode::NotFound, &unknown).await;
    let mut body = visit_of(&hold, &people);
    body["hold"] = json!("00000000000000000000000000");
    refused(&app, post("/visits").secret(1).key("a").json(body), ProblemCode::NotFound, &unknown).await;
    assert_eq!(answers_for("capil-ktp"), json!({}));
}

#[tokio::test]
async fn a_path_or_method_that_the_api_lacks_gets_a_problem_too() {
    let app = TestApp::start().await;
    for ask in [get("/"), get("/nothing"), post("/visits/00000000/nothing")] {
        app.send(ask).await.refused(ProblemCode::NotFound, &[]);
    }
    for ask in [get("/holds"), delete("/catalogue/index"), patch("/visits"), post("/visits/00000000")] {
        app.send(ask).await.refused(ProblemCode::MethodNotAllowed, &[]);
    }
}
