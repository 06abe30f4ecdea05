//! What can go wrong while a sample is made.

use crate::base::{Cancelled, Problem, ToProblem};

/// A sample could not be made.
#[derive(Debug, thiserror::Error)]
pub enum SampleError {
    /// The person stopped it.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
    /// There is no preset of that name.
    #[error("no sample preset is called {0:?}")]
    UnknownPreset(String),
    /// A file of sample-maps or assets/sample, built into the program, is damaged.
    #[error("built-in sample file {file}: {reason}")]
    Data {
        /// Its name.
        file: &'static str,
        /// What is wrong with it.
        reason: String,
    },
    /// The cells do not fit together, so no border could be drawn.
    #[error("the generated cells do not fit together: {0}")]
    Cells(String),
    /// Writing the plots failed.
    #[error("writing the generated plots: {0}")]
    Write(#[from] std::io::Error),
}

impl ToProblem for SampleError {
    fn to_problem(&self) -> Problem {
        match self {
            SampleError::Cancelled(_) => Problem::new("sample-cancelled"),
            SampleError::UnknownPreset(name) => {
                Problem::new("sample-unknown-preset").with("name", name.as_str())
            }
            SampleError::Data { file, reason } => {
                Problem::new("sample-data").with("file", *file).because(reason)
            }
            SampleError::Cells(reason) => Problem::new("sample-cells").because(reason),
            SampleError::Write(error) => Problem::new("sample-write").because(error),
        }
    }
}
