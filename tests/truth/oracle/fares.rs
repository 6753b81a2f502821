//! Every way to cut a chain of sectors into fare components, and its price (MODEL: *Fares*).

use chrono::Days;
use onward::feed::{Agreement, Fare};
use onward::ids::FareIdx;
use onward::money::{Decimal, Money};
use onward::time::Minutes;

use super::sectors::{Operator, Sector};
use super::travellers::Rate;
use super::{Without, World};

/// A way to pay for scheduled sectors.
#[derive(Debug, Clone, Default)]
pub struct Cut {
    /// For all who travel.
    pub price: Money,
    /// Fare rows used, each with the first leg it prices and the one after its last.
    pub parts: Vec<(FareIdx, usize, usize)>,
}

/// All cuts of `legs` for persons so `priced`; none where they can't be sold. `fixed` is whether a lock holds the
/// travellers to these legs.
pub fn cuts(world: &World, legs: &[usize], priced: &[(Rate, bool)], fixed: bool) -> Vec<Cut> {
    let mut done = Vec::new();
    let mut open = vec![(0, Cut::default())];
    while let Some((at, cut)) = open.pop() {
        if at == legs.len() {
            done.push(cut);
            continue;
        }
        if let Operator::Charter { .. } = world.sectors[legs[at]].operator {
            open.push((at + 1, cut));
            continue;
        }
        for until in at + 1..=legs.len() {
            for (index, fare) in world.feed.fares.iter_enumerated() {
                if prices(world, fare, &legs[at..until], fixed) {
                    let mut longer = cut.clone();
                    longer.price += price(world, fare, priced);
                    longer.parts.push((index, at, until));
                    open.push((until, longer));
                }
            }
        }
    }
    done
}

/// Whether `fare` prices `legs` as one component.
fn prices(world: &World, fare: &Fare, legs: &[usize], fixed: bool) -> bool {
    let agreement = &world.feed.agreements[fare.agreement];
    let legs: Vec<&Sector> = legs.iter().map(|leg| &world.sectors[*leg]).collect();
    let (first, last) = (legs[0], legs[legs.len() - 1]);
    if (fare.from, fare.to) != (first.from, last.to) {
        return false;
    }
    let carried = legs.iter().all(|leg| match leg.operator {
        Operator::Carrier(carrier) => agreement.carriers.contains(&carrier),
        Operator::Charter { .. } => false,
    });
    let date = first.dep_date;
    let waived = fixed && world.holds(Without::WaivedLead);
    let in_time = date >= world.feed.policy.as_of + Days::new(agreement.lead_days.into()) || waived;
    let mut waits = legs.windows(2).map(|pair| pair[1].dep - pair[0].arr);
    let no_long_wait = waits.all(|wait| wait <= Minutes::hours(24)) || !world.holds(Without::ComponentWait);
    let inside: Vec<_> = legs[..legs.len() - 1].iter().map(|leg| leg.to).collect();
    let mut airports: Vec<_> = inside.iter().copied().chain([first.from, last.to]).collect();
    airports.sort_unstable();
    // Itineraries keep to this by themselves, but for fixed ones; missions may come by twice.
    let no_loop = airports.windows(2).all(|pair| pair[0] != pair[1]);
    carried
        && legs.len() <= agreement.max_sectors as usize
        && agreement.valid_from <= date
        && date <= agreement.valid_to
        && in_time
        && fare.via.is_none_or(|via| inside.contains(&via))
        && no_long_wait
        && (no_loop || !world.holds(Without::ComponentAirportOnce) || !world.holds(Without::AirportOnce))
}

/// Price of a component under `fare` for persons so `priced`, plan currency.
fn price(world: &World, fare: &Fare, priced: &[(Rate, bool)]) -> Money {
    let agreement: &Agreement = &world.feed.agreements[fare.agreement];
    let hundred = Decimal::from(100);
    let person = |&(rate, stretcher): &(Rate, bool)| {
        let percent = match rate {
            Rate::Adult => hundred.clone(),
            Rate::Child => agreement.child_pct.clone(),
            Rate::LapInfant => agreement.infant_pct.clone(),
            Rate::Escort => agreement.escort_pct.clone(),
        };
        let share = percent * Decimal::new(1.into(), 2);
        let fares = if stretcher { world.feed.policy.stretcher_fares.clone() } else { Decimal::from(1) };
        let fare_only = fare.adult.exact() * share * fares * &agreement.rate;
        let taxed = rate != Rate::Escort || world.holds(Without::EscortTax);
        let tax = if taxed { fare.tax.exact() * &agreement.rate } else { Decimal::from(0) };
        let rounded = |amount: Decimal| Money::round_half_even(&amount).expect("small amounts");
        if world.holds(Without::OneRounding) { rounded(fare_only + tax) } else { rounded(fare_only) + rounded(tax) }
    };
    priced.iter().map(person).sum()
}
