//! A found service; the whole row leads there.

use contract::{
    ServiceId,
    index::{Index, ServiceEntry},
    service::FeeKind,
};
use domain::search::{Because, Hit};
use leptos::prelude::*;

use crate::{
    i18n::{Texts, texts},
    routes::Page,
};

/// What a row shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    id: ServiceId,
    /// The name in pieces; `true`: this piece matched.
    name: Vec<(String, bool)>,
    /// The tenant's short name; `None` where every row is of the same.
    tenant: Option<String>,
    fee: FeeKind,
    amount: Option<u64>,
    ready_days: [u32; 2],
    /// Why it was found, where the name does not show it.
    because: Option<String>,
}

impl Row {
    #[must_use]
    pub fn of(index: &Index, entry: &ServiceEntry) -> Self {
        let tenant = index.tenants.iter().find(|tenant| tenant.id == entry.tenant);
        Self {
            id: entry.id.clone(),
            name: vec![(entry.name.clone(), false)],
            tenant: tenant.map(|tenant| tenant.short.clone()),
            fee: entry.fee,
            amount: entry.amount,
            ready_days: entry.ready_days,
            because: None,
        }
    }

    /// Where the page names the tenant already.
    #[must_use]
    pub fn without_tenant(self) -> Self {
        Self { tenant: None, ..self }
    }

    /// Of something that search found; `None` where the index has no such service.
    #[must_use]
    pub fn of_hit(words: &Texts, index: &Index, hit: &Hit) -> Option<Self> {
        let entry = index.services.get(hit.service)?;
        Some(Self {
            name: pieces(&entry.name, &hit.marks),
            because: because(words, &hit.because),
            ..Self::of(index, entry)
        })
    }
}

#[component]
pub fn ServiceRow(
    row: Row,
    /// Of the row's heading: 2 or 3.
    #[prop(default = 2)]
    level: u8,
) -> impl IntoView {
    let words = texts();
    let Row { id, name, tenant, fee, amount, ready_days, because } = row;
    let href = Page::Service(id).path(words.language);
    let name = name
        .into_iter()
        .map(|(text, is_marked)| if is_marked { view! { <mark>{text}</mark> }.into_any() } else { text.into_any() })
        .collect_view();
    let link = view! { <a href=href>{name}</a> };
    let heading = if level == 2 {
        view! { <h2 class="service-row__name">{link}</h2> }.into_any()
    } else {
        view! { <h3 class="service-row__name">{link}</h3> }.into_any()
    };
    let kind = (fee == FeeKind::Free).then_some("free");
    view! {
        <li class="service-row">
            {heading} {tenant.map(|tenant| view! { <p class="soft">{tenant}</p> })}
            {because.map(|because| view! { <p class="soft small">{because}</p> })}
            <p class="cluster service-row__facts" data-gap="s">
                <span class="tag" data-kind=kind>{words.fee_short(fee, amount)}</span>
                <span>{words.ready_within(ready_days)}</span>
            </p>
        </li>
    }
}

fn because(words: &Texts, because: &Because) -> Option<String> {
    let search = &words.search;
    let what = match because {
        Because::Name => return None,
        Because::Keyword(word) | Because::LifeEvent(word) | Because::Category(word) => (search.because_quote)(word),
        Because::Summary => search.because_summary.to_owned(),
        Because::Tenant => search.because_tenant.to_owned(),
    };
    Some(format!("{}{what}", search.because_title))
}

/// Cuts a name at its marks: byte ranges in order, those that do not fit the text left out.
fn pieces(name: &str, marks: &[(usize, usize)]) -> Vec<(String, bool)> {
    let mut pieces = Vec::new();
    let mut done = 0;
    for &(from, to) in marks {
        let (Some(before), Some(marked)) = (name.get(done..from), name.get(from..to)) else { continue };
        if !before.is_empty() {
            pieces.push((before.to_owned(), false));
        }
        if !marked.is_empty() {
            pieces.push((marked.to_owned(), true));
        }
        done = to;
    }
    if done < name.len() {
        pieces.push((name[done..].to_owned(), false));
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_cut_at_its_marks_and_loses_nothing() {
        let name = "Penggantian KTP‑el hilang";
        let cut = pieces(name, &[(12, 15), (21, 27)]);
        assert_eq!(cut[1], ("KTP".to_owned(), true));
        assert_eq!(cut[3], ("hilang".to_owned(), true));
        assert_eq!(cut.iter().map(|(text, _)| text.as_str()).collect::<String>(), name);
    }

    #[test]
    fn marks_that_do_not_fit_are_left_out() {
        assert_eq!(pieces("é", &[(0, 1)]), [("é".to_owned(), false)]);
        assert_eq!(pieces("kk", &[(1, 9)]), [("kk".to_owned(), false)]);
        assert_eq!(pieces("kk", &[(0, 2)]), [("kk".to_owned(), true)]);
    }
}
