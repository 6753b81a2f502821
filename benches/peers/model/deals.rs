//! Agreements in the programme: groups, tiers and commitments (MODEL: *Fares*, *Agreement volume*).

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use highs::Col;
use onward::ids::{AgreementIdx, ClassIdx, SectorIdx, TiVec};

use super::{Alike, Builder, Row, units};

impl Builder<'_> {
    /// A group is there on a sector, or nobody.
    pub(super) fn groups(&mut self, itineraries: &[Col], missions: &[Col]) {
        let (sky, menu) = (self.sky, self.menu);
        let agreements = &sky.network.feed.agreements;
        let mut seats: BTreeMap<(AgreementIdx, SectorIdx), BTreeMap<usize, (Col, u32)>> = BTreeMap::new();
        let mut sell = |pair: (AgreementIdx, SectorIdx), count: Col, demand: u32| {
            if agreements[pair.0].min_group > 1 {
                seats.entry(pair).or_default().entry(count.index()).or_insert((count, 0)).1 += demand;
            }
        };
        let mut of_class: BTreeMap<(AgreementIdx, SectorIdx), Alike> = BTreeMap::new();
        for (column, &count) in menu.columns.iter().zip(itineraries) {
            let pairs = column.sold.iter().map(|sold| ((sold.agreement, sold.sector), sold.seats));
            for (pair, demand) in pairs.filter(|((agreement, _), _)| agreements[*agreement].min_group > 1) {
                sell(pair, count, demand);
                let row = of_class.entry(pair).or_default().entry(column.route.class).or_default();
                if row.last() != Some(&(count, 1.0)) {
                    row.push((count, 1.0));
                }
            }
        }
        for (mission, &count) in menu.missions.iter().zip(missions) {
            mission.sold(sky).into_iter().for_each(|pair| sell(pair, count, 1));
        }
        for (pair, row) in seats {
            let (agreement, sector) = pair;
            let row: Row = row.into_values().map(|(count, demand)| (count, f64::from(demand))).collect();
            let agreement = &agreements[agreement];
            let aboard = sky.sector(sector).capacity.seats;
            let most = agreement.seats_per_flight.map_or(aboard, |most| most.min(aboard));
            let there = self.whole(0, Some(1));
            let with = |seats: u32| row.iter().copied().chain([(there, -f64::from(seats))]).collect::<Row>();
            self.problem.add_row(0.., with(agreement.min_group));
            self.problem.add_row(..=0, with(most));
            self.only_if(of_class.remove(&pair).unwrap_or_default(), there);
        }
    }

    /// The volume of each agreement, the tier it reaches and what it falls short of.
    pub(super) fn volumes(&mut self, itineraries: &[Col], missions: &[Col]) {
        let (sky, menu) = (self.sky, self.menu);
        let feed = sky.network.feed;
        let mut sold: TiVec<AgreementIdx, BTreeMap<usize, (Col, u32)>> =
            feed.agreements.iter().map(|_| BTreeMap::new()).collect();
        for (column, &count) in menu.columns.iter().zip(itineraries) {
            for &(agreement, travellers) in &column.volume {
                sold[agreement].entry(count.index()).or_insert((count, 0)).1 += travellers;
            }
        }
        for (mission, &count) in menu.missions.iter().zip(missions) {
            for piece in &mission.cut {
                sold[feed.fares[piece.fare].agreement].entry(count.index()).or_insert((count, 0)).1 += 1;
            }
        }
        let most = self.most_volume();
        for (index, agreement) in feed.agreements.iter_enumerated() {
            let volume: Row = sold[index].values().map(|&(count, travellers)| (count, f64::from(travellers))).collect();
            let before = f64::from(agreement.seats_before);
            if agreement.commit_seats > agreement.seats_before {
                let short = self.problem.add_column(units(agreement.shortfall_fee.0), 0..);
                let row = volume.iter().copied().chain([(short, 1.0)]);
                self.problem.add_row(f64::from(agreement.commit_seats) - before.., row.collect::<Row>());
            }
            if agreement.tiers.is_empty() {
                continue;
            }
            let most = f64::from(most[index]);
            // The volume is counted in one of the tiers, or below all of them.
            let mut counted: Row = volume.iter().map(|&(count, travellers)| (count, -travellers)).collect();
            let mut reached = Vec::new();
            let below = [(0, 0)].into_iter();
            for (from, rebate) in below.chain(agreement.tiers.iter().map(|tier| (tier.from_seats, tier.rebate.0))) {
                let there = self.whole(0, Some(1));
                let seats = self.problem.add_column(-units(rebate), 0..);
                self.problem.add_row(..=0, [(seats, 1.0), (there, -most)]);
                self.problem.add_row(0.., [(seats, 1.0), (there, before - f64::from(from))]);
                counted.push((seats, 1.0));
                reached.push((there, 1.0));
            }
            self.problem.add_row(0..=0, &counted);
            self.problem.add_row(1..=1, &reached);
        }
    }

    /// Each agreement's volume is never more: everyone on the itinerary, and every escort on missions one after the other,
    /// that have most of it.
    fn most_volume(&self) -> TiVec<AgreementIdx, u32> {
        let (sky, menu) = (self.sky, self.menu);
        let feed = sky.network.feed;
        let none = || -> TiVec<AgreementIdx, u32> { feed.agreements.iter().map(|_| 0).collect() };
        let mut of_class: TiVec<ClassIdx, TiVec<AgreementIdx, u32>> = menu.classes.iter().map(|_| none()).collect();
        for column in &menu.columns {
            let mut volume: BTreeMap<AgreementIdx, u32> = BTreeMap::new();
            column.volume.iter().for_each(|&(agreement, n)| *volume.entry(agreement).or_default() += n);
            for (agreement, travellers) in volume {
                let most = &mut of_class[column.route.class][agreement];
                *most = travellers.max(*most);
            }
        }
        // Of each pool: the dates on which an escort may be missed, the fewest that a mission takes, the most components.
        let mut of_pool = BTreeMap::new();
        for mission in &menu.missions {
            let missed: Vec<NaiveDate> = mission.missed(sky).collect();
            let (dates, fewest, most) =
                of_pool.entry(mission.pool).or_insert((BTreeSet::<NaiveDate>::new(), missed.len(), none()));
            *fewest = missed.len().min(*fewest);
            dates.extend(missed);
            for piece in &mission.cut {
                let agreement = feed.fares[piece.fare].agreement;
                let components = mission.cut.iter().filter(|other| feed.fares[other.fare].agreement == agreement);
                most[agreement] = (components.count() as u32).max(most[agreement]);
            }
        }
        let mut sum = none();
        for (class, volumes) in of_class.iter_enumerated() {
            let parties = menu.classes[class].parties.len() as u32;
            volumes.iter_enumerated().for_each(|(agreement, most)| sum[agreement] += most * parties);
        }
        for (pool, (dates, fewest, volumes)) in &of_pool {
            let missions = feed.pools[*pool].count * (dates.len() / fewest.max(&1)) as u32;
            volumes.iter_enumerated().for_each(|(agreement, most)| sum[agreement] += most * missions);
        }
        sum
    }
}
