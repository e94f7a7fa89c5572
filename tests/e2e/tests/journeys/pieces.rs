//! The app's wasm comes in pieces: search does not wait for them, and one that does not come says so.

use e2e::{House, Outcome, Resident};

use crate::MORNING;

const SEARCH: &str = "Tulis dengan kata Anda sendiri";

#[tokio::test]
async fn search_answers_before_the_app_has_come_and_goes_on_with_it() -> Outcome {
    let house = House::opens_at(MORNING).await?;
    let resident = Resident::opens(&house.url, "/privasi").await?;
    resident.cannot_fetch(&["*split_app*"]).await?;
    resident.goes_to("/").await?;
    resident.types(SEARCH, "skck ilang").await?;
    resident.sees("SKCK baru").await?;
    resident.sees("kami cari “hilang”").await?;
    resident.has_not_the_app().await?;
    resident.types(SEARCH, "paspor").await?;
    resident.sees("Paspor baru").await?;
    // What looks like a script to a careless filter is only words.
    resident.types(SEARCH, "bayar online=1 javascript:").await?;
    resident.sees("bayar online=1 javascript:").await?;
    resident.types(SEARCH, "paspor").await?;
    resident.sees("Paspor baru").await?;
    // Whoever types keeps the field: the app is here, and comes when it is left.
    resident.cannot_fetch(&[]).await?;
    resident.has_fetched("split_app").await?;
    resident.has_not_the_app().await?;
    resident.evaluates("document.activeElement.blur()", vec![]).await?;
    resident.waits_for_the_app().await?;
    resident.sees("Paspor baru").await?;
    let typed = resident.evaluates("return document.getElementById('cari').value", vec![]).await?;
    assert_eq!(typed, "paspor");
    resident.presses("Paspor baru").await?;
    resident.sees_heading("Paspor baru").await?;
    // The way back leads to what was searched for.
    resident.goes_back().await?;
    resident.sees("Paspor baru").await?;
    resident.sees_heading("Mau urus apa hari ini?").await
}

#[tokio::test]
async fn the_server_answers_before_anything_here_can_search() -> Outcome {
    let house = House::opens_at(MORNING).await?;
    let resident = Resident::opens(&house.url, "/privasi").await?;
    resident.cannot_fetch(&["*.wasm"]).await?;
    for (path, field, typed, found) in [
        ("/", SEARCH, "skck ilang", "SKCK baru"),
        ("/en", "Write it in your own words", "lost id card", "ID card"),
        ("/tertanam/awal", SEARCH, "skck ilang", "SKCK baru"),
    ] {
        resident.goes_to(path).await?;
        resident.types(field, typed).await?;
        resident.sees(found).await?;
        // What looks like a script to a careless filter is only words.
        resident.types(field, "bayar online=1 javascript:").await?;
        resident.sees("bayar online=1 javascript:").await?;
        resident.types(field, "").await?;
        resident.does_not_see("bayar online=1 javascript:").await?;
        resident.types(field, typed).await?;
        resident.sees(found).await?;
        resident.finds_nothing_with_axe(path).await?;
    }
    resident.goes_to("/").await?;
    resident.types(SEARCH, "skck ilang").await?;
    resident.sees("SKCK baru").await?;
    resident.takes_picture("found-by-the-server").await?;
    resident.presses("SKCK baru").await?;
    resident.sees_heading("SKCK baru").await?;
    resident.goes_back().await?;
    resident.is_at("/#cari=skck+ilang").await?;
    resident.sees("SKCK baru").await
}

#[tokio::test]
async fn what_the_server_has_found_stays_where_it_is_when_the_phone_can_search() -> Outcome {
    let mut house = House::opens_at(MORNING).await?;
    let resident = Resident::opens(&house.url, "/privasi").await?;
    // The wasm comes when the test lets it.
    let held = "const compile = WebAssembly.compileStreaming.bind(WebAssembly); \
        WebAssembly.compileStreaming = (source) => new Promise((go) => { window.letItCome = go; }).then(() => compile(source));";
    resident.is_a_device_that(held).await?;
    resident.goes_to("/").await?;
    resident.types(SEARCH, "skck ilang").await?;
    resident.sees("SKCK baru").await?;
    let row = "return document.getElementById('page-index').hasAttribute('data-found') && !!(window.row = document.querySelector('#daftar li'))";
    assert!(resident.is_true(row).await?, "the server was first");
    resident.evaluates("letItCome()", vec![]).await?;
    let searches = "return !document.getElementById('page-index').hasAttribute('data-found')";
    resident.waits("the phone to search", || resident.is_true(searches)).await?;
    assert!(resident.is_true("return window.row.isConnected").await?, "a finger on it would miss");
    resident.is_at("/#cari=skck+ilang").await?;
    house.dies().await?;
    resident.types(SEARCH, "paspor").await?;
    resident.sees("Paspor baru").await
}

