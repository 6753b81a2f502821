//! Rows that keep rebates of a high tier from being had for a small part of it.
//!
//! A rebate is paid on the whole volume, so the relaxation takes a hundredth of the highest tier and has everyone's seats
//! on it. But a party aboard in a plan without that tier is aboard with all its seats: with y whether the volume lies on
//! certain steps, and v(c) what case c is sold for certain, of m(c) at most,
//!
//! Σ v(c) − (Σ m(c))·y ≤ volume on the other steps
//!
//! holds for any set of cases: with y = 1 no case is sold more than its most, and with y = 0 all volume is on the other
//! steps (the multiple choice model of piecewise linear costs, its big numbers taken case by case; Croxton, Gendron,
//! Magnanti 2003). An itinerary leaves its origin once, and enters its only destination once, so sales there can be
//! counted sector by sector, and pricing charges for them where it charges for sales anyway.

use std::collections::{BTreeMap, BTreeSet};

use super::master::{Master, Relaxed};
use super::rows::{Kind, Role, RowIdx, StructuralIdx, Terms};
use crate::ids::{AgreementIdx, ClassIdx, SectorIdx};
use crate::itineraries::classes::Class;
use crate::itineraries::prices::Term;

/// A row is added where seats worth as much have a rebate that they can't have, minor units.
const NOTABLE: f64 = 1_000.0;

/// A breach of no more seats may be the LP's tolerance.
const BREACH: f64 = 1e-4;

/// The variables of one agreement's steps, ascending: whether the volume lies there, and the volume then.
pub type Steps = Vec<(StructuralIdx, StructuralIdx)>;

/// What a case of a class is sold at one of its gates, and by which sectors it may pass there.
#[derive(Debug, Clone, Default)]
struct Gate {
    /// Parties of which the relaxation sells there.
    taken: f64,
    sectors: BTreeSet<SectorIdx>,
}

/// Gates of the cases that are sold something under an agreement, by class and position: at the origin, at the destination.
type Gates = BTreeMap<(ClassIdx, usize), [Gate; 2]>;

/// Adds the rows that `relaxed` breaks; how many.
pub fn separate(master: &mut Master, relaxed: &Relaxed) -> usize {
    let steps = steps(master);
    if steps.is_empty() {
        return 0;
    }
    let gates = gates(master, relaxed, &steps);
    let mut count = 0;
    for (agreement, steps) in steps {
        let Some(gates) = gates.get(&agreement) else { continue };
        // What lies on a step and all above it, then on the step alone.
        let above = (1..steps.len()).map(|first| first..steps.len());
        let alone = (1..steps.len() - 1).map(|step| step..step + 1);
        for range in above.chain(alone) {
            count += usize::from(add(master, relaxed, agreement, &steps, range, gates));
        }
    }
    count
}

/// The steps of every agreement that has rebates.
pub fn steps(master: &Master) -> BTreeMap<AgreementIdx, Steps> {
    let mut steps: BTreeMap<AgreementIdx, BTreeMap<usize, [Option<StructuralIdx>; 2]>> = BTreeMap::new();
    for (index, structural) in master.structurals.iter().enumerate() {
        let (agreement, step, place) = match structural.kind {
            Kind::Step(agreement, step) => (agreement, step, 0),
            Kind::Volume(agreement, step) => (agreement, step, 1),
            _ => continue,
        };
        steps.entry(agreement).or_default().entry(step).or_default()[place] = Some(StructuralIdx(index));
    }
    let both = |steps: BTreeMap<usize, [Option<StructuralIdx>; 2]>| -> Steps {
        steps.into_values().filter_map(|[on, seats]| on.zip(seats)).collect()
    };
    steps.into_iter().map(|(agreement, steps)| (agreement, both(steps))).filter(|(_, steps)| steps.len() > 1).collect()
}

/// Who is sold how much where, under each agreement of `steps`.
fn gates(master: &Master, relaxed: &Relaxed, steps: &BTreeMap<AgreementIdx, Steps>) -> BTreeMap<AgreementIdx, Gates> {
    let network = master.network;
    let mut gates: BTreeMap<AgreementIdx, Gates> = BTreeMap::new();
    let taken = relaxed.columns.iter().copied().chain(std::iter::repeat(0.0));
    for (column, taken) in master.columns.iter().zip(taken) {
        let traits = &master.classes[column.route.class].traits;
        // A fixed itinerary may come by its origin again.
        if traits.fixed.is_some() {
            continue;
        }
        let destination = match traits.destinations[..] {
            [only] => Some(only),
            _ => None,
        };
        for sold in column.sold.iter().filter(|sold| steps.contains_key(&sold.agreement)) {
            let sector = &network.sectors[sold.sector];
            let own = gates.entry(sold.agreement).or_default();
            let own = own.entry((column.route.class, sold.member)).or_default();
            for (gate, passes) in own.iter_mut().zip([sector.from == traits.origin, Some(sector.to) == destination]) {
                if passes {
                    gate.taken += taken;
                    gate.sectors.insert(sold.sector);
                }
            }
        }
    }
    gates
}

