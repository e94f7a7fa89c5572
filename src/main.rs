//! Starts the app in the browser.

fn main() {
    loket::app::start();
}
