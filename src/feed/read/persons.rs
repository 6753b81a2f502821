//! `persons.csv` and `clearances.csv`.

use chrono::NaiveDate;

use super::context::{Context, unique_rows};
use super::{reversed, values};
use crate::feed::cases::{At, Case, Clearance, Person};
use crate::feed::faults;
use crate::feed::raw::table::Row;

const ENDS: &[(&str, At)] = &[("departure", At::Departure), ("arrival", At::Arrival)];

/// Reads the persons into their cases; `None` for a row at fault.
pub(crate) fn read(context: &Context<'_>, end: Option<NaiveDate>, cases: &mut [Option<Case>]) -> Vec<Option<Person>> {
    let table = context.raw.table("persons.csv");
    unique_rows(table, context.log, "the person", "person", |row| row.text("person"));
    let mut has_persons = vec![!table.complete; cases.len()];
    let mut persons = Vec::with_capacity(table.len());
    for row in table.rows(context.log) {
        // Also where the person's other values are at fault, the case isn't without persons.
        let case = context.case_of(row).map(usize::from);
        if let Some(case) = case {
            has_persons[case] = true;
        }
        let person = person(context, end, row);
        if let (Some(_), Some(Some(case))) = (&person, case.map(|case| &mut cases[case])) {
            case.persons.push(row.index.into());
        }
        persons.push(person);
    }
    for (row, has) in context.raw.table("cases.csv").rows(context.log).zip(has_persons) {
        // A case that stands twice has its persons in the first row.
        if !has && context.case_of(row) == Some(row.index.into()) {
            row.fault::<()>(faults::case_without_persons(row.cell("case").at));
        }
    }
    persons
}

fn person(context: &Context<'_>, end: Option<NaiveDate>, row: Row<'_>) -> Option<Person> {
    let id = row.need("person", values::id);
    let case = row.need("case", |cell| context.case(cell));
    let birth = row.need("birth_date", |cell| {
        let birth = values::date(cell)?;
        if end.is_some_and(|end| end < birth) { cell.fault(faults::birth_after_end(cell.at)) } else { Some(birth) }
    });
    let nationality = row.need("nationality", values::country);
    let document = row.need("document", |cell| context.document(cell));
    let needs = |column| row.or(column, false, values::flag);
    let (wheelchair, stretcher, oxygen, minor) =
        (needs("wheelchair"), needs("stretcher"), needs("oxygen"), needs("minor"));
    let escort = row.maybe("escort", |cell| context.escort_type(cell));
    Some(Person {
        id: id?.into(),
        case: case?,
        birth: birth?,
        nationality: nationality?,
        document: document?,
        wheelchair: wheelchair?,
        stretcher: stretcher?,
        oxygen: oxygen?,
        minor: minor?,
        escort: escort?,
    })
}

/// Reads the clearances into their cases.
pub(crate) fn clearances(context: &Context<'_>, cases: &mut [Option<Case>]) {
    for row in context.raw.table("clearances.csv").rows(context.log) {
        let case = row.need("case", |cell| context.case(cell));
        let clearance = clearance(context, row);
        if let (Some(case), Some(clearance)) = (case, clearance)
            && let Some(case) = &mut cases[usize::from(case)]
        {
            case.clearances.push(clearance);
        }
    }
}

fn clearance(context: &Context<'_>, row: Row<'_>) -> Option<Clearance> {
    let person = row.maybe("person", |cell| {
        let person = context.person(cell)?;
        if context.case_of_person(person).is_some_and(|case| case != row.text("case")) {
            return cell.fault(faults::person_of_other_case(cell.at));
        }
        Some(person)
    });
    let kind = row.need("kind", values::id);
    let valid_from = row.maybe("valid_from", values::date);
    let valid_to = row.maybe("valid_to", values::date);
    reversed(row, "valid_to", valid_from.flatten(), valid_to.flatten());
    let at = row.need("at", values::word(ENDS));
    Some(Clearance { person: person?, kind: kind?.into(), valid_from: valid_from?, valid_to: valid_to?, at: at? })
}
