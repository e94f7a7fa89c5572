//! What is chosen, and the lines that say it.

use contract::{Language, LifeEventId, ServiceId, TenantId, index::Index, page_data::EmbedScript};

use crate::{
    i18n,
    routes::{Filter, Page, Theme},
};

/// What the element opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    Whole,
    Service(ServiceId),
    Tenant(TenantId),
    LifeEvent(LifeEventId),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    pub what: What,
    pub language: Language,
    pub theme: Theme,
    /// What the button says, where it is one.
    pub button: Option<String>,
}

impl Choice {
    /// Everything, in the page itself.
    #[must_use]
    pub fn of(language: Language) -> Self {
        Self { what: What::Whole, language, theme: Theme::Auto, button: None }
    }

    /// In the index's words; `None` for the whole, and for what is not there.
    #[must_use]
    pub fn name(&self, index: &Index) -> Option<String> {
        match &self.what {
            What::Whole => None,
            What::Service(id) => Some(index.services.iter().find(|entry| entry.id == *id)?.name.clone()),
            What::Tenant(id) => Some(index.tenants.iter().find(|tenant| tenant.id == *id)?.name.clone()),
            What::LifeEvent(id) => Some(index.life_events.iter().find(|event| event.id == *id)?.name.clone()),
        }
    }

    /// The same on Loket's own site.
    fn page(&self) -> Page {
        match &self.what {
            What::Whole => Page::Start,
            What::Service(id) => Page::Service(id.clone()),
            What::Tenant(id) => Page::Tenant(id.clone()),
            What::LifeEvent(id) => Page::Services(Filter::of_life_event(id)),
        }
    }

    fn attributes(&self) -> Vec<(&'static str, String)> {
        let what = match &self.what {
            What::Whole => None,
            What::Service(id) => Some(("service", id.to_string())),
            What::Tenant(id) => Some(("tenant", id.to_string())),
            What::LifeEvent(id) => Some(("life-event", id.to_string())),
        };
        let theme = self.theme.name().map(|name| ("theme", name.to_owned()));
        let button = self.button.clone().map(|text| ("button", text));
        what.into_iter().chain([("lang", self.language.tag().to_owned())]).chain(theme).chain(button).collect()
    }
}

/// Text for a quoted attribute or between tags, as a person would write it.
#[must_use]
pub fn written(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// The element with its plain link. `name` is that of what it opens.
#[must_use]
pub fn element(home: &str, choice: &Choice, name: &str, escape: fn(&str) -> String) -> String {
    let attributes: String =
        choice.attributes().into_iter().map(|(name, value)| format!(" {name}=\"{}\"", escape(&value))).collect();
    let href = escape(&format!("{home}{}", choice.page().path(choice.language)));
    let text = escape(&(i18n::of(choice.language).embedding().fallback)(name));
    format!("<loket-embed{attributes}>\n  <a href=\"{href}\">{text}</a>\n</loket-embed>")
}

/// All that is pasted into a page: the script, which must come first so that the page keeps room from the start.
#[must_use]
pub fn snippet(home: &str, script: &EmbedScript, element: &str) -> String {
    let EmbedScript { path, integrity, .. } = script;
    format!("<script src=\"{home}{path}\" integrity=\"{integrity}\" crossorigin=\"anonymous\"></script>\n{element}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_say_what_was_chosen_and_nothing_typed_leaves_its_attribute() {
        let choice = Choice {
            what: What::Service(ServiceId::parse("polresta-skck-baru").unwrap()),
            language: Language::En,
            theme: Theme::Dark,
            button: Some("Book \"now\" <b>".to_owned()),
        };
        assert_eq!(
            element("https://loket.example", &choice, "Police & record", written),
            "<loket-embed service=\"polresta-skck-baru\" lang=\"en\" theme=\"dark\" button=\"Book &quot;now&quot; &lt;b&gt;\">\n  \
             <a href=\"https://loket.example/en/layanan/polresta-skck-baru\">Police &amp; record: what to bring, and book a time</a>\n\
             </loket-embed>"
        );
    }

    #[test]
    fn what_is_by_itself_is_not_said() {
        let markup = element("https://loket.example", &Choice::of(Language::Id), "Loket MPP", written);
        assert!(markup.starts_with("<loket-embed lang=\"id\">\n  <a href=\"https://loket.example/\">"), "{markup}");
        let script = EmbedScript {
            home: String::new(),
            path: "/embed-1-0123456789abcdef.js".to_owned(),
            integrity: "sha384-x".to_owned(),
            origins: Vec::new(),
        };
        let lines = snippet("https://loket.example", &script, &markup);
        assert!(lines.starts_with(
            "<script src=\"https://loket.example/embed-1-0123456789abcdef.js\" integrity=\"sha384-x\" crossorigin=\"anonymous\"></script>\n<loket-embed"
        ));
    }
}
