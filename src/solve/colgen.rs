//! Column generation: prices out, itineraries in, until none is missing or the bound says enough.

use std::collections::BTreeSet;

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use super::bound::{self, Cheapest, Duals};
use super::dive;
use super::lp::LpFailure;
use super::master::{Master, Relaxed};
use super::pool::Pool;
use super::repair;
use super::root;
use super::rounds;
use super::run::Run;
use super::separation;
use super::turns::Turns;
use crate::ids::ClassIdx;
use crate::itineraries::column::Column;
use crate::itineraries::free::Free;
use crate::itineraries::trips::Trips;
use crate::missions::way::Mission;

/// How far the smoothed duals stay behind the programme's, in 256ths of the way to the best ones (Wentges 1997): at least,
/// and at most where steps so long kept bringing nothing (Pessoa, Sadykov, Uchoa, Vanderbeck 2018, *Automation and
/// combination of linear-programming based stabilization techniques in column generation*).
const SMOOTHING: i64 = 128;
const NEAREST: i64 = 252;

/// The part of its value by which a relaxation's bound may lag for a dive, and the deepest one on the way.
const RIPE: i128 = 512;
const DEEPEST: usize = 64;

/// Rounds after which whatever is still short is short for its price.
const SETTLED: usize = 2;

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
    /// Who chooses, where not everyone does.
    pub among: Option<&'s Among>,
}

/// Some classes, which choose anew while everyone else stands.
#[derive(Debug)]
pub struct Among {
    /// The classes.
    pub classes: BTreeSet<ClassIdx>,
    /// What the others leave free.
    pub free: Free,
}

impl<'s> Supply<'s> {
    /// The network, for everyone.
    pub fn of(trips: &'s Trips) -> Self {
        Self { trips, pool: None, among: None }
    }

