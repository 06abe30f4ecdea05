//! `shahrak verify`

use super::Done;
use super::face::{Face, Failure};
use crate::base::Arg;
use crate::store::Store;
use serde::Serialize;
use std::path::PathBuf;

/// Check a project: database, GeoPackage, indexes, history, links, data.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: shahrak verify province.gpkg --log problems.txt")]
pub(super) struct Verify {
    /// The project.
    project: PathBuf,
    /// Also write the problems, one a line.
    #[arg(long, value_name = "FILE")]
    log: Option<PathBuf>,
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
        let findings = face.work(|progress| {
            let store = Store::open_read(&self.project)?;
            let mut findings = store.verify(progress)?;
            findings.extend(crate::app::topology::verify(&store, progress)?);
            Ok(findings)
        })?;
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
        face.answer(&json, |_| table)?;
        Ok(if json.problems.is_empty() { Done::Clean } else { Done::Findings })
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
