//! `shahrak history`

use super::Done;
use super::face::{Face, Failure};
use crate::app::project;
use crate::base::{Arg, Progress};
use crate::locale::jalali::Day;
use crate::model::{Layer, reference};
use crate::store::{Event, HistoryFilter, Store};
use serde::Serialize;
use std::path::PathBuf;

/// The event log of a project, oldest first.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: shahrak history province.gpkg --of zones:Z-1")]
pub(super) struct History {
    /// The project.
    project: PathBuf,
    /// Only what happened to this feature.
    #[arg(long, value_name = "CODE")]
    of: Option<String>,
}

#[derive(Serialize)]
struct HistoryJson {
    events: Vec<Event>,
}

impl History {
    pub(super) fn run(&self, face: &Face) -> Result<Done, Failure> {
        let store = Store::open_read(&self.project)?;
        let mut filter = HistoryFilter::default();
        if let Some(name) = &self.of {
            filter.entity = Some(match uuid::Uuid::parse_str(name) {
                // A feature that is gone has a history all the same.
                Ok(uuid) => uuid,
                Err(_) => {
                    let snapshot = project::load(&store, &Progress::new())?;
                    let id = reference::resolve(&snapshot, name, &Layer::ALL)?;
                    snapshot.row(id).map(|row| row.uuid()).unwrap_or_default()
                }
            });
        }
        let json = HistoryJson { events: store.history(&filter)? };
        face.answer(&json, |face| {
            json.events.iter().map(|event| line(event, face)).collect::<Vec<_>>().join("\n")
        })?;
        Ok(Done::Clean)
    }
}

fn line(event: &Event, face: &Face) -> String {
    let action = face.catalogue().get(&format!("action-{}", event.action.replace('_', "-")));
    let date = event.recorded_at.get(..10).unwrap_or(&event.recorded_at);
    let day = Day::parse(date).map(|day| day.format(face.catalogue().language()));
    face.line(
        "cli-event",
        &[
            ("date", Arg::Text(day.unwrap_or_else(|_| date.to_owned()))),
            ("action", Arg::Text(action)),
            ("layer", Arg::Text(event.layer.clone().unwrap_or_default())),
            ("actor", Arg::Text(event.actor.clone().unwrap_or_default())),
            ("reason", Arg::Text(event.reason.clone().unwrap_or_default())),
        ],
    )
}
