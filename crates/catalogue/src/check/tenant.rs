//! A tenant and its desks.

use std::collections::BTreeSet;

use contract::index::TenantKind;

use super::{Faults, Known, mall, service};
use crate::{
    CatalogueFault,
    file::{DeskEntry, DeskHours, MallFile, TenantFile},
};

const DESKS_MAX: usize = 4;

pub(super) fn check(
    file: &str,
    mall: &MallFile,
    tenant: &TenantFile,
    known: &Known<'_>,
    found: &mut Vec<CatalogueFault>,
) {
    let mut faults = Faults { file, entry: format!("tenant {}", tenant.id), found };
    faults.slug("id", &tenant.id);
    faults.require(is_named(file, &tenant.id), "id", "is not the file's name");
    faults.name("name", &tenant.name);
    faults.filled("short", &tenant.short);
    faults.require(
        tenant.kind != TenantKind::Unknown,
        "kind",
        "is none of city, province, national, state-owned, professional",
    );
    faults.sentence("about", &tenant.about);
    faults.require(
        (1..=DESKS_MAX).contains(&tenant.desk.len()),
        "desk",
        format!("a tenant has 1 to {DESKS_MAX} desks"),
    );
    faults.require(!tenant.service.is_empty(), "service", "a tenant has a service at least");
    let mut seen = BTreeSet::new();
    for desk in &tenant.desk {
        faults.entry = format!("desk {}/{}", tenant.id, desk.id);
        faults.require(seen.insert(&desk.id), "id", "stands twice");
        check_desk(&mut faults, mall, desk);
    }
    let mut names = BTreeSet::new();
    let mut english_names = BTreeSet::new();
    for entry in &tenant.service {
        faults.entry = format!("service {}", entry.id);
        faults.require(names.insert(&entry.name.id), "name.id", "stands twice at this tenant");
        faults.require(english_names.insert(&entry.name.en), "name.en", "stands twice at this tenant");
        service::check(&mut faults, tenant, entry, known);
    }
}

/// Whether a file has the name that this tenant's has.
pub(super) fn is_named(file: &str, tenant: &str) -> bool {
    file.ends_with(&format!("/{tenant}.toml"))
}

fn check_desk(faults: &mut Faults<'_>, mall: &MallFile, desk: &DeskEntry) {
    faults.slug("id", &desk.id);
    faults.name("name", &desk.name);
    for (field, value, least, most) in [
        ("counters", desk.counters, 1, 100),
        ("window_minutes", desk.window_minutes, 5, 240),
        ("capacity", desk.capacity, 1, 1000),
        ("online_share", desk.online_share, 0, 100),
    ] {
        faults.require((least..=most).contains(&value), field, format!("{value} is not between {least} and {most}"));
    }
    match &desk.hours {
        DeskHours::Named(name) => {
            faults.require(name == "default", "hours", format!("“{name}” is neither \"default\" nor a table"))
        }
        DeskHours::Own(week) => mall::week(faults, "hours", week),
    }
    // Whoever walks in needs no window.
    if desk.online_share > 0 {
        let week = if let DeskHours::Own(week) = &desk.hours { week } else { &mall.hours };
        mall::window_fits(faults, "hours", week, desk.window_minutes);
    }
    if let Some(place) = &desk.place {
        faults.name("place", place);
    }
}
