//! The closest way: label setting over all sectors, in which rules set aside cost and all others forbid.
//!
//! Where the planner's pricing finds no itinerary, this finds the way that breaks least of the rules set aside and nothing
//! else; where it finds none either, those rules alone don't stand between the party and an itinerary.

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::company::{Company, Outset};
use super::ground::Ground;
use super::judge::{Account, Toll};
use super::label::{Label, Open, dominates};
use super::rule::{Rule, Rules};
use super::rulebook;
use crate::ids::{AgreementIdx, SectorIdx};
use crate::network::sectors::Sector;
use crate::time::{Minutes, UtcMinute};

/// A way found: sectors with the agreements they are sold under, none for a charter's leg and for a sector without fare.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// Position of its outset.
    outset: usize,
    /// Its sectors.
    pub legs: Vec<(SectorIdx, Option<AgreementIdx>)>,
    cost: i64,
    arrival: UtcMinute,
}

/// Most sectors of a way where [`Rule::Sectors`] is set aside and the party's own limit isn't higher.
pub const MOST_SECTORS: u32 = 8;

/// No fare component may hold a longer connection (MODEL: *Fares*).
const LONGEST_IN_COMPONENT: Minutes = Minutes::hours(24);

/// The outsets of `company`: every date from the plan's first on which anything leaves its origin, to every country it may
/// go to.
pub fn outsets<'c>(ground: &Ground, company: &'c Company<'c>) -> Vec<Outset<'c>> {
    let origin = company.traits.origin;
    let mut dates: Vec<_> =
        ground.leaving(origin).iter().map(|&sector| ground.sectors[sector].dep_local.date()).collect();
    dates.sort_unstable();
    dates.dedup();
    dates.retain(|&date| date >= ground.feed.policy.start);
    let mut outsets = Vec::new();
    for group in company.by_country() {
        let reach = ground.reach(&group.1);
        if reach[origin] < u32::MAX {
            outsets.extend(dates.iter().map(|&date| Outset::new(company, date, group.clone(), reach.clone())));
        }
    }
    outsets
}

/// The way of one of `outsets` that breaks least of the rules set aside, and no other.
pub fn closest(ground: &Ground, outsets: &[Outset], aside: Rules) -> Option<Way> {
    let mut best: Option<Way> = None;
    for (position, outset) in outsets.iter().enumerate() {
        let mut toll = Toll::new(aside);
        rulebook::set_out(outset, &mut toll);
        let Some(base) = toll.sum() else { continue };
        let walk = Walk { ground, outset, position, aside, labels: Vec::new(), at: FxHashMap::default(), best };
        best = walk.go(base);
    }
    best
}

/// Everything that `way` breaks, in words.
pub fn breaches(ground: &Ground, outset: &Outset, way: &Way) -> Vec<(Rule, String)> {
    let mut account = Account::default();
    let sectors: Vec<&Sector> = way.legs.iter().map(|&(sector, _)| &ground.sectors[sector]).collect();
    rulebook::set_out(outset, &mut account);
    for (position, (&sector, &(_, agreement))) in sectors.iter().zip(&way.legs).enumerate() {
        match position.checked_sub(1) {
            None => rulebook::depart(outset, sector, &mut account),
            Some(before) => {
                rulebook::go_on(outset, position as u32, &mut account);
                rulebook::connect(outset, sectors[before], sector, &mut account);
            }
        }
        rulebook::board(outset, sector, &mut account);
        match agreement {
            Some(agreement) => rulebook::sell(outset, agreement, sector, &mut account),
            None if sector.carrier().is_some() => rulebook::unpriced(outset, sector, &mut account),
            None => {}
        }
    }
    if let (Some(first), Some(last)) = (sectors.first(), sectors.last()) {
        rulebook::arrive(outset, last, &mut account);
        rulebook::last(outset, last.arr - first.dep, &mut account);
    }
    account.breaches
}

impl Way {
    /// Its outset among those searched.
    pub fn outset<'o, 'c>(&self, outsets: &'o [Outset<'c>]) -> &'o Outset<'c> {
        &outsets[self.outset]
    }
}

struct Walk<'a> {
    ground: &'a Ground<'a>,
    outset: &'a Outset<'a>,
    position: usize,
    aside: Rules,
    labels: Vec<Label>,
    at: FxHashMap<SectorIdx, Vec<u32>>,
    best: Option<Way>,
}

impl<'a> Walk<'a> {
    /// The best way known before or found from this outset, which costs `base` itself.
    fn go(mut self, base: i64) -> Option<Way> {
        let ground = self.ground;
        for &index in ground.leaving(self.outset.company.traits.origin) {
            let sector = &ground.sectors[index];
            if sector.dep_local.date() == self.outset.date {
                let mut toll = Toll::new(self.aside);
                rulebook::depart(self.outset, sector, &mut toll);
                let Some(cost) = toll.sum() else { continue };
                self.fly(base + cost, index, sector.dep, None);
            }
        }
        let mut layer = 0..self.labels.len();
        while !layer.is_empty() {
            let end = layer.end;
            for label in layer {
                if !self.labels[label].dead {
                    self.extend(label as u32);
                }
            }
            layer = end..self.labels.len();
        }
        self.best
    }

    fn most_sectors(&self) -> u32 {
        let most = self.outset.company.traits.max_sectors;
        if self.aside.has(Rule::Sectors) { most.max(MOST_SECTORS) } else { most }
    }

