//! Who is served and who isn't: each case of the feed once (MODEL section 5).

use std::collections::HashMap;

use super::report::{Findings, shown};
use super::rule::Rule;
use crate::feed::Feed;
use crate::ids::{CaseIdx, TiVec};
use crate::plan::{Itinerary, Plan};

/// What the plan does with each case; `None` where it stays behind.
pub(super) type Roster<'a> = TiVec<CaseIdx, Option<&'a Itinerary>>;

/// Reads the plan's cases; of a case listed more than once the first itinerary counts.
pub(super) fn read<'a>(feed: &Feed, plan: &'a Plan, findings: &mut Findings) -> Roster<'a> {
    let ids: HashMap<&str, CaseIdx> = feed.cases.iter_enumerated().map(|(idx, case)| (&*case.id, idx)).collect();
    let mut served: Roster<'a> = feed.cases.iter().map(|_| None).collect();
    let mut listed: TiVec<CaseIdx, u64> = feed.cases.iter().map(|_| 0).collect();
    let mut count = |case: &str, list: &str, findings: &mut Findings| {
        let found = ids.get(case).copied();
        match found {
            Some(idx) => listed[idx] += 1,
            None => findings.add(
                Rule::UnknownCase,
                format!("case {}", shown(case)),
                format!("{list} names a case that the feed has not"),
            ),
        }
        found
    };
    for itinerary in &plan.itineraries {
        if let Some(case) = count(&itinerary.case, "itineraries", findings) {
            served[case].get_or_insert(itinerary);
        }
    }
    for unserved in &plan.unserved {
        count(&unserved.case, "unserved", findings);
    }
    for (idx, &times) in listed.iter_enumerated() {
        let place = || format!("case {}", feed.cases[idx].id);
        match times {
            0 => findings.add(Rule::CaseMissing, place(), "neither in itineraries nor in unserved"),
            1 => {}
            _ => findings.add(
                Rule::CaseTwice,
                place(),
                format!("listed {times} times in itineraries and unserved, once is right"),
            ),
        }
    }
    served
}

/// Cases of one link fly together or not at all.
pub(super) fn check_links(feed: &Feed, roster: &Roster<'_>, findings: &mut Findings) {
    for cases in &feed.links {
        let legs = |case: CaseIdx| roster[case].map(|itinerary| &itinerary.legs);
        let Some(&first) = cases.first() else { continue };
        if let Some(&apart) = cases.iter().find(|&&case| legs(case) != legs(first)) {
            let ids: Vec<&str> = cases.iter().map(|&case| &*feed.cases[case].id).collect();
            let message = format!(
                "linked cases take one itinerary or none; {} and {} differ",
                feed.cases[first].id, feed.cases[apart].id
            );
            findings.add(Rule::LinkApart, format!("cases {}", ids.join(", ")), message);
        }
    }
}
