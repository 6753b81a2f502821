//! Reasons in words: ids, places, flight keys and rows of the feed's files; nothing else about a person.

use chrono::NaiveDate;

use super::company::{Company, Outset};
use crate::feed::{At, Clearance, Decision, Feed, Person, Ready, TransitRule, Zone};
use crate::ids::{AirportIdx, SectorIdx};
use crate::itineraries::sites::Site;
use crate::network::Network;
use crate::network::sectors::Sector;
use crate::network::transit::{Passage, deciding_rule};
use crate::time::Minutes;

/// Ids shown of a list before the rest is counted.
const SHOWN: usize = 5;

/// `P1, P2 and 3 more`.
pub fn list(items: &[String]) -> String {
    match items.len().checked_sub(SHOWN) {
        None | Some(0) => items.join(", "),
        Some(more) => format!("{} and {more} more", items[..SHOWN].join(", ")),
    }
}

/// `26 h` or `26 h 5 min`.
pub fn hours(length: Minutes) -> String {
    match (length.0 / 60, length.0 % 60) {
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

/// `QR1370/NBO/2017-05-16 QR701/DOH/2017-05-16`, as locks are written.
pub fn keys<'s>(feed: &Feed, sectors: impl IntoIterator<Item = &'s Sector>) -> String {
    sectors.into_iter().map(|sector| sector.key(feed)).collect::<Vec<_>>().join(" ")
}

/// Which clearance doesn't hold on `date`.
pub fn clearance(feed: &Feed, case: &str, clearance: &Clearance, date: NaiveDate) -> String {
    let whose = match clearance.person {
        Some(person) => format!("{} of case {case}", feed.persons[person].id),
        None => format!("case {case}"),
    };
    let window = match (clearance.valid_from, clearance.valid_to) {
        (Some(from), Some(to)) => format!("from {from} to {to}"),
        (Some(from), None) => format!("from {from}"),
        (None, Some(to)) => format!("to {to}"),
        (None, None) => "always".to_owned(),
    };
    let at = match clearance.at {
        At::Departure => "the first departure",
        At::Arrival => "the last arrival",
    };
    format!("{} of {whose} is valid {window}, {at} is on {date}", clearance.kind)
}

/// Which case is ready last, and when.
pub fn ready(company: &Company) -> String {
    let last = company.rows().max_by_key(|case| match case.ready {
        Ready::On(date) => date.and_hms_opt(0, 0, 0).unwrap_or_default(),
        Ready::At(at) => at,
    });
    last.map_or_else(String::new, |case| match case.ready {
        Ready::On(date) => format!("{} is ready ({date})", case.id),
        Ready::At(at) => format!("{} is ready ({})", case.id, at.format("%Y-%m-%dT%H:%M")),
    })
}

/// The persons of the company with the rows that decide on them at `airport`.
fn decided<'c>(
    outset: &'c Outset,
    airport: AirportIdx,
    zone: Zone,
) -> impl Iterator<Item = (&'c Person, Option<&'c TransitRule>)> {
    let feed = outset.company.feed;
    let persons = outset.company.rows().flat_map(|case| &case.persons).map(|&person| &feed.persons[person]);
    persons.map(move |person| {
        let Person { nationality, document, .. } = *person;
        let passage = Passage { airport, zone, nationality, document, destination: outset.country };
        (person, deciding_rule(feed, &passage).map(|rule| &feed.transit[rule]))
    })
}

/// Groups persons by what is said of them, in the order met.
fn grouped<'p>(said: impl Iterator<Item = (&'p Person, String)>) -> String {
    let mut groups: Vec<(String, Vec<String>)> = Vec::new();
    for (person, words) in said {
        match groups.iter_mut().find(|(other, _)| *other == words) {
            Some((_, ids)) => ids.push(person.id.to_string()),
            None => groups.push((words, vec![person.id.to_string()])),
        }
    }
    groups.iter().map(|(words, ids)| words.replace("{}", &list(ids))).collect::<Vec<_>>().join(", ")
}

fn place(feed: &Feed, airport: AirportIdx, zone: Zone) -> String {
    let side = match zone {
        Zone::Airside => "airside",
        Zone::Landside => "landside",
    };
    format!("{} {side}", feed.airports[airport].iata)
}

