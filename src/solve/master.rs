//! The restricted master: which itineraries and missions are taken how often, so that nothing is used beyond what there is
//! and everyone who needs an escort has one.
//!
//! For each class: columns taken + parties left behind = parties. A row stands for a limited site or a cover only once the
//! solution broke it. Everything that is neither an itinerary nor a mission (parties left behind, charters, groups, steps of
//! rebates, branching counts) is a *structural* variable; branching only ever changes bounds of these.

use std::time::Instant;

use rustc_hash::{FxHashMap, FxHashSet};

use super::ceilings;
use super::lp::{Lp, LpColumn, LpFailure, LpRow, Optimum};
use super::rows::{
    Anchor, ColumnIdx, Kind, MasterRow, MissionIdx, Role, RowIdx, Structural, StructuralIdx, Terms, one,
};
use crate::ids::{AgreementIdx, CharterIdx, ClassIdx, EscortTypeIdx, PoolIdx, SectorIdx, TiVec};
use crate::itineraries::classes::Class;
use crate::itineraries::column::{Column, Route};
use crate::itineraries::prices::{Term, Weight};
use crate::itineraries::sites::{Aboard, Site};
use crate::missions::way::{Mission, Way};
use crate::network::Network;

/// The restricted master.
pub struct Master<'n> {
    /// The network.
    pub network: &'n Network<'n>,
    /// The classes.
    pub classes: &'n TiVec<ClassIdx, Class>,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its missions.
    pub missions: Vec<Mission>,
    /// Its rows but for the convexity rows.
    pub rows: Vec<MasterRow>,
    /// Its structural variables.
    pub structurals: Vec<Structural>,
    /// The charters' variables.
    pub charters: TiVec<CharterIdx, StructuralIdx>,
    /// The variables of parties left behind.
    pub unserved: TiVec<ClassIdx, StructuralIdx>,
    /// The variables of least groups, as far as they stand.
    pub groups: FxHashMap<(AgreementIdx, SectorIdx), StructuralIdx>,
    /// Escorts who don't exist, by duty: what cover may fall short by.
    pub phantoms: FxHashMap<(EscortTypeIdx, SectorIdx), StructuralIdx>,
    /// More missions of a pool than any plan has.
    pub most_missions: TiVec<PoolIdx, i64>,
    /// Minor units that no plan costs.
    pub beyond: i64,
    /// Minor units that a seat short costs at first: as much as the dearest fare.
    pub dear: i64,
    lp: Lp,
    lp_columns: Vec<LpColumn>,
    lp_missions: Vec<LpColumn>,
    convexity: TiVec<ClassIdx, LpRow>,
    known: FxHashSet<Route>,
    known_ways: FxHashSet<Way>,
    known_rows: FxHashSet<(Terms, Role)>,
    rows_at: FxHashMap<Anchor, Vec<RowIdx>>,
    columns_at: FxHashMap<Anchor, Vec<ColumnIdx>>,
    missions_at: FxHashMap<Anchor, Vec<MissionIdx>>,
}

/// A solution of the relaxation.
#[derive(Debug, Clone, Default)]
pub struct Relaxed {
    /// Its value, minor units.
    pub value: f64,
    /// How often each column is taken.
    pub columns: Vec<f64>,
    /// How often each mission is taken.
    pub missions: Vec<f64>,
    /// Values of the structural variables.
    pub structurals: Vec<f64>,
    /// Duals of the rows, minor units per unit.
    pub duals: Vec<f64>,
    /// Rows of the programme that it breaks, as they slept.
    pub woken: usize,
}

impl Relaxed {
    /// Takes nothing of what `master` has learnt since.
    pub fn widen(&mut self, master: &Master) {
        self.columns.resize(master.columns.len(), 0.0);
        self.missions.resize(master.missions.len(), 0.0);
    }
}

/// Minor units in a unit of the programme's objective.
const UNIT: f64 = 100.0;

