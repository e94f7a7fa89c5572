//! The app's pages as the server writes them.

#[cfg(test)]
mod home_screen;
#[cfg(test)]
mod site;
