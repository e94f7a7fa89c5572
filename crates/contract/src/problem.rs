//! Refusals: RFC 9457 problem documents (`application/problem+json`) with closed codes.
//! Each code has its words in both languages, in the app.

use serde::{Deserialize, Serialize};

use crate::windows::Window;

/// A refusal that a person may read. `code` decides; `title` is English, for developers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// A URI reference: `/problems/{code}`.
    #[serde(rename = "type")]
    pub type_uri: String,
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    pub code: ProblemCode,
    /// What is wrong with which field.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// For `window_full`: what is left instead, by stop.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<Alternatives>,
}

/// The nearest windows that still have a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Alternatives {
    /// Index of the stop in the request.
    pub stop: usize,
    pub windows: Vec<Window>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldError {
    /// JSON Pointer (RFC 6901) into the request's body, e.g. `/people/0/identity/number`;
    /// for what stands outside it `header:NAME`, `query:NAME` or `path:NAME`.
    /// Of `POST /visits`, whose body has no stops, `/stops/N` is that stop of the hold, from 0.
    pub pointer: String,
    pub code: FaultCode,
}

macro_rules! problem_codes {
    ($($(#[$doc:meta])* $name:ident => $code:literal, $status:literal, $title:literal;)+) => {
        /// Why a request was refused. Closed; `Unknown` stands for what a newer server may say, and for our own failures.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(rename_all = "snake_case")]
        pub enum ProblemCode { $($(#[$doc])* $name,)+ #[serde(other)] Unknown }

        impl ProblemCode {
            pub const ALL: &[Self] = &[$(Self::$name,)+ Self::Unknown];

            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code,)+ Self::Unknown => "unknown" }
            }

            /// Whether the same wish may still be, or become, what was asked for: it is worth asking again.
            #[must_use]
            pub const fn is_open(self) -> bool {
                matches!(self, Self::KeyInFlight | Self::Busy | Self::Unknown)
            }

            /// The HTTP status that goes with it.
            #[must_use]
            pub const fn status(self) -> u16 {
                match self { $(Self::$name => $status,)+ Self::Unknown => 500 }
            }

            #[must_use]
            pub const fn title(self) -> &'static str {
                match self { $(Self::$name => $title,)+ Self::Unknown => "Something went wrong on our side" }
            }
        }
    };
}

problem_codes! {
    /// The body is no JSON, or JSON of another shape.
    MalformedBody => "malformed_body", 400, "The body does not parse";
    /// A header, path or query does not parse.
    MalformedRequest => "malformed_request", 400, "A header, path or query does not parse";
    /// No bearer secret, or none that could be one.
    SecretMissing => "secret_missing", 401, "A visit's secret is required as bearer token";
    /// Unknown, or not yours: the two look the same.
    NotFound => "not_found", 404, "There is nothing here for you";
    MethodNotAllowed => "method_not_allowed", 405, "This resource does not know that method";
    /// A window of the request is full; `errors` names the stop.
    WindowFull => "window_full", 409, "A window is full";
    HoldEnded => "hold_ended", 409, "The hold has ended";
    /// The hold was extended before.
    AlreadyExtended => "already_extended", 409, "The hold was extended before";
    /// A window of the hold is not there any more, since the catalogue changed; `errors` names the stop and why.
    WindowGone => "window_gone", 409, "A window is not there any more";
    /// The service is not offered here any more; `errors` names the stop where only some are meant.
    ServiceGone => "service_gone", 409, "The service is not offered here any more";
    /// This secret's hold has become a visit.
    AlreadyBooked => "already_booked", 409, "This hold is a visit already";
    /// A person of the party already has a live stop for that service.
    LiveStopExists => "live_stop_exists", 409, "This person already has a live stop for that service";
    /// Too late to reschedule or cancel.
    TooLate => "too_late", 409, "It is too late for that";
    /// The visit or stop is no longer booked.
    NotBooked => "not_booked", 409, "The visit is not booked any more";
    /// The same key is being answered right now.
    KeyInFlight => "key_in_flight", 409, "A request with this key is being answered";
    BodyTooLarge => "body_too_large", 413, "The body is too large";
    UnsupportedMediaType => "unsupported_media_type", 415, "The body must be application/json";
    /// The body parses, but a field breaks a rule.
    InvalidInput => "invalid_input", 422, "A field breaks a rule";
    /// The same Idempotency-Key came with another body.
    KeyReused => "key_reused", 422, "This key came before with another body";
    TooManyTries => "too_many_tries", 429, "Too many tries";
    /// Too much is held and not yet booked, by this secret or through this network: `Retry-After` says when to come again.
    TooManyHolds => "too_many_holds", 429, "Too much is held and not yet booked";
    Busy => "busy", 503, "The server is busy";
}

/// What is wrong with one field. Closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FaultCode {
    /// Absent, empty, or blanks only.
    Missing,
    /// Of the wrong type or shape.
    Malformed,
    /// A field that nobody knows.
    UnknownField,
    WrongLength,
    TooLong,
    ControlCharacters,
    /// No service, desk, person, stop, question or option of that name.
    UnknownReference,
    /// Fewer than allowed.
    TooFew,
    /// More than allowed.
    TooMany,
    Duplicate,
    /// Person indexes leave a gap.
    PersonGap,
    /// NIK: no region begins so.
    RegionUnknown,
    /// NIK: no such date.
    DateImpossible,
    /// NIK: no serial is zero.
    SerialZero,
    /// A child's parent must be an adult of the party with a number.
    ParentUnknown,
    /// The desk is not the service's.
    WrongDesk,
    /// The desk takes walk-ins only.
    WalkInOnly,
    InThePast,
    /// The window's last moment for booking has passed.
    TooLate,
    /// No window of that desk starts then.
    OutsideHours,
    DayClosed,
    /// Further ahead than can be booked.
    BeyondHorizon,
    /// The day opens for booking later.
    NotReleased,
    /// All stops must be on one day.
    OtherDay,
    Full,
    /// Cannot be reached from the stop before it.
    NotReachable,
    /// That stop's paper is not promised the same day, not issued there, or it comes too late.
    NotObtainable,
    /// Answers do not lead to a checklist.
    AnswersIncomplete,
    /// With these answers one should not come yet.
    AnswersStop,
    LiveStopExists,
    #[serde(other)]
    Unknown,
}

