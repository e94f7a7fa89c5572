//! What a reminder says. No names and no numbers: it may be read on a locked phone.

use chrono::{DateTime, FixedOffset};
use contract::Language;

use super::due::Kind;

/// One stop, as the reminder names it.
#[derive(Debug)]
pub struct Reminded<'a> {
    pub starts_at: DateTime<FixedOffset>,
    pub ends_at: DateTime<FixedOffset>,
    pub desk: &'a str,
    pub tenant: &'a str,
}

/// Title and text.
#[must_use]
pub fn words(language: Language, kind: Kind, stop: &Reminded<'_>) -> (String, String) {
    let Reminded { starts_at, ends_at, desk, tenant } = stop;
    match (language, kind) {
        (Language::Id, Kind::DayBefore) => (
            format!("Besok pukul {}: {tenant}", starts_at.format("%H.%M")),
            format!("Anda ditunggu sampai pukul {}, di {desk}. Masih jadi datang?", ends_at.format("%H.%M")),
        ),
        (Language::Id, Kind::HourBefore) => (
            format!("Hari ini pukul {}: {tenant}", starts_at.format("%H.%M")),
            format!("Datanglah ke {desk} sebelum pukul {}. Siapkan kode tiket Anda.", ends_at.format("%H.%M")),
        ),
        (Language::En, Kind::DayBefore) => (
            format!("Tomorrow at {}: {tenant}", starts_at.format("%H:%M")),
            format!("Come by {}, at {desk}. Are you still coming?", ends_at.format("%H:%M")),
        ),
        (Language::En, Kind::HourBefore) => (
            format!("Today at {}: {tenant}", starts_at.format("%H:%M")),
            format!("Come to {desk} before {}. Have your ticket code ready.", ends_at.format("%H:%M")),
        ),
    }
}

/// The buttons under the question whether somebody still comes.
#[must_use]
pub const fn answers(language: Language) -> (&'static str, &'static str) {
    match language {
        Language::Id => ("Ya, saya datang", "Tidak jadi"),
        Language::En => ("Yes, I'm coming", "Not coming"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reminder_speaks_of_times_and_promises_no_ticket_on_the_phone() {
        let at = |time: &str| DateTime::parse_from_rfc3339(&format!("2026-11-24T{time}:00+07:00")).unwrap();
        let stop = Reminded { starts_at: at("09:00"), ends_at: at("09:30"), desk: "Loket SKCK", tenant: "Polresta" };
        assert_eq!(
            words(Language::Id, Kind::DayBefore, &stop).1,
            "Anda ditunggu sampai pukul 09.30, di Loket SKCK. Masih jadi datang?"
        );
        for (language, kind) in
            Language::ALL.map(|language| [Kind::DayBefore, Kind::HourBefore].map(|kind| (language, kind))).concat()
        {
            let (_, text) = words(language, kind, &stop);
            // It may not have been kept there.
            for word in ["Jendela", "window", "di ponsel ini", "on this phone"] {
                assert!(!text.contains(word), "{text}");
            }
        }
    }
}
