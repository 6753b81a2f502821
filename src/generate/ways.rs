//! Which ways escorts go: out to where their charges start, and home from where they end.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Datelike;

use super::corridors::Corridor;
use super::escorts::{Kind, PoolDraft, TYPES};
use super::presets::Shape;
use super::routes::routes;
use super::schedule::Hop;
use super::world::World;

/// Bases of each type that look after an origin.
const BASES: usize = 1;

/// Most sectors from such a base to the origin.
const SECTORS: u32 = 2;

/// Farthest such a base may lie, in kilometres.
const FARTHEST: i64 = 4_500;

/// From where to where escorts travel without their charges.
#[derive(Debug, Clone, Default)]
pub(super) struct Ways {
    /// From a base to an origin.
    pub(super) out: BTreeSet<(&'static str, &'static str)>,
    /// From a destination to a base.
    pub(super) home: BTreeSet<(&'static str, &'static str)>,
}

impl Ways {
    /// Those of `pools`: each origin is looked after by those bases of every type that are the fewest sectors away, and of
    /// them the nearest.
    pub(super) fn of(shape: &Shape, world: &World, corridors: &[Corridor], pools: &[PoolDraft]) -> Self {
        let mut flown: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for route in routes(shape.day.year()) {
            flown.entry(route.hub).or_default().insert(route.spoke);
            flown.entry(route.spoke).or_default().insert(route.hub);
        }
        let bases: BTreeSet<&'static str> = pools.iter().map(|pool| pool.base).collect();
        let reach: BTreeMap<&'static str, BTreeMap<&str, u32>> =
            bases.into_iter().map(|base| (base, reach(base, &flown))).collect();
        let mut ways = Self::default();
        for corridor in corridors {
            let away = |base: &'static str| {
                let sectors = *reach[base].get(corridor.origin)?;
                let km = world.km(base, corridor.origin);
                (km <= FARTHEST).then_some((sectors, km, base))
            };
            for base in TYPES.iter().flat_map(|kind| near(kind, pools, away)) {
                if base != corridor.origin {
                    ways.out.insert((base, corridor.origin));
                }
                ways.home.extend(corridor.destinations.iter().map(|&end| (end, base)).filter(|(end, _)| *end != base));
            }
        }
        ways
    }

    /// All of them.
    pub(super) fn all(&self) -> BTreeSet<(&'static str, &'static str)> {
        self.out.union(&self.home).copied().collect()
    }

    /// Whether escorts of `base` travel anywhere.
    pub(super) fn lead_to(&self, base: &str) -> bool {
        self.home.iter().any(|(_, home)| *home == base)
    }
}

/// The bases of a type that are nearest as `away` tells it.
fn near(
    kind: &Kind,
    pools: &[PoolDraft],
    away: impl Fn(&'static str) -> Option<(u32, i64, &'static str)>,
) -> impl Iterator<Item = &'static str> {
    let covering = pools.iter().filter(|pool| pool.covers.contains(&kind.name)).filter_map(|pool| away(pool.base));
    let covering: BTreeSet<(u32, i64, &'static str)> = covering.collect();
    covering.into_iter().take(BASES).map(|(.., base)| base)
}

/// The airports at most [`SECTORS`] from `base`, with the sectors it takes.
fn reach<'a>(base: &'a str, flown: &BTreeMap<&'a str, BTreeSet<&'a str>>) -> BTreeMap<&'a str, u32> {
    let mut reached = BTreeMap::from([(base, 0)]);
    for sectors in 1..=SECTORS {
        let next: BTreeSet<&str> = reached.keys().filter_map(|at| flown.get(at)).flatten().copied().collect();
        for airport in next {
            reached.entry(airport).or_insert(sectors);
        }
    }
    reached
}

/// Ways kept from one airport to another.
const CHOICE: usize = 3;

/// Most sectors of a way.
const LONGEST: usize = 3;

/// Kilometres by which a way must be shorter to be worth another carrier and its fare.
const CHANGE: i64 = 1_500;

/// Which hops lie on one of the shortest ways of some of the `pairs`: with the fewest sectors, of those the nearest, over
/// different airports.
pub(super) fn flown(world: &World, pairs: &BTreeSet<(&'static str, &'static str)>, hops: &[Hop]) -> Vec<bool> {
    let mut leaving: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (position, hop) in hops.iter().enumerate() {
        leaving.entry(hop.from).or_default().push(position);
    }
    let lengths: Vec<i64> = hops.iter().map(|hop| world.km(hop.from, hop.to)).collect();
    let mut flown = vec![false; hops.len()];
    for &(from, to) in pairs {
        let mut chains: Vec<Vec<usize>> = vec![Vec::new()];
        for _ in 0..LONGEST {
            let on = |chain: Vec<usize>| {
                let at = chain.last().map_or(from, |&last| hops[last].to);
                let next = leaving.get(at).into_iter().flatten().map(move |&hop| [&chain[..], &[hop]].concat());
                next.collect::<Vec<_>>()
            };
            chains = chains.into_iter().flat_map(on).collect();
            if chains.iter().any(|chain| chain.last().is_some_and(|&last| hops[last].to == to)) {
                break;
            }
        }
        let arrives = |chain: &Vec<usize>| chain.last().is_some_and(|&last| hops[last].to == to);
        let effort = |chain: &[usize]| {
            let changes = chain.windows(2).filter(|two| hops[two[0]].route.carrier != hops[two[1]].route.carrier);
            chain.iter().map(|&hop| lengths[hop]).sum::<i64>() + CHANGE * changes.count() as i64
        };
        let mut ranked: Vec<(i64, Vec<usize>)> =
            chains.into_iter().filter(arrives).map(|chain| (effort(&chain), chain)).collect();
        ranked.sort_unstable();
        let mut over: BTreeSet<Vec<&str>> = BTreeSet::new();
        for (_, chain) in ranked {
            if over.len() < CHOICE && over.insert(chain.iter().map(|&hop| hops[hop].from).collect()) {
                chain.iter().for_each(|&hop| flown[hop] = true);
            }
        }
    }
    flown
}
