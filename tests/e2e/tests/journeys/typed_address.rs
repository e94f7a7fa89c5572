//! Typing into a search: a letter waits for nothing, and what is typed stands in the address once typing pauses, and before
//! one goes on.

use e2e::{House, Outcome, Resident};

use crate::{MORNING, a_morning};

/// Counts how often the browser is told of another address.
const COUNT: &str = "window.told = 0; const replace = history.replaceState; \
                     history.replaceState = function (...all) { window.told += 1; replace.apply(history, all); }";

/// Types a word a letter at a time, without a pause, then does something at once. Answers how often the browser was told by then.
fn typing(word: &str, then: &str) -> String {
    format!(
        "const field = document.getElementById('cari'); \
         for (let end = 1; end <= '{word}'.length; end++) {{ \
           field.value = '{word}'.slice(0, end); field.dispatchEvent(new InputEvent('input', {{ bubbles: true }})); }} \
         {then}; return window.told;"
    )
}

#[tokio::test]
async fn a_search_is_in_the_address_once_typing_pauses() -> Outcome {
    let (_house, resident) = a_morning().await?;
    resident.evaluates(COUNT, vec![]).await?;
    let told = resident.evaluates(&typing("paspor", ""), vec![]).await?;
    assert_eq!(told, 0, "nobody is told in the midst of typing");
    resident.is_at("/#cari=paspor").await?;
    let told = resident.evaluates("return window.told", vec![]).await?;
    assert_eq!(told, 1, "and once after it");
    resident.heard_no_complaint().await
}

/// Types a word at once; whether by the next paint nothing else was found. Before, what waits for a paint has its turn; and what
/// waits for that next one, too, before it is looked.
const FINDS_NOTHING_YET: &str = "return (async () => { \
     for (let paints = 3; paints; paints -= 1) await new Promise((go) => requestAnimationFrame(() => setTimeout(go))); \
     const [field, list] = ['cari', 'daftar'].map((id) => document.getElementById(id)); \
     const before = list.textContent; field.value = 'paspor'; field.dispatchEvent(new InputEvent('input', { bubbles: true })); \
     for (let turns = 50; turns; turns -= 1) await null; \
     return new Promise((told) => requestAnimationFrame(() => told(list.textContent === before))); })()";

#[tokio::test]
async fn a_letter_is_painted_before_what_it_finds() -> Outcome {
    let (_house, resident) = a_morning().await?;
    resident.types("Tulis dengan kata Anda sendiri", "skck").await?;
    resident.sees("SKCK baru").await?;
    assert!(resident.is_true(FINDS_NOTHING_YET).await?);
    resident.sees("Paspor baru").await?;
    resident.heard_no_complaint().await
}

#[tokio::test]
async fn before_the_app_has_come_too() -> Outcome {
    let house = House::opens_at(MORNING).await?;
    let resident = Resident::opens(&house.url, "/privasi").await?;
    resident.cannot_fetch(&["*split_app*"]).await?;
    resident.goes_to("/").await?;
    resident.waits_until("the first piece", "return !document.querySelector('[data-found]')").await?;
    resident.types("Tulis dengan kata Anda sendiri", "skck").await?;
    resident.sees("SKCK baru").await?;
    assert!(resident.is_true(FINDS_NOTHING_YET).await?);
    resident.sees("Paspor baru").await?;
    resident.has_not_the_app().await
}

#[tokio::test]
async fn enter_leads_to_what_the_last_letter_finds() -> Outcome {
    let (_house, resident) = a_morning().await?;
    resident.goes_to("/layanan").await?;
    resident.waits_for_the_app().await?;
    let letter_and_enter = "const field = document.getElementById('cari'); field.focus(); \
                            for (field.value of ['paspo', 'paspor']) field.dispatchEvent(new InputEvent('input', { bubbles: true })); \
                            return Promise.resolve().then(() => field.form.requestSubmit())";
    resident.evaluates(letter_and_enter, vec![]).await?;
    resident.waits_until("the focus on what is found", "return document.activeElement.id === 'hasil'").await?;
    resident.sees("Paspor baru").await?;
    resident.heard_no_complaint().await
}

#[tokio::test]
async fn whoever_goes_back_to_a_longer_list_finds_the_place_on_it() -> Outcome {
    let (_house, resident) = a_morning().await?;
    resident.goes_to("/layanan?q=akta").await?;
    resident.waits_for_the_app().await?;
    resident.evaluates("scrollTo(0, 900)", vec![]).await?;
    resident.waits_until("the place", "return scrollY === 900").await?;
    resident.evaluates("document.querySelector('a[href*=\"peristiwa=kesulitan-ekonomi\"]').click()", vec![]).await?;
    resident.waits_until("the shorter list", "return location.search.includes('peristiwa=') && scrollY === 0").await?;
    resident.goes_back().await?;
    resident.waits_until("the same place", "return scrollY === 900").await?;
    resident.heard_no_complaint().await
}

