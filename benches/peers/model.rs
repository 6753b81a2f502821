//! The planning model with its itineraries and missions written out, as one mixed-integer programme.
//!
//! For each class of like parties and each itinerary on the menu, an integer counts the parties that take it, and one
//! counts those that stay; for each mission on it, one counts the escorts sent, and where these may serve as several types,
//! one a sector and type says as what. A binary says whether a charter is used, whether a group is there on a sector, and
//! which tier an agreement's volume reaches. That is the whole of the planning model, so totals compare to the cent.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use highs::{Col, RowProblem};
use onward::ids::{AgreementIdx, CharterIdx, ClassIdx, EscortTypeIdx, PoolIdx, SectorIdx, TiVec};
use onward::itineraries::sites::{Aboard, Site};

use super::menu::Menu;
use super::sky::Sky;

/// Coefficients of a row.
type Row = Vec<(Col, f64)>;

/// Those who serve as a type on a sector.
type OnDuty = BTreeMap<(SectorIdx, EscortTypeIdx), Vec<Col>>;

/// Escorts of a mission who serve as a type on a leg.
pub struct Duty {
    /// Position of the leg.
    pub leg: usize,
    /// The type.
    pub kind: EscortTypeIdx,
    /// How many do; all of them, where only this type is asked for.
    pub count: Option<Col>,
}

/// The programme, with what its columns stand for. Costs are in whole units of the plan currency.
pub struct Model {
    /// The programme.
    pub problem: RowProblem,
    /// Parties on each itinerary of the menu.
    pub itineraries: Vec<Col>,
    /// Escorts on each mission of the menu.
    pub missions: Vec<Col>,
    /// What escorts serve as, mission by mission, on legs where they are needed.
    pub duties: Vec<Vec<Duty>>,
    /// Charters used.
    pub charters: TiVec<CharterIdx, Col>,
}

/// The programme of `menu`, or with `relaxed` its linear relaxation.
pub fn build(sky: &Sky, menu: &Menu, relaxed: bool) -> Model {
    let mut builder = Builder { sky, menu, relaxed, problem: RowProblem::default(), used: BTreeMap::new() };
    let itineraries = builder.itineraries();
    let missions: Vec<Col> = menu.missions.iter().map(|mission| builder.whole(mission.cost, None)).collect();
    for (mission, &count) in menu.missions.iter().zip(&missions) {
        for (site, demand) in mission.uses(sky) {
            builder.use_site(site, count, demand);
        }
    }
    builder.pools(&missions);
    let duties = builder.cover(&itineraries, &missions);
    let charters = builder.charters();
    builder.sites(&charters);
    builder.groups(&itineraries, &missions);
    builder.volumes(&itineraries, &missions);
    Model { problem: builder.problem, itineraries, missions, duties, charters }
}

/// Minor units as whole units.
fn units(minor: i64) -> f64 {
    minor as f64 / 100.0
}

struct Builder<'b> {
    sky: &'b Sky<'b>,
    menu: &'b Menu,
    relaxed: bool,
    problem: RowProblem,
    used: BTreeMap<Site, Row>,
}

