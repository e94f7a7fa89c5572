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
        let text = match language {
            Language::Id => &self.id,
            Language::En => &self.en,
        };
        // The card's name is not broken at the end of a line.
        text.replace("KTP-el", "KTP\u{2011}el")
    }
}
