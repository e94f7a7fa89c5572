//! The ticket's code as a QR: the code alone, no address and no secret.

use contract::VisitCode;
use leptos::prelude::*;
use qrcodegen::{QrCode, QrCodeEcc};

use crate::i18n::texts;

/// Modules of quiet around the code, together with the sheet's own padding.
const QUIET: i32 = 3;

#[component]
pub fn Qr(code: VisitCode) -> impl IntoView {
    let words = texts();
    drawing(&code.compact()).map(|(size, path)| {
        let side = size + 2 * QUIET;
        let view_box = format!("-{QUIET} -{QUIET} {side} {side}");
        view! {
            <svg
                class="qr"
                viewBox=view_box
                role="img"
                aria-label=(words.ticket().qr)(&code.to_string())
                shape-rendering="crispEdges"
            >
                <path fill="currentColor" d=path />
            </svg>
        }
    })
}

/// Modules a side, and their dark runs as a path. `None` only for a text that no QR can hold.
fn drawing(text: &str) -> Option<(i32, String)> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let size = code.size();
    let mut path = String::new();
    for y in 0..size {
        let mut x = 0;
        while x < size {
            let run = (x..size).take_while(|&x| code.get_module(x, y)).count() as i32;
            if run > 0 {
                path.push_str(&format!("M{x} {y}h{run}v1h-{run}z"));
            }
            x += run.max(1);
        }
    }
    Some((size, path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_fits_the_smallest_square_and_begins_with_its_finder() {
        let (size, path) = drawing("K7MP4XQ9").unwrap();
        assert_eq!(size, 21);
        assert!(path.starts_with("M0 0h7v1h-7z"), "{path}");
    }

    #[test]
    fn two_codes_look_different() {
        assert_ne!(drawing("K7MP4XQ9"), drawing("K7MP4XQ8"));
    }
}