#[tokio::test]
async fn a_page_whose_piece_does_not_come_says_so_and_tries_again() -> Outcome {
    let house = House::opens_at(MORNING).await?;
    let resident = Resident::opens(&house.url, "/privasi").await?;
    for missing in ["*split_services*", "*chunk_*"] {
        resident.goes_to("/privasi").await?;
        resident.waits_for_the_app().await?;
        resident.cannot_fetch(&[missing]).await?;
        resident.presses("Semua layanan").await?;
        resident.sees("Halaman ini belum bisa dibuka").await?;
        resident.cannot_fetch(&[]).await?;
        resident.presses("Coba lagi").await?;
        resident.sees_heading("Cari layanan").await?;
        resident.is_focused_on("Cari layanan").await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_piece_that_is_gone_for_good_leads_to_the_page_that_the_server_writes() -> Outcome {
    let house = House::opens_at(MORNING).await?;
    let resident = Resident::opens(&house.url, "/privasi").await?;
    resident.waits_for_the_app().await?;
    // As after a new release: this one's files are no more.
    resident.cannot_fetch(&["*split_services*"]).await?;
    resident.presses("Semua layanan").await?;
    resident.sees("Halaman ini belum bisa dibuka").await?;
    resident.presses("Coba lagi").await?;
    resident.sees_heading("Cari layanan").await?;
    resident.has_not_the_app().await
}

#[tokio::test]
async fn what_one_did_before_the_app_came_stays_done() -> Outcome {
    let house = House::opens_at(MORNING).await?;
    let resident = Resident::opens(&house.url, "/privasi").await?;
    resident.cannot_fetch(&["*split_services*"]).await?;
    resident.goes_to("/layanan?q=paspor").await?;
    let did = "const more = document.querySelector('main details:not([open]) summary'); more.click(); more.focus(); \
               document.getElementById('cari').value = ''; window.scrollTo(0, 120);";
    resident.evaluates(did, vec![]).await?;
    let state = "return [document.querySelectorAll('main details[open]').length, window.scrollY, document.activeElement.textContent]";
    let before = resident.evaluates(state, vec![]).await?;
    resident.cannot_fetch(&[]).await?;
    resident.waits_for_the_app().await?;
    assert_eq!(resident.evaluates(state, vec![]).await?, before);
    assert_eq!(resident.evaluates("return document.getElementById('cari').value", vec![]).await?, "");
    Ok(())
}

#[tokio::test]
async fn a_link_within_the_page_leaves_the_answers_alone() -> Outcome {
    let house = House::opens_at(MORNING).await?;
    let resident = Resident::opens(&house.url, crate::LOST_CARD).await?;
    resident.waits_for_the_app().await?;
    resident.sees_heading("Siapkan").await?;
    let before = resident.address().await?;
    resident.evaluates("document.querySelector('.skip-link').click()", vec![]).await?;
    assert_eq!(resident.address().await?, before);
    assert_eq!(resident.evaluates("return document.activeElement.id", vec![]).await?, "content");
    resident.sees_heading("Siapkan").await
}

#[tokio::test]
async fn the_words_of_a_page_stay_until_its_piece_comes() -> Outcome {
    let house = House::opens_at(MORNING).await?;
    let resident = Resident::opens(&house.url, "/privasi").await?;
    resident.cannot_fetch(&["*split_services*"]).await?;
    resident.goes_to("/layanan/polresta-skck-baru").await?;
    resident.has_fetched("split_app").await?;
    resident.has_not_the_app().await?;
    resident.sees_heading("SKCK baru").await?;
    resident.sees("Rp30.000").await?;
    resident.cannot_fetch(&[]).await?;
    resident.waits_for_the_app().await?;
    resident.sees_heading("SKCK baru").await
}
