//! Every mission there is, written out where they are few.

use super::cuts::Footprint;
use super::mission::Mission;
use super::sky::Sky;
use super::tariff::Tariff;
use crate::ids::{PoolIdx, SectorIdx};

/// Sectors tried after others; beyond that many missions are too many.
const TRIED: usize = 20_000;
/// Missions, with their fares.
const MOST: usize = 5_000;

/// Every mission of every pool, each with all fares that a best plan may need; none where they are too many.
pub fn all(tariff: &Tariff) -> Option<Vec<Mission>> {
    let feed = tariff.sky.network.feed;
    let mut tried = 0;
    let mut missions = Vec::new();
    let serving = feed.pools.iter_enumerated().filter(|(_, row)| row.count > 0 && !row.covers.is_empty());
    for (pool, _) in serving {
        for chain in chains(tariff.sky, pool, &mut tried)? {
            missions.extend(fares(tariff, pool, &chain)?);
            if missions.len() > MOST {
                return None;
            }
        }
    }
    Some(missions)
}

/// All chains of sectors from the base of `pool` until first back there, as far as times allow.
fn chains(sky: &Sky, pool: PoolIdx, tried: &mut usize) -> Option<Vec<Vec<SectorIdx>>> {
    let feed = sky.network.feed;
    let row = &feed.pools[pool];
    let longest = 2 * feed.policy.max_sectors as usize;
    let mut open: Vec<Vec<SectorIdx>> = vec![Vec::new()];
    let mut done = Vec::new();
    while let Some(chain) = open.pop() {
        let at = chain.last().map_or(row.base, |&last| sky.sector(last).to);
        for &next in sky.leaving(at) {
            let sector = sky.sector(next);
            let set_out = chain.first().map_or(sector, |&first| sky.sector(first)).dep;
            let joins = chain.last().is_none_or(|&last| sky.slack(last, next).0 >= 0) && !chain.contains(&next);
            if !joins || chain.len() >= longest || sector.arr - set_out > row.max_away || sector.capacity.seats == 0 {
                continue;
            }
            *tried += 1;
            if *tried > TRIED {
                return None;
            }
            let longer = [chain.as_slice(), &[next]].concat();
            if sector.to == row.base { &mut done } else { &mut open }.push(longer);
        }
    }
    done.sort_unstable();
    Some(done)
}

/// The mission of `pool` along `chain`, at all fares that a best plan may need; none where cuts are too many.
fn fares(tariff: &Tariff, pool: PoolIdx, chain: &[SectorIdx]) -> Option<Vec<Mission>> {
    let sky = tariff.sky;
    let cuts = tariff.cuts(chain, MOST)?;
    let mut priced: Vec<Mission> =
        cuts.into_iter().filter_map(|cut| Mission::with_cut(tariff, pool, chain.to_vec(), cut)).collect();
    priced.sort_by(|one, other| (one.cost, &one.cut).cmp(&(other.cost, &other.cut)));
    let mut kept: Vec<(Footprint, Mission)> = Vec::new();
    for mission in priced {
        let footprint = Footprint::new(sky.network.feed, std::slice::from_ref(&mission.cut), &mission.uses(sky));
        if !kept.iter().any(|(cheaper, _)| cheaper.spares(&footprint)) {
            kept.push((footprint, mission));
        }
    }
    Some(kept.into_iter().map(|(_, mission)| mission).collect())
}
