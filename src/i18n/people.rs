//! Who comes: names and identities, what is kept of them, and what can be wrong.

use contract::FaultCode;

pub struct PeopleTexts {
    pub title: &'static str,
    pub name: &'static str,
    pub name_hint: &'static str,
    pub kind: &'static str,
    pub kind_nik: &'static str,
    pub kind_passport: &'static str,
    pub kind_child: &'static str,
    pub nik: &'static str,
    pub nik_hint: &'static str,
    pub passport: &'static str,
    pub passport_hint: &'static str,
    pub parent: &'static str,
    pub parent_hint: &'static str,
    pub parent_choose: &'static str,
    pub ordinal: &'static str,
    pub ordinal_hint: &'static str,
    pub phone: &'static str,
    pub phone_hint: &'static str,
    pub kept: &'static str,
    pub kept_link: &'static str,
    pub next: &'static str,
    pub summary_title: fn(count: usize) -> String,
    // What is wrong; `who`: "orang 1".
    pub who: fn(number: usize) -> String,
    pub name_fault: fn(who: &str, code: FaultCode) -> String,
    pub nik_fault: fn(who: &str, code: FaultCode, digits: usize) -> String,
    pub passport_fault: fn(who: &str, code: FaultCode) -> String,
    pub parent_fault: fn(who: &str, code: FaultCode) -> String,
    pub ordinal_fault: fn(who: &str, code: FaultCode) -> String,
    pub phone_fault: fn(who: &str, code: FaultCode) -> String,
}

pub static INDONESIAN: PeopleTexts = PeopleTexts {
    title: "Siapa yang datang?",
    name: "Nama lengkap",
    name_hint: "Seperti di KTP, KK, atau paspor.",
    kind: "Dikenali dengan",
    kind_nik: "NIK",
    kind_passport: "Paspor (WNA)",
    kind_child: "Anak tanpa NIK",
    nik: "NIK",
    nik_hint: "16 angka pada KTP atau KK. Nomornya tidak disimpan. Hanya 4 angka terakhir tampil di tiket.",
    passport: "Nomor paspor",
    passport_hint: "Huruf dan angka pada halaman foto. Nomornya tidak disimpan. Hanya 4 tanda terakhir tampil di tiket.",
    parent: "Anak dari",
    parent_hint: "Orang tua yang ikut dalam kunjungan ini.",
    parent_choose: "Pilih orang tuanya",
    ordinal: "Anak keberapa?",
    ordinal_hint: "Anak keberapa dari orang tua ini, misalnya 1 atau 2.",
    phone: "Nomor HP",
    phone_hint: "Hanya untuk kabar bila loket tutup mendadak.",
    kept: "Nama, jawaban, dan nomor HP disimpan untuk loket yang Anda datangi, lalu dihapus 30 hari setelah kunjungan. NIK dan nomor paspor tidak disimpan, hanya kode acaknya, agar tidak ada yang menimbun tempat.",
    kept_link: "Baca lengkapnya",
    next: "Lanjut",
    summary_title: |count| format!("Ada {count} yang perlu diperbaiki"),
    who: |number| format!("orang {number}"),
    name_fault: |who, code| match code {
        FaultCode::Missing => format!("Tulis nama lengkap {who}."),
        FaultCode::TooLong => format!("Nama {who} paling panjang 100 huruf."),
        FaultCode::ControlCharacters => format!("Ada tanda yang tidak terlihat di nama {who}. Ketik ulang."),
        _ => format!("Nama {who} harus berisi huruf."),
    },
    nik_fault: |who, code, digits| match code {
        FaultCode::Missing => format!("Tulis NIK {who}."),
        FaultCode::Malformed => format!("NIK {who} hanya boleh berisi angka."),
        FaultCode::WrongLength => format!("NIK {who} harus 16 angka. Anda menulis {digits} angka."),
        FaultCode::RegionUnknown => format!("Periksa 6 angka pertama NIK {who}. Kode wilayah itu tidak ada."),
        FaultCode::DateImpossible => {
            format!("Periksa angka ke-7 sampai ke-12 NIK {who}. Tanggal lahir itu tidak mungkin.")
        }
        FaultCode::SerialZero => format!("Periksa 4 angka terakhir NIK {who}. Tidak mungkin 0000."),
        FaultCode::Duplicate => format!("NIK {who} sama dengan NIK orang lain di kunjungan ini."),
        FaultCode::LiveStopExists => format!("NIK {who} sudah punya kunjungan untuk layanan yang sama."),
        _ => format!("NIK {who} tidak bisa dibaca. Periksa lagi."),
    },
    passport_fault: |who, code| match code {
        FaultCode::Missing => format!("Tulis nomor paspor {who}."),
        FaultCode::WrongLength => format!("Nomor paspor {who} harus 5 sampai 15 huruf dan angka."),
        FaultCode::Duplicate => format!("Nomor paspor {who} sama dengan orang lain di kunjungan ini."),
        FaultCode::LiveStopExists => format!("Nomor paspor {who} sudah punya kunjungan untuk layanan yang sama."),
        _ => format!("Nomor paspor {who} hanya berisi huruf dan angka, misalnya X1234567."),
    },
    parent_fault: |who, code| match code {
        FaultCode::NotReachable => {
            format!("Jam {who} terlalu rapat dengan jam orang tuanya. Pilih jam lain.")
        }
        _ => format!("Pilih orang tua {who} yang ikut datang dan punya NIK atau paspor."),
    },
    ordinal_fault: |who, code| match code {
        FaultCode::Missing => format!("Tulis anak keberapa {who}."),
        FaultCode::Duplicate => format!("Dua anak tercatat dengan urutan yang sama. Periksa urutan {who}."),
        _ => format!("Urutan anak {who} ditulis dengan angka 1 sampai 20."),
    },
    phone_fault: |who, code| match code {
        FaultCode::WrongLength => format!("Nomor HP {who} harus 8 sampai 15 angka."),
        _ => format!("Nomor HP {who} hanya berisi angka, misalnya 0812\u{a0}3456\u{a0}7890."),
    },
};

