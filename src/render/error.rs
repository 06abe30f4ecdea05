//! What can go wrong when drawing.

use crate::base::{Problem, ToProblem};

/// A failure to draw.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// Neither a graphics card nor a software adapter answers.
    #[error("no graphics adapter: {0}")]
    NoAdapter(String),
    /// The adapter stopped while drawing.
    #[error("the graphics device was lost: {0}")]
    DeviceLost(String),
    /// The picture is larger than the adapter can draw.
    #[error("{width}×{height} pixels are more than the {most} that the adapter can draw")]
    TooLarge {
        /// Width asked for, pixels.
        width: u32,
        /// Height asked for, pixels.
        height: u32,
        /// The most pixels a side can have.
        most: u32,
    },
    /// The tiles did not come to rest.
    #[error("the map was not complete after {0} frames")]
    NotSettled(u32),
}

impl ToProblem for RenderError {
    fn to_problem(&self) -> Problem {
        match self {
            RenderError::NoAdapter(technical) => Problem::new("render-no-adapter").because(technical),
            RenderError::DeviceLost(technical) => Problem::new("render-device-lost").because(technical),
            RenderError::TooLarge { width, height, most } => Problem::new("render-too-large")
                .with("width", u64::from(*width))
                .with("height", u64::from(*height))
                .with("most", u64::from(*most)),
            RenderError::NotSettled(frames) => {
                Problem::new("render-not-settled").because(format!("{frames} frames"))
            }
        }
    }
}
