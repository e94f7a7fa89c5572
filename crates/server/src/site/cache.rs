//! Pages that were written before, compressed; bounded.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use crate::sendable::Sendable;

/// Bytes of all pages together, in all their forms. A page of the shipped catalogue has 40 to 120 KB; there are 500.
const BYTES_MAX: usize = 256 * 1024 * 1024;

#[derive(Default)]
pub(super) struct PageCache(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    pages: HashMap<String, (i64, Arc<Sendable>)>,
    bytes: usize,
}

impl PageCache {
    /// The page of that address, if it was written in the same `period` of time.
    pub(super) fn get(&self, href: &str, period: i64) -> Option<Arc<Sendable>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.pages.get(href).filter(|(written, _)| *written == period).map(|(_, page)| Arc::clone(page))
    }

    pub(super) fn put(&self, href: String, period: i64, page: Arc<Sendable>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let bytes = page.bytes();
        if kept.bytes + bytes > BYTES_MAX {
            *kept = Kept::default();
        }
        kept.bytes += bytes;
        if let Some((_, old)) = kept.pages.insert(href, (period, page)) {
            kept.bytes -= old.bytes();
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Bytes;

    use super::*;

    fn page(bytes: usize) -> Arc<Sendable> {
        Arc::new(Sendable {
            media_type: "text/html",
            etag: axum::http::HeaderValue::from_static("\"1\""),
            immutable: false,
            brotli: None,
            gzip: None,
            plain: Bytes::from(vec![0; bytes]),
        })
    }

    #[test]
    fn a_page_is_found_in_its_period_only() {
        let cache = PageCache::default();
        cache.put("/".to_owned(), 1, page(1));
        assert!(cache.get("/", 1).is_some());
        assert!(cache.get("/", 2).is_none());
    }

    #[test]
    fn the_cache_never_grows_past_its_bound() {
        let cache = PageCache::default();
        for number in 0..5 {
            cache.put(number.to_string(), 1, page(BYTES_MAX / 4));
            assert!(cache.0.lock().unwrap().bytes <= BYTES_MAX);
        }
        // Written again and again, a page counts once.
        for period in 0..100 {
            cache.put("/".to_owned(), period, page(BYTES_MAX / 8));
        }
        assert!(cache.0.lock().unwrap().bytes <= BYTES_MAX);
        assert!(cache.get("/", 99).is_some());
    }
}
