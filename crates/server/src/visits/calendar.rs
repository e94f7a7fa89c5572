//! `GET /visits/{code}/calendar`: the visit as an iCalendar file. The app makes the same file itself, offline too, by the
//! same function and in the same words.

use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};

use domain::calendar_file::calendar_file;
use loket::i18n;

use super::{find, ticket};
use crate::{
    App,
    db::Purpose,
    error::Error,
    openapi::refusals,
    request::{self, Bearer, CodeSegment, Lang, Segments},
};

refusals!(CalendarRefused: SecretMissing, MalformedRequest, NotFound);

/// The visit as an iCalendar file
#[utoipa::path(
    get,
    path = "/visits/{code}/calendar",
    tag = "visits",
    params(CodeSegment, Lang),
    responses(
        (
            status = 200,
            description = "The file.",
            body = String,
            content_type = "text/calendar",
            headers(("Content-Disposition" = String, description = "A name for the file."))
        ),
        CalendarRefused,
    ),
    security(("secret" = [])),
)]
pub async fn read_calendar(
    State(app): State<App>,
    Bearer(secret): Bearer,
    Segments(code): Segments<String>,
    Lang(language): Lang,
) -> Result<Response, Error> {
    let mut connection = app.db.read().await?;
    let now = app.clock.now();
    let visit = find(&mut connection, &app, request::parse_code(&code)?, &secret, now, Purpose::Look).await?;
    let ticket = ticket::ticket(&app, language, &visit, now);
    let file = calendar_file(&ticket, app.catalogue.mall(language), &i18n::of(language).ticket().event);
    let headers = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{}.ics\"", visit.code.compact())),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, file).into_response())
}
