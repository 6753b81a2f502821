//! Standard output, standard error, and files written whole or not at all.

use std::fs::{self, File};
use std::io::{self, ErrorKind, IsTerminal, Write};
use std::path::{Path, PathBuf};

use super::exit::Failure;
use crate::report::Look;

/// Writes `text` to standard output.
///
/// # Errors
/// [`Failure::Closed`] where the reader has gone, [`Failure::Failed`] where the text can't be written otherwise.
pub(super) fn print(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(|error| match error.kind() {
        ErrorKind::BrokenPipe => Failure::Closed,
        _ => Failure::Failed(format!("can't write to standard output: {error}")),
    })
}

/// Writes a line to standard error, if anybody listens there.
pub(super) fn tell(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// How tables on standard output are drawn: ruled on a terminal, plain otherwise; nothing bold where `NO_COLOR` is set.
pub(super) fn look() -> Look {
    let width = comfy_table::Table::new().width();
    match width {
        Some(width) if width > 0 && io::stdout().is_terminal() => {
            let bold = std::env::var_os("NO_COLOR").is_none_or(|set| set.is_empty())
                && std::env::var_os("TERM").is_none_or(|term| term != "dumb");
            Look::Ruled { width, bold }
        }
        _ => Look::Plain,
    }
}

/// A file to be written at the end of a long command, whole or not at all.
pub(super) struct Output {
    path: PathBuf,
}

impl Output {
    /// A file at `path`, tried out now so that hours of planning don't end in a folder that isn't there.
    pub fn at(path: &Path) -> Result<Self, Failure> {
        // A link is followed, so that the file it names is replaced and not the link.
        let output = Self { path: fs::canonicalize(path).unwrap_or_else(|_| path.to_owned()) };
        if output.path.is_dir() {
            return Err(Failure::Usage(format!("{} is a folder: name a file", path.display())));
        }
        if !output.special() {
            let temporary = output.temporary();
            File::create_new(&temporary).and_then(|_| fs::remove_file(&temporary)).map_err(|e| output.failure(&e))?;
        }
        Ok(output)
    }

    /// Writes `text` to a file beside it and then gives that its name: a reader sees the old file or the new one.
    pub fn write(&self, text: &str) -> Result<(), Failure> {
        if self.special() {
            return fs::write(&self.path, text).map_err(|error| self.failure(&error));
        }
        let temporary = self.temporary();
        let written = File::create_new(&temporary)
            .and_then(|mut file| file.write_all(text.as_bytes()).and_then(|()| file.sync_all()))
            .and_then(|()| {
                fs::metadata(&self.path).map_or(Ok(()), |old| fs::set_permissions(&temporary, old.permissions()))
            })
            .and_then(|()| fs::rename(&temporary, &self.path));
        written.map_err(|error| {
            // It may never have been made.
            let _ = fs::remove_file(&temporary);
            self.failure(&error)
        })
    }

    /// A device or a pipe, such as `/dev/null`: written to, never replaced.
    fn special(&self) -> bool {
        fs::metadata(&self.path).is_ok_and(|what| !what.is_file())
    }

    fn temporary(&self) -> PathBuf {
        let name = self.path.file_name().unwrap_or_default().to_string_lossy();
        self.path.with_file_name(format!(".{name}.{}.tmp", std::process::id()))
    }

    fn failure(&self, error: &io::Error) -> Failure {
        Failure::Failed(format!("can't write {}: {error}", self.path.display()))
    }
}
