//! Answers over plain values: proximity, zone rules, occupancy. Knows neither database nor window.
