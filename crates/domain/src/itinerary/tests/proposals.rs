use super::*;

/// `a 2 2 0`: the first windows of the day, of half an hour, with so many places left; the others are full. `a/60` for
/// windows of an hour; a single number stands for all.
pub fn windows(texts: &[&str]) -> BTreeMap<DeskId, Vec<Window>> {
    texts.iter().map(|text| desk_windows(text)).collect()
}

fn desk_windows(text: &str) -> (DeskId, Vec<Window>) {
    let mut parts = text.split_whitespace();
    let (name, minutes) = match parts.next().unwrap().split_once('/') {
        Some((name, minutes)) => (name, minutes.parse().unwrap()),
        None => (text.split_whitespace().next().unwrap(), 30),
    };
    let schedule = DeskSchedule { window_minutes: minutes, ..schedule(&format!("dinas/{name}")) };
    let left: Vec<u32> = parts.map(|part| part.parse().unwrap()).collect();
    let spans = windows_on(&mall(), &schedule, date("2026-11-24"));
    let left = |index: usize| if left.len() == 1 { left[0] } else { left.get(index).copied().unwrap_or_default() };
    let window =
        |(index, span): (usize, &Span)| Window { starts_at: span.starts_at, ends_at: span.ends_at, left: left(index) };
    (schedule.id.clone(), spans.iter().enumerate().map(window).collect())
}

/// `p0 a 10`: person, desk, minutes; `<1` for a want that comes first, `=09:00` for a window that was chosen.
pub fn wants(texts: &[&str]) -> Vec<Want> {
    let want = |text: &&str| {
        let parts: Vec<&str> = text.split_whitespace().collect();
        Want {
            person: parts[0][1..].parse().unwrap(),
            desk: desk(parts[1]),
            minutes: parts[2].parse().unwrap(),
            after: parts[3..]
                .iter()
                .filter_map(|part| part.strip_prefix('<'))
                .map(|first| first.parse().unwrap())
                .collect(),
            fixed: parts[3..].iter().find_map(|part| part.strip_prefix('=')).map(clock),
        }
    };
    texts.iter().map(want).collect()
}

fn in_words(proposal: Option<Vec<Window>>) -> String {
    let start = |window: &Window| window.starts_at.format("%H:%M").to_string();
    proposal.map_or("none".into(), |windows| windows.iter().map(start).collect::<Vec<_>>().join(" "))
}

pub fn tries(wants: &[Want], windows: &BTreeMap<DeskId, Vec<Window>>, groups: &[usize]) -> usize {
    let shares = Shares::of(windows);
    let mut search = Search::new(wants, &shares, WALK, groups, None);
    search.run();
    search.tries
}

fn check(groups: &[usize], cases: &[(&str, &[&str], &[&str], &str)]) {
    for (name, of_wants, of_windows, expected) in cases {
        let proposal = propose(&wants(of_wants), &windows(of_windows), WALK, groups, None);
        assert_eq!(in_words(proposal), *expected, "{name}");
    }
}

#[test]
fn a_party_is_done_as_early_as_can_be_and_waits_as_little_as_can_be() {
    check(
        TOGETHER,
        &[
            ("nothing wanted", &[], &["a 7"], ""),
            ("one stop", &["p0 a 10"], &["a 7"], "08:00"),
            ("two stops", &["p0 a 10", "p0 b 10"], &["a 7", "b 7"], "08:00 08:30"),
            ("the other order where it ends earlier", &["p0 a 10", "p0 b 10"], &["a 0 7", "b 7"], "08:30 08:00"),
            ("the long service first, as that ends earlier", &["p0 a 10", "p0 b 25"], &["a 7", "b 7"], "08:30 08:00"),
            (
                "comes later where that only saves waiting",
                &["p0 a 10", "p0 b 10"],
                &["a 7", "b 0 0 0 7"],
                "09:00 09:30",
            ),
            ("skips a window that can't be reached", &["p0 a 26", "p0 b 26"], &["a 7", "b 7"], "08:00 09:00"),
            ("windows of other lengths", &["p0 a 10", "p0 b 10"], &["a 7", "b/60 7"], "08:00 08:00"),
            ("one person twice at a desk", &["p0 a 10", "p0 a 10"], &["a 7"], "08:00 08:30"),
        ],
    );
}

#[test]
fn several_people_share_a_window_only_where_it_has_a_place_for_each() {
    check(
        TOGETHER,
        &[
            ("room for both", &["p0 a 10", "p1 a 10"], &["a 2 2"], "08:00 08:00"),
            ("room for one", &["p0 a 10", "p1 a 10"], &["a 1 2"], "08:30 08:30"),
            ("room for one in each", &["p0 a 10", "p1 a 10"], &["a 1 1"], "08:00 08:30"),
            ("no room at all for the second", &["p0 a 10", "p1 a 10"], &["a 1 0"], "none"),
            // The first window alone would leave the second person too long a way to the next one.
            ("waits for a window with room for both", &["p0 a 45", "p1 a 45"], &["a 1 2"], "08:30 08:30"),
            ("three people, two places", &["p0 a 10", "p1 a 10", "p2 a 10"], &["a 2 1"], "08:00 08:00 08:30"),
        ],
    );
}

