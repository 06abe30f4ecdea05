//! The columns of every table (domain reference §3.1). The store adds its own
//! bookkeeping columns; these are the ones that mean something to people.

use super::column::Column;
use super::infra::CONSTRAINT_KINDS;
use super::layer::{Layer, Table};
use super::plot_status::PlotStatus;

/// How sure we are of a feature: shown on the map, printed in reports.
pub const PROVENANCE: &[&str] = &["official", "published", "approximate", "invented"];

/// Levels of administrative division, from the province down.
pub const ADMIN_LEVELS: &[&str] = &["ostan", "shahrestan", "bakhsh", "dehestan", "abadi"];

/// Legal deprivation labels.
pub const DEPRIVED: &[&str] = &["none", "less_favoured", "deprived"];

/// Kinds of estates and zones.
pub const ESTATE_KINDS: &[&str] =
    &["estate", "rural_zone", "zone", "special_economic_zone", "technology_estate"];

/// Land uses inside an estate.
pub const LAND_USES: &[&str] = &[
    "industrial",
    "workshop_complex",
    "warehouse",
    "services",
    "utilities",
    "green",
    "road",
    "parking",
    "reserve",
];

/// Land uses whose plots can be sold (domain §3.2, "saleable").
pub const SALEABLE_USES: &[&str] = &["industrial", "workshop_complex", "warehouse"];

/// The eleven statutory industry families and `other`.
pub const ACTIVITY_ZONES: &[&str] = &[
    "food",
    "textile",
    "wood_cellulose",
    "leather",
    "chemical",
    "pharma",
    "non_metal_mineral",
    "metal",
    "machinery",
    "electric_electronic",
    "agro",
    "other",
];

/// Kinds of marks that a person can set on a region.
pub const MARK_KINDS: &[&str] = &["under_served", "deprived", "less_favoured", "border", "note"];

const ESTATE_STATUS: &[&str] =
    &["proposed", "studied", "approved", "under_construction", "operating", "suspended", "withdrawn"];
const OWNERSHIP: &[&str] = &["governmental", "non_governmental"];

const ADMIN: &[Column] = &[
    Column::text("code"),
    Column::word("level", ADMIN_LEVELS),
    Column::text("name_fa"),
    Column::text("name_en"),
    Column::text("parent_code"),
    Column::real("centre_lon", "degree"),
    Column::real("centre_lat", "degree"),
    Column::integer("population", "person"),
    Column::integer("households", "household"),
    Column::integer("census_year", "year"),
    Column::word("deprived", DEPRIVED),
    Column::text("deprived_source"),
    Column::boolean("border"),
    Column::integer("industrial_jobs", "job"),
    Column::real("area_m2", "m2"),
    Column::word("provenance", PROVENANCE),
    Column::text("source"),
];

const ESTATES: &[Column] = &[
    Column::text("code"),
    Column::text("name_fa"),
    Column::text("name_en"),
    Column::word("kind", ESTATE_KINDS),
    Column::boolean("specialised"),
    Column::word("industry_family", ACTIVITY_ZONES),
    Column::word("ownership", OWNERSHIP),
    Column::word("status", ESTATE_STATUS),
    Column::date("approval_date"),
    Column::date("operation_date"),
    Column::text("dehestan_code"),
    Column::real("gross_area_m2", "m2"),
    Column::real("declared_area_m2", "m2"),
    Column::text("service_company"),
    Column::boolean("has_power"),
    Column::boolean("has_water"),
    Column::boolean("has_gas"),
    Column::boolean("has_wastewater_plant"),
    Column::boolean("has_telecom"),
    Column::real("water_quota_m3d", "m3/d"),
    Column::real("power_quota_kw", "kW"),
    Column::text("pollution_class_max"),
    Column::word("provenance", PROVENANCE),
    Column::text("source"),
];

const PLOTS: &[Column] = &[
    Column::text("code"),
    Column::text("estate_code"),
    Column::text("block_code"),
    Column::real("area_m2", "m2"),
    Column::real("registered_area_m2", "m2"),
    Column::word("land_use", LAND_USES),
    Column::word("activity_zone", ACTIVITY_ZONES),
    Column::real("frontage_m", "m"),
    Column::real("depth_m", "m"),
    Column::word("status", PlotStatus::NAMES),
    Column::word("previous_status", PlotStatus::NAMES),
    Column::date("status_since"),
    Column::text("legal_flags"),
    Column::integer("price_per_m2", "rial"),
    Column::text("parent_ids"),
    Column::word("provenance", PROVENANCE),
    Column::text("source"),
];

