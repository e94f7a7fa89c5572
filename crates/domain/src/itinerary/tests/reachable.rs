use super::*;

/// `p0 a 08:00-08:30 10`: person, desk, window, minutes; `<1` for each leg that must come first.
fn legs(texts: &[&str]) -> Vec<Leg> {
    texts.iter().map(|text| leg(text)).collect()
}

fn leg(text: &str) -> Leg {
    let parts: Vec<&str> = text.split_whitespace().collect();
    let (starts_at, ends_at) = parts[2].split_once('-').unwrap();
    Leg {
        person: parts[0][1..].parse().unwrap(),
        desk: desk(parts[1]),
        starts_at: clock(starts_at),
        ends_at: clock(ends_at),
        minutes: parts[3].parse().unwrap(),
        after: parts[4..].iter().map(|part| part[1..].parse().unwrap()).collect(),
    }
}

#[test]
fn a_child_goes_with_its_parent_where_a_party_splits_up() {
    let parents = [None, Some(0), None, Some(2)];
    assert_eq!(groups(true, parents.into_iter()), [0, 0, 2, 2]);
    assert_eq!(groups(false, parents.into_iter()), [0, 0, 0, 0]);
}

type Case = (&'static str, &'static [&'static str], Option<usize>);

fn check(groups: &[usize], cases: &[Case]) {
    for (name, texts, expected) in cases {
        assert_eq!(first_unreachable(&legs(texts), WALK, groups), *expected, "{name}");
    }
}

#[test]
fn whoever_comes_in_the_last_minute_of_one_window_still_makes_the_next() {
    check(
        TOGETHER,
        &[
            ("nothing to reach", &[], None),
            ("one stop", &["p0 a 08:00-08:30 10"], None),
            ("the next window", &["p0 a 08:00-08:30 10", "p0 b 08:30-09:00 10"], None),
            ("service and walk end as the next window does", &["p0 a 08:00-08:30 25", "p0 b 08:30-09:00 10"], None),
            ("a minute more is too much", &["p0 a 08:00-08:30 26", "p0 b 08:30-09:00 10"], Some(1)),
            ("no walk at the same desk", &["p0 a 08:00-08:30 30", "p0 a 08:30-09:00 10"], None),
            ("but the minutes there", &["p0 a 08:00-08:30 31", "p0 a 08:30-09:00 10"], Some(1)),
            ("the same window elsewhere", &["p0 a 08:00-08:30 10", "p0 b 08:00-08:30 10"], Some(1)),
            ("a longer window that begins no earlier", &["p0 a 08:00-08:30 10", "p0 b 08:00-09:00 10"], None),
            ("a longer window that began earlier", &["p0 a 08:30-09:00 10", "p0 b 08:00-09:30 10"], Some(0)),
            ("a window inside another", &["p0 a 08:00-09:00 10", "p0 b 08:15-08:30 10"], Some(1)),
        ],
    );
}

#[test]
fn stops_may_be_given_in_any_order_and_the_first_in_time_is_named() {
    check(
        TOGETHER,
        &[
            ("the later first", &["p0 b 08:30-09:00 10", "p0 a 08:00-08:30 10"], None),
            (
                "two that fail",
                &[
                    "p0 c 10:00-10:30 10",
                    "p0 b 09:00-09:30 10",
                    "p0 a 08:00-08:30 10",
                    "p0 d 09:00-09:30 10",
                    "p0 e 10:00-10:30 10",
                ],
                Some(3),
            ),
        ],
    );
}

#[test]
fn several_people_may_take_the_same_window_of_the_same_desk_and_the_slowest_counts() {
    check(
        TOGETHER,
        &[
            ("two people", &["p0 a 08:00-08:30 10", "p1 a 08:00-08:30 10"], None),
            ("three people", &["p0 a 08:00-08:30 10", "p1 a 08:00-08:30 10", "p2 a 08:00-08:30 10"], None),
            ("one person twice", &["p0 a 08:00-08:30 10", "p0 a 08:00-08:30 10"], Some(1)),
            (
                "one person twice beside another",
                &["p0 a 08:00-08:30 10", "p1 a 08:00-08:30 10", "p0 a 08:00-08:30 10"],
                Some(2),
            ),
            (
                "the slower is named first",
                &["p0 a 08:00-08:30 40", "p1 a 08:00-08:30 10", "p0 b 08:30-09:00 10"],
                Some(2),
            ),
            (
                "the slower is named last",
                &["p0 a 08:00-08:30 10", "p1 a 08:00-08:30 40", "p0 b 08:30-09:00 10"],
                Some(2),
            ),
        ],
    );
}

#[test]
fn a_party_moves_together_and_adults_who_split_up_each_for_themselves() {
    let both: &[&str] = &["p0 a 08:00-08:30 10", "p1 b 08:00-08:30 10"];
    check(TOGETHER, &[("together", both, Some(1))]);
    check(APART, &[("apart", both, None)]);
    check(APART, &[("one of them", &["p0 a 08:00-08:30 10", "p1 b 08:00-08:30 10", "p1 c 08:00-08:30 10"], Some(2))]);
    // The child is of the second adult.
    let with_child: &[&str] = &["p0 a 08:00-08:30 10", "p1 b 08:00-08:30 10", "p2 c 08:00-08:30 10"];
    check(&[0, 1, 1], &[("a child goes with its parent", with_child, Some(2))]);
    check(&[0, 1, 0], &[("and not with the other adult", &["p1 b 08:00-08:30 10", "p2 c 08:00-08:30 10"], None)]);
    check(&[], &[("whom no group names moves with the first", both, Some(1))]);
}

#[test]
fn what_needs_a_paper_comes_after_the_stop_that_issues_it() {
    for groups in [TOGETHER, APART] {
        check(
            groups,
            &[
                ("after it", &["p0 a 08:00-08:30 10", "p1 b 08:30-09:00 10 <0"], None),
                ("before it", &["p0 a 08:30-09:00 10", "p1 b 08:00-08:30 10 <0"], Some(1)),
                ("too soon after it", &["p0 a 08:00-08:30 30", "p1 b 08:30-09:00 10 <0"], Some(1)),
                ("in the same window of the same desk", &["p0 a 08:00-08:30 10", "p1 a 08:00-08:30 10 <0"], Some(1)),
                ("given first", &["p1 b 08:30-09:00 10 <1", "p0 a 08:00-08:30 10"], None),
                ("itself", &["p0 a 08:00-08:30 10 <0"], Some(0)),
                ("a stop that is not there", &["p0 a 08:00-08:30 10 <7"], Some(0)),
                ("each other", &["p0 a 08:00-08:30 10 <1", "p1 b 08:30-09:00 10 <0"], Some(0)),
            ],
        );
    }
}

#[test]
fn six_stops_are_reached_in_a_row() {
    let texts: Vec<String> = (0..6).map(|stop| format!("p0 d{stop} {0:02}:00-{0:02}:30 25", 8 + stop)).collect();
    let mut legs = legs(&texts.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(first_unreachable(&legs, WALK, TOGETHER), None);
    legs[4].starts_at -= TimeDelta::minutes(60);
    legs[4].ends_at -= TimeDelta::minutes(60);
    assert_eq!(first_unreachable(&legs, WALK, TOGETHER), Some(4));
}
