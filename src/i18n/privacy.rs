//! Privacy: what is kept, why, how long, whose right. True to the server's `retention`, `observe` and export; a test wants a
//! row for whatever the server keeps of a person.

use super::help::Section;

/// A kind of data: what, why, how long.
pub struct Kept {
    pub what: &'static str,
    pub why: &'static str,
    pub how_long: &'static str,
}

pub struct PrivacyTexts {
    pub title: &'static str,
    pub description: &'static str,
    pub lead: &'static str,
    pub kept_title: &'static str,
    pub kept_text: &'static str,
    pub kept: &'static [Kept],
    pub how_long: &'static str,
    pub sections: fn() -> Vec<Section>,
    pub ask_title: &'static str,
    pub ask: fn(mall: &str, address: &str) -> String,
}

fn section<const N: usize>(id: &'static str, title: &'static str, lines: [String; N]) -> Section {
    Section { id, title, lines: lines.into() }
}

pub static INDONESIAN: PrivacyTexts = PrivacyTexts {
    title: "Privasi",
    description: "Data apa yang disimpan Loket, untuk apa, berapa lama, dan apa hak Anda.",
    lead: "Tanpa akun, tanpa kuki, tanpa iklan, tanpa pelacak. Mencari layanan tidak menyimpan apa pun tentang Anda.",
    kept_title: "Yang disimpan saat Anda memesan",
    kept_text: "Hanya ini, dan hanya untuk kunjungan Anda.",
    kept: &[
        Kept {
            what: "Nama",
            why: "Diperiksa dengan kartu di loket, supaya tempat tidak diperjualbelikan.",
            how_long: "30 hari setelah hari kunjungan",
        },
        Kept {
            what: "NIK atau nomor paspor",
            why: "Nomornya tidak disimpan. Kami menyimpan kode acak yang dibuat darinya, agar satu orang hanya mendapat satu tempat untuk satu layanan. Empat angka atau huruf terakhir disimpan untuk ditampilkan di tiket.",
            how_long: "30 hari setelah hari kunjungan",
        },
        Kept {
            what: "Nomor HP (boleh kosong)",
            why: "Hanya untuk kabar bila loket tutup mendadak.",
            how_long: "30 hari setelah hari kunjungan",
        },
        Kept {
            what: "Jawaban Anda atas pertanyaan layanan",
            why: "Menentukan daftar berkas di tiket.",
            how_long: "30 hari setelah hari kunjungan",
        },
        Kept {
            what: "Layanan, loket, jam, dan kode tiket",
            why: "Inilah kunjungan Anda. Setelah nama dihapus, sisanya hanya hitungan dan tidak menunjuk siapa pun.",
            how_long: "tetap, tanpa nama",
        },
        Kept {
            what: "Kunci tautan tiket",
            why: "Disimpan sebagai kode acak, supaya hanya pemegang tautan yang bisa membuka tiket. Tidak berisi data diri.",
            how_long: "tetap, tanpa nama; sampai Anda menghapus data",
        },
        Kept {
            what: "Tempat yang disimpan sebelum dipesan",
            why: "Supaya jam itu tidak diambil orang lain selama Anda mengisi. Belum berisi nama. Alamat jaringan disimpan sebagai kode acak saja, agar tidak ada yang menimbun tempat.",
            how_long: "48 jam setelah berakhir; bila dipesan, 30 hari setelah hari kunjungan",
        },
        Kept {
            what: "Pengingat, bila Anda menyalakannya",
            why: "Alamat dari peramban Anda untuk menerima pengingat, disimpan tersandi. Layanan milik pembuat peramban itu, misalnya Google, Apple, Mozilla, atau Microsoft, mengantar pesannya dalam keadaan tersandi, tanpa nama.",
            how_long: "sampai hari kunjungan lewat, atau Anda mematikannya",
        },
        Kept {
            what: "Jawaban terakhir dari server",
            why: "Bila jaringan putus saat memesan, permintaan yang sama mendapat jawaban yang sama, bukan kunjungan kedua.",
            how_long: "48 jam",
        },
        Kept {
            what: "Percobaan membuka tiket atau memesan yang gagal",
            why: "Dihitung agar kode dan NIK tidak bisa ditebak. Kode, NIK, dan alamat jaringan disimpan sebagai kode acak saja.",
            how_long: "1 jam",
        },
    ],
    how_long: "Berapa lama: ",
    sections: || {
        vec![
            section(
                "tidak",
                "Yang tidak kami lakukan",
                [
                    "Tidak ada kuki, pelacak, iklan, atau berkas dari situs lain.".to_owned(),
                    "Catatan server hanya berisi jenis halaman, hasil, dan lamanya. Tidak ada alamat jaringan, nama, NIK, atau isi kiriman."
                        .to_owned(),
                    "Data Anda tidak dijual, dan tidak diberikan kepada pihak lain. Hanya pengingat, bila Anda memintanya, diantar lewat layanan peramban Anda.".to_owned(),
                    "Peta dan kanal pengaduan adalah situs lain. Situs itu baru dihubungi bila Anda menekan tautannya."
                        .to_owned(),
                ],
            ),
            section(
                "perangkat",
                "Yang tinggal di perangkat Anda",
                [
                    "Kunjungan yang sedang Anda susun, termasuk isian nama dan NIK: di tab ini saja, sampai dipesan atau tab ditutup."
                        .to_owned(),
                    "Centang pada daftar berkas.".to_owned(),
                    "Tiket yang Anda pesan, kecuali Anda menghilangkan centang “Simpan tiket di ponsel ini”. Hapus kapan saja di Kunjungan saya.".to_owned(),
                    "Bila jaringan putus saat memesan dan tiketnya akan disimpan di ponsel ini: kunci acak dan jam pemesanan itu, tanpa nama dan NIK, supaya tiketnya ditemukan walau tab sudah tertutup. Hilang begitu ada jawaban.".to_owned(),
                    "Jawaban Anda ada di alamat halaman, setelah tanda #. Bagian itu tidak dikirim ke server.".to_owned(),
                ],
            ),
            section(
                "pinjaman",
                "Memakai ponsel pinjaman",
                [
                    "Hilangkan centang “Simpan tiket di ponsel ini”, lalu catat kodenya.".to_owned(),
                    "Tutup tab setelah selesai.".to_owned(),
                    "Membagikan tiket hanya mengirim keterangan dan kode, bukan kuncinya.".to_owned(),
                ],
            ),
            section(
                "siapa",
                "Siapa yang melihat",
                [
                    "Anda, dan siapa pun yang memegang tautan tiket, atau kode beserta NIK Anda.".to_owned(),
                    "Petugas loket yang Anda datangi.".to_owned(),
                    "Yang memesan dengan NIK Anda untuk layanan yang sama akan tahu bahwa sudah ada kunjungan, tanpa hari dan jamnya. Ini harga supaya tidak ada yang menimbun tempat."
                        .to_owned(),
                ],
            ),
            section(
                "hak",
                "Hak Anda",
                [
                    "UU 27/2022 tentang Pelindungan Data Pribadi memberi Anda hak untuk melihat, memperbaiki, dan menghapus data Anda, serta menarik persetujuan."
                        .to_owned(),
                    "Melihat: buka tiket Anda, lalu “Unduh data saya”.".to_owned(),
                    "Memperbaiki: batalkan, lalu pesan lagi. Nama tidak bisa diubah, supaya tempat tidak berpindah tangan."
                        .to_owned(),
                    "Menghapus: “Hapus data saya” di tiket. Kunjungannya ikut dibatalkan, dan semuanya terhapus saat itu juga."
                        .to_owned(),
                ],
            ),
        ]
    },
    ask_title: "Bertanya atau meminta penghapusan",
    ask: |mall, address| {
        format!("Yang bertanggung jawab adalah pengelola {mall}, {address}. Bawa kode tiket dan kartu identitas Anda.")
    },
};

