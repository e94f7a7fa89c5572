//! Whether reminders are sent, and through whom.

use std::{fmt, str::FromStr};

use clap::Args;

use crate::config::origins::{self, Origins};

/// Whether and through whom reminders are sent.
#[derive(Debug, Clone, Args)]
pub struct ReminderSettings {
    /// Whom push services write to when something is wrong with this server's messages, such as
    /// mailto:admin@loket.example. Without it no reminders are offered.
    #[arg(long, env = "LOKET_PUSH_CONTACT", default_value = "")]
    pub push_contact: Contact,

    /// Origins of push services that reminders may be sent through, with blanks between; `*.` stands for any host below.
    /// Residents' browsers choose the service, so anything else would let a stranger make this server call addresses of theirs.
    #[arg(
        long,
        env = "LOKET_PUSH_SERVICES",
        default_value = "https://fcm.googleapis.com https://*.push.services.mozilla.com https://*.push.apple.com https://*.notify.windows.com",
        value_parser = origins::and_below
    )]
    pub push_services: Origins,
}

impl ReminderSettings {
    /// Whom push services may write to; `None` where no reminders are sent, since nobody is named or no service.
    #[must_use]
    pub fn contact(&self) -> Option<&str> {
        self.push_contact.0.as_deref().filter(|_| !self.push_services.is_empty())
    }
}

/// An address that push services may write to; none where nothing is set.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contact(Option<String>);

/// Why a text is no contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoContact(String);

impl fmt::Display for NoContact {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} is no address such as mailto:admin@loket.example or https://loket.example/kontak", self.0)
    }
}

impl std::error::Error for NoContact {}

impl fmt::Display for Contact {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.0.as_deref().unwrap_or_default())
    }
}

impl FromStr for Contact {
    type Err = NoContact;

    fn from_str(text: &str) -> Result<Self, NoContact> {
        let address = text.trim();
        let mail = address.strip_prefix("mailto:").and_then(|mail| mail.split_once('@'));
        let is_mail = mail.is_some_and(|(name, host)| !name.is_empty() && !host.is_empty());
        let is_page = address.strip_prefix("https://").is_some_and(|page| !page.is_empty() && !page.starts_with('/'));
        match address {
            "" => Ok(Self(None)),
            _ if (is_mail || is_page) && !address.contains(char::is_whitespace) => Ok(Self(Some(address.to_owned()))),
            _ => Err(NoContact(text.to_owned())),
        }
    }
}
