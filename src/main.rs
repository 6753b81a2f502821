//! The `onward` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    onward::cli::run(std::env::args_os())
}
