//! Rows for what a relaxed solution breaks: first the rules, then inequalities that every plan keeps.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::escorting;
use super::knapsack::{self, Item};
use super::master::{Master, Relaxed};
use super::rows::{ColumnIdx, Kind, Role, StructuralIdx, Terms, one};
use super::solution;
use crate::ids::{AgreementIdx, ClassIdx, EscortTypeIdx, PoolIdx, SectorIdx};
use crate::itineraries::prices::{Term, Weight};
use crate::itineraries::sites::Site;

/// A breach smaller than this is none.
const TOLERANCE: f64 = 1e-6;

/// A breach of an inequality of which many are alike counts from here on.
const NOTABLE: f64 = 1e-4;

/// `term ≤ limit`, or `term ≤ limit × gate`.
type Limit = (Term, i64, Option<StructuralIdx>);

/// Adds the rows of rules that `relaxed` breaks: capacities, cover by escorts, least groups; how many.
pub fn rules(master: &mut Master, relaxed: &Relaxed) -> usize {
    let used = master.used(relaxed);
    capacities(master, relaxed, &used)
        + covers(master, relaxed, &used)
        + groups(master, relaxed, &used)
        + charters(master, relaxed)
}

/// As [`rules`], but for cover by escorts.
pub fn places(master: &mut Master, relaxed: &Relaxed) -> usize {
    let used = master.used(relaxed);
    capacities(master, relaxed, &used) + groups(master, relaxed, &used) + charters(master, relaxed)
}

fn capacities(master: &mut Master, relaxed: &Relaxed, used: &[(Site, f64)]) -> usize {
    let mut broken: Vec<Limit> = Vec::new();
    for &(site, used) in used {
        let Some(capacity) = site.capacity(master.network) else { continue };
        let gate = master.gate_of(site);
        let limit = f64::from(capacity) * open(relaxed, gate);
        let term = Term::Site(site, Weight::Demand);
        if used > limit + TOLERANCE && !master.has_row(&one(term.clone()), Role::Rule) {
            broken.push((term, i64::from(capacity), gate));
        }
    }
    add(master, broken, Role::Rule)
}

/// Escorts on duty number at least the persons in need divided by the ratio, and at least what each party alone needs.
fn covers(master: &mut Master, relaxed: &Relaxed, used: &[(Site, f64)]) -> usize {
    let mut broken: Vec<((EscortTypeIdx, SectorIdx), Terms, i64)> = Vec::new();
    for &(site, need) in used {
        let Site::Need(kind, sector) = site else { continue };
        let duty = (kind, sector);
        let ratio = i64::from(master.network.feed.escort_types[kind].ratio);
        let phantom = master.phantoms.get(&duty).map_or(0.0, |phantom| relaxed.structurals[phantom.0]);
        let on_duty = master.on_duty(kind, sector).iter().map(|index| relaxed.missions[index.0]).sum::<f64>() + phantom;
        let together = together(duty, ratio);
        let before = broken.len();
        for (class, travelling, escorts) in in_need(master, relaxed, kind, sector) {
            let alone = alone(duty, class, escorts);
            if travelling * escorts as f64 > on_duty + NOTABLE && !master.has_row(&alone, Role::Rule) {
                broken.push((duty, alone, 1));
            }
        }
        // What parties need by themselves mostly covers what they need together.
        if broken.len() == before && need > on_duty * ratio as f64 + TOLERANCE && !master.has_row(&together, Role::Rule)
        {
            broken.push((duty, together, ratio));
        }
    }
    let count = broken.len();
    for (duty, terms, escorts) in broken {
        cover(master, duty, terms, escorts);
    }
    count
}

/// The classes aboard `sector` in need of `kind`: how much of each travels, and how many escorts a party of it needs.
fn in_need(master: &Master, relaxed: &Relaxed, kind: EscortTypeIdx, sector: SectorIdx) -> Vec<(ClassIdx, f64, i64)> {
    let site = Site::Need(kind, sector);
    let mut travelling: FxHashMap<ClassIdx, (f64, u32)> = FxHashMap::default();
    for &index in master.columns_at(site).iter().filter(|index| relaxed.columns[index.0] > 1e-9) {
        let column = &master.columns[index.0];
        let persons = column.uses.iter().find(|(other, _)| *other == site).map_or(0, |&(_, persons)| persons);
        let entry = travelling.entry(column.route.class).or_insert((0.0, persons));
        entry.0 += relaxed.columns[index.0];
    }
    let needs = |(class, (value, persons))| (class, value, escorts(master, kind, persons));
    let mut classes: Vec<_> = travelling.into_iter().map(needs).collect();
    classes.sort_unstable_by_key(|&(class, ..)| class);
    classes
}

