//! Against trying everything, and against the clock of a phone: many small days made by a fixed sequence of numbers.

use super::{
    proposals::{tries, wants, windows},
    *,
};

/// A fixed sequence of numbers that look random.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }

    fn one_of<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len() as u64) as usize]
    }

    /// The first `count` windows of each desk, some of them full.
    fn windows(&mut self, desks: u64, count: u64) -> BTreeMap<DeskId, Vec<Window>> {
        let density = 2 + self.below(9);
        let texts: Vec<String> = (0..desks)
            .map(|desk| {
                let left = (0..count).map(|_| if self.below(10) < density { 1 + self.below(3) } else { 0 });
                let left: Vec<String> = left.map(|left| left.to_string()).collect();
                // The 0 keeps a single number from standing for all windows.
                format!("d{desk}/{} {} 0", self.one_of(&[15, 30, 30, 60]), left.join(" "))
            })
            .collect();
        windows(&texts.iter().map(String::as_str).collect::<Vec<_>>())
    }

    fn wants(&mut self, count: u64, desks: u64) -> Vec<Want> {
        let people = 1 + self.below(3);
        let texts: Vec<String> = (0..count)
            .map(|want| {
                let after =
                    if want > 0 && self.below(6) == 0 { format!("<{}", self.below(want)) } else { String::new() };
                let minutes = self.one_of(&[5, 10, 15, 20, 30, 45, 60]);
                format!("p{} d{} {minutes} {after}", self.below(people), self.below(desks))
            })
            .collect();
        wants(&texts.iter().map(String::as_str).collect::<Vec<_>>())
    }
}

fn legs_of(wants: &[Want], chosen: &[Window]) -> Vec<Leg> {
    let leg = |(want, window): (&Want, &Window)| Leg {
        person: want.person,
        desk: want.desk.clone(),
        starts_at: window.starts_at,
        ends_at: window.ends_at,
        minutes: want.minutes,
        after: want.after.clone(),
    };
    wants.iter().zip(chosen).map(leg).collect()
}

/// No window takes more than it has left.
fn has_places(legs: &[Leg], chosen: &[Window]) -> bool {
    legs.iter().zip(chosen).all(|(leg, window)| {
        let there = legs.iter().filter(|other| other.desk == leg.desk && other.starts_at == leg.starts_at);
        there.count() <= window.left as usize
    })
}

/// End of the visit, then minutes spent by all groups: what `propose` promises to make small.
fn cost(legs: &[Leg], groups: &[usize]) -> (i64, i64) {
    let done = |leg: &Leg| leg.ends_at.timestamp() / 60 + i64::from(leg.minutes);
    let mut spent = 0;
    for group in 0..6 {
        let members: Vec<&Leg> = legs.iter().filter(|leg| groups[leg.person] == group).collect();
        let begins = members.iter().map(|leg| leg.starts_at.timestamp() / 60).min();
        let ends = members.iter().map(|leg| done(leg)).max();
        spent += ends.unwrap_or_default() - begins.unwrap_or_default();
    }
    (legs.iter().map(done).max().unwrap_or_default(), spent)
}

/// Every choice of windows that is possible.
fn all_possible(wants: &[Want], windows: &BTreeMap<DeskId, Vec<Window>>, groups: &[usize]) -> Vec<Vec<Window>> {
    let mut all: Vec<Vec<Window>> = vec![vec![]];
    for want in wants {
        let open = || windows[&want.desk].iter().filter(|window| window.left > 0);
        all = all
            .iter()
            .flat_map(|chosen| open().map(|window| chosen.iter().chain([window]).cloned().collect()))
            .collect();
    }
    all.retain(|chosen| {
        let legs = legs_of(wants, chosen);
        first_unreachable(&legs, WALK, groups).is_none() && has_places(&legs, chosen)
    });
    all
}

