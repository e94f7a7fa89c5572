//! Every rule of catalogue/SCHEMA.md. All faults are reported, not the first only.

mod mall;
mod service;
mod tenant;

use std::collections::{BTreeMap, BTreeSet};

use contract::TenantId;

use crate::{
    CatalogueError, CatalogueFault,
    file::{Files, ServiceEntry},
    sources::{DOCUMENTS, TAXONOMY},
    text::Text,
};

pub(crate) use mall::utc_offset_minutes;

/// Collects faults of one file.
pub(crate) struct Faults<'a> {
    file: &'a str,
    entry: String,
    found: &'a mut Vec<CatalogueFault>,
}

impl Faults<'_> {
    fn add(&mut self, field: impl Into<String>, message: impl Into<String>) {
        self.found.push(CatalogueFault {
            file: self.file.to_owned(),
            entry: self.entry.clone(),
            field: field.into(),
            message: message.into(),
        });
    }

    fn require(&mut self, holds: bool, field: impl Into<String>, message: impl Into<String>) {
        if !holds {
            self.add(field, message);
        }
    }

    /// A sentence: both languages, neither empty, and not the same twice.
    fn sentence(&mut self, field: &str, text: &Text) {
        self.name(field, text);
        self.require(text.id != text.en, field, "is the same in both languages");
    }

    /// A name, an option, a place: both languages, neither empty; as a proper name it may be the same in both, which no
    /// program can tell from a forgotten translation. Sentences may not.
    fn name(&mut self, field: &str, text: &Text) {
        for (language, text) in [("id", &text.id), ("en", &text.en)] {
            self.require(!text.trim().is_empty(), format!("{field}.{language}"), "is empty");
            self.require(
                !text.chars().any(char::is_control),
                format!("{field}.{language}"),
                "holds control characters",
            );
        }
    }

    fn filled(&mut self, field: &str, text: &str) {
        self.require(!text.trim().is_empty(), field, "is empty");
    }

    fn slug(&mut self, field: &str, id: &str) {
        self.require(is_slug(id), field, format!("“{id}” is no id: lower-case ascii letters, digits and hyphens"));
    }
}

/// What entries may refer to.
pub(crate) struct Known<'a> {
    categories: BTreeSet<&'a str>,
    life_events: BTreeSet<&'a str>,
    documents: BTreeSet<&'a str>,
    services: BTreeMap<&'a str, &'a ServiceEntry>,
    tenants: BTreeSet<&'a str>,
    /// `tenant/desk`
    desks: BTreeSet<String>,
    /// The services that issue a document.
    issuers: BTreeMap<&'a str, Vec<&'a str>>,
}

pub(crate) fn check(files: &Files) -> Result<(), CatalogueError> {
    let mut found = Vec::new();
    let known = known(files, &mut found);
    mall::check(files, &known, &mut found);
    check_taxonomy(files, &mut found);
    check_documents(files, &known, &mut found);
    for (file, entry) in &files.tenants {
        tenant::check(file, &files.mall, entry, &known, &mut found);
    }
    if found.is_empty() { Ok(()) } else { Err(CatalogueError { faults: found }) }
}

fn known<'a>(files: &'a Files, found: &mut Vec<CatalogueFault>) -> Known<'a> {
    let mut known = Known {
        categories: files.taxonomy.category.iter().map(|entry| entry.id.as_str()).collect(),
        life_events: files.taxonomy.life_event.iter().map(|entry| entry.id.as_str()).collect(),
        documents: files.documents.document.iter().map(|entry| entry.id.as_str()).collect(),
        services: BTreeMap::new(),
        tenants: BTreeSet::new(),
        desks: BTreeSet::new(),
        issuers: BTreeMap::new(),
    };
    // Of what stands twice the fault is in the file that is not named as its tenant: a copy beside the file itself.
    let (named, others): (Vec<_>, Vec<_>) =
        files.tenants.iter().partition(|(file, tenant)| tenant::is_named(file, &tenant.id));
    for (file, tenant) in named.into_iter().chain(others) {
        if !known.tenants.insert(&tenant.id) {
            Faults { file, entry: format!("tenant {}", tenant.id), found }.add("id", "stands twice in the catalogue");
        }
        known.desks.extend(tenant.desk.iter().map(|desk| format!("{}/{}", tenant.id, desk.id)));
        for service in &tenant.service {
            if known.services.insert(&service.id, service).is_some() {
                Faults { file, entry: format!("service {}", service.id), found }
                    .add("id", "stands twice in the catalogue");
            }
            for document in &service.issues {
                known.issuers.entry(document).or_default().push(&service.id);
            }
        }
    }
    known
}

fn check_taxonomy(files: &Files, found: &mut Vec<CatalogueFault>) {
    for (kind, entries) in [("category", &files.taxonomy.category), ("life_event", &files.taxonomy.life_event)] {
        let mut seen = BTreeSet::new();
        for entry in entries {
            let mut faults = Faults { file: TAXONOMY, entry: format!("{kind} {}", entry.id), found };
            faults.slug("id", &entry.id);
            faults.require(seen.insert(&entry.id), "id", "stands twice");
            faults.name("name", &entry.name);
        }
    }
}

fn check_documents(files: &Files, known: &Known<'_>, found: &mut Vec<CatalogueFault>) {
    let mut seen = BTreeSet::new();
    for entry in &files.documents.document {
        let mut faults = Faults { file: DOCUMENTS, entry: format!("document {}", entry.id), found };
        faults.slug("id", &entry.id);
        faults.require(seen.insert(&entry.id), "id", "stands twice");
        faults.name("name", &entry.name);
        faults.require(entry.kind != contract::service::DocumentKind::Unknown, "kind", "is none that the format knows");
        match &entry.obtain {
            // Also where a service issues it: a duty stamp is sold at the post counter and in every stationer's.
            Some(text) => faults.sentence("obtain", text),
            None => faults.require(
                known.issuers.contains_key(entry.id.as_str()),
                "obtain",
                "is missing: no service of this catalogue issues it",
            ),
        }
    }
}

fn is_slug(id: &str) -> bool {
    TenantId::parse(id).is_some()
}
