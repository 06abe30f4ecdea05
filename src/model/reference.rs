//! How features are named on the command line and in answers: a plot as
//! `ESTATE/PLOT`, any feature as `layer:CODE` or by UUID, a bare code where it
//! is unique.

use super::chunk::RowRef;
use super::edit::RowId;
use super::layer::Layer;
use super::snapshot::Snapshot;
use crate::base::{Problem, ToProblem};
use uuid::Uuid;

/// The name of a feature in answers: its code (plots with their estate), else its UUID.
pub fn name_of(row: &RowRef<'_>) -> String {
    match (row.code(), row.text("estate_code")) {
        (Some(code), Some(estate)) if row.table().layer() == Layer::Plots => format!("{estate}/{code}"),
        (Some(code), _) => code.to_owned(),
        (None, _) => row.uuid().to_string(),
    }
}

/// A name that does not lead to one feature.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReferenceError {
    /// Nothing has that name.
    #[error("nothing is called {0}")]
    NotFound(String),
    /// Several features have it.
    #[error("{name} may be {}", candidates.join(", "))]
    Ambiguous {
        /// The name asked for.
        name: String,
        /// Names that tell them apart.
        candidates: Vec<String>,
    },
}

impl ToProblem for ReferenceError {
    fn to_problem(&self) -> Problem {
        match self {
            ReferenceError::NotFound(name) => Problem::new("reference-not-found").with("name", name.as_str()),
            ReferenceError::Ambiguous { name, candidates } => Problem::new("reference-ambiguous")
                .with("name", name.as_str())
                .with("candidates", candidates.clone()),
        }
    }
}

/// The one feature that `name` leads to, among `layers`.
///
/// # Errors
/// [`ReferenceError`] where there is none, or more than one.
pub fn resolve(snapshot: &Snapshot, name: &str, layers: &[Layer]) -> Result<RowId, ReferenceError> {
    if let Ok(uuid) = Uuid::parse_str(name) {
        let row = layers.iter().flat_map(|layer| snapshot.layer(*layer)).find(|row| row.uuid() == uuid);
        return row.map(|row| row.id()).ok_or_else(|| ReferenceError::NotFound(name.to_owned()));
    }
    let (layers, code) = match name.split_once(':') {
        Some((layer, code)) if Layer::from_name(layer).is_some_and(|layer| layers.contains(&layer)) => {
            (Layer::from_name(layer).into_iter().collect::<Vec<_>>(), code)
        }
        _ => (layers.to_vec(), name),
    };
    let found: Vec<RowRef<'_>> = layers
        .iter()
        .flat_map(|layer| snapshot.layer(*layer))
        .filter(|row| row.code() == Some(code) || is_plot_of(row, code))
        .collect();
    match found.as_slice() {
        [] => Err(ReferenceError::NotFound(name.to_owned())),
        [row] => Ok(row.id()),
        several => Err(ReferenceError::Ambiguous {
            name: name.to_owned(),
            candidates: several
                .iter()
                .map(|row| format!("{}:{} ({})", row.table().layer().name(), name_of(row), row.uuid()))
                .collect(),
        }),
    }
}

/// Whether `name` is `ESTATE/PLOT` of that row; both parts may hold a slash.
fn is_plot_of(row: &RowRef<'_>, name: &str) -> bool {
    if row.table().layer() != Layer::Plots || !name.contains('/') {
        return false;
    }
    let (Some(estate), Some(code)) = (row.text("estate_code"), row.code()) else { return false };
    name.strip_prefix(estate).and_then(|rest| rest.strip_prefix('/')) == Some(code)
}
