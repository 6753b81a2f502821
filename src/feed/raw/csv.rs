//! RFC 4180, strictly, from a stream.
//!
//! Not the `csv` crate's reader: it takes quotes in the middle of a cell and unclosed ones as they come, keeps a cell of
//! any length in memory, and a planner whose row went wrong would see neither what nor where.

use std::io::{BufRead, ErrorKind};

use super::log::Log;
use super::meter;
use super::schema::Schema;
use super::table::Table;
use crate::feed::faults::{self, At};
use crate::feed::limits;

/// Reads a table; `None` where not even a header can be made out. Faults go to `log`.
pub(crate) fn read(schema: &'static Schema, input: &mut dyn BufRead, log: &Log) -> Option<Table> {
    let mut records = Records::new(schema.file, input, log);
    let at = At::file(schema.file);
    let header = loop {
        match records.next() {
            Some(record) if record.is_blank() => {}
            Some(record) if record.broken => return None,
            Some(record) => break Header::read(schema, &record, log)?,
            None if records.lost => return None,
            None => return log.fault(faults::no_header(at)),
        }
    };
    let mut table = Table::new(schema, header.places.iter().map(Option::is_some).collect());
    while let Some(record) = records.next() {
        if record.is_blank() {
            continue;
        }
        if record.broken {
            table.complete = false;
        } else if record.ends.len() != header.width {
            table.complete = false;
            log.fault::<()>(faults::cell_count(at.row(record.row), record.ends.len(), header.width));
        } else if table.len() == schema.rows {
            table.complete = false;
            log.fault::<()>(faults::too_many_rows(at.row(record.row), schema.rows));
            break;
        } else {
            table.push(record.row, header.places.iter().map(|place| place.map_or("", |n| record.cell(n))));
        }
        if log.is_full(schema.file) {
            table.complete = false;
            break;
        }
    }
    table.complete &= !records.lost;
    Some(table)
}

/// What the header says.
struct Header {
    width: usize,
    /// Where each known column stands.
    places: Vec<Option<usize>>,
}

impl Header {
    fn read(schema: &'static Schema, record: &Record, log: &Log) -> Option<Self> {
        let at = At::file(schema.file).row(record.row);
        let width = record.ends.len();
        if width > limits::COLUMNS {
            return log.fault(faults::too_many_columns(at, limits::COLUMNS));
        }
        let names: Vec<&str> = (0..width).map(|n| record.cell(n)).collect();
        for (n, name) in names.iter().enumerate() {
            if names[..n].contains(name) {
                log.fault::<()>(faults::repeated_column(at.column(name)));
            } else if schema.position(name).is_none() {
                log.warn(faults::unknown_column(at.column(name)));
            }
        }
        let places: Vec<_> =
            schema.columns.iter().map(|column| names.iter().position(|name| *name == column.name)).collect();
        report_missing(schema, &places, &names, at, log);
        Some(Self { width, places })
    }
}

/// Notes each column that must be in the header and isn't.
pub(super) fn report_missing(schema: &'static Schema, places: &[Option<usize>], names: &[&str], at: At<'_>, log: &Log) {
    for (column, place) in schema.columns.iter().zip(places) {
        if column.required && place.is_none() {
            log.fault::<()>(faults::missing_column(at.column(column.name), &shown(names)));
        }
    }
}

/// The header in a fault, kept short.
fn shown(names: &[&str]) -> String {
    let mut all = names.join(", ");
    if let Some((cut, _)) = all.char_indices().nth(300) {
        all.truncate(cut);
        all.push('…');
    }
    all
}

/// One record; its cells may be read only if it isn't broken.
struct Record {
    /// Line that it starts on.
    row: u64,
    text: String,
    /// End of each cell in `text`.
    ends: Vec<usize>,
    /// Whether a cell was quoted: `""` alone is a row, nothing at all is a blank line.
    quoted: bool,
    /// Whether its form is at fault; that is noted already.
    broken: bool,
}

impl Record {
    fn cell(&self, n: usize) -> &str {
        let start = if n == 0 { 0 } else { self.ends[n - 1] };
        &self.text[start..self.ends[n]]
    }

