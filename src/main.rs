//! Arguments, then window or command.

use shahrak::cli::{Asked, complain, run_arguments};
use shahrak::ui::window::{Start, run};
use std::process::ExitCode;

/// Features are made on one thread and let go on another, which the system's allocator
/// does under a lock.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let request = match run_arguments() {
        Asked::Command(code) => return code,
        Asked::Window(request) => request,
    };
    let start = match request.project {
        Some(path) => Start::Project(path),
        None if request.sample => Start::Sample,
        None => Start::Screen,
    };
    match run(start, request.language) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => complain(problem, request.language),
    }
}
