use contract::{OptionId, QuestionId};

use super::*;
use crate::state::plan::testing::{date, document, id, planned, service};

fn answers(option: &str) -> Answers {
    [(QuestionId::parse("alasan").unwrap(), OptionId::parse(option).unwrap())].into_iter().collect()
}

#[test]
fn a_service_that_is_added_again_gets_the_new_answers() {
    let mut visit = planned(&[("a", 0)]);
    visit.add_stop(id("a"), 0, answers("hilang"));
    assert_eq!(visit.stops.len(), 1);
    assert_eq!(visit.stops[0].answers, answers("hilang"));
    visit.add_stop(id("a"), 1, Answers::new());
    assert_eq!((visit.stops.len(), visit.people.len()), (2, 2));
}

#[test]
fn removing_a_stop_keeps_who_waits_for_whom() {
    let mut visit = planned(&[("a", 0), ("b", 0), ("c", 0)]);
    visit.set_obtain(2, &document("kk"), Some(1));
    visit.remove_stop(0);
    assert_eq!(visit.stops[1].obtains[0].at_stop, 0);
    visit.remove_stop(0);
    assert!(visit.stops[0].obtains.is_empty());
}

#[test]
fn a_person_goes_with_the_last_stop_unless_something_was_typed() {
    let mut visit = planned(&[("a", 0), ("b", 1), ("c", 2)]);
    visit.people[2].name = "Siti".to_owned();
    visit.people[0].parent = Some(2);
    visit.remove_stop(1);
    assert_eq!(visit.people.len(), 2);
    assert_eq!(visit.stops[1].person, 1);
    assert_eq!(visit.people[0].parent, Some(1));
    visit.remove_stop(1);
    assert_eq!(visit.people.len(), 2, "Siti was typed");
    visit.remove_person(1);
    assert_eq!(visit.people[0].parent, None);
}

#[test]
fn a_moved_stop_goes_to_a_new_person() {
    let mut visit = planned(&[("a", 0), ("b", 0)]);
    visit.move_stop(1, 1);
    assert_eq!((visit.people.len(), visit.stops[1].person), (2, 1));
    visit.move_stop(0, 1);
    assert_eq!((visit.people.len(), visit.stops[0].person, visit.stops[1].person), (1, 0, 0));
}

#[test]
fn what_was_got_on_the_way_is_to_be_brought_where_the_errand_is_another() {
    let mut visit = planned(&[("a", 0), ("b", 0)]);
    visit.set_obtain(1, &document("kk"), Some(0));
    let mut same = visit.clone();
    same.add_stop(id("b"), 0, Answers::new());
    assert_eq!(same, visit, "the same answers again change nothing");
    let mut other = visit.clone();
    other.add_stop(id("b"), 0, answers("hilang"));
    assert!(other.stops[1].obtains.is_empty());
}

#[test]
fn what_was_got_on_the_way_by_one_person_is_to_be_brought_by_another() {
    let mut visit = planned(&[("a", 0), ("b", 0)]);
    visit.set_obtain(1, &document("ktp-el"), Some(0));
    visit.move_stop(1, 1);
    assert!(visit.stops[1].obtains.is_empty());
}

#[test]
fn whoever_is_removed_takes_along_what_was_put_off_for_them() {
    let mut visit = planned(&[("a", 0), ("b", 1), ("c", 1), ("d", 2), ("e", 2)]);
    visit.put_off(4, None);
    visit.put_off(2, None);
    visit.remove_person(1);
    let later: Vec<_> = visit.later.iter().map(|stop| (stop.service.as_str(), stop.person)).collect();
    assert_eq!(later, [("e", 1)], "nobody else gets it with the number");
    assert_eq!(visit.gone, [1], "and their ticks go");
}

#[test]
fn a_child_moves_with_its_parent_where_the_party_splits_up() {
    let mut visit = planned(&[("a", 0), ("b", 1), ("c", 2)]);
    visit.people[2].kind = IdentityKind::Child;
    visit.people[2].parent = Some(1);
    assert_eq!(visit.groups(), [0, 0, 0]);
    visit.apart = true;
    assert_eq!(visit.groups(), [0, 1, 1]);
}

