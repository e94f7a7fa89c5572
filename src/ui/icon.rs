//! Line drawings in the colour of their text, always beside words.

use leptos::prelude::*;

macro_rules! shapes {
    ($($name:ident => $path:literal,)+) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Shape { $($name,)+ }

        impl Shape {
            /// SVG in a 24 by 24 box.
            const fn markup(self) -> &'static str {
                match self { $(Self::$name => $path,)+ }
            }

            /// The same as [`Icon`], for what is written as HTML.
            #[must_use]
            pub fn to_html(self) -> String {
                let (before, after) = ("<svg class=\"icon\" viewBox=\"0 0 24 24\" aria-hidden=\"true\">", "</svg>");
                [before, self.markup(), after].concat()
            }
        }
    };
}

shapes! {
    Search => r#"<circle cx="11" cy="11" r="6.5"/><path d="m16 16 4.5 4.5"/>"#,
    Clock => r#"<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5l3.5 2"/>"#,
    Info => r#"<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5.5M12 7.5h.01"/>"#,
    Done => r#"<path d="m4.5 12.5 5 5 10-11"/>"#,
    Warning => r#"<path d="M12 4 21 19.5H3zM12 10v4.5M12 17h.01"/>"#,
    Offline => r#"<path d="M3 3l18 18M8.5 15.5a5 5 0 0 1 6.5-.3M5 12a10 10 0 0 1 4.5-2.6M19 12a10 10 0 0 0-5.5-3M12 19h.01"/>"#,
    Retry => r#"<path d="M19.5 12a7.5 7.5 0 1 1-2.2-5.3L20 9.5M20 4.5v5h-5"/>"#,
    Back => r#"<path d="m15 5-7 7 7 7"/>"#,
    Close => r#"<path d="m6 6 12 12M18 6 6 18"/>"#,
    Add => r#"<path d="M12 5v14M5 12h14"/>"#,
    People => r#"<circle cx="9" cy="8" r="3.5"/><path d="M2.5 20c0-4 3-6.5 6.5-6.5s6.5 2.5 6.5 6.5M15.5 4.8a3.5 3.5 0 0 1 0 6.4M18 14.2c2 .9 3.5 3 3.5 5.8"/>"#,
    Print => r#"<path d="M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z"/>"#,
    Calendar => r#"<rect x="4" y="5.5" width="16" height="15" rx="1.5"/><path d="M4 10.5h16M8 3v4M16 3v4"/>"#,
    Share => r#"<circle cx="18" cy="5.5" r="2.5"/><circle cx="6" cy="12" r="2.5"/><circle cx="18" cy="18.5" r="2.5"/><path d="m8.2 10.9 7.6-4.3M8.2 13.1l7.6 4.3"/>"#,
    Child => r#"<circle cx="12" cy="12.5" r="8"/><path d="M9 11.5h.01M15 11.5h.01M9.5 15.5c1.5 1.3 3.5 1.3 5 0M12 4.5c-1.8-1.3-.6-3.3 1-2.6"/>"#,
    Work => r#"<rect x="3.5" y="8" width="17" height="11.5" rx="1.5"/><path d="M9 8V5.5h6V8M3.5 13h17M12 12v2"/>"#,
    Lost => r#"<path d="M6 3.5h8l4 4v13H6z"/><path d="M10 11.2c.2-2.6 4-2.4 4 0 0 1.6-2 1.7-2 3.3M12 17.2h.01"/>"#,
    Rings => r#"<circle cx="8.5" cy="15" r="5"/><circle cx="15.5" cy="15" r="5"/><path d="m6.5 7 2-2.5h3l-3 4z"/>"#,
    House => r#"<path d="M3.5 11.5 12 4l8.5 7.5M6 9.5v10h12v-10M10 19.5v-5h4v5"/>"#,
    Vehicle => r#"<circle cx="5.5" cy="16.5" r="3"/><circle cx="18.5" cy="16.5" r="3"/><path d="M5.5 16.5 9 12h5.5l4 4.5M14.5 12 13 7.5h3.5M6.5 12H9"/>"#,
    Shop => r#"<path d="M5 11v9h14v-9M3.5 9 5 4.5h14L20.5 9c0 2.8-4.2 2.8-4.2 0 0 2.8-4.3 2.8-4.3 0 0 2.8-4.3 2.8-4.3 0 0 2.8-4.2 2.8-4.2 0zM10 20v-5h4v5"/>"#,
    Plane => r#"<path d="M12 3c1.1 0 1.5 1.4 1.5 3v3.5l7 4.5v2l-7-2.2v3.9l2 1.7V21L12 20l-3.5 1v-1.6l2-1.7v-3.9l-7 2.2v-2l7-4.5V6c0-1.6.4-3 1.5-3z"/>"#,
}

#[component]
pub fn Icon(shape: Shape, #[prop(optional)] class: &'static str) -> impl IntoView {
    let class = if class.is_empty() { "icon".to_owned() } else { format!("icon {class}") };
    view! { <svg class=class viewBox="0 0 24 24" aria-hidden="true" inner_html=shape.markup()></svg> }
}
