//! What all share, counted while choices are tried: footprints by position instead of by name.

use onward::ids::{AgreementIdx, CharterIdx};
use onward::money::Money;

use super::World;
use super::footprint::Footprint;
use super::limits::Limit;
use super::terms::Terms;
use super::thin::Offers;

/// Something of which a least number is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Quota {
    /// Seats on the first leg of a charter that is used.
    FirstLeg(CharterIdx),
    /// Travellers under an agreement whose tier is counted on.
    Tier(AgreementIdx),
    /// Travellers under an agreement whose commitment is kept.
    Promise(AgreementIdx),
}

/// What the positions on a board stand for.
#[derive(Debug)]
pub struct Index<'t> {
    terms: &'t Terms,
    limits: Vec<Limit>,
    quotas: Vec<Quota>,
    groups: Vec<(AgreementIdx, usize)>,
    /// Agreements whose commitment isn't exceeded.
    short: Vec<AgreementIdx>,
}

/// A footprint by positions, and what it costs under the terms.
#[derive(Debug, Clone)]
pub struct Marks {
    pub cost: i64,
    /// Fees on commitments that it saves, which its cost has left out.
    pub saved: i64,
    uses: Vec<(usize, u32)>,
    /// Adds to quotas and groups.
    pub quotas: Vec<(usize, i64)>,
    pub groups: Vec<(usize, i64)>,
    /// Travellers under agreements that may have only so many.
    short: Vec<(usize, i64)>,
}

/// The count.
#[derive(Debug, Clone)]
pub struct Board {
    /// What is left of each limit.
    left: Vec<u32>,
    /// What each quota still lacks.
    lacking: Vec<i64>,
    /// Seats taken in each group, and the least number where there are any.
    groups: Vec<(i64, i64)>,
    /// Travellers that each commitment not exceeded has room for, and the fee that each saves.
    short: Vec<(i64, i64)>,
}

impl<'t> Index<'t> {
    pub fn new(world: &World, terms: &'t Terms, offers: &Offers) -> Self {
        let mut limits: Vec<Limit> = offers.footprints().flat_map(|footprint| footprint.uses.keys().copied()).collect();
        limits.sort_unstable();
        limits.dedup();
        let mut groups: Vec<_> = offers.footprints().flat_map(|footprint| footprint.groups.keys().copied()).collect();
        groups.sort_unstable();
        groups.dedup();
        let first_legs = terms.charters.iter().filter(|charter| world.feed.charters[**charter].min_seats > 0);
        let tiers = terms.tiers.iter().filter(|tier| tier.travellers > 0);
        let kept = terms.promises.iter().filter(|promise| promise.kept);
        let short = terms.promises.iter().filter(|promise| !promise.kept);
        Self {
            terms,
            limits,
            quotas: first_legs
                .map(|charter| Quota::FirstLeg(*charter))
                .chain(tiers.map(|tier| Quota::Tier(tier.agreement)))
                .chain(kept.map(|promise| Quota::Promise(promise.agreement)))
                .collect(),
            groups,
            short: short.map(|promise| promise.agreement).collect(),
        }
    }

    /// An empty board.
    pub fn board(&self, world: &World) -> Board {
        let feed = world.feed;
        let promised = |agreement: &AgreementIdx| {
            let promise = self.terms.promises.iter().find(|promise| promise.agreement == *agreement);
            promise.map_or(0, |promise| promise.travellers)
        };
        let lacking = |quota: &Quota| match quota {
            Quota::FirstLeg(charter) => i64::from(feed.charters[*charter].min_seats),
            Quota::Tier(agreement) => {
                let tier = self.terms.tiers.iter().find(|tier| tier.agreement == *agreement);
                tier.map_or(0, |tier| tier.travellers)
            }
            Quota::Promise(agreement) => promised(agreement),
        };
        Board {
            left: self.limits.iter().map(|limit| limit.most(world).unwrap_or(u32::MAX)).collect(),
            lacking: self.quotas.iter().map(lacking).collect(),
            groups: self.groups.iter().map(|(index, _)| (0, feed.agreements[*index].min_group.into())).collect(),
            short: self
                .short
                .iter()
                .map(|agreement| (promised(agreement), feed.agreements[*agreement].shortfall_fee.0))
                .collect(),
        }
    }