/// Seats under an agreement with a least group are none or that many: a variable says which, and who takes a seat says that
/// there are some.
fn groups(master: &mut Master, relaxed: &Relaxed, used: &[(Site, f64)]) -> usize {
    let mut count = 0;
    for &(site, seats) in used {
        let Site::Allotment(agreement, sector) = site else { continue };
        let least = i64::from(master.network.feed.agreements[agreement].min_group);
        if least <= 1 || seats <= TOLERANCE {
            continue;
        }
        match master.groups.get(&(agreement, sector)) {
            None if seats < least as f64 - TOLERANCE => {
                add_group(master, agreement, sector, least);
                count += 1;
            }
            None => {}
            Some(&group) => {
                count += add_members(master, relaxed, (agreement, sector), group);
                count += add_escorts(master, relaxed, (agreement, sector), group);
            }
        }
    }
    count
}

fn add_group(master: &mut Master, agreement: AgreementIdx, sector: SectorIdx, least: i64) {
    let allotted = master.allotted(agreement, sector);
    let upper = i64::from(allotted >= least);
    let group = master.structural(Kind::Group(agreement, sector), 0, (0, upper), None);
    let short = master.structural(Kind::Shortfall, master.dear, (0, least), None);
    let seats = || one(Term::Site(Site::Allotment(agreement, sector), Weight::Demand));
    master.row(seats(), (Some(0), None), &[(group, -least), (short, 1)], Role::Rule);
    master.row(seats(), (None, Some(0)), &[(group, -allotted)], Role::Rule);
    master.groups.insert((agreement, sector), group);
}

/// Adds the rows by which no case is sold more of a group than there is of it.
fn add_members(
    master: &mut Master,
    relaxed: &Relaxed,
    (agreement, sector): (AgreementIdx, SectorIdx),
    group: StructuralIdx,
) -> usize {
    let mut sold: FxHashMap<(ClassIdx, usize), f64> = FxHashMap::default();
    let site = Site::Allotment(agreement, sector);
    for &index in master.columns_at(site).iter().filter(|index| relaxed.columns[index.0] > 1e-9) {
        let column = &master.columns[index.0];
        for own in column.sold.iter().filter(|own| (own.agreement, own.sector) == (agreement, sector)) {
            *sold.entry((column.route.class, own.member)).or_default() += relaxed.columns[index.0];
        }
    }
    let mut sold: Vec<_> = sold.into_iter().collect();
    sold.sort_unstable_by_key(|&(key, _)| key);
    let mut broken: Vec<Limit> = Vec::new();
    for ((class, member), value) in sold {
        let parties = master.classes[class].parties.len() as i64;
        let term = Term::Sold(class, member, agreement, sector);
        let limit = relaxed.structurals[group.0] * parties as f64;
        if value > limit + NOTABLE && !master.has_row(&one(term.clone()), Role::Cut) {
            broken.push((term, parties, Some(group)));
        }
    }
    add(master, broken, Role::Cut)
}

/// Adds the rows by which a pool has no more escorts in a group than it can have, and none where there is no group.
fn add_escorts(
    master: &mut Master,
    relaxed: &Relaxed,
    (agreement, sector): (AgreementIdx, SectorIdx),
    group: StructuralIdx,
) -> usize {
    let mut seated: BTreeMap<PoolIdx, f64> = BTreeMap::new();
    for &index in master.missions_at(Site::Allotment(agreement, sector)) {
        *seated.entry(master.missions[index.0].way.pool).or_default() += relaxed.missions[index.0];
    }
    let mut broken: Vec<Limit> = Vec::new();
    for (pool, value) in seated {
        let most = i64::from(master.network.feed.pools[pool].count).min(master.allotted(agreement, sector));
        let term = Term::Seated(pool, agreement, sector);
        let limit = relaxed.structurals[group.0] * most as f64;
        if value > limit + NOTABLE && !master.has_row(&one(term.clone()), Role::Cut) {
            broken.push((term, most, Some(group)));
        }
    }
    add(master, broken, Role::Cut)
}

