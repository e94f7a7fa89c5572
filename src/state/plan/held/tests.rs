use contract::{holds::Hold, service::Answers};

use super::*;
use crate::state::plan::testing::{hold_of, id, planned, service};

#[test]
fn who_has_only_walk_in_services_is_not_booked() {
    let services = [service("langsung", "x", &[], [0, 0]), service("b", "y", &[], [0, 0])];
    let visit = planned(&[("langsung", 0), ("b", 1)]);
    let party = visit.party(&services);
    assert_eq!(party, Party { people: vec![1], stops: vec![1] });
    let input = visit.hold_input(&party, &services, &[DateTime::UNIX_EPOCH.fixed_offset()]);
    assert_eq!((input.stops.len(), input.stops[0].person), (1, 0));
}

#[test]
fn the_time_left_does_not_ask_what_the_phone_thinks_it_is() {
    let services = [service("a", "x", &[], [0, 0])];
    let mut visit = planned(&[("a", 0)]);
    let party = visit.party(&services);
    let hold = hold_of(&visit, &party, &services);
    let wrong = DateTime::<Utc>::UNIX_EPOCH;
    visit.keep_hold(hold, visit.asked(party), wrong);
    let held = visit.held().unwrap();
    for (passed, left) in [(-60, Some(600)), (0, Some(600)), (599, Some(1)), (600, None), (6000, None)] {
        let left = left.map(TimeDelta::seconds);
        assert_eq!(held.time_left(wrong + TimeDelta::seconds(passed)), left, "{passed}");
    }
    visit.end_hold(&HoldId::parse("zzzzzzzzzzzzzzzzzzzzzzzzzz").unwrap());
    assert!(visit.held().unwrap().time_left(wrong).is_some(), "another's end");
    let id = visit.held().unwrap().hold.id.clone();
    visit.end_hold(&id);
    assert_eq!(visit.held().unwrap().time_left(wrong), None);
}

#[test]
fn a_hold_is_of_the_stops_it_was_made_for() {
    let services = [service("a", "x", &[], [0, 0]), service("b", "y", &[], [0, 0])];
    let mut visit = planned(&[("a", 0)]);
    let party = visit.party(&services);
    let hold = hold_of(&visit, &party, &services);
    visit.keep_hold(hold, visit.asked(party), DateTime::UNIX_EPOCH);
    assert!(visit.held().is_some());
    visit.people[0].name = "Siti".to_owned();
    assert!(visit.held().is_some(), "a name changes nothing");
    visit.add_stop(id("b"), 0, Answers::new());
    assert!(visit.held().is_none());
}

#[test]
fn places_for_a_party_that_stays_together_are_not_those_of_one_that_splits_up() {
    let services = [service("a", "x", &[], [0, 0]), service("b", "y", &[], [0, 0])];
    let mut visit = planned(&[("a", 0), ("b", 1)]);
    let party = visit.party(&services);
    let hold = hold_of(&visit, &party, &services);
    visit.keep_hold(hold, visit.asked(party), DateTime::UNIX_EPOCH);
    visit.apart = true;
    assert!(visit.held().is_none());
    visit.apart = false;
    assert!(visit.held().is_some());
}

#[test]
fn an_answer_about_another_hold_changes_nothing() {
    let services = [service("a", "x", &[], [0, 0])];
    let mut visit = planned(&[("a", 0)]);
    let party = visit.party(&services);
    let hold = hold_of(&visit, &party, &services);
    visit.keep_hold(hold.clone(), visit.asked(party), DateTime::UNIX_EPOCH);
    let before = visit.clone();
    let extended = Hold { extendable: false, ..hold };
    let other = HoldId::parse("zzzzzzzzzzzzzzzzzzzzzzzzzz").unwrap();
    visit.refresh_hold(Hold { id: other, ..extended.clone() }, DateTime::UNIX_EPOCH);
    assert_eq!(visit, before);
    visit.refresh_hold(extended.clone(), DateTime::UNIX_EPOCH);
    assert_eq!(visit.held().map(|held| &held.hold), Some(&extended));
}

#[test]
fn a_hold_that_comes_after_the_plan_was_changed_is_not_the_plan_s() {
    let services = [service("a", "x", &[], [0, 0]), service("b", "y", &[], [0, 0])];
    let before = planned(&[("a", 0), ("b", 0)]);
    let party = before.party(&services);
    let hold = hold_of(&before, &party, &services);
    let changes: [fn(&mut PlannedVisit); 3] =
        [|visit| visit.remove_stop(0), |visit| *visit = PlannedVisit::default(), |visit| visit.apart = true];
    for change in changes {
        let mut visit = before.clone();
        let asked = visit.asked(party.clone());
        change(&mut visit);
        let changed = visit.clone();
        visit.keep_hold(hold.clone(), asked, DateTime::UNIX_EPOCH);
        assert_eq!(visit, changed);
    }
}

#[test]
fn what_was_sent_stays_known_until_it_is_refused_in_whatever_order() {
    let sent = |key: &str, hold: &str| SentVisit {
        key: key.to_owned(),
        input: VisitInput { hold: HoldId::parse(hold).unwrap(), people: Vec::new(), answers: Vec::new() },
    };
    // Those before, and the last.
    let keys = |visit: &PlannedVisit| {
        let before: Vec<&str> = visit.sent_before.iter().map(|sent| sent.key.as_str()).collect();
        format!("{}|{}", before.join(" "), visit.sent.as_ref().map_or("", |sent| sent.key.as_str()))
    };
    let (one, other) = ("aaaaaaaaaaaaaaaaaaaaaaaaaa", "zzzzzzzzzzzzzzzzzzzzzzzzzz");
    let mut visit = PlannedVisit::default();
    for key in ["a", "b", "c"] {
        visit.send(sent(key, one));
    }
    assert_eq!(keys(&visit), "a b|c");
    visit.refuse_sent("b");
    assert_eq!(keys(&visit), "a|c", "an earlier one, answered late");
    visit.refuse_sent("c");
    assert_eq!(keys(&visit), "|a", "it may be a visit by now");
    visit.refuse_sent("x");
    assert_eq!(keys(&visit), "|a");
    visit.send(sent("d", one));
    assert_eq!(keys(&visit), "a|d");
    visit.send(sent("e", other));
    assert_eq!(keys(&visit), "|e", "of other places");
    visit.refuse_sent("e");
    assert_eq!(keys(&visit), "|");
}

#[test]
fn a_child_that_was_given_to_a_parent_after_the_places_were_kept_needs_others() {
    let services = ["a", "b", "c"].map(|name| service(name, "x", &[], [0, 0]));
    let mut visit = planned(&[("a", 0), ("b", 1), ("c", 2)]);
    visit.apart = true;
    let party = visit.party(&services);
    let hold = hold_of(&visit, &party, &services);
    visit.keep_hold(hold, visit.asked(party), DateTime::UNIX_EPOCH);
    assert_eq!(visit.child_out_of_reach(&services, 5), None, "adults");
    (visit.people[2].kind, visit.people[2].parent) = (IdentityKind::Child, Some(0));
    assert_eq!(visit.child_out_of_reach(&services, 5), Some(2));
}