#[test]
fn adults_who_split_up_are_each_done_early_and_still_share_the_places() {
    check(
        APART,
        &[
            ("each at a desk", &["p0 a 10", "p1 b 10"], &["a 7", "b 7"], "08:00 08:00"),
            ("one place is one place", &["p0 a 10", "p1 a 10"], &["a 1 1"], "08:00 08:30"),
            ("two each", &["p0 a 10", "p1 b 10", "p0 b 10", "p1 a 10"], &["a 7", "b 7"], "08:00 08:00 08:30 08:30"),
        ],
    );
}

#[test]
fn what_needs_a_paper_comes_after_the_stop_that_issues_it() {
    check(
        TOGETHER,
        &[
            ("it would be earlier the other way round", &["p0 a 10 <1", "p0 b 10"], &["a 7", "b 0 7"], "09:00 08:30"),
            ("in the same window is not after", &["p0 a 10", "p1 a 10 <0"], &["a 7"], "08:00 08:30"),
            ("no window left after it", &["p0 a 10 <1", "p0 b 10"], &["a 7 0", "b 0 7"], "none"),
            ("itself", &["p0 a 10 <0"], &["a 7"], "none"),
            ("nothing", &["p0 a 10 <4"], &["a 7"], "none"),
            ("each other", &["p0 a 10 <1", "p0 b 10 <0"], &["a 7", "b 7"], "none"),
        ],
    );
    check(APART, &[("another group's paper too", &["p0 a 10", "p1 b 10 <0"], &["a 7", "b 7"], "08:00 08:30")]);
}

#[test]
fn a_window_that_the_resident_chose_stays_and_the_others_go_round_it() {
    check(
        TOGETHER,
        &[
            ("before it", &["p0 a 10 =09:00", "p0 b 10"], &["a 7", "b 7"], "09:00 08:30"),
            ("after it, where nothing is before", &["p0 a 10 =08:00", "p0 b 10"], &["a 7", "b 7"], "08:00 08:30"),
            ("none at that time", &["p0 a 10 =08:10"], &["a 7"], "none"),
            ("full", &["p0 a 10 =08:00"], &["a 0 7"], "none"),
            ("one place is not two", &["p0 a 10 =08:00", "p1 a 10 =08:00"], &["a 1 7"], "none"),
            ("two that exclude each other", &["p0 a 10 =08:00", "p0 b 10 =08:00"], &["a 7", "b 7"], "none"),
            ("it uses its place", &["p0 a 10 =08:00", "p1 a 10"], &["a 1 1"], "08:00 08:30"),
            ("given last too", &["p1 a 10", "p0 a 10 =08:00"], &["a 1 0"], "none"),
        ],
    );
}

#[test]
fn nothing_is_proposed_before_the_time_that_was_given() {
    let (wants, windows) = (wants(&["p0 a 10", "p0 b 10"]), windows(&["a 7", "b 7"]));
    let from = |text| in_words(propose(&wants, &windows, WALK, TOGETHER, Some(clock(text))));
    assert_eq!(from("10:00"), "10:00 10:30");
    assert_eq!(from("10:01"), "10:30 11:00");
    assert_eq!(from("14:01"), "none");
}

#[test]
fn a_desk_without_windows_allows_no_proposal() {
    assert_eq!(propose(&wants(&["p0 a 10", "p0 b 10"]), &windows(&["a 7"]), WALK, TOGETHER, None), None);
    assert_eq!(places_left(&wants(&["p0 a 10", "p0 b 10"]), &windows(&["a 7"]), WALK, TOGETHER), 0);
}

#[test]
fn a_day_takes_as_many_parties_as_its_places_can_be_shared_out_to() {
    let cases: [(&str, &[&str], &[&str], u32); 11] = [
        ("nobody", &[], &["a 7"], 0),
        ("one stop takes every place", &["p0 a 10"], &["a 3 0 4"], 7),
        ("two people take two", &["p0 a 10", "p1 a 10"], &["a 4 2"], 3),
        ("two people take odd places of neighbours", &["p0 a 10", "p1 a 10"], &["a 1 1"], 1),
        ("the tighter desk decides", &["p0 a 10", "p0 b 10"], &["a 5 5 5", "b 2 2 2"], 6),
        ("places that can't be reached don't count", &["p0 a 10", "p0 b 10"], &["a 5", "b 9 0"], 9),
        ("same window of two desks is no visit", &["p0 a 10", "p0 b 10"], &["a 5 0", "b 9 0"], 0),
        ("one person twice needs two windows", &["p0 a 10", "p0 a 10"], &["a 9 0"], 0),
        ("as many as the fewer of the two windows", &["p0 a 10", "p0 a 10"], &["a 9 2"], 2),
        ("a full window that was chosen takes nobody", &["p0 a 10 =08:00"], &["a 0 5"], 0),
        ("a window that was chosen takes what is left in it", &["p0 a 10 =08:30"], &["a 9 5"], 5),
    ];
    for (name, of_wants, of_windows, expected) in cases {
        assert_eq!(places_left(&wants(of_wants), &windows(of_windows), WALK, TOGETHER), expected, "{name}");
    }
}
