//! The start page.

use chrono::NaiveDate;
use contract::{Language, mall::Interval, windows::DayState};
use domain::calendar::{OpenState, is_weekend};

pub struct StartTexts {
    pub heading: &'static str,
    pub description: fn(tenants: usize, services: usize) -> String,
    pub examples_before: &'static str,
    /// Searches to try.
    pub examples: [&'static str; 3],
    pub examples_after: &'static str,
    pub on_map: &'static str,
    pub life_events_title: &'static str,
    pub all_life_events: fn(usize) -> String,
    pub tenants_title: fn(tenants: usize, services: usize) -> String,
    pub all_tenants: fn(usize) -> String,
    pub how_title: &'static str,
    /// Name and sentence of each step.
    pub how: [(&'static str, &'static str); 3],
    pub how_label: &'static str,
    pub unconfirmed_title: &'static str,
    pub for_others: fn(people_max: usize) -> String,
}

pub static INDONESIAN: StartTexts = StartTexts {
    heading: "Mau urus apa hari ini?",
    description: |tenants, services| {
        format!(
            "Cari {services} layanan dari {tenants} instansi, siapkan berkas Anda, dan pesan jam datang. Gratis, tanpa akun."
        )
    },
    examples_before: "Contoh: ",
    examples: ["KTP hilang", "paspor", "akta lahir"],
    examples_after: ". Salah ketik tidak apa-apa.",
    on_map: "lihat di peta",
    life_events_title: "Apa yang sedang Anda alami?",
    all_life_events: |count| format!("Semua {count} peristiwa hidup"),
    tenants_title: |tenants, services| format!("{tenants} instansi, {services} layanan, satu gedung"),
    all_tenants: |count| format!("Semua {count} instansi"),
    how_title: "Sekali datang, selesai",
    how: [
        ("Cari layanan", "Jawab beberapa pertanyaan. Anda mendapat daftar berkas milik Anda."),
        ("Pilih hari dan jam", "Tidak perlu datang subuh. Tempat Anda disimpan."),
        ("Tunjukkan tiket", "Di ponsel atau di kertas. Tanpa akun, tanpa biaya."),
    ],
    how_label: "Cara kerja dan catatan",
    unconfirmed_title: "Daftar ini menunggu konfirmasi.",
    for_others: |people_max| {
        format!("Memesan untuk orang tua atau tetangga? Boleh. Satu kunjungan cukup untuk {people_max} orang.")
    },
};

pub static ENGLISH: StartTexts = StartTexts {
    heading: "What do you need today?",
    description: |tenants, services| {
        format!(
            "Find {services} services of {tenants} agencies, prepare your papers, and book a time to come. Free, without an account."
        )
    },
    examples_before: "For example: ",
    examples: ["lost ID card", "passport", "birth certificate"],
    examples_after: ". Typing errors do not matter.",
    on_map: "see on a map",
    life_events_title: "What is happening in your life?",
    all_life_events: |count| format!("All {count} life events"),
    tenants_title: |tenants, services| format!("{tenants} agencies, {services} services, one building"),
    all_tenants: |count| format!("All {count} agencies"),
    how_title: "Come once, and it is done",
    how: [
        ("Find a service", "Answer a few questions. You get the list of papers you need."),
        ("Choose day and time", "No need to come before dawn. Your place is kept."),
        ("Show your ticket", "On the phone or on paper. No account, no fee."),
    ],
    how_label: "How it works, and notes",
    unconfirmed_title: "This catalogue awaits confirmation.",
    for_others: |people_max| {
        format!("Booking for your parents or a neighbour? You may. One visit is enough for {people_max} people.")
    },
};

impl super::Texts {
    /// What the mall does now: a strong sentence, and what follows it.
    #[must_use]
    pub fn open_now(self, state: &OpenState, today: NaiveDate) -> (String, String) {
        let is_indonesian = self.language == Language::Id;
        match state {
            OpenState::Open { until, breaks } => {
                let until = self.clock_time(*until);
                let breaks: Vec<String> = breaks.iter().map(|Interval(from, to)| self.time_range(*from, *to)).collect();
                let strong = if is_indonesian {
                    format!("Hari ini buka sampai {until}.")
                } else {
                    format!("Open today until {until}.")
                };
                let rest = match (breaks.is_empty(), is_indonesian) {
                    (true, _) => String::new(),
                    (false, true) => format!("Istirahat {}.", breaks.join(", ")),
                    (false, false) => format!("Break {}.", breaks.join(", ")),
                };
                (strong, rest)
            }
            OpenState::OpensLaterToday { at } if is_indonesian => {
                (format!("Hari ini buka pukul {}.", self.clock_time(*at)), String::new())
            }
            OpenState::OpensLaterToday { at } => (format!("Opens today at {}.", self.clock_time(*at)), String::new()),
            OpenState::ClosedForToday { next } => {
                let strong = if is_indonesian { "Hari ini sudah tutup." } else { "Closed for today." };
                (strong.to_owned(), self.opens_again(*next, today))
            }
            OpenState::ClosedToday { reason, next } => {
                let why = match reason {
                    DayState::Holiday { name: why } | DayState::Closed { reason: why } => Some(why.as_str()),
                    DayState::Weekend if is_weekend(today) => {
                        Some(if is_indonesian { "akhir pekan" } else { "weekend" })
                    }
                    _ => None,
                };
                let why = why.map(|why| format!(": {why}")).unwrap_or_default();
                let strong = if is_indonesian { "Hari ini tutup" } else { "Closed today" };
                (format!("{strong}{why}."), self.opens_again(*next, today))
            }
        }
    }

