//! A family of three, one of them a newborn without a NIK, with three services at two agencies.

use e2e::Outcome;

use crate::{NIK_FATHER, NIK_MOTHER, a_morning, plans_police_report};

#[tokio::test]
async fn a_family_of_three_makes_one_visit_to_two_agencies() -> Outcome {
    let (_house, resident) = a_morning().await?;
    plans_police_report(&resident).await?;
    for (service, heading) in [
        ("/layanan/disdukcapil-ktp-el-pengambilan#lama=ada&pengambil=sendiri&tempat=mpp", "Siapkan"),
        ("/layanan/disdukcapil-kia#akta=sudah&alamat=pekanbaru&alasan=baru&umur=balita", "Siapkan"),
    ] {
        resident.goes_to(service).await?;
        resident.waits_for_the_app().await?;
        resident.sees_heading(heading).await?;
        resident.picks("Orang lain").await?;
        resident.presses("Tambah ke kunjungan").await?;
        resident.sees_heading("Rencana kunjungan").await?;
    }
    resident.sees("3 orang, 3 layanan, 2 instansi.").await?;
    resident.needs_no_sideways_scroll("the plan of a family").await?;
    resident.presses("Pilih hari dan jam").await?;
    resident.picks("Rabu, 25 November").await?;
    resident.sees_heading("Rabu, 25 November").await?;
    resident.presses("Simpan tempat ini").await?;
    resident.sees_heading("Siapa yang datang?").await?;
    resident.fills("name-1", "Muhammad Fadli").await?;
    resident.fills("nik-1", NIK_FATHER).await?;
    resident.fills("name-2", "Siti Rahmawati").await?;
    resident.fills("nik-2", NIK_MOTHER).await?;
    resident.picks_in("Orang 3", "Anak tanpa NIK").await?;
    resident.fills("name-3", "Bayi Rahmawati").await?;
    resident.chooses("parent-3", "Siti Rahmawati").await?;
    resident.fills("ordinal-3", "1").await?;
    resident.presses("Lanjut").await?;
    resident.sees_heading("Periksa sebelum memesan").await?;
    resident.sees("Anak ke-1 dari Siti Rahmawati").await?;
    resident.presses("Pesan sekarang").await?;
    resident.sees("Kunjungan terpesan.").await?;
    resident.sees("Bayi Rahmawati").await?;

    // One stop is cancelled alone; the others stay.
    resident.presses("Batalkan yang ini").await?;
    resident.presses("Ya, batalkan").await?;
    resident.sees("dibatalkan. Layanan lain tetap terpesan.").await?;
    resident.takes_picture("ticket-family").await?;
    resident.heard_no_complaint().await
}
