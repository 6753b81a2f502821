//! Agreements in the programme: groups, tiers and commitments (MODEL: *Fares*, *Agreement volume*).

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::build::{Alike, Builder, Entries, OPEN};
use super::programme::{Col, ColumnData};
use crate::ids::{AgreementIdx, ClassIdx, SectorIdx, TiVec};

impl Builder<'_> {
    /// A group is there on a sector, or nobody.
    pub(super) fn groups(&mut self, itineraries: &[Col], missions: &[Col]) {
        let (sky, menu) = (self.sky, self.menu);
        let agreements = &sky.network.feed.agreements;
        let grouped = |pair: &(AgreementIdx, SectorIdx)| agreements[pair.0].min_group > 1;
        let mut seats: BTreeMap<(AgreementIdx, SectorIdx), Entries> = BTreeMap::new();
        let mut of_class: BTreeMap<(AgreementIdx, SectorIdx), Alike> = BTreeMap::new();
        for (column, &count) in menu.columns.iter().zip(itineraries) {
            let pairs = column.sold.iter().map(|sold| ((sold.agreement, sold.sector), sold.seats));
            for (pair, demand) in pairs.filter(|(pair, _)| grouped(pair)) {
                seats.entry(pair).or_default().push((count, demand.into()));
                let row = of_class.entry(pair).or_default().entry(column.route.class).or_default();
                if row.last() != Some(&(count, 1)) {
                    row.push((count, 1));
                }
            }
        }
        for (mission, &count) in menu.missions.iter().zip(missions) {
            for pair in mission.sold(sky).into_iter().filter(grouped) {
                seats.entry(pair).or_default().push((count, 1));
            }
        }
        for (pair, row) in seats {
            let (agreement, sector) = pair;
            let name = format!("{}/{}", self.names.agreement(agreement), self.names.sector(sector));
            let agreement = &agreements[agreement];
            let aboard = sky.sector(sector).capacity.seats;
            let most = agreement.seats_per_flight.map_or(aboard, |most| most.min(aboard));
            let there = self.whole(format!("group/{name}"), 0, 1);
            let with = |seats: u32| row.iter().copied().chain([(there, -i64::from(seats))]).collect::<Entries>();
            let (fewest, most) = (with(agreement.min_group), with(most));
            self.programme.row(format!("least/{name}"), (Some(0), OPEN), fewest);
            self.programme.row(format!("group/{name}"), (OPEN, Some(0)), most);
            self.only_if(&format!("in/{name}"), of_class.remove(&pair).unwrap_or_default(), there);
        }
    }

    /// The volume of each agreement, the tier it reaches and what it falls short of.
    pub(super) fn volumes(&mut self, itineraries: &[Col], missions: &[Col]) {
        let (sky, menu) = (self.sky, self.menu);
        let feed = sky.network.feed;
        let mut sold: TiVec<AgreementIdx, Entries> = feed.agreements.iter().map(|_| Vec::new()).collect();
        for (column, &count) in menu.columns.iter().zip(itineraries) {
            for &(agreement, travellers) in &column.volume {
                sold[agreement].push((count, travellers.into()));
            }
        }
        for (mission, &count) in menu.missions.iter().zip(missions) {
            for piece in &mission.cut {
                sold[feed.fares[piece.fare].agreement].push((count, 1));
            }
        }
        let most = self.most_volume();
        for (index, agreement) in feed.agreements.iter_enumerated() {
            let (volume, name) = (std::mem::take(&mut sold[index]), self.names.agreement(index).to_owned());
            let before = i64::from(agreement.seats_before);
            let promised = i64::from(agreement.commit_seats) - before;
            if promised > 0 {
                let short = self.counted(format!("short/{name}"), agreement.shortfall_fee.0, promised);
                let row = volume.iter().copied().chain([(short, 1)]).collect();
                self.programme.row(format!("promised/{name}"), (Some(promised), OPEN), row);
            }
            if agreement.tiers.is_empty() {
                continue;
            }
            let most = i64::from(most[index]);
            // The volume is counted in one of the tiers, or below all of them.
            let mut counted: Entries = volume.into_iter().map(|(count, travellers)| (count, -travellers)).collect();
            let mut reached = Vec::new();
            let below = [(0, 0)].into_iter();
            for (from, rebate) in below.chain(agreement.tiers.iter().map(|tier| (tier.from_seats, tier.rebate.0))) {
                let name = format!("{name}/{}", reached.len());
                let there = self.whole(format!("tier/{name}"), 0, 1);
                let seats = self.counted(format!("volume/{name}"), -rebate, most);
                self.programme.row(format!("at-most/{name}"), (OPEN, Some(0)), vec![(seats, 1), (there, -most)]);
                let least = vec![(seats, 1), (there, before - i64::from(from))];
                self.programme.row(format!("at-least/{name}"), (Some(0), OPEN), least);
                counted.push((seats, 1));
                reached.push((there, 1));
            }
            self.programme.row(format!("volume/{name}"), (Some(0), Some(0)), counted);
            self.programme.row(format!("tier/{name}"), (Some(1), Some(1)), reached);
        }
    }

    /// A column that is whole wherever parties and escorts are.
    fn counted(&mut self, name: String, cost: i64, upper: i64) -> Col {
        self.programme.column(ColumnData { name, cost, lower: 0, upper, whole: false })
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
