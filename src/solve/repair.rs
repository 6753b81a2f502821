//! Duals made fit for missions.
//!
//! A pool may send many escorts, so a mission that would earn something under some duals costs the bound many times over.
//! Duals between which an LP jumps to and fro nearly always have such missions. They are found, and the rewards for the
//! duties on them lowered until they earn nothing; the duals are then a point from which a bound can be had and around which
//! to smooth (in-out separation; Ben-Ameur, Neto 2007).

use rustc_hash::FxHashMap;

use super::bound::Duals;
use super::colgen::Supply;
use super::master::Master;
use super::rounds::{self, Sent};
use super::rows::RowIdx;
use super::run::Run;
use crate::ids::{PoolIdx, TiVec};
use crate::itineraries::prices::{Prices, Scaled};
use crate::missions::way::Mission;

/// Rounds of lowering at most.
const ROUNDS: usize = 12;

/// How many times the usual effort a pool is given that seems to have earning missions and shows none.
const HARDER: usize = 40;

/// Lowers rewards in `duals` until missions earn nothing, or for a few rounds; with them, what pricing found under all of
/// the duals on the way, and what no mission costs less than under the last.
pub fn settle(run: &Run, master: &Master, supply: Supply, mut duals: Duals) -> (Duals, Sent) {
    let mut efforts = rounds::usual(master);
    let mut sent = rounds::pools(run, master, supply, &duals, &efforts);
    let mut found: Vec<Mission> = Vec::new();
    for round in 1..=ROUNDS {
        let earns = |pool: PoolIdx| sent.cheapest[pool] < -run.scale.up(1) / 64;
        let prices = duals.prices(master);
        let mut shown: TiVec<PoolIdx, Scaled> = efforts.iter().map(|_| 0).collect();
        for mission in &sent.missions {
            let least = &mut shown[mission.way.pool];
            *least = mission.reduced_cost(run.scale, &prices).min(*least);
        }
        for (pool, effort) in efforts.iter_mut_enumerated() {
            *effort = match (earns(pool), shown[pool] <= sent.cheapest[pool] / 2) {
                // Lower rewards make no mission cheaper.
                (false, _) => 0,
                (true, false) => HARDER,
                (true, true) => *effort,
            };
        }
        let last = std::mem::take(&mut sent.missions);
        if efforts.iter().all(|&effort| effort == 0) || run.stopped() {
            found.extend(last);
            break;
        }
        lower(run, master, &prices, &mut duals, &last, round);
        found.extend(last);
        sent = rounds::pools(run, master, supply, &duals, &efforts);
    }
    found.append(&mut sent.missions);
    sent.missions = found;
    (duals, sent)
}

/// Lowers the rewards of `missions`, which `duals` price so, until each costs something; later rounds go a little further.
fn lower(run: &Run, master: &Master, prices: &Prices, duals: &mut Duals, missions: &[Mission], round: usize) {
    let mut factors: FxHashMap<RowIdx, f64> = FxHashMap::default();
    let mut ranked: Vec<(Scaled, &Mission)> =
        missions.iter().map(|mission| (mission.reduced_cost(run.scale, prices), mission)).collect();
    ranked.sort_by(|one, other| (one.0, &one.1.way).cmp(&(other.0, &other.1.way)));
    for (reduced, mission) in ranked {
        let rewards = rewards(master, duals, mission);
        let factor = |row: RowIdx| factors.get(&row).copied().unwrap_or(1.0);
        let all: f64 = rewards.iter().map(|&(_, reward)| reward).sum();
        let left: f64 = rewards.iter().map(|&(row, reward)| reward * factor(row)).sum();
        let earns = -(reduced as f64) - (all - left);
        if earns > 0.0 && left > 0.0 {
            let wanted = (1.0 - earns * (1.0 + 0.1 * round as f64) / left).clamp(0.0, 1.0);
            for (row, _) in rewards {
                *factors.entry(row).or_insert(1.0) *= wanted;
            }
        }
    }
    for (row, factor) in factors {
        if let Some(dual) = duals.0.get_mut(row.0) {
            *dual = (*dual as f64 * factor) as Scaled;
        }
    }
}

/// The rows that pay for what `mission` does, with what they pay: those of cover, and those of groups that want seats.
/// What volume is worth is left as it is: most of it is other people's.
fn rewards(master: &Master, duals: &Duals, mission: &Mission) -> Vec<(RowIdx, f64)> {
    let paid = |row: RowIdx| {
        let dual = duals.0.get(row.0).copied().filter(|&dual| dual > 0)?;
        let taken = master.rows[row.0].of_mission(mission);
        (taken > 0).then_some((row, dual as f64 * taken as f64))
    };
    let duties = mission.way.duties().flat_map(|(kind, sector)| master.rows_on_duty(kind, sector));
    let seats = mission.uses.iter().flat_map(|&(site, _)| master.rows_at(site));
    let mut rows: Vec<RowIdx> = duties.chain(seats).copied().collect();
    rows.sort_unstable();
    rows.dedup();
    rows.into_iter().filter_map(paid).collect()
}