impl<'n> Master<'n> {
    /// A master without columns: everyone stays who may.
    pub fn new(network: &'n Network<'n>, classes: &'n TiVec<ClassIdx, Class>) -> Self {
        let mut lp = Lp::new();
        let convexity = classes.iter().map(|class| {
            let parties = class.parties.len() as f64;
            lp.add_row((parties, parties), &[])
        });
        let convexity: TiVec<ClassIdx, LpRow> = convexity.collect();
        let mut master = Self {
            network,
            classes,
            columns: Vec::new(),
            missions: Vec::new(),
            rows: Vec::new(),
            structurals: Vec::new(),
            charters: TiVec::new(),
            unserved: TiVec::new(),
            groups: FxHashMap::default(),
            phantoms: FxHashMap::default(),
            most_missions: network.feed.pools.keys().map(|pool| ceilings::missions(network, pool)).collect(),
            beyond: ceilings::total(network, classes),
            dear: ceilings::adult_fare(network).max(100),
            lp,
            lp_columns: Vec::new(),
            lp_missions: Vec::new(),
            convexity,
            known: FxHashSet::default(),
            known_ways: FxHashSet::default(),
            known_rows: FxHashSet::default(),
            rows_at: FxHashMap::default(),
            columns_at: FxHashMap::default(),
            missions_at: FxHashMap::default(),
        };
        for (index, class) in classes.iter_enumerated() {
            let parties = class.parties.len() as i64;
            let staying = if class.traits.fixed.is_some() { 0 } else { parties };
            let row = master.convexity[index];
            let unserved = master.structural(Kind::Unserved(index), class.traits.staying(), (0, staying), Some(row));
            master.unserved.push(unserved);
            let price = master.missing_price(index);
            master.structural(Kind::Missing(index), price, (0, parties), Some(row));
        }
        master.add_charters();
        super::deals::add(&mut master);
        super::cutsets::add(&mut master);
        master
    }

    /// Charters: seats of each leg only if used, least seats of the first, one of each group.
    fn add_charters(&mut self) {
        let feed = self.network.feed;
        let network = self.network;
        for (index, charter) in feed.charters.iter_enumerated() {
            let legs = network.legs(index);
            let first = legs.iter().find(|&&leg| self.network.sectors[leg].is_first_leg());
            // Nobody can take enough seats of a charter whose first leg is of use to no one.
            let upper = i64::from(charter.min_seats == 0 || first.is_some());
            let variable = self.structural(Kind::Charter(index), charter.fixed_cost.0, (0, upper), None);
            self.charters.push(variable);
            let seats = |sector| one(Term::Site(Site::Sector(sector, Aboard::Seats), Weight::Demand));
            for &leg in legs {
                let offered = i64::from(self.network.sectors[leg].capacity.seats);
                self.row(seats(leg), (None, Some(0)), &[(variable, -offered)], Role::Rule);
            }
            if let Some(&first) = first.filter(|_| charter.min_seats > 0) {
                // Branching may ask for a charter that columns at hand can't fill.
                let least = i64::from(charter.min_seats);
                let short = self.structural(Kind::Shortfall, self.dear, (0, least), None);
                self.row(seats(first), (Some(0), None), &[(variable, -least), (short, 1)], Role::Rule);
            }
        }
        for group in feed.groups.keys() {
            let members = feed.charters.iter_enumerated().filter(|(_, charter)| charter.group == Some(group));
            let members: Vec<_> = members.map(|(charter, _)| (self.charters[charter], 1)).collect();
            self.row(Terms::new(), (None, Some(1)), &members, Role::Rule);
        }
    }

    /// What breaking a branch costs, minor units a party: more than leaving it behind many times over. Too small a price
    /// would only make bounds weaker, never wrong.
    pub fn missing_price(&self, class: ClassIdx) -> i64 {
        let traits = &self.classes[class].traits;
        if traits.fixed.is_some() { self.beyond } else { traits.staying().max(100_000).saturating_mul(16) }
    }

    /// Adds a structural variable.
    pub fn structural(
        &mut self,
        kind: Kind,
        cost: i64,
        (lower, upper): (i64, i64),
        convexity: Option<LpRow>,
    ) -> StructuralIdx {
        let entries = convexity.map(|row| (row, 1.0)).into_iter().collect();
        let lp = self.lp.add_column(cost as f64 / UNIT, (lower as f64, upper as f64), entries);
        let entries = Vec::new();
        self.structurals.push(Structural { kind, cost, lower, upper, range: (lower, upper), entries, lp });
        StructuralIdx(self.structurals.len() - 1)
    }

