use serde_json::{Value, json};

use super::{
    export::{ExportedPerson, VisitExport},
    *,
};

fn is_written<T: Serialize + for<'a> Deserialize<'a> + PartialEq + std::fmt::Debug>(value: &T, written: &Value) {
    assert_eq!(serde_json::to_value(value).unwrap(), *written);
    assert_eq!(serde_json::from_value::<T>(written.clone()).unwrap(), *value);
}

fn displaced_stop() -> Value {
    json!({
        "number": 1,
        "service": "capil-ktp",
        "service_name": "KTP",
        "person": 0,
        "desk": "capil/identitas",
        "desk_name": "Loket identitas",
        "tenant_name": "Capil",
        "starts_at": "2026-11-24T09:00:00+07:00",
        "ends_at": "2026-11-24T09:30:00+07:00",
        "minutes": 10,
        "late_after": "2026-11-24T09:45:00+07:00",
        "state": "displaced",
        "displaced": { "kind": "holiday", "name": "Hari Guru" },
        "fee": { "kind": "free", "amount": 0, "basis": "UU 24/2013" },
    })
}

fn displaced_ticket() -> Value {
    json!({
        "code": VisitCode::from_random(7).to_string(),
        "day": "2026-11-24",
        "state": "displaced",
        "answered_at": "2026-11-23T07:30:00+07:00",
        "change_until": "2026-12-25T00:00:00+07:00",
        "apart": false,
        "people": [{ "name": "Siti", "identity": { "kind": "nik", "last_four": "0001" }, "has_phone": true }],
        "stops": [displaced_stop()],
        "papers": [],
        "moves_to": [
            { "stop": 1, "starts_at": "2026-11-25T09:00:00+07:00", "ends_at": "2026-11-25T09:30:00+07:00" },
        ],
    })
}

#[test]
fn a_displaced_ticket_says_why_and_where_it_could_go() {
    let written = displaced_ticket();
    let ticket: Ticket = serde_json::from_value(written.clone()).unwrap();
    assert!(ticket.can_move());
    assert_eq!(ticket.stops[0].displaced, Some(Displacement::Holiday { name: "Hari Guru".to_owned() }));
    // The fee's lists are written where they are empty too.
    let again: Value = serde_json::to_value(&ticket).unwrap();
    assert_eq!(
        (&again["moves_to"], &again["stops"][0]["displaced"]),
        (&written["moves_to"], &written["stops"][0]["displaced"])
    );
    assert_eq!(serde_json::from_value::<Ticket>(again).unwrap(), ticket);
}

#[test]
fn a_list_holds_its_tickets_also_where_there_are_none() {
    is_written(&TicketList { tickets: Vec::new() }, &json!({ "tickets": [] }));
    let ticket: Ticket = serde_json::from_value(displaced_ticket()).unwrap();
    let list: TicketList = serde_json::from_value(json!({ "tickets": [displaced_ticket()] })).unwrap();
    assert_eq!(list, TicketList { tickets: vec![ticket] });
}

#[test]
fn each_reason_has_its_kind() {
    let name = || "Loket akta".to_owned();
    for (reason, written) in [
        (Displacement::Closed { reason: "Apel".to_owned() }, json!({ "kind": "closed", "reason": "Apel" })),
        (Displacement::Hours, json!({ "kind": "hours" })),
        (
            Displacement::OtherDesk { desk: DeskId::parse("capil/akta").unwrap(), name: name() },
            json!({ "kind": "other_desk", "desk": "capil/akta", "name": "Loket akta" }),
        ),
        (Displacement::ServiceGone, json!({ "kind": "service_gone" })),
    ] {
        is_written(&reason, &written);
    }
    let newer: Displacement = serde_json::from_value(json!({ "kind": "flooded", "until": "2027" })).unwrap();
    assert_eq!(newer, Displacement::Unknown);
}

#[test]
fn what_is_gone_can_not_move_and_what_went_to_another_desk_moves_there() {
    let with = |displaced: Value| -> TicketStop {
        let mut stop = displaced_stop();
        stop["displaced"] = displaced;
        serde_json::from_value(stop).unwrap()
    };
    let gone = with(json!({ "kind": "service_gone" }));
    assert!(gone.is_live() && !gone.is_movable());
    let elsewhere = with(json!({ "kind": "other_desk", "desk": "capil/akta", "name": "Loket akta" }));
    assert!(elsewhere.is_movable());
    assert_eq!(elsewhere.next_desk().to_string(), "capil/akta");
    assert_eq!(with(json!({ "kind": "hours" })).next_desk().to_string(), "capil/identitas");
}

#[test]
fn an_app_of_before_reads_a_newer_state() {
    assert_eq!(serde_json::from_str::<VisitState>("\"postponed\"").unwrap(), VisitState::Unknown);
    assert_eq!(serde_json::to_string(&VisitState::Displaced).unwrap(), "\"displaced\"");
}

#[test]
fn an_export_holds_all_that_is_kept() {
    let written = json!({
        "code": VisitCode::from_random(7).to_string(),
        "exported_at": "2026-11-23T07:30:00+07:00",
        "wiped_on": "2026-12-25",
        "day": "2026-11-24",
        "state": "booked",
        "apart": false,
        "people": [
            { "name": "Siti", "identity": { "kind": "nik", "last_four": "0001" }, "phone": "+6281275550134" },
            { "name": "Adik", "identity": { "kind": "child", "of": 0, "ordinal": 1 } },
        ],
        "stops": [{
            "number": 1,
            "service": "capil-akta-lahir",
            "service_name": "Akta lahir",
            "person": 0,
            "desk": "capil/akta",
            "starts_at": "2026-11-24T08:00:00+07:00",
            "ends_at": "2026-11-24T08:30:00+07:00",
            "minutes": 10,
            "state": "booked",
            "answers": { "tempat": "sini" },
            "obtains": [{ "document": "kk", "at_stop": 2 }],
        }],
        "keys": [{ "added_at": "2026-11-23T07:30:00+07:00", "is_original": true }],
        "kept_answers": [{ "answered_at": "2026-11-23T07:30:00+07:00", "status": 201 }],
    });
    let export: VisitExport = serde_json::from_value(written.clone()).unwrap();
    is_written(&export, &written);
    assert_eq!(export.people[1], ExportedPerson { phone: None, ..export.people[1].clone() });
}
