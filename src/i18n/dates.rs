//! Days and times in words: "Rabu, 25 November 2026", "09.00–09.30".

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveTime, Timelike, Weekday};
use contract::Language;

const WEEKDAYS: [[&str; 7]; 2] = [
    ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"],
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
];

const MONTHS: [[&str; 12]; 2] = [
    [
        "Januari",
        "Februari",
        "Maret",
        "April",
        "Mei",
        "Juni",
        "Juli",
        "Agustus",
        "September",
        "Oktober",
        "November",
        "Desember",
    ],
    [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
];

impl super::Texts {
    #[must_use]
    pub fn weekday(self, weekday: Weekday) -> &'static str {
        WEEKDAYS[self.language as usize][weekday.num_days_from_monday() as usize]
    }

    /// Three letters: "Rab", "Wed".
    #[must_use]
    pub fn weekday_short(self, weekday: Weekday) -> &'static str {
        &self.weekday(weekday)[..3]
    }

    #[must_use]
    pub fn month(self, date: NaiveDate) -> &'static str {
        MONTHS[self.language as usize][date.month0() as usize]
    }

    /// "25 November".
    #[must_use]
    pub fn day_and_month(self, date: NaiveDate) -> String {
        format!("{}\u{a0}{}", date.day(), self.month(date))
    }

    /// "Rabu, 25 November" or "Wednesday, 25 November".
    #[must_use]
    pub fn day(self, date: NaiveDate) -> String {
        format!("{}, {}", self.weekday(date.weekday()), self.day_and_month(date))
    }

    /// "Rabu, 25 November 2026".
    #[must_use]
    pub fn day_long(self, date: NaiveDate) -> String {
        format!("{} {}", self.day(date), date.year())
    }

    /// "09.00" or "09:00".
    #[must_use]
    pub fn clock_time(self, time: NaiveTime) -> String {
        let mark = match self.language {
            Language::Id => '.',
            Language::En => ':',
        };
        format!("{:02}{mark}{:02}", time.hour(), time.minute())
    }

    /// The time of day of an instant, as its own offset has it.
    #[must_use]
    pub fn time_of(self, instant: DateTime<FixedOffset>) -> String {
        self.clock_time(instant.time())
    }

    /// "09.00–09.30".
    #[must_use]
    pub fn time_range(self, from: NaiveTime, to: NaiveTime) -> String {
        format!("{}–{}", self.clock_time(from), self.clock_time(to))
    }

    /// "09.00–09.30", of a window.
    #[must_use]
    pub fn window(self, starts_at: DateTime<FixedOffset>, ends_at: DateTime<FixedOffset>) -> String {
        self.time_range(starts_at.time(), ends_at.time())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_times_read_well_in_both_languages() {
        let date = NaiveDate::from_ymd_opt(2026, 11, 25).unwrap();
        let [id, en] = Language::ALL.map(crate::i18n::of);
        assert_eq!(id.day_long(date), "Rabu, 25\u{a0}November 2026");
        assert_eq!(en.day_long(date), "Wednesday, 25\u{a0}November 2026");
        assert_eq!(id.weekday_short(date.weekday()), "Rab");
        let (from, to) = (NaiveTime::from_hms_opt(9, 0, 0).unwrap(), NaiveTime::from_hms_opt(9, 30, 0).unwrap());
        assert_eq!(id.time_range(from, to), "09.00–09.30");
        assert_eq!(en.time_range(from, to), "09:00–09:30");
    }
}
