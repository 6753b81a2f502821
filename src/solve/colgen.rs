//! Column generation: prices out, itineraries in, until none is missing or the bound says enough.

use rayon::prelude::*;

use super::bound::{self, Duals};
use super::lp::LpFailure;
use super::master::{Kind, Master, Relaxed, missing_price};
use super::pool::Pool;
use super::run::Run;
use super::separation;
use crate::ids::{ClassIdx, TiVec};
use crate::itineraries::classes::Class;
use crate::itineraries::column::Column;
use crate::itineraries::prices::{Prices, Scaled};
use crate::itineraries::pricing::{self, Market, Offer, Search};
use crate::itineraries::trips::Trip;

/// Itineraries taken in per trip and round.
const OFFERS: usize = 3;

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

/// Trips of a class.
pub type TripsByClass = TiVec<ClassIdx, Vec<Trip>>;

/// Where itineraries come from.
#[derive(Debug, Clone, Copy)]
pub enum Supply<'s> {
    /// Label setting over the network.
    Trips(&'s TripsByClass),
    /// A pool that holds every itinerary a better plan could use.
    Pool(&'s Pool),
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
        if separation::capacities(master, &node.relaxed) > 0 {
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
            return Ok(node);
        }
    }
}

/// What a round of pricing found.
pub struct Round {
    /// For each class, an amount below which no reduced cost lies.
    pub cheapest: TiVec<ClassIdx, Scaled>,
    /// New columns.
    pub offers: Vec<Column>,
}

/// Prices all classes under `duals`.
pub fn price(run: &Run, master: &Master, supply: Supply, duals: &Duals) -> Round {
    let prices = duals.prices(master);
    let below = known_cheapest(run, master, &prices);
    let market = Market { network: master.network, prices: &prices, scale: run.scale, free: &run.free };
    let classes = master.classes;
    let priced: Vec<(Scaled, Vec<Column>)> = run.pool.install(|| {
        let indices: Vec<ClassIdx> = classes.keys().collect();
        let price = |class: ClassIdx| match supply {
            Supply::Trips(trips) => price_class(&market, &classes[class], &trips[class], below[class]),
            Supply::Pool(pool) => pool.price(&market, class, below[class], OFFERS),
        };
        indices.into_par_iter().map(price).collect()
    });
    let (cheapest, offers): (Vec<_>, Vec<_>) = priced.into_iter().unzip();
    Round { cheapest: cheapest.into(), offers: offers.into_iter().flatten().collect() }
}

fn price_class(market: &Market, class: &Class, trips: &[Trip], below: Scaled) -> (Scaled, Vec<Column>) {
    let search = Search { below, most: OFFERS, all: false };
    let mut offers: Vec<Offer> =
        trips.iter().filter_map(|trip| pricing::search(market, class, trip, search).ok()).flatten().collect();
    offers.sort_by_key(|offer| offer.reduced);
    offers.truncate(OFFERS);
    let cheapest = offers.first().map_or(below, |offer| offer.reduced);
    (cheapest, offers.into_iter().map(|offer| Column::new(market.network, class, offer.route)).collect())
}

/// For each class the reduced cost of its cheapest known column, or the penalty of staying where that is less and allowed:
/// only cheaper itineraries are of interest.
fn known_cheapest(run: &Run, master: &Master, prices: &Prices) -> TiVec<ClassIdx, Scaled> {
    let missing = |class: &Class| run.scale.up(missing_price(class));
    let mut cheapest: TiVec<ClassIdx, Scaled> = master.classes.iter().map(missing).collect();
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
