//! Identifiers that stay the same on every laptop.

use uuid::Uuid;

/// Bytes of a UUID as text.
pub const UUID_TEXT_BYTES: usize = uuid::fmt::Hyphenated::LENGTH;

/// A new UUIDv7: unique without a server, sorted by the time it was made.
pub fn new_uuid() -> Uuid {
    Uuid::now_v7()
}

/// UUIDv7s for a bulk load: one draw from the system's random numbers serves
/// four thousand million of them, in ascending order (RFC 9562 §6.2, a counter
/// in the lowest bits). A system call for each costs more than writing a row.
#[derive(Debug, Default)]
pub struct UuidSeries {
    drawn: Option<Uuid>,
    used: u32,
}

impl UuidSeries {
    /// The next one: above all before it, and never one of [`new_uuid`]'s.
    pub fn next_uuid(&mut self) -> Uuid {
        let drawn = *self.drawn.get_or_insert_with(Uuid::now_v7);
        let mut bytes = drawn.into_bytes();
        if let Some(low) = bytes.last_chunk_mut::<4>() {
            *low = self.used.to_be_bytes();
        }
        self.used = self.used.wrapping_add(1);
        if self.used == 0 {
            self.drawn = None;
        }
        Uuid::from_bytes(bytes)
    }

    /// The next one as its lower-case text, written into `room`.
    pub fn next_text<'r>(&mut self, room: &'r mut [u8; UUID_TEXT_BYTES]) -> &'r str {
        self.next_uuid().hyphenated().encode_lower(room)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_series_ascends_and_keeps_version_and_variant() {
        let (mut one, mut other) = (UuidSeries::default(), UuidSeries::default());
        let mut all: Vec<Uuid> = (0..1000).map(|_| one.next_uuid()).collect();
        assert!(all.is_sorted());
        assert!(
            all.iter()
                .all(|uuid| uuid.get_version_num() == 7 && uuid.get_variant() == uuid::Variant::RFC4122)
        );
        // Series drawn in the same millisecond do not meet.
        all.extend((0..1000).map(|_| other.next_uuid()));
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 2000);
    }
}
