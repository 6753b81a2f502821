//! What has to be settled for a plan as a whole before choices can be added up: the charters it may use, the tiers it
//! counts on and the commitments it keeps.
//!
//! A charter's price, a tier's rebate and a shortfall aren't sums over choices, but under given terms they are: the
//! charters' fixed costs are paid, each traveller brings the rebate, and the fee for one seat less where a commitment
//! isn't kept; the terms must then be met. Every plan is found under the terms it meets, at its own price; under others
//! that it meets too it only costs more, for rebates never fall with volume and a charter that isn't flown isn't needed.

use onward::ids::{AgreementIdx, CharterIdx, GroupIdx};
use onward::money::Money;

use super::thin::Offers;
use super::{Without, World};

/// One way to settle it.
#[derive(Debug, Clone, Default)]
pub struct Terms {
    /// Charters that may be flown, all paid for.
    pub charters: Vec<CharterIdx>,
    /// Tiers that must be reached.
    pub tiers: Vec<Reached>,
    /// Commitments that must be kept, or not exceeded.
    pub promises: Vec<Promise>,
    /// What the charters cost to use at all, and the fees where nothing is sold.
    pub constant: Money,
}

/// A tier counted on.
#[derive(Debug, Clone, Copy)]
pub struct Reached {
    pub agreement: AgreementIdx,
    /// Rebate for each traveller of this plan.
    pub rebate: Money,
    /// Travellers of this plan needed to reach it.
    pub travellers: i64,
}

/// A commitment that matters.
#[derive(Debug, Clone, Copy)]
pub struct Promise {
    pub agreement: AgreementIdx,
    /// Travellers of this plan who keep it.
    pub travellers: i64,
    /// Fee for each too few.
    pub fee: Money,
    /// Whether there are at least so many; else at most.
    pub kept: bool,
}

/// All terms that could be met, those of a plan without charters and rebates first.
pub fn all(world: &World, offers: &Offers) -> Vec<Terms> {
    let mut all = charter_sets(world, offers);
    for (index, agreement) in world.feed.agreements.iter_enumerated() {
        let tiers = agreement.tiers.iter().map(|tier| Reached {
            agreement: index,
            rebate: tier.rebate,
            travellers: i64::from(tier.from_seats) - i64::from(agreement.seats_before),
        });
        // A tier reached before the plan starts leaves nothing to those below it.
        let (given, open): (Vec<_>, Vec<_>) = tiers.partition(|tier| tier.travellers <= 0);
        let highest = given.last().copied();
        let before = if world.holds(Without::RebateOnNewSeats) { 0 } else { i64::from(agreement.seats_before) };
        let settled = std::iter::once(highest).chain(open.into_iter().map(Some));
        let settled: Vec<Option<Reached>> = settled.collect();
        all = all
            .iter()
            .flat_map(|terms| settled.iter().map(move |tier| (terms.clone(), *tier)))
            .map(|(mut terms, tier)| {
                if let Some(tier) = tier {
                    terms.constant -= tier.rebate * before;
                    terms.tiers.push(tier);
                }
                terms
            })
            .collect();
        let (travellers, fee) =
            (agreement.commit_seats.saturating_sub(agreement.seats_before), agreement.shortfall_fee);
        if travellers > 0 && fee > Money::ZERO {
            let promise = |kept| Promise { agreement: index, travellers: travellers.into(), fee, kept };
            let settled = |terms: &Terms, kept: bool| {
                let mut terms = terms.clone();
                terms.constant += if kept { Money::ZERO } else { fee * i64::from(travellers) };
                terms.promises.push(promise(kept));
                terms
            };
            all = all.iter().flat_map(|terms| [settled(terms, true), settled(terms, false)]).collect();
        }
    }
    all
}

/// Every set of charters that may be used together, of those that are flown at all. No charters first.
fn charter_sets(world: &World, offers: &Offers) -> Vec<Terms> {
    let mut flown: Vec<_> = offers.footprints().flat_map(|footprint| footprint.charters.iter().copied()).collect();
    flown.sort_unstable();
    flown.dedup();
    let group = |charter: &CharterIdx| -> Option<GroupIdx> { world.feed.charters[*charter].group };
    let mut sets = vec![Terms::default()];
    for charter in flown {
        for set in sets.clone() {
            let taken = group(&charter).is_some() && set.charters.iter().any(|other| group(other) == group(&charter));
            if !taken {
                let mut larger = set;
                larger.charters.push(charter);
                larger.constant += world.feed.charters[charter].fixed_cost;
                sets.push(larger);
            }
        }
    }
    sets
}
