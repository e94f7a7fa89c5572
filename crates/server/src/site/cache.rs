//! Pages that were written before, compressed; bounded, and so is how many are written at once.

use std::{
    collections::HashMap,
    error::Error,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::Semaphore;

use crate::sendable::{Form, Sendable};

/// Bytes of all pages together, in all their forms. A page of the shipped catalogue has 40 to 120 KB; there are 500.
const BYTES_MAX: usize = 256 * 1024 * 1024;

pub(super) struct PageCache {
    kept: Mutex<Kept>,
    /// Pages that may be written at once.
    writers: Semaphore,
}

#[derive(Default)]
struct Kept {
    pages: HashMap<String, (i64, Arc<Sendable>)>,
    bytes: usize,
}

impl PageCache {
    pub(super) fn with_writers(count: usize) -> Self {
        Self { kept: Mutex::default(), writers: Semaphore::new(count) }
    }

    /// The page of that address as it was written in this `period` of time, or as it is written now; kept, if its form is.
    /// Where many ask at the moment at which it has to be written, they wait for it instead of writing it too.
    ///
    /// # Errors
    /// Where it can't be written.
    pub(super) async fn get_or_write(
        &self,
        href: String,
        period: i64,
        form: Form,
        write: impl FnOnce() -> serde_json::Result<Sendable> + Send + 'static,
    ) -> Result<Arc<Sendable>, Box<dyn Error + Send + Sync>> {
        if let Some(page) = self.get(&href, period) {
            return Ok(page);
        }
        let _turn = self.writers.acquire().await?;
        // Mostly somebody has written it meanwhile.
        if let Some(page) = self.get(&href, period) {
            return Ok(page);
        }
        let page = Arc::new(tokio::task::spawn_blocking(write).await??);
        if form == Form::Kept {
            self.put(href, period, Arc::clone(&page));
        }
        Ok(page)
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn get(&self, href: &str, period: i64) -> Option<Arc<Sendable>> {
        let kept = self.kept();
        kept.pages.get(href).filter(|(written, _)| *written == period).map(|(_, page)| Arc::clone(page))
    }

    fn put(&self, href: String, period: i64, page: Arc<Sendable>) {
        let mut kept = self.kept();
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
    use std::sync::atomic::{AtomicUsize, Ordering};

    use axum::body::Bytes;

    use super::*;

    fn page(bytes: usize) -> Arc<Sendable> {
        Arc::new(sendable(bytes))
    }

    fn sendable(bytes: usize) -> Sendable {
        Sendable {
            media_type: "text/html",
            etag: axum::http::HeaderValue::from_static("\"1\""),
            immutable: false,
            brotli: None,
            gzip: None,
            plain: Bytes::from(vec![0; bytes]),
        }
    }

    /// Asks a hundred times at once; answers how often it was written.
    async fn written(cache: &Arc<PageCache>, period: i64, form: Form) -> usize {
        let written = Arc::new(AtomicUsize::new(0));
        let mut asking = tokio::task::JoinSet::new();
        for _ in 0..100 {
            let (cache, written) = (Arc::clone(cache), Arc::clone(&written));
            let write = move || {
                written.fetch_add(1, Ordering::SeqCst);
                Ok(sendable(1))
            };
            asking.spawn(async move { cache.get_or_write("/".to_owned(), period, form, write).await.is_ok() });
        }
        assert!(asking.join_all().await.into_iter().all(|got| got));
        written.load(Ordering::SeqCst)
    }

    #[tokio::test]
    async fn a_hundred_who_ask_at_once_have_it_written_once() {
        let cache = Arc::new(PageCache::with_writers(1));
        assert_eq!(written(&cache, 1, Form::Kept).await, 1);
        assert_eq!(written(&cache, 1, Form::Kept).await, 0);
        assert_eq!(written(&cache, 2, Form::Kept).await, 1);
        assert_eq!(written(&cache, 3, Form::Passing).await, 100, "what is not kept is each one's own");
    }

    #[test]
    fn a_page_is_found_in_its_period_only() {
        let cache = PageCache::with_writers(1);
        cache.put("/".to_owned(), 1, page(1));
        assert!(cache.get("/", 1).is_some());
        assert!(cache.get("/", 2).is_none());
    }

    #[test]
    fn the_cache_never_grows_past_its_bound() {
        let cache = PageCache::with_writers(1);
        for number in 0..5 {
            cache.put(number.to_string(), 1, page(BYTES_MAX / 4));
            assert!(cache.kept().bytes <= BYTES_MAX);
        }
        // Written again and again, a page counts once.
        for period in 0..100 {
            cache.put("/".to_owned(), period, page(BYTES_MAX / 8));
        }
        assert!(cache.kept().bytes <= BYTES_MAX);
        assert!(cache.get("/", 99).is_some());
    }
}
