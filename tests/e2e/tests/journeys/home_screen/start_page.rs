//! Opened again: the start page's words stand there before the network says anything, and nothing in them can be wrong for long.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use e2e::{House, Outcome, Releases, Resident};

use crate::MORNING;

const FIELD: &str = "Tulis dengan kata Anda sendiri";
const CLOSED_TODAY: &str = "[[closure]]\ndate = \"2026-11-24\"\nreason = { id = \"Banjir\", en = \"A flood\" }";
const NO_SERVER: &str = "Tanpa sambungan ke server.";

/// Once the first words of the first page are there, notes what stands there and of which release, and types. A page is parsed from
/// top to bottom: what is noted was there before what follows. Where that comes quickly, both may be parsed at once.
const TYPES_EARLY: &str = "sessionStorage.early || new MutationObserver((_, observer) => { \
     const [heading, field, now] = ['h1', '#cari', '.hero__now'].map((each) => document.querySelector(each)); \
     if (!heading || !field) return; \
     observer.disconnect(); \
     sessionStorage.early = `${heading.textContent} ${!!now}`; \
     sessionStorage.release = document.documentElement.dataset.release; \
     field.value = 'paspor'; \
   }).observe(document, { subtree: true, childList: true })";
/// Whether the mall is open now is not said from memory.
const HAD_WORDS: &str = "return sessionStorage.early === 'Mau urus apa hari ini? false'";

#[tokio::test]
async fn its_words_come_before_a_server_that_never_answers() -> Outcome {
    let mut house = House::opens_at(MORNING).await?;
    let resident = keeps_it_and_types_early(&house).await?;
    house.falls_silent().await?;
    opens_without_its_server(&mut house, &resident).await
}

#[tokio::test]
async fn and_before_an_answer_that_breaks_off() -> Outcome {
    let mut house = House::opens_at(MORNING).await?;
    let resident = keeps_it_and_types_early(&house).await?;
    house.breaks_off().await?;
    opens_without_its_server(&mut house, &resident).await?;
    assert!(resident.is_true("return caches.match('/').then((page) => !!page)").await?, "the copy stays");
    Ok(())
}

#[tokio::test]
async fn and_before_an_answer_that_hangs_midway() -> Outcome {
    let mut house = House::opens_at(MORNING).await?;
    let resident = keeps_it_and_types_early(&house).await?;
    house.hangs_midway().await?;
    opens_without_its_server(&mut house, &resident).await
}

async fn keeps_it_and_types_early(house: &House) -> Result<Resident, Box<dyn std::error::Error + Send + Sync>> {
    let resident = Resident::opens(&house.url, "/").await?;
    resident.keeps_the_start_page().await?;
    resident.is_a_device_that(TYPES_EARLY).await?;
    Ok(resident)
}

async fn opens_without_its_server(house: &mut House, resident: &Resident) -> Outcome {
    resident.goes_to("/").await?;
    resident.waits_until("words", HAD_WORDS).await?;
    resident.waits_for_the_app().await?;
    resident.sees(NO_SERVER).await?;
    resident.sees("Hari ini buka").await?;
    assert_eq!(resident.value_of(FIELD).await?, "paspor", "what was typed into the words stays");
    resident.sees("Paspor baru").await?;
    house.comes_back().await?;
    resident.gets_the_line_back().await?;
    resident.does_not_see(NO_SERVER).await
}

#[tokio::test]
async fn what_has_changed_since_stands_there_once_the_server_answers() -> Outcome {
    let mut house = House::opens_at(MORNING).await?;
    let resident = keeps_it_and_types_early(&house).await?;
    house.dies().await?;
    house.comes_back_adding(CLOSED_TODAY).await?;
    resident.goes_to("/").await?;
    resident.waits_for_the_app().await?;
    resident.sees("Hari ini tutup").await?;
    assert_eq!(resident.value_of(FIELD).await?, "paspor");
    resident.sees("Paspor baru").await?;
    resident.does_not_see(NO_SERVER).await?;
    resident.heard_no_complaint().await
}

#[tokio::test]
async fn after_a_release_the_new_page_is_loaded_with_what_was_typed() -> Outcome {
    let releases = Releases::make(2)?;
    let mut house = House::opens_at(MORNING).await?;
    house.deploys(releases.folder(0)).await?;
    let resident = keeps_it_and_types_early(&house).await?;
    house.deploys(releases.folder(1)).await?;
    resident.goes_to("/").await?;
    let script = "return document.documentElement.dataset.release";
    let is_newest = async || -> Result<bool, Box<dyn std::error::Error + Send + Sync>> {
        let release = resident.evaluates(script, vec![]).await?;
        Ok(release.as_str().and_then(|release| releases.number_of(release)) == Some(1))
    };
    resident.waits("the new release", is_newest).await?;
    resident.waits_for_the_app().await?;
    let first = resident.evaluates("return sessionStorage.release", vec![]).await?;
    assert_eq!(
        first.as_str().and_then(|release| releases.number_of(release)),
        Some(0),
        "the old words stood there first"
    );
    assert_eq!(resident.value_of(FIELD).await?, "paspor", "what was typed into the old words goes along");
    resident.sees("Paspor baru").await?;
    resident.sees("Hari ini buka").await
}

#[tokio::test]
async fn under_another_policy_it_is_loaded_anew() -> Outcome {
    let (moves, moved) = (Arc::new(AtomicBool::new(false)), "http://127.0.0.1:9".parse()?);
    let is_moved = Arc::clone(&moves);
    let mut house = House::opens_set(MORNING, move |config| {
        if is_moved.load(Ordering::Relaxed) {
            config.backend_url = Clone::clone(&moved);
        }
    })
    .await?;
    let resident = keeps_it_and_types_early(&house).await?;
    moves.store(true, Ordering::Relaxed);
    house.dies().await?;
    house.comes_back().await?;
    resident.goes_to("/").await?;
    let is_anew = "return performance.getEntriesByType('navigation')[0].type === 'reload'";
    resident.waits_until("the page anew", is_anew).await?;
    resident.waits_for_the_app().await?;
    assert_eq!(resident.value_of(FIELD).await?, "paspor");
    resident.sees("Hari ini buka").await
}
