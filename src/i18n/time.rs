//! Day and window: what is left, why a day is closed, and how long places are kept.

use chrono::{DateTime, FixedOffset};
use contract::windows::DayState;
use domain::calendar::is_weekend;

use super::Texts;

pub struct TimeTexts {
    pub title: &'static str,
    pub intro: fn(services: usize) -> String,
    /// Before the time of day.
    pub counted: &'static str,
    pub refresh: &'static str,
    pub day: &'static str,
    pub left: fn(u32) -> String,
    pub left_places: fn(u32) -> String,
    pub full: &'static str,
    pub too_tight: &'static str,
    pub too_tight_day: fn(day: &str) -> String,
    pub unreachable: &'static str,
    pub unreachable_why: &'static str,
    pub full_days: fn(days: &str) -> String,
    pub closed_desk: fn(days: &str, desk: &str, reason: &str) -> String,
    pub closed_day: fn(day: &str, reason: &str) -> String,
    /// `until`: the last day whose holidays are known.
    pub holidays_unknown: fn(until: &str) -> String,
    // Why a day can't be booked.
    pub weekend: &'static str,
    /// On a weekday that has no hours.
    pub no_hours: &'static str,
    pub holiday: fn(name: &str) -> String,
    pub closed_for: fn(reason: &str) -> String,
    pub opens: fn(when: &str) -> String,
    pub over: &'static str,
    pub walk_in_only: &'static str,
    pub not_yet: &'static str,
    pub tomorrow: &'static str,
    pub today: &'static str,
    /// "besok pukul 07.00".
    pub at: fn(day: &str, time: &str) -> String,
    /// In a cell: one word where the reason stands below.
    pub closed_short: &'static str,
    pub holiday_short: &'static str,
    pub over_short: &'static str,
    pub later_short: &'static str,
    pub proposal: fn(walk_minutes: u32) -> String,
    pub proposal_one: &'static str,
    pub change_window: &'static str,
    pub change_window_of: fn(service: &str) -> String,
    pub done: &'static str,
    pub window_of: fn(service: &str) -> String,
    pub elsewhere: fn(window: &str) -> String,
    pub take_elsewhere: fn(day: &str, window: &str, left: &str) -> String,
    pub proposal_title: &'static str,
    pub come_and_leave: fn(come: &str, leave: &str) -> String,
    pub proposal_counts: fn(services: usize, people: usize) -> String,
    pub hold: &'static str,
    pub holding: &'static str,
    pub hold_hint: fn(minutes: u32) -> String,
    pub walk_in_too: &'static str,
    pub nothing_left: &'static str,
    pub no_randomness: &'static str,
    pub lost_title: fn(service: &str, window: &str) -> String,
    pub lost_alternatives: &'static str,
    pub lost_none: &'static str,
    pub hold_failed: &'static str,
    pub no_hold_title: &'static str,
    pub no_hold_text: &'static str,
    // How long places are kept.
    pub held: &'static str,
    pub held_until: &'static str,
    pub minutes_left: fn(i64) -> String,
    pub time_left: &'static str,
    pub almost_over: &'static str,
    pub nothing_lost: &'static str,
    pub extend: fn(minutes: u32) -> String,
    pub extending: &'static str,
    pub extended: &'static str,
    pub ended_title: &'static str,
    pub ended_text: &'static str,
    pub still_there: &'static str,
    pub take: fn(window: &str) -> String,
    pub taking: &'static str,
    pub other_time: &'static str,
}

impl Texts {
    /// Why a day can't be booked, as a sentence goes on: "tutup akhir pekan".
    #[must_use]
    pub fn closed(self, state: &DayState, date: chrono::NaiveDate, today: chrono::NaiveDate) -> String {
        let words = self.time();
        match state {
            DayState::Open => String::new(),
            DayState::Weekend if is_weekend(date) => words.weekend.to_owned(),
            DayState::Weekend => words.no_hours.to_owned(),
            DayState::Holiday { name } => (words.holiday)(name),
            DayState::Closed { reason } => (words.closed_for)(reason),
            DayState::NotReleased { opens_at } => {
                let day = self.soon(opens_at.date_naive(), today);
                (words.opens)(&(words.at)(&day, &self.time_of(*opens_at)))
            }
            DayState::Over => words.over.to_owned(),
            DayState::WalkInOnly => words.walk_in_only.to_owned(),
            DayState::Unknown => words.not_yet.to_owned(),
        }
    }

