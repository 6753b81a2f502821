//! The restricted master: which columns are taken how often, so that nothing is used beyond what there is.
//!
//! For each class: columns taken + parties left behind = parties. A row stands for a limited site only once the solution
//! broke it. Everything that isn't an itinerary (parties left behind, charters, branching counts) is a *structural* variable;
//! branching only ever changes bounds of these.

use rustc_hash::{FxHashMap, FxHashSet};

use super::lp::{Lp, LpColumn, LpFailure, LpRow, Optimum};
use crate::ids::{CharterIdx, ClassIdx, SectorIdx, TiVec};
use crate::itineraries::classes::Class;
use crate::itineraries::column::{Column, Route};
use crate::itineraries::prices::{Term, Weight};
use crate::itineraries::sites::{Aboard, Site};
use crate::network::Network;

/// A structural variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StructuralIdx(pub usize);

/// A row over columns and structurals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowIdx(pub usize);

/// A column in the master.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ColumnIdx(pub usize);

/// A variable that isn't an itinerary; whole in a plan.
#[derive(Debug, Clone)]
pub struct Structural {
    /// What it counts.
    pub kind: Kind,
    /// Cost, minor units.
    pub cost: i64,
    /// Least value.
    pub lower: i64,
    /// Most value.
    pub upper: i64,
    /// Its least and most value at the root of the tree.
    pub range: (i64, i64),
    /// Its coefficients in the rows.
    pub entries: Vec<(RowIdx, i64)>,
    lp: LpColumn,
}

/// What a structural variable counts.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Parties of a class left behind. Its only row is the class's convexity row, which isn't among the rows.
    Unserved(ClassIdx),
    /// Parties of a class neither travelling nor left behind: keeps every programme feasible when branching lets no one be
    /// left behind, at a price no plan reaches. Its only row is the convexity row too.
    Missing(ClassIdx),
    /// Whether a charter is used.
    Charter(CharterIdx),
    /// The value of a term, for branching.
    Count(Term),
    /// By how much a count, or a charter's seats, fall short: keeps every programme feasible, at a price no plan reaches.
    Shortfall(Option<Term>),
}

/// `lower ≤ Σ term(column)·column + Σ coefficient·structural ≤ upper`; an end that is open is `None`.
#[derive(Debug, Clone)]
pub struct MasterRow {
    /// What it adds up over columns, if anything.
    pub term: Option<Term>,
    /// Lower end.
    pub lower: Option<i64>,
    /// Upper end.
    pub upper: Option<i64>,
    /// For a row made by [`Master::limit`]: the limit, and the charter whose use it is multiplied by.
    pub limit: Option<(i64, Option<CharterIdx>)>,
    lp: LpRow,
}

/// The restricted master.
pub struct Master<'n> {
    /// The network.
    pub network: &'n Network<'n>,
    /// The classes.
    pub classes: &'n TiVec<ClassIdx, Class>,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows but for the convexity rows.
    pub rows: Vec<MasterRow>,
    /// Its structural variables.
    pub structurals: Vec<Structural>,
    /// The charters' variables.
    pub charters: TiVec<CharterIdx, StructuralIdx>,
    /// The variables of parties left behind.
    pub unserved: TiVec<ClassIdx, StructuralIdx>,
    lp: Lp,
    lp_columns: Vec<LpColumn>,
    convexity: TiVec<ClassIdx, LpRow>,
    known: FxHashSet<Route>,
    rows_of_terms: FxHashMap<Term, RowIdx>,
    by_site: FxHashMap<Site, Vec<ColumnIdx>>,
    by_class: TiVec<ClassIdx, Vec<ColumnIdx>>,
}

/// A solution of the relaxation.
#[derive(Debug, Clone, Default)]
pub struct Relaxed {
    /// Its value, minor units.
    pub value: f64,
    /// How often each column is taken.
    pub columns: Vec<f64>,
    /// Values of the structural variables.
    pub structurals: Vec<f64>,
    /// Duals of the rows, minor units per unit.
    pub duals: Vec<f64>,
}

/// What breaking a branch costs, minor units a party: more than leaving it behind many times over. Too small a price would
/// only make bounds weaker, never wrong.
pub fn missing_price(class: &Class) -> i64 {
    class.traits.unserved.max(100_000).saturating_mul(16)
}

/// Minor units in a unit of the programme's objective.
const UNIT: f64 = 100.0;

