//! Hiring: charters for those whom scheduled seats leave behind, each where it saves more than it costs.

use super::booking::Book;
use super::master::Master;
use super::rounds;
use super::run::Run;
use crate::ids::{CharterIdx, ClassIdx};
use crate::itineraries::pricing::Market;
use crate::itineraries::sites::{Aboard, Site};
use crate::itineraries::trips::Trips;

/// Hires charters one after the other, one of each group, and books who then travels.
pub fn hire(run: &Run, master: &Master, trips: &Trips, market: &Market, book: &mut Book) {
    let feed = master.network.feed;
    for (charter, row) in feed.charters.iter_enumerated() {
        let taken = book
            .hired
            .iter()
            .any(|&other| other == charter || (row.group.is_some() && feed.charters[other].group == row.group));
        if !taken && !run.stopped() {
            try_out(run, master, trips, market, book, charter);
        }
    }
}

/// Books those left behind on `charter` and whatever else has room, and takes all of it back unless it's worth it.
fn try_out(run: &Run, master: &Master, trips: &Trips, market: &Market, book: &mut Book, charter: CharterIdx) {
    let (network, row) = (master.network, &master.network.feed.charters[charter]);
    let legs = || network.legs(charter).iter().map(|&leg| (leg, &network.sectors[leg]));
    let origins: Vec<_> = legs().map(|(_, sector)| sector.from).collect();
    let asked: Vec<ClassIdx> = master
        .classes
        .iter_enumerated()
        .filter(|&(class, row)| book.left[class] > 0 && row.traits.needs.is_empty())
        .filter(|(_, row)| origins.contains(&row.traits.origin))
        .map(|(class, _)| class)
        .collect();
    if asked.is_empty() {
        return;
    }
    for (sector, leg) in legs() {
        book.free.open(Site::Sector(sector, Aboard::Seats), leg.capacity.seats);
    }
    book.hired.push(charter);
    let before = book.draft.columns.len();
    let priced = rounds::first_itineraries(
        run,
        master,
        trips,
        &Market { free: &book.free, ..*market },
        &asked,
        rounds::Menu::usual(master),
    );
    for (&class, (_, offers)) in asked.iter().zip(&priced) {
        while book.left[class] > 0 && book.take(master, class, offers) {}
    }
    let (mut saved, mut seats) = (-row.fixed_cost.0, 0);
    for column in &book.draft.columns[before..] {
        saved += master.classes[column.route.class].traits.staying() - column.cost;
        seats += column.seats_on_first_leg(network, charter);
    }
    if saved > 0 && seats >= row.min_seats && seats > 0 {
        return;
    }
    for column in book.draft.columns.drain(before..) {
        book.free.give_back(&column.uses);
        book.left[column.route.class] += 1;
    }
    book.hired.pop();
    super::greedy::close(master, charter, &mut book.free);
}