    fn opens_again(self, next: Option<NaiveDate>, today: NaiveDate) -> String {
        let Some(next) = next else { return String::new() };
        let is_tomorrow = today.succ_opt() == Some(next);
        match (self.language, is_tomorrow) {
            (Language::Id, true) => format!("Buka lagi besok, {}.", self.day(next)),
            (Language::Id, false) => format!("Buka lagi {}.", self.day(next)),
            (Language::En, true) => format!("Opens again tomorrow, {}.", self.day(next)),
            (Language::En, false) => format!("Opens again on {}.", self.day(next)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveTime;

    fn at(hour: u32, minute: u32) -> NaiveTime {
        NaiveTime::from_hms_opt(hour, minute, 0).unwrap()
    }

    #[test]
    fn an_open_mall_says_until_when_and_when_it_rests() {
        let state = OpenState::Open { until: at(15, 0), breaks: vec![Interval(at(12, 0), at(12, 30))] };
        let today = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
        let [id, en] = Language::ALL.map(crate::i18n::of);
        assert_eq!(
            id.open_now(&state, today),
            ("Hari ini buka sampai 15.00.".to_owned(), "Istirahat 12.00–12.30.".to_owned())
        );
        assert_eq!(en.open_now(&state, today).0, "Open today until 15:00.");
    }

    #[test]
    fn a_closed_mall_says_why_and_when_it_opens_again() {
        let today = NaiveDate::from_ymd_opt(2026, 12, 24).unwrap();
        let next = NaiveDate::from_ymd_opt(2026, 12, 28);
        let reason = DayState::Holiday { name: "cuti bersama Natal".to_owned() };
        let id = crate::i18n::of(Language::Id);
        assert_eq!(
            id.open_now(&OpenState::ClosedToday { reason, next }, today),
            ("Hari ini tutup: cuti bersama Natal.".to_owned(), "Buka lagi Senin, 28\u{a0}Desember.".to_owned())
        );
        let reason = DayState::Weekend;
        let state = OpenState::ClosedToday { reason, next: None };
        assert_eq!(id.open_now(&state, today).0, "Hari ini tutup.");
        let saturday = NaiveDate::from_ymd_opt(2026, 12, 26).unwrap();
        assert_eq!(id.open_now(&state, saturday).0, "Hari ini tutup: akhir pekan.");
        let tomorrow = today.succ_opt();
        assert_eq!(
            id.open_now(&OpenState::ClosedForToday { next: tomorrow }, today).1,
            "Buka lagi besok, Jumat, 25\u{a0}Desember."
        );
    }
}
