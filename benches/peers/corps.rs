//! The escorts sent so far while planning by hand: who is away when, and whom they cover.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use onward::ids::{EscortTypeIdx, PoolIdx, SectorIdx};
use onward::itineraries::free::Free;
use onward::itineraries::sites::{Aboard, Site};

use onward::compact::Mission;
use onward::compact::Shuttles;

/// The missions of a plan in the making.
#[derive(Debug, Clone, Default)]
pub struct Corps {
    /// All of them.
    pub missions: Vec<Mission>,
    away: BTreeMap<(PoolIdx, NaiveDate), u32>,
    needing: BTreeMap<(SectorIdx, EscortTypeIdx), u32>,
    on_duty: BTreeMap<(SectorIdx, EscortTypeIdx), u32>,
}

impl Corps {
    /// Has `needs` escorted on all of `chain`: first by who is aboard and has room or travels free of duty, then by the
    /// cheapest missions to be had, with a handover where that is cheaper. Returns what is added to the cost, minor units;
    /// none where it can't be done, and then missions sent for a part stay in (see [`Self::undo`]).
    pub fn escort(
        &mut self,
        shuttles: &Shuttles,
        room: &mut Free,
        chain: &[SectorIdx],
        needs: &[(EscortTypeIdx, u32)],
    ) -> Option<i64> {
        let mut cost = 0;
        for &(kind, persons) in needs {
            for &sector in chain {
                *self.needing.entry((sector, kind)).or_default() += persons;
                self.engage(shuttles, sector, kind);
            }
            // Each round sends an escort to every sector that is short of one.
            while let Some(start) = chain.iter().position(|&sector| self.short(shuttles, sector, kind) > 0) {
                let short = |sector: &&SectorIdx| self.short(shuttles, **sector, kind) > 0;
                let end = start + chain[start..].iter().take_while(short).count();
                for mission in self.relay(shuttles, room, &chain[start..end], kind)? {
                    cost += mission.cost;
                    self.send(shuttles, room, mission)?;
                }
            }
        }
        Some(cost)
    }

    /// Gives back to `room` what was sent since `before`, and returns to that.
    pub fn undo(&mut self, shuttles: &Shuttles, room: &mut Free, before: Self) {
        for mission in &self.missions[before.missions.len()..] {
            room.give_back(&mission.uses(shuttles.tariff.sky));
        }
        *self = before;
    }

    /// Escorts that `sector` is short of.
    fn short(&self, shuttles: &Shuttles, sector: SectorIdx, kind: EscortTypeIdx) -> u32 {
        let ratio = shuttles.tariff.sky.network.feed.escort_types[kind].ratio.max(1);
        let needing = self.needing.get(&(sector, kind)).copied().unwrap_or_default();
        needing.div_ceil(ratio).saturating_sub(self.on_duty.get(&(sector, kind)).copied().unwrap_or_default())
    }

    /// Puts escorts who travel on `sector` free of duty on it, as far as needed.
    fn engage(&mut self, shuttles: &Shuttles, sector: SectorIdx, kind: EscortTypeIdx) {
        let mut short = self.short(shuttles, sector, kind);
        for mission in &mut self.missions {
            if short == 0 {
                return;
            }
            if !shuttles.tariff.sky.network.feed.pools[mission.pool].covers.contains(&kind) {
                continue;
            }
            for (at, duty) in mission.chain.iter().zip(&mut mission.duties) {
                if *at == sector && duty.is_none() && short > 0 {
                    *duty = Some(kind);
                    *self.on_duty.entry((sector, kind)).or_default() += 1;
                    short -= 1;
                }
            }
        }
    }

    /// The cheapest missions that take turns on `run`, by where they take over.
    fn relay(&self, shuttles: &Shuttles, room: &Free, run: &[SectorIdx], kind: EscortTypeIdx) -> Option<Vec<Mission>> {
        let mut best: Vec<Option<(i64, usize, Option<Mission>)>> = vec![None; run.len() + 1];
        best[0] = Some((0, 0, None));
        for end in 1..=run.len() {
            for start in 0..end {
                let Some((before, ..)) = best[start] else { continue };
                let Some(mission) = self.cheapest(shuttles, room, &run[start..end], kind) else { continue };
                let cost = before + mission.cost;
                if best[end].as_ref().is_none_or(|&(other, ..)| cost < other) {
                    best[end] = Some((cost, start, Some(mission)));
                }
            }
        }
        let mut missions = Vec::new();
        let mut end = run.len();
        while end > 0 {
            let (_, start, mission) = best[end].take()?;
            missions.extend(mission);
            end = start;
        }
        Some(missions)
    }

    /// The cheapest mission on all of `run` that can be had.
    fn cheapest(&self, shuttles: &Shuttles, room: &Free, run: &[SectorIdx], kind: EscortTypeIdx) -> Option<Mission> {
        let mut best: Option<Mission> = None;
        for mission in shuttles.missions(run, kind).iter() {
            // Others cost no less, whatever there is room for.
            if best.as_ref().is_some_and(|best| best.cost <= mission.cost) {
                break;
            }
            let Some(had) = self.had(shuttles, room, mission) else { continue };
            if best.as_ref().is_none_or(|best| had.cost < best.cost) {
                best = Some(had);
            }
        }
        best
    }

    /// `mission` at the fares that are left, if its pool and the sectors have room for it.
    fn had(&self, shuttles: &Shuttles, room: &Free, mission: &Mission) -> Option<Mission> {
        let sky = shuttles.tariff.sky;
        let count = sky.network.feed.pools[mission.pool].count;
        let away = |date: NaiveDate| self.away.get(&(mission.pool, date)).copied().unwrap_or_default();
        let seats = mission.chain.iter().all(|&sector| room.fits(sky.network, Site::Sector(sector, Aboard::Seats), 1));
        if !seats || mission.missed(sky).any(|date| away(date) >= count) {
            return None;
        }
        let sold = |agreement, sector| room.fits(sky.network, Site::Allotment(agreement, sector), 1);
        let mut had = Mission::new(shuttles.tariff, mission.pool, mission.chain.clone(), sold)?;
        had.duties.clone_from(&mission.duties);
        Some(had)
    }

    /// Sends `mission` if there is still room for it besides those just sent.
    fn send(&mut self, shuttles: &Shuttles, room: &mut Free, mission: Mission) -> Option<()> {
        let sky = shuttles.tariff.sky;
        let mission = self.had(shuttles, room, &mission)?;
        let uses = mission.uses(sky);
        if !room.fits_all(sky.network, &uses) {
            return None;
        }
        room.take(&uses);
        for date in mission.missed(sky) {
            *self.away.entry((mission.pool, date)).or_default() += 1;
        }
        for (&sector, &duty) in mission.chain.iter().zip(&mission.duties) {
            if let Some(kind) = duty {
                *self.on_duty.entry((sector, kind)).or_default() += 1;
            }
        }
        self.missions.push(mission);
        Some(())
    }
}