    fn is_blank(&self) -> bool {
        !self.broken && !self.quoted && self.ends.len() == 1 && self.text.bytes().all(|b| matches!(b, b' ' | b'\t'))
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// At the start of a cell.
    Start,
    /// In a cell without quotes.
    Plain,
    /// In a quoted cell.
    Quoted,
    /// After a quote in a quoted cell: the end of it, or half of a doubled one.
    Quote,
}

struct Records<'a> {
    at: At<'a>,
    input: &'a mut dyn BufRead,
    log: &'a Log,
    line: u64,
    /// Bytes read so far.
    offset: u64,
    /// Whether something after this could not be read.
    lost: bool,
    ended: bool,
}

impl<'a> Records<'a> {
    fn new(file: &'a str, input: &'a mut dyn BufRead, log: &'a Log) -> Self {
        Self { at: At::file(file), input, log, line: 1, offset: 0, lost: false, ended: false }
    }

    /// The next byte, not taken yet; `None` at the end.
    fn peek(&mut self) -> Option<u8> {
        if self.lost {
            return None;
        }
        loop {
            match self.input.fill_buf() {
                Ok(bytes) => return bytes.first().copied(),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => {
                    self.lost = true;
                    self.log.fault::<()>(meter::fault(self.at, &error));
                    return None;
                }
            }
        }
    }

    fn take(&mut self) {
        self.input.consume(1);
        self.offset += 1;
    }

    /// Skips a byte order mark; of half a one `bytes` keeps what was read, which is bad UTF-8 like any other.
    fn skip_mark(&mut self, bytes: &mut Vec<u8>) {
        for expected in *b"\xEF\xBB\xBF" {
            if self.peek() != Some(expected) {
                return;
            }
            self.take();
            bytes.push(expected);
        }
        bytes.clear();
    }

    /// The next record, blank lines included; `None` at the end, or where reading on makes no sense.
    fn next(&mut self) -> Option<Record> {
        if self.ended {
            return None;
        }
        let mut bytes = Vec::new();
        if self.offset == 0 {
            self.skip_mark(&mut bytes);
        }
        let mut state = if bytes.is_empty() { State::Start } else { State::Plain };
        let mut draft = Draft::new(self.line, self.offset, bytes);
        loop {
            let Some(byte) = self.peek() else {
                self.ended = true;
                draft.unclosed = state == State::Quoted && !self.lost;
                if draft.is_nothing() {
                    return None;
                }
                break;
            };
            self.take();
            draft.nul |= byte == 0;
            let next = if byte == b'\r' && state != State::Quoted { self.peek() } else { None };
            match (state, byte) {
                (State::Quoted, b'"') => state = State::Quote,
                (State::Quoted, _) => {
                    self.line += u64::from(byte == b'\n');
                    draft.bytes.push(byte);
                }
                (State::Quote, b'"') => {
                    draft.bytes.push(byte);
                    state = State::Quoted;
                }
                (_, b'\n') => {
                    self.line += 1;
                    break;
                }
                (_, b'\r') if next.is_none_or(|next| next == b'\n') => {}
                (_, b',') => {
                    draft.end_cell(self.offset);
                    state = State::Start;
                }
                (State::Start, b'"') => {
                    draft.quoted = true;
                    state = State::Quoted;
                }
                (_, _) => {
                    draft.stray |= byte == b'"' || state == State::Quote;
                    draft.lone |= byte == b'\r';
                    draft.bytes.push(byte);
                    if state == State::Start {
                        state = State::Plain;
                    }
                }
            }
            if let Some(fault) = draft.beyond_limits(self.at) {
                self.log.fault::<()>(fault);
                self.ended = true;
                self.lost = true;
                return None;
            }
        }
        draft.end_cell(self.offset);
        let mut record = draft.finish(self.at, self.log);
        record.broken |= self.lost;
        Some(record)
    }
}

/// A record in the making.
struct Draft {
    row: u64,
    /// All its cells, one after the other, without their quotes.
    bytes: Vec<u8>,
    /// End of each cell in `bytes`.
    ends: Vec<usize>,
    /// Where each cell starts in the file.
    offsets: Vec<u64>,
    quoted: bool,
    nul: bool,
    /// A quote where none may stand.
    stray: bool,
    /// A carriage return without a line feed.
    lone: bool,
    unclosed: bool,
}

impl Draft {
    /// A record that starts with `bytes`, of which the last was read at `offset`.
    fn new(row: u64, offset: u64, bytes: Vec<u8>) -> Self {
        let offsets = vec![offset - bytes.len() as u64];
        let ends = Vec::new();
        Self { row, bytes, ends, offsets, quoted: false, nul: false, stray: false, lone: false, unclosed: false }
    }

