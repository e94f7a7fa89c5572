//! The app's pages as the server writes them.

#[cfg(test)]
mod home_screen;
#[cfg(test)]
mod large;
#[cfg(test)]
mod site;
#[cfg(test)]
mod words;
