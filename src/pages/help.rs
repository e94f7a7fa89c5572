//! Help, in plain words.

use leptos::prelude::*;

use crate::{
    i18n::{help::Section, texts},
    parts::TextSections,
    routes::{Page, map_href},
    state::{Catalogue, Navigation},
    ui::{Heading, page_footer::opening_lines},
};

#[component]
pub fn Help() -> impl IntoView {
    let words = texts();
    let mall = Catalogue::in_context().mall();
    let sections = (words.help().sections)(&mall);
    let contents = contents(&sections);
    view! {
        <div class="wrapper sidebar">
            <div class="stack" data-gap="l">
                <Heading text=words.help().title />
                <p class="large measure">{words.help().lead}</p>
                <nav class="panel" aria-label=words.help().contents>{contents}</nav>
                <TextSections sections />
            </div>
            <Contact />
        </div>
    }
}

fn contents(sections: &[Section]) -> impl IntoView + use<> {
    let links = sections
        .iter()
        .map(|section| view! { <li><a class="touch" href=format!("#{}", section.id)>{section.title}</a></li> })
        .collect_view();
    view! { <ul class="grid" data-size="card" data-gap="none" role="list">{links}</ul> }
}

/// Where the mall is, when it is open, and what ways to reach it are confirmed.
#[component]
fn Contact() -> impl IntoView {
    let words = texts();
    let mall = Catalogue::in_context().mall();
    let contact = mall.contact.clone();
    // By the browser, since that page carries what the app does not know; beside a page that may show Loket, not that.
    let target = if Navigation::in_context().is_embedded() { "_blank" } else { "_self" };
    let hours = opening_lines(words, &mall).into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
    let line = |label: &'static str, href: String, text: String| {
        view! {
            <li>
                {label} <a href=href>{text}</a>
            </li>
        }
    };
    let ways = [
        contact.phone.map(|phone| line(words.help().phone, format!("tel:{}", digits(&phone)), whole(&phone))),
        contact.whatsapp.map(|number| line(words.help().whatsapp, whatsapp_href(&number), whole(&number))),
        contact.email.map(|email| line(words.help().email, format!("mailto:{email}"), email)),
        Some(line(words.help().complaint_before, contact.complaint_url, contact.complaint_name)),
    ];
    view! {
        <aside class="stack" data-gap="l">
            <section class="panel stack" data-gap="s" aria-labelledby="tempat">
                <h2 class="large" id="tempat">{mall.name.clone()}</h2>
                <p>
                    {mall.address.clone()} ", " <a href=map_href(&mall.address)>{words.start().on_map}</a>
                </p>
                <ul role="list">{hours}</ul>
            </section>
            <section class="panel stack" data-gap="s" aria-labelledby="kontak">
                <h2 class="large" id="kontak">{words.help().contact_title}</h2>
                <p>{words.help().contact_text}</p>
                <ul role="list">{ways.into_iter().flatten().collect_view()}</ul>
                <p><a class="touch" href=Page::Privacy.path(words.language)>{words.frame().privacy}</a></p>
                <p>
                    <a class="touch" href=Page::Embedding.path(words.language) target=target>
                        {words.embedding().link}
                    </a>
                </p>
            </section>
        </aside>
    }
}

/// A number that stands on one line.
fn whole(number: &str) -> String {
    number.replace(' ', "\u{a0}").replace('-', "\u{2011}")
}

/// `wa.me` wants the number with its country first, also where it is written as people here dial it: "0812…".
fn whatsapp_href(number: &str) -> String {
    let digits = digits(number);
    let national = digits.strip_prefix('0').map(|rest| format!("62{rest}"));
    format!("https://wa.me/{}", national.unwrap_or(digits).trim_start_matches('+'))
}

/// What a phone dials: digits and a leading plus.
fn digits(number: &str) -> String {
    number.chars().filter(|sign| sign.is_ascii_digit() || *sign == '+').collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_as_people_write_it_opens_whatsapp() {
        for number in ["0812-3456-7890", "+62 812 3456 7890", "62 812-3456-7890"] {
            assert_eq!(whatsapp_href(number), "https://wa.me/6281234567890", "{number}");
        }
    }
}
