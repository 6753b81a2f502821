//! Every way to cut a chain into fare components, and its price (MODEL: *Fares*).

use chrono::Days;
use onward::feed::{Agreement, Fare};
use onward::ids::FareIdx;
use onward::money::{Decimal, Money};
use onward::time::Minutes;

use super::chains::Chain;
use super::sectors::{Operator, Sector};
use super::travellers::{Age, Travellers};
use super::{Without, World};

/// A way to pay for a chain's scheduled sectors.
#[derive(Debug, Clone, Default)]
pub struct Cut {
    /// For all persons of the case.
    pub price: Money,
    /// Fare rows used, each with the first leg it prices and the one after its last.
    pub parts: Vec<(FareIdx, usize, usize)>,
}

/// All cuts of `chain` for `travellers`; none where it can't be priced.
pub fn cuts(world: &World, chain: &Chain, travellers: &Travellers) -> Vec<Cut> {
    let mut done = Vec::new();
    let mut open = vec![(0, Cut::default())];
    while let Some((at, cut)) = open.pop() {
        if at == chain.legs.len() {
            done.push(cut);
            continue;
        }
        if let Operator::Charter { .. } = world.sectors[chain.legs[at]].operator {
            open.push((at + 1, cut));
            continue;
        }
        for until in at + 1..=chain.legs.len() {
            for (index, fare) in world.feed.fares.iter_enumerated() {
                if prices(world, fare, chain, at, until) {
                    let mut longer = cut.clone();
                    longer.price += price(world, fare, travellers);
                    longer.parts.push((index, at, until));
                    open.push((until, longer));
                }
            }
        }
    }
    done
}

/// Whether `fare` prices the legs from `at` until before `until` as one component.
fn prices(world: &World, fare: &Fare, chain: &Chain, at: usize, until: usize) -> bool {
    let agreement = &world.feed.agreements[fare.agreement];
    let legs: Vec<&Sector> = chain.legs[at..until].iter().map(|leg| &world.sectors[*leg]).collect();
    let (first, last) = (legs[0], legs[legs.len() - 1]);
    let carried = legs.iter().all(|leg| match leg.operator {
        Operator::Carrier(carrier) => agreement.carriers.contains(&carrier),
        Operator::Charter { .. } => false,
    });
    let date = first.dep_date;
    let in_time = date >= world.feed.policy.as_of + Days::new(agreement.lead_days.into());
    let waits = &chain.connections[at..until - 1];
    let no_long_wait = waits.iter().all(|wait| wait.gap <= Minutes::hours(24)) || !world.holds(Without::ComponentWait);
    fare.from == first.from
        && fare.to == last.to
        && carried
        && legs.len() <= agreement.max_sectors as usize
        && agreement.valid_from <= date
        && date <= agreement.valid_to
        && in_time
        && fare.via.is_none_or(|via| waits.iter().any(|wait| wait.at == via))
        && no_long_wait
}

/// Price of a component under `fare` for all of `travellers`, plan currency.
fn price(world: &World, fare: &Fare, travellers: &Travellers) -> Money {
    let agreement: &Agreement = &world.feed.agreements[fare.agreement];
    let hundred = Decimal::from(100);
    let person = |&(age, stretcher): &(Age, bool)| {
        let percent = match age {
            Age::Adult => hundred.clone(),
            Age::Child => agreement.child_pct.clone(),
            Age::LapInfant => agreement.infant_pct.clone(),
        };
        let share = percent * Decimal::new(1.into(), 2);
        let fares = if stretcher { world.feed.policy.stretcher_fares.clone() } else { Decimal::from(1) };
        let fare_only = fare.adult.exact() * share * fares * &agreement.rate;
        let tax = fare.tax.exact() * &agreement.rate;
        let rounded = |amount: Decimal| Money::round_half_even(&amount).expect("small amounts");
        if world.holds(Without::OneRounding) { rounded(fare_only + tax) } else { rounded(fare_only) + rounded(tax) }
    };
    travellers.priced.iter().map(person).sum()
}