    /// Adds a row; its structurals must exist.
    pub fn row(
        &mut self,
        terms: Terms,
        (lower, upper): (Option<i64>, Option<i64>),
        structurals: &[(StructuralIdx, i64)],
        role: Role,
    ) -> RowIdx {
        let row = RowIdx(self.rows.len());
        let lp = LpRow(0);
        let structurals = structurals.to_vec();
        let mut added = MasterRow { terms, structurals, lower, upper, role, lp };
        let mut entries: Vec<(LpColumn, f64)> =
            added.structurals.iter().map(|&(index, a)| (self.structurals[index.0].lp, a as f64)).collect();
        let mut anchors: Vec<Anchor> = added.terms.iter().map(|(term, _)| Anchor::of(term)).collect();
        anchors.sort_unstable();
        anchors.dedup();
        for column in concerned(&self.columns_at, &anchors) {
            let a = added.of_column(&self.columns[column.0]);
            entries.extend((a != 0).then_some((self.lp_columns[column.0], a as f64)));
        }
        for mission in concerned(&self.missions_at, &anchors) {
            let a = added.of_mission(&self.missions[mission.0]);
            entries.extend((a != 0).then_some((self.lp_missions[mission.0], a as f64)));
        }
        let bounds = (lower.map_or(f64::NEG_INFINITY, |l| l as f64), upper.map_or(f64::INFINITY, |u| u as f64));
        added.lp = self.lp.add_row(bounds, &entries);
        for &(index, a) in &added.structurals {
            self.structurals[index.0].entries.push((row, a));
        }
        for anchor in anchors {
            self.rows_at.entry(anchor).or_default().push(row);
        }
        self.known_rows.insert((added.terms.clone(), role));
        self.rows.push(added);
        row
    }

    /// Whether a row of `role` stands for `terms`.
    pub fn has_row(&self, terms: &Terms, role: Role) -> bool {
        self.known_rows.contains(&(terms.clone(), role))
    }

    /// Adds `term ≤ limit`, or `term ≤ limit × gate` where there is one.
    pub fn limit(&mut self, term: Term, limit: i64, gate: Option<StructuralIdx>, role: Role) -> RowIdx {
        match gate {
            None => self.row(one(term), (None, Some(limit)), &[], role),
            Some(gate) => self.row(one(term), (None, Some(0)), &[(gate, -limit)], role),
        }
    }

    /// The variable that counts `term` already.
    pub fn counted(&self, term: &Term) -> Option<&Structural> {
        self.structurals.iter().find(|structural| matches!(&structural.kind, Kind::Count(other) if other == term))
    }

    /// The variable that counts `term` for branching, between 0 and `most`.
    pub fn count(&mut self, term: &Term, most: i64) -> StructuralIdx {
        let known = self.structurals.iter().position(|s| matches!(&s.kind, Kind::Count(other) if other == term));
        if let Some(index) = known {
            return StructuralIdx(index);
        }
        let count = self.structural(Kind::Count(term.clone()), 0, (0, most), None);
        let price = match term {
            Term::Travels(class, _) | Term::Sold(class, ..) => self.missing_price(*class),
            _ => self.dear,
        };
        let short = self.structural(Kind::Shortfall, price, (0, most), None);
        self.row(one(term.clone()), (Some(0), Some(0)), &[(count, -1), (short, 1)], Role::Count);
        count
    }

    /// Adds a column unless it's known.
    pub fn add(&mut self, column: Column) -> Option<ColumnIdx> {
        if !self.known.insert(column.route.clone()) {
            return None;
        }
        let index = ColumnIdx(self.columns.len());
        let anchors = Anchor::of_column(&column);
        let mut entries = vec![(self.convexity[column.route.class], 1.0)];
        for row in concerned(&self.rows_at, &anchors) {
            let row = &self.rows[row.0];
            let a = row.of_column(&column);
            entries.extend((a != 0).then_some((row.lp, a as f64)));
        }
        self.lp_columns.push(self.lp.add_column(column.cost as f64 / UNIT, (0.0, f64::INFINITY), entries));
        for anchor in anchors {
            self.columns_at.entry(anchor).or_default().push(index);
        }
        self.columns.push(column);
        Some(index)
    }

