//! What holds for all features of a source, decided before the first is read.

use super::guess::Guess;
use super::item::Landing;
use super::mapping::{FieldMap, Mapper};
use super::placing::Swap;
use crate::geometry::CrsId;
use crate::model::{Layer, Table, Value};

/// Decisions for a whole source; the same for every thread, so that the result
/// does not depend on their number.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The layer and why.
    pub guess: Guess,
    /// Whether the layer was guessed: what it does not take goes to `other` then.
    pub is_guessed: bool,
    /// The system its coordinates are in.
    pub reference: CrsId,
    /// What to do about swapped coordinates.
    pub swap: Swap,
    /// Features with which it is told that the source lies far outside Iran: the first
    /// of each layer, by their position.
    pub far: Vec<(u64, Landing)>,
    /// Columns of the layer.
    pub main: Route,
    /// Columns of layer `other`.
    pub other: Route,
}

/// How the properties reach the columns of one layer.
#[derive(Debug, Clone)]
pub struct Route {
    /// The layer.
    pub layer: Layer,
    /// Its map, for the summary.
    pub map: FieldMap,
    /// The same, ready for use.
    pub mapper: Mapper,
    /// Values for columns that stay empty.
    pub set: Vec<(usize, Value)>,
}

impl Route {
    /// The route to `layer`, with the words that the guess fills in.
    ///
    /// # Errors
    /// The column that a person mapped to and that the layer does not have.
    pub fn new(layer: Layer, overrides: &[(String, String)], guess: &Guess) -> Result<Route, String> {
        let map = FieldMap::new(layer, overrides)?;
        let mapper = Mapper::new(&map);
        let table = layer.tables().first().copied().unwrap_or(Table::Other);
        let set = if layer == guess.layer {
            let position = |column: &String| table.column_position(column);
            let word = |word: &String| Value::Text(word.clone());
            guess.set.iter().filter_map(|(column, text)| Some((position(column)?, word(text)))).collect()
        } else {
            Vec::new()
        };
        Ok(Route { layer, map, mapper, set })
    }
}
