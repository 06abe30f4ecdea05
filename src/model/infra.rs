//! Kinds of assets, their families, and kinds of constraints.

/// Known kinds of `infra`; an unknown kind is kept as it was written.
pub const INFRA_KINDS: &[&str] = &[
    "substation",
    "power_line",
    "power_plant",
    "well",
    "spring",
    "water_main",
    "reservoir",
    "dam",
    "river",
    "treatment_plant",
    "gas_station",
    "gas_main",
    "road",
    "rail",
    "telecom",
    "other",
];

/// Families that may be asked for in place of their kinds.
pub const INFRA_FAMILIES: &[(&str, &[&str])] = &[
    ("power", &["substation", "power_line", "power_plant"]),
    ("water", &["well", "spring", "water_main", "reservoir", "dam", "river", "treatment_plant"]),
    ("gas", &["gas_station", "gas_main"]),
    ("road", &["road"]),
];

/// Kinds of constraints that the set-back presets know (domain §4.4).
pub const CONSTRAINT_KINDS: &[&str] = &[
    "settlement",
    "school_clinic",
    "military",
    "motorway",
    "main_road",
    "railway",
    "national_park",
    "wetland_lake",
    "wildlife_refuge",
    "protected_area",
    "forest",
    "permanent_river",
    "seasonal_channel",
    "drinking_intake",
    "qanat",
    "spring",
    "drinking_well",
    "well",
    "irrigated_farmland",
    "dry_farmland",
    "fault",
    "flood_area",
    "heritage",
    "airport",
    "landfill",
    "gas_transmission",
    "power_line",
    "salt_flat",
    "other",
];

/// Whether an asset of `asset_kind` answers to the asked `name`, a kind or a
/// family. A family also takes every asset whose kind is the family's own name.
pub fn answers_to(asset_kind: &str, name: &str) -> bool {
    asset_kind == name
        || INFRA_FAMILIES.iter().any(|(family, kinds)| *family == name && kinds.contains(&asset_kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn families_take_their_kinds_and_their_own_name() {
        assert!(answers_to("substation", "power"));
        assert!(answers_to("power", "power"));
        assert!(answers_to("road", "road"));
        assert!(!answers_to("rail", "road"));
        assert!(!answers_to("power", "substation"));
        assert!(answers_to("pumping_station", "pumping_station"));
    }
}
