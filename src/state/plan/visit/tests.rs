use chrono::{TimeDelta, Utc};
use contract::{
    HoldId, OptionId, QuestionId,
    holds::{HeldStop, Hold},
};

use super::*;
use crate::state::plan::Party;

/// A service that issues one paper and wants others, each of a person.
fn service(id: &str, issues: &str, wants: &[&str], ready_days: [u32; 2]) -> Arc<Service> {
    let requirements: Vec<_> = wants
        .iter()
        .map(|document| serde_json::json!({ "document": document, "form": "original", "copies": 0, "count": 1 }))
        .collect();
    let documents: serde_json::Map<_, _> = wants
        .iter()
        .map(|document| {
            ((*document).to_owned(), serde_json::json!({ "name": document, "kind": "letter", "of": "person" }))
        })
        .collect();
    let json = serde_json::json!({
        "id": id, "name": id, "summary": "", "category": "a", "life_events": [], "minutes": 10,
        "tenant": { "id": "polresta", "name": "P", "short": "P", "kind": "national", "about": "" },
        "desk": { "id": format!("polresta/{id}"), "name": id, "window_minutes": 30, "bookable": !id.contains("langsung") },
        "issues": [issues], "ready_days": ready_days, "fee": { "kind": "free", "basis": "" },
        "questions": [], "requirements": requirements, "stops": [], "steps": [],
        "source": { "basis": [], "evidence": "agency", "confidence": "low" },
        "documents": documents, "related": {},
    });
    Arc::new(serde_json::from_value(json).unwrap())
}

fn id(text: &str) -> ServiceId {
    ServiceId::parse(text).unwrap()
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn document(text: &str) -> DocumentId {
    DocumentId::parse(text).unwrap()
}

fn planned(stops: &[(&str, usize)]) -> PlannedVisit {
    let mut visit = PlannedVisit::default();
    for (service, person) in stops {
        visit.add_stop(id(service), *person, Answers::new());
    }
    visit
}

fn hold_of(visit: &PlannedVisit, party: &Party, services: &[Arc<Service>]) -> Hold {
    let start = DateTime::parse_from_rfc3339("2026-11-25T09:00:00+07:00").unwrap();
    let starts = vec![start; party.stops.len()];
    let input = visit.hold_input(party, services, &starts);
    let stops = input.stops.into_iter().map(|stop| HeldStop {
        service: stop.service,
        person: stop.person,
        desk: stop.desk,
        starts_at: stop.starts_at,
        ends_at: stop.starts_at + TimeDelta::minutes(30),
    });
    Hold {
        id: HoldId::parse("0123456789abcdefghjkmnpqrs").unwrap(),
        answered_at: start,
        held_until: start + TimeDelta::minutes(10),
        extendable: true,
        stops: stops.collect(),
    }
}

#[test]
fn a_service_that_is_added_again_gets_the_new_answers() {
    let mut visit = planned(&[("a", 0)]);
    let answers: Answers =
        [(QuestionId::parse("alasan").unwrap(), OptionId::parse("hilang").unwrap())].into_iter().collect();
    visit.add_stop(id("a"), 0, answers.clone());
    assert_eq!(visit.stops.len(), 1);
    assert_eq!(visit.stops[0].answers, answers);
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
        input: contract::visits::VisitInput {
            hold: HoldId::parse(hold).unwrap(),
            people: Vec::new(),
            answers: Vec::new(),
        },
    };
    let keys = |visit: &PlannedVisit| {
        let all = visit.sent_before.iter().chain(&visit.sent).map(|sent| sent.key.clone());
        all.collect::<Vec<_>>().join(" ")
    };
    let (one, other) = ("aaaaaaaaaaaaaaaaaaaaaaaaaa", "zzzzzzzzzzzzzzzzzzzzzzzzzz");
    let mut visit = PlannedVisit::default();
    for key in ["a", "b", "c"] {
        visit.send(sent(key, one));
    }
    assert_eq!(keys(&visit), "a b c");
    visit.refuse_sent("b");
    assert_eq!(keys(&visit), "a c", "an earlier one, answered late");
    visit.refuse_sent("c");
    assert_eq!(keys(&visit), "a");
    visit.refuse_sent("x");
    assert_eq!(keys(&visit), "a");
    visit.send(sent("d", other));
    assert_eq!(keys(&visit), "d", "of other places");
    visit.refuse_sent("d");
    assert_eq!(keys(&visit), "");
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
