//! Rounds of pricing: all classes, all pools, side by side.

use rayon::prelude::*;

use super::bound::{Cheapest, Duals};
use super::colgen::Supply;
use super::master::Master;
use super::rows::Kind;
use super::run::Run;
use crate::ids::{ClassIdx, PoolIdx, TiVec};
use crate::itineraries::classes::Class;
use crate::itineraries::column::Column;
use crate::itineraries::prices::{FORBIDDEN, Prices, Scaled};
use crate::itineraries::pricing::{self, Market, Search};
use crate::itineraries::trips::Trips;
use crate::missions::pricing::{self as missions, Corps};
use crate::missions::way::Mission;

/// Itineraries taken in per class and round: more where classes are few, and rounds cost little more with them.
fn offers(master: &Master) -> usize {
    (4_000 / master.classes.len().max(1)).clamp(3, 24)
}

/// What is asked for of each class of which nothing is known yet.
#[derive(Debug, Clone, Copy)]
pub struct Menu {
    /// Itineraries at most.
    pub most: usize,
    /// Looks, each wider than the last, after which any will do.
    pub looks: usize,
}

impl Menu {
    /// As many as a round of pricing takes in.
    pub fn usual(master: &Master) -> Self {
        Self { most: offers(master), looks: 1 }
    }
}

/// Missions taken in per pool and round.
const MISSIONS: usize = 24;

/// Missions taken in per pool and round where only some choose.
const SOME: usize = 6;

/// What a round of pricing found for classes.
pub struct Priced {
    /// For each class, an amount below which no itinerary's reduced cost lies.
    pub cheapest: TiVec<ClassIdx, Scaled>,
    /// New columns.
    pub offers: Vec<Column>,
}

/// What it found for pools.
pub struct Sent {
    /// For each pool, an amount below which no mission's reduced cost lies; 0 at most.
    pub cheapest: TiVec<PoolIdx, Scaled>,
    /// New missions.
    pub missions: Vec<Mission>,
}

/// By pool: how many times the usual effort its pricing is given.
pub type Efforts = TiVec<PoolIdx, usize>;

/// The usual effort for every pool.
pub fn usual(master: &Master) -> Efforts {
    master.network.feed.pools.iter().map(|_| 1).collect()
}

/// Amounts below which no reduced cost lies under `duals`.
pub fn cheapest(run: &Run, master: &Master, supply: Supply, duals: &Duals) -> Cheapest {
    let pools = pools(run, master, supply, duals, &usual(master)).cheapest;
    Cheapest { classes: classes(run, master, supply, duals).cheapest, pools }
}

/// Prices all classes under `duals`.
pub fn classes(run: &Run, master: &Master, supply: Supply, duals: &Duals) -> Priced {
    let prices = duals.prices(master);
    let below = known_cheapest(run, master, &prices);
    let (network, scale) = (master.network, run.scale);
    // Without a bound to be had, bounds may be too high where volume pays.
    let exact = supply.among.is_none();
    let tolls = exact.then(|| run.pool.install(|| supply.trips.tolls_under(network, &prices, scale))).flatten();
    let tolls = tolls.as_ref().unwrap_or_else(|| supply.trips.tolls());
    // Of some who choose, labels are too few to pay for a sweep.
    let worth = supply.pool.is_none() && exact;
    let potentials = worth.then(|| run.pool.install(|| supply.trips.potentials(network, &prices, scale)));
    let potentials = potentials.as_ref();
    let market = Market { network, prices: &prices, scale, free: supply.free(run), tolls, potentials };
    let (rows, most, watch) = (master.classes, offers(master), run.watch());
    let price = |(&below, class): (&Scaled, ClassIdx)| match supply.pool {
        // Nothing is known of it, and no bound comes of the round.
        _ if watch.over() => (-FORBIDDEN, Vec::new()),
        _ if !supply.asks(class) => (below, Vec::new()),
        None => price_class(&market, &rows[class], supply.trips, class, below, most),
        Some(pool) => pool.price(&market, class, below, most),
    };
    let classes: Vec<(&Scaled, ClassIdx)> = below.iter().zip(master.classes.keys()).collect();
    let priced: Vec<_> = run.pool.install(|| classes.into_par_iter().map(price).collect());
    let (cheapest, offers): (Vec<_>, Vec<_>) = priced.into_iter().unzip();
    Priced { cheapest: cheapest.into(), offers: offers.into_iter().flatten().collect() }
}

