//! Parts without a domain.

pub mod back_link;
pub mod busy_button;
pub mod dialog;
pub mod embed_footer;
pub mod error_summary;
pub mod field;
pub mod heading;
pub mod house;
pub mod icon;
pub mod later;
pub mod link_list;
pub mod loaded;
pub mod nothing_here;
pub mod notice;
pub mod page_footer;
pub mod page_header;
pub mod search_form;
pub mod songket;
pub mod vine;

pub use back_link::BackLink;
pub use busy_button::{BusyButton, ButtonKind};
pub use dialog::Dialog;
pub use heading::Heading;
pub use house::House;
pub use icon::{Icon, Shape};
pub use loaded::Loaded;
pub use notice::{Notice, NoticeKind};
pub use search_form::SearchForm;
pub use songket::{Songket, Weave};
pub use vine::Vine;
