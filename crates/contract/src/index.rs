//! `GET /api/v1/catalogue/index?lang=`: what search and lists need, in one language.

mod lines;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::{
    CategoryId, DeskId, LifeEventId, ServiceId, TenantId,
    limits::INDEX_SERVICES_MAX,
    service::{Fee, FeeKind},
};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Index {
    /// In the order of the file.
    pub categories: Vec<Category>,
    pub life_events: Vec<LifeEvent>,
    /// Sorted by name, Disdukcapil's kind of order left to the pages.
    pub tenants: Vec<Tenant>,
    /// In the order of tenants, then of the tenant's file. None where they are more than
    /// 350: lists of them are then asked of the server.
    pub services: Vec<ServiceEntry>,
}

impl Index {
    /// Services of the catalogue, also where they are left out here.
    #[must_use]
    pub fn service_count(&self) -> usize {
        self.tenants.iter().map(|tenant| tenant.services as usize).sum()
    }

    /// Whether its services are in it.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.services.len() >= self.service_count()
    }

    /// The same without services.
    #[must_use]
    pub fn outline(&self) -> Self {
        let Self { categories, life_events, tenants, .. } = self.clone();
        Self { categories, life_events, tenants, services: Vec::new() }
    }

    /// What a page carries and a device keeps: the outline, where the services are more than [`INDEX_SERVICES_MAX`].
    #[must_use]
    pub fn carried(&self) -> Cow<'_, Self> {
        if self.services.len() > INDEX_SERVICES_MAX { Cow::Owned(self.outline()) } else { Cow::Borrowed(self) }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Category {
    pub id: CategoryId,
    pub name: String,
    /// How many services are of it. Releases before did not say.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub services: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LifeEvent {
    pub id: LifeEventId,
    pub name: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Tenant {
    pub id: TenantId,
    pub name: String,
    pub short: String,
    pub kind: TenantKind,
    /// One sentence.
    pub about: String,
    /// How many services it has. Releases before did not say.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(required))]
    pub services: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum TenantKind {
    City,
    Province,
    National,
    StateOwned,
    Professional,
    #[serde(other)]
    Unknown,
}

/// A service as lists and search need it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ServiceEntry {
    pub id: ServiceId,
    pub tenant: TenantId,
    pub name: String,
    /// One or two sentences: who needs it and what they get.
    pub summary: String,
    /// What people type, misspellings and slang too; both languages together.
    pub keywords: Vec<String>,
    pub category: CategoryId,
    pub life_events: Vec<LifeEventId>,
    pub fee: FeeKind,
    /// Rupiah, where `fee` is fixed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<u64>,
    /// Working days from a complete file to the product: fastest, promised.
    #[cfg_attr(feature = "openapi", schema(min_items = 2, max_items = 2))]
    pub ready_days: [u32; 2],
}

/// A desk as a service or a ticket shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Desk {
    pub id: DeskId,
    pub name: String,
    /// Floor and side, once a source confirms it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// Minutes of one arrival window.
    pub window_minutes: u32,
    /// `false`: walk-in only (`online_share` is 0).
    pub bookable: bool,
}

impl ServiceEntry {
    /// The fee as the entry knows it.
    #[must_use]
    pub fn is_free(&self) -> bool {
        self.fee == FeeKind::Free
    }
}

impl From<&Fee> for FeeKind {
    fn from(fee: &Fee) -> Self {
        fee.kind
    }
}
