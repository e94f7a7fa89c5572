//! Limits that hold for every mall; what a city sets stands in `mall::BookingRules`.

/// Bytes of a request body.
pub const BODY_BYTES_MAX: usize = 64 * 1024;
/// Days that one request for windows may span.
pub const WINDOW_DAYS_MAX: u32 = 31;
/// Characters of a search query; the rest is not read.
pub const QUERY_LENGTH_MAX: usize = 100;
/// Services that an index carries; of a larger catalogue it carries none. As many as keep a first page under 130 KB.
pub const INDEX_SERVICES_MAX: usize = 350;
/// Bytes of an Idempotency-Key: visible ASCII.
pub const IDEMPOTENCY_KEY_LENGTH_MAX: usize = 64;
/// Children without a number that one parent can bring.
pub const CHILD_ORDINAL_MAX: u32 = 20;
/// Questions of one service.
pub const QUESTIONS_MAX: usize = 4;
/// Papers that one stop may take from an earlier stop of the same visit.
pub const OBTAINS_MAX: usize = 8;
/// Windows offered in place of one that is full.
pub const ALTERNATIVES_MAX: usize = 3;
/// Tickets in one list: of what a secret opens, those that it came to last.
pub const VISITS_LISTED_MAX: usize = 20;
/// Days after a visit's day that names, phones and answers are kept by the server, and its ticket by a phone.
pub const PERSONAL_DAYS: u64 = 30;
