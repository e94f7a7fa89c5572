//! Opens a ticket: from the server, else the copy that this device kept.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use contract::{ProblemCode, Secret, VisitCode, visits::Ticket};

use crate::{
    api::{Api, ApiError},
    state::Tickets,
};

/// A ticket with what opens it.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenedTicket {
    pub ticket: Arc<Ticket>,
    pub secret: Secret,
    /// The copy of this device, since the server could not be reached; when it was fresh.
    pub kept_at: Option<DateTime<Utc>>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Opened {
    Ticket(OpenedTicket),
    /// No secret, or one that opens nothing.
    Locked {
        is_wrong: bool,
    },
}

/// `from_address`: the secret of the link, where it has one; else the device's.
///
/// # Errors
/// Where the server can't be reached and the device has no copy.
pub async fn open_ticket(
    api: Api,
    tickets: Tickets,
    code: VisitCode,
    from_address: Option<Secret>,
) -> Result<Opened, ApiError> {
    let kept = tickets.find_now(code);
    let own = kept.as_ref().map(|kept| kept.secret.clone());
    let mut is_wrong = false;
    for secret in secrets(from_address, own) {
        match api.read_visit(&secret, code).await {
            Ok(ticket) => {
                tickets.refresh(&ticket);
                return Ok(Opened::Ticket(OpenedTicket { ticket: Arc::new(ticket), secret, kept_at: None }));
            }
            Err(ApiError::Refused(problem))
                if matches!(problem.code, ProblemCode::NotFound | ProblemCode::SecretMissing) =>
            {
                is_wrong = true;
            }
            Err(error) => {
                let Some(kept) = kept else { return Err(error) };
                return Ok(Opened::Ticket(OpenedTicket {
                    ticket: Arc::new(kept.ticket),
                    secret: kept.secret,
                    kept_at: Some(kept.kept_at),
                }));
            }
        }
    }
    Ok(Opened::Locked { is_wrong })
}

/// Each once, the link's first.
fn secrets(from_address: Option<Secret>, own: Option<Secret>) -> Vec<Secret> {
    let own = own.filter(|own| Some(own) != from_address.as_ref());
    from_address.into_iter().chain(own).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_secret_is_not_tried_twice() {
        let secret = |byte| Secret::from_bytes([byte; 16]);
        assert_eq!(secrets(Some(secret(1)), Some(secret(1))), [secret(1)]);
        assert_eq!(secrets(Some(secret(1)), Some(secret(2))), [secret(1), secret(2)]);
        assert_eq!(secrets(None, Some(secret(2))), [secret(2)]);
        assert!(secrets(None, None).is_empty());
    }
}
