//! Today, as it is in Iran: what a mark, a change or a report is dated with.

use super::preset::{CivilTime, PresetError};
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;
use std::sync::LazyLock;

/// The day it is in Iran at an instant, `2026-03-21`.
///
/// # Errors
/// A shipped preset that cannot be read.
pub fn day_of(instant: Timestamp) -> Result<String, &'static PresetError> {
    Ok(in_iran(instant)?.strftime("%Y-%m-%d").to_string())
}

/// Day and time of day in Iran of an instant as the history holds it
/// (`2026-03-21T08:30:00.123Z`): `2026-03-21` and `12:00`. `None` where it is none.
pub fn moment_of(recorded_at: &str) -> Option<(String, String)> {
    let instant: Timestamp = recorded_at.parse().ok()?;
    let there = in_iran(instant).unwrap_or_else(|error| {
        tracing::error!(%error, "the time is that of UTC");
        Offset::UTC.to_datetime(instant)
    });
    Some((there.strftime("%Y-%m-%d").to_string(), there.strftime("%H:%M").to_string()))
}

fn in_iran(instant: Timestamp) -> Result<DateTime, &'static PresetError> {
    static TIME: LazyLock<Result<CivilTime, PresetError>> = LazyLock::new(CivilTime::shipped);
    let minutes = TIME.as_ref()?.utc_offset_minutes.value;
    // An offset of more than a day would be a slip in the preset; then it is UTC.
    let offset = Offset::from_seconds(minutes.saturating_mul(60)).unwrap_or(Offset::UTC);
    Ok(offset.to_datetime(instant))
}

/// The day it is in Iran now, `2026-03-21`.
pub fn today_iso() -> String {
    let now = Timestamp::now();
    day_of(now).unwrap_or_else(|error| {
        tracing::error!(%error, "the day is that of UTC");
        now.strftime("%Y-%m-%d").to_string()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recorded_instant_is_told_as_it_was_in_iran() {
        let moment = moment_of("2026-03-20T21:05:59.123Z").unwrap();
        assert_eq!(moment, ("2026-03-21".to_owned(), "00:35".to_owned()));
        assert_eq!(moment_of("yesterday"), None);
    }

    /// Midnight in Iran is at 20:30 UTC, in summer as in winter.
    #[test]
    fn the_day_turns_at_midnight_in_iran() {
        let day = |instant: &str| day_of(instant.parse().unwrap()).unwrap();
        assert_eq!(day("2026-03-20T20:29:59Z"), "2026-03-20");
        assert_eq!(day("2026-03-20T20:30:00Z"), "2026-03-21");
        assert_eq!(day("2026-07-15T20:29:59Z"), "2026-07-15");
        assert_eq!(day("2026-07-15T20:30:00Z"), "2026-07-16");
        assert_eq!(day("2026-12-31T23:59:59Z"), "2027-01-01");
    }
}