#[test]
fn a_paper_is_offered_on_the_way_only_where_it_is_ready_the_same_day() {
    let services = [service("a", "sidik-jari", &[], [0, 0]), service("b", "skck", &["sidik-jari"], [0, 1])];
    let mut visit = planned(&[("a", 0), ("b", 0)]);
    let offers = visit.offers(&services);
    assert_eq!(offers.len(), 1);
    assert!(offers[0].is_obtainable && !offers[0].is_taken);
    assert_eq!((offers[0].stop, offers[0].at_stop), (1, 0));
    visit.set_obtain(1, &document("sidik-jari"), Some(0));
    assert!(visit.offers(&services)[0].is_taken);
    assert_eq!(visit.papers(&services)[0].at_stop, Some(1));

    let slow = [service("a", "sidik-jari", &[], [0, 3]), services[1].clone()];
    assert!(!visit.offers(&slow)[0].is_obtainable);
}

#[test]
fn a_persons_paper_is_not_offered_at_another_persons_stop() {
    let services = [service("a", "sidik-jari", &[], [0, 0]), service("b", "skck", &["sidik-jari"], [0, 0])];
    assert!(planned(&[("a", 0), ("b", 1)]).offers(&services).is_empty());
}

#[test]
fn a_service_that_issues_a_paper_anew_is_not_offered_it() {
    let renewal = |id| service(id, "paspor", &["paspor"], [0, 0]);
    let visit = planned(&[("a", 0), ("b", 0)]);
    assert!(visit.offers(&[renewal("a"), renewal("b")]).is_empty());
    assert!(visit.offers(&[renewal("a-langsung"), renewal("b")]).is_empty());
}

#[test]
fn a_paper_from_a_desk_that_is_not_booked_is_not_promised_on_the_way() {
    let services = [service("langsung", "kk", &[], [0, 0]), service("b", "y", &["kk"], [0, 0])];
    let offers = planned(&[("langsung", 0), ("b", 0)]).offers(&services);
    assert_eq!(offers.iter().map(|offer| offer.is_obtainable).collect::<Vec<_>>(), [false]);
}

#[test]
fn two_stops_never_wait_for_each_other() {
    let services = [service("a", "x", &["y"], [0, 0]), service("b", "y", &["x"], [0, 0])];
    let mut visit = planned(&[("a", 0), ("b", 0)]);
    assert_eq!(visit.offers(&services).len(), 2);
    visit.set_obtain(1, &document("x"), Some(0));
    let offers = visit.offers(&services);
    assert_eq!(offers.len(), 1);
    assert!(offers[0].is_taken);
}

#[test]
fn what_is_put_off_is_planned_next_for_the_same_person() {
    let mut visit = planned(&[("a", 0), ("b", 1)]);
    visit.people[1].name = "Siti".to_owned();
    visit.put_off(1, None);
    assert_eq!((visit.stops.len(), visit.people.len()), (1, 2));
    let next = visit.next(date("2026-11-25"));
    assert_eq!(next.people.len(), 1);
    assert_eq!(next.people[0].name, "Siti");
    assert_eq!((next.stops[0].service.as_str(), next.stops[0].person), ("b", 0));
    assert!(next.next(date("2026-11-26")).stops.is_empty());
}

#[test]
fn a_borrowed_phone_stays_one_for_what_is_planned_next_and_none_becomes_one() {
    let mut visit = planned(&[("a", 0), ("b", 0)]);
    visit.put_off(1, None);
    assert!(!visit.clone().next(date("2026-11-25")).is_on_borrowed_phone);
    visit.is_on_borrowed_phone = true;
    assert!(visit.next(date("2026-11-25")).is_on_borrowed_phone);
}

#[test]
fn what_is_put_off_waits_for_its_paper_from_the_booked_day_on() {
    let services = [service("a", "akta", &[], [1, 7]), service("b", "x", &["akta"], [0, 0])];
    let awaits = |issuer| Some(Awaited { document: document("akta"), issuer: id(issuer), days: 7, since: None });
    let mut visit = planned(&[("a", 0), ("b", 0)]);
    visit.put_off(1, awaits("a"));
    let next = visit.clone().next(date("2026-12-04"));
    assert_eq!(next.awaited(&services[1..]), [("akta".to_owned(), date("2026-12-04"), 7)]);
    assert!(next.awaited(&[service("b", "x", &[], [0, 0])]).is_empty(), "it is not wanted any more");
    visit.bring_back(0);
    assert_eq!(visit.stops[1].awaits, None);

    let mut visit = planned(&[("a", 0), ("b", 0), ("c", 0)]);
    visit.put_off(1, awaits("a"));
    visit.remove_stop(0);
    assert!(visit.next(date("2026-12-04")).awaited(&services[1..]).is_empty(), "nobody goes for it");
}

