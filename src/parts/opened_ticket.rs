//! Opens a ticket: from the server, else the copy that this device kept.

use std::{future::poll_fn, sync::Arc, task::Poll, time::Duration};

use chrono::{DateTime, Utc};
use contract::{ProblemCode, Secret, VisitCode, visits::Ticket};
use leptos::task::spawn_local;

use crate::{
    api::{Api, ApiError},
    browser::clock,
    state::{Tickets, tickets::KeptTicket},
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
    /// The secret that this device kept opens nothing any more: what is personal of the visit is deleted.
    Gone,
}

/// How long a copy at hand waits for the server: where nothing comes over the line, somebody stands at the door with it.
const COPY_WAITS: Duration = Duration::from_secs(4);

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
    let (mut is_wrong, mut is_gone) = (false, false);
    for secret in secrets(from_address, own.clone()) {
        if let Some(ticket) = tickets.take_brought(&secret, code) {
            return Ok(fresh(ticket, secret));
        }
        match api.read_visit(&secret, code).await {
            Ok(ticket) => {
                tickets.refresh(&ticket);
                return Ok(fresh(ticket, secret));
            }
            Err(ApiError::Refused(problem))
                if matches!(problem.code, ProblemCode::NotFound | ProblemCode::SecretMissing) =>
            {
                is_wrong = true;
                is_gone |= problem.code == ProblemCode::NotFound && own.as_ref() == Some(&secret);
            }
            Err(error) => return kept.map(copy).ok_or(error),
        }
    }
    if is_gone {
        tickets.lose(code);
        return Ok(Opened::Gone);
    }
    Ok(Opened::Locked { is_wrong })
}

/// Keeps what has become of a visit, by the secret that this device has of it. That it is no more is said where it is opened: a
/// server that knows no visits for a while takes no copy that nobody looks at.
///
/// # Errors
/// Where nobody says what has become of it.
pub async fn ask_about_kept(api: Api, tickets: Tickets, secret: &Secret, code: VisitCode) -> Result<(), ApiError> {
    match api.read_visit(secret, code).await {
        Ok(ticket) => tickets.refresh(&ticket),
        Err(ApiError::Refused(problem)) if problem.code == ProblemCode::NotFound => {}
        Err(error) => return Err(error),
    }
    Ok(())
}

/// Opens a ticket, but the device's copy is shown where the server has not answered after a while; `late` hears what it
/// answers then: the ticket, or that it is gone.
///
/// # Errors
/// As [`open_ticket`].
pub async fn open_soon(
    api: Api,
    tickets: Tickets,
    code: VisitCode,
    from_address: Option<Secret>,
    late: impl FnOnce(Option<(Secret, Ticket)>) + 'static,
) -> Result<Opened, ApiError> {
    let mut asked = Box::pin(open_ticket(api, tickets, code, from_address));
    let Some(kept) = tickets.find_now(code) else { return asked.await };
    let mut pause = Box::pin(clock::pause(COPY_WAITS));
    let answer = poll_fn(|context| match asked.as_mut().poll(context) {
        Poll::Ready(answer) => Poll::Ready(Some(answer)),
        Poll::Pending => pause.as_mut().poll(context).map(|()| None),
    });
    if let Some(answer) = answer.await {
        return answer;
    }
    spawn_local(async move {
        match asked.await {
            Ok(Opened::Ticket(OpenedTicket { ticket, secret, kept_at: None })) => {
                late(Some((secret, Arc::unwrap_or_clone(ticket))));
            }
            Ok(Opened::Gone) => late(None),
            _ => {}
        }
    });
    Ok(copy(kept))
}

fn fresh(ticket: Ticket, secret: Secret) -> Opened {
    Opened::Ticket(OpenedTicket { ticket: Arc::new(ticket), secret, kept_at: None })
}

fn copy(KeptTicket { secret, ticket, kept_at }: KeptTicket) -> Opened {
    Opened::Ticket(OpenedTicket { ticket: Arc::new(ticket), secret, kept_at: Some(kept_at) })
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
