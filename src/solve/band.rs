//! A band: those in need who are to choose together, around one whose escorts cost much or who stays for want of one.

use std::collections::BTreeSet;

use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rustc_hash::FxHashMap;

use super::around;
use super::choices::Choices;
use super::escorting::{self, Duty};
use super::master::Master;
use super::solution::Solution;
use crate::ids::{ClassIdx, TiVec};

/// Classes that choose anew.
const CLASSES: usize = 16;

/// So many classes in need or fewer choose together elsewhere: from what the relaxation takes, and in neighbourhoods.
const FEW: usize = 48;

/// The part of what staying costs that counts as much as escorts do.
const STAYING: f64 = 0.125;

/// Draws those who are to choose together: one whose escorts cost much, and those most like it; nobody where few are in
/// need.
pub fn draw(
    master: &Master,
    choices: &Choices,
    best: &Solution,
    random: &mut ChaCha8Rng,
) -> Option<BTreeSet<ClassIdx>> {
    let chooses = |class: &ClassIdx| {
        let traits = &master.classes[*class].traits;
        !traits.needs.is_empty() && traits.fixed.is_none() && !choices.of(*class).is_empty()
    };
    let needy: Vec<ClassIdx> = master.classes.keys().filter(chooses).collect();
    if needy.len() <= FEW {
        return None;
    }
    let shares = shares(master, best);
    let seed = around::seed(needy.iter().map(|&class| (class, shares[class].cost + 1.0)), random)?;
    let own = &master.classes[seed].traits;
    let mut taste = || f64::from(random.random_range(0..3u8));
    let (kind, origin, destination, shared) = (1.0 + taste(), taste(), taste(), 1.0 + taste());
    let mut ranked: Vec<(f64, ClassIdx)> = Vec::new();
    for &class in &needy {
        let traits = &master.classes[class].traits;
        let alike = traits.needs.iter().any(|(one, _)| own.needs.iter().any(|(other, _)| one == other));
        let there = traits.destinations.iter().any(|airport| own.destinations.contains(airport));
        let with = shares[seed].missions.iter().any(|mission| shares[class].missions.contains(mission));
        let likeness = kind * f64::from(u8::from(alike))
            + origin * f64::from(u8::from(traits.origin == own.origin))
            + destination * f64::from(u8::from(there))
            + shared * f64::from(u8::from(with));
        ranked.push((likeness + random.random::<f64>(), class));
    }
    Some(around::nearest(seed, ranked, CLASSES).collect())
}

/// What a class has of a plan's missions.
#[derive(Debug, Clone, Default)]
struct Share {
    /// Its part of what they cost, minor units; part of what staying costs where it stays.
    cost: f64,
    missions: Vec<usize>,
}

/// The parts of the missions of `best` that each class has: all that a mission serves share alike.
fn shares(master: &Master, best: &Solution) -> TiVec<ClassIdx, Share> {
    let mut shares: TiVec<ClassIdx, Share> = master
        .classes
        .iter()
        .map(|row| Share { cost: row.traits.staying() as f64 * STAYING, missions: Vec::new() })
        .collect();
    let mut served: FxHashMap<Duty, Vec<ClassIdx>> = FxHashMap::default();
    for column in &best.columns {
        shares[column.route.class].cost = 0.0;
        escorting::needs(column).for_each(|(duty, _)| served.entry(duty).or_default().push(column.route.class));
    }
    for (index, mission) in best.missions.iter().enumerate() {
        let classes: BTreeSet<ClassIdx> =
            mission.way.duties().filter_map(|duty| served.get(&duty)).flatten().copied().collect();
        for &class in &classes {
            shares[class].cost += mission.cost as f64 / classes.len() as f64;
            shares[class].missions.push(index);
        }
    }
    shares
}
