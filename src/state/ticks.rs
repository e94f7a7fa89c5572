//! Papers that the resident has ready, list by list. Those of a service and of a kept ticket stay on the device; those of
//! the visit being planned go with the tab, as the plan does.

use std::{cmp::Ordering, collections::BTreeSet};

use contract::visits::Paper;

use crate::browser::storage::Shelf;

const TICKS: &str = "loket.ticks.";
/// The list of the visit being planned.
pub const PLAN: &str = "plan";

fn shelf(list: &str) -> Shelf {
    if list == PLAN { Shelf::Tab } else { Shelf::Device }
}

fn key(list: &str) -> String {
    format!("{TICKS}{list}")
}

/// The papers of a list that are ready.
#[must_use]
pub fn read(list: &str) -> BTreeSet<String> {
    shelf(list).read(&key(list)).and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
}

/// A device that refuses forgets the ticks with the tab.
pub fn write(list: &str, ready: &BTreeSet<String>) {
    if ready.is_empty() {
        forget(list);
    } else if let Ok(text) = serde_json::to_string(ready) {
        let _kept = shelf(list).write(&key(list), &text);
    }
}

pub fn forget(list: &str) {
    shelf(list).remove(&key(list));
}

/// What stands for a paper among the ticks, and in ids: a person's own paper goes by the person too.
#[must_use]
pub fn tick_of(paper: &Paper) -> String {
    tick_for(paper, paper.person)
}

fn tick_for(paper: &Paper, person: Option<usize>) -> String {
    match person {
        Some(person) => format!("{}{OF}{person}", paper.document),
        None => paper.document.to_string(),
    }
}

/// Between paper and person; the id of a paper has none.
const OF: char = '_';

/// The same ticks where people have other numbers, or none any more.
fn renumbered(ready: &BTreeSet<String>, number_of: impl Fn(usize) -> Option<usize>) -> BTreeSet<String> {
    let renumber = |tick: &String| match tick.rsplit_once(OF) {
        Some((document, person)) => Some(format!("{document}{OF}{}", number_of(person.parse().ok()?)?)),
        None => Some(tick.clone()),
    };
    ready.iter().filter_map(renumber).collect()
}

/// Of the visit being planned this person has gone; those after it have moved up.
pub fn forget_person(gone: usize) {
    write(PLAN, &without(&read(PLAN), gone));
}

fn without(ready: &BTreeSet<String>, gone: usize) -> BTreeSet<String> {
    renumbered(ready, |person| match person.cmp(&gone) {
        Ordering::Less => Some(person),
        Ordering::Equal => None,
        Ordering::Greater => Some(person - 1),
    })
}

/// What was ticked on a service's list is ready for the visit too, for the person who comes for it.
///
/// `is_shared`: somebody else has the service too, so that nobody knows whose own papers the ticks mean.
pub fn take_into_plan(list: &str, papers: &[Paper], person: usize, is_shared: bool) {
    let mut ready = read(PLAN);
    ready.extend(carried(&read(list), papers, person, is_shared));
    write(PLAN, &ready);
}

fn carried<'a>(
    ready: &'a BTreeSet<String>,
    papers: &'a [Paper],
    person: usize,
    is_shared: bool,
) -> impl Iterator<Item = String> + 'a {
    papers
        .iter()
        .filter(move |paper| ready.contains(&tick_of(paper)) && !(is_shared && paper.person.is_some()))
        .map(move |paper| tick_for(paper, paper.person.map(|_| person)))
}

/// What was ticked while planning stays ticked on the ticket, where the device keeps that.
///
/// `people`: those who are booked, as the plan numbers them, in the order of the ticket.
pub fn move_from_plan(list: &str, people: &[usize]) {
    write(list, &renumbered(&read(PLAN), |person| people.iter().position(|booked| *booked == person)));
    forget(PLAN);
}

#[cfg(test)]
mod tests {
    use contract::{
        DocumentId,
        service::{DocumentKind, Owner},
    };

    use super::*;

    fn paper(document: &str, person: Option<usize>) -> Paper {
        Paper {
            document: DocumentId::parse(document).unwrap(),
            name: document.to_owned(),
            kind: DocumentKind::Identity,
            of: if person.is_some() { Owner::Person } else { Owner::Family },
            person,
            originals: 1,
            copies: 0,
            forms: 0,
            upload: false,
            notes: Vec::new(),
            obtain: None,
            issued_by: Vec::new(),
            stops: vec![1],
            at_stop: None,
        }
    }

    fn taken(ready: &[&str], person: usize, is_shared: bool) -> Vec<String> {
        let papers = [paper("ktp-el", Some(0)), paper("kartu-keluarga", None), paper("pas-foto", Some(0))];
        carried(&ready.iter().map(|&tick| tick.to_owned()).collect(), &papers, person, is_shared).collect()
    }

    #[test]
    fn what_was_ready_for_a_service_is_ready_for_the_person_who_comes_for_it() {
        assert_eq!(taken(&["ktp-el_0", "kartu-keluarga"], 0, false), ["ktp-el_0", "kartu-keluarga"]);
        assert_eq!(taken(&["ktp-el_0", "kartu-keluarga"], 1, false), ["ktp-el_1", "kartu-keluarga"]);
        assert_eq!(taken(&[], 0, false), Vec::<String>::new());
    }

    #[test]
    fn a_tick_for_one_person_is_none_for_another_with_the_same_service() {
        assert_eq!(taken(&["ktp-el_0", "kartu-keluarga"], 1, true), ["kartu-keluarga"]);
    }

    #[test]
    fn ticks_go_with_their_person() {
        let ticks = |ready: &[&str]| ready.iter().map(|&tick| tick.to_owned()).collect::<BTreeSet<String>>();
        let ready = ticks(&["ktp-el_0", "pas-foto_1", "akta_2", "kartu-keluarga", "formulir-f-1-02"]);
        let family = ["kartu-keluarga", "formulir-f-1-02"];
        for (gone, own) in [
            (0, ["pas-foto_0", "akta_1"].as_slice()),
            (1, &["ktp-el_0", "akta_1"]),
            (2, &["ktp-el_0", "pas-foto_1"]),
            (3, &["ktp-el_0", "pas-foto_1", "akta_2"]),
        ] {
            assert_eq!(without(&ready, gone), ticks(&[own, &family].concat()), "{gone}");
        }
    }
}
