//! Every mission there is, by trying them all.

use onward::feed::Feed;
use onward::ids::{EscortTypeIdx, FareIdx, PoolIdx, SectorIdx};
use onward::itineraries::column::{Cut, Piece};
use onward::itineraries::free::Free;
use onward::itineraries::prices::{Prices, Scale, Scaled};
use onward::missions::way::{Mission, Way};
use onward::network::Network;
use onward::network::sectors::Sector;
use onward::time::Minutes;

/// All chains of `sectors` from the base of `pool` until back there that its dates allow.
pub fn chains(feed: &Feed, sectors: &[Sector], pool: PoolIdx) -> Vec<Vec<usize>> {
    let row = &feed.pools[pool];
    let (mut open, mut done): (Vec<Vec<usize>>, _) = (vec![Vec::new()], Vec::new());
    while let Some(chain) = open.pop() {
        let last = chain.last().map(|&last| &sectors[last]);
        for (position, next) in sectors.iter().enumerate() {
            let joins = match last {
                None => next.from == row.base && next.dep_local.date() >= row.from,
                Some(last) => {
                    let mct = feed.stations[last.to].mct[usize::from(!last.domestic)][usize::from(!next.domestic)];
                    last.to == next.from && next.dep - last.arr >= mct
                }
            };
            if !joins || next.capacity.seats == 0 || chain.contains(&position) {
                continue;
            }
            let first = chain.first().map_or(next, |&first| &sectors[first]);
            if next.arr - first.dep > row.max_away || chain.len() >= feed.policy.max_sectors as usize * 2 {
                continue;
            }
            let mut longer = chain.clone();
            longer.push(position);
            if next.to != row.base {
                open.push(longer);
            } else if next.arr_local.date() <= row.to {
                done.push(longer);
            }
        }
    }
    done
}

/// All ways to buy the tickets of `chain`.
fn cuts(network: &Network, chain: &[SectorIdx], from: usize) -> Vec<Vec<Piece>> {
    if from == chain.len() {
        return vec![Vec::new()];
    }
    if network.sectors[chain[from]].charter().is_some() {
        return cuts(network, chain, from + 1);
    }
    let mut all = Vec::new();
    for until in from + 1..=chain.len() {
        for fare in network.feed.fares.keys().filter(|&fare| prices(network, &chain[from..until], fare)) {
            for rest in cuts(network, chain, until) {
                let piece = Piece { start: from as u16, sectors: (until - from) as u16, fare };
                all.push(std::iter::once(piece).chain(rest).collect());
            }
        }
    }
    all
}

/// Whether `fare` prices `part` (MODEL: *Fares*).
fn prices(network: &Network, part: &[SectorIdx], fare: FareIdx) -> bool {
    let feed = network.feed;
    let (row, hops) = (&feed.fares[fare], part.iter().map(|&s| &network.sectors[s]).collect::<Vec<_>>());
    let agreement = &feed.agreements[row.agreement];
    let date = hops[0].dep_local.date();
    let mut airports = vec![hops[0].from];
    airports.extend(hops.iter().map(|hop| hop.to));
    let mut distinct = airports.clone();
    distinct.sort();
    distinct.dedup();
    hops.iter().all(|hop| hop.carrier().is_some_and(|carrier| agreement.carriers.contains(&carrier)))
        && (airports[0], airports[hops.len()]) == (row.from, row.to)
        && row.via.is_none_or(|via| airports[1..hops.len()].contains(&via))
        && hops.len() <= agreement.max_sectors as usize
        && distinct.len() == airports.len()
        && agreement.valid_from <= date
        && date <= agreement.valid_to
        && (date - feed.policy.as_of).num_days() >= i64::from(agreement.lead_days)
        && hops.windows(2).all(|pair| pair[1].dep - pair[0].arr <= Minutes::hours(24))
}

/// All services on a way of so many sectors, on duty somewhere.
fn services(covers: &[EscortTypeIdx], sectors: usize) -> Vec<Vec<Option<EscortTypeIdx>>> {
    let each: Vec<Option<EscortTypeIdx>> = covers.iter().copied().map(Some).chain([None]).collect();
    let mut all = vec![Vec::new()];
    for _ in 0..sectors {
        let longer = |way: &Vec<_>| each.iter().map(|&duty| [way.clone(), vec![duty]].concat()).collect::<Vec<_>>();
        all = all.iter().flat_map(longer).collect();
    }
    all.retain(|way| way.iter().any(Option::is_some));
    all
}

/// All missions of `pool` that fit into `free`, with their reduced costs.
pub fn missions(
    network: &Network,
    pool: PoolIdx,
    (scale, prices, free): (Scale, &Prices, &Free),
    visit: &mut dyn FnMut(Scaled, &Way),
) {
    let feed = network.feed;
    let covers: Vec<EscortTypeIdx> = feed.pools[pool].covers.iter().copied().collect();
    for chain in chains(feed, &network.sectors.raw, pool) {
        let chain: Vec<SectorIdx> = chain.into_iter().map(SectorIdx::from).collect();
        for cut in cuts(network, &chain, 0) {
            let legs = chain.iter().map(|&sector| (sector, None)).collect();
            let mut mission = Mission::new(network, Way { pool, legs, cut: Cut::from_vec(cut) });
            if !free.fits_all(network, &mission.uses) {
                continue;
            }
            for duties in services(&covers, chain.len()) {
                for (leg, duty) in mission.way.legs.iter_mut().zip(duties) {
                    leg.1 = duty;
                }
                visit(mission.reduced_cost(scale, prices), &mission.way);
            }
        }
    }
}
