//! Sample projects from sample-maps and the seeded generator.