impl Problem {
    #[must_use]
    pub fn new(code: ProblemCode) -> Self {
        Self {
            type_uri: format!("/problems/{}", code.as_str()),
            title: code.title().to_owned(),
            status: code.status(),
            code,
            errors: Vec::new(),
            alternatives: Vec::new(),
        }
    }

    /// Names a field.
    #[must_use]
    pub fn at(mut self, pointer: impl Into<String>, code: FaultCode) -> Self {
        self.errors.push(FieldError { pointer: pointer.into(), code });
        self
    }

    /// `invalid_input` for one field.
    #[must_use]
    pub fn field(pointer: impl Into<String>, code: FaultCode) -> Self {
        Self::new(ProblemCode::InvalidInput).at(pointer, code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_code_is_written_as_it_is_named() {
        for &code in ProblemCode::ALL {
            assert_eq!(serde_json::to_string(&code).unwrap(), format!("\"{}\"", code.as_str()));
        }
    }

    #[test]
    fn an_old_client_reads_a_new_code() {
        let problem: Problem = serde_json::from_str(
            r#"{"type":"/problems/tomorrow","title":"T","status":418,"code":"tomorrow","errors":[{"pointer":"/a","code":"new"}],"more":1}"#,
        )
        .unwrap();
        assert_eq!(problem.code, ProblemCode::Unknown);
        assert_eq!(problem.errors[0].code, FaultCode::Unknown);
    }
}
