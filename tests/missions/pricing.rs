//! Pricing against trying every mission.

use onward::ids::{EscortTypeIdx, FareIdx, SectorIdx};
use onward::itineraries::prices::{FORBIDDEN, Prices, Scale};
use onward::itineraries::pricing::Market;
use onward::itineraries::togo::Tolls;
use onward::missions::pricing::{Corps, Found, all, cheapest};
use onward::missions::way::{Mission, Way};
use onward::network::Network;

use crate::{brute, drawn};

const SCALE: i64 = 1 << 40;

/// What two missions must share for one to stand for the other, but for duties.
fn ticket(network: &Network, way: &Way) -> (Vec<SectorIdx>, Vec<(u16, u16, u32)>) {
    let agreement = |fare: FareIdx| network.feed.fares[fare].agreement.0;
    (way.sectors().collect(), way.cut.iter().map(|piece| (piece.start, piece.sectors, agreement(piece.fare))).collect())
}

/// Whether `one` serves wherever `other` does that could matter.
fn serves(network: &Network, prices: &Prices, one: &Way, other: &Way) -> bool {
    let needed = |kind: EscortTypeIdx, sector| {
        prices.duty(kind, sector) != 0
            || (network.useful_to_cases(sector) && network.feed.persons.iter().any(|p| p.escort == Some(kind)))
    };
    one.legs
        .iter()
        .zip(&other.legs)
        .all(|(one, other)| other.1.is_none_or(|kind| one.1 == Some(kind) || !needed(kind, other.0)))
}

#[test]
fn the_cheapest_mission_is_found() {
    let (mut found, mut none) = (0, 0);
    for seed in 0..400 {
        let feed = drawn::feed(seed).feed();
        let network = Network::new(&feed);
        let corps = Corps::new(&network);
        let scale = Scale::for_amounts_up_to(SCALE);
        let prices = drawn::prices(&network, scale, seed, seed as i64 % 5 * 15);
        let free = drawn::free(&network, seed);
        let market =
            Market { network: &network, prices: &prices, scale, free: &free, tolls: &Tolls::new(), potentials: None };
        for pool in feed.pools.keys() {
            let mut least = FORBIDDEN / 2;
            brute::missions(&network, pool, (scale, &prices, &free), &mut |cost, _| least = least.min(cost));
            for below in [FORBIDDEN / 2, 0] {
                let Found { least: bound, offers } = cheapest(&corps, pool, &market, below, 3, 1);
                assert!(offers.len() <= 3);
                let best = offers.first().map_or(below, |offer| offer.reduced);
                assert_eq!(best, least.min(below), "seed {seed}, pool {pool:?}");
                assert_eq!(best, bound);
                assert!(offers.is_sorted_by_key(|offer| offer.reduced));
                for offer in &offers {
                    let mission = Mission::new(&network, offer.way.clone());
                    assert_eq!(offer.reduced, mission.reduced_cost(scale, &prices), "seed {seed}, {:?}", offer.way);
                    assert!(free.fits_all(&network, &mission.uses));
                    assert!(mission.way.duties().count() > 0);
                }
                found += usize::from(!offers.is_empty());
                none += usize::from(offers.is_empty());
            }
        }
    }
    assert!(found > 300 && none > 100, "{found} {none}");
}

#[test]
fn all_missions_are_found() {
    let mut found = 0;
    for seed in 1_000..1_150 {
        let feed = drawn::feed(seed).feed();
        let network = Network::new(&feed);
        let corps = Corps::new(&network);
        let scale = Scale::for_amounts_up_to(SCALE);
        let prices = drawn::prices(&network, scale, seed, 25);
        let free = drawn::free(&network, seed);
        let market =
            Market { network: &network, prices: &prices, scale, free: &free, tolls: &Tolls::new(), potentials: None };
        for pool in feed.pools.keys() {
            let mut every = Vec::new();
            let below = scale.up([100_000, 200_000, 50_000][seed as usize % 3]);
            brute::missions(&network, pool, (scale, &prices, &free), &mut |cost, way| {
                if cost < below {
                    every.push((cost, way.clone()));
                }
            });
            let offers = all(&corps, pool, &market, below, 1 << 16).unwrap();
            for offer in &offers {
                assert!(every.iter().any(|(cost, way)| (*cost, way) == (offer.reduced, &offer.way)), "seed {seed}");
            }
            for (cost, way) in &every {
                let stands = |offer: &&onward::missions::pricing::Offer| {
                    offer.reduced <= *cost
                        && ticket(&network, &offer.way) == ticket(&network, way)
                        && serves(&network, &prices, &offer.way, way)
                };
                assert!(offers.iter().any(|offer| stands(&offer)), "seed {seed}: {way:?} is missing");
            }
            if offers.len() > 1 {
                assert!(all(&corps, pool, &market, below, offers.len() - 1).is_err());
            }
            found += offers.len();
        }
    }
    assert!(found > 1_000, "{found}");
}