/// Adds the rows by which no class travels more on a charter than it is used; how many.
fn charters(master: &mut Master, relaxed: &Relaxed) -> usize {
    let mut travels: FxHashMap<(ClassIdx, SectorIdx), f64> = FxHashMap::default();
    for (column, &value) in master.columns.iter().zip(&relaxed.columns).filter(|(_, value)| **value > TOLERANCE) {
        for &sector in column.route.sectors.iter().filter(|sector| master.charter_flying(**sector).is_some()) {
            *travels.entry((column.route.class, sector)).or_default() += value;
        }
    }
    let mut travels: Vec<_> = travels.into_iter().collect();
    travels.sort_unstable_by_key(|&(key, _)| key);
    let mut broken: Vec<Limit> = Vec::new();
    for ((class, sector), value) in travels {
        let term = Term::Travels(class, sector);
        let gate = master.charter_flying(sector).map(|charter| master.charters[charter]);
        let parties = master.classes[class].parties.len();
        if value > open(relaxed, gate) * parties as f64 + NOTABLE && !master.has_row(&one(term.clone()), Role::Cut) {
            broken.push((term, parties as i64, gate));
        }
    }
    add(master, broken, Role::Cut)
}

/// Adds the row that another feed's master had for `terms`, as this feed states it; none where it stands already, or where
/// it isn't one that is stated by terms alone. What was `packed` into a capacity with a limit holds of any less.
pub fn restate(master: &mut Master, terms: &Terms, role: Role, packed: Option<(u32, i64)>) {
    if master.has_row(terms, role) {
        return;
    }
    match (terms.as_slice(), role) {
        ([(Term::Site(site, Weight::Demand), 1)], Role::Rule) => {
            if let Some(capacity) = site.capacity(master.network) {
                master.limit(terms[0].0.clone(), i64::from(capacity), master.gate_of(*site), role);
            }
        }
        ([(Term::Site(site, Weight::Table(_)), 1)], Role::Cut) => {
            let own = site.capacity(master.network);
            if let Some((_, limit)) = packed.filter(|&(capacity, _)| own.is_some_and(|own| own <= capacity)) {
                master.limit(terms[0].0.clone(), limit, master.gate_of(*site), role);
            }
        }
        ([(Term::Duty(kind, sector), _), (Term::Site(Site::Need(..), _), -1)], Role::Rule) => {
            let ratio = i64::from(master.network.feed.escort_types[*kind].ratio);
            cover(master, (*kind, *sector), together((*kind, *sector), ratio), ratio);
        }
        ([(Term::Duty(kind, sector), 1), (Term::Travels(class, _), _)], Role::Rule) => {
            let needs = &master.classes[*class].traits.needs;
            let need = needs.iter().find(|(other, _)| other == kind).map_or(0, |&(_, persons)| persons);
            let escorts = escorts(master, *kind, need);
            if escorts > 0 {
                cover(master, (*kind, *sector), alone((*kind, *sector), *class, escorts), 1);
            }
        }
        ([(Term::Travels(class, sector), 1)], Role::Cut) => {
            let parties = master.classes[*class].parties.len() as i64;
            if let Some(charter) = master.charter_flying(*sector) {
                master.limit(terms[0].0.clone(), parties, Some(master.charters[charter]), role);
            }
        }
        _ => {}
    }
}

/// Adds the rows by which a column's party has the escorts that it needs by itself.
pub fn cover_by_itself(master: &mut Master, index: ColumnIdx) {
    let column = &master.columns[index.0];
    let class = column.route.class;
    let needs: Vec<_> = escorting::needs(column).collect();
    for (duty, persons) in needs {
        let escorts = escorts(master, duty.0, persons);
        cover(master, duty, alone(duty, class, escorts), 1);
    }
}

/// Escorts of `kind` whom so many persons in need take by themselves.
fn escorts(master: &Master, kind: EscortTypeIdx, persons: u32) -> i64 {
    i64::from(solution::missing(master.network, kind, (persons, 0)))
}

