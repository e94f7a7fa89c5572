//! mall.toml.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use contract::{
    DeskId, Language, limits,
    mall::{Interval, Week},
};

use super::{Faults, Known};
use crate::{
    CatalogueFault,
    file::{Files, OpeningEntry},
    sources::MALL,
};

/// Indonesia's three zones; none has daylight saving.
pub(crate) fn utc_offset_minutes(timezone: &str) -> Option<i32> {
    match timezone {
        "Asia/Jakarta" | "Asia/Pontianak" => Some(7 * 60),
        "Asia/Makassar" => Some(8 * 60),
        "Asia/Jayapura" => Some(9 * 60),
        _ => None,
    }
}

pub(super) fn check(files: &Files, known: &Known<'_>, found: &mut Vec<CatalogueFault>) {
    let mall = &files.mall;
    let mut faults = Faults { file: MALL, entry: String::new(), found };
    faults.slug("id", &mall.id);
    faults.name("name", &mall.name);
    for (field, text) in
        [("short", &mall.short), ("city", &mall.city), ("province", &mall.province), ("address", &mall.address)]
    {
        faults.filled(field, text);
    }
    faults.require(
        utc_offset_minutes(&mall.timezone).is_some(),
        "timezone",
        format!("“{}” is none of Asia/Jakarta, Asia/Pontianak, Asia/Makassar, Asia/Jayapura", mall.timezone),
    );
    let languages: Vec<&str> = Language::ALL.iter().map(|language| language.tag()).collect();
    faults.require(mall.languages == languages, "languages", format!("must be {languages:?}"));
    faults.sentence("status", &mall.status);
    week(&mut faults, "hours", &mall.hours);
    faults.require(!is_closed_all_week(&mall.hours), "hours", "leave no open day");
    booking(&mut faults, files);
    contact(&mut faults, files);
    let mut seen = BTreeSet::new();
    for holiday in &mall.holiday {
        faults.entry = format!("holiday {}", holiday.date);
        faults.require(seen.insert(holiday.date), "date", "stands twice");
        faults.name("name", &holiday.name);
    }
    let mut seen = BTreeSet::new();
    for closure in &mall.closure {
        faults.entry = format!("closure {}", closure.date);
        let is_first = seen.insert((closure.date, closure.desk.as_ref().or(closure.tenant.as_ref())));
        faults.require(is_first, "date", "stands twice for the same tenant or desk");
        faults.sentence("reason", &closure.reason);
        scope(&mut faults, known, closure.tenant.as_deref(), closure.desk.as_deref());
    }
    let mut seen = BTreeSet::new();
    for opening in &mall.opening {
        faults.entry = format!("opening {}", opening.date);
        let is_first = seen.insert((opening.date, opening.desk.as_ref().or(opening.tenant.as_ref())));
        faults.require(is_first, "date", "stands twice for the same tenant or desk");
        intervals(&mut faults, "hours", &opening.hours);
        faults.require(!opening.hours.is_empty(), "hours", "are empty: that is a closure");
        scope(&mut faults, known, opening.tenant.as_deref(), opening.desk.as_deref());
        let without = without_window(files, opening);
        faults.require(
            without.is_empty(),
            "hours",
            format!("have no room for one window of {}: make them longer, or close these", without.join(", ")),
        );
    }
}

/// The desks that can be booked, and that have not one window on the day that this opening gives them.
fn without_window(files: &Files, opening: &OpeningEntry) -> Vec<String> {
    let longest =
        opening.hours.iter().filter(|Interval(from, to)| from < to).map(|Interval(from, to)| *to - *from).max();
    let Some(longest) = longest else { return Vec::new() };
    // What else is said of that day: the narrower scope goes first, and on the same one a closure.
    let closures = || files.mall.closure.iter().filter(|other| other.date == opening.date);
    let openings = || files.mall.opening.iter().filter(|other| other.date == opening.date);
    let desks = files.tenants.iter().flat_map(|(_, tenant)| tenant.desk.iter().map(move |desk| (&tenant.id, desk)));
    let desks =
        desks.filter(|(_, desk)| desk.online_share > 0 && longest < TimeDelta::minutes(desk.window_minutes.into()));
    let mut without = Vec::new();
    for (tenant, desk) in desks {
        let whole = format!("{tenant}/{}", desk.id);
        let level = |of_tenant: &Option<String>, of_desk: &Option<String>| match (of_tenant, of_desk) {
            (_, Some(desk)) => (*desk == whole).then_some(2),
            (Some(of_tenant), None) => (of_tenant == tenant).then_some(1),
            (None, None) => Some(0),
        };
        let own = level(&opening.tenant, &opening.desk);
        if own.is_some()
            && closures().all(|other| level(&other.tenant, &other.desk) < own)
            && openings().all(|other| level(&other.tenant, &other.desk) <= own)
        {
            without.push(whole);
        }
    }
    without
}

