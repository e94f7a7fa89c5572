//! Words in the HTML: readable and linked without wasm, then taken over without a second request.

use e2e::{House, Outcome, Phone, Powers, Resident};

use crate::MORNING;

#[tokio::test]
async fn everything_public_is_readable_and_linked_without_scripts() -> Outcome {
    let house = House::opens_at(MORNING).await?;
    let phone = Phone { powers: Powers::NoScripts, ..Phone::SMALL };
    let resident = Resident::opens_on(phone, &house.url, "/").await?;
    resident.sees_heading("Mau urus apa hari ini?").await?;
    for (path, heading, text) in [
        ("/layanan?q=pasport", "Cari layanan", "Paspor baru"),
        ("/layanan/polresta-skck-baru", "SKCK baru", "Rp30.000"),
        ("/instansi/disdukcapil", "Dinas Kependudukan", "Akta kelahiran"),
        ("/en/layanan/polresta-skck-baru", "police", "Rp30,000"),
        ("/bantuan", "Bantuan", "Jl. Jenderal Sudirman"),
        ("/privasi", "Privasi", "NIK"),
    ] {
        resident.goes_to(path).await?;
        resident.sees_heading(heading).await?;
        resident.sees(text).await?;
    }
    Ok(())
}

#[tokio::test]
async fn the_app_takes_over_without_a_jump_or_a_second_request() -> Outcome {
    let house = House::opens_at(MORNING).await?;
    let resident = Resident::opens(&house.url, "/privasi").await?;
    // The wasm comes when the test lets it: else a quick app would be compared with itself.
    let held = "const compile = WebAssembly.compileStreaming.bind(WebAssembly); \
        const comes = new Promise((go) => { window.letItCome = go; }); \
        WebAssembly.compileStreaming = (source) => comes.then(() => compile(source));";
    resident.is_a_device_that(held).await?;
    for path in ["/", "/layanan", "/layanan/polresta-skck-baru", "/instansi/disdukcapil"] {
        resident.goes_to(path).await?;
        let before = resident.evaluates("return document.title", vec![]).await?;
        let words = resident.evaluates("return read(document.querySelector('main'))", vec![]).await?;
        resident.has_not_the_app().await?;
        resident.evaluates("letItCome()", vec![]).await?;
        resident.waits_for_the_app().await?;
        assert_eq!(resident.evaluates("return document.title", vec![]).await?, before, "{path}: the title stays");
        assert_eq!(
            resident.evaluates("return read(document.querySelector('main'))", vec![]).await?,
            words,
            "{path}: the words stay"
        );
        let asked = resident.evaluates("return performance.getEntriesByType('resource').map((each) => each.name).filter((name) => name.includes('/api/'))", vec![]).await?;
        assert_eq!(asked, serde_json::json!([]), "{path}: nothing is asked for that the page has");
        let shift = resident.evaluates("return new Promise((done) => { let sum = 0; new PerformanceObserver((list) => { for (const each of list.getEntries()) sum += each.value; }).observe({ type: 'layout-shift', buffered: true }); setTimeout(() => done(sum), 300); })", vec![]).await?;
        assert!(shift.as_f64().is_some_and(|shift| shift < 0.001), "{path}: the layout shifts by {shift}");
    }
    resident.heard_no_complaint().await
}

#[tokio::test]
async fn a_browser_without_webassembly_gets_the_words_the_address_and_the_hours() -> Outcome {
    let house = House::opens_at(MORNING).await?;
    for powers in [Powers::NoWasm, Powers::NoScripts] {
        let resident = Resident::opens_on(Phone { powers, ..Phone::SMALL }, &house.url, "/layanan?q=pasport").await?;
        resident.sees("Paspor baru").await?;
        resident.sees("Jl. Jenderal Sudirman").await?;
        let band = "return getComputedStyle(document.querySelector('.songket')).visibility === 'visible'";
        resident.waits_until("the woven band", band).await?;
        for (path, title) in [
            ("/kunjungan", "Peramban ini tidak bisa memesan."),
            ("/en/kunjungan/waktu", "This browser can't book."),
            ("/tertanam/kunjungan", "Peramban ini tidak bisa memesan."),
        ] {
            resident.goes_to(path).await?;
            resident.sees(title).await?;
            let told = "return read(document.querySelector('main .notice'))";
            let told = resident.evaluates(told, vec![]).await?;
            let told = told.as_str().unwrap_or_default();
            assert!(told.contains("Jl. Jenderal Sudirman") && told.contains("08"), "{path}: {told}");
        }
    }
    // Where the app runs, nothing of that is said.
    let resident = Resident::opens(&house.url, "/kunjungan").await?;
    resident.waits_for_the_app().await?;
    resident.does_not_see("Peramban ini tidak bisa memesan.").await
}
