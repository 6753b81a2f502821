//! The closest way: label setting over all sectors, in which rules set aside cost and all others forbid.
//!
//! Where the planner's pricing finds no itinerary, this finds the way that breaks least of the rules set aside and nothing
//! else; where it finds none either, those rules alone don't stand between the party and an itinerary.

use rustc_hash::FxHashMap;

use super::company::{Company, Outset};
use super::ground::Ground;
use super::judge::{Account, Toll};
use super::label::{Label, Marks, Meeting, Open, Seen, dominates};
use super::outlook::Outlook;
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

/// What a search comes back with.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// The way that breaks least of those looked at.
    pub way: Option<Way>,
    /// Whether not all ways were looked at, because they were too many.
    pub broken_off: bool,
}

/// What is searched for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aim {
    /// The way that breaks least.
    Closest,
    /// Any way.
    Any,
}

/// A way of one of `outsets` that breaks none but the rules set aside, found with so many labels at most.
pub fn find(ground: &Ground, outsets: &[Outset], aside: Rules, aim: Aim, labels: usize) -> Found {
    let set_out = |(position, outset)| {
        let mut toll = Toll::new(aside);
        rulebook::set_out(outset, &mut toll);
        toll.sum().map(|base| (position, outset, base))
    };
    let open: Vec<(usize, &Outset, i64)> = outsets.iter().enumerate().filter_map(set_out).collect();
    let mut outlooks: Vec<(&Outset, Outlook)> = Vec::new();
    let mut found = Found::default();
    let mut labels_left = labels;
    for (searched, &(position, outset, base)) in open.iter().enumerate() {
        if aim == Aim::Any && found.way.is_some() {
            break;
        }
        let alike = |other: &Outset| other.country == outset.country && other.load == outset.load;
        let known = outlooks.iter().position(|(other, _)| alike(other)).unwrap_or_else(|| {
            // Dates ascend, and more waivers are in time on the last.
            let last = open.iter().rev().find(|(_, other, _)| alike(other)).map_or(outset, |&(_, other, _)| other);
            outlooks.push((last, Outlook::new(ground, last, aside, most_sectors(last, aside))));
            outlooks.len() - 1
        });
        let outlook = &outlooks[known].1;
        let walk = Walk {
            ground,
            outset,
            outlook,
            position,
            aside,
            aim,
            // What one outset leaves the others share.
            most_labels: labels_left / (open.len() - searched),
            labels: Vec::new(),
            at: FxHashMap::default(),
            most_sectors: most_sectors(outset, aside),
            matter: matter(ground, outset, most_sectors(outset, aside)),
            found,
        };
        let used;
        (found, used) = walk.go(base);
        labels_left = labels_left.saturating_sub(used);
    }
    // Who looks for any way and has one needs no other.
    found.broken_off &= aim == Aim::Closest || found.way.is_none();
    found
}

/// Most sectors of a way of `outset`.
fn most_sectors(outset: &Outset, aside: Rules) -> u32 {
    let most = outset.company.traits.max_sectors;
    if aside.has(Rule::Sectors) { most.max(MOST_SECTORS) } else { most }
}

/// The airports that one can come to with so many sectors left, 0 and up.
fn matter(ground: &Ground, outset: &Outset, most: u32) -> Vec<Marks> {
    let within = |left: u32| {
        let airports = ground.feed.airports.keys().filter(|&airport| outset.reach[airport] < left);
        airports.fold(Marks::default(), Marks::with)
    };
    (0..=most).map(within).collect()
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
    outlook: &'a Outlook,
    position: usize,
    aside: Rules,
    aim: Aim,
    most_labels: usize,
    labels: Vec<Label>,
    at: FxHashMap<Meeting, Vec<u32>>,
    most_sectors: u32,
    matter: Vec<Marks>,
    found: Found,
}

impl<'a> Walk<'a> {
    /// The best way known before or found from this outset, which costs `base` itself, and how many labels it took.
    fn go(mut self, base: i64) -> (Found, usize) {
        let ground = self.ground;
        let Some(left) = self.most_sectors.checked_sub(1) else { return (self.found, 0) };
        for &index in ground.leaving(self.outset.company.traits.origin) {
            let sector = &ground.sectors[index];
            if sector.dep_local.date() == self.outset.date {
                let mut toll = Toll::new(self.aside);
                rulebook::depart(self.outset, sector, &mut toll);
                let Some(cost) = toll.sum().map(|cost| base + cost) else { continue };
                if self.promises(cost, index, left, sector.dep) {
                    self.fly(cost, index, sector.dep, None);
                }
            }
        }
        let mut layer = 0..self.labels.len();
        for layers_left in (1..=left as usize).rev() {
            let end = layer.end;
            // The most promising first: what they find spares the others.
            let mut next: Vec<u32> = layer.map(|label| label as u32).collect();
            next.sort_by_cached_key(|&index| {
                let label = &self.labels[index as usize];
                self.promise(label.cost, label.sector, self.left(label), label.set_out)
            });
            // Each layer has its share, so that ways of every length are looked at.
            let most = end + self.most_labels.saturating_sub(end) / layers_left;
            for index in next {
                let label = &self.labels[index as usize];
                if label.dead || !self.promises(label.cost, label.sector, self.left(label), label.set_out) {
                    continue;
                }
                if self.labels.len() > most {
                    self.found.broken_off = true;
                    break;
                }
                self.extend(index);
            }
            layer = end..self.labels.len();
        }
        (self.found, self.labels.len())
    }

