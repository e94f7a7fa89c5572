//! What a visit costs, wherever it is paid: fixed fees added up, the others named.

use contract::service::{Fee, FeeKind};
use leptos::prelude::*;

use crate::{
    i18n::{Texts, texts},
    short_lists::once,
};

/// The fees of a visit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Total {
    /// Rupiah of all fixed fees.
    pub amount: u64,
    /// Who has a fixed fee: service and the rule that sets it.
    pub fixed: Vec<(String, String)>,
    /// Services whose fee depends on something, each once, with what is to be known about it.
    pub others: Vec<(String, FeeKind, Option<String>)>,
}

impl Total {
    /// Of services by name.
    #[must_use]
    pub fn of<'a>(fees: impl Iterator<Item = (&'a str, &'a Fee)>) -> Self {
        let mut total = Self::default();
        for (service, fee) in fees {
            match (fee.kind, fee.amount) {
                (FeeKind::Free, _) => {}
                (FeeKind::Fixed, Some(amount)) => {
                    total.amount += amount;
                    total.fixed.push((service.to_owned(), fee.basis.clone()));
                }
                (kind, _) => total.others.push((service.to_owned(), kind, fee.note.clone())),
            }
        }
        total.others = once(total.others.into_iter());
        total
    }

    /// Whether nothing at all is paid.
    #[must_use]
    pub fn is_free(&self) -> bool {
        self.amount == 0 && self.others.is_empty()
    }

    /// "GRATIS", "Rp30.000"; `None` where no amount is known.
    #[must_use]
    pub fn in_words(&self, words: Texts) -> Option<String> {
        match self.amount {
            0 if self.is_free() => Some(words.frame().free.to_owned()),
            0 => None,
            amount => Some(words.rupiah(amount)),
        }
    }

    /// Each service once, in the order of the visit.
    #[must_use]
    pub fn fixed_names(&self) -> Vec<String> {
        once(self.fixed.iter().map(|(name, _)| name.clone()))
    }
}

/// The amount, and for what it is.
#[component]
pub fn FeeSum(total: Total) -> impl IntoView {
    let words = texts();
    let amount = total.in_words(words).map(|amount| view! { <p class="fee__amount">{amount}</p> });
    view! {
        {amount}
        <FeeNames total />
    }
}

/// For which services the amount is, and those whose fee depends on something.
#[component]
pub fn FeeNames(total: Total) -> impl IntoView {
    let words = texts();
    let fixed = total.fixed_names();
    let only = (!fixed.is_empty())
        .then(|| view! { <p class="small">{(words.visit().fees_only_for)(&words.list(&fixed))}</p> });
    let others = total
        .others
        .iter()
        .map(|(service, kind, note)| {
            let note = note.as_ref().map(|note| format!(" {note}"));
            view! { <p class="small">{(words.visit().fee_other)(service, *kind)} {note}</p> }
        })
        .collect_view();
    view! {
        {only}
        {others}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fee(kind: FeeKind, amount: Option<u64>) -> Fee {
        Fee { kind, amount, items: Vec::new(), note: None, basis: "PP 76/2020".to_owned() }
    }

    #[test]
    fn fixed_fees_are_added_up_and_the_others_named() {
        let (skck, free) = (fee(FeeKind::Fixed, Some(30_000)), fee(FeeKind::Free, None));
        let note = Some("Dibayar dengan kode bayar.".to_owned());
        let passport = Fee { note: note.clone(), ..fee(FeeKind::Table, None) };
        let total = Total::of(
            [("SKCK", &skck), ("KTP", &free), ("SKCK", &skck), ("Paspor", &passport), ("Paspor", &passport)]
                .into_iter(),
        );
        assert_eq!(total.amount, 60_000);
        assert_eq!(total.fixed_names(), ["SKCK"]);
        assert_eq!(total.others, [("Paspor".to_owned(), FeeKind::Table, note)]);
    }

    #[test]
    fn nothing_to_pay_is_said_loudly() {
        let words = crate::i18n::of(contract::Language::Id);
        let free = fee(FeeKind::Free, None);
        assert_eq!(Total::of([("KTP", &free)].into_iter()).in_words(words).as_deref(), Some("GRATIS"));
        let computed = fee(FeeKind::Formula, None);
        assert_eq!(Total::of([("BPHTB", &computed)].into_iter()).in_words(words), None);
    }
}