fn scope(faults: &mut Faults<'_>, known: &Known<'_>, tenant: Option<&str>, desk: Option<&str>) {
    if let Some(tenant) = tenant {
        faults.require(known.tenants.contains(tenant), "tenant", format!("there is no tenant “{tenant}”"));
    }
    if let Some(desk) = desk {
        faults.require(
            DeskId::parse(desk).is_some() && known.desks.contains(desk),
            "desk",
            format!("there is no desk “{desk}” (tenant/desk)"),
        );
    }
    if let (Some(tenant), Some(desk)) = (tenant, desk) {
        faults.require(
            desk.split('/').next() == Some(tenant),
            "desk",
            format!("“{desk}” is no desk of the tenant “{tenant}”"),
        );
    }
}

fn booking(faults: &mut Faults<'_>, files: &Files) {
    let rules = &files.mall.booking;
    let ranges = [
        ("days_ahead", u64::from(rules.days_ahead), 1, u64::from(limits::WINDOW_DAYS_MAX) - 1),
        ("book_until_minutes", u64::from(rules.book_until_minutes), 0, 24 * 60),
        ("hold_minutes", u64::from(rules.hold_minutes), 1, 60),
        ("extend_once_minutes", u64::from(rules.extend_once_minutes), 1, 60),
        ("people_max", rules.people_max as u64, 1, 10),
        ("stops_max", rules.stops_max as u64, 1, 10),
        ("active_per_person_and_service", u64::from(rules.active_per_person_and_service), 1, 1),
        ("change_until_minutes", u64::from(rules.change_until_minutes), 0, 7 * 24 * 60),
        ("reconfirm_hours", u64::from(rules.reconfirm_hours), 1, 7 * 24),
        ("walk_minutes", u64::from(rules.walk_minutes), 0, 60),
        ("check_in_opens_minutes", u64::from(rules.check_in_opens_minutes), 0, 24 * 60),
        ("late_grace_minutes", u64::from(rules.late_grace_minutes), 0, 24 * 60),
    ];
    for (field, value, least, most) in ranges {
        faults.require(
            (least..=most).contains(&value),
            format!("booking.{field}"),
            format!("{value} is not between {least} and {most}"),
        );
    }
}

fn contact(faults: &mut Faults<'_>, files: &Files) {
    let contact = &files.mall.contact;
    faults.require(contact.complaint_url.starts_with("https://"), "contact.complaint_url", "must begin with https://");
    faults.name("contact.complaint_name", &contact.complaint_name);
    for (field, text) in [("phone", &contact.phone), ("whatsapp", &contact.whatsapp), ("email", &contact.email)] {
        if let Some(text) = text {
            faults.filled(&format!("contact.{field}"), text);
        }
    }
    // A hotline may have three digits; WhatsApp knows whole numbers only.
    for (field, text, least) in [("phone", &contact.phone, 3), ("whatsapp", &contact.whatsapp, 8)] {
        let digits = text.iter().flat_map(|text| text.chars()).filter(char::is_ascii_digit).count();
        faults.require(
            text.is_none() || (least..=15).contains(&digits),
            format!("contact.{field}"),
            format!("has {digits} digits, not {least} to 15"),
        );
    }
    // A phone dials the digits of an extension with the others.
    let is_spoken = contact.phone.iter().flat_map(|text| text.chars()).any(char::is_alphabetic);
    faults.require(!is_spoken, "contact.phone", "holds words beside the number");
    if let Some(email) = &contact.email {
        let parts = email.split_once('@').filter(|(name, host)| !name.is_empty() && !host.is_empty());
        let is_address = parts.is_some() && !email.contains(char::is_whitespace);
        faults.require(is_address, "contact.email", "is no e-mail address");
    }
}

fn is_closed_all_week(week: &Week) -> bool {
    days(week).iter().all(|(_, hours)| hours.is_empty())
}

fn days(week: &Week) -> [(&'static str, &[Interval]); 7] {
    [
        ("mon", &week.mon),
        ("tue", &week.tue),
        ("wed", &week.wed),
        ("thu", &week.thu),
        ("fri", &week.fri),
        ("sat", &week.sat),
        ("sun", &week.sun),
    ]
}

pub(super) fn week(faults: &mut Faults<'_>, field: &str, week: &Week) {
    for (day, hours) in days(week) {
        intervals(faults, &format!("{field}.{day}"), hours);
    }
}

fn intervals(faults: &mut Faults<'_>, field: &str, hours: &[Interval]) {
    for Interval(from, to) in hours {
        faults.require(from < to, field, format!("{from} is not before {to}"));
    }
    for pair in hours.windows(2) {
        faults.require(pair[0].1 < pair[1].0, field, "overlap, touch or are not in order");
    }
}

/// Whether a window of that desk fits into each interval.
pub(super) fn window_fits(faults: &mut Faults<'_>, field: &str, week: &Week, window_minutes: u32) {
    for (day, hours) in days(week) {
        for Interval(from, to) in hours {
            faults.require(
                from >= to || *to - *from >= TimeDelta::minutes(window_minutes.into()),
                format!("{field}.{day}"),
                format!("no window of {window_minutes} minutes fits between {from} and {to}"),
            );
        }
    }
}
