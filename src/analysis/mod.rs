//! Answers over plain values: proximity, zone rules, occupancy. Knows neither
//! database nor window.

pub mod index;
pub mod occupancy;
pub mod proximity;
pub mod topology;
pub mod zone_check;
