//! Texts that residents read: in both languages.

use contract::Language;
use serde::Deserialize;

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Text {
    pub id: String,
    pub en: String,
}

impl Text {
    pub(crate) fn in_language(&self, language: Language) -> String {
        match language {
            Language::Id => self.id.clone(),
            Language::En => self.en.clone(),
        }
    }
}
