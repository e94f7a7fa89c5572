//! Services that need each other's papers: both on one visit, or one after the other.

use e2e::{Outcome, visit::POLICE_REPORT};

use crate::{NIK_FATHER, NIK_MOTHER, a_morning, books_as, keeps_places, plans_police_report};

const LETTER_IS_MISSING: &str = "/layanan/disdukcapil-ktp-el-hilang#lapor=belum";

#[tokio::test]
async fn whoever_lacks_a_paper_that_is_had_here_plans_both_services_for_one_visit() -> Outcome {
    let (_house, resident) = a_morning().await?;
    resident.goes_to(LETTER_IS_MISSING).await?;
    resident.waits_for_the_app().await?;
    resident.sees_heading("Jangan datang dulu ke loket ini").await?;
    resident.presses("Urus keduanya dalam satu kunjungan").await?;
    resident.sees_heading("Surat keterangan hilang").await?;
    // What comes next outlasts a reload.
    resident.goes_to(POLICE_REPORT).await?;
    resident.waits_for_the_app().await?;
    resident.presses("Tambah, lalu lanjut ke layanan berikutnya").await?;
    resident.sees_heading("Di kota mana KTP-el Anda tercatat?").await?;
    resident.picks("Pekanbaru").await?;
    resident.presses("Lanjut").await?;
    resident.picks("Tidak, semua sama").await?;
    resident.presses("Lanjut").await?;
    resident.sees_heading("Siapkan").await?;
    resident.presses("Tambah ke kunjungan").await?;
    resident.sees_heading("Rencana kunjungan").await?;
    resident.sees("1 orang, 2 layanan, 2 instansi.").await?;
    resident.sees("Setelah no. 1").await?;
    resident.takes_picture_of_screen("plan-both").await?;

    // The same answer once more: the letter is planned, and so is the card.
    resident.goes_to(LETTER_IS_MISSING).await?;
    resident.waits_for_the_app().await?;
    resident.sees("Surat keterangan hilang sudah ada di rencana kunjungan Anda.").await?;
    resident.sees("Penggantian KTP-el hilang masih ada di rencana kunjungan Anda").await?;
    resident.finds_nothing_with_axe("a stop with both services").await?;
    resident.takes_picture_of_screen("stop-both").await?;
    resident.presses("Hapus layanan").await?;
    resident.does_not_see("masih ada di rencana").await?;
    resident.presses("Urus keduanya dalam satu kunjungan").await?;
    resident.sees_heading("Di kota mana KTP-el Anda tercatat?").await?;
    resident.heard_no_complaint().await
}

#[tokio::test]
async fn a_second_visit_is_not_proposed_before_the_paper_of_the_first_is_ready() -> Outcome {
    let (_house, resident) = a_morning().await?;
    for service in [
        "/layanan/disdukcapil-akta-kematian#alamat=pekanbaru&bukti=faskes&pasangan=ya&pelapor=keluarga",
        "/layanan/taspen-pensiun-janda-duda#instansi=asn&pemohon=pasangan&wafat=pensiunan",
    ] {
        resident.goes_to(service).await?;
        resident.waits_for_the_app().await?;
        resident.presses("Tambah ke kunjungan").await?;
        resident.sees_heading("Rencana kunjungan").await?;
    }
    resident.presses("Tunda ").await?;
    resident.sees("ditunda ke kunjungan kedua.").await?;
    keeps_places(&resident).await?;
    books_as(&resident, "Siti Rahmawati", NIK_MOTHER).await?;
    resident.presses("Lihat rencana").await?;
    resident.sees("dari kunjungan pertama jadi paling lama").await?;
    resident.takes_picture_of_screen("plan-awaits").await?;
    resident.presses("Pilih hari dan jam").await?;
    resident.sees("dari kunjungan pertama jadi paling lama").await?;
    // Booked for Wednesday, 25 November; seven working days on.
    let proposed = "return document.getElementById('day-2026-12-04')?.checked";
    resident.waits_until("the first day that is late enough", proposed).await?;
    resident.takes_picture_of_screen("time-awaits").await?;
    resident.picks("Kamis, 26 November").await?;
    resident.sees_heading("Kamis, 26 November").await?;
    resident.heard_no_complaint().await
}

#[tokio::test]
async fn a_child_that_is_too_far_from_its_parent_is_led_to_other_places_at_once() -> Outcome {
    let (_house, resident) = a_morning().await?;
    plans_police_report(&resident).await?;
    resident.goes_to("/layanan/disdukcapil-kia#akta=sudah&alamat=pekanbaru&alasan=baru&umur=balita").await?;
    resident.waits_for_the_app().await?;
    resident.picks("Orang lain").await?;
    resident.presses("Tambah ke kunjungan").await?;
    resident.sees_heading("Rencana kunjungan").await?;
    resident.picks("Boleh berpencar").await?;
    keeps_places(&resident).await?;
    resident.fills("name-1", "Muhammad Fadli").await?;
    resident.fills("nik-1", NIK_FATHER).await?;
    resident.picks_in("Orang 2", "Anak tanpa NIK").await?;
    resident.fills("name-2", "Bayi Fadli").await?;
    resident.chooses("parent-2", "Muhammad Fadli").await?;
    resident.fills("ordinal-2", "1").await?;
    resident.presses("Lanjut").await?;
    resident.sees_heading("Pilih hari dan jam").await?;
    resident.sees("terlalu rapat dengan jam orang tuanya. Pilih jam lain.").await?;
    resident.presses("Simpan tempat ini").await?;
    resident.sees_heading("Siapa yang datang?").await?;
    resident.presses("Lanjut").await?;
    resident.sees_heading("Periksa sebelum memesan").await?;
    resident.heard_no_complaint().await
}
