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
            format!("Jendela kedatangan Anda sampai pukul {}, di {desk}. Masih jadi datang?", ends_at.format("%H.%M")),
        ),
        (Language::Id, Kind::HourBefore) => (
            format!("Hari ini pukul {}: {tenant}", starts_at.format("%H.%M")),
            format!("Datanglah ke {desk} sebelum pukul {}. Tiket Anda ada di ponsel ini.", ends_at.format("%H.%M")),
        ),
        (Language::En, Kind::DayBefore) => (
            format!("Tomorrow at {}: {tenant}", starts_at.format("%H:%M")),
            format!("Your arrival window lasts until {}, at {desk}. Are you still coming?", ends_at.format("%H:%M")),
        ),
        (Language::En, Kind::HourBefore) => (
            format!("Today at {}: {tenant}", starts_at.format("%H:%M")),
            format!("Come to {desk} before {}. Your ticket is on this phone.", ends_at.format("%H:%M")),
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
