//! The planning model with its itineraries and missions written out, as one mixed-integer programme.
//!
//! For each class of like parties and each itinerary on the menu, an integer counts the parties that take it, and one
//! counts those that stay; for each mission on it, one counts the escorts sent, and where these may serve as several types,
//! one a sector and type says as what. A binary says whether a charter is used, whether a group is there on a sector, and
//! which tier an agreement's volume reaches. That is the whole of the planning model, so totals compare to the cent.

mod cover;
mod deals;

use std::collections::BTreeMap;

use highs::{Col, RowProblem};
use onward::ids::{CharterIdx, ClassIdx, TiVec};
use onward::itineraries::sites::{Aboard, Site};

use super::menu::Menu;
use super::sky::Sky;
pub use cover::Duty;

/// Coefficients of a row.
type Row = Vec<(Col, f64)>;

/// Parties of each class that do something alike.
type Alike = BTreeMap<ClassIdx, Row>;

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
    let charters = builder.charters(&itineraries);
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

    /// At most one charter of a group is used, and a used one has its least seats taken.
    fn charters(&mut self, itineraries: &[Col]) -> TiVec<CharterIdx, Col> {
        let (menu, feed) = (self.menu, self.sky.network.feed);
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
            let mut aboard = Alike::new();
            for (column, &count) in menu.columns.iter().zip(itineraries) {
                let mut sectors = column.route.sectors.iter();
                if sectors.any(|&sector| self.sky.sector(sector).charter() == Some(index)) {
                    aboard.entry(column.route.class).or_default().push((count, 1.0));
                }
            }
            self.only_if(aboard, charters[index]);
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

    /// Parties of each class do what `rows` count only if `there`: implied by rows on seats, and sharper.
    fn only_if(&mut self, rows: Alike, there: Col) {
        for (class, mut row) in rows {
            row.push((there, -(self.menu.classes[class].parties.len() as f64)));
            self.problem.add_row(..=0, &row);
        }
    }
}
