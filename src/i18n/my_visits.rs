//! My visits: the plan in progress, the tickets on this device, and a way to find one again.

pub struct MyVisitsTexts {
    pub plan_title: &'static str,
    pub plan_text: fn(services: usize, people: usize) -> String,
    pub plan_link: &'static str,
    pub tickets: &'static str,
    pub past: &'static str,
    pub come: fn(window: &str) -> String,
    pub counts: fn(services: usize, people: usize, papers: usize) -> String,
    pub open: fn(code: &str) -> String,
    pub forget: &'static str,
    pub forget_of: fn(code: &str) -> String,
    pub forgotten: fn(code: &str) -> String,
    pub empty_title: &'static str,
    pub empty_text: &'static str,
    pub find_title: &'static str,
    /// Of a booking whose answer was lost.
    pub found: &'static str,
}

pub static INDONESIAN: MyVisitsTexts = MyVisitsTexts {
    plan_title: "Rencana yang belum dipesan",
    plan_text: |services, people| format!("{services} layanan, {people} orang."),
    plan_link: "Lanjutkan rencana",
    tickets: "Tiket di ponsel ini",
    past: "Yang sudah lewat",
    come: |window| format!("datang {window}"),
    counts: |services, people, papers| format!("{services} layanan, {people} orang, {papers} berkas"),
    open: |code| format!("Buka tiket {code}"),
    forget: "Hapus dari ponsel ini",
    forget_of: |code| format!(", tiket {code}"),
    forgotten: |code| format!("Tiket {code} dihapus dari ponsel ini."),
    empty_title: "Belum ada kunjungan",
    empty_text: "Cari layanan, lalu tambahkan ke kunjungan Anda.",
    find_title: "Buka tiket dengan kode",
    found: "Pemesanan Anda yang terputus ternyata berhasil. Tiketnya ada di Kunjungan saya.",
};

pub static ENGLISH: MyVisitsTexts = MyVisitsTexts {
    plan_title: "A plan that is not booked yet",
    plan_text: |services, people| format!("{}, {}.", services_of(services), people_of(people)),
    plan_link: "Go on with the plan",
    tickets: "Tickets on this phone",
    past: "Past visits",
    come: |window| format!("come {window}"),
    counts: |services, people, papers| {
        let papers = if papers == 1 { "1 paper".to_owned() } else { format!("{papers} papers") };
        format!("{}, {}, {papers}", services_of(services), people_of(people))
    },
    open: |code| format!("Open ticket {code}"),
    forget: "Remove from this phone",
    forget_of: |code| format!(", ticket {code}"),
    forgotten: |code| format!("Ticket {code} was removed from this phone."),
    empty_title: "No visit yet",
    empty_text: "Find a service, then add it to your visit.",
    find_title: "Open a ticket with its code",
    found: "Your booking that was cut off did go through. Its ticket is in My visits.",
};

fn services_of(count: usize) -> String {
    if count == 1 { "1 service".to_owned() } else { format!("{count} services") }
}

fn people_of(count: usize) -> String {
    if count == 1 { "1 person".to_owned() } else { format!("{count} people") }
}
