//! What a device knows of bookings that were not answered.

use super::*;

fn at(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(&format!("2026-11-24T{text}+07:00")).unwrap().to_utc()
}

fn sent(byte: u8, time: &str) -> Unanswered {
    Unanswered { secret: Secret::from_bytes([byte; 16]), sent_at: at(time) }
}

#[test]
fn a_list_is_read_as_it_was_written_and_says_no_more_than_secret_and_time() {
    let all = [sent(1, "08:30:00"), sent(171, "08:31:05")];
    let text = to_text(&all);
    assert_eq!(text, format!("{} 1795483800\n{} 1795483865\n", "01".repeat(16), "ab".repeat(16)));
    assert_eq!(parse(&text), all);
    assert_eq!(parse(&format!("{{}}\nx 1\n{} y\n{text}", "01".repeat(16))), all, "what can't be read hides nothing");
}

#[test]
fn what_is_sent_again_is_one_and_the_oldest_gives_way() {
    let twice = with(with(vec![sent(1, "08:30:00")], sent(2, "08:31:00")), sent(1, "08:32:00"));
    assert_eq!(twice, [sent(2, "08:31:00"), sent(1, "08:32:00")]);
    let many = (1..=9).fold(Vec::new(), |all, byte| with(all, sent(byte, "08:30:00")));
    assert_eq!(many, [5, 6, 7, 8, 9].map(|byte| sent(byte, "08:30:00")));
}

#[test]
fn nothing_comes_any_more_once_its_hold_has_ended_for_sure() {
    let sent = sent(1, "08:30:00");
    for (now, can_come) in
        [("08:30:00", true), ("08:50:00", true), ("08:50:01", false), ("08:29:58", true), ("08:09:59", false)]
    {
        assert_eq!(sent.can_still_come(20, at(now)), can_come, "{now}");
    }
}
