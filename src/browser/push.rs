//! Reminders as the browser delivers them: the right to show them, and the subscription at its push service. Many browsers
//! have none: an iPhone only in the installed app, and private windows never.

use js_sys::{JSON, Object, Reflect};
use serde::Deserialize;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Notification, NotificationPermission, PushManager, PushSubscription, PushSubscriptionOptionsInit,
    ServiceWorkerRegistration,
};

use super::worker;

/// What the push service gave the browser.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Subscription {
    pub endpoint: String,
    pub keys: SubscriptionKeys,
}

/// As base64url without padding.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct SubscriptionKeys {
    pub p256dh: String,
    pub auth: String,
}

/// Why there is no subscription.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotSubscribed {
    /// The person, or the phone's settings, said no.
    Denied,
    /// The push service could not be reached, or the browser does not say why.
    Failed,
}

/// Whether this browser can remind anyone at all.
#[must_use]
pub fn is_possible() -> bool {
    let has = |name: &str| {
        web_sys::window().is_some_and(|window| Reflect::has(&window, &JsValue::from_str(name)).unwrap_or_default())
    };
    has("PushManager") && has("Notification") && worker::is_possible()
}

/// Whether this browser may show reminders now.
#[must_use]
pub fn is_allowed() -> bool {
    Notification::permission() == NotificationPermission::Granted
}

/// The address at which the push service reaches this browser; none without a subscription.
pub async fn endpoint() -> Option<String> {
    subscription().await.map(|subscription| subscription.endpoint())
}

/// Asks for the right to show reminders, and subscribes with the server's key (base64url).
///
/// # Errors
/// See [`NotSubscribed`].
pub async fn subscribe(key: &str) -> Result<Subscription, NotSubscribed> {
    ask().await?;
    let subscribed = match subscribe_with(key).await {
        Some(subscribed) => Some(subscribed),
        // One that was made with another key of the server stands in the way, and is of no use any more.
        None if unsubscribe().await => subscribe_with(key).await,
        None => None,
    };
    subscribed.ok_or(NotSubscribed::Failed)
}

/// The subscription that there is with this key, or a new one.
async fn subscribe_with(key: &str) -> Option<Subscription> {
    let options = Object::new();
    Reflect::set(&options, &JsValue::from_str("userVisibleOnly"), &JsValue::TRUE).ok()?;
    Reflect::set(&options, &JsValue::from_str("applicationServerKey"), &JsValue::from_str(key)).ok()?;
    let options: PushSubscriptionOptionsInit = options.unchecked_into();
    let asked = manager().await?.subscribe_with_options(&options).ok()?;
    let subscription = JsFuture::from(asked).await.ok()?;
    serde_json::from_str(&String::from(JSON::stringify(&subscription).ok()?)).ok()
}

/// Whether there was one to give up.
async fn unsubscribe() -> bool {
    let Some(subscription) = subscription().await else { return false };
    match subscription.unsubscribe() {
        Ok(asked) => JsFuture::from(asked).await.is_ok(),
        Err(_) => false,
    }
}

async fn ask() -> Result<(), NotSubscribed> {
    if Notification::permission() == NotificationPermission::Default {
        let asked = Notification::request_permission().map_err(|_| NotSubscribed::Failed)?;
        JsFuture::from(asked).await.map_err(|_| NotSubscribed::Failed)?;
    }
    if is_allowed() { Ok(()) } else { Err(NotSubscribed::Denied) }
}

async fn manager() -> Option<PushManager> {
    let registration: ServiceWorkerRegistration = worker::registration().await?;
    registration.push_manager().ok()
}

async fn subscription() -> Option<PushSubscription> {
    let asked = manager().await?.get_subscription().ok()?;
    let subscription = JsFuture::from(asked).await.ok()?;
    subscription.is_object().then(|| subscription.unchecked_into())
}
