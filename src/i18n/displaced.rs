//! Stops whose window the catalogue took away: why, and where they can go.

use contract::visits::{Displacement, TicketStop};

use super::Texts;

pub struct DisplacedTexts {
    pub title: &'static str,
    /// For the whole mall on that day.
    pub holiday: fn(day: &str, name: &str) -> String,
    pub closed: fn(tenant: &str, day: &str, reason: &str) -> String,
    pub hours: fn(service: &str, day: &str, time: &str) -> String,
    pub other_desk: fn(service: &str, desk: &str) -> String,
    pub gone: fn(service: &str) -> String,
    pub nearest: fn(day: &str, times: &str) -> String,
    pub move_to: fn(day: &str, time: &str) -> String,
    pub other_time: &'static str,
    pub nothing_free: &'static str,
    pub only_cancel: &'static str,
    /// The last day on which it can be moved.
    pub until: fn(day: &str) -> String,
    pub moved: fn(day: &str, time: &str) -> String,
    pub do_not_cancel: &'static str,
}

impl Texts {
    /// Why a stop lost its window, as a sentence.
    #[must_use]
    pub fn why_displaced(self, stop: &TicketStop) -> String {
        let words = self.displaced();
        let day = self.day(stop.starts_at.date_naive());
        match &stop.displaced {
            Some(Displacement::Holiday { name }) => (words.holiday)(&day, name),
            Some(Displacement::Closed { reason }) => (words.closed)(&stop.tenant_name, &day, reason),
            Some(Displacement::OtherDesk { name, .. }) => (words.other_desk)(&stop.service_name, name),
            Some(Displacement::ServiceGone) => (words.gone)(&stop.service_name),
            Some(Displacement::Hours | Displacement::Unknown) | None => {
                (words.hours)(&stop.service_name, &day, &self.time_of(stop.starts_at))
            }
        }
    }
}

pub static INDONESIAN: DisplacedTexts = DisplacedTexts {
    title: "Kunjungan ini perlu jam baru",
    holiday: |day, name| format!("{day} gedung ini libur: {name}."),
    closed: |tenant, day, reason| format!("{tenant} tutup pada {day}: {reason}."),
    hours: |service, day, time| format!("{service}: jam buka berubah, {day} pukul {time} sudah tidak ada."),
    other_desk: |service, desk| format!("{service} pindah ke {desk}."),
    gone: |service| format!("{service} sudah tidak dilayani di sini."),
    nearest: |day, times| format!("Yang terdekat masih ada: {day}, {times}."),
    move_to: |day, time| format!("Pindah ke {day}, {time}"),
    other_time: "Pilih waktu lain",
    nothing_free: "Belum ada jam lain yang kosong. Lihat lagi besok pagi.",
    only_cancel: "Anda bisa membatalkannya. Tanya petugas ke mana layanan ini pindah.",
    until: |day| format!("Kunjungan ini bisa dipindahkan sampai {day}, karena jamnya bukan Anda yang ubah."),
    moved: |day, time| format!("Kunjungan dipindahkan ke {day}, {time}."),
    do_not_cancel: "Tidak, jangan batalkan",
};

pub static ENGLISH: DisplacedTexts = DisplacedTexts {
    title: "This visit needs a new time",
    holiday: |day, name| format!("The mall is closed on {day}: {name}."),
    closed: |tenant, day, reason| format!("{tenant} is closed on {day}: {reason}."),
    hours: |service, day, time| format!("{service}: opening hours changed, {day} at {time} is not there any more."),
    other_desk: |service, desk| format!("{service} has moved to {desk}."),
    gone: |service| format!("{service} is not offered here any more."),
    nearest: |day, times| format!("The nearest that is free: {day}, {times}."),
    move_to: |day, time| format!("Move to {day}, {time}"),
    other_time: "Choose another time",
    nothing_free: "No other time is free yet. Look again tomorrow morning.",
    only_cancel: "You can cancel it. Ask the staff where this service has gone.",
    until: |day| format!("You can move this visit until {day}, since it was not you who changed its time."),
    moved: |day, time| format!("The visit was moved to {day}, {time}."),
    do_not_cancel: "No, do not cancel",
};
