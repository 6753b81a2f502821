//! Duals made fit for missions.
//!
//! A pool may send many escorts, so a mission that would earn something under some duals costs the bound many times over.
//! Duals between which an LP jumps to and fro nearly always have such missions. They are found, and the rewards for the
//! duties on them lowered until they earn nothing; the duals are then a point from which a bound can be had and around which
//! to smooth (in-out separation; Ben-Ameur, Neto 2007).

use rustc_hash::FxHashMap;

use super::bound::Duals;
use super::colgen::Supply;
use super::escorting::Duty;
use super::master::Master;
use super::rounds::{self, Sent};
use super::run::Run;
use crate::ids::PoolIdx;
use crate::itineraries::prices::Scaled;
use crate::missions::way::Mission;

/// Rounds of lowering at most.
const ROUNDS: usize = 4;

/// Lowers rewards in `duals` until missions earn nothing, or for a few rounds; with them, what pricing found under all of
/// the duals on the way, and what no mission costs less than under the last.
pub fn settle(run: &Run, master: &Master, supply: Supply, mut duals: Duals) -> (Duals, Sent) {
    let mut sent = rounds::pools(run, master, supply, &duals, &[]);
    let mut found = std::mem::take(&mut sent.missions);
    let mut fresh = found.len();
    for round in 1..=ROUNDS {
        let earning = sent.cheapest.iter().any(|&least| least < -run.scale.up(1) / 64);
        if !earning || fresh == 0 || run.stopped() {
            break;
        }
        let last = &found[found.len() - fresh..];
        lower(run, master, &mut duals, last, round);
        // Lower rewards make no mission cheaper.
        let settled = sent.cheapest.iter_enumerated().filter(|&(_, &least)| least >= 0);
        let settled: Vec<PoolIdx> = settled.map(|(pool, _)| pool).collect();
        sent = rounds::pools(run, master, supply, &duals, &settled);
        fresh = sent.missions.len();
        found.append(&mut sent.missions);
    }
    sent.missions = found;
    (duals, sent)
}

/// Lowers the rewards for the duties of `missions` until each costs something; later rounds go a little further.
fn lower(run: &Run, master: &Master, duals: &mut Duals, missions: &[Mission], round: usize) {
    let prices = duals.prices(master);
    let mut factors: FxHashMap<Duty, f64> = FxHashMap::default();
    let mut ranked: Vec<(Scaled, &Mission)> =
        missions.iter().map(|mission| (mission.reduced_cost(run.scale, &prices), mission)).collect();
    ranked.sort_by(|one, other| (one.0, &one.1.way).cmp(&(other.0, &other.1.way)));
    for (reduced, mission) in ranked {
        let reward = |duty: Duty| (-prices.duty(duty.0, duty.1)).max(0) as f64;
        let factor = |factors: &FxHashMap<_, f64>, duty| factors.get(&duty).copied().unwrap_or(1.0);
        let all: f64 = mission.way.duties().map(reward).sum();
        let left: f64 = mission.way.duties().map(|duty| reward(duty) * factor(&factors, duty)).sum();
        let earns = -(reduced as f64) - (all - left);
        if earns > 0.0 && left > 0.0 {
            let wanted = (1.0 - earns * (1.0 + 0.1 * round as f64) / left).clamp(0.0, 1.0);
            for duty in mission.way.duties() {
                *factors.entry(duty).or_insert(1.0) *= wanted;
            }
        }
    }
    for ((kind, sector), factor) in factors {
        for &row in master.rows_on_duty(kind, sector) {
            let dual = duals.0.get_mut(row.0);
            if let Some(dual) = dual.filter(|dual| **dual > 0) {
                *dual = (*dual as f64 * factor) as Scaled;
            }
        }
    }
}
