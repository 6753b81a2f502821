//! Fixed locks that can't be kept (MODEL: *Locks*): an error that names the cases, not a plan.

use std::fmt;

use serde::Serialize;

/// One reason for which fixed locks can't be kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LockConflict {
    /// Stable code, `L101` to `L106`; every one is in [`LOCK_CONFLICTS`] and in docs/faults.md.
    pub code: &'static str,
    /// The cases of a smallest set of locks that can't be kept, at least one, in the order of `cases.csv`.
    pub cases: Vec<String>,
    /// The rows of these locks, e.g. `locks.csv:2`.
    pub locks: Vec<String>,
    /// The rows of the rules or limits that they collide on, e.g. `flights.csv:12`, as far as rows say it.
    pub on: Vec<String>,
    /// What is wrong with theirs, e.g. `the feed has no sector QR1370/NBO/2017-05-16`; ids only.
    pub message: String,
}

impl fmt::Display for LockConflict {
    /// `L101 lock-unknown-sector: case C17: the feed has no sector QR1370/NBO/2017-05-16; correct the flight key …`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = LOCK_CONFLICTS.iter().find(|kind| kind.code == self.code);
        write!(f, "{}", self.code)?;
        if let Some(kind) = kind {
            write!(f, " {}", kind.name)?;
        }
        let noun = if self.cases.len() == 1 { "case" } else { "cases" };
        write!(f, ": {noun} {}: {}", self.cases.join(", "), self.message)?;
        if !self.locks.is_empty() {
            let rows: Vec<&str> = self.locks.iter().chain(&self.on).map(String::as_str).collect();
            write!(f, " ({})", rows.join(", "))?;
        }
        if let Some(kind) = kind {
            write!(f, "; {}", kind.remedy)?;
        }
        Ok(())
    }
}

/// A kind of conflict. A code never changes its meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LockConflictKind {
    /// Stable code.
    pub code: &'static str,
    /// Its name.
    pub name: &'static str,
    /// What is wrong.
    pub meaning: &'static str,
    /// What to do about it.
    pub remedy: &'static str,
}

/// Every kind there is, ascending by code.
pub const LOCK_CONFLICTS: &[LockConflictKind] = &[
    LockConflictKind {
        code: "L101",
        name: "lock-unknown-sector",
        meaning: "a fixed itinerary has a sector that the feed hasn't",
        remedy: "correct the flight key in locks.csv, or add the flight; remove the lock if the flight was cancelled",
    },
    LockConflictKind {
        code: "L102",
        name: "lock-broken-chain",
        meaning: "the sectors of a fixed itinerary don't join in place and time",
        remedy: "correct the flight keys in locks.csv, their order, or the times of the flights",
    },
    LockConflictKind {
        code: "L103",
        name: "lock-unpriced",
        meaning: "no fares price a fixed itinerary",
        remedy: "add the fare it is ticketed at, or correct carriers, validity or max_sectors of the agreement",
    },
    LockConflictKind {
        code: "L104",
        name: "lock-over-limit",
        meaning: "cases that are fixed exceed a limit by themselves",
        remedy: "raise the limit, or take the lock of one of the cases out of locks.csv",
    },
    LockConflictKind {
        code: "L105",
        name: "lock-links-differ",
        meaning: "linked cases are fixed to different itineraries",
        remedy: "give them the same itinerary in locks.csv, or take the cases out of the link",
    },
    LockConflictKind {
        code: "L106",
        name: "lock-not-together",
        meaning: "cases that are fixed can't all be kept under least groups, charters' rules and the escorts there are",
        remedy: "change what the message names, or take the lock of one of the cases out of locks.csv",
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_conflict_says_who_what_and_what_to_do() {
        let cases = vec!["C1".into(), "C2".into()];
        let (locks, on) = (vec!["locks.csv:2".into(), "locks.csv:4".into()], vec!["charter_legs.csv".into()]);
        let message = "9 seats on K1/1, there are 8".into();
        let conflict = LockConflict { code: "L104", cases, locks, on, message };
        assert_eq!(
            conflict.to_string(),
            "L104 lock-over-limit: cases C1, C2: 9 seats on K1/1, there are 8 (locks.csv:2, locks.csv:4, \
             charter_legs.csv); raise the limit, or take the lock of one of the cases out of locks.csv"
        );
    }

    #[test]
    fn every_kind_is_documented() {
        let page = include_str!("../../docs/faults.md");
        let rows: Vec<&str> = page.lines().filter(|line| line.starts_with("| L")).collect();
        let row =
            |kind: &LockConflictKind| format!("| {} | {} | {} | {} |", kind.code, kind.name, kind.meaning, kind.remedy);
        assert_eq!(rows, LOCK_CONFLICTS.iter().map(row).collect::<Vec<_>>());
        assert!(LOCK_CONFLICTS.is_sorted_by(|a, b| a.code < b.code));
    }
}
