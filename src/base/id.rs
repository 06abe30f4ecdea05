//! Identifiers that stay the same on every laptop.

use uuid::Uuid;

/// A new UUIDv7: unique without a server, sorted by the time it was made.
pub fn new_uuid() -> Uuid {
    Uuid::now_v7()
}