/// Escorts on duty who cover all in need aboard.
fn together((kind, sector): (EscortTypeIdx, SectorIdx), ratio: i64) -> Terms {
    Terms::from_iter([(Term::Duty(kind, sector), ratio), (Term::Site(Site::Need(kind, sector), Weight::Demand), -1)])
}

/// Escorts on duty who cover a party of `class`.
fn alone((kind, sector): (EscortTypeIdx, SectorIdx), class: ClassIdx, escorts: i64) -> Terms {
    Terms::from_iter([(Term::Duty(kind, sector), 1), (Term::Travels(class, sector), -escorts)])
}

/// Adds a row of cover, of which an escort that is missing covers `escorts`; none where it stands already.
fn cover(master: &mut Master, (kind, sector): (EscortTypeIdx, SectorIdx), terms: Terms, escorts: i64) {
    if !master.has_row(&terms, Role::Rule) {
        let phantom = master.phantom(kind, sector);
        master.row(terms, (Some(0), None), &[(phantom, escorts)], Role::Rule);
    }
}

/// Adds knapsack inequalities that `relaxed` breaks, by site and size of group; how many.
pub fn knapsacks(master: &mut Master, relaxed: &Relaxed) -> usize {
    let mut broken: Vec<Limit> = Vec::new();
    for (site, used) in master.used(relaxed) {
        let Some(capacity) = site.capacity(master.network).filter(|&capacity| capacity <= knapsack::LARGEST) else {
            continue;
        };
        let gate = master.gate_of(site);
        let part = open(relaxed, gate);
        if part < 1e-3 || !tight(master, relaxed, site, used, f64::from(capacity) * part) {
            continue;
        }
        let items = items(master, relaxed, site, part);
        if let Some(cut) = knapsack::separate(capacity, &items) {
            let term = Term::Site(site, Weight::Table(Arc::from(cut.weights)));
            if !master.has_row(&one(term.clone()), Role::Cut) {
                broken.push((term, cut.limit, gate));
            }
        }
    }
    add(master, broken, Role::Cut)
}

fn add(master: &mut Master, broken: Vec<Limit>, role: Role) -> usize {
    let count = broken.len();
    for (term, limit, gate) in broken {
        master.limit(term, limit, gate, role);
    }
    count
}

/// 1 where nothing gates a site, else how far its gate is open: how much a charter is used.
fn open(relaxed: &Relaxed, gate: Option<StructuralIdx>) -> f64 {
    gate.map_or(1.0, |gate| relaxed.structurals[gate.0])
}

/// The demands at a site with how often each is taken.
fn demands<'m>(master: &'m Master, relaxed: &'m Relaxed, site: Site) -> impl Iterator<Item = (u32, f64)> + 'm {
    let of = move |uses: &[(Site, u32)]| -> Vec<u32> {
        uses.iter().filter(|(other, _)| *other == site).map(|&(_, demand)| demand).collect()
    };
    let columns = master.columns_at(site).iter();
    let columns = columns.map(move |index| (of(&master.columns[index.0].uses), relaxed.columns[index.0]));
    let missions = master.missions_at(site).iter();
    let missions = missions.map(move |index| (of(&master.missions[index.0].uses), relaxed.missions[index.0]));
    columns.chain(missions).flat_map(|(demands, value)| demands.into_iter().map(move |demand| (demand, value)))
}

/// Whether the site is used so far that groups may be cut in two there.
fn tight(master: &Master, relaxed: &Relaxed, site: Site, used: f64, limit: f64) -> bool {
    let broken = |&(_, value): &(u32, f64)| (value - value.round()).abs() > 1e-5;
    let fractional: f64 = demands(master, relaxed, site).filter(broken).map(|(demand, _)| f64::from(demand)).sum();
    // Were every fractional group taken whole and the site still not full, no inequality would be broken.
    fractional > 0.0 && used + fractional > limit
}

/// The groups at a site by size: how many the relaxation takes.
fn items(master: &Master, relaxed: &Relaxed, site: Site, part: f64) -> Vec<Item> {
    let mut by_size: FxHashMap<u32, f64> = FxHashMap::default();
    for (demand, value) in demands(master, relaxed, site) {
        *by_size.entry(demand).or_default() += value / part;
    }
    let mut items: Vec<Item> = by_size.into_iter().map(|(size, taken)| Item { size, taken }).collect();
    items.sort_unstable_by_key(|item| item.size);
    items
}
