//! The planner's own pricing, asked what a party's cheapest itinerary costs when this or that is free.

use crate::ids::{ClassIdx, TiVec};
use crate::itineraries::classes::Class;
use crate::itineraries::column::Column;
use crate::itineraries::free::Free;
use crate::itineraries::prices::{FORBIDDEN, Prices, Scale};
use crate::itineraries::pricing::{self, Market, Search};
use crate::itineraries::trips::Trips;
use crate::network::Network;

/// A party at the desk: a class of its own with its trips.
pub struct Desk<'n> {
    network: &'n Network<'n>,
    classes: TiVec<ClassIdx, Class>,
    trips: Trips,
}

/// Itineraries looked at, cheapest first, for one that holds for linked cases together.
const MOST: usize = 5_000;

/// Itineraries looked at, cheapest first, for one that escorts can serve.
const FEW: usize = 50;

impl<'n> Desk<'n> {
    /// The desk for parties like those of `class`.
    pub fn new(network: &'n Network<'n>, class: Class) -> Self {
        let classes: TiVec<ClassIdx, Class> = vec![class].into();
        let trips = Trips::new(network, &classes);
        Self { network, classes, trips }
    }

    /// The class of the party, the only one there is.
    fn class(&self) -> &Class {
        &self.classes[ClassIdx(0)]
    }

    /// The cheapest itinerary that fits into `free`, scarce places at no price.
    ///
    /// Pricing fits each case of a link by itself. Where the cheapest itinerary doesn't hold for them together, the next
    /// ones are looked at.
    pub fn cheapest(&self, free: &Free) -> Option<Column> {
        let cheapest = self.offers(free, Search { below: FORBIDDEN, most: 1, all: false })?;
        let fits = |column: &Column| free.fits_all(self.network, &column.uses);
        match cheapest.into_iter().next() {
            Some(column) if !fits(&column) => {
                let all = self.offers(free, Search { below: FORBIDDEN, most: MOST, all: true });
                let some = || self.offers(free, Search { below: FORBIDDEN, most: MOST, all: false });
                all.or_else(some)?.into_iter().find(fits)
            }
            column => column,
        }
    }

    /// The cheapest itinerary whether or not linked cases fit into it together.
    pub fn cheapest_apart(&self, free: &Free) -> Option<Column> {
        self.offers(free, Search { below: FORBIDDEN, most: 1, all: false })?.into_iter().next()
    }

    /// The cheapest itineraries that fit into `free`, a few of them.
    pub fn cheap(&self, free: &Free) -> Vec<Column> {
        self.offers(free, Search { below: FORBIDDEN, most: FEW, all: false }).unwrap_or_default()
    }

    /// Whether some of the party need escorts.
    pub fn needs_escorts(&self) -> bool {
        !self.class().traits.needs.is_empty()
    }

    /// Itineraries of all trips, ascending by cost; `None` where they are too many.
    fn offers(&self, free: &Free, how: Search) -> Option<Vec<Column>> {
        let prices = Prices::default();
        // Amounts stay as they are: nothing here has a price finer than a minor unit.
        let scale = Scale::for_amounts_up_to(i64::MAX);
        let market =
            Market { network: self.network, prices: &prices, scale, free, tolls: self.trips.tolls(), potentials: None };
        let class = ClassIdx(0);
        let offers = pricing::offers(&market, class, self.class(), self.trips.of(class), how).ok()?;
        let column = |offer: pricing::Offer| Column::new(self.network, self.class(), offer.route);
        let mut columns: Vec<Column> = offers.into_iter().map(column).collect();
        columns.sort_by(|one, other| (one.cost, &one.route).cmp(&(other.cost, &other.route)));
        Some(columns)
    }

    /// The penalty for leaving the party behind, minor units.
    pub fn staying(&self) -> i64 {
        self.class().traits.staying()
    }

    /// The party's seats on a date of first departure.
    pub fn seats(&self, column: &Column) -> u32 {
        self.class().traits.days[column.route.day as usize].load.seats
    }
}
