//! A programme as free-format MPS, the text that every solver of such programmes reads.
//!
//! The same programme gives the same bytes. All numbers are whole; the objective (`cost`) is in minor units of the plan
//! currency and is minimised. Every column has its bounds written down, since readers differ in what they take for granted
//! of whole columns.

use std::fmt::Write as _;

use super::programme::{ColumnData, Programme};

/// The name of the objective's row: no row of a programme is called so, since theirs have a slash.
const COST: &str = "cost";

/// Writes `programme` down.
pub fn write(programme: &Programme) -> String {
    let mut text = String::new();
    // Writing to a string can't fail.
    let _ = put(&mut text, programme);
    text
}

fn put(text: &mut String, programme: &Programme) -> std::fmt::Result {
    for note in &programme.notes {
        writeln!(text, "* {note}")?;
    }
    writeln!(text, "NAME {}", programme.name)?;
    writeln!(text, "ROWS\n N {COST}")?;
    for row in &programme.rows {
        let kind = match (row.lower, row.upper) {
            (Some(lower), Some(upper)) if lower == upper => 'E',
            (Some(_), _) => 'G',
            (None, _) => 'L',
        };
        writeln!(text, " {kind} {}", row.name)?;
    }
    columns(text, programme)?;
    text.push_str("RHS\n");
    for row in &programme.rows {
        if let Some(side) = row.lower.or(row.upper).filter(|&side| side != 0) {
            writeln!(text, " RHS {} {side}", row.name)?;
        }
    }
    let between =
        |row: &&super::programme::RowData| row.lower.is_some() && row.upper.is_some_and(|u| row.lower != Some(u));
    if programme.rows.iter().any(|row| between(&row)) {
        text.push_str("RANGES\n");
        for row in programme.rows.iter().filter(between) {
            if let (Some(lower), Some(upper)) = (row.lower, row.upper) {
                writeln!(text, " RANGE {} {}", row.name, upper - lower)?;
            }
        }
    }
    text.push_str("BOUNDS\n");
    for column in &programme.columns {
        bounds(text, column)?;
    }
    text.push_str("ENDATA\n");
    Ok(())
}

/// Each column's cost and factors; columns that must be whole stand between markers.
fn columns(text: &mut String, programme: &Programme) -> std::fmt::Result {
    let mut factors: Vec<Vec<(usize, i64)>> = vec![Vec::new(); programme.columns.len()];
    for (position, row) in programme.rows.iter().enumerate() {
        for &(column, factor) in &row.entries {
            factors[column.0].push((position, factor));
        }
    }
    text.push_str("COLUMNS\n");
    let (mut whole, mut markers) = (false, 0);
    let mut mark = |text: &mut String, wanted: bool| {
        if whole == wanted {
            return Ok(());
        }
        (whole, markers) = (wanted, markers + 1);
        writeln!(text, " MARK{markers} 'MARKER' '{}'", if wanted { "INTORG" } else { "INTEND" })
    };
    for (column, factors) in programme.columns.iter().zip(factors) {
        mark(text, column.whole)?;
        if column.cost != 0 || factors.is_empty() {
            writeln!(text, " {} {COST} {}", column.name, column.cost)?;
        }
        for (row, factor) in factors {
            writeln!(text, " {} {} {factor}", column.name, programme.rows[row].name)?;
        }
    }
    mark(text, false)
}

fn bounds(text: &mut String, column: &ColumnData) -> std::fmt::Result {
    let ColumnData { name, lower, upper, .. } = column;
    if lower == upper {
        return writeln!(text, " FX BOUND {name} {lower}");
    }
    if *lower != 0 {
        writeln!(text, " LO BOUND {name} {lower}")?;
    }
    writeln!(text, " UP BOUND {name} {upper}")
}
