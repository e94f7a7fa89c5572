//! The TOML as it stands in the files (catalogue/SCHEMA.md). Unknown fields are faults: they are misspelt ones.

use std::{collections::BTreeMap, fmt};

use chrono::NaiveDate;
use contract::{
    index::TenantKind,
    mall::{BookingRules, Interval, Week},
    service::{Confidence, DocumentKind, Evidence, FeeKind, Owner, PaperForm},
};
use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, Visitor, value::MapAccessDeserializer},
};

use crate::text::Text;

/// All files of a catalogue, parsed but not yet checked.
#[derive(Debug, Clone)]
pub(crate) struct Files {
    pub mall: MallFile,
    pub taxonomy: TaxonomyFile,
    pub documents: DocumentsFile,
    /// By file name.
    pub tenants: Vec<(String, TenantFile)>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MallFile {
    pub id: String,
    pub name: Text,
    pub short: String,
    pub city: String,
    pub province: String,
    pub address: String,
    pub timezone: String,
    pub languages: Vec<String>,
    pub holidays_complete_until: NaiveDate,
    pub status: Text,
    pub hours: Week,
    pub booking: BookingRules,
    pub contact: ContactEntry,
    #[serde(default)]
    pub holiday: Vec<HolidayEntry>,
    #[serde(default)]
    pub closure: Vec<ClosureEntry>,
    #[serde(default)]
    pub opening: Vec<OpeningEntry>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ContactEntry {
    pub complaint_url: String,
    pub complaint_name: Text,
    pub phone: Option<String>,
    pub whatsapp: Option<String>,
    pub email: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct HolidayEntry {
    pub date: NaiveDate,
    pub name: Text,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ClosureEntry {
    pub date: NaiveDate,
    pub tenant: Option<String>,
    pub desk: Option<String>,
    pub reason: Text,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OpeningEntry {
    pub date: NaiveDate,
    pub hours: Vec<Interval>,
    pub tenant: Option<String>,
    pub desk: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TaxonomyFile {
    pub category: Vec<NamedEntry>,
    pub life_event: Vec<NamedEntry>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NamedEntry {
    pub id: String,
    pub name: Text,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DocumentsFile {
    pub document: Vec<DocumentEntry>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DocumentEntry {
    pub id: String,
    pub name: Text,
    pub kind: DocumentKind,
    pub of: OwnerEntry,
    pub obtain: Option<Text>,
}

/// [`Owner`] without its catch-all: on the wire a new word is read as `errand`, in a file it is a misspelt one.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum OwnerEntry {
    Person,
    Family,
    Vehicle,
    Property,
    Business,
    Errand,
}

impl From<OwnerEntry> for Owner {
    fn from(entry: OwnerEntry) -> Self {
        match entry {
            OwnerEntry::Person => Self::Person,
            OwnerEntry::Family => Self::Family,
            OwnerEntry::Vehicle => Self::Vehicle,
            OwnerEntry::Property => Self::Property,
            OwnerEntry::Business => Self::Business,
            OwnerEntry::Errand => Self::Errand,
        }
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TenantFile {
    pub id: String,
    pub name: Text,
    pub short: String,
    pub kind: TenantKind,
    pub about: Text,
    #[serde(default)]
    pub desk: Vec<DeskEntry>,
    #[serde(default)]
    pub service: Vec<ServiceEntry>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DeskEntry {
    pub id: String,
    pub name: Text,
    pub counters: u32,
    pub window_minutes: u32,
    pub capacity: u32,
    pub online_share: u32,
    pub hours: DeskHours,
    pub place: Option<Text>,
}

#[derive(Debug, Clone)]
pub(crate) enum DeskHours {
    /// The word `default`: the mall's hours.
    Named(String),
    Own(Box<Week>),
}

/// By hand: an untagged enum would hide what is wrong inside the table.
impl<'de> Deserialize<'de> for DeskHours {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NameOrTable;

        impl<'de> Visitor<'de> for NameOrTable {
            type Value = DeskHours;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("\"default\" or a table of hours by weekday")
            }

            fn visit_str<E: serde::de::Error>(self, name: &str) -> Result<DeskHours, E> {
                Ok(DeskHours::Named(name.to_owned()))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<DeskHours, A::Error> {
                Week::deserialize(MapAccessDeserializer::new(map)).map(|week| DeskHours::Own(Box::new(week)))
            }
        }

        deserializer.deserialize_any(NameOrTable)
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ServiceEntry {
    pub id: String,
    pub desk: String,
    pub name: Text,
    pub summary: Text,
    pub keywords: Vec<String>,
    pub category: String,
    pub life_events: Vec<String>,
    pub minutes: u32,
    pub issues: Vec<String>,
    pub ready_days: [u32; 2],
    pub fee: FeeEntry,
    #[serde(default)]
    pub question: Vec<QuestionEntry>,
    #[serde(default)]
    pub requirement: Vec<RequirementEntry>,
    #[serde(default)]
    pub stop: Vec<StopEntry>,
    #[serde(default)]
    pub step: Vec<StepEntry>,
    pub source: SourceEntry,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FeeEntry {
    pub kind: FeeKind,
    pub amount: Option<u64>,
    #[serde(default)]
    pub items: Vec<FeeItemEntry>,
    pub note: Option<Text>,
    pub basis: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FeeItemEntry {
    pub name: Text,
    pub amount: u64,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct QuestionEntry {
    pub id: String,
    pub text: Text,
    pub help: Option<Text>,
    #[serde(default)]
    pub option: Vec<OptionEntry>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OptionEntry {
    pub id: String,
    pub text: Text,
}

pub(crate) type WhenEntry = BTreeMap<String, Vec<String>>;

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RequirementEntry {
    pub document: String,
    pub form: PaperForm,
    pub copies: Option<u32>,
    pub count: Option<u32>,
    #[serde(default)]
    pub when: WhenEntry,
    pub note: Option<Text>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StopEntry {
    pub when: WhenEntry,
    pub message: Text,
    pub instead: Option<String>,
    pub same_visit: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StepEntry {
    pub text: Text,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SourceEntry {
    pub basis: Vec<String>,
    pub evidence: Evidence,
    pub url: Option<String>,
    pub confidence: Confidence,
}