    /// "besok", "hari ini", or the day.
    #[must_use]
    pub fn soon(self, date: chrono::NaiveDate, today: chrono::NaiveDate) -> String {
        match (date - today).num_days() {
            0 => self.time().today.to_owned(),
            1 => self.time().tomorrow.to_owned(),
            _ => self.day(date),
        }
    }

    /// "datang 09.00, selesai sekitar 10.10".
    #[must_use]
    pub fn come_and_leave(self, come: DateTime<FixedOffset>, leave: DateTime<FixedOffset>) -> String {
        (self.time().come_and_leave)(&self.time_of(come), &self.time_of(leave))
    }

    /// "09.00" on that day, else "Rabu, 25 November pukul 09.00".
    #[must_use]
    pub fn time_on(self, instant: DateTime<FixedOffset>, day: chrono::NaiveDate) -> String {
        let (date, time) = (instant.date_naive(), self.time_of(instant));
        if date == day { time } else { (self.time().at)(&self.day(date), &time) }
    }

    /// "25–29 November", "30 November – 6 Desember", "7 Desember".
    #[must_use]
    pub fn day_span(self, first: chrono::NaiveDate, last: chrono::NaiveDate) -> String {
        use chrono::Datelike as _;
        if first == last {
            self.day_and_month(first)
        } else if first.month() == last.month() {
            format!("{}–{}", first.day(), self.day_and_month(last))
        } else {
            format!("{} – {}", self.day_and_month(first), self.day_and_month(last))
        }
    }
}

pub static INDONESIAN: TimeTexts = TimeTexts {
    title: "Pilih hari dan jam",
    intro: |services| match services {
        1 => "Angka menunjukkan tempat yang masih ada.".to_owned(),
        services => format!("Angka menunjukkan tempat yang masih ada untuk {services} layanan Anda."),
    },
    counted: "Diperbarui ",
    refresh: "Perbarui",
    day: "Hari",
    left: |left| format!("sisa {left}"),
    left_places: |left| format!("sisa {left} tempat"),
    full: "penuh",
    too_tight: "tidak cukup",
    too_tight_day: |day| format!("{day}: jam yang tersisa terlalu rapat untuk semua layanan Anda."),
    unreachable: "terlalu rapat",
    unreachable_why: "Terlalu rapat: layanan lain tidak sempat dikunjungi sebelum atau sesudahnya.",
    full_days: |days| format!("{days} penuh. Tempat yang dibatalkan muncul di sini."),
    closed_desk: |days, desk, reason| format!("{days}: {desk} {reason}."),
    closed_day: |day, reason| format!("{day}: {reason}."),
    holidays_unknown: |until| {
        format!("Hari libur setelah {until} belum diumumkan. Hari-hari sesudahnya masih bisa berubah.")
    },
    weekend: "tutup akhir pekan",
    no_hours: "tidak buka",
    holiday: |name| format!("libur, {name}"),
    closed_for: |reason| format!("tutup, {reason}"),
    opens: |when| format!("dibuka {when}"),
    over: "sudah tidak bisa dipesan",
    walk_in_only: "hanya datang langsung",
    not_yet: "belum bisa dipesan",
    tomorrow: "besok",
    today: "hari ini",
    at: |day, time| format!("{day} pukul {time}"),
    closed_short: "tutup",
    holiday_short: "libur",
    over_short: "lewat",
    later_short: "nanti",
    proposal: |minutes| format!("Kami usulkan urutan ini. Ada waktu berjalan {minutes} menit antar loket."),
    proposal_one: "Kami usulkan jam paling awal. Anda bisa mengubahnya.",
    change_window: "Ubah jam",
    change_window_of: |service| format!(" {service}"),
    done: "Selesai",
    window_of: |service| format!("Jam untuk {service}"),
    elsewhere: |window| format!("Ingin {window}? Sudah penuh. Terdekat:"),
    take_elsewhere: |day, window, left| format!("{day}, {window}, {left}"),
    proposal_title: "Usulan kunjungan",
    come_and_leave: |come, leave| format!("datang {come}, selesai sekitar {leave}"),
    proposal_counts: |services, people| {
        let building = if services == 1 { "" } else { ", di gedung yang sama" };
        format!("{services} layanan, {people} orang{building}.")
    },
    hold: "Simpan tempat ini",
    holding: "Menyimpan tempat…",
    hold_hint: |minutes| format!("Tempat disimpan {minutes} menit selagi Anda mengisi nama."),
    walk_in_too: "Tidak ada jam yang cocok? Hampir semua loket juga menyisakan tempat untuk yang datang langsung. Tanya petugas di MPP dulu.",
    nothing_left: "Belum ada hari yang bisa dipesan untuk semua layanan ini. Kurangi layanan, atau lihat lagi besok.",
    no_randomness: "Peramban ini tidak bisa membuat kunci tiket yang aman. Perbarui peramban, atau pakai ponsel lain.",
    lost_title: |service, window| format!("{service}, {window}, baru saja penuh."),
    lost_alternatives: "Yang terdekat masih ada:",
    lost_none: "Pilih jam atau hari lain di bawah ini.",
    hold_failed: "Tempat belum tersimpan",
    no_hold_title: "Belum ada tempat yang disimpan",
    no_hold_text: "Pilih hari dan jam dulu. Nama yang sudah Anda isi tetap ada.",
    held: "Tempat disimpan",
    held_until: "Tempat Anda disimpan sampai ",
    minutes_left: |minutes| match minutes {
        0 => "Kurang dari 1 menit.".to_owned(),
        minutes => format!("Sisa {minutes} menit."),
    },
    time_left: "Sisa waktu",
    almost_over: "Waktu hampir habis.",
    nothing_lost: "Isian Anda tetap ada.",
    extend: |minutes| format!("Tambah {minutes} menit"),
    extending: "Menambah waktu…",
    extended: "Waktu sudah ditambah.",
    ended_title: "Tempat Anda sudah dilepas",
    ended_text: "Waktu simpan sudah lewat. Nama dan jawaban Anda masih tersimpan di ponsel ini.",
    still_there: "Masih ada: ",
    take: |window| format!("Ambil {window}"),
    taking: "Mengambil tempat…",
    other_time: "Pilih jam lain",
};

