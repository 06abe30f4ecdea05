//! A run of pieces of a source, with their text.

use super::error::ReadError;
use super::position::TextPlace;
use std::ops::Range;

/// What a piece of text is by its position in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FrameKind {
    /// An element of a FeatureCollection's `features`.
    Element,
    /// A whole text of its own: a Feature, a geometry, or something else.
    Root,
}

/// One piece of a [`Batch`].
#[derive(Debug, Clone)]
pub struct Frame {
    /// Its bytes in the batch.
    pub range: Range<usize>,
    /// What it is by its position.
    pub kind: FrameKind,
}

/// A run of pieces with their bytes.
#[derive(Debug)]
pub struct Batch {
    /// The text that the frames point into.
    pub bytes: Vec<u8>,
    /// The pieces, in the order of the file.
    pub frames: Vec<Frame>,
    /// Number of the first piece in the file, from 0.
    pub first_index: u64,
    /// Where `bytes` begins in the file.
    pub place: TextPlace,
    /// What ended the reading behind the last frame, if something did.
    pub fault: Option<ReadError>,
}

impl Batch {
    /// The text of a frame.
    pub fn text(&self, frame: &Frame) -> &[u8] {
        self.bytes.get(frame.range.clone()).unwrap_or_default()
    }

    /// Where in the file the byte at `offset` of this batch stands.
    pub fn place_of(&self, offset: usize) -> TextPlace {
        self.place.after(self.bytes.get(..offset).unwrap_or(&self.bytes))
    }
}
