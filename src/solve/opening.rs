//! The opening: classes are priced part by part in the order in which planners book, where nothing is scarce yet, and each
//! part is booked as soon as it is priced. So a plan stands early and grows, whatever the size of the feed; what was priced
//! are the first columns, and together they give a first bound.
//!
//! Booking is sequential insertion: a party takes the cheapest itinerary that what is left has room for, priced anew where
//! the ones it was offered are taken by then (Solomon 1987; as planners do by hand, but exactly). Those who need escorts are
//! only pencilled in, and gathered once everyone else has a place.

use std::cmp::Reverse;

use super::booking::Book;
use super::bound::{self, Cheapest, Duals};
use super::colgen::Supply;
use super::deals;
use super::ejection;
use super::gathering;
use super::hiring;
use super::master::Master;
use super::rounds;
use super::rows::Kind;
use super::run::Run;
use crate::ids::{ClassIdx, TiVec};
use crate::itineraries::column::Column;
use crate::itineraries::prices::Scaled;
use crate::itineraries::pricing::Market;
use crate::itineraries::trips::Trips;

/// Classes that are priced before they are booked: few enough for a first plan at once, and enough for all threads. Not a
/// number that depends on threads, since what is booked does on it.
const PART: usize = 128;

/// Prices every class, and books its parties into plans that grow.
pub fn open(run: &Run, master: &mut Master, trips: &Trips) {
    let duals = duals(run, master);
    let prices = duals.prices(master);
    let (network, scale) = (master.network, run.scale);
    let tolls = run.pool.install(|| trips.tolls_under(network, &prices, scale));
    let tolls = tolls.as_ref().unwrap_or_else(|| trips.tolls());
    let potentials = run.pool.install(|| trips.potentials(network, &prices, scale));
    let market = Market { network, prices: &prices, scale, free: &run.free, tolls, potentials: Some(&potentials) };
    let mut cheapest: TiVec<ClassIdx, Scaled> = master.classes.iter().map(|_| 0).collect();
    let mut book = Book::new(master, run, &prices);
    for (number, part) in order(master).chunks(PART).enumerate() {
        let priced = rounds::first_itineraries(run, master, trips, &market, part, rounds::Menu::usual(master));
        if run.stopped() {
            return;
        }
        let mut waiting: Vec<(ClassIdx, Vec<Column>)> = Vec::new();
        for (&class, (least, offers)) in part.iter().zip(priced) {
            cheapest[class] = least;
            offers.iter().for_each(|column| _ = master.add(column.clone()));
            waiting.push((class, offers));
        }
        let Some(book) = &mut book else { continue };
        book.part(run, master, trips, &market, waiting);
        // Ever more rarely: a plan is written down whole each time.
        if (number + 1).is_power_of_two() {
            book.close(run, master);
        }
    }
    let supply = Supply::of(trips);
    let pools = rounds::pools(run, master, supply, &duals, &rounds::usual(master)).cheapest;
    // A round that was broken off knows nothing of those it didn't come to.
    if !run.stopped() {
        run.raise(bound::lagrangian(master, run.scale, &duals, &Cheapest { classes: cheapest, pools }));
    }
    if let Some(book) = &mut book {
        book.close(run, master);
        // Those in need may share escorts best aboard a charter, so they choose again.
        book.release();
        hiring::hire(run, master, book);
        // Who went over to a charter leaves places to others.
        let left = master.classes.keys().filter(|&class| book.left[class] > 0);
        let known = |class: ClassIdx| master.columns_of(class).iter().map(|index| master.columns[index.0].clone());
        let waiting = left.map(|class| (class, known(class).collect())).collect();
        book.part(run, master, trips, &market, waiting);
        book.close(run, master);
        gathering::gather(run, master, trips, &market, book);
        book.close(run, master);
        ejection::search(run, master, trips);
    }
}

/// Prices of volume alone: each seat is worth the highest rebate that it may have, or no bound would come of the others.
fn duals(run: &Run, master: &Master) -> Duals {
    let mut duals = Duals(vec![0; master.rows.len()]);
    for structural in &master.structurals {
        let Kind::Volume(agreement, _) = structural.kind else { continue };
        let steps = deals::steps(&master.network.feed.agreements[agreement]);
        let most = steps.iter().map(|step| step.rebate).max().unwrap_or_default();
        // The only row of these that counts sales as well.
        let own = structural.entries.iter().find(|(row, _)| !master.rows[row.0].terms.is_empty());
        if let Some(&(row, a)) = own {
            duals.0[row.0] = run.scale.up(-most) * a.signum();
        }
    }
    duals
}

/// The classes as they are booked: fixed ones are already, then the most urgent, then who is ready first and may set out
/// on the fewest dates.
fn order(master: &Master) -> Vec<ClassIdx> {
    let mut order: Vec<ClassIdx> = master.classes.keys().collect();
    order.sort_by_cached_key(|&class| {
        let traits = &master.classes[class].traits;
        let persons = traits.days.first().map_or(1, |day| i64::from(day.load.persons.max(1)));
        let last = traits.days.last().map(|day| day.date);
        (Reverse(traits.staying() / persons), traits.days.first().map(|day| day.date), last, class)
    });
    order
}

#[cfg(test)]
mod tests {
    use super::super::handmade;
    use super::super::solution::Solution;
    use super::*;

    /// Whoever comes late finds a place where others can make room, and charters take over who is booked elsewhere.
    #[test]
    fn the_opening_rebooks_and_hires() {
        for name in ["rebooked", "charter-for-the-rest", "charter-worth-it", "charter-not-worth-it", "charter-group"] {
            let (opened, least) = handmade::totals(name, |run, mut master, trips| {
                run.found(Solution::of(&master, Vec::new(), Vec::new()).expect("a plan in which nobody travels"));
                open(run, &mut master, trips);
                run.incumbent().expect("a plan")
            });
            assert_eq!(opened, least, "{name}");
        }
    }
}