impl Builder<'_> {
    /// A column of whole numbers from 0 to `most`.
    fn whole(&mut self, cost: i64, most: Option<u32>) -> Col {
        let most = most.map_or(f64::INFINITY, f64::from);
        self.problem.add_column_with_integrality(units(cost), 0.0..=most, !self.relaxed)
    }

    fn use_site(&mut self, site: Site, count: Col, demand: u32) {
        let row = self.used.entry(site).or_default();
        match row.last_mut() {
            // Cases of one party may use the same allotment.
            Some((last, sum)) if *last == count => *sum += f64::from(demand),
            _ => row.push((count, f64::from(demand))),
        }
    }

    /// Each party goes or stays; one that is fixed goes.
    fn itineraries(&mut self) -> Vec<Col> {
        let menu = self.menu;
        let mut parties: TiVec<ClassIdx, Row> = menu.classes.iter().map(|_| Vec::new()).collect();
        let mut counts = Vec::new();
        for column in &menu.columns {
            let class = column.route.class;
            let most = menu.classes[class].parties.len() as u32;
            let count = self.whole(column.cost, Some(most));
            parties[class].push((count, 1.0));
            for &(site, demand) in &column.uses {
                self.use_site(site, count, demand);
            }
            counts.push(count);
        }
        for (class, row) in menu.classes.iter_enumerated() {
            let all = row.parties.len() as u32;
            if row.traits.fixed.is_none() {
                let staying = self.whole(row.traits.staying(), Some(all));
                parties[class].push((staying, 1.0));
            }
            self.problem.add_row(all..=all, &parties[class]);
        }
        counts
    }

    /// No more escorts are away than a pool has.
    fn pools(&mut self, missions: &[Col]) {
        let mut away: BTreeMap<(PoolIdx, NaiveDate), Row> = BTreeMap::new();
        for (mission, &count) in self.menu.missions.iter().zip(missions) {
            for date in mission.missed(self.sky) {
                away.entry((mission.pool, date)).or_default().push((count, 1.0));
            }
        }
        for ((pool, _), row) in away {
            self.problem.add_row(..=self.sky.network.feed.pools[pool].count, &row);
        }
    }

    /// Whoever needs an escort has one: together as the ratio says, and each by itself, which tightens the relaxation.
    fn cover(&mut self, itineraries: &[Col], missions: &[Col]) -> Vec<Vec<Duty>> {
        let (menu, feed) = (self.menu, self.sky.network.feed);
        let mut needing: BTreeMap<(SectorIdx, EscortTypeIdx), Row> = BTreeMap::new();
        let mut of_class: BTreeMap<(SectorIdx, EscortTypeIdx, ClassIdx), Row> = BTreeMap::new();
        for (column, &count) in menu.columns.iter().zip(itineraries) {
            let class = column.route.class;
            let parties = menu.classes[class].parties.len() as f64;
            for &(kind, persons) in &menu.classes[class].traits.needs {
                let escorts = persons.div_ceil(feed.escort_types[kind].ratio.max(1));
                for &sector in &column.route.sectors {
                    needing.entry((sector, kind)).or_default().push((count, -f64::from(persons)));
                    let row = of_class.entry((sector, kind, class)).or_default();
                    row.push((count, -f64::from(escorts) / parties));
                }
            }
        }
        let (duties, on_duty) = self.duties(missions, &needing.keys().copied().collect());
        let serving = |key: &(SectorIdx, EscortTypeIdx)| on_duty.get(key).map(Vec::as_slice).unwrap_or_default();
        for (key, mut row) in needing {
            let ratio = f64::from(feed.escort_types[key.1].ratio);
            row.extend(serving(&key).iter().map(|&duty| (duty, ratio)));
            self.problem.add_row(0.., &row);
        }
        for ((sector, kind, _), mut row) in of_class {
            row.extend(serving(&(sector, kind)).iter().map(|&duty| (duty, 1.0)));
            self.problem.add_row(0.., &row);
        }
        duties
    }

    /// What each escort serves as, and who serves on each sector. Where only one type is asked for, all do.
    fn duties(&mut self, missions: &[Col], needed: &BTreeSet<(SectorIdx, EscortTypeIdx)>) -> (Vec<Vec<Duty>>, OnDuty) {
        let mut on_duty = OnDuty::new();
        let mut all = Vec::new();
        for (mission, &escorts) in self.menu.missions.iter().zip(missions) {
            let covers = &self.sky.network.feed.pools[mission.pool].covers;
            let mut duties = Vec::new();
            for (leg, &sector) in mission.chain.iter().enumerate() {
                let kinds: Vec<_> = covers.iter().copied().filter(|&kind| needed.contains(&(sector, kind))).collect();
                if let [kind] = kinds[..] {
                    on_duty.entry((sector, kind)).or_default().push(escorts);
                    duties.push(Duty { leg, kind, count: None });
                    continue;
                }
                let mut row = vec![(escorts, -1.0)];
                for kind in kinds {
                    let count = self.whole(0, None);
                    row.push((count, 1.0));
                    on_duty.entry((sector, kind)).or_default().push(count);
                    duties.push(Duty { leg, kind, count: Some(count) });
                }
                if row.len() > 1 {
                    self.problem.add_row(..=0, &row);
                }
            }
            all.push(duties);
        }
        (all, on_duty)
    }

    /// At most one charter of a group is used, and a used one has its least seats taken.
    fn charters(&mut self) -> TiVec<CharterIdx, Col> {
        let feed = self.sky.network.feed;
        let charters: TiVec<CharterIdx, Col> =
            feed.charters.iter().map(|charter| self.whole(charter.fixed_cost.0, Some(1))).collect();
        for group in feed.groups.keys() {
            let members = feed.charters.iter_enumerated().filter(|(_, charter)| charter.group == Some(group));
            let row: Row = members.map(|(index, _)| (charters[index], 1.0)).collect();
            self.problem.add_row(..=1, &row);
        }
        for (index, charter) in feed.charters.iter_enumerated() {
            let mut sectors = self.sky.network.sectors.iter_enumerated();
            let first = sectors.find(|(_, sector)| sector.charter() == Some(index) && sector.is_first_leg());
            let seats = first.and_then(|(sector, _)| self.used.get(&Site::Sector(sector, Aboard::Seats)));
            let mut row = seats.cloned().unwrap_or_default();
            row.push((charters[index], -f64::from(charter.min_seats)));
            self.problem.add_row(0.., &row);
        }
        charters
    }

    /// No more is used than there is; of a charter, only if it is used.
    fn sites(&mut self, charters: &TiVec<CharterIdx, Col>) {
        for (site, mut row) in std::mem::take(&mut self.used) {
            let Some(capacity) = site.capacity(self.sky.network) else { continue };
            let flown_by = match site {
                Site::Sector(sector, _) => self.sky.sector(sector).charter(),
                _ => None,
            };
            match flown_by {
                Some(charter) => {
                    row.push((charters[charter], -f64::from(capacity)));
                    self.problem.add_row(..=0, &row);
                }
                None => self.problem.add_row(..=capacity, &row),
            }
        }
    }

    /// A group is there on a sector, or nobody.
    fn groups(&mut self, itineraries: &[Col], missions: &[Col]) {
        let (sky, menu) = (self.sky, self.menu);
        let agreements = &sky.network.feed.agreements;
        let mut seats: BTreeMap<(AgreementIdx, SectorIdx), BTreeMap<usize, (Col, u32)>> = BTreeMap::new();
        let mut sell = |pair: (AgreementIdx, SectorIdx), count: Col, demand: u32| {
            if agreements[pair.0].min_group > 1 {
                seats.entry(pair).or_default().entry(count.index()).or_insert((count, 0)).1 += demand;
            }
        };
        for (column, &count) in menu.columns.iter().zip(itineraries) {
            column.sold.iter().for_each(|sold| sell((sold.agreement, sold.sector), count, sold.seats));
        }
        for (mission, &count) in menu.missions.iter().zip(missions) {
            mission.sold(sky).into_iter().for_each(|pair| sell(pair, count, 1));
        }
        for ((agreement, sector), row) in seats {
            let row: Row = row.into_values().map(|(count, demand)| (count, f64::from(demand))).collect();
            let agreement = &agreements[agreement];
            let aboard = sky.sector(sector).capacity.seats;
            let most = agreement.seats_per_flight.map_or(aboard, |most| most.min(aboard));
            let there = self.whole(0, Some(1));
            let with = |seats: u32| row.iter().copied().chain([(there, -f64::from(seats))]).collect::<Row>();
            self.problem.add_row(0.., with(agreement.min_group));
            self.problem.add_row(..=0, with(most));
        }
    }

    /// The volume of each agreement, the tier it reaches and what it falls short of.
    fn volumes(&mut self, itineraries: &[Col], missions: &[Col]) {
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
            // Everyone on the longest itinerary, and every escort on the longest mission: never more.
            let everyone: usize = feed.persons.len() * feed.policy.max_sectors as usize;
            let escorts: u32 = feed.pools.iter().map(|pool| pool.count * feed.policy.max_sectors * 2).sum();
            let most = everyone as f64 + f64::from(escorts) * 366.0;
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
}
