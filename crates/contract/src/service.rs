//! `GET /api/v1/services/{id}?lang=`: one service whole, in one language.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    CategoryId, DocumentId, LifeEventId, OptionId, QuestionId, ServiceId,
    index::{Desk, Tenant},
};

/// Stands in a service's address beside the answers, for the question that is asked again: no question's id.
pub const CHANGING: &str = "ubah";

/// A person's answers to the questions of one service.
pub type Answers = BTreeMap<QuestionId, OptionId>;

/// Every service, whole: for the copy that a device keeps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AllServices {
    pub services: Vec<Service>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Service {
    pub id: ServiceId,
    pub tenant: Tenant,
    pub desk: Desk,
    pub name: String,
    pub summary: String,
    pub category: CategoryId,
    pub life_events: Vec<LifeEventId>,
    /// Typical minutes at the counter.
    pub minutes: u32,
    /// Documents that the person ends with, by id; names in `documents`.
    pub issues: Vec<DocumentId>,
    /// Working days from a complete file to the product: fastest, promised.
    #[cfg_attr(feature = "openapi", schema(min_items = 2, max_items = 2))]
    pub ready_days: [u32; 2],
    pub fee: Fee,
    /// At most four, asked in this order.
    pub questions: Vec<Question>,
    /// In the order in which the counter asks for them.
    pub requirements: Vec<Requirement>,
    pub stops: Vec<StopRule>,
    /// Steps of the procedure, from the person's side.
    pub steps: Vec<String>,
    pub source: Source,
    /// Every document that `issues` and `requirements` name.
    pub documents: BTreeMap<DocumentId, Document>,
    /// Names of every service that `stops` or `documents` point to.
    pub related: BTreeMap<ServiceId, Related>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Related {
    pub name: String,
    /// The tenant's short name.
    pub tenant: String,
    pub fee: FeeKind,
    #[cfg_attr(feature = "openapi", schema(min_items = 2, max_items = 2))]
    pub ready_days: [u32; 2],
}

/// A paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Document {
    pub name: String,
    pub kind: DocumentKind,
    pub of: Owner,
    /// Where one gets it, where no service of this mall issues it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub obtain: Option<String>,
    /// Services of this mall that issue it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub issued_by: Vec<ServiceId>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    Identity,
    Certificate,
    Letter,
    Form,
    Photo,
    Proof,
    Permit,
    Plan,
    Item,
    #[serde(other)]
    Unknown,
}

/// Whose paper it is; decides how papers of a visit are merged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Owner {
    Person,
    Family,
    Vehicle,
    Property,
    Business,
    /// Made for this one application.
    #[serde(other)]
    Errand,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Fee {
    pub kind: FeeKind,
    /// Rupiah, for `fixed`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<u64>,
    /// For `table`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<FeeItem>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The rule that sets it.
    pub basis: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FeeKind {
    Free,
    Fixed,
    Table,
    Formula,
    #[serde(other)]
    Unknown,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FeeItem {
    pub name: String,
    /// Rupiah.
    pub amount: u64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Question {
    pub id: QuestionId,
    pub text: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    pub options: Vec<AnswerOption>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AnswerOption {
    pub id: OptionId,
    pub text: String,
}

/// All named questions must have one of the listed answers; empty holds always.
pub type When = BTreeMap<QuestionId, Vec<OptionId>>;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Requirement {
    pub document: DocumentId,
    pub form: PaperForm,
    /// Copies, for `copy` and `original+copy`; 0 otherwise.
    pub copies: u32,
    /// How many of it, for photos, stamps and the like; 1 where the file says nothing.
    pub count: u32,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(feature = "openapi", schema(value_type = BTreeMap<QuestionId, Vec<OptionId>>))]
    pub when: When,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum PaperForm {
    #[serde(rename = "original")]
    Original,
    #[serde(rename = "copy")]
    Copy,
    #[serde(rename = "original+copy")]
    OriginalAndCopy,
    #[serde(rename = "upload")]
    Upload,
    #[serde(rename = "filled-in")]
    FilledIn,
    #[serde(other, rename = "unknown")]
    Unknown,
}

/// Answers with which one should not come (yet).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StopRule {
    #[cfg_attr(feature = "openapi", schema(value_type = BTreeMap<QuestionId, Vec<OptionId>>))]
    pub when: When,
    pub message: String,
    /// The service to take instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instead: Option<ServiceId>,
    /// Where `instead` hands out the missing paper the same day: the option, of the last question in `when`, of whoever
    /// has it. Both services can be done on one visit then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub same_visit: Option<OptionId>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Source {
    /// The rules behind requirements and times.
    pub basis: Vec<String>,
    pub evidence: Evidence,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    pub confidence: Confidence,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Evidence {
    /// A source names this service at this mall.
    MppPekanbaru,
    /// Offered by the agency elsewhere.
    Agency,
    #[serde(other)]
    Unknown,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// Read in a source.
    High,
    /// General knowledge of the rule.
    Medium,
    /// Plausible, to be confirmed by the tenant.
    Low,
    #[serde(other)]
    Unknown,
}
