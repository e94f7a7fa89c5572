//! Help: how it works, in plain words.

use contract::mall::Mall;

/// A part of a page that only says something.
pub struct Section {
    /// For links to it.
    pub id: &'static str,
    pub title: &'static str,
    pub lines: Vec<String>,
}

pub struct HelpTexts {
    pub title: &'static str,
    pub description: fn(mall: &str) -> String,
    pub lead: &'static str,
    pub contents: &'static str,
    pub sections: fn(&Mall) -> Vec<Section>,
    pub contact_title: &'static str,
    pub contact_text: &'static str,
    pub phone: &'static str,
    pub whatsapp: &'static str,
    pub email: &'static str,
    pub complaint_before: &'static str,
}

fn section<const N: usize>(id: &'static str, title: &'static str, lines: [String; N]) -> Section {
    Section { id, title, lines: lines.into() }
}

pub static INDONESIAN: HelpTexts = HelpTexts {
    title: "Bantuan",
    description: |mall| {
        format!("Cara memesan jam datang di {mall}, datang langsung, memesan untuk orang lain, dan membatalkan.")
    },
    lead: "Loket membantu Anda datang sekali dengan berkas lengkap. Gratis dan tanpa akun.",
    contents: "Isi halaman",
    sections: |mall| {
        let words = super::of(contract::Language::Id);
        let rules = &mall.booking;
        let release_at = words.clock_time(rules.release_at);
        vec![
            section(
                "cara",
                "Cara kerjanya",
                [
                    "Cari layanan dengan kata Anda sendiri. Salah ketik tidak apa-apa.".to_owned(),
                    "Jawab beberapa pertanyaan. Anda mendapat daftar berkas milik Anda.".to_owned(),
                    format!(
                        "Pilih hari dan jam. Tempat Anda disimpan {} menit, dan bisa ditambah {} menit satu kali.",
                        rules.hold_minutes, rules.extend_once_minutes
                    ),
                    "Isi nama dan NIK, lalu pesan. Anda mendapat tiket dengan kode.".to_owned(),
                    "Datang pada jam itu dan tunjukkan tiketnya.".to_owned(),
                ],
            ),
            section(
                "kapan",
                "Kapan bisa memesan",
                [
                    format!(
                        "Sampai {} hari ke depan. Hari yang paling jauh dibuka pukul {release_at}.",
                        rules.days_ahead
                    ),
                    format!("Paling lambat {} menit sebelum jamnya mulai.", rules.book_until_minutes),
                    "Penuh? Lihat lagi nanti. Tempat yang dibatalkan langsung muncul kembali.".to_owned(),
                ],
            ),
            section(
                "datang-langsung",
                "Datang langsung tanpa memesan",
                [
                    "Boleh di hampir semua loket: di situ ada tempat untuk yang datang langsung.".to_owned(),
                    "Lihat dulu daftar berkasnya di sini, supaya tidak pulang lagi.".to_owned(),
                    "Loket yang hanya menerima kedatangan langsung diberi tanda pada layanannya.".to_owned(),
                ],
            ),
            section(
                "tanpa-ponsel",
                "Tidak punya ponsel",
                [
                    "Keluarga atau tetangga boleh memesan untuk Anda. Petugas di MPP juga bisa ditanya.".to_owned(),
                    "Tiket boleh dicetak. Kodenya saja, ditulis di kertas, juga cukup.".to_owned(),
                    "Daftar berkas bisa dicetak dalam satu lembar.".to_owned(),
                ],
            ),
            section(
                "untuk-orang-lain",
                "Memesan untuk orang tua atau tetangga",
                [
                    format!(
                        "Satu kunjungan untuk paling banyak {} orang dan {} layanan.",
                        rules.people_max, rules.stops_max
                    ),
                    "Tulis nama sesuai KTP. Nama diperiksa di loket dan tidak bisa diganti setelah dipesan.".to_owned(),
                    "Bayi belum punya NIK? Pilih orang tuanya yang ikut datang.".to_owned(),
                    "Orang asing memakai nomor paspor.".to_owned(),
                    "Memakai ponsel pinjaman? Jangan simpan tiketnya di situ. Catat kodenya.".to_owned(),
                ],
            ),
            section(
                "terlambat",
                "Kalau terlambat",
                [
                    "Datang kapan saja di dalam jam Anda, misalnya 09.00–09.30.".to_owned(),
                    format!(
                        "Lewat {} menit setelah jam itu berakhir, tempat Anda diberikan kepada orang lain.",
                        rules.late_grace_minutes
                    ),
                    format!(
                        "Tahu akan terlambat? Ubah jamnya, paling lambat {} menit sebelum jam pertama.",
                        rules.change_until_minutes
                    ),
                ],
            ),
            section(
                "batal",
                "Mengubah atau membatalkan",
                [
                    "Buka tiket Anda. Batalkan satu layanan saja, atau seluruh kunjungan.".to_owned(),
                    "Membatalkan bisa sampai jamnya berakhir. Tempat Anda langsung ditawarkan kepada orang lain."
                        .to_owned(),
                    "Tautan tiket hilang? Buka Kunjungan saya, lalu isi kode dan NIK atau nomor paspor.".to_owned(),
                ],
            ),
            section(
                "akses",
                "Mudah dipakai semua orang",
                [
                    "Halaman ini bisa dipakai dengan papan tik, pembaca layar, dan huruf besar.".to_owned(),
                    "Tanpa gambar berat, jadi ringan di jaringan lambat.".to_owned(),
                    "Tombol tidak bekerja? Layanan dan berkasnya tetap bisa dibaca. Memesan perlu peramban dari tahun 2022 atau sesudahnya."
                        .to_owned(),
                    "Perlu kursi roda atau pendamping di gedung? Kami belum mendapat kepastian dari pengelola. Tanya petugas di pintu masuk."
                        .to_owned(),
                ],
            ),
            section(
                "calo",
                "Calo dan pungutan liar",
                [
                    "Memesan selalu gratis. Jangan membayar siapa pun untuk sebuah tempat.".to_owned(),
                    "Tempat terikat pada nama dan NIK, jadi tidak bisa dijual.".to_owned(),
                    "Biaya resmi dan dasar hukumnya tertulis di setiap layanan. Minta bukti bayar.".to_owned(),
                ],
            ),
            section("yakin", "Seberapa yakin kami", [mall.status.clone()]),
        ]
    },
    contact_title: "Tanya atau lapor",
    contact_text: "Petugas di pintu masuk membantu tanpa biaya.",
    phone: "Telepon: ",
    whatsapp: "WhatsApp: ",
    email: "Surel: ",
    complaint_before: "Pengaduan: ",
};

