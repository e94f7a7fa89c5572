//! By which door a page is shown, and what it is dressed in there.

/// The name of the theme in a query.
pub(super) const THEME: &str = "tema";

/// The way in by which a page is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Door {
    /// Loket's own site.
    #[default]
    Site,
    /// A frame in another site's page.
    Embed(Theme),
}

/// What an embedded page is dressed in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the device has it.
    #[default]
    Auto,
    Light,
    Dark,
}

impl Theme {
    pub const ALL: [Self; 3] = [Self::Auto, Self::Light, Self::Dark];

    /// As addresses and attributes spell it; `auto` is left out.
    #[must_use]
    pub const fn name(self) -> Option<&'static str> {
        match self {
            Self::Auto => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
        }
    }

    pub(super) fn parse(query: &str) -> Self {
        let named = query.split('&').find_map(|part| part.strip_prefix(THEME)?.strip_prefix('='));
        Self::ALL.into_iter().find(|theme| theme.name() == named).unwrap_or_default()
    }
}