    /// Adds a mission unless it's known.
    pub fn add_mission(&mut self, mission: Mission) -> Option<MissionIdx> {
        if !self.known_ways.insert(mission.way.clone()) {
            return None;
        }
        let index = MissionIdx(self.missions.len());
        let anchors = Anchor::of_mission(&mission);
        let mut entries = Vec::new();
        for row in concerned(&self.rows_at, &anchors) {
            let row = &self.rows[row.0];
            let a = row.of_mission(&mission);
            entries.extend((a != 0).then_some((row.lp, a as f64)));
        }
        self.lp_missions.push(self.lp.add_column(mission.cost as f64 / UNIT, (0.0, f64::INFINITY), entries));
        for anchor in anchors {
            self.missions_at.entry(anchor).or_default().push(index);
        }
        self.missions.push(mission);
        Some(index)
    }

    /// The columns of a class.
    pub fn columns_of(&self, class: ClassIdx) -> &[ColumnIdx] {
        self.columns_at.get(&Anchor::Class(class)).map(Vec::as_slice).unwrap_or_default()
    }

    /// The columns that use a site.
    pub fn columns_at(&self, site: Site) -> &[ColumnIdx] {
        self.columns_at.get(&Anchor::Site(site)).map(Vec::as_slice).unwrap_or_default()
    }

    /// The missions that use a site.
    pub fn missions_at(&self, site: Site) -> &[MissionIdx] {
        self.missions_at.get(&Anchor::Site(site)).map(Vec::as_slice).unwrap_or_default()
    }

    /// The missions on duty for a type on a sector.
    pub fn on_duty(&self, kind: EscortTypeIdx, sector: SectorIdx) -> &[MissionIdx] {
        self.missions_at.get(&Anchor::Duty(kind, sector)).map(Vec::as_slice).unwrap_or_default()
    }

    /// The rows that duty for a type on a sector counts in.
    pub fn rows_on_duty(&self, kind: EscortTypeIdx, sector: SectorIdx) -> &[RowIdx] {
        self.rows_at.get(&Anchor::Duty(kind, sector)).map(Vec::as_slice).unwrap_or_default()
    }

    /// The rows that uses of a site count in.
    pub fn rows_at(&self, site: Site) -> &[RowIdx] {
        self.rows_at.get(&Anchor::Site(site)).map(Vec::as_slice).unwrap_or_default()
    }

    /// What `relaxed` uses of each site, in order.
    pub fn used(&self, relaxed: &Relaxed) -> Vec<(Site, f64)> {
        let mut used: FxHashMap<Site, f64> = FxHashMap::default();
        for (column, &value) in self.columns.iter().zip(&relaxed.columns).filter(|(_, value)| **value > 1e-9) {
            for &(site, demand) in &column.uses {
                *used.entry(site).or_default() += value * f64::from(demand);
            }
        }
        for (mission, &value) in self.missions.iter().zip(&relaxed.missions).filter(|(_, value)| **value > 1e-9) {
            for &(site, demand) in &mission.uses {
                *used.entry(site).or_default() += value * f64::from(demand);
            }
        }
        let mut used: Vec<_> = used.into_iter().collect();
        used.sort_unstable_by_key(|&(site, _)| site);
        used
    }

    /// Seats that can be sold under an agreement on a sector at most.
    pub fn allotted(&self, agreement: AgreementIdx, sector: SectorIdx) -> i64 {
        let offered = i64::from(self.network.sectors[sector].capacity.seats);
        let allotted = self.network.feed.agreements[agreement].seats_per_flight;
        allotted.map_or(offered, |seats| offered.min(i64::from(seats)))
    }

    /// The variable of the charter that flies the sector of `site`, where its seats are concerned.
    pub fn gate_of(&self, site: Site) -> Option<StructuralIdx> {
        match site {
            Site::Sector(sector, _) => self.charter_flying(sector).map(|charter| self.charters[charter]),
            _ => None,
        }
    }

