//! What a service costs, said loudly, with the rule behind it and where to complain.

use contract::service::{Fee, FeeKind};
use leptos::prelude::*;

use crate::{
    i18n::{Texts, texts},
    state::Catalogue,
};

#[component]
pub fn FeeBox(
    fee: Fee,
    /// Of the heading: unique on the page.
    #[prop(default = "biaya")]
    id: &'static str,
) -> impl IntoView {
    let words = texts();
    let mall = Catalogue::in_context().mall();
    let question = match fee.kind {
        FeeKind::Free => words.service().fee_free_question,
        _ => words.service().fee_more_question,
    };
    let note = fee.note.clone().or_else(|| (fee.kind != FeeKind::Free).then(|| words.service().fee_receipt.to_owned()));
    view! {
        <section class="fee stack" data-gap="xs" aria-labelledby=id>
            <h2 class="fee__title" id=id>{words.service().fee_title}</h2>
            {amount(words, &fee)}
            {note.map(|note| view! { <p>{note}</p> })}
            <p class="small">{(words.service().fee_basis)(&fee.basis)}</p>
            <p class="small">
                {question}
                <a href=mall.contact.complaint_url.clone()>{(words.service().report)(&mall.contact.complaint_name)}</a>
            </p>
        </section>
    }
}

fn amount(words: Texts, fee: &Fee) -> AnyView {
    match (fee.kind, fee.amount) {
        (FeeKind::Free, _) => view! { <p class="fee__amount">{words.frame().free}</p> }.into_any(),
        (FeeKind::Fixed, Some(amount)) => view! { <p class="fee__amount">{words.rupiah(amount)}</p> }.into_any(),
        (FeeKind::Table, _) => {
            let items = fee
                .items
                .iter()
                .map(|item| {
                    view! {
                        <div class="fee__item">
                            <dt>{item.name.clone()}</dt>
                            <dd>{words.rupiah(item.amount)}</dd>
                        </div>
                    }
                })
                .collect_view();
            view! { <dl>{items}</dl> }.into_any()
        }
        _ => view! { <p class="fee__amount">{words.service().fee_computed}</p> }.into_any(),
    }
}
