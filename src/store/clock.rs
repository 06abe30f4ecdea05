//! Instants as the file writes them (UTC).

use jiff::Timestamp;

/// This instant, `2026-03-21T08:30:00.123Z`.
pub fn now() -> String {
    Timestamp::now().strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}