    /// What is free to those who choose.
    pub fn free(self, run: &'s Run) -> &'s Free {
        self.among.map_or(&run.free, |among| &among.free)
    }

    /// Whether `class` chooses.
    pub fn asks(self, class: ClassIdx) -> bool {
        self.among.is_none_or(|among| among.classes.contains(&class))
    }
}

/// Where a relaxation is solved, and from what.
#[derive(Debug, Clone)]
pub enum Start {
    /// At the root, from prices where an earlier run left some; plans are made on the way.
    Root(Option<Duals>),
    /// There again, with cuts: plans were made on the way, and more come later.
    Cut,
    /// At a node below.
    Node,
}

/// Solves the relaxation with all itineraries there are, or until the bound is enough for the gap asked for or the run
/// stops.
///
/// # Errors
/// [`LpFailure`] where HiGHS fails.
pub fn solve(run: &Run, master: &mut Master, supply: Supply, start: Start) -> Result<Node, LpFailure> {
    let root = !matches!(start, Start::Node);
    let mut dives = matches!(start, Start::Root(_));
    let mut node = Node { bound: i128::MIN, ..Node::default() };
    let mut random = ChaCha8Rng::seed_from_u64(run.options.seed);
    if let Start::Root(Some(recalled)) = start {
        price(run, master, supply, recalled, &mut node);
        run.raise(node.bound);
        if node.bound < run.enough() {
            // With good prices at hand, plans may be all that is missing.
            let prices = node.duals.prices(master);
            root::polish(run, master, supply.trips, &prices, &node.relaxed, &mut random);
        }
        if node.bound >= run.enough() {
            node.relaxed.widen(master);
            return Ok(node);
        }
    }
    let mut round = 0;
    let mut turns = Turns::rounds(master.classes.len());
    let mut behind = SMOOTHING;
    loop {
        node.relaxed = master.solve_awake()?;
        let known = (master.columns.len(), master.missions.len());
        run.report(master.columns.len());
        // Rows for what is broken and columns for what is missing come together: either alone takes more programmes.
        let broken = node.relaxed.woken + separation::rules(master, &node.relaxed);
        let exact = Duals::safe(master, run.scale, &node.relaxed.duals);
        let smoothed = if node.bound > i128::MIN { exact.towards(&node.duals, behind) } else { exact.clone() };
        round += 1;
        if root && turns.due() {
            // A relaxation that converges by itself shouldn't wait for plans that don't get better.
            turns.took(root::renew(run, master, supply.trips, &exact, &node.relaxed, &mut random));
        }
        let before = node.bound;
        for (turn, duals) in [smoothed, exact].into_iter().enumerate() {
            price(run, master, supply, duals, &mut node);
            if turn == 0 {
                // A step that went too far is followed by half of it, one that went well by twice as much.
                behind =
                    if node.bound > before { 2 * behind - 256 } else { (256 + behind) / 2 }.clamp(SMOOTHING, NEAREST);
            }
            let missing = i128::from(run.scale.round(node.relaxed.value)).saturating_sub(node.bound);
            node.converged = missing < run.fineness();
            // Smoothed duals may price nothing that the true ones want; then these are asked.
            if known != (master.columns.len(), master.missions.len()) || node.converged {
                break;
            }
        }
        // What plans on the way have brought counts as well: the relaxation hasn't seen it.
        node.converged |= known == (master.columns.len(), master.missions.len());
        if root {
            // It holds for the whole tree, and plans on the way may make it enough.
            run.raise(node.bound);
        }
        if dives && is_ripe(run, &node) && dive::depth(&node.relaxed) <= DEEPEST {
            dives = false;
            dive::dive(run, master, supply, &node.relaxed)?;
            let prices = node.duals.prices(master);
            root::polish(run, master, supply.trips, &prices, &node.relaxed, &mut random);
            // The relaxation hasn't seen what was found on the way.
            node.converged = false;
        }
        if !node.converged && round > SETTLED {
            master.raise_prices(&node.relaxed, master.dearest());
        }
        let open = !run.stopped() && node.bound < run.enough();
        let more =
            broken > 0 || (node.converged && open && master.raise_prices(&node.relaxed, master.prohibitive()) > 0);
        if open && more {
            node.converged = false;
        } else if !open || node.converged {
            // The last round's columns aren't taken.
            node.relaxed.widen(master);
            return Ok(node);
        }
    }
}

/// Whether the relaxation is so nearly solved that plans made around its missions are any good.
fn is_ripe(run: &Run, node: &Node) -> bool {
    let value = i128::from(run.scale.round(node.relaxed.value));
    node.bound > i128::MIN && value - node.bound <= value / RIPE
}

/// What a round of pricing finds.
pub struct Look {
    /// The duals it ended at.
    pub duals: Duals,
    /// The bound they give, scaled; none where the round was broken off: it knows nothing of those it didn't come to.
    pub bound: Option<i128>,
    /// Itineraries that are missing.
    pub offers: Vec<Column>,
    /// Missions that are.
    pub missions: Vec<Mission>,
}

/// Prices everyone under `duals`, made fit for missions.
pub fn look(run: &Run, master: &Master, supply: Supply, duals: Duals) -> Look {
    let (duals, sent) = repair::settle(run, master, supply, duals);
    let priced = rounds::classes(run, master, supply, &duals);
    let cheapest = Cheapest { classes: priced.cheapest, pools: sent.cheapest };
    let bound = (!run.stopped()).then(|| bound::lagrangian(master, run.scale, &duals, &cheapest));
    Look { duals, bound, offers: priced.offers, missions: sent.missions }
}

/// Prices under `duals`: what is missing comes in, and `node` keeps the bound they give if it's the best.
fn price(run: &Run, master: &mut Master, supply: Supply, duals: Duals, node: &mut Node) {
    let look = look(run, master, supply, duals);
    if let Some(bound) = look.bound.filter(|&bound| bound > node.bound) {
        (node.bound, node.duals) = (bound, look.duals);
    }
    look.offers.into_iter().for_each(|column| _ = master.add(column));
    look.missions.into_iter().for_each(|mission| _ = master.add_mission(mission));
}
