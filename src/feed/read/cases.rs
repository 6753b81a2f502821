//! `cases.csv` and `links.csv`.

use std::collections::{BTreeMap, HashMap};

use super::context::{Context, unique_rows};
use super::sets::named;
use super::values::{self, count};
use crate::feed::cases::{Case, Ready};
use crate::feed::faults;
use crate::feed::limits::SECTORS;
use crate::feed::policy::Priority;
use crate::feed::raw::table::{Cell, Row};
use crate::ids::{CaseIdx, LinkIdx, TiVec};
use crate::time::Minutes;

/// The words for priorities.
pub(super) const PRIORITIES: &[(&str, Priority)] =
    &[("emergency", Priority::Emergency), ("urgent", Priority::Urgent), ("normal", Priority::Normal)];

/// Reads the cases, their persons, clearances and links still to come; `None` for a row at fault.
pub(crate) fn read(context: &Context<'_>) -> Vec<Option<Case>> {
    let table = context.raw.table("cases.csv");
    unique_rows(table, context.log, "the case", "case", |row| row.text("case"));
    table.rows(context.log).map(|row| case(context, row)).collect()
}

fn case(context: &Context<'_>, row: Row<'_>) -> Option<Case> {
    let id = row.need("case", values::id);
    let origin = row.need("origin", |cell| context.airport(cell));
    let destinations = row.need("destination", |cell| {
        let all = named(|part| context.airport(part))(cell)?;
        if origin.is_some_and(|origin| all.contains(&origin)) {
            return cell.fault(faults::origin_is_destination(cell.at));
        }
        Some(all)
    });
    let programme = row.need("programme", |cell| context.programme(cell));
    let priority = row.need("priority", values::word(PRIORITIES));
    let ready = row.need("ready", ready);
    let target = row.maybe("target", values::date);
    let max_sectors = row.maybe("max_sectors", count(1, SECTORS));
    let max_duration = row.maybe("max_hours", values::hours);
    let overnight = row.or("overnight", true, values::flag);
    let mct_extra = row.or("mct_extra", Minutes(0), values::minutes);
    let ready = ready?;
    Some(Case {
        id: id?.into(),
        origin: origin?,
        destinations: destinations?.into_iter().collect(),
        programme: programme?,
        priority: priority?,
        ready,
        target: target?.unwrap_or_else(|| ready.date()),
        max_sectors: max_sectors?,
        max_duration: max_duration?,
        overnight: overnight?,
        mct_extra: mct_extra?,
        persons: Vec::new(),
        clearances: Vec::new(),
        link: None,
    })
}

/// A date, or a date with a time where there is a `T`.
fn ready(cell: Cell<'_>) -> Option<Ready> {
    if cell.text.contains('T') { values::date_time(cell).map(Ready::At) } else { values::date(cell).map(Ready::On) }
}

/// Reads the links into the cases: the cases of each, ascending, in the order the links are first named.
pub(crate) fn links(context: &Context<'_>, cases: &mut [Option<Case>]) -> Option<TiVec<LinkIdx, Vec<CaseIdx>>> {
    let table = context.raw.table("links.csv");
    let mut positions = HashMap::new();
    let mut links: TiVec<LinkIdx, Vec<CaseIdx>> = TiVec::new();
    let mut first_rows: Vec<Row<'_>> = Vec::new();
    let mut taken: BTreeMap<CaseIdx, (LinkIdx, u64)> = BTreeMap::new();
    let mut sound = table.complete;
    for row in table.rows(context.log) {
        let (link, case) = (row.need("link", values::id), row.need("case", |cell| context.case(cell)));
        let (Some(link), Some(case)) = (link, case) else {
            sound = false;
            continue;
        };
        let position = *positions.entry(link).or_insert_with(|| {
            first_rows.push(row);
            links.push_and_get_key(Vec::new())
        });
        let at = row.cell("case").at;
        match taken.get(&case) {
            None => {
                taken.insert(case, (position, row.number()));
                links[position].push(case);
            }
            Some(&(other, number)) if other == position => {
                row.fault::<()>(faults::repeated_row_key(at, number, "link and case"));
            }
            Some(&(_, number)) => row.fault(faults::case_in_two_links(at, number)).unwrap_or_default(),
        }
    }
    links.iter_mut().for_each(|cases| cases.sort_unstable());
    for (members, row) in links.iter().zip(&first_rows) {
        let at = row.cell("link").at;
        if sound && members.len() == 1 {
            context.log.warn(faults::link_of_one(at));
        } else if !can_join(members, cases) {
            context.log.warn(faults::link_apart(at));
        }
    }
    for (&case, &(link, _)) in &taken {
        if let Some(case) = &mut cases[usize::from(case)] {
            case.link = Some(link);
        }
    }
    sound.then_some(links)
}

/// Whether the cases share an origin and a destination, as far as they are known.
fn can_join(members: &[CaseIdx], cases: &[Option<Case>]) -> bool {
    let Some(all) = members.iter().map(|&case| cases[usize::from(case)].as_ref()).collect::<Option<Vec<_>>>() else {
        return true;
    };
    let Some((first, rest)) = all.split_first() else { return true };
    rest.iter().all(|case| case.origin == first.origin)
        && first.destinations.iter().any(|end| rest.iter().all(|case| case.destinations.contains(end)))
}
