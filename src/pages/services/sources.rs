//! Where a service's words come from, and how sure we are.

use std::sync::Arc;

use contract::service::{Confidence, Service};
use leptos::prelude::*;

use crate::{i18n::texts, state::Catalogue};

#[component]
pub fn Sources(service: Arc<Service>) -> impl IntoView {
    let words = texts();
    let mall = Catalogue::in_context().mall();
    let source = &service.source;
    let kind = (source.confidence != Confidence::High).then_some("warn");
    let link = source.url.clone().map(|url| {
        let text = (words.service().read_source)(host(&url));
        view! { <li><a href=url>{text}</a></li> }
    });
    view! {
        <section class="stack" data-gap="s" aria-labelledby="sumber">
            <h2 class="large" id="sumber">{words.service().source_title}</h2>
            <p class="cluster" data-gap="s">
                <span class="tag" data-kind=kind>{(words.service().confidence)(source.confidence)}</span>
            </p>
            <p class="small">
                {(words.service().confidence_reason)(source.confidence)} " "
                {(words.service().evidence)(source.evidence, &mall.short)} " "
                <strong>{(words.service().unconfirmed)(&service.tenant.short)}</strong>
            </p>
            <ul class="small">
                {source.basis.iter().map(|rule| view! { <li>{rule.clone()}</li> }).collect_view()} {link}
            </ul>
            <p class="small">
                {words.service().wrong_before}
                <a href=mall.contact.complaint_url.clone()>{(words.service().report)(&mall.contact.complaint_name)}</a>
            </p>
        </section>
    }
}

/// The host of an address, without `www.`; the whole text where it has none.
fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    host.strip_prefix("www.").unwrap_or(host)
}

#[cfg(test)]
mod tests {
    use super::host;

    #[test]
    fn a_source_is_named_by_its_host() {
        assert_eq!(host("https://www.imigrasi.go.id/paspor?x=1"), "imigrasi.go.id");
        assert_eq!(host("http://bpn.go.id"), "bpn.go.id");
        assert_eq!(host("tanpa alamat"), "tanpa alamat");
    }
}