impl<'n> Master<'n> {
    /// A master without columns: everyone stays.
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
            rows: Vec::new(),
            structurals: Vec::new(),
            charters: TiVec::new(),
            unserved: TiVec::new(),
            lp,
            lp_columns: Vec::new(),
            convexity,
            known: FxHashSet::default(),
            rows_of_terms: FxHashMap::default(),
            by_site: FxHashMap::default(),
            by_class: classes.iter().map(|_| Vec::new()).collect(),
        };
        for (index, class) in classes.iter_enumerated() {
            let (kind, parties) = (Kind::Unserved(index), class.parties.len() as i64);
            let row = master.convexity[index];
            let unserved = master.structural(kind, class.traits.unserved, (0, parties), Vec::new(), vec![(row, 1.0)]);
            master.unserved.push(unserved);
            master.structural(Kind::Missing(index), missing_price(class), (0, parties), Vec::new(), vec![(row, 1.0)]);
        }
        master.add_charters();
        master
    }

    /// Charters: seats of each leg only if used, least seats of the first, one of each group.
    fn add_charters(&mut self) {
        let feed = self.network.feed;
        let (mut legs, mut least) = (Vec::new(), Vec::new());
        for (index, sector) in self.network.sectors.iter_enumerated() {
            if let Some(charter) = sector.charter() {
                legs.push((charter, index));
                if sector.is_first_leg() && feed.charters[charter].min_seats > 0 {
                    least.push((charter, index));
                }
            }
        }
        let everyone: i64 = self.classes.iter().map(|c| c.traits.unserved * c.parties.len() as i64).sum();
        let groups: Vec<RowIdx> = feed.groups.iter().map(|_| self.row(None, (None, Some(1)), &[])).collect();
        let seats = |sector| Term::Site(Site::Sector(sector, Aboard::Seats), Weight::Demand);
        let legs: Vec<_> =
            legs.into_iter().map(|(c, s)| (c, s, self.row(Some(seats(s)), (None, Some(0)), &[]))).collect();
        let least: Vec<_> =
            least.into_iter().map(|(c, s)| (c, self.row(Some(seats(s)), (Some(0), None), &[]))).collect();
        for &(charter, row) in &least {
            // Branching may ask for a charter that columns at hand can't fill: a seat short costs more than any plan.
            let (kind, most) = (Kind::Shortfall(None), i64::from(feed.charters[charter].min_seats));
            self.structural(kind, everyone + 1, (0, most), vec![(row, 1)], Vec::new());
        }
        for (index, charter) in feed.charters.iter_enumerated() {
            let mut entries: Vec<(RowIdx, i64)> = Vec::new();
            entries.extend(charter.group.map(|group| (groups[usize::from(group)], 1)));
            let own_legs = legs.iter().filter(|(charter, ..)| *charter == index);
            entries.extend(own_legs.map(|&(_, s, row)| (row, -i64::from(self.network.sectors[s].capacity.seats))));
            let own_least = least.iter().filter(|(charter, _)| *charter == index);
            entries.extend(own_least.map(|&(_, row)| (row, -i64::from(charter.min_seats))));
            // Nobody can take enough seats of a charter whose first leg is of use to no one.
            let seatless = charter.min_seats > 0 && !least.iter().any(|(charter, _)| *charter == index);
            let upper = i64::from(!seatless);
            let variable = self.structural(Kind::Charter(index), charter.fixed_cost.0, (0, upper), entries, Vec::new());
            self.charters.push(variable);
        }
    }

    fn structural(
        &mut self,
        kind: Kind,
        cost: i64,
        (lower, upper): (i64, i64),
        entries: Vec<(RowIdx, i64)>,
        mut lp_entries: Vec<(LpRow, f64)>,
    ) -> StructuralIdx {
        lp_entries.extend(entries.iter().map(|&(row, a)| (self.rows[row.0].lp, a as f64)));
        let lp = self.lp.add_column(cost as f64 / UNIT, (lower as f64, upper as f64), lp_entries);
        self.structurals.push(Structural { kind, cost, lower, upper, range: (lower, upper), entries, lp });
        StructuralIdx(self.structurals.len() - 1)
    }

    /// Adds a row; its structurals must exist.
    fn row(
        &mut self,
        term: Option<Term>,
        (lower, upper): (Option<i64>, Option<i64>),
        structurals: &[(StructuralIdx, i64)],
    ) -> RowIdx {
        let row = RowIdx(self.rows.len());
        let mut entries: Vec<(LpColumn, f64)> =
            structurals.iter().map(|&(index, a)| (self.structurals[index.0].lp, a as f64)).collect();
        if let Some(term) = &term {
            for &column in self.candidates(term) {
                let a = term.coefficient(&self.columns[column.0]);
                if a != 0 {
                    entries.push((self.lp_columns[column.0], a as f64));
                }
            }
        }
        let bounds = (lower.map_or(f64::NEG_INFINITY, |l| l as f64), upper.map_or(f64::INFINITY, |u| u as f64));
        let lp = self.lp.add_row(bounds, &entries);
        for &(index, a) in structurals {
            self.structurals[index.0].entries.push((row, a));
        }
        if let Some(term) = &term {
            self.rows_of_terms.insert(term.clone(), row);
        }
        self.rows.push(MasterRow { term, lower, upper, limit: None, lp });
        row
    }

    /// The columns that may have a coefficient for `term`.
    fn candidates(&self, term: &Term) -> &[ColumnIdx] {
        match term {
            Term::Site(site, _) => self.by_site.get(site).map(Vec::as_slice).unwrap_or_default(),
            Term::Travels(class, _) | Term::Sold(class, ..) => &self.by_class[*class],
            Term::Volume(_) | Term::Duty(..) | Term::Flies(..) | Term::Follows(..) => &[],
        }
    }

    /// Whether a row stands for `term`.
    pub fn has_row(&self, term: &Term) -> bool {
        self.rows_of_terms.contains_key(term)
    }

    /// Adds `term ≤ limit`, or `term ≤ limit × use of the charter` where one flies the sector concerned.
    pub fn limit(&mut self, term: Term, limit: i64, charter: Option<CharterIdx>) -> RowIdx {
        let row = match charter {
            None => self.row(Some(term), (None, Some(limit)), &[]),
            Some(charter) => {
                let variable = self.charters[charter];
                self.row(Some(term), (None, Some(0)), &[(variable, -limit)])
            }
        };
        self.rows[row.0].limit = Some((limit, charter));
        row
    }

    /// The variable that counts `term` for branching, between 0 and `most`.
    pub fn count(&mut self, term: &Term, most: i64) -> StructuralIdx {
        let known = self.structurals.iter().position(|s| matches!(&s.kind, Kind::Count(other) if other == term));
        if let Some(index) = known {
            return StructuralIdx(index);
        }
        let count = self.structural(Kind::Count(term.clone()), 0, (0, most), Vec::new(), Vec::new());
        let Kind::Count(class_term) = &self.structurals[count.0].kind else { return count };
        let class = match class_term {
            Term::Travels(class, _) | Term::Sold(class, ..) => Some(*class),
            _ => None,
        };
        let price = class.map_or(0, |class| missing_price(&self.classes[class]));
        let shortfall = self.structural(Kind::Shortfall(Some(term.clone())), price, (0, most), Vec::new(), Vec::new());
        self.row(Some(term.clone()), (Some(0), Some(0)), &[(count, -1), (shortfall, 1)]);
        count
    }

    /// Adds a column unless it's known.
    pub fn add(&mut self, column: Column) -> Option<ColumnIdx> {
        if !self.known.insert(column.route.clone()) {
            return None;
        }
        let index = ColumnIdx(self.columns.len());
        let class = column.route.class;
        let mut entries = vec![(self.convexity[class], 1.0)];
        for row in &self.rows {
            if let Some(term) = &row.term {
                let a = term.coefficient(&column);
                if a != 0 {
                    entries.push((row.lp, a as f64));
                }
            }
        }
        self.lp_columns.push(self.lp.add_column(column.cost as f64 / UNIT, (0.0, f64::INFINITY), entries));
        let mut sites: Vec<Site> = column.uses.iter().map(|&(site, _)| site).collect();
        sites.dedup();
        for site in sites {
            self.by_site.entry(site).or_default().push(index);
        }
        self.by_class[class].push(index);
        self.columns.push(column);
        Some(index)
    }

    /// The columns of a class.
    pub fn columns_of(&self, class: ClassIdx) -> &[ColumnIdx] {
        &self.by_class[class]
    }

    /// The limited sites that columns use, in order, each with its columns.
    pub fn sites(&self) -> Vec<(Site, &[ColumnIdx])> {
        let mut sites: Vec<_> = self.by_site.iter().map(|(&site, columns)| (site, columns.as_slice())).collect();
        sites.sort_unstable_by_key(|&(site, _)| site);
        sites
    }

    /// The charter that flies the sector of `site`, where its seats are concerned.
    pub fn charter_of(&self, site: Site) -> Option<CharterIdx> {
        match site {
            Site::Sector(sector, _) => self.charter_flying(sector),
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

    /// Solves the relaxation.
    ///
    /// # Errors
    /// [`LpFailure`] where HiGHS finds no optimum; there always is one.
    pub fn solve(&mut self) -> Result<Relaxed, LpFailure> {
        let Optimum { value, columns, duals } = self.lp.solve()?;
        Ok(Relaxed {
            value: value * UNIT,
            columns: self.lp_columns.iter().map(|column| columns[column.0]).collect(),
            structurals: self.structurals.iter().map(|structural| columns[structural.lp.0]).collect(),
            duals: self.rows.iter().map(|row| duals[row.lp.0] * UNIT).collect(),
        })
    }
}
