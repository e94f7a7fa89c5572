//! A site that is not in the configuration gets no frame: the browser refuses it, whatever the site does.

use e2e::{City, Engine, Outcome, Resident};

use crate::{FRAME, Scene, lines, small};

async fn a_site_that_may_not_embed_shows_nothing(engine: Engine) -> Outcome {
    let scene = Scene::opens(small(engine)).await?;
    let resident: &Resident = &scene.resident;
    let stranger = City::opens().await?;
    let pasted = lines(resident, "service=\"polresta-skck-baru\"").await?;
    let whole_site = format!("{pasted}\n<iframe src=\"{0}/\" title=\"Loket\"></iframe>", scene.house.url);
    stranger.pastes(&whole_site, &scene.house.url);
    // The same lines on the city's site work.
    scene.enters("service=\"polresta-skck-baru\"").await?;
    resident.sees_heading("SKCK baru").await?;
    resident.leaves_frames().await?;
    // Loaded, frames and all, when this comes back.
    resident.browser.driver.goto(&stranger.url).await?;
    for frame in [FRAME, "return document.querySelector('iframe')"] {
        resident.enters_frame(frame).await?;
        let shown = "return !!document.querySelector('#app')";
        assert_eq!(resident.evaluates(shown, vec![]).await?, false, "{frame}");
        resident.leaves_frames().await?;
    }
    // Nor does the city get the whole site, whose pages are for no frame.
    scene.city.pastes(&whole_site, &scene.house.url);
    resident.browser.driver.goto(&scene.city.url).await?;
    resident.enters_frame("return document.querySelector('iframe')").await?;
    assert_eq!(resident.evaluates("return !!document.querySelector('#app')", vec![]).await?, false);
    Ok(())
}

#[tokio::test]
async fn a_site_that_may_not_embed_shows_nothing_in_chromium() -> Outcome {
    a_site_that_may_not_embed_shows_nothing(Engine::Chromium).await
}

#[tokio::test]
async fn a_site_that_may_not_embed_shows_nothing_in_firefox() -> Outcome {
    a_site_that_may_not_embed_shows_nothing(Engine::Firefox).await
}

#[tokio::test]
async fn a_site_that_may_not_embed_shows_nothing_in_webkit() -> Outcome {
    a_site_that_may_not_embed_shows_nothing(Engine::WebKit).await
}