/// Who is refused at `airport`, and by which rows.
pub fn refused(outset: &Outset, airport: AirportIdx, zone: Zone) -> String {
    let at = place(outset.company.feed, airport, zone);
    grouped(decided(outset, airport, zone).filter_map(|(person, rule)| match rule {
        Some(rule) if rule.decision == Decision::Deny => {
            Some((person, format!("transit.csv row {} refuses {{}} at {at}", rule.row)))
        }
        None if !outset.company.feed.policy.transit_default_allow => {
            Some((person, format!("no row of transit.csv is for {{}} at {at}, and transit_default is deny")))
        }
        _ => None,
    }))
}

/// Whose waivers come too late at `airport`.
pub fn late(outset: &Outset, airport: AirportIdx, zone: Zone) -> String {
    let at = place(outset.company.feed, airport, zone);
    let ahead = outset.ahead();
    grouped(decided(outset, airport, zone).filter_map(|(person, rule)| {
        let rule = rule.filter(|rule| rule.decision == Decision::Waiver && ahead < i64::from(rule.lead_days))?;
        let words = format!(
            "the waiver of transit.csv row {} for {{}} at {at} takes {} days, the first departure on {} is {ahead} days away",
            rule.row, rule.lead_days, outset.date
        );
        Some((person, words))
    }))
}

/// Who may not connect for as long as `gap` at `airport`.
pub fn too_long_in_transit(outset: &Outset, airport: AirportIdx, zone: Zone, gap: Minutes) -> String {
    let at = place(outset.company.feed, airport, zone);
    grouped(decided(outset, airport, zone).filter_map(|(person, rule)| {
        let rule = rule.filter(|rule| rule.decision != Decision::Deny)?;
        let most = rule.max_gap.filter(|&most| gap > most)?;
        let words = format!("transit.csv row {} gives {{}} {} at {at}, not {}", rule.row, hours(most), hours(gap));
        Some((person, words))
    }))
}

/// A sector that no fare is for, with the agreements that nearly sell it.
pub fn unpriced(feed: &Feed, sector: &Sector) -> String {
    let date = sector.dep_local.date();
    let ahead = (date - feed.policy.as_of).num_days();
    let starts_here = |agreement| feed.fares.iter().any(|fare| fare.agreement == agreement && fare.from == sector.from);
    let near = feed.agreements.iter_enumerated().filter(|&(index, row)| {
        sector.carrier().is_some_and(|carrier| row.carriers.contains(&carrier)) && starts_here(index)
    });
    let why = near.filter_map(|(_, row)| {
        if date < row.valid_from || row.valid_to < date {
            Some(format!("{} is valid {} to {}", row.id, row.valid_from, row.valid_to))
        } else if ahead < i64::from(row.lead_days) {
            Some(format!("{} asks for {} days, {ahead} are left", row.id, row.lead_days))
        } else {
            None
        }
    });
    let why: Vec<String> = why.collect();
    let (from, to) = (&feed.airports[sector.from].iata, &feed.airports[sector.to].iata);
    let why = if why.is_empty() { String::new() } else { format!(" ({})", list(&why)) };
    format!("no fare is for {} {from}-{to} on this way{why}", sector.key(feed))
}

/// A limited place.
pub fn site(network: &Network, site: Site) -> String {
    let feed = network.feed;
    let key = |sector: SectorIdx| network.sectors[sector].key(feed);
    let iata = |airport: AirportIdx| feed.airports[airport].iata;
    match site {
        Site::Sector(sector, aboard) => format!("{} on {}", aboard.name(), key(sector)),
        Site::Allotment(agreement, sector) => format!("{} seats on {}", feed.agreements[agreement].id, key(sector)),
        Site::Beds(station, date) => format!("beds at {} the night to {date}", iata(station)),
        Site::Assistance(station, date) => format!("assistance at {} on {date}", iata(station)),
        Site::Departures(station, date) => format!("departures from {} on {date}", iata(station)),
        Site::ReceptionDay(row, date) => {
            let row = &feed.reception[row];
            format!("persons received at {} on {date} (reception.csv row {})", iata(row.airport), row.row)
        }
        Site::ReceptionFlight(row, sector) => {
            format!("persons received from {} (reception.csv row {})", key(sector), feed.reception[row].row)
        }
        Site::Need(kind, sector) => format!("persons who need {} on {}", feed.escort_types[kind].id, key(sector)),
        Site::Away(pool, date) => format!("escorts of {} on {date}", feed.pools[pool].id),
    }
}
