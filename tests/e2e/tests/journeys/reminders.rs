//! Reminders: asked for on the ticket, sent by the server, shown by the worker, answered on the ticket. The browser's own push
//! service is on another continent, so the test has one on this machine and hands the browser what came to it.

use std::time::Duration;

use e2e::{House, Outcome, Resident};
use serde_json::{Value, json};

use crate::{NIK_MOTHER, a_morning, books_as, keeps_places, plans_police_report, push_service::PushService};

/// The browser subscribes at the push service of the test.
fn subscribes_at(service: &PushService) -> String {
    let subscription = service.subscription("");
    let given = json!({
        "endpoint": subscription["endpoint"],
        "keys": { "p256dh": subscription["p256dh"], "auth": subscription["auth"] },
    });
    format!(
        "PushManager.prototype.subscribe = async (options) => {{ \
         if (!options.userVisibleOnly || options.applicationServerKey.length !== 87) throw new Error('options'); \
         sessionStorage.setItem('subscribed', ''); return {given}; }}; \
         PushManager.prototype.getSubscription = async () => sessionStorage.getItem('subscribed') === null ? null : {given};"
    )
}

/// A house that sends reminders, and a resident with a ticket for tomorrow.
async fn with_ticket(
    script: &str,
    service: &PushService,
) -> Result<(House, Resident), Box<dyn std::error::Error + Send + Sync>> {
    let (mut house, resident) = a_morning().await?;
    house.reminds_through(&service.origin).await?;
    resident.is_a_device_that(script).await?;
    resident.goes_to("/").await?;
    resident.waits_for_the_app().await?;
    resident.keeps_the_app("id").await?;
    plans_police_report(&resident).await?;
    keeps_places(&resident).await?;
    books_as(&resident, "Siti Rahmawati", NIK_MOTHER).await?;
    Ok((house, resident))
}

/// The push service brings this, and the worker shows what is wanted and nothing else.
///
/// A look while a notification is being shown makes Chromium forget it for good (`getNotifications` deletes what is stored
/// and not yet displayed), so there is one look after each delivery, and a message whose look came too early is brought again.
async fn is_brought(resident: &Resident, message: &Value, wanted: &Value) -> Outcome {
    let mut shown = Value::Null;
    for _ in 0..10 {
        resident.is_pushed(message).await?;
        tokio::time::sleep(Duration::from_secs(1)).await;
        shown = resident.has_notifications().await?;
        if shown == *wanted {
            return Ok(());
        }
    }
    Err(format!("the device shows {shown}, not {wanted}").into())
}

#[tokio::test]
async fn a_resident_is_asked_the_day_before_and_says_no_with_two_taps() -> Outcome {
    let service = PushService::start().await;
    let (house, resident) = with_ticket(&subscribes_at(&service), &service).await?;
    resident.allows_reminders().await?;
    resident.sees_heading("Pengingat").await?;
    resident.needs_no_sideways_scroll("reminders-id-360").await?;
    resident.takes_picture("reminders-id-360").await?;
    resident.presses("Ingatkan saya").await?;
    resident.sees("Pengingat menyala di ponsel ini.").await?;
    resident.finds_nothing_with_axe("reminders-on-id-360").await?;
    resident.takes_picture("reminders-on-id-360").await?;

    let mut sent = 0;
    // Until it is the afternoon of the day before.
    for _ in 0..(14 * 24) {
        sent = house.reminds().await?;
        if sent > 0 {
            break;
        }
        house.waits(60);
    }
    let messages = service.messages();
    assert_eq!((sent, messages.len()), (1, 1));
    let message = &messages[0].1;
    assert_eq!(message["answers"], json!(["Ya, saya datang", "Tidak jadi"]), "{message}");
    assert!(!message.to_string().contains("Siti"), "{message}");

    let code = message["code"].as_str().ok_or("no code")?;
    let shown = json!([{
        "title": message["title"],
        "text": message["text"],
        "language": "id",
        "leads_to": format!("/tiket/{code}"),
        "is_heard_again": true,
        "actions": [["yes", "Ya, saya datang"], ["no", "Tidak jadi"]],
    }]);
    // What comes twice lies there once.
    for _ in 0..2 {
        is_brought(&resident, message, &shown).await?;
    }

    // "Tidak jadi", as the worker opens it: a browser without a screen has nothing to press. From elsewhere: from the ticket
    // itself the browser would load nothing.
    resident.goes_to("/").await?;
    resident.goes_to(&format!("/tiket/{code}#batal")).await?;
    resident.waits_for_the_app().await?;
    resident.sees("Batalkan kunjungan").await?;
    resident.takes_picture("reminder-answered-id-360").await?;

    // The browser gives its subscription up: the next message is the last that is tried.
    service.answer(410);
    let mut tried = 0;
    for _ in 0..48 {
        assert_eq!(house.reminds().await?, 0);
        tried += service.messages().len();
        house.waits(30);
    }
    assert_eq!(tried, 1, "an hour before, and then it is forgotten");
    Ok(())
}

#[tokio::test]
async fn reminders_are_said_to_be_on_only_where_they_reach_the_phone() -> Outcome {
    let service = PushService::start().await;
    let (_house, resident) = with_ticket(&subscribes_at(&service), &service).await?;
    resident.allows_reminders().await?;
    resident.presses("Ingatkan saya").await?;
    resident.sees("Pengingat menyala di ponsel ini.").await?;
    resident.browser.driver.refresh().await?;
    resident.waits_for_the_app().await?;
    resident.sees("Pengingat menyala di ponsel ini.").await?;
    // The browser has let go of its subscription.
    resident.evaluates("sessionStorage.removeItem('subscribed')", vec![]).await?;
    resident.browser.driver.refresh().await?;
    resident.waits_for_the_app().await?;
    resident.sees("Ingatkan saya").await?;
    resident.does_not_see("Pengingat menyala di ponsel ini.").await
}

#[tokio::test]
async fn a_browser_that_can_not_remind_says_so() -> Outcome {
    let service = PushService::start().await;
    let (_house, resident) = with_ticket("delete window.PushManager;", &service).await?;
    resident.sees("Peramban ini tidak bisa mengingatkan.").await?;
    Ok(())
}

#[tokio::test]
async fn a_push_service_that_does_not_answer_is_said() -> Outcome {
    let service = PushService::start().await;
    let refuses = "PushManager.prototype.subscribe = () => Promise.reject(new DOMException('', 'AbortError'));";
    let (_house, resident) = with_ticket(refuses, &service).await?;
    resident.allows_reminders().await?;
    resident.presses("Ingatkan saya").await?;
    resident.sees("Pengingat belum menyala").await?;
    resident.finds_nothing_with_axe("reminders-failed-id-360").await?;
    resident.presses("Ingatkan saya").await?;
    Ok(())
}
