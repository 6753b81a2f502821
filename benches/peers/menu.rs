//! The menu: itineraries written out beforehand, as a model that is given whole to a solver needs them.

use std::collections::BTreeMap;

use onward::ids::{ClassIdx, SectorIdx, TiVec};
use onward::itineraries::classes::{self, Class};
use onward::itineraries::column::Column;
use onward::itineraries::free::Free;
use onward::itineraries::prices::{FORBIDDEN, Prices, Scale};
use onward::itineraries::pricing::{self, Market, Search};
use onward::itineraries::sites::Site;
use onward::itineraries::trips::{Trip, Trips};
use onward::network::Network;
use rayon::prelude::*;

/// A trip with more fare cuts of itineraries than this is not written out. No feed of these benches has one.
const MOST: usize = 500_000;

/// Which itineraries to write out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// All there are.
    All,
    /// For each class so many journeys, the cheapest ones, each with all its fare cuts.
    Cheapest(usize),
}

/// Itineraries by class.
pub struct Menu {
    /// Classes of parties that are alike: the peer gets the pooling too.
    pub classes: TiVec<ClassIdx, Class>,
    /// The itineraries of all of them, each with one of its fare cuts.
    pub columns: Vec<Column>,
    /// Different journeys among them, fares aside.
    pub journeys: usize,
    /// Classes that have journeys which are not on the menu.
    pub cut_short: usize,
}

impl Menu {
    /// Writes the itineraries of `choice` out, on all cores.
    pub fn new(network: &Network, choice: Choice) -> Self {
        let classes = classes::classes(network);
        let trips = Trips::new(network, &classes);
        let indices: Vec<ClassIdx> = classes.keys().collect();
        let page = |class: ClassIdx| Page::new(network, class, &classes[class], &trips, choice);
        let pages: Vec<Page> = indices.into_par_iter().map(page).collect();
        let journeys = pages.iter().map(|page| page.journeys).sum();
        let cut_short = pages.iter().filter(|page| page.cut_short).count();
        let columns = pages.into_iter().flat_map(|page| page.columns).collect();
        Self { classes, columns, journeys, cut_short }
    }
}

/// The itineraries of a class.
struct Page {
    columns: Vec<Column>,
    journeys: usize,
    cut_short: bool,
}

impl Page {
    fn new(network: &Network, index: ClassIdx, class: &Class, trips: &Trips, choice: Choice) -> Self {
        let (prices, free) = (Prices::default(), Free::all(network));
        // Without prices every cost is a whole number of cents.
        let scale = Scale::for_amounts_up_to(i64::MAX);
        let market = Market { network, prices: &prices, scale, free: &free, tolls: trips.tolls() };
        let search = Search { below: FORBIDDEN, most: MOST, all: true };
        let mut journeys: BTreeMap<Vec<SectorIdx>, Vec<Column>> = BTreeMap::new();
        let mut cut_short = false;
        // A fixed party has no trips and one way.
        let own = trips.of(index);
        let parts: Vec<&[Trip]> = if own.is_empty() { vec![&[]] } else { own.chunks(1).collect() };
        for part in parts {
            let Ok(offers) = pricing::offers(&market, index, class, part, search) else {
                cut_short = true;
                continue;
            };
            // Ascending by cost, so that the cuts of a journey are too.
            for offer in offers {
                let column = Column::new(network, class, offer.route);
                if is_of_use(network, class, &column) {
                    add_cut(journeys.entry(column.route.sectors.to_vec()).or_default(), column);
                }
            }
        }
        let mut journeys: Vec<Vec<Column>> = journeys.into_values().collect();
        if let Choice::Cheapest(most) = choice {
            cut_short |= journeys.len() > most;
            journeys.sort_by_key(|cuts| cuts.first().map(|cheapest| cheapest.cost));
            journeys.truncate(most);
        }
        Self { journeys: journeys.len(), columns: journeys.into_iter().flatten().collect(), cut_short }
    }
}

/// Whether `column` could be part of a best plan: staying is cheaper otherwise, and takes nothing. A seat on a charter may
/// be worth more than it saves, since a charter needs so many taken.
fn is_of_use(network: &Network, class: &Class, column: &Column) -> bool {
    let flies_charter = || column.route.sectors.iter().any(|&sector| network.sectors[sector].charter().is_some());
    column.cost < class.traits.staying() || flies_charter()
}

/// Adds `column` to the `cuts` of its journey, which cost no more, unless one of them takes no seat of an allotment that
/// `column` doesn't take too: such a cut is never needed, and the peer is spared it.
fn add_cut(cuts: &mut Vec<Column>, column: Column) {
    let sold = allotments(&column);
    let spares = |other: &Column| {
        allotments(other).iter().all(|(site, seats)| sold.get(site).is_some_and(|taken| seats <= taken))
    };
    if !cuts.iter().any(spares) {
        cuts.push(column);
    }
}

/// Seats that `column` takes of limited allotments.
fn allotments(column: &Column) -> BTreeMap<Site, u32> {
    let mut seats = BTreeMap::new();
    for &(site, demand) in column.uses.iter().filter(|(site, _)| matches!(site, Site::Allotment(..))) {
        *seats.entry(site).or_default() += demand;
    }
    seats
}
