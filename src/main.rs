//! Starts the app in the browser.

fn main() {
    loket::first::start();
}
