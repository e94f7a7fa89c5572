//! Every screen in both languages: axe-core finds nothing, and 320 pixels are wide enough.

use e2e::{House, Outcome, Phone, Resident};

use crate::{LOST_CARD, MORNING, NIK_MOTHER, POLICE_REPORT};

/// Each by its name, where it is, and a heading of it in both languages: some differ from the one before by their fragment
/// alone, so that nothing is loaded.
const SCREENS: [(&str, &str, [&str; 2]); 12] = [
    ("start", "/", ["Mau urus apa hari ini?", "What do you need today?"]),
    ("list", "/layanan", ["Cari layanan", "Find a service"]),
    ("search", "/layanan?q=ktp+ilang", ["Penggantian KTP-el hilang", "Replacement of a lost ID card"]),
    ("nothing-found", "/layanan?q=kucing+terbang", ["Cari layanan", "Find a service"]),
    ("service", "/layanan/polresta-skck-baru", ["SKCK baru", "New police record certificate"]),
    ("question", "/layanan/polresta-skck-baru#tanya", ["Untuk apa SKCK ini?", "What is the certificate for?"]),
    ("checklist", LOST_CARD, ["Siapkan", "Prepare"]),
    (
        "stop-answer",
        "/layanan/disdukcapil-ktp-el-hilang#lapor=belum",
        ["Jangan datang dulu ke loket ini", "Do not come to this counter yet"],
    ),
    ("tenant", "/instansi/disdukcapil", ["Dinas Kependudukan", "Civil Registry Office"]),
    ("help", "/bantuan", ["Bantuan", "Help"]),
    ("privacy", "/privasi", ["Privasi", "Privacy"]),
    ("unknown", "/tidak-ada", ["Halaman ini tidak ada", "There is no such page"]),
];

async fn is_sound(resident: &Resident, screen: &str) -> Outcome {
    resident.needs_no_sideways_scroll(screen).await?;
    resident.finds_nothing_with_axe(screen).await?;
    resident.takes_picture(screen).await
}

async fn public_screens(language: &str, phone: Phone, suffix: &str) -> Outcome {
    let house = House::opens_at(MORNING).await?;
    let resident = Resident::opens_on(phone, &house.url, "/privasi").await?;
    for (name, path, [indonesian, english]) in SCREENS {
        resident.goes_to(&format!("{language}{path}")).await?;
        resident.waits_for_the_app().await?;
        resident.sees_heading(if language.is_empty() { indonesian } else { english }).await?;
        is_sound(&resident, &format!("{name}{suffix}")).await?;
    }
    Ok(())
}

#[tokio::test]
async fn public_screens_are_sound_in_indonesian() -> Outcome {
    public_screens("", Phone { width: 320, ..Phone::SMALL }, "-id-320").await
}

#[tokio::test]
async fn public_screens_are_sound_in_english_and_in_the_dark() -> Outcome {
    public_screens("/en", Phone { dark: true, ..Phone::DESKTOP }, "-en-1280-dark").await
}

/// What one presses and types on the way to a ticket.
struct Words {
    prefix: &'static str,
    add: &'static str,
    choose: &'static str,
    day: &'static str,
    hold: &'static str,
    name: &'static str,
    next: &'static str,
    faults: &'static str,
    book: &'static str,
    booked: &'static str,
}

const INDONESIAN: Words = Words {
    prefix: "",
    add: "Tambah ke kunjungan",
    choose: "Pilih hari dan jam",
    day: "Rabu, 25 November",
    hold: "Simpan tempat ini",
    name: "Nama lengkap",
    next: "Lanjut",
    faults: "Ada 2 yang perlu diperbaiki",
    book: "Pesan sekarang",
    booked: "Kunjungan terpesan.",
};

const ENGLISH: Words = Words {
    prefix: "/en",
    add: "Add to my visit",
    choose: "Choose day and time",
    day: "Wednesday, 25 November",
    hold: "Keep these places",
    name: "Full name",
    next: "Continue",
    faults: "2 things to correct",
    book: "Book now",
    booked: "Your visit is booked.",
};

async fn screens_of_a_visit(words: &Words, phone: Phone, suffix: &str) -> Outcome {
    let house = House::opens_at(MORNING).await?;
    let resident = Resident::opens_on(phone, &house.url, &format!("{}/kunjungan", words.prefix)).await?;
    resident.waits_for_the_app().await?;
    is_sound(&resident, &format!("plan-empty{suffix}")).await?;
    resident.goes_to(&format!("{}{POLICE_REPORT}", words.prefix)).await?;
    resident.waits_for_the_app().await?;
    resident.presses(words.add).await?;
    resident.is_at(&format!("{}/kunjungan", words.prefix)).await?;
    resident.sees(words.choose).await?;
    is_sound(&resident, &format!("plan{suffix}")).await?;
    resident.presses(words.choose).await?;
    resident.picks(words.day).await?;
    resident.sees(words.hold).await?;
    is_sound(&resident, &format!("time{suffix}")).await?;
    resident.presses(words.hold).await?;
    resident.is_at(&format!("{}/kunjungan/data", words.prefix)).await?;
    resident.presses(words.next).await?;
    resident.sees_heading(words.faults).await?;
    is_sound(&resident, &format!("people-faults{suffix}")).await?;
    resident.types(words.name, "Siti Rahmawati").await?;
    resident.types("NIK", NIK_MOTHER).await?;
    resident.presses(words.next).await?;
    resident.is_at(&format!("{}/kunjungan/periksa", words.prefix)).await?;
    resident.sees(words.book).await?;
    is_sound(&resident, &format!("check{suffix}")).await?;
    resident.presses(words.book).await?;
    resident.sees(words.booked).await?;
    is_sound(&resident, &format!("ticket{suffix}")).await?;
    resident.goes_to(&format!("{}/kunjungan-saya", words.prefix)).await?;
    resident.waits_for_the_app().await?;
    is_sound(&resident, &format!("my-visits{suffix}")).await
}

#[tokio::test]
async fn the_screens_of_a_visit_are_sound_in_indonesian() -> Outcome {
    screens_of_a_visit(&INDONESIAN, Phone { width: 320, ..Phone::SMALL }, "-id-320").await
}

#[tokio::test]
async fn the_screens_of_a_visit_are_sound_in_english_and_in_the_dark() -> Outcome {
    screens_of_a_visit(&ENGLISH, Phone { dark: true, ..Phone::DESKTOP }, "-en-1280-dark").await
}