pub static ENGLISH: TimeTexts = TimeTexts {
    title: "Choose day and time",
    intro: |services| match services {
        1 => "The numbers show the places that are left.".to_owned(),
        services => format!("The numbers show the places that are left for your {services} services."),
    },
    counted: "Updated ",
    refresh: "Refresh",
    day: "Day",
    left: |left| format!("{left} left"),
    left_places: |left| if left == 1 { "1 place left".to_owned() } else { format!("{left} places left") },
    full: "full",
    too_tight: "not enough",
    too_tight_day: |day| format!("{day}: the times that are left are too close for all your services."),
    unreachable: "too close",
    unreachable_why: "Too close: there is no time for your other services before or after it.",
    full_days: |days| format!("{days}: full. Places that others cancel appear here."),
    closed_desk: |days, desk, reason| format!("{days}: {desk} {reason}."),
    closed_day: |day, reason| format!("{day}: {reason}."),
    holidays_unknown: |until| {
        format!("The holidays after {until} are not announced yet. The days after it may still change.")
    },
    weekend: "closed at the weekend",
    no_hours: "not open",
    holiday: |name| format!("holiday, {name}"),
    closed_for: |reason| format!("closed, {reason}"),
    opens: |when| format!("opens {when}"),
    over: "can no longer be booked",
    walk_in_only: "walk-ins only",
    not_yet: "can't be booked yet",
    tomorrow: "tomorrow",
    today: "today",
    at: |day, time| format!("{day} at {time}"),
    closed_short: "closed",
    holiday_short: "holiday",
    over_short: "over",
    later_short: "later",
    proposal: |minutes| format!("We suggest this order. It leaves {minutes} minutes to walk between counters."),
    proposal_one: "We suggest the earliest time. You can change it.",
    change_window: "Change the time",
    change_window_of: |service| format!(" of {service}"),
    done: "Done",
    window_of: |service| format!("Time for {service}"),
    elsewhere: |window| format!("Want {window}? It is full. The nearest:"),
    take_elsewhere: |day, window, left| format!("{day}, {window}, {left}"),
    proposal_title: "Suggested visit",
    come_and_leave: |come, leave| format!("come {come}, done about {leave}"),
    proposal_counts: |services, people| {
        let building = if services == 1 { "" } else { ", in the same building" };
        let services = if services == 1 { "1 service".to_owned() } else { format!("{services} services") };
        let people = if people == 1 { "1 person".to_owned() } else { format!("{people} people") };
        format!("{services}, {people}{building}.")
    },
    hold: "Keep these places",
    holding: "Keeping the places…",
    hold_hint: |minutes| format!("The places are kept for {minutes} minutes while you type the names."),
    walk_in_too: "No time that suits you? Nearly all counters also leave places for those who just come. Ask the staff at the mall first.",
    nothing_left: "No day can be booked for all these services yet. Take fewer services, or look again tomorrow.",
    no_randomness: "This browser can't make a safe key for a ticket. Update it, or use another phone.",
    lost_title: |service, window| format!("{service}, {window}, has just filled up."),
    lost_alternatives: "The nearest that are left:",
    lost_none: "Choose another time or day below.",
    hold_failed: "The places are not kept yet",
    no_hold_title: "No places are kept yet",
    no_hold_text: "Choose day and time first. The names you typed stay.",
    held: "Places kept",
    held_until: "Your places are kept until ",
    minutes_left: |minutes| match minutes {
        0 => "Less than 1 minute left.".to_owned(),
        1 => "1 minute left.".to_owned(),
        minutes => format!("{minutes} minutes left."),
    },
    time_left: "Time left",
    almost_over: "The time is almost over.",
    nothing_lost: "What you typed stays.",
    extend: |minutes| format!("Add {minutes} minutes"),
    extending: "Adding time…",
    extended: "The time was extended.",
    ended_title: "Your places are no longer kept",
    ended_text: "The time is over. Names and answers are still on this phone.",
    still_there: "Still there: ",
    take: |window| format!("Take {window}"),
    taking: "Taking the places…",
    other_time: "Choose another time",
};

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;
    use contract::Language;

    #[test]
    fn why_a_day_is_closed_is_said_in_words() {
        let [id, en] = Language::ALL.map(crate::i18n::of);
        let today = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
        let opens_at = DateTime::parse_from_rfc3339("2026-11-25T07:00:00+07:00").unwrap();
        let state = DayState::NotReleased { opens_at };
        let date = NaiveDate::from_ymd_opt(2026, 12, 25).unwrap();
        assert_eq!(id.closed(&state, date, today), "dibuka besok pukul 07.00");
        assert_eq!(en.closed(&state, date, today), "opens tomorrow at 07:00");
        let holiday = DayState::Holiday { name: "Hari Raya Natal".to_owned() };
        assert_eq!(id.closed(&holiday, date, today), "libur, Hari Raya Natal");
    }

    #[test]
    fn a_weekday_without_hours_is_no_weekend() {
        let [id, en] = Language::ALL.map(crate::i18n::of);
        let monday = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        let saturday = NaiveDate::from_ymd_opt(2026, 11, 28).unwrap();
        assert_eq!(id.closed(&DayState::Weekend, monday, monday), "tidak buka");
        assert_eq!(en.closed(&DayState::Weekend, monday, monday), "not open");
        assert_eq!(id.closed(&DayState::Weekend, saturday, monday), "tutup akhir pekan");
    }

    #[test]
    fn a_time_of_another_day_names_it() {
        let [id, en] = Language::ALL.map(crate::i18n::of);
        let instant = DateTime::parse_from_rfc3339("2026-11-24T09:00:00+07:00").unwrap();
        let on = |day: &str| (id.time_on(instant, day.parse().unwrap()), en.time_on(instant, day.parse().unwrap()));
        assert_eq!(on("2026-11-24"), ("09.00".to_owned(), "09:00".to_owned()));
        assert_eq!(
            on("2026-11-25"),
            ("Selasa, 24\u{a0}November pukul 09.00".to_owned(), "Tuesday, 24\u{a0}November at 09:00".to_owned())
        );
    }

    #[test]
    fn a_week_is_named_by_its_first_and_last_day() {
        let id = crate::i18n::of(Language::Id);
        let date = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(id.day_span(date("2026-11-25"), date("2026-11-29")), "25–29\u{a0}November");
        assert_eq!(id.day_span(date("2026-11-30"), date("2026-12-06")), "30\u{a0}November – 6\u{a0}Desember");
        assert_eq!(id.day_span(date("2026-12-07"), date("2026-12-07")), "7\u{a0}Desember");
    }
}