    /// What something of this cost and footprint does to a board; none where the terms have no such charter.
    pub fn marks(&self, cost: Money, footprint: &Footprint) -> Option<Marks> {
        if !footprint.charters.iter().all(|charter| self.terms.charters.contains(charter)) {
            return None;
        }
        let travellers = |agreement: &AgreementIdx| i64::from(footprint.volume.get(agreement).copied().unwrap_or(0));
        let rebates = self.terms.tiers.iter().map(|tier| tier.rebate * travellers(&tier.agreement));
        let short = self.terms.promises.iter().filter(|promise| !promise.kept);
        let saved: Money = short.map(|promise| promise.fee * travellers(&promise.agreement)).sum();
        let quota = |quota: &Quota| match quota {
            Quota::FirstLeg(charter) => i64::from(footprint.first_legs.get(charter).copied().unwrap_or(0)),
            Quota::Tier(agreement) | Quota::Promise(agreement) => travellers(agreement),
        };
        let position = |limit: &Limit| self.limits.binary_search(limit).ok();
        let group = |group: &(AgreementIdx, usize)| self.groups.binary_search(group).ok();
        Some(Marks {
            cost: (cost - rebates.sum() - saved).0,
            saved: saved.0,
            uses: footprint.uses.iter().filter_map(|(limit, used)| Some((position(limit)?, *used))).collect(),
            quotas: some(self.quotas.iter().map(quota)),
            groups: footprint.groups.iter().filter_map(|(key, seats)| Some((group(key)?, i64::from(*seats)))).collect(),
            short: some(self.short.iter().map(travellers)),
        })
    }
}

/// Positions of what isn't 0.
fn some(counts: impl Iterator<Item = i64>) -> Vec<(usize, i64)> {
    counts.enumerate().filter(|(_, count)| *count != 0).collect()
}

impl Board {
    /// Whether the limits leave room for it.
    pub fn has_room(&self, marks: &Marks) -> bool {
        marks.uses.iter().all(|(limit, used)| self.left[*limit] >= *used)
            && marks.short.iter().all(|(promise, travellers)| self.short[*promise].0 >= *travellers)
    }

    /// Puts something on the board (`sign` 1), for which there is room, or takes it off again (−1).
    pub fn put(&mut self, marks: &Marks, sign: i64) {
        for (limit, used) in &marks.uses {
            let left = &mut self.left[*limit];
            *left = if sign > 0 { *left - used } else { *left + used };
        }
        for (quota, count) in &marks.quotas {
            self.lacking[*quota] -= sign * count;
        }
        for (group, seats) in &marks.groups {
            self.groups[*group].0 += sign * seats;
        }
        for (promise, travellers) in &marks.short {
            self.short[*promise].0 -= sign * travellers;
        }
    }

    /// A group with too few seats, though some.
    pub fn small_group(&self) -> Option<usize> {
        self.groups.iter().position(|(seats, least)| (1..*least).contains(seats))
    }

    /// Fees that can still be saved.
    pub fn still_short(&self) -> i64 {
        self.short.iter().map(|(travellers, fee)| travellers * fee).sum()
    }

    /// What a quota lacks.
    pub fn lacks(&self, quota: usize) -> i64 {
        self.lacking[quota]
    }

    /// A quota not reached.
    pub fn open_quota(&self) -> Option<usize> {
        self.lacking.iter().position(|lacking| *lacking > 0)
    }

    /// Whether some group stays too small, or a quota open, though so much may still be added to each.
    pub fn is_hopeless(&self, may_add: &MayAdd) -> bool {
        let mut groups = self.groups.iter().zip(&may_add.groups);
        self.lacking.iter().zip(&may_add.quotas).any(|(lacking, most)| lacking > most)
            || groups.any(|((seats, least), most)| (1..*least).contains(seats) && seats + most < *least)
    }

    /// Nothing more to add.
    pub fn nothing(&self) -> MayAdd {
        MayAdd { quotas: vec![0; self.lacking.len()], groups: vec![0; self.groups.len()] }
    }
}

/// The most that may still be added to quotas and groups.
#[derive(Debug, Clone)]
pub struct MayAdd {
    pub quotas: Vec<i64>,
    pub groups: Vec<i64>,
}

impl MayAdd {
    /// Also one of `marks`, whichever adds most.
    pub fn one_of<'m>(mut self, marks: impl Iterator<Item = &'m Marks> + Clone) -> Self {
        let most = |of: fn(&Marks) -> &Vec<(usize, i64)>, at: usize| {
            let counts = marks.clone().flat_map(of).filter(|(position, _)| *position == at);
            counts.map(|(_, count)| *count).max().unwrap_or(0)
        };
        for (at, quota) in self.quotas.iter_mut().enumerate() {
            *quota += most(|marks| &marks.quotas, at);
        }
        for (at, group) in self.groups.iter_mut().enumerate() {
            *group += most(|marks| &marks.groups, at);
        }
        self
    }
}
