//! Column generation: prices out, itineraries in, until none is missing or the bound says enough.

use rayon::prelude::*;

use super::bound::{self, Cheapest, Duals};
use super::lp::LpFailure;
use super::master::{Master, Relaxed};
use super::pool::Pool;
use super::rows::Kind;
use super::run::Run;
use super::separation;
use crate::ids::{ClassIdx, PoolIdx, TiVec};
use crate::itineraries::classes::Class;
use crate::itineraries::column::Column;
use crate::itineraries::prices::{Prices, Scaled};
use crate::itineraries::pricing::{self, Market, Search};
use crate::itineraries::trips::Trips;
use crate::missions::pricing::{self as missions, Corps};
use crate::missions::way::Mission;

/// Itineraries taken in per trip and round.
const OFFERS: usize = 3;

/// Missions taken in per pool and round.
const MISSIONS: usize = 24;

/// How far the smoothed duals stay behind, in 256ths of the way to the best ones (Wentges 1997).
const SMOOTHING: i64 = 128;

/// The relaxation at a node of the tree, solved.
#[derive(Debug, Clone, Default)]
pub struct Node {
    /// Its solution.
    pub relaxed: Relaxed,
    /// The best bound found on the way, scaled.
    pub bound: i128,
    /// Duals that gave it.
    pub duals: Duals,
    /// Whether nothing was missing at the end.
    pub converged: bool,
}

/// Where itineraries come from: label setting over the network, or a pool that holds every itinerary a better plan could
/// use. Missions always come from the network.
#[derive(Debug, Clone, Copy)]
pub struct Supply<'s> {
    /// The classes' trips.
    pub trips: &'s Trips,
    /// The pool, once it is full.
    pub pool: Option<&'s Pool>,
}

/// Solves the relaxation with all itineraries there are, or until the bound reaches `enough` (scaled) or the run stops.
///
/// # Errors
/// [`LpFailure`] where HiGHS fails.
pub fn solve(run: &Run, master: &mut Master, supply: Supply, enough: i128) -> Result<Node, LpFailure> {
    let mut node = Node { bound: i128::MIN, ..Node::default() };
    loop {
        node.relaxed = master.solve()?;
        run.report(master.columns.len());
        if separation::rules(master, &node.relaxed) > 0 {
            continue;
        }
        let exact = Duals::safe(master, run.scale, &node.relaxed.duals);
        let smoothed = if node.bound > i128::MIN { exact.towards(&node.duals, SMOOTHING) } else { exact.clone() };
        let mut added = 0;
        for duals in [smoothed, exact] {
            let round = price(run, master, supply, &duals);
            let bound = bound::lagrangian(master, run.scale, &duals, &round.cheapest);
            if bound > node.bound {
                (node.bound, node.duals) = (bound, duals);
            }
            added = round.offers.into_iter().filter_map(|column| master.add(column)).count();
            added += round.missions.into_iter().filter_map(|mission| master.add_mission(mission)).count();
            let missing = i128::from(run.scale.round(node.relaxed.value)) - node.bound;
            node.converged = missing < run.fineness();
            // Smoothed duals may price nothing that the true ones want; then these are asked.
            if added > 0 || node.converged {
                break;
            }
        }
        node.converged |= added == 0;
        if node.converged || node.bound >= enough || run.stopped() {
            // The last round's columns aren't taken.
            node.relaxed.columns.resize(master.columns.len(), 0.0);
            node.relaxed.missions.resize(master.missions.len(), 0.0);
            return Ok(node);
        }
    }
}

/// What a round of pricing found.
pub struct Round {
    /// Amounts below which no reduced cost lies.
    pub cheapest: Cheapest,
    /// New columns.
    pub offers: Vec<Column>,
    /// New missions.
    pub missions: Vec<Mission>,
}

/// Prices all classes and pools under `duals`.
pub fn price(run: &Run, master: &Master, supply: Supply, duals: &Duals) -> Round {
    let prices = duals.prices(master);
    let below = known_cheapest(run, master, &prices);
    let network = master.network;
    let classes: Vec<ClassIdx> = master.classes.keys().collect();
    let pools: Vec<PoolIdx> = network.feed.pools.keys().collect();
    let (scale, free, corps, rows) = (run.scale, &run.free, &run.corps, master.classes);
    run.pool.install(|| {
        let tolls = supply.trips.tolls_under(network, &prices, scale);
        let tolls = tolls.as_ref().unwrap_or_else(|| supply.trips.tolls());
        let market = Market { network, prices: &prices, scale, free, tolls };
        let price = |class: ClassIdx| match supply.pool {
            None => price_class(&market, &rows[class], supply.trips, class, below[class]),
            Some(pool) => pool.price(&market, class, below[class], OFFERS),
        };
        let send = |pool: PoolIdx| price_pool(corps, &market, pool);
        let (priced, sent): (Vec<_>, Vec<_>) =
            rayon::join(|| classes.into_par_iter().map(price).collect(), || pools.into_par_iter().map(send).collect());
        let (classes, offers): (Vec<_>, Vec<_>) = priced.into_iter().unzip();
        let (pools, missions): (Vec<_>, Vec<Vec<Mission>>) = sent.into_iter().unzip();
        Round {
            cheapest: Cheapest { classes: classes.into(), pools: pools.into() },
            offers: offers.into_iter().flatten().collect(),
            missions: missions.into_iter().flatten().collect(),
        }
    })
}

fn price_class(market: &Market, row: &Class, trips: &Trips, class: ClassIdx, below: Scaled) -> (Scaled, Vec<Column>) {
    let search = Search { below, most: OFFERS, all: false };
    let offers = pricing::offers(market, class, row, trips.of(class), search).unwrap_or_default();
    let cheapest = offers.first().map_or(below, |offer| offer.reduced);
    (cheapest, offers.into_iter().map(|offer| Column::new(market.network, row, offer.route)).collect())
}

fn price_pool(corps: &Corps, market: &Market, pool: PoolIdx) -> (Scaled, Vec<Mission>) {
    let found = missions::cheapest(corps, pool, market, 0, MISSIONS);
    (found.least, found.offers.into_iter().map(|offer| Mission::new(market.network, offer.way)).collect())
}

/// For each class the reduced cost of its cheapest known column, or the penalty of staying where that is less and allowed:
/// only cheaper itineraries are of interest.
fn known_cheapest(run: &Run, master: &Master, prices: &Prices) -> TiVec<ClassIdx, Scaled> {
    let missing = |class: ClassIdx| run.scale.up(master.missing_price(class));
    let mut cheapest: TiVec<ClassIdx, Scaled> = master.classes.keys().map(missing).collect();
    for structural in &master.structurals {
        // Where branching lets only some of a class stay, the others' itineraries may cost more than staying.
        if let Kind::Unserved(class) = structural.kind
            && structural.upper >= master.classes[class].parties.len() as i64
        {
            cheapest[class] = run.scale.up(structural.cost);
        }
    }
    for column in &master.columns {
        let reduced = prices.reduced_cost(run.scale, column);
        let least = &mut cheapest[column.route.class];
        *least = reduced.min(*least);
    }
    cheapest
}
