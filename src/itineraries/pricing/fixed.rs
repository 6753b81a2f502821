//! Parties on a fixed itinerary: nothing is left to choose but the cut into fare components, case by case
//! (MODEL: *Locks*).

use smallvec::SmallVec;

use super::{Market, Offer, Search, TooMany};
use crate::ids::{AgreementIdx, ClassIdx, FareIdx, LockIdx, SectorIdx};
use crate::itineraries::classes::Class;
use crate::itineraries::column::{Column, Cut, Piece, Route, Sold};
use crate::itineraries::prices::{FORBIDDEN, Scaled};
use crate::itineraries::sites::Site;
use crate::network::Network;
use crate::time::Minutes;

/// The itineraries of a party fixed by `lock`, one for each combination of its cases' cuts, ascending by reduced cost; see
/// [`offers`](super::offers). Cases pay apart, so the cheapest cuts together are the cheapest itinerary. Each case's seats
/// fit its allotments; whether all cases' do together is left to the master.
pub fn offers(
    market: &Market,
    class: ClassIdx,
    row: &Class,
    lock: LockIdx,
    search: Search,
) -> Result<Vec<Offer>, TooMany> {
    let network = market.network;
    let sectors: Option<SmallVec<[SectorIdx; 4]>> = network.locked(lock).iter().copied().collect();
    let Some(sectors) = sectors else { return Ok(Vec::new()) };
    let cuts = cuts(network, &sectors);
    let members = row.traits.days[0].members.len();
    let mut routes: Vec<SmallVec<[Cut; 1]>> = vec![SmallVec::new()];
    for member in 0..members {
        let wanted = if search.all { usize::MAX } else { search.most };
        let own: Vec<&Cut> = ranked(market, class, row, &sectors, &cuts, member).into_iter().take(wanted).collect();
        // Without all, the cheapest of everyone, and each one's next ones with the cheapest of the others.
        let narrow = !search.all && routes.len() > 1;
        let longer = routes.iter().enumerate().flat_map(|(position, chosen)| {
            own.iter().take(if narrow && position > 0 { 1 } else { usize::MAX }).map(|&cut| {
                let mut chosen = chosen.clone();
                chosen.push(cut.clone());
                chosen
            })
        });
        routes = longer.take(search.most.saturating_mul(8).saturating_add(1)).collect();
        if search.all && routes.len() > search.most.saturating_mul(8) {
            return Err(TooMany);
        }
    }
    let offer = |cuts| {
        let route = Route { class, day: 0, sectors: sectors.clone(), cuts };
        let column = Column::new(network, row, route);
        let places = column.uses.iter().filter(|(site, _)| !matches!(site, Site::Allotment(..)));
        let fits = places.into_iter().all(|&(site, demand)| market.free.fits(network, site, demand));
        let reduced = market.prices.reduced_cost(market.scale, &column);
        (fits && reduced < search.below.min(FORBIDDEN)).then_some(Offer { reduced, route: column.route })
    };
    let mut offers: Vec<Offer> = routes.into_iter().filter_map(offer).collect();
    offers.sort_by(|one, other| (one.reduced, &one.route).cmp(&(other.reduced, &other.route)));
    if search.all && offers.len() > search.most {
        return Err(TooMany);
    }
    offers.truncate(search.most);
    Ok(offers)
}

/// The `cuts` that a case has allotments for by what they cost it under the prices in force, cheapest first.
fn ranked<'c>(
    market: &Market,
    class: ClassIdx,
    row: &Class,
    sectors: &[SectorIdx],
    cuts: &'c [Cut],
    member: usize,
) -> Vec<&'c Cut> {
    let load = &row.traits.days[0].members[member];
    let price = |cut: &Cut| -> Option<Scaled> {
        let mut pieces = cut.iter().map(|piece| {
            let agreement = market.network.feed.fares[piece.fare].agreement;
            let own = &sectors[usize::from(piece.start)..usize::from(piece.start + piece.sectors)];
            let allotted =
                |&sector: &SectorIdx| market.free.fits(market.network, Site::Allotment(agreement, sector), load.seats);
            if !own.iter().all(allotted) {
                return None;
            }
            let sold = own
                .iter()
                .map(|&sector| market.prices.sold(class, &Sold { member, agreement, sector, seats: load.seats }));
            let volume = market.prices.volume(agreement).saturating_mul(i64::from(load.seated()));
            let fare = market.scale.up(load.pays(market.network.fares.price(piece.fare)));
            Some(sold.fold(fare.saturating_add(volume), Scaled::saturating_add))
        });
        pieces.try_fold(0, |sum: Scaled, piece| Some(sum.saturating_add(piece?)))
    };
    let mut ranked: Vec<(Scaled, &Cut)> = cuts.iter().filter_map(|cut| Some((price(cut)?, cut))).collect();
    ranked.sort();
    ranked.into_iter().map(|(_, cut)| cut).collect()
}

/// All cuts of `sectors` into fare components; lead days are waived, everything else about fares holds.
pub fn cuts(network: &Network, sectors: &[SectorIdx]) -> Vec<Cut> {
    // Ways to price the first so many sectors.
    let mut priced: Vec<Vec<Cut>> = vec![Vec::new(); sectors.len() + 1];
    priced[0].push(Cut::new());
    for start in 0..sectors.len() {
        if priced[start].is_empty() {
            continue;
        }
        if network.sectors[sectors[start]].charter().is_some() {
            let before = priced[start].clone();
            priced[start + 1].extend(before);
            continue;
        }
        for end in start + 1..=sectors.len() {
            for fare in fares(network, &sectors[start..end]) {
                let piece = Piece { start: start as u16, sectors: (end - start) as u16, fare };
                let longer: Vec<Cut> = priced[start]
                    .iter()
                    .map(|cut| {
                        let mut cut = cut.clone();
                        cut.push(piece);
                        cut
                    })
                    .collect();
                priced[end].extend(longer);
            }
        }
    }
    priced.pop().unwrap_or_default()
}

/// The fares that may price `sectors` as one component, whatever their lead days.
fn fares(network: &Network, sectors: &[SectorIdx]) -> Vec<FareIdx> {
    let feed = network.feed;
    let rows = || sectors.iter().map(|&sector| &network.sectors[sector]);
    let (Some(first), Some(last)) = (rows().next(), rows().next_back()) else { return Vec::new() };
    let date = first.dep_local.date();
    let mut seen = vec![first.from];
    for row in rows() {
        if seen.contains(&row.to) {
            return Vec::new();
        }
        seen.push(row.to);
    }
    let joined = rows().zip(rows().skip(1)).all(|(one, next)| next.dep - one.arr <= Minutes::hours(24));
    let sells = |agreement: AgreementIdx| {
        rows().all(|row| row.carrier().is_some_and(|carrier| network.fares.sells(agreement, carrier)))
    };
    let inside = &seen[1..seen.len() - 1];
    let fits = |fare: &FareIdx| {
        let row = &feed.fares[*fare];
        let agreement = &feed.agreements[row.agreement];
        row.from == first.from
            && row.to == last.to
            && agreement.valid_from <= date
            && date <= agreement.valid_to
            && sectors.len() <= agreement.max_sectors as usize
            && row.via.is_none_or(|via| inside.contains(&via))
            && sells(row.agreement)
    };
    if joined { feed.fares.keys().filter(fits).collect() } else { Vec::new() }
}
