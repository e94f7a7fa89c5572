//! The catalogue as far as this page needed it: the mall always, index and services as they come.

use std::{collections::BTreeMap, sync::Arc};

use chrono::{DateTime, FixedOffset};
use contract::{
    ServiceId,
    index::Index,
    mall::Mall,
    page_data::{EMBED_ID, EmbedScript, SERVICE_ID},
    service::Service,
};
use domain::search::SearchIndex;
use leptos::prelude::*;

use super::Remote;
use crate::{
    api::{
        Api,
        together::{Asked, together},
    },
    app::Content,
    browser,
    results::Results,
};

/// A context. Everything in it is in the page's language.
#[derive(Clone, Copy)]
pub struct Catalogue {
    mall: StoredValue<Arc<Mall>>,
    written_at: DateTime<FixedOffset>,
    index: RwSignal<Option<Arc<Index>>>,
    /// On the server: with every service, also where the page's index has none.
    whole: StoredValue<Option<Arc<Index>>>,
    /// Of the whole index.
    search: StoredValue<Option<Arc<SearchIndex>>>,
    /// What the page shows already of what the server found, until it is taken over.
    shown: StoredValue<Option<Results>>,
    services: RwSignal<BTreeMap<ServiceId, Arc<Service>>>,
    /// The origin of the server; empty where it is the page's own.
    backend: StoredValue<String>,
    embed: StoredValue<Option<EmbedScript>>,
    /// Whether the service that travelled inside the page has been read.
    is_page_read: StoredValue<bool>,
}

impl Catalogue {
    #[must_use]
    pub fn new(content: Content) -> Self {
        let Content { data, index, whole, search, shown, service, embed } = content;
        let services = service.map(|service| (service.id.clone(), Arc::new(service))).into_iter().collect();
        Self {
            mall: StoredValue::new(Arc::new(data.mall)),
            written_at: data.written_at,
            index: RwSignal::new(index),
            whole: StoredValue::new(whole),
            search: StoredValue::new(search),
            shown: StoredValue::new(shown),
            services: RwSignal::new(services),
            backend: StoredValue::new(data.backend.unwrap_or_default()),
            embed: StoredValue::new(embed),
            is_page_read: StoredValue::new(false),
        }
    }

    #[must_use]
    pub fn in_context() -> Self {
        expect_context()
    }

    #[must_use]
    pub fn mall(self) -> Arc<Mall> {
        self.mall.get_value()
    }

    /// The origin of the server that is asked; empty where it is the page's own.
    #[must_use]
    pub fn backend(self) -> StoredValue<String> {
        self.backend
    }

    /// When the server wrote this page, in the mall's zone: what both sides call "now" for the first view.
    #[must_use]
    pub fn written_at(self) -> DateTime<FixedOffset> {
        self.written_at
    }

    #[must_use]
    pub fn index(self) -> Remote<Arc<Index>> {
        if let Some(index) = self.index.get_untracked() {
            return Remote::AtHand(index);
        }
        let api = Api::in_context();
        Remote::Fetched(LocalResource::new(move || async move {
            let index = Arc::new(api.read_index().await?);
            self.index.set(Some(Arc::clone(&index)));
            Ok(index)
        }))
    }

    /// On the server: the index with every service, also where the page's has none.
    #[must_use]
    pub fn whole(self) -> Option<Arc<Index>> {
        self.whole.get_value()
    }

    /// What the page shows already of what the server found; once.
    #[must_use]
    pub fn take_shown(self) -> Option<Results> {
        self.shown.try_update_value(Option::take).flatten()
    }

    /// What another site puts into its pages, as this page carries it; none where the app came here from elsewhere.
    #[must_use]
    pub fn embed(self) -> Option<EmbedScript> {
        let in_page = || serde_json::from_str(&browser::document::text_of(EMBED_ID)?).ok();
        self.embed.get_value().or_else(in_page)
    }

    /// What search looks things up in; built from `index` at the first call.
    #[must_use]
    pub fn search_index(self, index: &Index) -> Arc<SearchIndex> {
        if let Some(search) = self.search.get_value() {
            return search;
        }
        let search = Arc::new(SearchIndex::new(index));
        self.search.set_value(Some(Arc::clone(&search)));
        search
    }

    #[must_use]
    pub fn service(self, id: &ServiceId) -> Remote<Arc<Service>> {
        self.read_page();
        if let Some(service) = self.services.with_untracked(|services| services.get(id).cloned()) {
            return Remote::AtHand(service);
        }
        let (api, id) = (Api::in_context(), id.clone());
        Remote::Fetched(LocalResource::new(move || {
            let id = id.clone();
            async move { self.fetch_service(api, &id).await }
        }))
    }

    /// Takes the service that travelled inside the page: here and not at the start, so that the start need not know how
    /// a service is read.
    fn read_page(self) {
        if self.is_page_read.get_value() {
            return;
        }
        self.is_page_read.set_value(true);
        if let Some(service) =
            browser::document::text_of(SERVICE_ID).and_then(|text| serde_json::from_str::<Service>(&text).ok())
        {
            self.services.update_untracked(|services| {
                services.insert(service.id.clone(), Arc::new(service));
            });
        }
    }

    /// Several services, in the order of `ids`.
    #[must_use]
    pub fn services(self, ids: &[ServiceId]) -> Remote<Vec<Arc<Service>>> {
        let known: Option<Vec<_>> =
            self.services.with_untracked(|services| ids.iter().map(|id| services.get(id).cloned()).collect());
        if let Some(services) = known {
            return Remote::AtHand(services);
        }
        let (api, ids) = (Api::in_context(), ids.to_vec());
        Remote::Fetched(LocalResource::new(move || {
            let ids = ids.clone();
            async move {
                let asked = ids.iter().map(|id| Box::pin(self.fetch_service(api, id)) as Asked<'_, _>).collect();
                together(asked).await.into_iter().collect()
            }
        }))
    }

    async fn fetch_service(self, api: Api, id: &ServiceId) -> Result<Arc<Service>, crate::api::ApiError> {
        if let Some(service) = self.services.with_untracked(|services| services.get(id).cloned()) {
            return Ok(service);
        }
        let service = Arc::new(api.read_service(id).await?);
        self.services.update(|services| {
            services.insert(id.clone(), Arc::clone(&service));
        });
        Ok(service)
    }
}
