//! Help, address and complaints: in the same place on every page.

use chrono::Weekday;
use contract::mall::{Interval, Mall};
use leptos::prelude::*;

use super::songket::{Songket, Weave};
use crate::{
    i18n::{Texts, texts},
    routes::Page,
    state::{Catalogue, Navigation},
};

#[component]
pub fn PageFooter() -> impl IntoView {
    let words = texts();
    let language = words.language;
    let mall = Catalogue::in_context().mall();
    let navigation = Navigation::in_context();
    let other = language.other().tag();
    view! {
        <footer class="page-footer">
            <Songket weave=Weave::Siku />
            <div class="wrapper page-footer__body grid" data-size="card" data-gap="l">
                <div class="stack" data-gap="xs">
                    <h2 class="large">{words.frame().help_title}</h2>
                    <p>
                        {words.frame().help_before} <a href=Page::Help.path(language)>{words.frame().help_link}</a> {words.frame().help_after}
                    </p>
                </div>
                <div class="stack" data-gap="xs">
                    <h2 class="large">{mall.short.clone()}</h2>
                    <p>{mall.address.clone()}</p>
                    <p>{opening_lines(words, &mall).into_iter().map(|line| view! { {line} <br /> }).collect_view()}</p>
                </div>
                <div class="stack" data-gap="xs">
                    <h2 class="large">{words.frame().overcharged_title}</h2>
                    <p>
                        {words.frame().overcharged_before}
                        <a href=mall.contact.complaint_url.clone()>{mall.contact.complaint_name.clone()}</a>
                    </p>
                    <ul class="cluster page-footer__links" role="list">
                        <li><a href=Page::Services(Default::default()).path(language)>{words.frame().all_services}</a></li>
                        <li><a href=Page::Privacy.path(language)>{words.frame().privacy}</a></li>
                        <li>
                            <a href=move || navigation.address().in_other_language().href() lang=other hreflang=other>
                                {words.frame().other_language}
                            </a>
                        </li>
                    </ul>
                </div>
            </div>
        </footer>
    }
}

/// "Senin–Kamis 08.00–12.00, 12.30–15.00": weekdays with the same hours in one line.
#[must_use]
pub fn opening_lines(words: Texts, mall: &Mall) -> Vec<String> {
    let week = &mall.hours;
    let days: [(Weekday, &[Interval]); 7] = [
        (Weekday::Mon, &week.mon),
        (Weekday::Tue, &week.tue),
        (Weekday::Wed, &week.wed),
        (Weekday::Thu, &week.thu),
        (Weekday::Fri, &week.fri),
        (Weekday::Sat, &week.sat),
        (Weekday::Sun, &week.sun),
    ];
    days.chunk_by(|one, next| one.1 == next.1)
        .map(|run| {
            let (first, last) = (run[0].0, run[run.len() - 1].0);
            let name = if first == last {
                words.weekday(first).to_owned()
            } else {
                format!("{}–{}", words.weekday(first), words.weekday(last))
            };
            let hours: Vec<String> = run[0].1.iter().map(|Interval(from, to)| words.time_range(*from, *to)).collect();
            if hours.is_empty() {
                format!("{name} {}", words.frame().closed)
            } else {
                format!("{name} {}", hours.join(", "))
            }
        })
        .collect()
}
