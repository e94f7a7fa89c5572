//! The server is stopped, with every connection: emulated offline does not reach a worker's own requests.

use e2e::{House, Outcome, Resident};
use serde_json::json;

use super::times;
use crate::{LOST_CARD, MORNING, NIK_MOTHER, books_as, keeps_places, plans_police_report, ticks_first_paper};

const SEARCH: &str = "Tulis dengan kata Anda sendiri";
const NO_SERVER: &str = "Tanpa sambungan ke server.";
const FIRST_PAPER_IS_TICKED: &str = "return document.querySelector('.paper input')?.checked === true";

#[tokio::test]
async fn start_search_checklist_ticket_and_deep_links_open_while_the_server_is_stopped() -> Outcome {
    for run in 0..times(2, 20) {
        opens_without_a_server(run % 2 == 1).await.map_err(|error| format!("run {run}: {error}"))?;
    }
    Ok(())
}

async fn opens_without_a_server(is_http_cache_wiped: bool) -> Outcome {
    let mut house = House::opens_at(MORNING).await?;
    let resident = Resident::opens(&house.url, "/bantuan").await?;
    plans_police_report(&resident).await?;
    keeps_places(&resident).await?;
    books_as(&resident, "Siti Rahmawati", NIK_MOTHER).await?;
    resident.sees("Tiket ini terbuka juga tanpa internet.").await?;
    ticks_first_paper(&resident).await?;
    let ticket = resident.address().await?;
    resident.keeps_the_app("id").await?;
    house.dies().await?;
    if is_http_cache_wiped {
        resident.wipes_http_cache().await?;
    }

    resident.goes_to("/").await?;
    resident.waits_for_the_app().await?;
    resident.sees_heading("Mau urus apa hari ini?").await?;
    resident.sees(NO_SERVER).await?;
    resident.sees("Isinya diperbarui").await?;
    resident.types(SEARCH, "e ktp ilang").await?;
    resident.presses("Penggantian KTP-el hilang").await?;
    resident.sees_heading("Penggantian KTP-el hilang").await?;
    resident.sees("GRATIS").await?;

    resident.goes_to(LOST_CARD).await?;
    resident.sees_heading("Siapkan").await?;
    ticks_first_paper(&resident).await?;
    resident.goes_to(&ticket).await?;
    resident.sees("Rabu, 25 November 2026").await?;
    resident.waits_until("the ticket's first paper to be ticked", FIRST_PAPER_IS_TICKED).await?;
    resident.sees("Dari ponsel ini, terakhir diperbarui").await?;
    for (path, heading) in [
        ("/layanan?q=paspor", "Cari layanan"),
        ("/layanan/polresta-skck-baru", "SKCK baru"),
        ("/instansi/disdukcapil", "Dinas Kependudukan"),
        ("/kunjungan-saya", "Kunjungan saya"),
        ("/bantuan", "Bantuan"),
        ("/tidak-ada", "Halaman ini tidak ada"),
        ("/en", "What do you need today?"),
    ] {
        resident.goes_to(path).await?;
        resident.waits_for_the_app().await?;
        resident.sees_heading(heading).await?;
    }

    // Windows come from the server alone.
    resident.goes_to(LOST_CARD).await?;
    resident.waits_for_the_app().await?;
    resident.waits_until("the paper that was ticked without a server to be ticked", FIRST_PAPER_IS_TICKED).await?;
    resident.presses("Tambah ke kunjungan").await?;
    resident.presses("Pilih hari dan jam").await?;
    resident.sees("Halaman ini belum bisa dibuka").await?;
    resident.sees("Memilih jam dan memesan perlu jaringan.").await?;
    house.comes_back().await?;
    resident.gets_the_line_back().await?;
    resident.sees("Rab 25").await?;
    resident.goes_to("/").await?;
    resident.waits_for_the_app().await?;
    resident.does_not_see(NO_SERVER).await
}

#[tokio::test]
async fn what_the_device_keeps_has_no_identity_number_in_it() -> Outcome {
    let house = House::opens_at(MORNING).await?;
    let resident = Resident::opens(&house.url, "/bantuan").await?;
    plans_police_report(&resident).await?;
    keeps_places(&resident).await?;
    books_as(&resident, "Siti Rahmawati", NIK_MOTHER).await?;
    resident.keeps_the_app("id").await?;
    let script = "const parts = [JSON.stringify({ ...localStorage })]; \
        for (const name of await caches.keys()) { const cache = await caches.open(name); \
        for (const request of await cache.keys()) { if (!request.url.endsWith('.wasm')) parts.push(request.url, await (await cache.match(request)).text()); } } \
        return parts.join(' ')";
    let kept = resident.evaluates(&format!("return (async () => {{ {script} }})()"), vec![]).await?;
    let kept = kept.as_str().unwrap_or_default();
    assert!(kept.contains("Siti Rahmawati"), "the ticket is kept");
    assert!(!kept.contains(NIK_MOTHER), "and the number is not");
    Ok(())
}

#[tokio::test]
async fn the_screens_without_a_network_are_sound() -> Outcome {
    let mut house = House::opens_at(MORNING).await?;
    let resident = Resident::opens(&house.url, "/").await?;
    resident.keeps_the_app("id").await?;
    resident.goes_to("/en").await?;
    resident.keeps_the_app("en").await?;
    house.dies().await?;
    for (name, path) in [("offline-start", "/"), ("offline-start-en", "/en"), ("offline-checklist", LOST_CARD)] {
        resident.goes_to(path).await?;
        resident.waits_for_the_app().await?;
        let said = if path == "/en" { "Last updated" } else { "Isinya diperbarui" };
        resident.sees(said).await?;
        resident.needs_no_sideways_scroll(name).await?;
        resident.finds_nothing_with_axe(name).await?;
        resident.takes_picture(name).await?;
    }
    let shell = "return fetch('/kerangka').then(() => false, () => true)";
    assert_eq!(resident.evaluates(shell, vec![]).await?, json!(true), "the server is really stopped");
    Ok(())
}