#[test]
fn no_proposal_is_worse_than_the_best_of_all_that_are_possible() {
    let mut numbers = Numbers(2026);
    let (mut possible, mut impossible) = (0, 0);
    for _ in 0..600 {
        let desks = 1 + numbers.below(3);
        let (windows, wants) = (numbers.windows(desks, 6), numbers.wants(3, desks));
        for groups in [TOGETHER, APART] {
            let proposal = propose(&wants, &windows, WALK, groups, None);
            let costs = all_possible(&wants, &windows, groups);
            let best = costs.iter().map(|chosen| cost(&legs_of(&wants, chosen), groups)).min();
            assert_eq!(proposal.as_ref().map(|chosen| cost(&legs_of(&wants, chosen), groups)), best, "{wants:?}");
            match &proposal {
                Some(chosen) => {
                    possible += 1;
                    assert!(costs.contains(chosen), "{wants:?}");
                    assert_eq!(propose(&wants, &windows, WALK, groups, None), proposal, "the same answer again");
                }
                None => impossible += 1,
            }
        }
    }
    assert!(possible > 300 && impossible > 100, "the days say something: {possible} {impossible}");
}

#[test]
fn every_party_that_a_day_is_said_to_take_can_come() {
    let mut numbers = Numbers(11);
    for _ in 0..150 {
        let desks = 1 + numbers.below(3);
        let (windows, wants) = (numbers.windows(desks, 5), numbers.wants(3, desks));
        let possible = all_possible(&wants, &windows, TOGETHER);
        let said = places_left(&wants, &windows, WALK, TOGETHER);
        assert_eq!(said == 0, possible.is_empty(), "{wants:?}");
        assert_eq!(most(&wants, &windows, &possible, said), said, "{wants:?} {windows:?}");
    }
}

/// How many parties can come when places are shared out in the best way; looks no further than `limit`.
fn most(wants: &[Want], windows: &BTreeMap<DeskId, Vec<Window>>, possible: &[Vec<Window>], limit: u32) -> u32 {
    if limit == 0 {
        return 0;
    }
    let mut best = 0;
    for (index, chosen) in possible.iter().enumerate() {
        let mut rest = windows.clone();
        let is_taken = wants.iter().zip(chosen).all(|(want, window)| {
            let left = rest.get_mut(&want.desk).and_then(|windows| {
                windows.iter_mut().find(|other| other.starts_at == window.starts_at && other.left > 0)
            });
            left.is_some_and(|window| {
                window.left -= 1;
                true
            })
        });
        if is_taken {
            // Parties are alike, so the order in which they choose says nothing.
            best = best.max(1 + most(wants, &rest, &possible[index..], limit - 1));
        }
        if best >= limit {
            break;
        }
    }
    best
}

/// A phone takes some microseconds a try.
const TRIES_OF_SIX_STOPS_MAX: usize = 20_000;

#[test]
fn six_stops_on_a_full_day_need_a_bounded_number_of_tries() {
    let stops_of = |name: &str, minutes: u32| -> Vec<Want> {
        let text = |stop: usize| match name {
            "six desks" => format!("p0 d{stop} {minutes}"),
            "one desk" => format!("p0 d0 {minutes}"),
            "three people at two desks" => format!("p{} d{} {minutes}", stop % 3, stop / 3),
            _ => format!("p{} d{} {minutes}", stop % 2, stop / 2),
        };
        wants(&(0..6).map(text).collect::<Vec<_>>().iter().map(String::as_str).collect::<Vec<_>>())
    };
    for left in ["7", "2", "1"] {
        let texts: Vec<String> = (0..6).map(|desk| format!("d{desk} {left}")).collect();
        let windows = windows(&texts.iter().map(String::as_str).collect::<Vec<_>>());
        for name in ["six desks", "one desk", "three people at two desks", "two people at three desks"] {
            for minutes in [5, 10, 20, 30, 45, 60, 90] {
                for groups in [TOGETHER, APART] {
                    let tries = tries(&stops_of(name, minutes), &windows, groups);
                    assert!(tries <= TRIES_OF_SIX_STOPS_MAX, "{name}, {minutes} minutes, {left} left: {tries}");
                }
            }
        }
    }
}

#[test]
fn six_stops_on_any_day_need_a_bounded_number_of_tries() {
    let mut numbers = Numbers(7);
    for _ in 0..250 {
        let desks = 1 + numbers.below(6);
        let (windows, wants) = (numbers.windows(desks, 14), numbers.wants(6, desks));
        for groups in [TOGETHER, APART] {
            let tries = tries(&wants, &windows, groups);
            assert!(tries <= TRIES_OF_SIX_STOPS_MAX, "{tries} {wants:?}");
        }
    }
}
