//! `shahrak mark`

use super::Done;
use super::face::{Face, Failure, change_untold};
use crate::analysis::zone_check::Subject;
use crate::app::{marking, project};
use crate::base::{Arg, Problem};
use crate::model::reference;
use crate::model::schema::MARK_KINDS;
use crate::store::{Access, Actor, Event, HistoryFilter, Store};
use serde::Serialize;
use std::path::PathBuf;

/// Mark a region with a reason, or clear its marks.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: shahrak mark province.gpkg --area 1001010001 --kind under_served --reason \"no vacant plots within 40 km\""
)]
pub(super) struct Mark {
    /// The project.
    project: PathBuf,
    /// The region.
    #[arg(long, value_name = "CODE")]
    area: String,
    /// Kind of mark: under_served, deprived, less_favoured, border, note.
    #[arg(long, required_unless_present = "clear", requires = "reason")]
    kind: Option<String>,
    /// Why.
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// Clear the marks of the region; with --kind only those.
    #[arg(long, conflicts_with = "reason")]
    clear: bool,
}

#[derive(Serialize)]
struct MarkJson {
    event: Option<Event>,
}

impl Mark {
    pub(super) fn run(&self, face: &Face) -> Result<Done, Failure> {
        if self.kind.as_deref().is_some_and(|kind| kind.trim().is_empty()) {
            let kinds = MARK_KINDS.iter().map(|kind| (*kind).to_owned()).collect::<Vec<_>>();
            return Err(Failure::Usage(Problem::new("cli-no-kind").with("kinds", kinds)));
        }
        let mut store = Store::open(&self.project, Access::Write)?;
        let snapshot = face.work(|progress| Ok(project::load(&store, progress)?))?;
        let id = marking::region_named(&snapshot, &self.area)?;
        let Some(area) = snapshot.row(id) else {
            return Err(reference::ReferenceError::NotFound(self.area.clone()).into());
        };
        let subject = Subject::of(&area);
        let name = subject.name(face.language());
        let called = face.thing(area.text("level"), name, Some(&subject.reference));
        let actor = Actor::this_user();
        let change = if self.clear {
            marking::clear(&snapshot, &area, self.kind.as_deref())?
        } else {
            let kind = self.kind.as_deref().unwrap_or_default();
            let reason = self.reason.as_deref().unwrap_or_default();
            marking::mark(&snapshot, &area, kind, reason, &actor.name, &marking::today_iso())?
        };
        let applied = store.apply(&change, &actor)?;
        let filter = HistoryFilter { batch: Some(applied.batch), ..HistoryFilter::default() };
        let event = store.history(&filter)?.into_iter().rfind(|event| event.entity_uuid.is_some());
        store.close()?;
        let id = if self.clear { "cli-mark-cleared" } else { "cli-marked" };
        face.answer_of_deed(change_untold(), &MarkJson { event }, |face| {
            face.line(id, &[("area", Arg::Text(called))])
        })?;
        Ok(Done::Clean)
    }
}