pub static ENGLISH: PrivacyTexts = PrivacyTexts {
    title: "Privacy",
    description: "What Loket keeps about you, why, how long, and what your rights are.",
    lead: "No account, no cookies, no advertising, no trackers. Looking for a service keeps nothing about you.",
    kept_title: "What is kept when you book",
    kept_text: "Only this, and only for your visit.",
    kept: &[
        Kept {
            what: "Name",
            why: "Checked against your card at the counter, so that nobody trades in places.",
            how_long: "30 days after the day of the visit",
        },
        Kept {
            what: "NIK or passport number",
            why: "The number itself is not kept. We keep a scrambled code made from it, so that one person gets only one place for one service. The last four characters are kept to be shown on the ticket.",
            how_long: "30 days after the day of the visit",
        },
        Kept {
            what: "Mobile number (may be empty)",
            why: "Only for news if a counter closes at short notice.",
            how_long: "30 days after the day of the visit",
        },
        Kept {
            what: "Your answers to a service's questions",
            why: "They decide the list of papers on your ticket.",
            how_long: "30 days after the day of the visit",
        },
        Kept {
            what: "Service, desk, time and the ticket's code",
            why: "This is your visit. Once the names are gone, what is left only counts and points to nobody.",
            how_long: "stays, without names",
        },
        Kept {
            what: "The key of the ticket's link",
            why: "Kept as a scrambled code, so that only who holds the link can open the ticket. It says nothing about you.",
            how_long: "stays, without names; until you delete your data",
        },
        Kept {
            what: "Places kept for you before you book",
            why: "So that nobody takes that time while you fill in the form. No names yet. The network address is kept as a scrambled code only, so that nobody hoards places.",
            how_long: "48 hours after they end; if you book them, 30 days after the day of the visit",
        },
        Kept {
            what: "Reminders, if you turn them on",
            why: "The address at which your browser receives them, kept encrypted. The service of that browser's maker, such as Google, Apple, Mozilla or Microsoft, carries the message, encrypted and without names.",
            how_long: "until the day of the visit is over, or you turn them off",
        },
        Kept {
            what: "The server's last answer",
            why: "If the network fails while you book, the same request gets the same answer, not a second visit.",
            how_long: "48 hours",
        },
        Kept {
            what: "Failed tries to open a ticket or to book",
            why: "Counted, so that codes and NIKs can't be guessed. Code, NIK and network address are kept as scrambled codes only.",
            how_long: "1 hour",
        },
    ],
    how_long: "How long: ",
    sections: || {
        vec![
            section(
                "tidak",
                "What we do not do",
                [
                    "There are no cookies, trackers, advertisements or files from other sites.".to_owned(),
                    "The server's log holds only the kind of page, the result and the duration. No network address, name, NIK or content."
                        .to_owned(),
                    "Your data is not sold, and not given to others. Only reminders, if you ask for them, go through your browser's service.".to_owned(),
                    "The map and the complaint channel are other sites. They are contacted only when you follow their link."
                        .to_owned(),
                ],
            ),
            section(
                "perangkat",
                "What stays on your device",
                [
                    "The visit you are planning, with the names and NIKs you typed: in this tab only, until you book or close it."
                        .to_owned(),
                    "The ticks on the list of papers.".to_owned(),
                    "Tickets that you book, unless you take the tick away from “Keep the ticket on this phone”. Remove them at any time under My visits.".to_owned(),
                    "If the network fails while you book, and the ticket is to be kept on this phone: a random key and the time of that booking, without names or NIK, so that the ticket is found even after the tab was closed. They go as soon as there is an answer.".to_owned(),
                    "Your answers stand in the page's address, after the # sign. That part is not sent to the server."
                        .to_owned(),
                ],
            ),
            section(
                "pinjaman",
                "On a borrowed phone",
                [
                    "Take the tick away from “Keep the ticket on this phone”, then write down the code.".to_owned(),
                    "Close the tab when you are done.".to_owned(),
                    "Sharing a ticket sends words and code only, not its key.".to_owned(),
                ],
            ),
            section(
                "siapa",
                "Who sees it",
                [
                    "You, and whoever holds the ticket's link, or its code together with your NIK.".to_owned(),
                    "The staff of the counters that you visit.".to_owned(),
                    "Who books with your NIK for the same service learns that there is a visit already, without day and time. That is the price for nobody hoarding places."
                        .to_owned(),
                ],
            ),
            section(
                "hak",
                "Your rights",
                [
                    "Law 27/2022 on Personal Data Protection gives you the right to see, correct and delete your data, and to withdraw your consent."
                        .to_owned(),
                    "See it: open your ticket, then “Download my data”.".to_owned(),
                    "Correct it: cancel, then book again. Names can't be changed, so that places do not change hands."
                        .to_owned(),
                    "Delete it: “Delete my data” on the ticket. The visit is cancelled with it, and all of it goes at once."
                        .to_owned(),
                ],
            ),
        ]
    },
    ask_title: "Asking, or requesting deletion",
    ask: |mall, address| {
        format!("Responsible is the management of {mall}, {address}. Bring the ticket's code and your identity card.")
    },
};
