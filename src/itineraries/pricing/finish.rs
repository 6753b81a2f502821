//! The end of a walk: ways that may end where they are, and the itineraries read back from them.

use smallvec::SmallVec;

use super::Offer;
use super::walk::{Finish, Walk};
use crate::ids::FareIdx;
use crate::itineraries::column::{Cut, Piece, Route};
use crate::itineraries::prices::Scaled;

impl Walk<'_> {
    /// Notes the itinerary that ends with label `index`, if one may end there.
    pub(super) fn finish(&mut self, index: u32) {
        let label = &self.labels[index as usize];
        let network = self.market.network;
        let last = &network.sectors[label.sector];
        if self.trip.destinations.binary_search(&last.to).is_err()
            || !self.class.traits.arrival.contain(last.arr_local.date())
        {
            return;
        }
        if self.along.is_some_and(|sectors| sectors.len() != label.sectors() as usize) {
            return;
        }
        let Some(mut cost) = self.receive(label.sector, last) else { return };
        let length = last.arr - label.set_out;
        if self.class.traits.max_duration.is_some_and(|most| length > most) {
            return;
        }
        cost += label.cost + self.dominance.hour * length.started_hours();
        let mut closing = SmallVec::new();
        for (member, state) in label.states.iter().enumerate() {
            if state.is_none() {
                closing.push(None);
                continue;
            }
            let Some((price, fare)) = self.closing(label, member) else { return };
            cost += price;
            closing.push(Some(fare));
        }
        if cost < self.search.below {
            self.finishes.push((cost, index, closing));
            self.tighten(cost);
            self.overflow |= self.search.all && self.finishes.len() > self.search.most;
        }
    }

    /// Once as many itineraries are found as are wanted, only cheaper ones are: the search ends where none can come.
    pub(super) fn tighten(&mut self, cost: Scaled) {
        if self.search.all {
            return;
        }
        let position = self.cheapest.partition_point(|&other| other <= cost);
        self.cheapest.insert(position, cost);
        self.cheapest.truncate(self.search.most);
        if let (true, Some(&last)) = (self.cheapest.len() == self.search.most, self.cheapest.last()) {
            self.search.below = self.search.below.min(last);
        }
    }

    /// The cheapest finishes as offers.
    pub(super) fn offers(mut self) -> Vec<Offer> {
        self.finishes.sort_by(|one, other| (one.0, one.1, &one.2).cmp(&(other.0, other.1, &other.2)));
        self.finishes.truncate(self.search.most);
        let finishes = std::mem::take(&mut self.finishes);
        finishes.into_iter().map(|finish| Offer { reduced: finish.0, route: self.route(finish) }).collect()
    }

    /// The itinerary of a finish, read back along its labels.
    pub(super) fn route(&self, (_, last, closing): Finish) -> Route {
        let mut way = vec![last];
        while let Some(before) = self.labels[way[way.len() - 1] as usize].before {
            way.push(before);
        }
        way.reverse();
        let labels = || way.iter().map(|&label| &self.labels[label as usize]);
        let cut = |member: usize| {
            let mut cut = Cut::new();
            let mut end = |position: usize, fare: Option<FareIdx>| {
                let open = labels().nth(position).and_then(|label| label.states[member]);
                if let (Some(fare), Some(open)) = (fare, open) {
                    let sectors = open.sectors as u16;
                    cut.push(Piece { start: position as u16 + 1 - sectors, sectors, fare });
                }
            };
            for (position, label) in labels().enumerate().skip(1) {
                end(position - 1, label.closed[member]);
            }
            end(way.len() - 1, closing[member]);
            cut
        };
        Route {
            class: self.trip.class,
            day: self.trip.day,
            sectors: labels().map(|label| label.sector).collect(),
            cuts: (0..self.day.members.len()).map(cut).collect(),
        }
    }
}