/// The cheapest itineraries in `market` of some of the classes, of which nothing is known yet, below what staying costs, as
/// `menu` asks for: for each, an amount below which no reduced cost lies, and what there is, ascending.
pub fn first_itineraries(
    run: &Run,
    master: &Master,
    trips: &Trips,
    market: &Market,
    classes: &[ClassIdx],
    menu: Menu,
) -> Vec<(Scaled, Vec<Column>)> {
    let (rows, watch) = (master.classes, run.watch());
    let below: Vec<(ClassIdx, Scaled)> = classes.iter().map(|&class| (class, staying(run, master, class))).collect();
    let price = |&(class, below): &(ClassIdx, Scaled)| {
        if watch.over() {
            return (-FORBIDDEN, Vec::new());
        }
        let row = &rows[class];
        let search = Search { below, most: menu.most, all: false };
        let offers = pricing::first_offers(market, class, row, trips.of(class), search, menu.looks);
        let cheapest = offers.first().map_or(below, |offer| offer.reduced);
        (cheapest, offers.into_iter().map(|offer| Column::new(market.network, row, offer.route)).collect())
    };
    run.pool.install(|| below.par_iter().map(price).collect())
}

/// As [`first_itineraries`], where no bound is asked for.
pub fn first_offers(
    run: &Run,
    master: &Master,
    trips: &Trips,
    market: &Market,
    classes: &[ClassIdx],
    menu: Menu,
) -> Vec<(ClassIdx, Vec<Column>)> {
    let priced = first_itineraries(run, master, trips, market, classes, menu);
    classes.iter().copied().zip(priced).map(|(class, (_, columns))| (class, columns)).collect()
}

/// What staying costs a class, and so what an itinerary may cost it.
fn staying(run: &Run, master: &Master, class: ClassIdx) -> Scaled {
    let traits = &master.classes[class].traits;
    let fixed = traits.fixed.is_some();
    run.scale.up(if fixed { master.missing_price(class) } else { traits.staying() })
}

/// Prices all pools under `duals` with so much `effort` each; those with none are known to have no mission that earns.
pub fn pools(run: &Run, master: &Master, supply: Supply, duals: &Duals, effort: &Efforts) -> Sent {
    let prices = duals.prices(master);
    let network = master.network;
    let pools: Vec<PoolIdx> = network.feed.pools.keys().collect();
    let (scale, free, corps) = (run.scale, supply.free(run), run.corps(network));
    let watch = run.watch();
    // Missions pay fares of their own.
    let tolls = supply.trips.tolls();
    let sent: Vec<(Scaled, Vec<Mission>)> = run.pool.install(|| {
        let market = Market { network, prices: &prices, scale, free, tolls, potentials: None };
        let price = |pool: PoolIdx| match effort[pool] {
            0 => (0, Vec::new()),
            _ if watch.over() => (-FORBIDDEN, Vec::new()),
            // No bound is asked for of some.
            _ if supply.among.is_some() => (-FORBIDDEN, some_missions(corps, &market, pool)),
            times => price_pool(corps, &market, pool, times),
        };
        pools.into_par_iter().map(price).collect()
    });
    let (cheapest, missions): (Vec<_>, Vec<_>) = sent.into_iter().unzip();
    Sent { cheapest: cheapest.into(), missions: missions.into_iter().flatten().collect() }
}

fn price_class(
    market: &Market,
    row: &Class,
    trips: &Trips,
    class: ClassIdx,
    below: Scaled,
    most: usize,
) -> (Scaled, Vec<Column>) {
    let search = Search { below, most, all: false };
    let offers = pricing::offers(market, class, row, trips.of(class), search).unwrap_or_default();
    let cheapest = offers.first().map_or(below, |offer| offer.reduced);
    (cheapest, offers.into_iter().map(|offer| Column::new(market.network, row, offer.route)).collect())
}

fn price_pool(corps: &Corps, market: &Market, pool: PoolIdx, times: usize) -> (Scaled, Vec<Mission>) {
    let found = missions::cheapest(corps, pool, market, 0, MISSIONS, times);
    let missions = found.offers.into_iter().map(|offer| Mission::new(market.network, offer.way));
    (found.least, missions.collect())
}

/// Some missions that earn something, met at a glance.
fn some_missions(corps: &Corps, market: &Market, pool: PoolIdx) -> Vec<Mission> {
    let offers = missions::glances(corps, pool, market, SOME);
    offers.into_iter().map(|offer| Mission::new(market.network, offer.way)).collect()
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
