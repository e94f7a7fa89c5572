//! Ids of the catalogue and the ledger: newtypes, so that one is never taken for another.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use std::fmt;

/// Stable ascii slugs: lower-case letters, digits and hyphens, at most `LENGTH_MAX` bytes.
macro_rules! slug_ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(transparent)]
        #[cfg_attr(
            feature = "openapi",
            derive(utoipa::ToSchema),
            schema(pattern = "^[a-z0-9-]+$", min_length = 1, max_length = 80)
        )]
        pub struct $name(String);

        impl $name {
            pub const LENGTH_MAX: usize = 80;

            /// `None` unless `text` is a slug.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                is_slug(text, Self::LENGTH_MAX).then(|| Self(text.to_owned()))
            }

            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                Self::parse(&text).ok_or_else(|| D::Error::custom("not an id"))
            }
        }
    )+};
}

fn is_slug(text: &str, length_max: usize) -> bool {
    !text.is_empty()
        && text.len() <= length_max
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

slug_ids! {
    /// An agency in the mall, e.g. `disdukcapil`.
    TenantId,
    /// A service, unique in the whole catalogue, e.g. `disdukcapil-ktp-el-baru`.
    ServiceId,
    /// A paper, e.g. `kk`.
    DocumentId,
    /// What kind of business a service is, e.g. `kependudukan`.
    CategoryId,
    /// What has just happened to the person, e.g. `anak-lahir`.
    LifeEventId,
    /// A question of one service, e.g. `alasan`.
    QuestionId,
    /// An answer to one question, e.g. `hilang`.
    OptionId,
    /// A hold, made by the server, 26 characters.
    HoldId,
}

/// One queue of a tenant, written whole: `disdukcapil/identitas`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DeskId {
    pub tenant: TenantId,
    /// Unique in the tenant.
    pub desk: String,
}

impl DeskId {
    /// `None` unless `text` is `tenant/desk`, both slugs.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (tenant, desk) = text.split_once('/')?;
        is_slug(desk, TenantId::LENGTH_MAX)
            .then(|| TenantId::parse(tenant).map(|tenant| Self { tenant, desk: desk.to_owned() }))
            .flatten()
    }
}

impl fmt::Display for DeskId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}/{}", self.tenant, self.desk)
    }
}

impl Serialize for DeskId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for DeskId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| D::Error::custom("not a desk"))
    }
}
