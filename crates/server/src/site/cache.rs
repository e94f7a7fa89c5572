//! Pages that were written before, compressed; bounded.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use super::files::File;

/// More than the pages of a catalogue of a thousand services in two languages.
const PAGES_MAX: usize = 4096;

#[derive(Default)]
pub(super) struct PageCache(Mutex<HashMap<String, (i64, Arc<File>)>>);

impl PageCache {
    /// The page of that address, if it was written in the same `period` of time.
    pub(super) fn get(&self, href: &str, period: i64) -> Option<Arc<File>> {
        let pages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        pages.get(href).filter(|(written, _)| *written == period).map(|(_, page)| Arc::clone(page))
    }

    pub(super) fn put(&self, href: String, period: i64, page: Arc<File>) {
        let mut pages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if pages.len() >= PAGES_MAX {
            pages.clear();
        }
        pages.insert(href, (period, page));
    }
}
