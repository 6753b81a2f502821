//! Clearances hold on the date they are asked for (MODEL: *Itinerary*).

use chrono::NaiveDate;

use super::report::Findings;
use super::rule::Rule;
use crate::feed::{At, Case, Feed};

/// Checks the clearances of `case`, which leaves and arrives on these local dates.
pub(super) fn check(feed: &Feed, case: &Case, leaves: NaiveDate, arrives: NaiveDate, findings: &mut Findings) {
    for clearance in &case.clearances {
        let (event, date) = match clearance.at {
            At::Departure => ("departure", leaves),
            At::Arrival => ("arrival", arrives),
        };
        let early = clearance.valid_from.is_some_and(|from| date < from);
        let late = clearance.valid_to.is_some_and(|to| date > to);
        if early || late {
            let whose =
                clearance.person.map_or(String::new(), |person| format!(", person {}", feed.persons[person].id));
            let end = |date: Option<NaiveDate>| date.map_or("open".into(), |date| date.to_string());
            let message = format!(
                "{} holds from {} to {}, {event} is on {date}",
                clearance.kind,
                end(clearance.valid_from),
                end(clearance.valid_to)
            );
            findings.add(Rule::Clearance, format!("case {}{whose}", case.id), message);
        }
    }
}
