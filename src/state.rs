//! What outlives a page: the language (a plain context of `contract::Language`, fixed while the page is loaded), where
//! one is, the catalogue, the visit being planned, and the tickets kept on the device. All of it is created in `App`.

pub mod catalogue;
pub mod device;
pub mod navigation;
pub mod plan;
pub mod remote;
pub mod tickets;
pub mod ticks;
pub mod unanswered;

pub use catalogue::Catalogue;
pub use device::Device;
pub use navigation::Navigation;
pub use plan::Plan;
pub use remote::Remote;
pub use tickets::Tickets;

/// Brings back what this tab and this device kept, after the view that stands where the server's words stood: the first
/// view is the same on both sides. Later calls change nothing.
pub fn restore_after_view() {
    let (plan, tickets) = (Plan::in_context(), Tickets::in_context());
    leptos::prelude::Effect::new(move || {
        plan.restore();
        tickets.restore();
    });
}