    /// The charter that flies `sector`.
    pub fn charter_flying(&self, sector: SectorIdx) -> Option<CharterIdx> {
        self.network.sectors[sector].charter()
    }

    /// Changes the bounds of a structural variable.
    pub fn set_bounds(&mut self, index: StructuralIdx, lower: i64, upper: i64) {
        let structural = &mut self.structurals[index.0];
        (structural.lower, structural.upper) = (lower, upper);
        self.lp.set_bounds(structural.lp, lower as f64, upper as f64);
    }

    /// Has HiGHS give up at `until`.
    pub fn give_up_at(&mut self, until: Option<Instant>) {
        self.lp.give_up_at(until);
    }

    /// Has a mission sent so often at least.
    pub fn send_at_least(&mut self, mission: MissionIdx, times: i64) {
        self.lp.set_bounds(self.lp_missions[mission.0], times as f64, f64::INFINITY);
    }

    /// Has a column taken so often at least.
    pub fn take_at_least(&mut self, column: ColumnIdx, times: i64) {
        self.lp.set_bounds(self.lp_columns[column.0], times as f64, f64::INFINITY);
    }

    /// The variable by which cover for `kind` on `sector` may fall short.
    pub fn phantom(&mut self, kind: EscortTypeIdx, sector: SectorIdx) -> StructuralIdx {
        match self.phantoms.get(&(kind, sector)) {
            Some(&phantom) => phantom,
            None => {
                let phantom = self.structural(Kind::Shortfall, self.dear, (0, 1_000), None);
                self.phantoms.insert((kind, sector), phantom);
                phantom
            }
        }
    }

    /// Makes every shortfall that `relaxed` pays for dearer, up to `most` minor units; how many.
    pub fn raise_prices(&mut self, relaxed: &Relaxed, most: i64) -> usize {
        let mut raised = 0;
        for (structural, &value) in self.structurals.iter_mut().zip(&relaxed.structurals) {
            if structural.kind == Kind::Shortfall && value > 1e-6 && structural.cost < most {
                structural.cost = structural.cost.saturating_mul(2).min(most);
                self.lp.set_cost(structural.lp, structural.cost as f64 / UNIT);
                raised += 1;
            }
        }
        raised
    }

    /// What a shortfall costs at most while prices still move: much more than anything it might save.
    pub fn dearest(&self) -> i64 {
        self.dear.saturating_mul(16)
    }

    /// What a shortfall costs at most: a small part of something may be short, and even that costs more than any plan.
    pub fn prohibitive(&self) -> i64 {
        self.beyond.saturating_mul(256).min(i64::MAX / 1_024)
    }

    /// Solves the relaxation.
    ///
    /// # Errors
    /// [`LpFailure`] where HiGHS finds no optimum, or none in time; there always is one.
    pub fn solve(&mut self) -> Result<Relaxed, LpFailure> {
        let optimum = self.lp.solve()?;
        Ok(self.relaxed(optimum))
    }

    /// Solves it but for rows that sleep; those that it breaks are awake from then on ([`Relaxed::woken`]).
    ///
    /// # Errors
    /// As [`Master::solve`].
    pub fn solve_awake(&mut self) -> Result<Relaxed, LpFailure> {
        let optimum = self.lp.solve_awake()?;
        Ok(self.relaxed(optimum))
    }

    fn relaxed(&self, Optimum { value, columns, duals, woken }: Optimum) -> Relaxed {
        Relaxed {
            value: value * UNIT,
            columns: self.lp_columns.iter().map(|column| columns[column.0]).collect(),
            missions: self.lp_missions.iter().map(|column| columns[column.0]).collect(),
            structurals: self.structurals.iter().map(|structural| columns[structural.lp.0]).collect(),
            duals: self.rows.iter().map(|row| duals[row.lp.0] * UNIT).collect(),
            woken,
        }
    }
}

/// What stands at any of `anchors`, each once, in order.
fn concerned<T: Copy + Ord>(at: &FxHashMap<Anchor, Vec<T>>, anchors: &[Anchor]) -> Vec<T> {
    let mut all: Vec<T> = anchors.iter().filter_map(|anchor| at.get(anchor)).flatten().copied().collect();
    all.sort_unstable();
    all.dedup();
    all
}