    /// Ends a cell; the next one starts at `offset`.
    fn end_cell(&mut self, offset: u64) {
        self.ends.push(self.bytes.len());
        self.offsets.push(offset);
    }

    /// Whether the file ended before it began.
    fn is_nothing(&self) -> bool {
        self.bytes.is_empty() && self.ends.is_empty() && !self.quoted
    }

    fn beyond_limits(&self, at: At<'_>) -> Option<faults::Fault> {
        let started = self.ends.last().copied().unwrap_or_default();
        if self.bytes.len() - started > limits::CELL_BYTES {
            return Some(faults::cell_too_long(at.row(self.row), limits::CELL_BYTES));
        }
        (self.ends.len() > 4 * limits::COLUMNS).then(|| faults::too_many_columns(at.row(self.row), limits::COLUMNS))
    }

    /// Notes what is wrong with its form, each kind once.
    fn finish(self, at: At<'_>, log: &Log) -> Record {
        let at = at.row(self.row);
        let found = [
            self.nul.then(|| faults::nul(at)),
            self.stray.then(|| faults::stray_quote(at)),
            self.lone.then(|| faults::stray_return(at)),
            self.unclosed.then(|| faults::unclosed_quote(at)),
            self.bad_byte().map(|byte| faults::bad_utf8(at, byte)),
        ];
        let broken = found.iter().any(Option::is_some);
        found.into_iter().flatten().for_each(|fault| log.fault(fault).unwrap_or_default());
        let text = if broken { String::new() } else { String::from_utf8(self.bytes).unwrap_or_default() };
        Record { row: self.row, text, ends: self.ends, quoted: self.quoted, broken }
    }

    /// Place in the file of the first byte that isn't UTF-8, counted from 1. Cells are looked at one by one: two that end
    /// and begin within a character would make a whole one together. Quotes were taken out of `bytes`, so in a quoted
    /// cell the place is right to within those before it.
    fn bad_byte(&self) -> Option<u64> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).zip(&self.offsets).find_map(|((start, &end), &offset)| {
            let error = std::str::from_utf8(&self.bytes[start..end]).err()?;
            Some(offset + error.valid_up_to() as u64 + 1)
        })
    }
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use proptest::prelude::*;

    use super::*;

    /// The records of `bytes` with their rows, read through a buffer of `size` bytes.
    fn records(bytes: &[u8], size: usize) -> Vec<(u64, Vec<String>)> {
        let log = Log::default();
        let mut input = BufReader::with_capacity(size, bytes);
        let mut records = Records::new("fares.csv", &mut input, &log);
        let mut all = Vec::new();
        while let Some(record) = records.next() {
            assert!(!record.broken);
            if !record.is_blank() {
                all.push((record.row, (0..record.ends.len()).map(|n| record.cell(n).to_owned()).collect()));
            }
        }
        assert!(log.is_clean());
        all
    }

    #[test]
    fn records_are_cut_as_rfc_4180_says() {
        let text = "\u{feff}a,\"b \"\"c\"\",\"\r\n,,\n\n\"x\ny\",\"z\r\n\"\n\"\"\n \t\nlast,é";
        for size in [1, 2, 3, 7, 1000] {
            let expected = [
                (1, vec!["a", "b \"c\","]),
                (2, vec!["", "", ""]),
                (4, vec!["x\ny", "z\r\n"]),
                (7, vec![""]),
                (9, vec!["last", "é"]),
            ];
            let expected = expected.map(|(row, cells)| (row, cells.into_iter().map(str::to_owned).collect::<Vec<_>>()));
            assert_eq!(records(text.as_bytes(), size), expected);
        }
    }

    proptest! {
        #[test]
        fn what_another_writer_writes_is_read(
            rows in prop::collection::vec(prop::collection::vec("[a-z,\"\r\n é|]{0,6}", 2..4), 0..6),
            crlf in any::<bool>(),
        ) {
            let terminator = if crlf { ::csv::Terminator::CRLF } else { ::csv::Terminator::Any(b'\n') };
            let mut writer = ::csv::WriterBuilder::new().flexible(true).terminator(terminator).from_writer(Vec::new());
            for row in &rows {
                writer.write_record(row).unwrap();
            }
            let bytes = writer.into_inner().unwrap();
            let read: Vec<Vec<String>> = records(&bytes, 5).into_iter().map(|(_, cells)| cells).collect();
            prop_assert_eq!(read, rows);
        }
    }
}