/// Adds the row of `agreement` for a `range` of its `steps` over the cases that break it most, if it is broken.
fn add(
    master: &mut Master,
    relaxed: &Relaxed,
    agreement: AgreementIdx,
    steps: &Steps,
    range: std::ops::Range<usize>,
    gates: &Gates,
) -> bool {
    let value = |index: StructuralIdx| relaxed.structurals.get(index.0).copied().unwrap_or_default();
    let on: f64 = steps[range.clone()].iter().map(|&(on, _)| value(on)).sum();
    let others = || steps.iter().enumerate().filter(|(step, _)| !range.contains(step)).map(|(_, &(_, seats))| seats);
    let mut breach: f64 = -others().map(value).sum::<f64>();
    let mut terms = Terms::new();
    let mut most = 0;
    for (&(class, member), gates) in gates {
        let row = &master.classes[class];
        let parties = row.parties.len() as i64;
        let seats = least_seated(row, member);
        let [origin, destination] = gates;
        let gate = if destination.taken > origin.taken { destination } else { origin };
        let excess = seats as f64 * (gate.taken - parties as f64 * on);
        if excess <= 1e-6 {
            continue;
        }
        breach += excess;
        most += seats * parties;
        terms.extend(gate.sectors.iter().map(|&sector| (Term::Sold(class, member, agreement, sector), seats)));
    }
    let rebate = steps[range.clone()].iter().map(|&(_, seats)| -master.structurals[seats.0].cost).max();
    // Rows of other steps may be over the same sales; one that stands already isn't broken.
    if breach <= BREACH || breach * rebate.unwrap_or_default() as f64 <= NOTABLE {
        return false;
    }
    let mut structurals: Vec<(StructuralIdx, i64)> = others().map(|seats| (seats, -1)).collect();
    structurals.extend(steps[range].iter().map(|&(on, _)| (on, -most)));
    master.row(terms, (None, Some(0)), &structurals, Role::Share);
    true
}

/// Adds the row that another feed's master had over the sales in `terms` and for the steps among `kinds`, as this feed states
/// it; `None` where it can't be stated here.
pub fn restate(master: &mut Master, terms: &Terms, kinds: &[Kind]) -> Option<RowIdx> {
    let agreement = terms.iter().find_map(|(term, _)| match term {
        Term::Sold(_, _, agreement, _) => Some(*agreement),
        _ => None,
    })?;
    let steps = steps(master).remove(&agreement)?;
    let named = |on: StructuralIdx| kinds.contains(&master.structurals[on.0].kind);
    let (own, others): (Vec<_>, Vec<_>) = steps.into_iter().partition(|&(on, _)| named(on));
    let mut sales: BTreeMap<(ClassIdx, usize), Vec<SectorIdx>> = BTreeMap::new();
    for (term, _) in terms {
        let Term::Sold(class, member, other, sector) = *term else { return None };
        if other == agreement {
            sales.entry((class, member)).or_default().push(sector);
        }
    }
    let (mut counted, mut most) = (Terms::new(), 0);
    for ((class, member), sectors) in sales {
        let row = &master.classes[class];
        let at = |sector: &SectorIdx| &master.network.sectors[*sector];
        let sets_out = sectors.iter().all(|sector| at(sector).from == row.traits.origin);
        let ends = row.traits.destinations.len() == 1
            && sectors.iter().all(|sector| row.traits.destinations.contains(&at(sector).to));
        // Only at its two ends does a case pass once.
        if row.traits.fixed.is_some() || member >= row.traits.members.len() || !(sets_out || ends) {
            continue;
        }
        let seats = least_seated(row, member);
        most += seats * row.parties.len() as i64;
        counted.extend(sectors.iter().map(|&sector| (Term::Sold(class, member, agreement, sector), seats)));
    }
    if own.is_empty() || most == 0 {
        return None;
    }
    let mut structurals: Vec<(StructuralIdx, i64)> = others.iter().map(|&(_, seats)| (seats, -1)).collect();
    structurals.extend(own.iter().map(|&(on, _)| (on, -most)));
    Some(master.row(counted, (None, Some(0)), &structurals, Role::Share))
}

/// Seats that the case at a position of a party takes on whichever day it travels.
fn least_seated(class: &Class, member: usize) -> i64 {
    class.traits.days.iter().map(|day| i64::from(day.members[member].seated())).min().unwrap_or_default()
}
