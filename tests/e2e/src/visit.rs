//! A visit as most journeys book it.

use crate::{Outcome, Resident};

/// A Tuesday morning in Pekanbaru.
pub const MORNING: &str = "2026-11-24T08:30:00+07:00";

/// NIKs that could be somebody's: right in form, of no person.
pub const NIK_MOTHER: &str = "1471014503900001";
pub const NIK_FATHER: &str = "1471011508880002";

/// The checklist of a service, by its answers.
pub const POLICE_REPORT: &str = "/layanan/polresta-surat-kehilangan#barang=ktp&pelapor=sendiri&sebab=tercecer";
pub const LOST_CARD: &str = "/layanan/disdukcapil-ktp-el-hilang#alamat=pekanbaru&data=tetap&lapor=sudah";

/// Puts the police report on the plan.
///
/// # Errors
/// Where the app does something else.
pub async fn plans_police_report(resident: &Resident) -> Outcome {
    resident.goes_to(POLICE_REPORT).await?;
    resident.waits_for_the_app().await?;
    resident.presses("Tambah ke kunjungan").await?;
    resident.is_at("/kunjungan").await?;
    resident.sees_heading("Rencana kunjungan").await
}

/// From the lost card's page to its checklist: the one that `LOST_CARD` names.
///
/// # Errors
/// Where the app does something else.
pub async fn answers_for_a_lost_card(resident: &Resident) -> Outcome {
    resident.presses("Lihat berkas saya dan pesan").await?;
    for (question, answer) in [
        ("Apakah Anda sudah punya surat hilang dari polisi?", "Sudah"),
        ("Di kota mana KTP-el Anda tercatat?", "Pekanbaru"),
        ("Apakah ada data yang harus diubah pada kartu baru?", "Tidak, semua sama"),
    ] {
        resident.sees_heading(question).await?;
        resident.picks(answer).await?;
        resident.presses("Lanjut").await?;
    }
    resident.sees_heading("Siapkan").await
}

/// From the plan to kept places: the day and windows that are proposed.
///
/// # Errors
/// Where the app does something else.
pub async fn keeps_places(resident: &Resident) -> Outcome {
    resident.presses("Pilih hari dan jam").await?;
    resident.sees_heading("Pilih hari dan jam").await?;
    resident.picks("Rabu, 25 November").await?;
    resident.sees_heading("Rabu, 25 November").await?;
    resident.presses("Simpan tempat ini").await?;
    resident.sees_heading("Siapa yang datang?").await
}

/// From people to the ticket, for one person.
///
/// # Errors
/// Where the app does something else.
pub async fn books_as(resident: &Resident, name: &str, nik: &str) -> Outcome {
    checks_as(resident, name, nik).await?;
    books_what_was_checked(resident).await
}

/// From people to the check before booking, for one person.
///
/// # Errors
/// Where the app does something else.
pub async fn checks_as(resident: &Resident, name: &str, nik: &str) -> Outcome {
    resident.types("Nama lengkap", name).await?;
    resident.types("NIK", nik).await?;
    resident.presses("Lanjut").await?;
    resident.sees_heading("Periksa sebelum memesan").await
}

/// From the check to the ticket.
///
/// # Errors
/// Where the app does something else.
pub async fn books_what_was_checked(resident: &Resident) -> Outcome {
    resident.presses("Pesan sekarang").await?;
    resident.sees("Kunjungan terpesan.").await
}
