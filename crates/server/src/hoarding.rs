//! Limits against hoarding: how much may be held and not yet booked, by one secret and through one network. Generous, since
//! a phone company puts thousands of people behind a few addresses; every limit has its name in the configuration.

use chrono::{DateTime, TimeDelta, Utc};
use clap::Args;
use contract::ProblemCode;
use sqlx::Row as _;

use crate::{
    db::{Batch, Done},
    error::{Error, Limited},
    identity::Hash,
    places::WindowKey,
};

/// What is more is a slip of the keys.
const COUNT_MAX: i64 = 1_000_000;
/// A day. Beyond what an instant can say, every hold would fail.
const MINUTES_MAX: i64 = 24 * 60;

/// What may be held at once, and for how long.
#[derive(Debug, Clone, Args)]
pub struct HoldLimits {
    /// Live holds of one network (the first 24 bits of an IPv4 address, 48 of an IPv6 address) at once.
    #[arg(long, env = "LOKET_HOLDS_PER_NETWORK_MAX", default_value_t = 400, value_parser = clap::value_parser!(i64).range(1..=COUNT_MAX))]
    pub holds_per_network_max: i64,

    /// Places held and not yet booked by one network at once.
    #[arg(long, env = "LOKET_HELD_PLACES_PER_NETWORK_MAX", default_value_t = 800, value_parser = clap::value_parser!(i64).range(1..=COUNT_MAX))]
    pub held_places_per_network_max: i64,

    /// Per cent of a window's places that one network may hold and not yet have booked.
    #[arg(long, env = "LOKET_HELD_SHARE_PER_NETWORK_MAX", default_value_t = 75, value_parser = clap::value_parser!(i64).range(0..=100))]
    pub held_share_per_network_max: i64,

    /// Places that one network may hold in a window whatever that per cent is: neighbours who choose the same half hour.
    #[arg(long, env = "LOKET_HELD_PLACES_PER_WINDOW_MIN", default_value_t = 10, value_parser = clap::value_parser!(i64).range(0..=COUNT_MAX))]
    pub held_places_per_window_min: i64,

    /// Minutes that one secret may hold places without booking, however often it changes them.
    #[arg(long, env = "LOKET_HOLDING_MINUTES_MAX", default_value_t = 40, value_parser = clap::value_parser!(i64).range(1..=MINUTES_MAX))]
    pub holding_minutes_max: i64,

    /// Minutes without places after which a secret may hold anew for that long.
    #[arg(long, env = "LOKET_HOLDING_PAUSE_MINUTES", default_value_t = 10, value_parser = clap::value_parser!(i64).range(0..=MINUTES_MAX))]
    pub holding_pause_minutes: i64,
}

/// When to come again after a limit of a network: holds end all the time.
const NETWORK_RETRY: TimeDelta = TimeDelta::minutes(2);

fn too_many_holds(name: &'static str, retry_after: TimeDelta) -> Error {
    Limited { code: ProblemCode::TooManyHolds, name, retry_after }.into()
}

impl HoldLimits {
    /// Since when a secret holds places without booking, if it holds some from now on: since it began, where it has
    /// not paused long enough.
    ///
    /// # Errors
    /// `too_many_holds` where that has been too long.
    pub fn opened_at(
        &self,
        before: Option<(DateTime<Utc>, DateTime<Utc>)>,
        now: DateTime<Utc>,
    ) -> Result<DateTime<Utc>, Error> {
        let Some((opened_at, held_until)) = before else { return Ok(now) };
        let pause_ends = held_until.min(self.ends_at(opened_at)) + TimeDelta::minutes(self.holding_pause_minutes);
        if now >= pause_ends {
            return Ok(now);
        }
        if now >= self.ends_at(opened_at) {
            return Err(too_many_holds("holding_minutes_max", pause_ends - now));
        }
        Ok(opened_at)
    }

