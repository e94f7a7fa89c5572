//! A mall's catalogue: read from TOML, checked by every rule of catalogue/SCHEMA.md, and put into the contract's types,
//! one whole set a language. A faulty catalogue never becomes a [`Catalogue`].

mod check;
mod file;
pub mod grow;
mod localise;
mod parse;
mod sources;
mod summary;
mod text;

use std::{collections::BTreeMap, fmt, path::Path};

use contract::{
    DeskId, Language, ServiceId, TenantId,
    index::{Desk, Index, Tenant},
    mall::Mall,
    service::Service,
};
use domain::calendar::DeskSchedule;

use sources::Sources;

/// A checked catalogue in both languages.
#[derive(Debug, Clone)]
pub struct Catalogue {
    localised: [Localised; 2],
    schedules: BTreeMap<DeskId, DeskSchedule>,
    document_count: usize,
}

/// The catalogue in one language.
#[derive(Debug, Clone)]
struct Localised {
    mall: Mall,
    index: Index,
    services: BTreeMap<ServiceId, Service>,
    desks: BTreeMap<DeskId, Desk>,
}

/// Everything that is wrong with a catalogue, not the first thing only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatalogueError {
    pub faults: Vec<CatalogueFault>,
}

/// One thing that is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct CatalogueFault {
    /// Relative to the catalogue's folder, e.g. `tenants/disdukcapil.toml`.
    pub file: String,
    /// The kind and id of the entry, e.g. `service disdukcapil-ktp-el-baru`; empty for the file as a whole.
    pub entry: String,
    /// E.g. `fee.amount`; empty where the entry as a whole is meant.
    pub field: String,
    pub message: String,
}

impl fmt::Display for CatalogueFault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = [&self.file, &self.entry, &self.field, &self.message];
        let parts: Vec<&str> = parts.into_iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        formatter.write_str(&parts.join(": "))
    }
}

impl fmt::Display for CatalogueError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "the catalogue has {} fault(s):", self.faults.len())?;
        self.faults.iter().try_for_each(|fault| writeln!(formatter, "{fault}"))
    }
}

impl std::error::Error for CatalogueError {}

impl Catalogue {
    /// The catalogue that is compiled in.
    ///
    /// # Errors
    /// All its faults.
    pub fn shipped() -> Result<Self, CatalogueError> {
        Self::build(&Sources::shipped())
    }

    /// The catalogue in a folder.
    ///
    /// # Errors
    /// All its faults; an unreadable file is one.
    pub fn read(dir: &Path) -> Result<Self, CatalogueError> {
        Self::build(&Sources::read(dir)?)
    }

    /// The catalogue whose files have these texts, by their path in its folder.
    ///
    /// # Errors
    /// All its faults.
    pub fn of_files(files: BTreeMap<String, String>) -> Result<Self, CatalogueError> {
        Self::build(&Sources(files))
    }

    fn build(sources: &Sources) -> Result<Self, CatalogueError> {
        let files = parse::parse(sources)?;
        check::check(&files)?;
        Ok(localise::localise(&files))
    }

    #[must_use]
    pub fn mall(&self, language: Language) -> &Mall {
        &self.localised(language).mall
    }

    #[must_use]
    #[expect(clippy::should_implement_trait, reason = "the index is a thing of the contract; nothing is indexed here")]
    pub fn index(&self, language: Language) -> &Index {
        &self.localised(language).index
    }

    #[must_use]
    pub fn service(&self, language: Language, id: &ServiceId) -> Option<&Service> {
        self.localised(language).services.get(id)
    }

    /// By id.
    pub fn services(&self, language: Language) -> impl Iterator<Item = &Service> {
        self.localised(language).services.values()
    }

    #[must_use]
    pub fn schedule(&self, id: &DeskId) -> Option<&DeskSchedule> {
        self.schedules.get(id)
    }

    /// By id.
    pub fn schedules(&self) -> impl Iterator<Item = &DeskSchedule> {
        self.schedules.values()
    }

    #[must_use]
    pub fn desk(&self, language: Language, id: &DeskId) -> Option<&Desk> {
        self.localised(language).desks.get(id)
    }

    #[must_use]
    pub fn tenant(&self, language: Language, id: &TenantId) -> Option<&Tenant> {
        self.index(language).tenants.iter().find(|tenant| tenant.id == *id)
    }

    /// A few lines for people: counts, evidence, confidence, paths, places.
    #[must_use]
    pub fn summary(&self) -> String {
        summary::summary(self)
    }

    const fn localised(&self, language: Language) -> &Localised {
        &self.localised[language as usize]
    }
}
