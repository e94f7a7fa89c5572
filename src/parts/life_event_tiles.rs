//! Life events to begin from: those with a drawing first, the rest behind a disclosure.

use contract::{Language, LifeEventId, index::LifeEvent};
use leptos::prelude::*;

use crate::{
    i18n::texts,
    routes::{Filter, Page},
    ui::{
        Shape,
        link_list::{Link, items},
    },
};

/// How many stand in sight.
const SHOWN_FIRST: usize = 8;

#[component]
pub fn LifeEventTiles(life_events: Vec<LifeEvent>) -> impl IntoView {
    let words = texts();
    let count = life_events.len();
    let (first, rest) = in_order(life_events);
    view! {
        <ul class="grid" role="list" inner_html=tiles(words.language, first)></ul>
        {(!rest.is_empty())
            .then(|| {
                view! {
                    <details class="disclosure">
                        <summary>{(words.start().all_life_events)(count)}</summary>
                        <ul class="grid" role="list" inner_html=tiles(words.language, rest)></ul>
                    </details>
                }
            })}
    }
}

fn tiles(language: Language, life_events: Vec<LifeEvent>) -> String {
    let links = life_events.into_iter().map(|event| Link {
        href: Page::Services(Filter::of_life_event(&event.id)).path(language),
        shape: shape_of(&event.id),
        name: event.name,
        is_current: false,
    });
    items("tile", links)
}

/// The first ones and the rest. A drawing puts an event before those without; the order stays otherwise.
fn in_order(mut life_events: Vec<LifeEvent>) -> (Vec<LifeEvent>, Vec<LifeEvent>) {
    life_events.sort_by_key(|event| shape_of(&event.id).is_none());
    let rest = life_events.split_off(life_events.len().min(SHOWN_FIRST));
    (life_events, rest)
}

/// The drawing of a life event, where there is one. A city's own events go without.
#[must_use]
pub fn shape_of(id: &LifeEventId) -> Option<Shape> {
    Some(match id.as_str() {
        "anak-lahir" => Shape::Child,
        "cari-kerja" => Shape::Work,
        "kehilangan-dokumen" => Shape::Lost,
        "menikah" => Shape::Rings,
        "pindah" => Shape::House,
        "beli-kendaraan" => Shape::Vehicle,
        "buka-usaha" => Shape::Shop,
        "bepergian" => Shape::Plane,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(id: &str) -> LifeEvent {
        LifeEvent { id: LifeEventId::parse(id).unwrap(), name: id.to_owned() }
    }

    #[test]
    fn events_with_a_drawing_come_first_and_none_is_lost() {
        let all: Vec<LifeEvent> =
            ["berusia-17", "menikah", "a", "b", "c", "d", "e", "f", "g", "anak-lahir"].map(event).into();
        let (first, rest) = in_order(all);
        assert_eq!(first.len(), 8);
        assert_eq!([first[0].name.as_str(), first[1].name.as_str()], ["menikah", "anak-lahir"]);
        assert_eq!(rest.len(), 2);
    }
}
