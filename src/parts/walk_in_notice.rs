//! Services of a visit that are not booked: their counters take walk-ins only.

use std::sync::Arc;

use contract::service::Service;
use leptos::prelude::*;

use crate::{
    i18n::texts,
    ui::{Notice, NoticeKind},
};

#[component]
pub fn WalkInNotice(services: Vec<Arc<Service>>) -> impl IntoView {
    let words = texts();
    let names: Vec<String> =
        services.iter().filter(|service| !service.desk.bookable).map(|service| service.name.clone()).collect();
    (!names.is_empty()).then(|| {
        view! {
            <Notice kind=NoticeKind::Note>
                <p>{(words.visit().walk_in_text)(&words.list(&names))}</p>
            </Notice>
        }
    })
}
