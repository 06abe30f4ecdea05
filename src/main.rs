//! Arguments, then window or command.

use std::process::ExitCode;

fn main() -> ExitCode {
    shahrak::cli::main()
}
