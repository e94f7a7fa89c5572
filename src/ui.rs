//! Parts without a domain.

pub mod error_summary;
pub mod field;
pub mod heading;
pub mod icon;
pub mod loaded;
pub mod notice;
pub mod page_footer;
pub mod page_header;
pub mod songket;

pub use heading::Heading;
pub use icon::{Icon, Shape};
pub use loaded::Loaded;
pub use notice::{Notice, NoticeKind};
pub use songket::{Songket, Weave};
