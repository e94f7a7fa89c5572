//! On the home screen: what the browser needs for it, the invitation after the first ticket, what other apps share.

use e2e::{House, Outcome, Resident};

use crate::{LOST_CARD, MORNING, NIK_MOTHER, books_as, keeps_places, plans_police_report};

const INVITATION: &str = "Taruh Loket di layar utama?";
/// As a browser offers to install the app: when it does so by itself is its own affair.
const OFFER: &str = "const offer = new Event('beforeinstallprompt', { cancelable: true }); \
    offer.prompt = () => { window.isAsked = true; return Promise.resolve({ outcome: 'accepted' }); }; window.dispatchEvent(offer); return offer.defaultPrevented";

/// It has no offer, and says whether it shows an app of the home screen.
const IPHONE: &str = "Object.defineProperty(navigator, 'standalone', { value: false }); \
    addEventListener('beforeinstallprompt', (offer) => offer.stopImmediatePropagation());";

async fn books(resident: &Resident) -> Outcome {
    plans_police_report(resident).await?;
    keeps_places(resident).await?;
    books_as(resident, "Siti Rahmawati", NIK_MOTHER).await
}

#[tokio::test]
async fn the_browser_would_install_the_app_in_both_languages() -> Outcome {
    let house = House::opens_at(MORNING).await?;
    for path in ["/", "/en"] {
        let resident = Resident::opens(&house.url, path).await?;
        resident.waits_for_the_app().await?;
        assert_eq!(resident.finds_not_installable().await?, Vec::<String>::new(), "{path}");
    }
    Ok(())
}

#[tokio::test]
async fn the_invitation_comes_after_the_first_ticket_and_goes_for_good() -> Outcome {
    let house = House::opens_at(MORNING).await?;
    let resident = Resident::opens(&house.url, "/kunjungan-saya").await?;
    resident.goes_to("/kunjungan-saya").await?;
    resident.waits_for_the_app().await?;
    let is_held_back = resident.evaluates(OFFER, vec![]).await?;
    assert_eq!(is_held_back, true, "the browser's own invitation waits");
    resident.does_not_see(INVITATION).await?;
    books(&resident).await?;
    let ticket = resident.address().await?;
    // The offer is the page's; this is a later page.
    resident.browser.driver.refresh().await?;
    resident.waits_for_the_app().await?;
    resident.evaluates(OFFER, vec![]).await?;
    resident.presses("Kunjungan saya").await?;
    resident.sees_heading(INVITATION).await?;
    resident.finds_nothing_with_axe("invitation").await?;
    resident.takes_picture("invitation").await?;
    resident.presses("Tidak, terima kasih").await?;
    resident.does_not_see(INVITATION).await?;
    resident.goes_to(&ticket).await?;
    resident.waits_for_the_app().await?;
    resident.evaluates(OFFER, vec![]).await?;
    resident.presses("Kunjungan saya").await?;
    resident.sees_heading("Kunjungan saya").await?;
    // It would stand here by now.
    resident.sees("Buka tiket").await?;
    resident.does_not_see(INVITATION).await?;
    resident.goes_back().await?;
    resident.sees("Rabu, 25 November 2026").await?;
    resident.does_not_see(INVITATION).await
}

#[tokio::test]
async fn one_tap_has_the_browser_ask() -> Outcome {
    let house = House::opens_at(MORNING).await?;
    let resident = Resident::opens(&house.url, "/bantuan").await?;
    books(&resident).await?;
    resident.evaluates(OFFER, vec![]).await?;
    resident.presses("Kunjungan saya").await?;
    resident.presses("Pasang Loket").await?;
    resident.does_not_see(INVITATION).await?;
    assert_eq!(resident.evaluates("return window.isAsked", vec![]).await?, true);
    Ok(())
}

#[tokio::test]
async fn an_iphone_has_a_guide_with_pictures() -> Outcome {
    let house = House::opens_at(MORNING).await?;
    let resident = Resident::opens(&house.url, "/bantuan").await?;
    resident.is_a_device_that(IPHONE).await?;
    books(&resident).await?;
    resident.presses("Kunjungan saya").await?;
    resident.sees_heading(INVITATION).await?;
    resident.presses("Lihat caranya").await?;
    resident.sees("pilih Tambah ke Layar Utama").await?;
    resident.needs_no_sideways_scroll("guide").await?;
    resident.finds_nothing_with_axe("guide").await?;
    resident.takes_picture("guide").await
}

const SHARE: &str = "const form = document.createElement('form'); form.method = 'post'; form.action = '/bagikan'; form.enctype = 'multipart/form-data'; \
    const field = document.createElement('input'); field.name = 'text'; field.value = arguments[0]; form.append(field); document.body.append(form); form.submit()";

#[tokio::test]
async fn what_other_apps_share_is_opened_or_searched_for() -> Outcome {
    let house = House::opens_at(MORNING).await?;
    let resident = Resident::opens(&house.url, "/").await?;
    resident.keeps_the_app("id").await?;
    for (shared, address) in [
        (format!("Lihat ini: {}{LOST_CARD}", house.url), LOST_CARD),
        ("paspor https://example.org/x?secret=1".to_owned(), "/layanan?q=paspor"),
        ("https://example.org/".to_owned(), "/layanan"),
    ] {
        resident.goes_to("/bantuan").await?;
        resident.waits_for_the_app().await?;
        resident.evaluates(SHARE, vec![shared.into()]).await?;
        resident.is_at(address).await?;
        resident.waits_for_the_app().await?;
    }
    // Before the worker is there, nothing of it reaches an address either.
    resident.cannot_fetch(&[]).await?;
    resident.goes_to("/bantuan").await?;
    resident.evaluates(SHARE, vec!["paspor".into()]).await?;
    resident.is_at("/layanan").await?;
    assert_eq!(resident.address().await?, "/layanan");
    Ok(())
}
