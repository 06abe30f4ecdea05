//! `shahrak history`

use super::Done;
use super::face::{Face, Failure};
use super::table::{self, Flush};
use crate::app::project;
use crate::base::{Arg, Progress};
use crate::locale::Language;
use crate::model::{Layer, Table, reference};
use crate::store::{Event, HistoryFilter, ImportRecord, LayerCounts, Store};
use serde::Serialize;
use std::collections::{HashMap, HashSet};
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
        // A person's table asks the project more than the log holds, which can fail.
        let table = if face.is_json() { String::new() } else { table(&store, &json.events, face)? };
        face.answer(&json, |_| table)?;
        Ok(Done::Clean)
    }
}

/// One batch of the log, told.
pub(super) struct Told {
    /// What was done, in words.
    pub what: String,
    /// What it was done to.
    pub on: String,
}

/// What each batch that was taken back and not done again came to; by batch.
fn undone(headers: &[Event]) -> HashSet<String> {
    let mut undone = HashSet::new();
    for header in headers {
        match (header.action.as_str(), undone_batch(header)) {
            ("undo", Some(of)) => drop(undone.insert(of)),
            ("redo", Some(of)) => drop(undone.remove(&of)),
            _ => {}
        }
    }
    undone
}

/// The batch that an undo or redo is about.
fn undone_batch(header: &Event) -> Option<String> {
    let new: serde_json::Value = serde_json::from_str(header.new.as_deref()?).ok()?;
    new.get("of")?.as_str().map(str::to_owned)
}

fn table(store: &Store, events: &[Event], face: &Face) -> Result<String, Failure> {
    let headers = store.history(&HistoryFilter { batches_only: true, ..HistoryFilter::default() })?;
    let undone = undone(&headers);
    let header_of: HashMap<&str, &Event> = headers.iter().map(|header| (&*header.batch, header)).collect();
    let heading = |id: &str, flush| (face.line(id, &[]), flush);
    let headings = [
        heading("cli-head-event", Flush::End),
        heading("cli-head-time", Flush::Start),
        heading("cli-head-who", Flush::Start),
        heading("cli-head-what", Flush::Start),
        heading("cli-head-on", Flush::Start),
    ];
    let mut rows = Vec::new();
    // Events of a batch follow each other: a batch is one transaction.
    for batch in events.chunk_by(|one, next| one.batch == next.batch) {
        let Some(first) = batch.first() else { continue };
        let header = header_of.get(&*first.batch);
        let of = header.and_then(|header| undone_batch(header));
        let mut told = tell(store, batch, face)?;
        if let Some(of) = of.and_then(|of| uuid::Uuid::parse_str(&of).ok()) {
            let filter = HistoryFilter { batch: Some(of), ..HistoryFilter::default() };
            let original = tell(store, &store.history(&filter)?, face)?;
            let (action, what) = (Arg::Text(told.what), Arg::Text(original.what));
            told = Told {
                what: face.line("cli-history-of", &[("action", action), ("what", what)]),
                on: original.on,
            };
        }
        if undone.contains(&first.batch) {
            told.what = face.line("cli-history-undone", &[("what", Arg::Text(told.what))]);
        }
        rows.push(vec![
            face.plain(&face.catalogue().count(first.seq.unsigned_abs())),
            face.moment(&first.recorded_at),
            face.outside(first.actor.as_deref().unwrap_or_default()),
            told.what,
            told.on,
        ]);
    }
    if rows.is_empty() {
        return Ok(face.line("cli-history-none", &[]));
    }
    Ok(table::lines(&headings, &rows).join("\n"))
}

/// Tells the events of one batch as one thing that was done.
pub(super) fn tell(store: &Store, batch: &[Event], face: &Face) -> Result<Told, Failure> {
    let Some(first) = batch.first() else { return Ok(Told { what: String::new(), on: String::new() }) };
    let id = format!("action-{}", first.action.replace('_', "-"));
    let known = face.catalogue().has(&id);
    let what = if known { face.line(&id, &[]) } else { face.outside(&first.action) };
    let rows: Vec<&Event> = batch.iter().filter(|event| event.entity_uuid.is_some()).collect();
    let mut on = match rows.as_slice() {
        [] => files(first, face),
        [row] => object(store, row, face)?,
        [row, ..] => {
            let layer = layer_name(row, face);
            let count = Arg::from(rows.len());
            face.line("cli-history-rows", &[("layer", Arg::Text(layer)), ("count", count)])
        }
    };
    if let Some(reason) = first.reason.as_deref().filter(|reason| !reason.is_empty()) {
        let args = [("on", Arg::Text(on)), ("reason", Arg::Text(face.outside(reason)))];
        on = face.line("cli-history-reason", &args);
    }
    Ok(Told { what, on })
}

/// The files of an import, with how many features it brought.
fn files(event: &Event, face: &Face) -> String {
    let record: Option<ImportRecord> = event.new.as_deref().and_then(|new| serde_json::from_str(new).ok());
    let Some(record) = record else { return String::new() };
    let sum = |count: fn(&LayerCounts) -> u64| Arg::from(record.counts.iter().map(count).sum::<u64>());
    let names: Vec<String> = record.info.files.iter().map(|file| file.name.clone()).collect();
    let counts = [
        ("files", Arg::List(names)),
        ("added", sum(|counts| counts.added)),
        ("changed", sum(|counts| counts.changed)),
    ];
    face.line("cli-history-files", &counts)
}

fn layer_name(event: &Event, face: &Face) -> String {
    let table = event.layer.as_deref().unwrap_or_default();
    match Table::from_name(table) {
        Some(table) => face.line(&format!("layer-{}", table.layer().name()), &[]),
        None => face.outside(table),
    }
}

/// The row an event is about, by layer, name and code; as it was where it is gone.
fn object(store: &Store, event: &Event, face: &Face) -> Result<String, Failure> {
    let stored =
        |json: &Option<String>| -> Option<serde_json::Value> { serde_json::from_str(json.as_deref()?).ok() };
    let kept = [stored(&event.new), stored(&event.old)];
    let row = match event.entity_uuid.as_deref().and_then(|uuid| uuid::Uuid::parse_str(uuid).ok()) {
        Some(uuid) => store.find_uuid(uuid)?.map(|row| store.feature(row)).transpose()?.flatten(),
        None => None,
    };
    let text = |column: &str| {
        let now = row.as_ref().and_then(|row| row.value(column).as_text().map(str::to_owned));
        let then = || kept.iter().flatten().find_map(|row| row.get(column)?.as_str().map(str::to_owned));
        now.or_else(then).filter(|text| !text.is_empty())
    };
    let names = match face.language() {
        Language::Fa => ["name_fa", "name_en"],
        Language::En => ["name_en", "name_fa"],
    };
    // A mark has no name and no code of its own but the region's.
    let region = match text("admin_code") {
        Some(code) => match store.find_code(Layer::Admin, None, &code)?.first() {
            Some(row) => store.feature(*row)?,
            None => None,
        },
        None => None,
    };
    let of_region = |column: &str| region.as_ref()?.value(column).as_text().map(str::to_owned);
    let name = names.into_iter().find_map(|column| text(column).or_else(|| of_region(column)));
    let code = text("code").or_else(|| text("admin_code")).or_else(|| event.entity_uuid.clone());
    let called = face.thing(text("kind").as_deref(), name.as_deref(), code.as_deref());
    let args = [("layer", Arg::Text(layer_name(event, face))), ("name", Arg::Text(called))];
    Ok(face.line("cli-history-object", &args))
}
