//! What everything stands on: ids, progress with cancel, and how a failure is told.

pub mod id;
pub mod problem;
pub mod progress;

pub use problem::{Arg, Place, Problem, ToProblem};
pub use progress::{Cancelled, Progress};