pub static ENGLISH: HelpTexts = HelpTexts {
    title: "Help",
    description: |mall| format!("How to book a time at {mall}, just come, book for somebody else, and cancel."),
    lead: "Loket helps you to come once, with all papers. Free and without an account.",
    contents: "On this page",
    sections: |mall| {
        let words = super::of(contract::Language::En);
        let rules = &mall.booking;
        let release_at = words.clock_time(rules.release_at);
        vec![
            section(
                "cara",
                "How it works",
                [
                    "Look for a service in your own words. Typing errors do not matter.".to_owned(),
                    "Answer a few questions. You get the list of your papers.".to_owned(),
                    format!(
                        "Choose day and time. Your place is kept for {} minutes, and once for {} more.",
                        rules.hold_minutes, rules.extend_once_minutes
                    ),
                    "Fill in name and NIK, then book. You get a ticket with a code.".to_owned(),
                    "Come at that time and show the ticket.".to_owned(),
                ],
            ),
            section(
                "kapan",
                "When you can book",
                [
                    format!("Up to {} days ahead. The farthest day opens at {release_at}.", rules.days_ahead),
                    format!("Until {} minutes before the time begins.", rules.book_until_minutes),
                    "Full? Look again later. Places that others cancel come back at once.".to_owned(),
                ],
            ),
            section(
                "datang-langsung",
                "Just coming, without booking",
                [
                    "You may, at nearly all desks: they leave places for those who just come.".to_owned(),
                    "Look up the papers here first, so that you need not go home again.".to_owned(),
                    "Desks that take walk-ins only say so on their services.".to_owned(),
                ],
            ),
            section(
                "tanpa-ponsel",
                "Without a phone",
                [
                    "Family or neighbours may book for you. You can also ask the staff at the mall.".to_owned(),
                    "The ticket can be printed. Its code, written on paper, is enough too.".to_owned(),
                    "The list of papers prints on one sheet.".to_owned(),
                ],
            ),
            section(
                "untuk-orang-lain",
                "Booking for parents or neighbours",
                [
                    format!(
                        "One visit is for at most {} people and {} services.",
                        rules.people_max, rules.stops_max
                    ),
                    "Write names as on the ID card. They are checked at the counter and can't be changed after booking."
                        .to_owned(),
                    "A baby without a NIK? Choose the parent who comes along.".to_owned(),
                    "Foreigners use their passport number.".to_owned(),
                    "On a borrowed phone? Do not keep the ticket there. Write down its code.".to_owned(),
                ],
            ),
            section(
                "terlambat",
                "If you are late",
                [
                    "Come whenever you like within your time, such as 09:00–09:30.".to_owned(),
                    format!(
                        "{} minutes after that time ends, your place goes to somebody else.",
                        rules.late_grace_minutes
                    ),
                    format!(
                        "You know you will be late? Change the time, at least {} minutes before the first one.",
                        rules.change_until_minutes
                    ),
                ],
            ),
            section(
                "batal",
                "Changing or cancelling",
                [
                    "Open your ticket. Cancel one service only, or the whole visit.".to_owned(),
                    "You can cancel until your time ends. Your place is offered to others at once.".to_owned(),
                    "Lost the ticket's link? Open My visits, then enter code and NIK or passport number.".to_owned(),
                ],
            ),
            section(
                "akses",
                "Usable by everyone",
                [
                    "These pages work with a keyboard, a screen reader and large type.".to_owned(),
                    "There are no heavy pictures, so they are light on a slow network.".to_owned(),
                    "A button does nothing? Services and papers can still be read. Booking needs a browser of 2022 or later."
                        .to_owned(),
                    "Need a wheelchair or company in the building? The mall has not confirmed this to us. Ask the staff at the entrance."
                        .to_owned(),
                ],
            ),
            section(
                "calo",
                "Touts and illegal charges",
                [
                    "Booking is always free. Do not pay anybody for a place.".to_owned(),
                    "A place belongs to a name and a NIK, so it can't be sold.".to_owned(),
                    "The official fee and its rule stand on every service. Ask for a receipt.".to_owned(),
                ],
            ),
            section("yakin", "How sure we are", [mall.status.clone()]),
        ]
    },
    contact_title: "Ask or report",
    contact_text: "The staff at the entrance help you free of charge.",
    phone: "Phone: ",
    whatsapp: "WhatsApp: ",
    email: "E-mail: ",
    complaint_before: "Complaints: ",
};
