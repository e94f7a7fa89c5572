//! A visit as an iCalendar file (RFC 5545). No names and no numbers: calendars are shared and synchronised.

use chrono::{DateTime, FixedOffset, Utc};
use contract::{
    mall::Mall,
    visits::{Ticket, TicketStop, VisitState},
};

/// The words of the file, in the resident's language.
#[derive(Debug, Clone, Copy)]
pub struct CalendarWords {
    /// The title of an event: service and tenant.
    pub title: fn(service: &str, tenant: &str) -> String,
    /// Where at the mall: desk and tenant, and the code of the visit.
    pub description: fn(desk: &str, tenant: &str, code: &str) -> String,
}

/// Octets of a line, without its end.
const LINE_OCTETS_MAX: usize = 75;

/// One event a stop; lines end with CRLF. One that is still booked has an alarm the day before and one an hour before; a
/// cancelled or displaced one is off.
///
/// A stop keeps its UID when it is rescheduled or cancelled, so that a calendar changes the event it has. Without METHOD:
/// publishing asks for an organiser (RFC 5546).
#[must_use]
pub fn calendar_file(ticket: &Ticket, mall: &Mall, words: &CalendarWords) -> String {
    let mut file = String::new();
    for line in ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Loket//Visit//EN"] {
        push(&mut file, line);
    }
    for stop in &ticket.stops {
        event(&mut file, ticket, stop, mall, words);
    }
    push(&mut file, "END:VCALENDAR");
    file
}

fn event(file: &mut String, ticket: &Ticket, stop: &TicketStop, mall: &Mall, words: &CalendarWords) {
    let title = (words.title)(&stop.service_name, &stop.tenant_name);
    let description = (words.description)(&stop.desk_name, &stop.tenant_name, &ticket.code.to_string());
    push(file, "BEGIN:VEVENT");
    push(file, &format!("UID:{}-{}@{}", ticket.code.compact(), stop.number, mall.id));
    push(file, &format!("DTSTAMP:{}", utc(ticket.answered_at)));
    push(file, &format!("DTSTART:{}", utc(stop.starts_at)));
    push(file, &format!("DTEND:{}", utc(stop.ends_at)));
    push(file, &format!("SUMMARY:{}", escape(&title)));
    push(file, &format!("LOCATION:{}", escape(&format!("{}, {}", mall.name, mall.address))));
    push(file, &format!("DESCRIPTION:{}", escape(&description)));
    // Nobody comes to a displaced one at that time; once it has moved, it is confirmed again.
    let is_off = matches!(stop.state, VisitState::Cancelled | VisitState::Displaced);
    push(file, if is_off { "STATUS:CANCELLED" } else { "STATUS:CONFIRMED" });
    let alarms: &[&str] = if stop.state == VisitState::Booked { &["-P1D", "-PT1H"] } else { &[] };
    for before in alarms {
        push(file, "BEGIN:VALARM");
        push(file, "ACTION:DISPLAY");
        push(file, &format!("TRIGGER:{before}"));
        push(file, &format!("DESCRIPTION:{}", escape(&title)));
        push(file, "END:VALARM");
    }
    push(file, "END:VEVENT");
}

fn utc(instant: DateTime<FixedOffset>) -> String {
    instant.with_timezone(&Utc).format("%Y%m%dT%H%M%SZ").to_string()
}

/// A TEXT value. What controls a terminal or ends a line has no place in one, but a line break does.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' | ';' | ',' => escaped.extend(['\\', character]),
            '\n' => escaped.push_str("\\n"),
            '\t' => escaped.push(' '),
            character if character.is_control() => {}
            character => escaped.push(character),
        }
    }
    escaped
}

/// Adds a content line, folded so that no line is longer than 75 octets and no character is cut.
fn push(file: &mut String, line: &str) {
    let mut octets = 0;
    for character in line.chars() {
        if octets + character.len_utf8() > LINE_OCTETS_MAX {
            file.push_str("\r\n ");
            octets = 1;
        }
        octets += character.len_utf8();
        file.push(character);
    }
    file.push_str("\r\n");
}

#[cfg(test)]
mod tests;
