//! Planning by hand: the most pressing case first, each on the cheapest itinerary with seats left.
//!
//! Cases go by priority and by the date from which they are ready. A charter is taken where the whole plan comes cheaper
//! with it, tried in the order of the feed. No case is moved again once it is booked.

use onward::feed::Priority;
use onward::ids::{CharterIdx, ClassIdx, TiVec};
use onward::itineraries::classes::{self, Class};
use onward::itineraries::column::Column;
use onward::itineraries::free::Free;
use onward::itineraries::prices::{Prices, Scale};
use onward::itineraries::pricing::{self, Market, Search};
use onward::itineraries::sites::{Aboard, Site};
use onward::itineraries::trips::Trips;
use onward::network::Network;

use super::booking::Booking;

/// Itineraries looked at per trip; the first that has room for every linked case is taken.
const LOOKED_AT: usize = 40;

/// Who plans: what stays the same from try to try.
pub struct Desk<'n> {
    network: &'n Network<'n>,
    classes: TiVec<ClassIdx, Class>,
    trips: Trips,
    order: Vec<ClassIdx>,
}

impl<'n> Desk<'n> {
    /// Sorts the parties of the feed, each by itself.
    pub fn new(network: &'n Network<'n>) -> Self {
        let classes = classes::one_by_one(network);
        let trips = Trips::new(network, &classes);
        let mut order: Vec<ClassIdx> = classes.keys().collect();
        order.sort_by_key(|&class| {
            let traits = &classes[class].traits;
            let priority = traits.members.iter().map(|member| member.priority).min().unwrap_or(Priority::Normal);
            (priority, traits.ready, class)
        });
        Self { network, classes, trips, order }
    }

    /// Books every party, and the charters that pay.
    pub fn plan(&self) -> Booking<'_> {
        let charters = &self.network.feed.charters;
        let mut best = self.book(&[]);
        for (charter, row) in charters.iter_enumerated() {
            let mut chosen = best.charters();
            if chosen.iter().any(|&other| row.group.is_some() && charters[other].group == row.group) {
                continue;
            }
            chosen.push(charter);
            let tried = self.book(&chosen);
            if tried.fills_charters() && tried.total() < best.total() {
                best = tried;
            }
        }
        best
    }

    /// Books every party, with no charters but `charters`.
    fn book(&self, charters: &[CharterIdx]) -> Booking<'_> {
        let network = self.network;
        let mut free = Free::all(network);
        for (sector, row) in network.sectors.iter_enumerated() {
            if row.charter().is_some_and(|charter| !charters.contains(&charter)) {
                free.take(&[(Site::Sector(sector, Aboard::Seats), row.capacity.seats)]);
            }
        }
        let mut taken = Vec::new();
        for &class in &self.order {
            if let Some(column) = self.cheapest(class, &free) {
                free.take(&column.uses);
                taken.push(column);
            }
        }
        Booking::new(network, &self.classes, taken)
    }

    /// The cheapest itinerary of `class` that is free and costs less than staying.
    fn cheapest(&self, class: ClassIdx, free: &Free) -> Option<Column> {
        let row = &self.classes[class];
        let prices = Prices::default();
        // Without prices every cost is a whole number of cents.
        let scale = Scale::for_amounts_up_to(i64::MAX);
        let market = Market { network: self.network, prices: &prices, scale, free, tolls: self.trips.tolls() };
        let search = Search { below: scale.up(row.traits.staying()), most: LOOKED_AT, all: false };
        let offers = pricing::offers(&market, class, row, self.trips.of(class), search).unwrap_or_default();
        let columns = offers.into_iter().map(|offer| Column::new(self.network, row, offer.route));
        columns.into_iter().find(|column| free.fits_all(self.network, &column.uses))
    }
}