#[tokio::test]
async fn whoever_goes_back_to_a_list_goes_on_from_the_row_that_they_left_by() -> Outcome {
    let (_house, resident) = a_morning().await?;
    let ninth = "return document.querySelectorAll('#daftar .service-row a')[8]";
    // From the list, and from what is typed on the start page.
    resident.goes_to("/layanan?q=surat").await?;
    resident.waits_for_the_app().await?;
    let script = format!("{ninth}.getAttribute('href')");
    let row = resident.evaluates(&script, vec![]).await?;
    let row = row.as_str().ok_or("no ninth row")?;
    let is_there = format!("return document.activeElement.getAttribute('href') === '{row}'");
    for times in [1, 2] {
        resident.presses_found("the ninth row", ninth).await?;
        resident.is_at(row).await?;
        resident.waits_until("the service", "return document.activeElement.tagName === 'H1'").await?;
        if times == 2 {
            // Further on, and back twice.
            resident.presses("halaman bantuan").await?;
            resident.sees_heading("Bantuan").await?;
            resident.goes_back().await?;
            resident.is_at(row).await?;
            resident.waits_until("the service", "return document.activeElement.tagName === 'H1'").await?;
        }
        resident.goes_back().await?;
        resident.waits_until("the focus on the row", &is_there).await?;
    }
    resident.goes_to("/").await?;
    resident.waits_for_the_app().await?;
    resident.types("Tulis dengan kata Anda sendiri", "surat").await?;
    resident
        .waits_until("what is found", "return document.querySelectorAll('#daftar .service-row a').length > 2")
        .await?;
    let third = "document.querySelectorAll('#daftar .service-row a')[2]";
    resident.evaluates(&format!("{third}.click()"), vec![]).await?;
    resident.is_at("/layanan/").await?;
    resident.waits_until("the service", "return document.activeElement.tagName === 'H1'").await?;
    resident.goes_back().await?;
    resident.waits_until("the focus on the row", &format!("return document.activeElement === {third}")).await?;
    resident.heard_no_complaint().await
}

#[tokio::test]
async fn whoever_goes_on_at_once_comes_back_to_what_was_typed() -> Outcome {
    let (_house, resident) = a_morning().await?;
    resident.evaluates(COUNT, vec![]).await?;
    let link = "document.querySelector('footer a[href=\"/privasi\"]').click()";
    let told = resident.evaluates(&typing("paspor", link), vec![]).await?;
    assert_eq!(told, 1, "the search belongs to the entry that is left");
    resident.is_at("/privasi").await?;
    resident.goes_back().await?;
    resident.is_at("/#cari=paspor").await?;
    resident.sees("Paspor baru").await?;
    assert_eq!(resident.value_of("Tulis dengan kata Anda sendiri").await?, "paspor");
    resident.heard_no_complaint().await
}

#[tokio::test]
async fn before_the_app_has_come_it_is_kept_too() -> Outcome {
    let house = House::opens_at(MORNING).await?;
    let resident = Resident::opens(&house.url, "/privasi").await?;
    resident.cannot_fetch(&["*split_app*"]).await?;
    let link = "document.querySelector('footer a[href=\"/privasi\"]').click()";
    let submit = "field.form.requestSubmit()";
    for (goes_on, there) in [(link, "/privasi"), (submit, "/layanan?q=paspor")] {
        resident.goes_to("/").await?;
        resident.types("Tulis dengan kata Anda sendiri", "skck").await?;
        resident.sees("SKCK baru").await?;
        resident.evaluates(&typing("paspor", goes_on), vec![]).await?;
        resident.is_at(there).await?;
        resident.goes_back().await?;
        resident.is_at("/#cari=paspor").await?;
        resident.sees("Paspor baru").await?;
        resident.has_not_the_app().await?;
    }
    Ok(())
}

#[tokio::test]
async fn whoever_goes_back_at_once_finds_what_was_there() -> Outcome {
    let (_house, resident) = a_morning().await?;
    resident.presses("Privasi").await?;
    resident.is_at("/privasi").await?;
    resident.presses("Loket").await?;
    resident.sees_heading("Mau urus apa hari ini?").await?;
    resident.evaluates(&typing("paspor", "history.back()"), vec![]).await?;
    resident.is_at("/privasi").await?;
    // Longer than typing pauses: what was typed for the other entry must not come here.
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    assert_eq!(resident.address().await?, "/privasi");
    Ok(())
}
