//! Parts of the domain that several pages show.

pub mod answers_list;
pub mod fee_box;
pub mod fee_sum;
pub mod find_ticket;
pub mod hold_bar;
pub mod hold_ended;
pub mod kept_key;
pub mod life_event_tiles;
pub mod opened_ticket;
pub mod paper_list;
pub mod planned;
pub mod qr;
pub mod search_form;
pub mod search_results;
pub mod service_row;
pub mod steps;
pub mod stop;
pub mod text_sections;
pub mod visit_card;
pub mod window_chooser;

pub use answers_list::AnswersList;
pub use fee_box::FeeBox;
pub use fee_sum::{FeeSum, Total};
pub use find_ticket::FindTicket;
pub use kept_key::KeptKey;
pub use life_event_tiles::LifeEventTiles;
pub use paper_list::{PaperList, TICKS_OF_PLAN};
pub use planned::{Planned, PlannedServices};
pub use qr::Qr;
pub use search_form::SearchForm;
pub use search_results::{Extent, SearchResults};
pub use service_row::ServiceRow;
pub use steps::{Step, Steps};
pub use stop::Stop;
pub use text_sections::TextSections;
pub use visit_card::VisitCard;
