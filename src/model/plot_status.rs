//! The life cycle of a plot (domain reference §3.2).

use serde::{Deserialize, Serialize};

/// The state of a plot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlotStatus {
    /// In an approved layout, not yet serviced.
    Planned,
    /// Serviced and free.
    Vacant,
    /// Put on offer or auction.
    Offered,
    /// An applicant is chosen, provisionally.
    Reserved,
    /// A contract is signed.
    Assigned,
    /// Building permit and works seen.
    UnderConstruction,
    /// Completion certificate.
    Built,
    /// Operating licence.
    Operating,
    /// Licensed but not producing.
    Stagnant,
    /// A land case is open.
    UnderReview,
    /// The contract was ended.
    Revoked,
    /// Split, merged or re-planned.
    Retired,
}

impl PlotStatus {
    /// Every status, in the order of the life cycle.
    pub const ALL: [PlotStatus; 12] = [
        PlotStatus::Planned,
        PlotStatus::Vacant,
        PlotStatus::Offered,
        PlotStatus::Reserved,
        PlotStatus::Assigned,
        PlotStatus::UnderConstruction,
        PlotStatus::Built,
        PlotStatus::Operating,
        PlotStatus::Stagnant,
        PlotStatus::UnderReview,
        PlotStatus::Revoked,
        PlotStatus::Retired,
    ];

    /// The words stored in files, in the order of [`PlotStatus::ALL`].
    pub const NAMES: &'static [&'static str] = &[
        "planned",
        "vacant",
        "offered",
        "reserved",
        "assigned",
        "under_construction",
        "built",
        "operating",
        "stagnant",
        "under_review",
        "revoked",
        "retired",
    ];

    /// The word stored in files.
    pub fn name(self) -> &'static str {
        match self {
            PlotStatus::Planned => "planned",
            PlotStatus::Vacant => "vacant",
            PlotStatus::Offered => "offered",
            PlotStatus::Reserved => "reserved",
            PlotStatus::Assigned => "assigned",
            PlotStatus::UnderConstruction => "under_construction",
            PlotStatus::Built => "built",
            PlotStatus::Operating => "operating",
            PlotStatus::Stagnant => "stagnant",
            PlotStatus::UnderReview => "under_review",
            PlotStatus::Revoked => "revoked",
            PlotStatus::Retired => "retired",
        }
    }

    /// The status of that word, if there is one.
    pub fn from_name(name: &str) -> Option<PlotStatus> {
        PlotStatus::ALL.into_iter().find(|status| status.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_states_agree() {
        for (status, name) in PlotStatus::ALL.into_iter().zip(PlotStatus::NAMES) {
            assert_eq!(status.name(), *name);
            assert_eq!(PlotStatus::from_name(name), Some(status));
        }
        assert_eq!(PlotStatus::from_name("sold"), None);
    }
}
