//! The end of a walk: what a mission costs that ends, and the missions read back from labels.

use smallvec::SmallVec;

use super::Offer;
use super::label::Label;
use super::walk::Walk;
use crate::ids::{EscortTypeIdx, FareIdx, SectorIdx};
use crate::itineraries::column::{Cut, Piece};
use crate::itineraries::prices::{FORBIDDEN, Scaled};
use crate::missions::way::{Leg, Way};

impl Walk<'_> {
    /// The cheapest fare that ends the open component of `label` where it is.
    pub(super) fn closing(&self, label: &Label) -> Option<(Scaled, FareIdx)> {
        let open = label.open?;
        let market = self.charges.market;
        let here = self.grid.hops[label.sector].to;
        let start = self.grid.start(open.ride);
        let passed = &label.seen[1..label.seen.len() - 1];
        let fares = market.network.fares.endings(start).iter();
        fares
            .filter(|ending| ending.to == here && ending.via.is_none_or(|via| passed.contains(&via)))
            .map(|ending| (market.scale.up(market.network.fares.escort(ending.fare)), ending.fare))
            .min()
    }

    /// The reduced cost of the mission that ends with `label`; `None` where it is none.
    pub(super) fn total(&self, label: &Label) -> Option<Scaled> {
        let charges = self.charges;
        let fare = match label.open {
            Some(_) => self.closing(label)?.0,
            None => 0,
        };
        let hop = &self.grid.hops[label.sector];
        let (day, away) = (charges.return_day(label.sector), hop.arr - label.set_out);
        if day > label.due || away > self.row.max_away || label.unserved >= FORBIDDEN {
            return None;
        }
        Some(label.cost + fare + charges.home(label.sector) + self.day * away.started_days() + label.unserved)
    }

    /// Offers the mission that ends with label `index`, unless it serves nowhere that others offered don't.
    pub(super) fn offer(&mut self, index: u32) {
        let way = self.way(index);
        let wanted = |&(sector, _): &Leg| self.charges.duty(sector) < 0;
        let mut marks: SmallVec<[SectorIdx; 8]> = way.legs.iter().filter(|leg| wanted(leg)).map(|leg| leg.0).collect();
        if marks.is_empty() {
            marks.push(way.legs[0].0);
        }
        let before = self.served.len();
        self.served.extend(marks);
        if self.served.len() == before {
            return;
        }
        self.offers.push(Offer { reduced: self.labels[index as usize].bound, way });
    }

    /// The mission that ends with label `last`, read back along its labels.
    pub(super) fn way(&self, last: u32) -> Way {
        let mut labels = vec![&self.labels[last as usize]];
        while let Some(before) = labels[labels.len() - 1].before {
            labels.push(&self.labels[before as usize]);
        }
        labels.reverse();
        let mut cut = Cut::new();
        let mut end = |position: usize, fare: Option<FareIdx>| {
            if let (Some(fare), Some(open)) = (fare, labels[position].open) {
                let sectors = open.sectors as u16;
                cut.push(Piece { start: position as u16 + 1 - sectors, sectors, fare });
            }
        };
        for (position, label) in labels.iter().enumerate().skip(1) {
            end(position - 1, label.closed);
        }
        end(labels.len() - 1, self.closing(labels[labels.len() - 1]).map(|(_, fare)| fare));
        let mut legs: SmallVec<[Leg; 4]> = labels.iter().map(|label| (label.sector, label.duty)).collect();
        if legs.iter().all(|(_, duty)| duty.is_none()) {
            // Nobody is known to need the escort, who serves where it costs least.
            let duties = legs.iter().enumerate();
            let duties = duties.filter_map(|(leg, &(sector, _))| Some((self.charges.cheapest_duty(sector)?, leg)));
            if let Some(((_, kind), leg)) =
                duties.min_by_key(|&((price, kind), leg): &((Scaled, EscortTypeIdx), usize)| (price, leg, kind))
            {
                legs[leg].1 = Some(kind);
            }
        }
        Way { pool: self.pool, legs, cut }
    }

    /// The missions offered, ascending by reduced cost.
    pub(super) fn offers(mut self) -> Vec<Offer> {
        self.offers.sort_by(|one, other| (one.reduced, &one.way).cmp(&(other.reduced, &other.way)));
        self.offers.dedup_by(|one, other| one.way == other.way);
        self.offers
    }
}
