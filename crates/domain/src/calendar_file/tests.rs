use contract::{
    ServiceId, VisitCode,
    visits::{TicketIdentity, TicketPerson},
};

use super::*;
use crate::fixtures::{at, date, desk_id, free, mall};

const WORDS: CalendarWords = CalendarWords {
    title: |service, tenant| format!("{service} ({tenant})"),
    description: |desk, tenant, code| format!("Datang ke {desk}, {tenant}.\nTunjukkan kode {code}."),
};

fn stop(number: u32, state: VisitState) -> TicketStop {
    TicketStop {
        number,
        service: ServiceId::parse("dinas-ktp").unwrap(),
        service_name: "KTP‑el pertama; perekaman, di C:\\loket".into(),
        person: 0,
        desk: desk_id("dinas/identitas"),
        desk_name: "Loket KTP‑el dan Kartu Identitas Anak".into(),
        tenant_name: "Disdukcapil".into(),
        place: None,
        starts_at: at("2026-12-31 08:00:00"),
        ends_at: at("2026-12-31 08:30:00"),
        minutes: 10,
        late_after: at("2026-12-31 08:45:00"),
        state,
        displaced: None,
        fee: free(),
        obtains: vec![],
    }
}

fn ticket(stops: Vec<TicketStop>) -> Ticket {
    Ticket {
        code: VisitCode::from_random(7),
        day: date("2026-12-31"),
        state: VisitState::Booked,
        answered_at: at("2026-12-24 06:59:59"),
        change_until: at("2026-12-31 07:00:00"),
        apart: false,
        people: vec![TicketPerson {
            name: "Siti Nurbaya".into(),
            identity: TicketIdentity::Nik { last_four: "9876".into() },
            has_phone: true,
        }],
        stops,
        papers: vec![],
        moves_to: vec![],
    }
}

/// The content lines, unfolded.
fn lines(file: &str) -> Vec<String> {
    assert!(file.ends_with("\r\n"));
    file.replace("\r\n ", "").split_terminator("\r\n").map(str::to_owned).collect()
}

fn file_of(stops: Vec<TicketStop>) -> String {
    calendar_file(&ticket(stops), &mall(), &WORDS)
}

#[test]
fn the_file_of_one_stop_is_a_calendar_with_one_event_and_two_alarms() {
    let code = VisitCode::from_random(7);
    let title = "KTP‑el pertama\\; perekaman\\, di C:\\\\loket (Disdukcapil)";
    let expected = [
        "BEGIN:VCALENDAR".into(),
        "VERSION:2.0".into(),
        "PRODID:-//Loket//Visit//EN".into(),
        "BEGIN:VEVENT".into(),
        format!("UID:{}-1@mpp-uji", code.compact()),
        "DTSTAMP:20261223T235959Z".into(),
        "DTSTART:20261231T010000Z".into(),
        "DTEND:20261231T013000Z".into(),
        format!("SUMMARY:{title}"),
        "LOCATION:Mal Pelayanan Publik Uji\\, Jl. Uji No. 1\\, Uji\\; Riau".into(),
        format!("DESCRIPTION:Datang ke Loket KTP‑el dan Kartu Identitas Anak\\, Disdukcapil.\\nTunjukkan kode {code}."),
        "STATUS:CONFIRMED".into(),
        "BEGIN:VALARM".into(),
        "ACTION:DISPLAY".into(),
        "TRIGGER:-P1D".into(),
        format!("DESCRIPTION:{title}"),
        "END:VALARM".into(),
        "BEGIN:VALARM".into(),
        "ACTION:DISPLAY".into(),
        "TRIGGER:-PT1H".into(),
        format!("DESCRIPTION:{title}"),
        "END:VALARM".into(),
        "END:VEVENT".into(),
        "END:VCALENDAR".into(),
    ];
    assert_eq!(lines(&file_of(vec![stop(1, VisitState::Booked)])), expected);
}

#[test]
fn every_stop_has_an_event_and_only_one_still_booked_rings() {
    let states =
        [VisitState::Cancelled, VisitState::Booked, VisitState::Missed, VisitState::Unknown, VisitState::Displaced];
    let file = file_of(states.into_iter().zip(1..).map(|(state, number)| stop(number, state)).collect());
    let said: Vec<String> = lines(&file)
        .into_iter()
        .filter(|line| ["UID:", "STATUS:", "TRIGGER:"].iter().any(|name| line.starts_with(name)))
        .collect();
    let uid = |number: u32| format!("UID:{}-{number}@mpp-uji", VisitCode::from_random(7).compact());
    let confirmed = || "STATUS:CONFIRMED".to_owned();
    let expected = [
        uid(1),
        "STATUS:CANCELLED".into(),
        uid(2),
        confirmed(),
        "TRIGGER:-P1D".into(),
        "TRIGGER:-PT1H".into(),
        uid(3),
        confirmed(),
        uid(4),
        confirmed(),
        uid(5),
        "STATUS:CANCELLED".into(),
    ];
    assert_eq!(said, expected);
}

#[test]
fn a_rescheduled_or_cancelled_stop_keeps_its_uid() {
    let moved = TicketStop { starts_at: at("2027-01-04 09:00:00"), ..stop(1, VisitState::Booked) };
    let uid = |stop| lines(&file_of(vec![stop])).into_iter().find(|line| line.starts_with("UID:"));
    assert_eq!(uid(moved), uid(stop(1, VisitState::Booked)));
    assert_eq!(uid(stop(1, VisitState::Cancelled)), uid(stop(1, VisitState::Booked)));
}

#[test]
fn nobodys_name_or_number_is_in_the_file() {
    let file = lines(&file_of(vec![stop(1, VisitState::Booked)])).join("\n");
    for personal in ["Siti", "Nurbaya", "9876"] {
        assert!(!file.contains(personal), "{personal}");
    }
}

#[test]
fn lines_are_folded_at_75_octets_and_no_character_is_cut() {
    for character in ["a", "é", "‑", "🪪"] {
        // Every way in which the fold can fall between the octets of a character.
        for padding in 0..4 {
            let name = format!("{}{}", "x".repeat(padding), character.repeat(200));
            let file = file_of(vec![TicketStop { service_name: name.clone(), ..stop(1, VisitState::Booked) }]);
            for line in file.split("\r\n") {
                assert!(line.len() <= LINE_OCTETS_MAX, "{} octets: {line}", line.len());
            }
            let longest = file.split("\r\n").map(str::len).max().unwrap();
            assert!(longest > LINE_OCTETS_MAX - character.len(), "lines are filled: {longest}");
            assert!(lines(&file).contains(&format!("SUMMARY:{name} (Disdukcapil)")), "{character} {padding}");
        }
    }
}

#[test]
fn a_line_of_exactly_75_octets_is_not_folded() {
    for (octets, folds) in [(75, 0), (76, 1), (149, 1), (150, 2)] {
        let mut file = String::new();
        push(&mut file, &"x".repeat(octets));
        assert_eq!(file.matches("\r\n ").count(), folds, "{octets}");
    }
}

#[test]
fn no_text_can_break_out_of_its_line() {
    let name = "a\r\nBEGIN:VEVENT\r\nb\u{85}\u{7}\tc".to_owned();
    let file = file_of(vec![TicketStop { service_name: name, ..stop(1, VisitState::Booked) }]);
    assert_eq!(file.matches("\r\nBEGIN:VEVENT").count(), 1);
    assert!(lines(&file).contains(&"SUMMARY:a\\nBEGIN:VEVENT\\nb c (Disdukcapil)".to_owned()));
    assert!(!file.replace("\r\n", "").chars().any(char::is_control));
}