    /// When holding without booking ends at the latest.
    #[must_use]
    pub fn ends_at(&self, opened_at: DateTime<Utc>) -> DateTime<Utc> {
        opened_at + TimeDelta::minutes(self.holding_minutes_max)
    }

    /// What a network holds, for [`Self::judge`]: to be asked once the new places are taken and before the new hold is
    /// stored: nobody else takes any of these windows meanwhile.
    pub fn ask_about(&self, batch: &mut Batch, network: &Hash, windows: &[(WindowKey, u32)], now: DateTime<Utc>) {
        let in_window = |index: usize| {
            let (tenant, desk, starts_at) = (index * 3 + 3, index * 3 + 4, index * 3 + 5);
            format!(", count(case when tenant = ${tenant} and desk = ${desk} and starts_at = ${starts_at} then 1 end)")
        };
        let statement = format!(
            "select count(distinct hold.id), count(*){} from hold join hold_stop on hold_stop.hold = hold.id
             where hold.network = $1 and hold.held_until > $2",
            (0..windows.len()).map(in_window).collect::<String>()
        );
        let statement = batch.add(statement);
        statement.bind(network.as_slice()).bind(now.timestamp());
        for (window, _) in windows {
            statement.bind(window.desk.tenant.as_str()).bind(window.desk.desk.as_str()).bind(window.starts_at);
        }
    }

    /// Whether it may hold a place in each of these windows beside what it holds.
    ///
    /// # Errors
    /// `too_many_holds`, by the name of the limit.
    pub fn judge(&self, asked: Option<&Done>, windows: &[(WindowKey, u32)]) -> Result<(), Error> {
        let limited = |name| Err(too_many_holds(name, NETWORK_RETRY));
        let row = asked.and_then(|done| done.rows.first()).ok_or(Error::Broken("a count without a row"))?;
        let (holds, places): (i64, i64) = (row.try_get(0)?, row.try_get(1)?);
        if holds + 1 > self.holds_per_network_max {
            return limited("holds_per_network_max");
        }
        if places + windows.len() as i64 > self.held_places_per_network_max {
            return limited("held_places_per_network_max");
        }
        for (index, (window, bookable)) in windows.iter().enumerate() {
            let new = windows.iter().filter(|(other, _)| other == window).count() as i64;
            let held = row.try_get::<i64, _>(index + 2)? + new;
            let share = i64::from(*bookable) * self.held_share_per_network_max / 100;
            if held > share.max(self.held_places_per_window_min) {
                return limited("held_share_per_network_max");
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: HoldLimits = HoldLimits {
        holds_per_network_max: 1,
        held_places_per_network_max: 1,
        held_share_per_network_max: 1,
        held_places_per_window_min: 1,
        holding_minutes_max: 40,
        holding_pause_minutes: 10,
    };

    fn at(minute: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::minutes(minute)
    }

    #[test]
    fn a_secret_that_goes_on_holding_began_when_it_began() {
        assert_eq!(LIMITS.opened_at(None, at(5)).unwrap(), at(5));
        assert_eq!(LIMITS.opened_at(Some((at(0), at(10))), at(9)).unwrap(), at(0), "changed while it was live");
        assert_eq!(LIMITS.opened_at(Some((at(0), at(10))), at(15)).unwrap(), at(0), "soon after its end");
        assert_eq!(LIMITS.opened_at(Some((at(0), at(10))), at(20)).unwrap(), at(20), "after a pause");
    }

    #[test]
    fn who_held_too_long_pauses() {
        let refused = LIMITS.opened_at(Some((at(0), at(40))), at(42)).unwrap_err();
        assert!(
            matches!(refused, Error::Limited(Limited { name: "holding_minutes_max", retry_after, .. }) if retry_after == TimeDelta::minutes(8))
        );
        assert_eq!(LIMITS.opened_at(Some((at(0), at(40))), at(50)).unwrap(), at(50));
    }
}