#[test]
fn a_plan_that_was_kept_by_a_release_before_is_read() {
    let mut kept = serde_json::to_value(planned(&[("a", 0)])).unwrap();
    kept["stops"][0].as_object_mut().unwrap().remove("awaits");
    assert_eq!(serde_json::from_value::<PlannedVisit>(kept).unwrap(), planned(&[("a", 0)]));
}

#[test]
fn what_is_put_off_comes_back_where_nothing_else_is_left() {
    let mut visit = planned(&[("a", 0), ("b", 1)]);
    visit.put_off(1, None);
    assert!(visit.waits(1) && !visit.waits(0));
    visit.remove_stop(0);
    assert_eq!((visit.stops.len(), visit.stops[0].service.as_str(), visit.later.len()), (1, "b", 0));
}

#[test]
fn what_is_put_off_can_be_taken_back() {
    let mut visit = planned(&[("a", 0), ("b", 1)]);
    visit.put_off(1, None);
    visit.bring_back(0);
    assert_eq!((visit.stops[1].service.as_str(), visit.stops[1].person, visit.later.len()), ("b", 1, 0));
    visit.bring_back(0);
    assert_eq!(visit.stops.len(), 2);
}

#[test]
fn what_was_put_off_and_is_added_again_is_planned_once() {
    let mut visit = planned(&[("a", 0), ("b", 0)]);
    visit.put_off(1, None);
    visit.add_stop(id("b"), 0, Answers::new());
    assert!(visit.next(date("2026-11-25")).stops.is_empty());
}

#[test]
fn what_was_put_off_and_is_taken_over_from_another_is_planned_once() {
    let mut visit = planned(&[("a", 0), ("b", 0), ("b", 1)]);
    visit.put_off(1, None);
    visit.move_stop(1, 0);
    visit.bring_back(0);
    let stops: Vec<_> = visit.stops.iter().map(|stop| (stop.service.as_str(), stop.person)).collect();
    assert_eq!(stops, [("a", 0), ("b", 0)]);
}

#[test]
fn who_comes_at_a_second_visit_alone_is_not_counted() {
    let mut visit = planned(&[("a", 0), ("b", 1)]);
    assert_eq!(visit.coming(), 2);
    visit.put_off(1, None);
    assert_eq!((visit.people.len(), visit.coming()), (2, 1));
}

#[test]
fn what_hands_out_a_paper_is_planned_first_and_then_what_wants_it() {
    let mut services = [service("a", "surat", &[], [0, 0]), service("b", "ktp", &["surat"], [0, 0])];
    let issued_by = vec![id("a")];
    for document in Arc::make_mut(&mut services[1]).documents.values_mut() {
        document.issued_by = issued_by.clone();
    }
    let wanting = || Some(Wanting { service: id("b"), answers: Answers::new(), issuer: id("a"), person: None });
    let mut visit = PlannedVisit { wanting: wanting(), ..PlannedVisit::default() };
    assert!(visit.leads_on(&id("a")));
    visit.add_stop(id("a"), 0, Answers::new());
    assert_eq!(visit.lead_on(&services[0], 0, &[]), Some((id("b"), Answers::new())));
    assert!(!visit.leads_on(&id("a")), "once");
    visit.add_stop(id("b"), 0, Answers::new());
    let papers = visit.papers(&services);
    assert_eq!(visit.lead_on(&services[1], 0, &papers), None);
    assert_eq!(visit.stops[1].obtains, [Obtain { document: document("surat"), at_stop: 0 }]);
    assert_eq!(visit.wanting, None);

    // Of somebody else it is not got.
    let mut visit = planned(&[("a", 0), ("b", 1)]);
    visit.wanting = wanting();
    assert_eq!(visit.lead_on(&services[1], 1, &papers), None);
    assert!(visit.stops[1].obtains.is_empty());
}
