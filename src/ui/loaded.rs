//! Renders every remote value: at hand, being fetched, failed.

use contract::ProblemCode;
use leptos::prelude::*;

use super::{
    heading::Heading,
    icon::{Icon, Shape},
    nothing_here::NothingHere,
};
use crate::{
    api::ApiError,
    browser,
    i18n::texts,
    state::{Device, Remote},
};

/// The id of the button that tries again.
const RETRY_ID: &str = "retry";

/// How much of the screen waits for the value.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Place {
    /// The whole page, heading and all.
    Page,
    /// The page has a heading without it.
    #[default]
    Part,
}

#[component]
pub fn Loaded<T, F>(
    remote: Remote<T>,
    /// Shows the value.
    show: F,
    #[prop(optional)] place: Place,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
    F: Fn(T) -> AnyView + Send + Sync + 'static,
{
    match remote {
        Remote::AtHand(value) => show(value),
        Remote::Fetched(resource) => {
            let language: contract::Language = expect_context();
            let is_retried = StoredValue::new(false);
            ask_again_on_return(resource);
            (move || match resource.get() {
                None => waiting(language).into_any(),
                Some(Ok(value)) => {
                    // The button that was pressed is gone.
                    if is_retried.get_value() {
                        is_retried.set_value(false);
                        request_animation_frame(browser::document::focus_heading);
                    }
                    show(value)
                }
                Some(Err(error)) => {
                    if is_retried.get_value() {
                        is_retried.set_value(false);
                        request_animation_frame(|| browser::document::focus(RETRY_ID));
                    }
                    let on_retry = Callback::new(move |()| {
                        is_retried.set_value(true);
                        resource.refetch();
                    });
                    match place {
                        Place::Page if is_nowhere(&error) => view! { <NothingHere /> }.into_any(),
                        Place::Page => view! { <FailedPage error on_retry /> }.into_any(),
                        Place::Part => view! { <Failure error on_retry /> }.into_any(),
                    }
                }
            })
            .into_any()
        }
    }
}

/// What could not be reached is asked for again when the line is back.
fn ask_again_on_return<T: Clone + Send + Sync + 'static>(resource: LocalResource<Result<T, ApiError>>) {
    let device = Device::in_context();
    Effect::watch(
        move || device.returns(),
        move |_, _, _| {
            if matches!(resource.get_untracked(), Some(Err(error)) if error.problem().is_none()) {
                resource.refetch();
            }
        },
        false,
    );
}

/// Stands where something is still to come. Takes the language, since it may be called where there is no owner.
pub fn waiting(language: contract::Language) -> impl IntoView {
    view! {
        <div role="status">
            <span class="visually-hidden">{crate::i18n::of(language).frame().loading}</span>
            <div class="skeleton" aria-hidden="true">
                {(0..6).map(|_| view! { <div class="skeleton__line"></div> }).collect_view()}
            </div>
        </div>
    }
}

/// Whether the server has no such thing, so that trying again would change nothing.
fn is_nowhere(error: &ApiError) -> bool {
    error.problem().is_some_and(|problem| problem.code == ProblemCode::NotFound)
}

/// A page that could not be loaded: as `Failure`, with the heading that a page needs.
#[component]
pub fn FailedPage(error: ApiError, on_retry: Callback<()>) -> impl IntoView {
    let words = texts();
    view! {
        <div class="column stack">
            <Heading text=words.failures().title class="visually-hidden" />
            <Failure error on_retry />
        </div>
    }
}

/// A view that could not be loaded, with a way to try again.
#[component]
pub fn Failure(error: ApiError, on_retry: Callback<()>) -> impl IntoView {
    let words = texts();
    view! {
        <div class="panel empty" role="alert">
            <Icon shape=Shape::Offline />
            <p class="large strong">{words.failures().title}</p>
            <p class="soft">{words.failures().sentence(&error)}</p>
            <button class="button" id=RETRY_ID type="button" on:click=move |_| on_retry.run(())>
                <Icon shape=Shape::Retry />
                {words.frame().retry}
            </button>
        </div>
    }
}
