//! `cases.csv`, `persons.csv`, `clearances.csv` and `links.csv`.

use super::folder::GeneratedFeed;
use super::parties::CaseDraft;
use super::table::{Sheet, cell};

/// Adds the files that speak of persons.
pub(super) fn put(feed: &mut GeneratedFeed, cases: &[CaseDraft]) {
    let mut sheet = Sheet::new("case,origin,destination,programme,priority,ready,target,max_hours,overnight,mct_extra");
    let mut persons =
        Sheet::new("person,case,birth_date,nationality,document,wheelchair,stretcher,oxygen,minor,escort");
    let mut clearances = Sheet::new("case,person,kind,valid_from,valid_to,at");
    let mut links: Vec<(usize, &str)> = Vec::new();
    let mut number = 0;
    for case in cases {
        let ready = match case.ready_hour {
            Some(hour) => format!("{}T{hour:02}:00", case.ready),
            None => case.ready.to_string(),
        };
        sheet.row(&[
            &case.id,
            &case.origin,
            &case.destinations.join("|"),
            &case.programme,
            &case.priority,
            &ready,
            &cell(case.target),
            &cell(case.max_hours),
            &u8::from(case.overnight),
            &case.mct_extra,
        ]);
        let first = number + 1;
        for person in &case.persons {
            number += 1;
            persons.row(&[
                &format_args!("P{number:05}"),
                &case.id,
                &person.birth,
                &person.nationality,
                &person.document,
                &u8::from(person.wheelchair),
                &u8::from(person.stretcher),
                &u8::from(person.oxygen),
                &u8::from(person.minor),
                &cell(person.escort),
            ]);
        }
        for clearance in &case.clearances {
            let person = clearance.person.map(|position| format!("P{:05}", first + position));
            let (from, to) = (cell(clearance.from), cell(clearance.to));
            clearances.row(&[&case.id, &cell(person), &clearance.kind, &from, &to, &clearance.at]);
        }
        links.extend(case.link.map(|link| (link, case.id.as_str())));
    }
    links.sort_unstable();
    let mut linked = Sheet::new("link,case");
    for (link, case) in links {
        linked.row(&[&format_args!("L{link}"), &case]);
    }
    feed.put("cases.csv", sheet.finish());
    feed.put("persons.csv", persons.finish());
    feed.put("clearances.csv", clearances.finish());
    feed.put("links.csv", linked.finish());
}
