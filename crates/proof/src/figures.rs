//! What is counted and timed.

use std::{collections::BTreeMap, time::Duration};

use serde_json::{Value, json};

/// What is asked and changes nothing.
const READS: [&str; 2] = ["ticket", "windows"];

/// By what was asked: times of good answers, and how often each other status came.
#[derive(Debug, Default)]
pub struct Figures {
    times: BTreeMap<&'static str, Vec<Duration>>,
    refused: BTreeMap<u16, u64>,
}

impl Figures {
    pub fn note(&mut self, what: &'static str, status: u16, time: Duration) {
        if status < 400 {
            self.times.entry(what).or_default().push(time);
        } else {
            *self.refused.entry(status).or_default() += 1;
        }
    }

    pub fn add(&mut self, other: Self) {
        for (what, times) in other.times {
            self.times.entry(what).or_default().extend(times);
        }
        for (status, count) in other.refused {
            *self.refused.entry(status).or_default() += count;
        }
    }

    /// Rates are durable writes a second over the whole time; times are milliseconds.
    #[must_use]
    pub fn into_json(mut self, clients: u64, elapsed: Duration) -> Value {
        let (reads, writes) = self.times.iter().fold((0, 0), |(reads, writes), (what, times)| {
            if READS.contains(what) { (reads + times.len(), writes) } else { (reads, writes + times.len()) }
        });
        let times: BTreeMap<&str, Value> = self.times.iter_mut().map(|(what, times)| (*what, spread(times))).collect();
        let refused: BTreeMap<String, u64> =
            self.refused.iter().map(|(status, count)| (status.to_string(), *count)).collect();
        json!({
            "clients": clients,
            "seconds": elapsed.as_secs_f64(),
            "reads": reads,
            "writes": writes,
            "writes_per_second": (writes as f64 / elapsed.as_secs_f64()).round(),
            "milliseconds": times,
            "refused": refused,
        })
    }
}

fn spread(times: &mut [Duration]) -> Value {
    times.sort_unstable();
    let at = |per_mille: usize| {
        times.get((times.len() * per_mille / 1000).min(times.len() - 1)).map_or(0.0, |time| time.as_secs_f64() * 1000.0)
    };
    json!({ "count": times.len(), "p50": at(500), "p99": at(990), "worst": at(1000) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn good_answers_are_timed_and_others_counted() {
        let mut figures = Figures::default();
        for milliseconds in 1..=100 {
            figures.note("hold", 201, Duration::from_millis(milliseconds));
        }
        figures.note("hold", 503, Duration::from_secs(9));
        let json = figures.into_json(3, Duration::from_secs(2));
        assert_eq!(json["writes_per_second"], 50.0);
        assert_eq!(json["milliseconds"]["hold"]["p50"], 51.0);
        assert_eq!(json["milliseconds"]["hold"]["p99"], 100.0);
        assert_eq!(json["refused"]["503"], 1);
    }
}
