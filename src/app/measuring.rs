//! Measures of every feature of a file, as drawn.

use super::error::AppError;
use crate::base::{Problem, Progress, ToProblem};
use crate::exchange::read_drawn;
use crate::geometry::measure::{Measures, measure};
use crate::geometry::validity::{Measurable, check_raw, measurable};
use crate::model::Layer;
use std::path::Path;

/// One feature with its measures.
#[derive(Debug, Clone, PartialEq)]
pub struct MeasuredFeature {
    /// Position in the file, from 0.
    pub index: u64,
    /// The Feature's `id` as JSON text.
    pub id: Option<String>,
    /// Its measures; zero without geometry.
    pub measures: Measures,
    /// Which of them mean something.
    pub measurable: Measurable,
    /// What is wrong with it: stable word and sentence.
    pub problems: Vec<(String, Problem)>,
    invalid: bool,
}

impl MeasuredFeature {
    /// Whether the geometry is valid; untidiness such as a repeated vertex is allowed.
    pub fn is_valid(&self) -> bool {
        !self.invalid
    }
}

/// Measures every feature of a GeoJSON file as drawn, never repaired.
///
/// # Errors
/// A file that is not readable as GeoJSON, an unknown reference system, a cancel.
pub fn measure_file(
    file: &Path,
    crs: Option<&str>,
    progress: &Progress,
) -> Result<Vec<MeasuredFeature>, AppError> {
    let drawn = read_drawn(file, Layer::Other, crs, progress)?;
    progress.check()?;
    Ok(drawn
        .into_iter()
        .map(|feature| {
            let (index, id) = (feature.index, feature.id);
            match feature.geometry {
                Ok(None) => {
                    let problem = Problem::new("measure-no-geometry").with("index", index);
                    MeasuredFeature {
                        index,
                        id,
                        measures: Measures::default(),
                        measurable: Measurable { area: true, lengths: true },
                        problems: vec![("no_geometry".to_owned(), problem)],
                        invalid: false,
                    }
                }
                Ok(Some(raw)) => {
                    let found = check_raw(&raw);
                    let measurable = measurable(&found);
                    MeasuredFeature {
                        index,
                        id,
                        measures: if measurable.lengths {
                            measure(&raw.as_drawn().geometry)
                        } else {
                            Measures::default()
                        },
                        measurable,
                        invalid: found.iter().any(|problem| problem.code.is_invalid()),
                        problems: found
                            .iter()
                            .map(|problem| (problem.code.word().to_owned(), problem.to_problem()))
                            .collect(),
                    }
                }
                Err(word) => {
                    let problem =
                        Problem::new("measure-not-a-geometry").with("index", index).with("word", word);
                    MeasuredFeature {
                        index,
                        id,
                        measures: Measures::default(),
                        measurable: Measurable { area: false, lengths: false },
                        problems: vec![(word.to_owned(), problem)],
                        invalid: true,
                    }
                }
            }
        })
        .collect())
}
