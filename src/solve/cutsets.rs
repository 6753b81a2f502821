//! Cut sets: whoever sets out from an airport on some dates leaves it on a sector of these dates, scheduled or a charter's.
//!
//! Where scheduled seats are fewer than those who must leave, by `short` of them, every plan uses a charter or leaves that
//! many seats' worth of parties behind: `Σ min(seats, short)·charter + Σ min(seats, short)·left behind ≥ short`. Without
//! it the relaxation charters just as much of an aircraft as it fills (single-node flow cover; Padberg, Van Roy, Wolsey
//! 1985, and Marchand, Wolsey 2001 for the rounding).

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::master::Master;
use super::rows::{Kind, Role, StructuralIdx, Terms};
use crate::ids::{AirportIdx, ClassIdx, SectorIdx};
use crate::itineraries::classes::Class;

/// Dates of an airport that are taken together at most; longer ranges are rarely short of seats when none inside is.
const LONGEST: usize = 7;

/// Adds the inequalities of all airports that parties set out from.
pub fn add(master: &mut Master) {
    let mut origins: Vec<AirportIdx> = master.classes.iter().map(|class| class.traits.origin).collect();
    origins.sort_unstable();
    origins.dedup();
    for origin in origins {
        let network = master.network;
        let mut held: BTreeMap<NaiveDate, Vec<Party>> = BTreeMap::new();
        let mut dates: Vec<NaiveDate> = Vec::new();
        for (class, row) in master.classes.iter_enumerated().filter(|(_, row)| row.traits.origin == origin) {
            let days = &row.traits.days;
            dates.extend(days.iter().map(|day| day.date));
            // A ticket is kept wherever and whenever it starts.
            if let (Some(first), Some(last), None) = (days.first(), days.last(), row.traits.fixed) {
                held.entry(first.date).or_default().push(Party { class, last: last.date, seats: least_seats(row) });
            }
        }
        let mut leaving: BTreeMap<NaiveDate, Vec<SectorIdx>> = BTreeMap::new();
        for &sector in network.leaving(origin) {
            leaving.entry(network.sectors[sector].dep_local.date()).or_default().push(sector);
        }
        for (first, last) in windows(&mut dates, LONGEST) {
            let held = held.range(first..=last).flat_map(|(_, parties)| parties).filter(|party| party.last <= last);
            let mut held: Vec<&Party> = held.collect();
            held.sort_unstable_by_key(|party| party.class);
            let leaving: Vec<SectorIdx> = leaving.range(first..=last).flat_map(|(_, all)| all).copied().collect();
            add_cut(master, &held, &leaving);
        }
    }
}

/// The parties of a class, who set out on some dates only.
struct Party {
    class: ClassIdx,
    last: NaiveDate,
    /// Seats that each takes at least.
    seats: i64,
}

/// Every range of `dates` of `longest` at most, by first and last date.
pub fn windows(dates: &mut Vec<NaiveDate>, longest: usize) -> impl Iterator<Item = (NaiveDate, NaiveDate)> {
    dates.sort_unstable();
    dates.dedup();
    let dates = &*dates;
    let from = move |(position, &first)| dates[position..].iter().take(longest).map(move |&last| (first, last));
    dates.iter().enumerate().flat_map(from)
}

/// Adds the inequality of `held`, who can set out on the sectors `leaving` only, if seats are short.
fn add_cut(master: &mut Master, held: &[&Party], leaving: &[SectorIdx]) {
    let network = master.network;
    let seats: Vec<(ClassIdx, i64)> = held.iter().map(|party| (party.class, party.seats)).collect();
    let wanted = seats.iter().map(|&(class, seats)| seats * master.classes[class].parties.len() as i64).sum::<i64>();
    let sizes = sizes(master, &seats);
    let mut scheduled = 0;
    let mut charters: Vec<(StructuralIdx, i64)> = Vec::new();
    for &index in leaving {
        // Enough for all that want any.
        if scheduled >= wanted {
            return;
        }
        let sector = &network.sectors[index];
        match sector.charter() {
            None => scheduled += filled(sizes.as_deref(), sellable(master, index)),
            Some(charter) => charters.push((master.charters[charter], i64::from(sector.capacity.seats))),
        }
    }
    let short = wanted - scheduled;
    if short <= 0 {
        return;
    }
    let mut entries: Vec<(StructuralIdx, i64)> = Vec::new();
    for (charter, seats) in charters {
        match entries.iter_mut().find(|(other, _)| *other == charter) {
            Some((_, all)) => *all += seats,
            None => entries.push((charter, seats)),
        }
    }
    entries.extend(seats.into_iter().map(|(class, seats)| (master.unserved[class], seats)));
    entries.iter_mut().for_each(|(_, seats)| *seats = (*seats).min(short));
    entries.retain(|&(_, seats)| seats > 0);
    // Branching may ask for what nobody can.
    let missing = master.structural(Kind::Shortfall, master.dear, (0, short), None);
    entries.push((missing, 1));
    master.row(Terms::new(), (Some(short), None), &entries, Role::Cut);
}

/// Seats that a party of `class` takes on whatever day it sets out.
fn least_seats(class: &Class) -> i64 {
    class.traits.days.iter().map(|day| i64::from(day.load.seats)).min().unwrap_or_default()
}

/// How many seats each of the parties of `classes` takes; `None` where that depends on the day.
fn sizes(master: &Master, classes: &[(ClassIdx, i64)]) -> Option<Vec<u32>> {
    let mut sizes = Vec::new();
    for &(class, _) in classes {
        let row = &master.classes[class];
        let seats = row.traits.days.first()?.load.seats;
        if row.traits.days.iter().any(|day| day.load.seats != seats) {
            return None;
        }
        sizes.extend(std::iter::repeat_n(seats, row.parties.len()));
    }
    Some(sizes)
}

/// Seats that can be sold on a scheduled sector.
fn sellable(master: &Master, index: SectorIdx) -> u32 {
    let sector = &master.network.sectors[index];
    let agreements = sector.carrier().map(|carrier| master.network.fares.selling(carrier)).unwrap_or_default();
    let allotted = agreements.iter().map(|&agreement| {
        let seats = master.network.feed.agreements[agreement].seats_per_flight;
        seats.unwrap_or(sector.capacity.seats)
    });
    sector.capacity.seats.min(allotted.fold(0, u32::saturating_add))
}

/// The most of `capacity` that whole parties of these sizes fill.
fn filled(sizes: Option<&[u32]>, capacity: u32) -> i64 {
    let Some(sizes) = sizes else { return i64::from(capacity) };
    let mut reached = vec![false; capacity as usize + 1];
    reached[0] = true;
    for &size in sizes {
        for seats in (size..=capacity).rev() {
            reached[seats as usize] |= reached[(seats - size) as usize];
        }
    }
    reached.iter().rposition(|&reached| reached).unwrap_or_default() as i64
}

#[cfg(test)]
mod tests {
    use super::filled;

    #[test]
    fn whole_parties_fill_what_some_of_them_add_up_to() {
        assert_eq!(filled(Some(&[3, 3, 3]), 5), 3);
        assert_eq!(filled(Some(&[2, 3, 4]), 6), 6);
        assert_eq!(filled(Some(&[7]), 6), 0);
        assert_eq!(filled(Some(&[]), 6), 0);
        assert_eq!(filled(None, 6), 6);
    }
}
