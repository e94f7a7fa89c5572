//! The only room that knows the browser. Nothing here may be called while a component renders, only in effects,
//! event handlers and requests: on the server there is no browser.

pub mod abort;
pub mod clock;
pub mod document;
pub mod field;
pub mod files;
pub mod history;
pub mod home_screen;
pub mod line;
pub mod push;
pub mod randomness;
pub mod storage;
pub mod take_over;
pub mod worker;
