//! The element in the page: its room, its globals, its deep links, and what there is without scripts.

use e2e::{Engine, Outcome, Phone, Powers};
use serde_json::json;

use crate::{FRAME, Scene, small};

/// All shifts of the page so far, those after a touch too.
const SHIFT: &str = "return new Promise((done) => { const all = []; new PerformanceObserver((list) => { for (const each of list.getEntries()) all.push([each.value, each.startTime, each.sources.map((source) => [source.node?.outerHTML?.slice(0, 80), source.previousRect, source.currentRect])]); })\
                     .observe({ type: 'layout-shift', buffered: true }); setTimeout(() => done(all), 300); })";

#[tokio::test]
async fn the_page_around_does_not_move_while_loket_comes_and_goes_on() -> Outcome {
    for phone in [Phone::SMALL, Phone::DESKTOP] {
        let scene = Scene::opens(phone).await?;
        for attributes in ["", "service=\"disdukcapil-ktp-el-hilang\"", "life-event=\"menikah\" lang=\"en\""] {
            scene.enters(attributes).await?;
            scene.resident.leaves_frames().await?;
            let grown = "return document.querySelector('loket-embed').shadowRoot.querySelector('iframe').style.height.includes('px')";
            scene.resident.waits_until("the frame to have told its height", grown).await?;
            assert_eq!(scene.resident.evaluates(SHIFT, vec![]).await?, json!([]), "{attributes}");
            scene.resident.takes_picture_of_screen(&format!("embed-{}-{}", attributes.len(), phone.width)).await?;
        }
        scene.enters("service=\"disdukcapil-ktp-el-hilang\"").await?;
        scene.resident.presses("Lihat berkas saya dan pesan").await?;
        scene.resident.sees_heading("Apakah Anda sudah punya surat hilang dari polisi?").await?;
        scene.resident.leaves_frames().await?;
        assert_eq!(scene.resident.evaluates(SHIFT, vec![]).await?, json!([]), "after a step");
    }
    Ok(())
}

#[tokio::test]
async fn the_page_around_gets_one_element_and_no_other_name() -> Outcome {
    let scene = Scene::opens(small(Engine::Chromium)).await?;
    scene.shows("").await?;
    let names = "const fresh = document.body.appendChild(document.createElement('iframe')); \
                 const usual = new Set(Object.getOwnPropertyNames(fresh.contentWindow)); fresh.remove(); \
                 return Object.getOwnPropertyNames(window).filter((name) => !usual.has(name) && Number.isNaN(Number(name)))";
    let with = scene.resident.evaluates(names, vec![]).await?;
    scene.city.pastes("", &scene.house.url);
    scene.resident.browser.driver.goto(&scene.city.url).await?;
    assert_eq!(with, scene.resident.evaluates(names, vec![]).await?);
    scene.resident.heard_no_complaint().await
}

#[tokio::test]
async fn a_link_that_is_wrong_says_so_and_offers_search() -> Outcome {
    let scene = Scene::opens(small(Engine::Chromium)).await?;
    let resident = &scene.resident;
    for attributes in ["service=\"tidak-ada\"", "tenant=\"tidak-ada\"", "service=\"../../x\""] {
        scene.enters(attributes).await?;
        resident.sees_heading("Halaman ini tidak ada").await?;
        resident.finds_nothing_with_axe(attributes).await?;
        resident.types("Tulis dengan kata Anda sendiri", "paspor").await?;
        resident.presses_key(thirtyfour::Key::Enter).await?;
        resident.sees("Paspor baru").await?;
    }
    scene.enters("life-event=\"tidak-ada\"").await?;
    resident.sees("Instansi atau peristiwa pada tautan ini tidak ada").await?;
    resident.finds_nothing_with_axe("wrong life event").await?;
    resident.types("Tulis dengan kata Anda sendiri", "paspor").await?;
    resident.sees("Paspor baru").await
}

#[tokio::test]
async fn a_deep_link_opens_what_it_names_in_its_language_and_colours() -> Outcome {
    let scene = Scene::opens(small(Engine::Chromium)).await?;
    for (attributes, heading, theme) in [
        ("", "Mau urus apa hari ini?", json!(null)),
        ("tenant=\"disdukcapil\" theme=\"dark\"", "Dinas Kependudukan", json!("dark")),
        ("life-event=\"menikah\" lang=\"en\" theme=\"light\"", "married", json!("light")),
        ("service=\"polresta-skck-baru\" lang=\"en\"", "police", json!(null)),
    ] {
        scene.enters(attributes).await?;
        scene.resident.sees_heading(heading).await?;
        let dressed = "return document.documentElement.dataset.theme ?? null";
        assert_eq!(scene.resident.evaluates(dressed, vec![]).await?, theme, "{attributes}");
        scene.resident.finds_nothing_with_axe(attributes).await?;
        scene.resident.needs_no_sideways_scroll(attributes).await?;
    }
    // The other language is the frame's own, and keeps what it is dressed in.
    scene.enters("tenant=\"disdukcapil\" theme=\"dark\"").await?;
    scene.resident.presses("EN").await?;
    scene.resident.sees("Skip to content").await?;
    let at = scene.resident.evaluates("return location.pathname + location.search", vec![]).await?;
    assert_eq!(at, "/tertanam/en/instansi/disdukcapil?tema=dark");
    Ok(())
}

#[tokio::test]
async fn the_way_to_what_stands_in_no_frame_leads_out_of_it() -> Outcome {
    let scene = Scene::opens(small(Engine::Chromium)).await?;
    scene.enters("").await?;
    let resident = &scene.resident;
    resident.presses("Bantuan").await?;
    resident.presses("Pasang Loket di situs Anda").await?;
    resident.looks_at_new_tab().await?;
    resident.is_at("/tertanam").await?;
    resident.sees_heading("Pasang Loket di situs Anda").await
}

#[tokio::test]
async fn without_scripts_the_element_is_a_plain_link() -> Outcome {
    let scene = Scene::opens(small(Engine::Chromium)).await?;
    scene.shows("service=\"polresta-skck-baru\"").await?;
    let phone = Phone { powers: Powers::NoScripts, ..Phone::SMALL };
    let plain = e2e::Resident::opens_on(phone, &scene.city.url, "/").await?;
    plain.sees("SKCK baru: pesan jam datang").await?;
    // And with them it is not: the frame stands there.
    scene.resident.does_not_see("SKCK baru: pesan jam datang").await?;
    scene.resident.enters_frame(FRAME).await
}
