//! Reminders on the phone, as the ticket offers them.

pub struct ReminderTexts {
    pub title: &'static str,
    pub text: &'static str,
    pub ask: &'static str,
    pub asking: &'static str,
    pub on: &'static str,
    pub stop: &'static str,
    pub stopping: &'static str,
    pub off: &'static str,
    /// The phone said no.
    pub denied: &'static str,
    /// The browser's own service did not answer.
    pub failed: &'static str,
    /// This browser can't; the calendar can.
    pub not_here: &'static str,
    /// In another site's page: no browser has them there.
    pub on_site: &'static str,
}

pub static INDONESIAN: ReminderTexts = ReminderTexts {
    title: "Pengingat",
    text: "Sehari sebelumnya kami bertanya apakah Anda masih jadi datang, dan sejam sebelumnya kami ingatkan. Tanpa nama dan tanpa nomor.",
    ask: "Ingatkan saya",
    asking: "Menyalakan pengingat …",
    on: "Pengingat menyala di ponsel ini.",
    stop: "Matikan pengingat",
    stopping: "Mematikan pengingat …",
    off: "Pengingat dimatikan.",
    denied: "Ponsel ini tidak mengizinkan Loket mengingatkan. Izinkan notifikasi di pengaturan peramban, atau simpan ke kalender: kalender juga mengingatkan.",
    failed: "Pengingat belum menyala, karena layanan pengingat peramban ini tidak menjawab. Coba lagi, atau simpan ke kalender: kalender juga mengingatkan.",
    not_here: "Peramban ini tidak bisa mengingatkan. Simpan ke kalender: di situ ada pengingat sehari dan sejam sebelumnya.",
    on_site: "Nyalakan pengingat: buka di situs Loket",
};

pub static ENGLISH: ReminderTexts = ReminderTexts {
    title: "Reminders",
    text: "The day before we ask whether you are still coming, and an hour before we remind you. Without names and numbers.",
    ask: "Remind me",
    asking: "Turning reminders on …",
    on: "Reminders are on, on this phone.",
    stop: "Turn reminders off",
    stopping: "Turning reminders off …",
    off: "Reminders are off.",
    denied: "This phone does not let Loket remind you. Allow notifications in the browser's settings, or save it to the calendar: that reminds you too.",
    failed: "Reminders are not on, since this browser's reminder service did not answer. Try again, or save it to the calendar: that reminds you too.",
    not_here: "This browser can't remind you. Save it to the calendar: it has a reminder the day before and an hour before.",
    on_site: "Turn reminders on: open on Loket's site",
};
