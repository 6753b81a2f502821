//! `clearances.csv`: the windows in which a case may leave and arrive.

use chrono::{Days, NaiveDate};

use super::dice::Dice;

/// A clearance of a case, or of one of its persons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ClearanceDraft {
    /// Position of the person in the case; the whole case where none is given.
    pub(super) person: Option<usize>,
    pub(super) kind: &'static str,
    pub(super) from: Option<NaiveDate>,
    pub(super) to: Option<NaiveDate>,
    pub(super) at: &'static str,
}

impl ClearanceDraft {
    /// One for the whole case.
    pub(super) fn whole(kind: &'static str, from: NaiveDate, to: NaiveDate, at: &'static str) -> Self {
        Self { person: None, kind, from: Some(from), to: Some(to), at }
    }
}

/// Countries that let refugees leave on an exit permit only.
const EXIT_PERMIT: &[&str] = &[
    "AF", "BD", "BI", "CU", "DJ", "EG", "ET", "ID", "IN", "IQ", "JO", "KE", "LB", "LK", "MA", "MY", "NP", "PK", "RU",
    "RW", "SD", "TD", "TH", "TN", "TR", "TZ",
];

/// The clearances that cases of one batch share: same origin and destination, ready on the same day.
pub(super) fn of_batch(
    origin: &str,
    destination: &str,
    ready: NaiveDate,
    start: NaiveDate,
    dice: &mut Dice,
) -> Vec<ClearanceDraft> {
    let days = |dice: &mut Dice, low, high| Days::new(dice.between(low, high).unsigned_abs());
    let first = ready.max(start);
    let mut clearances = Vec::new();
    if EXIT_PERMIT.contains(&origin) {
        let (from, to) = (ready - days(dice, 0, 12), first + days(dice, 1, 20));
        clearances.push(ClearanceDraft::whole("exit_permit", from, to, "departure"));
    }
    // Fit-to-travel checks hold 72 hours: the day of the check and three more, one used up for some.
    let checked = first - days(dice, 0, 1);
    clearances.push(ClearanceDraft::whole("medical", checked, checked + Days::new(3), "departure"));
    let (from, to) = (ready - days(dice, 3, 40), first + days(dice, 5, 60));
    clearances.push(ClearanceDraft::whole("entry_visa", from, to, "arrival"));
    if destination == "US" {
        let (from, to) = (ready - days(dice, 10, 60), first + days(dice, 2, 90));
        clearances.push(ClearanceDraft::whole("security", from, to, "arrival"));
    }
    clearances
}
