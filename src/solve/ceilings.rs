//! What nothing worth having exceeds: what variables of the master that no plan has cost, and how many missions there are.

use crate::ids::{ClassIdx, PoolIdx, TiVec};
use crate::itineraries::classes::Class;
use crate::network::Network;
use crate::network::fares::Traveller;

/// Each mission takes an escort on one date at least and on the days of rest after it.
pub fn missions(network: &Network, pool: PoolIdx) -> i64 {
    let row = &network.feed.pools[pool];
    let rest = i64::from(network.feed.policy.escort_rest_days);
    let base = || network.sectors.iter().filter(|sector| sector.from == row.base || sector.to == row.base);
    let dates = || base().flat_map(|sector| [sector.dep_local.date(), sector.arr_local.date()]);
    let (Some(first), Some(last)) = (dates().min(), dates().max()) else { return 0 };
    let days = (last.min(row.to) - first.max(row.from)).num_days() + 1;
    let spells = (days.max(0) + rest).div_euclid(1 + rest) + 1;
    i64::from(row.count).saturating_mul(spells)
}

/// More than any plan worth having costs: everyone stays who may, on top of what fixed parties, their escorts, charters and
/// promises cost many times over.
pub fn total(network: &Network, classes: &TiVec<ClassIdx, Class>) -> i64 {
    let feed = network.feed;
    let staying = classes.iter().map(|class| class.traits.staying().saturating_mul(class.parties.len() as i64));
    let sectors = 2 * i64::from(feed.policy.max_sectors);
    let fixed = classes.iter().filter(|class| class.traits.fixed.is_some());
    let fixed = fixed.map(|class| {
        let travellers = class.traits.days.first().map_or(0, |day| i64::from(day.load.persons));
        fare(network).saturating_mul((travellers + 1) * sectors)
    });
    let charters = feed.charters.iter().map(|charter| charter.fixed_cost.0);
    let promised = feed.agreements.iter().map(|row| row.shortfall_fee.0.saturating_mul(i64::from(row.commit_seats)));
    let sum = staying.chain(fixed).chain(charters).chain(promised).fold(100_000, i64::saturating_add);
    sum.min(i64::MAX / 1_024)
}

/// The most that any person pays for a component, minor units.
fn fare(network: &Network) -> i64 {
    let prices = network.feed.fares.keys().flat_map(|fare| network.fares.price(fare));
    prices.copied().max().unwrap_or_default()
}

/// The most that an adult pays for a component, minor units.
pub fn adult_fare(network: &Network) -> i64 {
    let prices = network.feed.fares.keys().map(|fare| network.fares.price(fare)[Traveller::Adult as usize]);
    prices.max().unwrap_or_default()
}
