//! A service in a list; the whole row leads there.

use contract::{
    ServiceId,
    index::{Index, ServiceEntry},
    service::FeeKind,
};
use domain::search::{Because, Hit};

use crate::{html::escape, i18n::Texts, routes::Page};

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
    pub fn of_hit(words: Texts, index: &Index, hit: &Hit) -> Option<Self> {
        let entry = index.services.get(hit.service)?;
        Some(Self {
            name: pieces(&entry.name, &hit.marks),
            because: because(words, &hit.because),
            ..Self::of(index, entry)
        })
    }
}

/// The items of a list. `level` is that of their headings: 2 or 3.
#[must_use]
pub fn items(words: Texts, rows: &[Row], level: u8) -> String {
    rows.iter().map(|row| item(words, row, level)).collect()
}

fn item(words: Texts, row: &Row, level: u8) -> String {
    let href = escape(&Page::Service(row.id.clone()).path(words.language));
    let name: String = row
        .name
        .iter()
        .map(|(text, is_marked)| {
            let text = escape(text);
            if *is_marked { ["<mark>", &text, "</mark>"].concat() } else { text }
        })
        .collect();
    let optional = |text: &Option<String>, class: &str| {
        text.as_ref().map_or_else(String::new, |text| ["<p class=\"", class, "\">", &escape(text), "</p>"].concat())
    };
    let kind = if row.fee == FeeKind::Free { " data-kind=\"free\"" } else { "" };
    format!(
        "<li class=\"service-row\"><h{level} class=\"service-row__name\"><a href=\"{href}\">{name}</a></h{level}>{tenant}{because}\
<p class=\"cluster service-row__facts\" data-gap=\"s\"><span class=\"tag\"{kind}>{fee}</span><span>{ready}</span></p></li>",
        tenant = optional(&row.tenant, "soft"),
        because = optional(&row.because, "soft small"),
        fee = escape(&words.fee_short(row.fee, row.amount)),
        ready = escape(&words.ready_within(row.ready_days)),
    )
}

fn because(words: Texts, because: &Because) -> Option<String> {
    let search = words.search();
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
