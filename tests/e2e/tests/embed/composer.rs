//! The page on which a webmaster chooses, sees and copies.

use e2e::{Outcome, Phone};

use crate::{FRAME, Scene};

/// The lines as they stand there.
const LINES: &str = "return document.getElementById('baris').textContent";

async fn what_is_chosen_is_seen_and_copied(phone: Phone, prefix: &str) -> Outcome {
    let scene = Scene::opens(phone).await?;
    let resident = &scene.resident;
    resident.goes_to(&format!("{prefix}/tertanam")).await?;
    resident.waits_for_the_app().await?;
    resident.enters_frame(FRAME).await?;
    resident.waits_for_the_app().await?;
    resident.leaves_frames().await?;
    let name = format!("tertanam{}-{}", prefix.replace('/', "-"), phone.width);
    resident.needs_no_sideways_scroll(&name).await?;
    resident.finds_nothing_with_axe(&name).await?;
    resident.takes_picture_of_screen(&name).await?;

    let (one_service, service, dark, button) = if prefix.is_empty() {
        ("Satu layanan", "Penggantian KTP-el hilang", "Gelap", "Tombol dan jendela")
    } else {
        ("One service", "Replacement of a lost ID card", "Dark", "A button and a window")
    };
    resident.chooses("isi", one_service).await?;
    resident.chooses("mana", service).await?;
    resident.chooses("warna", dark).await?;
    resident.enters_frame(FRAME).await?;
    resident.sees_heading(service).await?;
    resident.waits_for_the_app().await?;
    let theme = "return document.documentElement.dataset.theme";
    assert_eq!(resident.evaluates(theme, vec![]).await?, "dark");
    resident.leaves_frames().await?;
    let lines = resident.evaluates(LINES, vec![]).await?;
    let lines = lines.as_str().unwrap_or_default();
    let language = if prefix.is_empty() { "id" } else { "en" };
    let element = format!("<loket-embed service=\"disdukcapil-ktp-el-hilang\" lang=\"{language}\" theme=\"dark\">");
    assert!(lines.contains(&element), "{lines}");
    assert!(lines.starts_with(&format!("<script src=\"{}/embed-1-", scene.house.url)), "{lines}");
    // On the city's page, these very lines show the same.
    scene.city.pastes(lines, &scene.house.url);
    resident.takes_picture_of_screen(&format!("{name}-chosen")).await?;
    resident.chooses("bentuk", button).await?;
    resident
        .waits_until(
            "the button in the lines",
            "return document.getElementById('baris').textContent.includes(' button=\"')",
        )
        .await?;
    resident.finds_nothing_with_axe(&format!("{name} with a button")).await?;
    // In the other language the button says the same until it is written anew, and no name is in the wrong one.
    let (other, usual) =
        if prefix.is_empty() { ("Inggris", "Book at the mall") } else { ("Indonesian", "Urus di MPP") };
    resident.chooses("bahasa", other).await?;
    let said = format!("return document.getElementById('baris').textContent.includes(' button=\"{usual}\"')");
    resident.waits_until("the button in the other language", &said).await?;
    let lines = resident.evaluates(LINES, vec![]).await?;
    assert!(!lines.as_str().unwrap_or_default().contains(service), "{lines}");
    resident.fills("tulisan", "SKCK").await?;
    resident.chooses("bahasa", if prefix.is_empty() { "Indonesia" } else { "English" }).await?;
    let kept = "return document.getElementById('baris').textContent.includes(' button=\"SKCK\"')";
    resident.waits_until("what was written", kept).await?;
    resident.browser.driver.goto(&scene.city.url).await?;
    resident.enters_frame(FRAME).await?;
    resident.waits_for_the_app().await?;
    resident.sees_heading(service).await?;
    resident.leaves_frames().await?;
    resident.heard_no_complaint().await
}

#[tokio::test]
async fn what_is_chosen_is_seen_and_copied_on_a_desktop() -> Outcome {
    what_is_chosen_is_seen_and_copied(Phone::DESKTOP, "").await
}

#[tokio::test]
async fn what_is_chosen_is_seen_and_copied_on_a_phone_in_english() -> Outcome {
    what_is_chosen_is_seen_and_copied(Phone::SMALL, "/en").await
}
