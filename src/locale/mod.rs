//! Language: digits, Jalali dates, text direction, messages. No egui here.

pub mod bidi;
pub mod borders;
pub mod digits;
pub mod direction;
pub mod foreign;
pub mod jalali;
pub mod measures;
pub mod messages;
pub mod month;
pub mod normalise;
pub mod numbers;
pub mod things;
pub mod tokens;

pub use direction::Direction;
pub use messages::{Catalogue, Explained, Language};
