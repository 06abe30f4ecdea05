//! Layers as people name them, and the tables that hold them.

use serde::{Deserialize, Serialize};

/// A layer as the command line and the window name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Layer {
    /// Administrative units, ostan to abadi, by their `level`.
    Admin,
    /// Land uses inside estates.
    Landuse,
    /// Things that forbid or limit building near them.
    Constraints,
    /// Existing estates and approved zones.
    Estates,
    /// Plots of estates.
    Plots,
    /// The planner's drafts.
    Zones,
    /// Power, water, gas, roads: points, lines and areas by kind.
    Infra,
    /// Cities and villages as points.
    Places,
    /// What people have marked, with a reason.
    Marks,
    /// What fits no other layer.
    Other,
}

impl Layer {
    /// Every layer, in drawing order from the ground up.
    pub const ALL: [Layer; 10] = [
        Layer::Admin,
        Layer::Landuse,
        Layer::Constraints,
        Layer::Estates,
        Layer::Plots,
        Layer::Zones,
        Layer::Infra,
        Layer::Places,
        Layer::Marks,
        Layer::Other,
    ];

    /// The layer's name on the command line and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Layer::Admin => "admin",
            Layer::Landuse => "landuse",
            Layer::Constraints => "constraints",
            Layer::Estates => "estates",
            Layer::Plots => "plots",
            Layer::Zones => "zones",
            Layer::Infra => "infra",
            Layer::Places => "places",
            Layer::Marks => "marks",
            Layer::Other => "other",
        }
    }

    /// The layer of that name, if there is one.
    pub fn from_name(name: &str) -> Option<Layer> {
        Layer::ALL.into_iter().find(|layer| layer.name() == name)
    }

    /// The tables that hold this layer's features.
    pub fn tables(self) -> &'static [Table] {
        match self {
            Layer::Admin => &[Table::Admin],
            Layer::Landuse => &[Table::Landuse],
            Layer::Constraints => &[Table::Constraints],
            Layer::Estates => &[Table::Estates],
            Layer::Plots => &[Table::Plots],
            Layer::Zones => &[Table::Zones],
            Layer::Infra => &[Table::InfraPoint, Table::InfraLine, Table::InfraArea],
            Layer::Places => &[Table::Places],
            Layer::Marks => &[Table::Marks],
            Layer::Other => &[Table::Other],
        }
    }
}

/// One table of the project file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Table {
    /// Administrative units.
    Admin,
    /// Land uses.
    Landuse,
    /// Constraints.
    Constraints,
    /// Estates.
    Estates,
    /// Plots.
    Plots,
    /// Drafts.
    Zones,
    /// Point assets.
    InfraPoint,
    /// Line assets.
    InfraLine,
    /// Area assets.
    InfraArea,
    /// Places.
    Places,
    /// Marks.
    Marks,
    /// Everything else.
    Other,
}

/// The geometry type that a table is declared with (OGC names).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TableGeometry {
    /// POINT
    Point,
    /// MULTIPOINT, LINESTRING or MULTILINESTRING kept as lines: MULTILINESTRING
    MultiLineString,
    /// MULTIPOLYGON
    MultiPolygon,
    /// Any geometry.
    Any,
}

impl TableGeometry {
    /// The name GeoPackage declares it by.
    pub fn ogc_name(self) -> &'static str {
        match self {
            TableGeometry::Point => "POINT",
            TableGeometry::MultiLineString => "MULTILINESTRING",
            TableGeometry::MultiPolygon => "MULTIPOLYGON",
            TableGeometry::Any => "GEOMETRY",
        }
    }
}

impl Table {
    /// Every table, in the order in which they are written and listed.
    pub const ALL: [Table; 12] = [
        Table::Admin,
        Table::Landuse,
        Table::Constraints,
        Table::Estates,
        Table::Plots,
        Table::Zones,
        Table::InfraPoint,
        Table::InfraLine,
        Table::InfraArea,
        Table::Places,
        Table::Marks,
        Table::Other,
    ];

    /// Position in [`Table::ALL`], for arrays with one entry a table.
    pub fn position(self) -> usize {
        self as usize
    }

    /// The table's name in the file.
    pub fn name(self) -> &'static str {
        match self {
            Table::Admin => "admin",
            Table::Landuse => "landuse",
            Table::Constraints => "constraints",
            Table::Estates => "estates",
            Table::Plots => "plots",
            Table::Zones => "zones",
            Table::InfraPoint => "infra_point",
            Table::InfraLine => "infra_line",
            Table::InfraArea => "infra_area",
            Table::Places => "places",
            Table::Marks => "marks",
            Table::Other => "other",
        }
    }

    /// The table of that name, if there is one.
    pub fn from_name(name: &str) -> Option<Table> {
        Table::ALL.into_iter().find(|table| table.name() == name)
    }

    /// The layer this table belongs to.
    pub fn layer(self) -> Layer {
        match self {
            Table::Admin => Layer::Admin,
            Table::Landuse => Layer::Landuse,
            Table::Constraints => Layer::Constraints,
            Table::Estates => Layer::Estates,
            Table::Plots => Layer::Plots,
            Table::Zones => Layer::Zones,
            Table::InfraPoint | Table::InfraLine | Table::InfraArea => Layer::Infra,
            Table::Places => Layer::Places,
            Table::Marks => Layer::Marks,
            Table::Other => Layer::Other,
        }
    }

    /// The geometry type the table is declared with.
    pub fn geometry(self) -> TableGeometry {
        match self {
            Table::Admin
            | Table::Landuse
            | Table::Estates
            | Table::Plots
            | Table::Zones
            | Table::InfraArea => TableGeometry::MultiPolygon,
            Table::InfraPoint | Table::Places => TableGeometry::Point,
            Table::InfraLine => TableGeometry::MultiLineString,
            Table::Constraints | Table::Marks | Table::Other => TableGeometry::Any,
        }
    }
}
