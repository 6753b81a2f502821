//! Missions: an escort's way from the base until back there, on duty on a run of its sectors (MODEL: *Escorts*).

use crate::ids::{AgreementIdx, EscortTypeIdx, PoolIdx, SectorIdx};
use crate::itineraries::column::Cut;
use crate::itineraries::sites::{Aboard, Site};
use chrono::{Days, NaiveDate};

use super::sky::Sky;
use super::tariff::Tariff;

/// A mission with its fares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mission {
    /// The pool it is sent from.
    pub pool: PoolIdx,
    /// Its sectors.
    pub chain: Vec<SectorIdx>,
    /// The type served on each, if any.
    pub duties: Vec<Option<EscortTypeIdx>>,
    /// Its fare components.
    pub cut: Cut,
    /// Fares, charters' seats and days, minor units.
    pub cost: i64,
}

impl Mission {
    /// The mission of `pool` along `chain` at the cheapest fares `allowed`, free of duty yet; none where the pool's rules
    /// forbid it or no fares price it.
    pub fn new(
        tariff: &Tariff,
        pool: PoolIdx,
        chain: Vec<SectorIdx>,
        allowed: impl Fn(AgreementIdx, SectorIdx) -> bool,
    ) -> Option<Self> {
        keeps_rules(tariff.sky, pool, &chain).then_some(())?;
        let (_, cut) = tariff.cheapest(&chain, allowed)?;
        Self::with_cut(tariff, pool, chain, cut)
    }

    /// The mission of `pool` along `chain` at the fares of `cut`; none where the pool's rules forbid it.
    pub fn with_cut(tariff: &Tariff, pool: PoolIdx, chain: Vec<SectorIdx>, cut: Cut) -> Option<Self> {
        let sky = tariff.sky;
        keeps_rules(sky, pool, &chain).then_some(())?;
        let feed = sky.network.feed;
        let (first, last) = (sky.sector(*chain.first()?), sky.sector(*chain.last()?));
        let charters = chain.iter().filter_map(|&sector| sky.sector(sector).charter());
        let seats: i64 = charters.map(|charter| feed.charters[charter].per_seat.0).sum();
        let fares: i64 = cut.iter().map(|piece| sky.network.fares.escort(piece.fare)).sum();
        let days = (last.arr - first.dep).0.max(0).unsigned_abs().div_ceil(24 * 60) as i64;
        let cost = fares + seats + feed.pools[pool].day_cost.0 * days;
        Some(Self { pool, duties: vec![None; chain.len()], chain, cut, cost })
    }

    /// Takes up duty for `kind` on all sectors of `run`.
    pub fn serve(&mut self, run: &[SectorIdx], kind: EscortTypeIdx) {
        for (sector, duty) in self.chain.iter().zip(&mut self.duties) {
            if run.contains(sector) {
                *duty = Some(kind);
            }
        }
    }

    /// The dates on which the pool misses the escort, rest included.
    pub fn missed<'a>(&self, sky: &'a Sky) -> impl Iterator<Item = NaiveDate> + use<'a> {
        let (first, last) = (self.chain.first(), self.chain.last());
        let leaves = first.map_or(NaiveDate::MAX, |&first| sky.sector(first).dep_local.date());
        let returns = last.map_or(NaiveDate::MIN, |&last| sky.sector(last).arr_local.date());
        let rest = Days::new(sky.network.feed.policy.escort_rest_days.into());
        let until = returns.checked_add_days(rest).unwrap_or(returns);
        leaves.iter_days().take_while(move |&date| date <= until)
    }

    /// The seats it takes: one on every sector, and one of what is sold there.
    pub fn uses(&self, sky: &Sky) -> Vec<(Site, u32)> {
        let seats = self.chain.iter().map(|&sector| (Site::Sector(sector, Aboard::Seats), 1));
        let sold = self.sold(sky).into_iter().map(|(agreement, sector)| (Site::Allotment(agreement, sector), 1));
        let mut uses: Vec<(Site, u32)> = seats.chain(sold).collect();
        uses.retain(|&(site, _)| site.matters(sky.network));
        uses
    }

    /// What is sold to the escort, sector by sector.
    pub fn sold(&self, sky: &Sky) -> Vec<(AgreementIdx, SectorIdx)> {
        let feed = sky.network.feed;
        let mut sold = Vec::new();
        for piece in &self.cut {
            let sectors = &self.chain[usize::from(piece.start)..usize::from(piece.start + piece.sectors)];
            sold.extend(sectors.iter().map(|&sector| (feed.fares[piece.fare].agreement, sector)));
        }
        sold
    }
}

/// Whether escorts of `pool` may be away along `chain`: its length, dates, hours and connections.
fn keeps_rules(sky: &Sky, pool: PoolIdx, chain: &[SectorIdx]) -> bool {
    let (feed, row) = (sky.network.feed, &sky.network.feed.pools[pool]);
    let (Some(&first), Some(&last)) = (chain.first(), chain.last()) else { return false };
    let (first, last) = (sky.sector(first), sky.sector(last));
    chain.len() as u64 <= 2 * u64::from(feed.policy.max_sectors)
        && last.arr - first.dep <= row.max_away
        && first.dep_local.date() >= row.from
        && last.arr_local.date() <= row.to
        && chain.windows(2).all(|pair| sky.slack(pair[0], pair[1]).0 >= 0)
}
