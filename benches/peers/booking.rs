//! A peer's plan: which itineraries and missions it took, written as a plan that the independent checker can judge.
//!
//! What it costs is not added up here: the checker does that, from the feed and the plan alone.

use std::collections::BTreeMap;

use onward::check::{self, Report};
use onward::ids::{AgreementIdx, CaseIdx, CharterIdx, ClassIdx, SectorIdx, TiVec};
use onward::itineraries::classes::Class;
use onward::itineraries::column::Column;
use onward::money::Money;
use onward::plan::{Cash, FORMAT, FeedRef, Itinerary, MissionLeg, Penalties, Plan, Status, Unserved, components, gap};

use onward::compact::Mission;
use onward::compact::Sky;

/// What a peer decided.
pub struct Booking<'a> {
    /// Where.
    pub sky: &'a Sky<'a>,
    /// For whom.
    pub classes: &'a TiVec<ClassIdx, Class>,
    /// Itineraries taken, one entry per party that travels.
    pub taken: Vec<Column>,
    /// Missions sent.
    pub missions: Vec<Mission>,
    /// Charters used though no one may be aboard.
    pub charters: Vec<CharterIdx>,
}

impl Booking<'_> {
    /// The charters used or flown, ascending.
    pub fn charters(&self) -> Vec<CharterIdx> {
        let cases = self.taken.iter().flat_map(|column| &column.route.sectors);
        let sectors = cases.chain(self.missions.iter().flat_map(|mission| &mission.chain));
        let flown = sectors.filter_map(|&sector| self.sky.sector(sector).charter());
        let mut charters: Vec<_> = flown.chain(self.charters.iter().copied()).collect();
        charters.sort_unstable();
        charters.dedup();
        charters
    }

    /// The agreements and sectors that have someone, and fewer than a group.
    pub fn groups_short(&self) -> Vec<(AgreementIdx, SectorIdx)> {
        let mut seats: BTreeMap<(AgreementIdx, SectorIdx), u32> = BTreeMap::new();
        for sold in self.taken.iter().flat_map(|column| &column.sold) {
            *seats.entry((sold.agreement, sold.sector)).or_default() += sold.seats;
        }
        for sold in self.missions.iter().flat_map(|mission| mission.sold(self.sky)) {
            *seats.entry(sold).or_default() += 1;
        }
        let agreements = &self.sky.network.feed.agreements;
        seats.retain(|&(agreement, _), seats| *seats > 0 && *seats < agreements[agreement].min_group);
        seats.into_keys().collect()
    }

    /// The plan, and what the checker finds in it. The bound is left open.
    pub fn plan(&self) -> (Plan, Report) {
        let feed = self.sky.network.feed;
        let mut next: TiVec<ClassIdx, usize> = self.classes.iter().map(|_| 0).collect();
        let mut itineraries: Vec<(CaseIdx, Itinerary)> = Vec::new();
        for taken in &self.taken {
            let class = taken.route.class;
            let party = &self.classes[class].parties[next[class]];
            next[class] += 1;
            for (&case, cut) in party.iter().zip(&taken.route.cuts) {
                let legs = self.keys(&taken.route.sectors);
                let id = feed.cases[case].id.to_string();
                itineraries.push((case, Itinerary { case: id, legs, fares: components(feed, cut) }));
            }
        }
        itineraries.sort_by_key(|&(case, _)| case);
        // Which of several alike stay is all the same: the last.
        let staying = self.classes.iter_enumerated().flat_map(|(index, class)| &class.parties[next[index]..]);
        let mut staying: Vec<CaseIdx> = staying.flatten().copied().collect();
        staying.sort_unstable();
        let unserved = |case: CaseIdx| Unserved {
            case: feed.cases[case].id.to_string(),
            reason: "not_taken".to_owned(),
            detail: "the peer's plan leaves it".to_owned(),
        };
        let mut plan = Plan {
            format: FORMAT.to_owned(),
            feed: FeedRef { name: feed.policy.name.clone(), sha256: feed.sha256.clone() },
            status: Status::Feasible,
            currency: feed.policy.currency.to_string(),
            total: Money::ZERO,
            bound: Money::ZERO,
            gap: 0.0,
            cash: Cash::default(),
            penalties: Penalties::default(),
            itineraries: itineraries.into_iter().map(|(_, itinerary)| itinerary).collect(),
            missions: self.missions.iter().map(|mission| self.mission(mission)).collect(),
            charters: self.charters().iter().map(|&charter| feed.charters[charter].id.to_string()).collect(),
            unserved: staying.into_iter().map(unserved).collect(),
        };
        let bill = check::check(feed, &plan);
        (plan.cash, plan.penalties, plan.total) = (bill.cash, bill.penalties, bill.total);
        // Rebates for what earlier plans sold may outweigh all: no bound is known then either.
        plan.bound = plan.total.min(Money::ZERO);
        plan.gap = gap(plan.total, plan.bound);
        let report = check::check(feed, &plan);
        (plan, report)
    }

    fn keys(&self, sectors: &[SectorIdx]) -> Vec<String> {
        sectors.iter().map(|&sector| self.sky.sector(sector).key(self.sky.network.feed)).collect()
    }

    fn mission(&self, mission: &Mission) -> onward::plan::Mission {
        let feed = self.sky.network.feed;
        let duties = mission.duties.iter().map(|duty| duty.map(|kind| feed.escort_types[kind].id.to_string()));
        let legs = self.keys(&mission.chain).into_iter().zip(duties);
        onward::plan::Mission {
            pool: feed.pools[mission.pool].id.to_string(),
            legs: legs.map(|(sector, duty)| MissionLeg { sector, duty }).collect(),
            fares: components(feed, &mission.cut),
        }
    }
}
