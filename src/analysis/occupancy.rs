//! Plots of an estate by status, by count and by area (domain reference §3.4).

use crate::model::schema::SALEABLE_USES;
use crate::model::{Layer, PlotStatus, RowRef, Snapshot};
use std::collections::BTreeMap;

/// Count and area of some plots.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Tally {
    /// Number of plots.
    pub count: usize,
    /// Their geodesic area.
    pub area_m2: f64,
}

impl Tally {
    fn add(&mut self, area_m2: f64) {
        self.count += 1;
        self.area_m2 += area_m2;
    }
}

/// The plots of one estate.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PlotCounts {
    /// All plots by status, in the order of the life cycle; absent = none.
    pub by_status: BTreeMap<PlotStatus, Tally>,
    /// Plots whose status is not known.
    pub unknown: Tally,
    /// Plots that can be sold: industrial, workshop or warehouse, neither planned nor retired.
    pub saleable: Tally,
}

impl PlotCounts {
    /// Every plot, whatever its status.
    pub fn total(&self) -> Tally {
        let mut total = self.unknown;
        for tally in self.by_status.values() {
            total.count += tally.count;
            total.area_m2 += tally.area_m2;
        }
        total
    }
}

fn is_saleable(row: &RowRef<'_>, status: PlotStatus) -> bool {
    let sold_use = row.text("land_use").is_some_and(|land_use| SALEABLE_USES.contains(&land_use));
    sold_use && !matches!(status, PlotStatus::Planned | PlotStatus::Retired)
}

/// Counts the plots of an estate by status.
pub fn plots_by_status(snapshot: &Snapshot, estate_code: &str) -> PlotCounts {
    let mut counts = PlotCounts::default();
    for row in snapshot.layer(Layer::Plots).filter(|row| row.text("estate_code") == Some(estate_code)) {
        let area_m2 = row.number("area_m2").unwrap_or(0.0);
        match row.text("status").and_then(PlotStatus::from_name) {
            Some(status) => {
                counts.by_status.entry(status).or_default().add(area_m2);
                if is_saleable(&row, status) {
                    counts.saleable.add(area_m2);
                }
            }
            None => counts.unknown.add(area_m2),
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{StoredRow, Table, TableBuilder, Value};

    /// The plots of the worked example [T2].
    const T2: &[(&str, &str, f64, &str)] = &[
        ("P01", "industrial", 2000.0, "operating"),
        ("P02", "industrial", 2000.0, "operating"),
        ("P03", "industrial", 3500.0, "stagnant"),
        ("P04", "industrial", 1500.0, "under_construction"),
        ("P05", "industrial", 5000.0, "assigned"),
        ("P06", "industrial", 1000.0, "vacant"),
        ("P07", "industrial", 1000.0, "offered"),
        ("P08", "industrial", 2500.0, "built"),
        ("P09", "industrial", 4000.0, "assigned"),
        ("P10", "industrial", 1500.0, "planned"),
        ("P11", "services", 1200.0, ""),
        ("P12", "green", 3000.0, ""),
    ];

    fn plot(fid: usize, (code, land_use, area_m2, status): (&str, &str, f64, &str)) -> StoredRow {
        let mut values = vec![Value::Null; Table::Plots.columns().len()];
        let mut set = |name: &str, value: Value| {
            if let Some(at) = Table::Plots.column_position(name) {
                values[at] = value;
            }
        };
        set("code", code.into());
        set("estate_code", "E1".into());
        set("land_use", land_use.into());
        set("area_m2", area_m2.into());
        if !status.is_empty() {
            set("status", status.into());
        }
        StoredRow { fid: fid as i64, uuid: uuid::Uuid::from_u128(fid as u128), geometry: None, values }
    }

    #[test]
    fn worked_example_t2() {
        let mut builder = TableBuilder::new(Table::Plots);
        T2.iter().enumerate().for_each(|(at, row)| builder.push(plot(at + 1, *row)));
        let snapshot = Snapshot::new(1, vec![builder.finish()]);
        let counts = plots_by_status(&snapshot, "E1");
        assert_eq!(counts.saleable, Tally { count: 9, area_m2: 22_500.0 });
        assert_eq!(counts.by_status[&PlotStatus::Assigned], Tally { count: 2, area_m2: 9_000.0 });
        assert_eq!(counts.by_status[&PlotStatus::Operating], Tally { count: 2, area_m2: 4_000.0 });
        assert_eq!(counts.unknown.count, 2);
        assert_eq!(counts.total().count, 12);
        assert_eq!(plots_by_status(&snapshot, "E2"), PlotCounts::default());
    }
}
