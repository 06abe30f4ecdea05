//! `shahrak verify`

use super::Done;
use super::face::{Face, Failure};
use crate::app::paper::{self, Role};
use crate::app::verifying;
use crate::base::Arg;
use serde::Serialize;
use std::path::PathBuf;

/// Check a project: database, GeoPackage, indexes, history, links, topology, data.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: shahrak verify province.gpkg --log problems.txt --report problems.pdf")]
pub(super) struct Verify {
    /// The project.
    project: PathBuf,
    /// Also write the problems, one a line.
    #[arg(long, value_name = "FILE")]
    log: Option<PathBuf>,
    /// Also write them as pages to print.
    #[arg(long, value_name = "FILE.pdf")]
    report: Option<PathBuf>,
}

#[derive(Serialize)]
struct ProblemJson {
    kind: &'static str,
    #[serde(rename = "where")]
    place: String,
    what: String,
}

#[derive(Serialize)]
struct VerifyJson {
    ok: bool,
    problems: Vec<ProblemJson>,
}

impl Verify {
    pub(super) fn run(&self, face: &Face) -> Result<Done, Failure> {
        let findings = face.work(|progress| Ok(verifying::verify(&self.project, progress)?))?;
        let json = VerifyJson {
            ok: findings.iter().all(|finding| !finding.is_unsound()),
            problems: findings
                .iter()
                .map(|finding| ProblemJson {
                    kind: finding.kind,
                    place: finding.place.clone(),
                    what: face.sentence(&finding.what),
                })
                .collect(),
        };
        let table = table(&json, face);
        if let Some(file) = &self.log {
            crate::app::export::write_whole(file, format!("{table}\n").as_bytes())?;
        }
        if let Some(file) = &self.report {
            let (pages, _count) = paper::pdf(&title(face), &self.paragraphs(&json, face), face.language())
                .map_err(crate::app::error::AppError::from)?;
            crate::app::export::write_whole(file, &pages)?;
        }
        face.answer(&json, |_| table)?;
        Ok(if json.problems.is_empty() { Done::Clean } else { Done::Findings })
    }
}

fn title(face: &Face) -> String {
    face.catalogue().get("cli-verify-title")
}

impl Verify {
    fn paragraphs(&self, json: &VerifyJson, face: &Face) -> Vec<(Role, String)> {
        let catalogue = face.catalogue();
        let project = self.project.file_name().unwrap_or(self.project.as_os_str()).to_string_lossy();
        let summary =
            [("project", Arg::Text(project.into_owned())), ("count", Arg::from(json.problems.len()))];
        let soundness = if json.ok { "cli-verify-sound" } else { "cli-verify-unsound" };
        let mut paragraphs = vec![
            (Role::Title, title(face)),
            (Role::Text, catalogue.text("cli-verify-summary", &summary)),
            (Role::Text, catalogue.get(soundness)),
        ];
        for problem in &json.problems {
            let about = [("kind", Arg::from(problem.kind)), ("where", Arg::Text(problem.place.clone()))];
            paragraphs.push((Role::Heading, catalogue.text("cli-verify-heading", &about)));
            paragraphs.push((Role::Text, problem.what.clone()));
        }
        paragraphs
    }
}

fn table(json: &VerifyJson, face: &Face) -> String {
    if json.problems.is_empty() {
        return face.line("cli-verify-ok", &[]);
    }
    let line = |problem: &ProblemJson| {
        face.line(
            "cli-verify-problem",
            &[
                ("kind", Arg::from(problem.kind)),
                ("where", Arg::Text(problem.place.clone())),
                ("what", Arg::Text(problem.what.clone())),
            ],
        )
    };
    json.problems.iter().map(line).collect::<Vec<_>>().join("\n")
}