pub static ENGLISH: PeopleTexts = PeopleTexts {
    title: "Who is coming?",
    name: "Full name",
    name_hint: "As on the KTP, KK or passport.",
    kind: "Identified by",
    kind_nik: "NIK",
    kind_passport: "Passport (foreigner)",
    kind_child: "Child without a NIK",
    nik: "NIK",
    nik_hint: "16 digits on the KTP or KK. The number is not stored. Only the last 4 digits show on the ticket.",
    passport: "Passport number",
    passport_hint: "Letters and digits on the photo page. The number is not stored. Only the last 4 characters show on the ticket.",
    parent: "Child of",
    parent_hint: "A parent who comes along on this visit.",
    parent_choose: "Choose the parent",
    ordinal: "Which child?",
    ordinal_hint: "Which child of this parent it is, such as 1 or 2.",
    phone: "Phone number",
    phone_hint: "Only to tell you if a counter closes unexpectedly.",
    kept: "Names, answers and phone numbers are kept for the counters you visit, and deleted 30 days after the visit. NIK and passport numbers are not stored, only a scrambled code made from them, so that nobody can hoard places.",
    kept_link: "Read all about it",
    next: "Continue",
    summary_title: |count| match count {
        1 => "1 thing to correct".to_owned(),
        count => format!("{count} things to correct"),
    },
    who: |number| format!("person {number}"),
    name_fault: |who, code| match code {
        FaultCode::Missing => format!("Write the full name of {who}."),
        FaultCode::TooLong => format!("The name of {who} may have 100 letters at most."),
        FaultCode::ControlCharacters => {
            format!("There is an invisible character in the name of {who}. Type it again.")
        }
        _ => format!("The name of {who} must have letters."),
    },
    nik_fault: |who, code, digits| match code {
        FaultCode::Missing => format!("Write the NIK of {who}."),
        FaultCode::Malformed => format!("The NIK of {who} may only have digits."),
        FaultCode::WrongLength => format!("The NIK of {who} must have 16 digits. You wrote {digits}."),
        FaultCode::RegionUnknown => format!("Check the first 6 digits of the NIK of {who}. There is no such region."),
        FaultCode::DateImpossible => {
            format!("Check digits 7 to 12 of the NIK of {who}. There is no such date of birth.")
        }
        FaultCode::SerialZero => format!("Check the last 4 digits of the NIK of {who}. They can't be 0000."),
        FaultCode::Duplicate => format!("The NIK of {who} is that of somebody else on this visit."),
        FaultCode::LiveStopExists => format!("The NIK of {who} already has a visit for the same service."),
        _ => format!("The NIK of {who} can't be read. Check it."),
    },
    passport_fault: |who, code| match code {
        FaultCode::Missing => format!("Write the passport number of {who}."),
        FaultCode::WrongLength => format!("The passport number of {who} must have 5 to 15 letters and digits."),
        FaultCode::Duplicate => format!("The passport number of {who} is that of somebody else on this visit."),
        FaultCode::LiveStopExists => format!("The passport number of {who} already has a visit for the same service."),
        _ => format!("The passport number of {who} has letters and digits only, such as X1234567."),
    },
    parent_fault: |who, code| match code {
        FaultCode::NotReachable => {
            format!("The time of {who} is too close to that of the parent. Choose another time.")
        }
        _ => format!("Choose the parent of {who} who comes along and has a NIK or passport."),
    },
    ordinal_fault: |who, code| match code {
        FaultCode::Missing => format!("Write which child {who} is."),
        FaultCode::Duplicate => format!("Two children stand at the same place. Check which child {who} is."),
        _ => format!("Write which child {who} is, from 1 to 20."),
    },
    phone_fault: |who, code| match code {
        FaultCode::WrongLength => format!("The phone number of {who} must have 8 to 15 digits."),
        _ => format!("The phone number of {who} has digits only, such as 0812\u{a0}3456\u{a0}7890."),
    },
};
