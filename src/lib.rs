//! Loket's app: everything a resident sees. In the browser it is mounted by `main`; the server renders the same
//! components natively into the pages it answers with.

// A page's type is as deep as its view.
#![recursion_limit = "256"]

pub mod api;
pub mod app;
pub mod browser;
pub mod first;
pub mod html;
pub mod i18n;
pub mod meta;
pub mod pages;
pub mod parts;
pub mod pieces;
pub mod results;
pub mod routes;
pub mod shell;
pub mod short_lists;
pub mod state;
pub mod ui;