    /// Sectors that may still follow `label`.
    fn left(&self, label: &Label) -> u32 {
        self.most_sectors - label.sectors()
    }

    /// Adds the labels of travelling on sector `index` at `cost`, in every fare state that is possible.
    fn fly(&mut self, cost: i64, index: SectorIdx, set_out: UtcMinute, before: Option<(u32, &Label, bool)>) {
        let ground = self.ground;
        let sector = &ground.sectors[index];
        let mut toll = Toll::new(self.aside);
        rulebook::board(self.outset, sector, &mut toll);
        let Some(aboard) = toll.sum() else { return };
        let seen = before.map_or_else(|| Seen::from(sector.from), |(_, label, _)| label.seen.clone()).and(sector.to);
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
            let row = &ground.feed.agreements[open.agreement];
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
        for &agreement in ground.openings(index) {
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
        let sales = self.ground.sales(open.agreement, open.from);
        sales.is_some_and(|sales| sales.end_at(here, label.passed(open)))
    }

    /// Whether nothing better is known than what `cost` and `arrival` are the least of.
    fn wanted(&self, cost: i64, arrival: UtcMinute) -> bool {
        let better = |best: &Way| self.aim == Aim::Closest && (cost, arrival) < (best.cost, best.arrival);
        self.found.way.as_ref().is_none_or(better)
    }

    fn offer(&mut self, label: Label) {
        let (labels, outset) = (&mut self.labels, self.outset);
        let matter = |label: &Label| self.matter[(self.most_sectors - label.sectors()) as usize];
        let here = self.at.entry(label.meeting()).or_default();
        let matters = matter(&label);
        if here.iter().any(|&other| dominates(self.ground, outset, matters, &labels[other as usize], &label)) {
            return;
        }
        here.retain(|&other| {
            let matters = matter(&labels[other as usize]);
            let beaten = dominates(self.ground, outset, matters, &label, &labels[other as usize]);
            labels[other as usize].dead |= beaten;
            !beaten
        });
        here.push(labels.len() as u32);
        labels.push(label);
        self.finish(self.labels.len() - 1);
    }

    fn extend(&mut self, index: u32) {
        let label = self.labels[index as usize].clone();
        let Some(left) = self.left(&label).checked_sub(1) else { return };
        let (ground, outset) = (self.ground, self.outset);
        let arriving = &ground.sectors[label.sector];
        let mut toll = Toll::new(self.aside);
        rulebook::go_on(outset, label.sectors(), &mut toll);
        let Some(further) = toll.sum().map(|further| label.cost + further) else { return };
        let leaving = ground.leaving(arriving.to);
        let first = leaving.partition_point(|&next| ground.sectors[next].dep < arriving.arr);
        for &next in &leaving[first..] {
            let sector = &ground.sectors[next];
            let gap = sector.dep - arriving.arr;
            // Longer and longer from here on: none of the rest is allowed, or wanted.
            if gap > ground.feed.policy.max_connection && !self.aside.has(Rule::Connection)
                || !self.wanted(further, sector.dep)
            {
                return;
            }
            if !self.promises(further, next, left, label.set_out) || label.seen.contains(sector.to) {
                continue;
            }
            let mut toll = Toll::new(self.aside);
            rulebook::connect(outset, arriving, sector, &mut toll);
            if let Some(price) = toll.sum() {
                let through = gap <= LONGEST_IN_COMPONENT;
                self.fly(further + price, next, label.set_out, Some((index, &label, through)));
            }
        }
    }

    /// What a way that costs `cost` so far costs at least and when it arrives, once it went on with `sector` and `left` more;
    /// `None` where it leads nowhere.
    fn promise(&self, cost: i64, sector: SectorIdx, left: u32, set_out: UtcMinute) -> Option<(i64, UtcMinute)> {
        let ahead = self.outlook.closest(sector, left)?;
        let mut toll = Toll::new(self.aside);
        if let Some(arrival) = self.outlook.earliest(sector, left) {
            rulebook::last(self.outset, arrival - set_out, &mut toll);
        }
        Some((cost + ahead.cost + toll.sum()?, ahead.arrival))
    }

    /// Whether that is still wanted.
    fn promises(&self, cost: i64, sector: SectorIdx, left: u32, set_out: UtcMinute) -> bool {
        self.promise(cost, sector, left, set_out).is_some_and(|(cost, arrival)| self.wanted(cost, arrival))
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
            self.found.way = Some(Way { outset: self.position, legs, cost, arrival: last.arr });
        }
    }
}