const LANDUSE: &[Column] = &[
    Column::text("code"),
    Column::text("estate_code"),
    Column::word("use", LAND_USES),
    Column::text("name_fa"),
    Column::text("name_en"),
    Column::real("area_m2", "m2"),
    Column::word("provenance", PROVENANCE),
    Column::text("source"),
];

const INFRA: &[Column] = &[
    Column::text("code"),
    Column::text("kind"),
    Column::text("name_fa"),
    Column::text("name_en"),
    Column::real("voltage_kv", "kV"),
    Column::text("voltages_kv"),
    Column::text("class"),
    Column::real("diameter_mm", "mm"),
    Column::integer("unit_count", ""),
    Column::real("capacity", ""),
    Column::text("capacity_unit"),
    Column::real("peak_load", ""),
    Column::real("committed", ""),
    Column::integer("year", "year"),
    Column::text("owner"),
    Column::word("provenance", PROVENANCE),
    Column::text("source"),
];

const PLACES: &[Column] = &[
    Column::text("code"),
    Column::text("name_fa"),
    Column::text("name_en"),
    Column::text("kind"),
    Column::text("admin_code"),
    Column::integer("population", "person"),
    Column::integer("households", "household"),
    Column::word("provenance", PROVENANCE),
    Column::text("source"),
];

const CONSTRAINTS: &[Column] = &[
    Column::text("code"),
    Column::word("kind", CONSTRAINT_KINDS),
    Column::text("name_fa"),
    Column::text("name_en"),
    Column::real("setback_m", "m"),
    Column::word("provenance", PROVENANCE),
    Column::text("source"),
];

const MARKS: &[Column] = &[
    Column::text("code"),
    Column::text("admin_code"),
    Column::word("kind", MARK_KINDS),
    Column::text("reason"),
    Column::text("decree"),
    Column::text("author"),
    Column::date("marked_on"),
];

const OTHER: &[Column] = &[
    Column::text("code"),
    Column::text("kind"),
    Column::text("name_fa"),
    Column::text("name_en"),
    Column::word("provenance", PROVENANCE),
    Column::text("source"),
];

impl Table {
    /// The meaningful columns, in the order they are stored and shown.
    /// `code` is always the first.
    pub fn columns(self) -> &'static [Column] {
        match self {
            Table::Admin => ADMIN,
            Table::Landuse => LANDUSE,
            Table::Constraints => CONSTRAINTS,
            Table::Estates | Table::Zones => ESTATES,
            Table::Plots => PLOTS,
            Table::InfraPoint | Table::InfraLine | Table::InfraArea => INFRA,
            Table::Places => PLACES,
            Table::Marks => MARKS,
            Table::Other => OTHER,
        }
    }

    /// Position of the column of that name.
    pub fn column_position(self, name: &str) -> Option<usize> {
        self.columns().iter().position(|column| column.name == name)
    }

    /// The column that keeps the geodesic area we compute, if the table has one.
    pub fn area_column(self) -> Option<&'static str> {
        match self {
            Table::Admin | Table::Plots | Table::Landuse => Some("area_m2"),
            Table::Estates | Table::Zones => Some("gross_area_m2"),
            _ => None,
        }
    }

    /// The column that a code is unique within: plots within their estate,
    /// everything else within its layer.
    pub fn code_scope(self) -> Option<&'static str> {
        (self == Table::Plots).then_some("estate_code")
    }
}

impl Layer {
    /// The columns of the layer (its tables share them).
    pub fn columns(self) -> &'static [Column] {
        match self.tables().first() {
            Some(table) => table.columns(),
            None => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_comes_first_and_names_are_unique() {
        for table in Table::ALL {
            let columns = table.columns();
            assert_eq!(columns[0].name, "code", "{}", table.name());
            let mut names: Vec<_> = columns.iter().map(|column| column.name).collect();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), columns.len(), "{}", table.name());
        }
    }

    #[test]
    fn every_table_belongs_to_a_layer_that_lists_it() {
        for (position, table) in Table::ALL.into_iter().enumerate() {
            assert!(table.layer().tables().contains(&table));
            assert_eq!(table.position(), position);
            assert_eq!(Table::from_name(table.name()), Some(table));
        }
    }
}
