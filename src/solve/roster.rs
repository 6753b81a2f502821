//! The roster: missions for the itineraries of a plan as they stand, priced for just these.
//!
//! Missions that the relaxation asks for share escorts between parts of parties that no plan has. Column generation over
//! missions alone, the itineraries being fixed, finds those that whole parties can share.

use std::collections::BTreeMap;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::escorting::Duty;
use super::greedy::Draft;
use super::integer::{self, Effort, Question};
use super::lp::{Lp, LpRow};
use super::master::Master;
use super::run::Run;
use super::solution::{self, Solution};
use crate::ids::PoolIdx;
use crate::itineraries::free::Free;
use crate::itineraries::prices::{Prices, Term, Weight};
use crate::itineraries::pricing::Market;
use crate::itineraries::sites::Site;
use crate::itineraries::togo::Tolls;
use crate::missions::pricing as missions;
use crate::missions::way::{Mission, Way};

/// Rounds of pricing at most.
const ROUNDS: usize = 6;

/// Missions taken in per pool and round.
const MISSIONS: usize = 6;

/// Nodes of the integer programme's tree.
const NODES: i32 = 5;

/// Gap at which it ends: another round of pricing finds more than the rest of its tree.
const GAP: f64 = 0.002;

/// Minor units in a unit of the programme's objective.
const UNIT: f64 = 100.0;

/// Sends other escorts for the best plan's itineraries where they cost less; the missions that were looked at.
pub fn improve(run: &Run, master: &Master) -> Vec<Mission> {
    let Some(best) = run.best().filter(|best| !best.missions.is_empty()) else { return Vec::new() };
    let mut roster = Roster::new(master, &best);
    for _ in 0..ROUNDS {
        if run.stopped() || !roster.price(run) {
            break;
        }
    }
    let question = Question {
        kept: best.columns.iter().collect(),
        missions: roster.missions.iter().collect(),
        away: best.missions.iter().collect(),
        ..Question::default()
    };
    let effort = Effort { nodes: NODES, gap: GAP, time: run.time_left() };
    integer::improve(run, master, question, effort);
    roster.missions
}

/// The relaxation over missions.
struct Roster<'r> {
    master: &'r Master<'r>,
    /// What itineraries leave free.
    free: Free,
    lp: Lp,
    /// Escorts needed, by duty.
    duties: BTreeMap<Duty, LpRow>,
    /// Escorts away, by pool and date.
    away: BTreeMap<Site, LpRow>,
    missions: Vec<Mission>,
    known: FxHashSet<Way>,
}

impl<'r> Roster<'r> {
    fn new(master: &'r Master<'r>, best: &Solution) -> Self {
        let draft = Draft { columns: best.columns.clone(), ..Draft::default() };
        let mut roster = Self {
            master,
            free: draft.free(master),
            lp: Lp::new(),
            duties: BTreeMap::new(),
            away: BTreeMap::new(),
            missions: Vec::new(),
            known: FxHashSet::default(),
        };
        for ((kind, sector), counts) in solution::cover(best.columns.iter(), std::iter::empty()) {
            let needed = f64::from(solution::missing(master.network, kind, counts));
            let row = roster.lp.add_row((needed, f64::INFINITY), &[]);
            // Somebody who doesn't exist may stand in, at much more than anybody costs.
            let price = master.dearest() as f64 / UNIT;
            roster.lp.add_column(price, (0.0, needed), vec![(row, 1.0)]);
            roster.duties.insert((kind, sector), row);
        }
        best.missions.iter().for_each(|mission| roster.add(mission.clone()));
        roster
    }

    /// Adds a mission unless it's known.
    fn add(&mut self, mission: Mission) {
        if !self.known.insert(mission.way.clone()) {
            return;
        }
        let mut entries: BTreeMap<LpRow, f64> = BTreeMap::new();
        for duty in mission.way.duties() {
            if let Some(&row) = self.duties.get(&duty) {
                *entries.entry(row).or_default() += 1.0;
            }
        }
        for &(site, demand) in mission.uses.iter().filter(|(site, _)| matches!(site, Site::Away(..))) {
            let count = site.capacity(self.master.network).unwrap_or_default();
            let lp = &mut self.lp;
            let row = *self.away.entry(site).or_insert_with(|| lp.add_row((f64::NEG_INFINITY, f64::from(count)), &[]));
            *entries.entry(row).or_default() += f64::from(demand);
        }
        self.lp.add_column(mission.cost as f64 / UNIT, (0.0, f64::INFINITY), entries.into_iter().collect());
        self.missions.push(mission);
    }

    /// Adds the missions that the relaxation lacks; whether there were any.
    fn price(&mut self, run: &Run) -> bool {
        let Ok(optimum) = self.lp.solve() else { return false };
        let mut prices = Prices::default();
        let scaled = |row: &LpRow| run.scale.round(optimum.duals[row.0] * UNIT);
        for (&(kind, sector), row) in &self.duties {
            prices.charge(&Term::Duty(kind, sector), -scaled(row).max(0));
        }
        for (&site, row) in &self.away {
            prices.charge(&Term::Site(site, Weight::Demand), -scaled(row).min(0));
        }
        let network = self.master.network;
        let tolls = Tolls::new();
        let market =
            Market { network, prices: &prices, scale: run.scale, free: &self.free, tolls: &tolls, potentials: None };
        let corps = run.corps(network);
        let pools: Vec<PoolIdx> = corps.pools().collect();
        let offers = |pool: PoolIdx| missions::cheapest(corps, pool, &market, 0, MISSIONS, 1).offers;
        let found: Vec<_> = run.pool.install(|| pools.into_par_iter().map(offers).collect());
        let missions = found.into_iter().flatten().map(|offer| Mission::new(network, offer.way));
        let missions: Vec<Mission> = missions.filter(|mission| self.free.joins(network, &mission.uses)).collect();
        let before = self.missions.len();
        missions.into_iter().for_each(|mission| self.add(mission));
        self.missions.len() > before
    }
}
