//! Shapes on the ellipsoid: measure, distance, validity, reference systems, index.

pub mod shape;
