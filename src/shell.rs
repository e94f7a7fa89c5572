//! The page that a device keeps, as the server writes it: nothing but the sign that something comes. The app takes its place
//! whatever the address is.

use contract::Language;

use crate::{html::escape, i18n};

/// What stands in the app's place.
#[must_use]
pub fn to_html(language: Language) -> String {
    let line = "<div class=\"skeleton__line\"></div>".repeat(6);
    let loading = escape(i18n::of(language).frame().loading);
    format!(
        "<header class=\"page-header\"><div class=\"wrapper page-header__row\"><span class=\"page-header__brand\">\
         <span class=\"page-header__name\">Loket</span></span></div></header><main id=\"content\"><div class=\"wrapper\">\
         <div role=\"status\"><span class=\"visually-hidden\">{loading}</span>\
         <div class=\"skeleton\" aria-hidden=\"true\">{line}</div></div></div></main>"
    )
}
