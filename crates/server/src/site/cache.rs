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
    kept: Arc<Mutex<Kept>>,
    /// Pages that may be written at once.
    writers: Arc<Semaphore>,
}

#[derive(Default)]
struct Kept {
    pages: HashMap<String, (i64, Arc<Sendable>)>,
    bytes: usize,
}

impl PageCache {
    pub(super) fn with_writers(count: usize) -> Self {
        Self { kept: Arc::default(), writers: Arc::new(Semaphore::new(count)) }
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
        match self.get(&href, period) {
            Some(page) => Ok(page),
            // Boxed: a page that is there need not take along the room for writing one.
            None => Box::pin(self.write(href, period, form, write)).await,
        }
    }

    async fn write(
        &self,
        href: String,
        period: i64,
        form: Form,
        write: impl FnOnce() -> serde_json::Result<Sendable> + Send + 'static,
    ) -> Result<Arc<Sendable>, Box<dyn Error + Send + Sync>> {
        let turn = Arc::clone(&self.writers).acquire_owned().await?;
        // Mostly somebody has written it meanwhile.
        if let Some(page) = self.get(&href, period) {
            return Ok(page);
        }
        let kept = Arc::clone(&self.kept);
        // Whoever asked may leave; what was begun is written to its end, and until then it is one of those being written.
        let writing = tokio::task::spawn_blocking(move || {
            let page = Arc::new(write()?);
            if form == Form::Kept {
                lock(&kept).put(href, period, Arc::clone(&page));
            }
            drop(turn);
            Ok(page)
        });
        writing.await?
    }

    fn get(&self, href: &str, period: i64) -> Option<Arc<Sendable>> {
        let kept = lock(&self.kept);
        kept.pages.get(href).filter(|(written, _)| *written == period).map(|(_, page)| Arc::clone(page))
    }
}

fn lock(kept: &Mutex<Kept>) -> MutexGuard<'_, Kept> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Kept {
    fn put(&mut self, href: String, period: i64, page: Arc<Sendable>) {
        let bytes = page.bytes();
        if self.bytes + bytes > BYTES_MAX {
            *self = Self::default();
        }
        self.bytes += bytes;
        if let Some((_, old)) = self.pages.insert(href, (period, page)) {
            self.bytes -= old.bytes();
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

    #[tokio::test]
    async fn who_leaves_while_a_page_is_written_makes_no_room_before_it_is() {
        let cache = Arc::new(PageCache::with_writers(1));
        let (begin, begun) = tokio::sync::oneshot::channel();
        let (end, ended) = std::sync::mpsc::channel();
        let write = move || {
            let _told = begin.send(());
            let _ended = ended.recv();
            Ok(sendable(1))
        };
        let asked = Arc::clone(&cache);
        let asking =
            tokio::spawn(async move { asked.get_or_write("/".to_owned(), 1, Form::Kept, write).await.is_ok() });
        begun.await.unwrap();
        asking.abort();
        assert!(asking.await.unwrap_err().is_cancelled());
        assert_eq!(cache.writers.available_permits(), 0);
        end.send(()).unwrap();
        let again = cache.get_or_write("/".to_owned(), 1, Form::Kept, || Ok(sendable(2))).await.unwrap();
        assert_eq!(again.plain.len(), 1, "and what was written is kept");
    }

    #[test]
    fn a_page_is_found_in_its_period_only() {
        let cache = PageCache::with_writers(1);
        lock(&cache.kept).put("/".to_owned(), 1, page(1));
        assert!(cache.get("/", 1).is_some());
        assert!(cache.get("/", 2).is_none());
    }

    #[test]
    fn the_cache_never_grows_past_its_bound() {
        let cache = PageCache::with_writers(1);
        for number in 0..5 {
            lock(&cache.kept).put(number.to_string(), 1, page(BYTES_MAX / 4));
            assert!(lock(&cache.kept).bytes <= BYTES_MAX);
        }
        // Written again and again, a page counts once.
        for period in 0..100 {
            lock(&cache.kept).put("/".to_owned(), period, page(BYTES_MAX / 8));
        }
        assert!(lock(&cache.kept).bytes <= BYTES_MAX);
        assert!(cache.get("/", 99).is_some());
    }
}
