//! The 1–2 % of cases that can't travel, for reasons that happen.

use std::collections::BTreeSet;

use chrono::Days;

use super::clearances::ClearanceDraft;
use super::escorts::DOCTOR;
use super::parties::CaseDraft;
use super::presets::Shape;

/// Why a case was built so that it can't travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// Its document is refused in every country it could connect in.
    DocumentRefused,
    /// Its exit permit ended before the first day.
    ExitPermitExpired,
    /// It may leave only before it may arrive.
    WindowsApart,
    /// Nothing that leaves its origin takes a stretcher.
    NoStretcher,
    /// It may arrive only on a day on which it isn't received.
    ReceptionClosed,
    /// Its check of fitness to travel comes after the last day.
    ClearedTooLate,
}

/// A case that can't travel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hardship {
    /// The case.
    pub case: String,
    /// Why.
    pub reason: Reason,
}

/// Where each reason is built in: the first case of that origin and programme that isn't linked and that nothing was done to
/// yet.
const PLACES: &[(Reason, &str, &str)] = &[
    (Reason::DocumentRefused, "BDP", "usrap"),
    (Reason::ExitPermitExpired, "EBL", "usrap"),
    (Reason::ExitPermitExpired, "ADD", "usrap"),
    (Reason::WindowsApart, "IST", "usrap"),
    (Reason::NoStretcher, "TKQ", "usrap"),
    (Reason::ReceptionClosed, "AMM", "gar"),
    (Reason::ClearedTooLate, "KBL", "usrap"),
];

/// Turns a few cases into ones that can't travel.
pub(super) fn plant(shape: &Shape, cases: &mut [CaseDraft]) -> Vec<Hardship> {
    let mut planted: Vec<Hardship> = Vec::new();
    let mut done: BTreeSet<String> = BTreeSet::new();
    for &(reason, origin, programme) in (0..shape.days_worth()).flat_map(|_| PLACES) {
        let fits = |case: &&mut CaseDraft| {
            case.origin == origin && case.programme == programme && case.link.is_none() && !done.contains(&case.id)
        };
        let Some(case) = cases.iter_mut().find(fits) else { continue };
        build(shape, reason, case);
        done.insert(case.id.clone());
        planted.push(Hardship { case: case.id.clone(), reason });
    }
    planted
}

fn build(shape: &Shape, reason: Reason, case: &mut CaseDraft) {
    let (start, end) = (shape.start(), shape.end());
    let days = Days::new;
    match reason {
        Reason::DocumentRefused => case.persons.iter_mut().for_each(|p| p.document = "certificate"),
        Reason::ExitPermitExpired => {
            case.clearances.retain(|c| c.kind != "exit_permit");
            let permit = ClearanceDraft::whole("exit_permit", start - days(62), start - days(2), "departure");
            case.clearances.push(permit);
        }
        Reason::WindowsApart => {
            case.clearances.retain(|c| c.kind != "medical" && c.kind != "entry_visa");
            // Checked before the flight it missed; the new visa starts after the check has run out.
            let check = ClearanceDraft::whole("medical", start - days(2), start + days(1), "departure");
            let visa = ClearanceDraft::whole("entry_visa", end + days(4), end + days(64), "arrival");
            case.clearances.extend([check, visa]);
        }
        Reason::NoStretcher => {
            case.persons.iter_mut().take(1).for_each(|p| {
                p.stretcher = true;
                p.escort = Some(DOCTOR.name);
            });
            case.mct_extra = 60;
        }
        Reason::ReceptionClosed => {
            // The visa holds from a Friday to the Sunday after: this programme receives from Monday to Thursday only,
            // and exempts emergencies.
            case.priority = "normal";
            case.clearances.retain(|c| c.kind != "entry_visa");
            let friday = (0..7).map(|n| shape.day + days(n)).find(|d| d.format("%u").to_string() == "5").unwrap_or(end);
            case.clearances.push(ClearanceDraft::whole("entry_visa", friday, friday + days(2), "arrival"));
        }
        Reason::ClearedTooLate => {
            case.clearances.retain(|c| c.kind != "medical");
            case.clearances.push(ClearanceDraft::whole("medical", end + days(1), end + days(4), "departure"));
        }
    }
}
