//! Today, as it is in Iran: what a mark, a change or a report is dated with.

use super::preset::{CivilTime, PresetError};
use jiff::Timestamp;
use jiff::tz::Offset;
use std::sync::LazyLock;

/// The day it is in Iran at an instant, `2026-03-21`.
///
/// # Errors
/// A shipped preset that cannot be read.
pub fn day_of(instant: Timestamp) -> Result<String, &'static PresetError> {
    static TIME: LazyLock<Result<CivilTime, PresetError>> = LazyLock::new(CivilTime::shipped);
    let minutes = TIME.as_ref()?.utc_offset_minutes.value;
    // An offset of more than a day would be a slip in the preset; then it is UTC.
    let offset = Offset::from_seconds(minutes.saturating_mul(60)).unwrap_or(Offset::UTC);
    Ok(offset.to_datetime(instant).strftime("%Y-%m-%d").to_string())
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