    /// Adds the labels of travelling on sector `index` at `cost`, in every fare state that is possible.
    fn fly(&mut self, cost: i64, index: SectorIdx, set_out: UtcMinute, before: Option<(u32, &Label, bool)>) {
        let sector = &self.ground.sectors[index];
        let mut toll = Toll::new(self.aside);
        rulebook::board(self.outset, sector, &mut toll);
        let Some(aboard) = toll.sum() else { return };
        let mut seen = before.map_or_else(|| SmallVec::from_slice(&[sector.from]), |(_, label, _)| label.seen.clone());
        seen.push(sector.to);
        let on = |cost, open| {
            let before = before.map(|(index, _, _)| index);
            Label { cost, set_out, sector: index, before, open, seen: seen.clone(), dead: false }
        };
        let cost = cost + aboard;
        let Some(carrier) = sector.carrier() else {
            if before.is_none_or(|(_, label, _)| self.closes(label)) {
                self.offer(on(cost, None));
            }
            return;
        };
        if let Some((_, label, true)) = before
            && let Some(open) = label.open
        {
            let row = &self.ground.feed.agreements[open.agreement];
            if row.carriers.contains(&carrier)
                && u32::from(open.sectors) < row.max_sectors
                && let Some(price) = self.sold(open.agreement, sector)
            {
                self.offer(on(cost + price, Some(Open { sectors: open.sectors + 1, ..open })));
            }
        }
        if before.is_some_and(|(_, label, _)| !self.closes(label)) {
            return;
        }
        for agreement in self.ground.openings(sector) {
            if let Some(price) = self.sold(agreement, sector) {
                self.offer(on(cost + price, Some(Open { agreement, from: sector.from, sectors: 1 })));
            }
        }
        let mut toll = Toll::new(self.aside);
        rulebook::unpriced(self.outset, sector, &mut toll);
        if let Some(price) = toll.sum() {
            self.offer(on(cost + price, None));
        }
    }

    fn sold(&self, agreement: AgreementIdx, sector: &Sector) -> Option<i64> {
        let mut toll = Toll::new(self.aside);
        rulebook::sell(self.outset, agreement, sector, &mut toll);
        toll.sum()
    }

    /// Whether the component of `label` may end where the label does.
    fn closes(&self, label: &Label) -> bool {
        let Some(open) = label.open else { return true };
        let here = self.ground.sectors[label.sector].to;
        let passed = label.passed(open);
        self.ground.fares(open.agreement, open.from).iter().any(|&fare| {
            let fare = &self.ground.feed.fares[fare];
            fare.to == here && fare.via.is_none_or(|via| passed.contains(&via))
        })
    }

    /// Whether nothing better is known than what `cost` and `arrival` are the least of.
    fn wanted(&self, cost: i64, arrival: UtcMinute) -> bool {
        self.best.as_ref().is_none_or(|best| (cost, arrival) < (best.cost, best.arrival))
    }

    fn offer(&mut self, label: Label) {
        let sector = &self.ground.sectors[label.sector];
        let left = self.most_sectors() - label.sectors();
        if !self.wanted(label.cost, sector.arr) || self.outset.reach[sector.to] > left {
            return;
        }
        let (labels, outset) = (&mut self.labels, self.outset);
        let here = self.at.entry(label.sector).or_default();
        if here.iter().any(|&other| dominates(self.ground, outset, &labels[other as usize], &label)) {
            return;
        }
        here.retain(|&other| {
            let beaten = dominates(self.ground, outset, &label, &labels[other as usize]);
            labels[other as usize].dead |= beaten;
            !beaten
        });
        here.push(labels.len() as u32);
        labels.push(label);
        self.finish(self.labels.len() - 1);
    }

    fn extend(&mut self, index: u32) {
        let label = self.labels[index as usize].clone();
        if label.sectors() >= self.most_sectors() {
            return;
        }
        let (ground, outset) = (self.ground, self.outset);
        let arriving = &ground.sectors[label.sector];
        let mut toll = Toll::new(self.aside);
        rulebook::go_on(outset, label.sectors(), &mut toll);
        let Some(further) = toll.sum() else { return };
        let left = self.most_sectors() - label.sectors() - 1;
        let leaving = ground.leaving(arriving.to);
        let first = leaving.partition_point(|&next| ground.sectors[next].dep < arriving.arr);
        for &next in &leaving[first..] {
            let sector = &ground.sectors[next];
            let gap = sector.dep - arriving.arr;
            // Longer and longer from here on: none of the rest is allowed, or wanted.
            if gap > ground.feed.policy.max_connection && !self.aside.has(Rule::Connection)
                || !self.wanted(label.cost + further, sector.dep)
            {
                return;
            }
            if outset.reach[sector.to] > left || label.seen.contains(&sector.to) {
                continue;
            }
            let mut toll = Toll::new(self.aside);
            rulebook::connect(outset, arriving, sector, &mut toll);
            if let Some(price) = toll.sum() {
                let through = gap <= LONGEST_IN_COMPONENT;
                self.fly(label.cost + further + price, next, label.set_out, Some((index, &label, through)));
            }
        }
    }

    /// Notes the way that ends with label `index`, if one may end there and nothing better is known.
    fn finish(&mut self, index: usize) {
        let label = &self.labels[index];
        let last = &self.ground.sectors[label.sector];
        if !self.outset.destinations.contains(&last.to) || !self.closes(label) {
            return;
        }
        let mut toll = Toll::new(self.aside);
        rulebook::arrive(self.outset, last, &mut toll);
        rulebook::last(self.outset, last.arr - label.set_out, &mut toll);
        let Some(cost) = toll.sum().map(|sum| label.cost + sum) else { return };
        if self.wanted(cost, last.arr) {
            let mut legs = Vec::new();
            let mut at = Some(index as u32);
            while let Some(label) = at.map(|at| &self.labels[at as usize]) {
                legs.push((label.sector, label.open.map(|open| open.agreement)));
                at = label.before;
            }
            legs.reverse();
            self.best = Some(Way { outset: self.position, legs, cost, arrival: last.arr });
        }
    }
}
