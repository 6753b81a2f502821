//! What to branch on: charters and steps of rebates ([`super::disjunctions`]), then who is left behind, then which sectors
//! a class travels on, then under which agreements.
//!
//! Each is a sum over arcs that pricing charges for anyway, so branching changes prices and never the pricing problem
//! (Barnhart, Hane, Vance 2000).

use std::cmp::Reverse;

use ordered_float::OrderedFloat;
use rustc_hash::{FxHashMap, FxHashSet};

use super::disjunctions::{self, Change};
use super::lp::LpFailure;
use super::master::{Master, Relaxed};
use super::rows::{Kind, Structural, StructuralIdx};
use crate::ids::ClassIdx;
use crate::itineraries::column::Column;
use crate::itineraries::prices::Term;
use crate::missions::way::Mission;

/// What a node asks for.
pub enum Branch {
    /// Nothing: these columns, one per party, and missions, one per escort, are its plan.
    Whole(Vec<Column>, Vec<Mission>),
    /// Every count is whole, and yet columns are not.
    Indistinct,
    /// A child for each of these changes of bounds.
    Among(Vec<Vec<Change>>),
    /// Two children.
    On(Candidate),
}

/// Something fractional.
pub struct Candidate {
    what: What,
    value: f64,
}

enum What {
    Structural(StructuralIdx),
    Count(Term),
}

impl Candidate {
    /// Whether the child with less of it leads to whole plans: parties are not left behind lightly.
    pub fn down_first(&self, master: &Master) -> bool {
        match &self.what {
            What::Structural(index) => matches!(master.structurals[index.0].kind, Kind::Unserved(_)),
            What::Count(_) => false,
        }
    }

    /// Whether each child excludes what the other has: a count that is short of its least value does not.
    fn divides(&self, master: &Master) -> bool {
        let variable = match &self.what {
            What::Structural(index) => Some(&master.structurals[index.0]),
            What::Count(term) => master.counted(term),
        };
        let below = self.value.floor() as i64;
        variable.is_none_or(|variable| variable.lower <= below && below < variable.upper)
    }

    fn class(&self) -> Option<ClassIdx> {
        match &self.what {
            What::Count(Term::Travels(class, _) | Term::Sold(class, ..)) => Some(*class),
            _ => None,
        }
    }

    /// Values of the two children's relaxations over the columns at hand, less first.
    fn trial(&self, master: &mut Master) -> Result<[f64; 2], LpFailure> {
        let (variable, below) = self.variable(master);
        let Structural { lower, upper, .. } = master.structurals[variable.0];
        let mut values = [0.0; 2];
        for (value, (lower, upper)) in values.iter_mut().zip([(lower, below), (below + 1, upper)]) {
            master.set_bounds(variable, lower, upper);
            *value = master.solve()?.value;
        }
        master.set_bounds(variable, lower, upper);
        Ok(values)
    }

    /// The variable to branch on, and the greatest whole number below its value.
    pub fn variable(&self, master: &mut Master) -> (StructuralIdx, i64) {
        let below = self.value.floor() as i64;
        match &self.what {
            What::Structural(index) => (*index, below),
            What::Count(term) => {
                let most = match term {
                    Term::Travels(class, _) | Term::Sold(class, ..) => master.classes[*class].parties.len() as i64,
                    _ => MOST_ESCORTS,
                };
                (master.count(term, most), below)
            }
        }
    }
}

/// More escorts than are ever on a sector.
const MOST_ESCORTS: i64 = 10_000;

/// A value nearer to a whole number than this is whole.
pub const WHOLE: f64 = 1e-5;

pub fn fraction(value: f64) -> f64 {
    (value - value.floor()).min(value.ceil() - value)
}

/// The variables whose bounds make nodes.
pub fn branchable(master: &Master) -> Vec<StructuralIdx> {
    let made = |index: &StructuralIdx| {
        let kind = &master.structurals[index.0].kind;
        matches!(kind, Kind::Charter(_) | Kind::Step(..) | Kind::Group(..) | Kind::Unserved(_) | Kind::Count(_))
    };
    (0..master.structurals.len()).map(StructuralIdx).filter(made).collect()
}

/// The bounds of a variable at the root.
pub fn full_range(master: &Master, index: StructuralIdx) -> (i64, i64) {
    master.structurals[index.0].range
}

/// What to do at a node whose relaxation is solved.
///
/// # Errors
/// [`LpFailure`] where HiGHS fails on a trial.
pub fn choose(master: &mut Master, relaxed: &Relaxed) -> Result<Branch, LpFailure> {
    if let Some(children) = disjunctions::widest(master, relaxed) {
        return Ok(Branch::Among(children));
    }
    for level in Level::ALL {
        let mut candidates = fractional(level.candidates(master, relaxed));
        candidates.retain(|candidate| candidate.divides(master));
        if !candidates.is_empty() {
            return Ok(Branch::On(most_telling(master, relaxed, candidates)?));
        }
    }
    Ok(whole(master, relaxed).map_or(Branch::Indistinct, |(columns, missions)| Branch::Whole(columns, missions)))
}

/// What is branched on, one level after the other.
#[derive(Debug, Clone, Copy)]
enum Level {
    /// Who stays.
    Unserved,
    /// Groups under agreements.
    Groups,
    /// How many escorts are on duty on a sector.
    Duties,
    /// Which sectors a class travels on.
    Travels,
    /// Under which agreements.
    Sold,
    /// Which sectors a pool's escorts fly.
    Flies,
    /// What they fly next.
    Follows,
}

impl Level {
    const ALL: [Self; 7] =
        [Self::Unserved, Self::Groups, Self::Duties, Self::Travels, Self::Sold, Self::Flies, Self::Follows];

    /// What may be branched on, with its value and weight.
    fn candidates(self, master: &Master, relaxed: &Relaxed) -> Vec<(What, f64, f64)> {
        match self {
            Self::Groups => {
                let all = master.structurals.iter().zip(&relaxed.structurals).enumerate();
                let groups = all.filter(|(_, (structural, _))| matches!(structural.kind, Kind::Group(..)));
                groups.map(|(index, (_, &value))| (What::Structural(StructuralIdx(index)), value, 1.0)).collect()
            }
            Self::Unserved => {
                let behind = master.unserved.iter_enumerated().map(|(class, &index)| {
                    let weight = master.classes[class].traits.staying() as f64;
                    (What::Structural(index), relaxed.structurals[index.0], weight)
                });
                behind.collect()
            }
            Self::Travels => travels(master, relaxed).collect(),
            Self::Sold => sold(master, relaxed).collect(),
            Self::Duties => missions(master, relaxed, |mission, terms| {
                terms.extend(mission.way.duties().map(|(kind, sector)| Term::Duty(kind, sector)));
            }),
            Self::Flies => missions(master, relaxed, |mission, terms| {
                terms.extend(mission.way.sectors().map(|sector| Term::Flies(mission.way.pool, sector)));
            }),
            Self::Follows => missions(master, relaxed, |mission, terms| {
                let pairs = mission.way.legs.windows(2);
                terms.extend(pairs.map(|pair| Term::Follows(mission.way.pool, pair[0].0, pair[1].0)));
            }),
        }
    }
}

/// The values of `terms` over the missions sent, in order of first appearance.
fn missions(master: &Master, relaxed: &Relaxed, terms: impl Fn(&Mission, &mut Vec<Term>)) -> Vec<(What, f64, f64)> {
    let mut places: FxHashMap<Term, usize> = FxHashMap::default();
    let mut sums: Vec<(Term, f64)> = Vec::new();
    let mut own = Vec::new();
    for (mission, &value) in master.missions.iter().zip(&relaxed.missions).filter(|(_, value)| **value > 1e-9) {
        own.clear();
        terms(mission, &mut own);
        for term in own.drain(..) {
            let place = *places.entry(term.clone()).or_insert_with(|| {
                sums.push((term, 0.0));
                sums.len() - 1
            });
            sums[place].1 += value;
        }
    }
    sums.into_iter().map(|(term, value)| (What::Count(term), value, 1.0)).collect()
}

/// The candidates whose value is no whole number, most promising first; one of a class.
fn fractional(candidates: Vec<(What, f64, f64)>) -> Vec<Candidate> {
    let mut ranked: Vec<(f64, Candidate)> = candidates
        .into_iter()
        .filter(|&(_, value, _)| fraction(value) > WHOLE)
        .map(|(what, value, weight)| (fraction(value) * weight, Candidate { what, value }))
        .collect();
    // Stable: of equals the first stays first.
    ranked.sort_by_key(|&(score, _)| Reverse(OrderedFloat(score)));
    let mut classes = FxHashSet::default();
    ranked.retain(|(_, candidate)| candidate.class().is_none_or(|class| classes.insert(class)));
    ranked.into_iter().map(|(_, candidate)| candidate).collect()
}

/// Candidates that are tried out, and of how many rows a programme is for which a quarter of them must do.
const TRIALS: usize = 12;
const LARGE: usize = 2_000;

/// Of the first candidates the one whose children's relaxations, columns at hand, rise most (strong branching; Achterberg,
/// Koch, Martin 2005).
fn most_telling(master: &mut Master, relaxed: &Relaxed, candidates: Vec<Candidate>) -> Result<Candidate, LpFailure> {
    let mut best: Option<(f64, Candidate)> = None;
    let trials = if master.rows.len() > LARGE { TRIALS / 4 } else { TRIALS };
    for candidate in candidates.into_iter().take(trials) {
        let [down, up] = candidate.trial(master)?.map(|value| (value - relaxed.value).max(1.0));
        let score = down * up;
        if best.as_ref().is_none_or(|&(most, _)| score > most * (1.0 + 1e-9)) {
            best = Some((score, candidate));
        }
    }
    // There is one at least: choose calls with candidates only.
    best.map(|(_, candidate)| candidate).ok_or(LpFailure(highs::HighsModelStatus::NotSet))
}

/// Adds up `key` over the columns taken, in order of the keys.
fn sums<K: Ord + std::hash::Hash + Copy, I: Iterator<Item = K>>(
    master: &Master,
    relaxed: &Relaxed,
    keys: impl Fn(&Column) -> I,
) -> Vec<(K, f64)> {
    let mut sums: FxHashMap<K, f64> = FxHashMap::default();
    for (column, &value) in master.columns.iter().zip(&relaxed.columns).filter(|(_, value)| **value > 1e-9) {
        for key in keys(column) {
            *sums.entry(key).or_default() += value;
        }
    }
    let mut sums: Vec<(K, f64)> = sums.into_iter().collect();
    sums.sort_unstable_by_key(|&(key, _)| key);
    sums
}

fn travels(master: &Master, relaxed: &Relaxed) -> impl Iterator<Item = (What, f64, f64)> {
    let sums = sums(master, relaxed, |column| {
        let class = column.route.class;
        column.route.sectors.iter().map(move |&sector| (class, sector)).collect::<Vec<_>>().into_iter()
    });
    sums.into_iter()
        .map(|((class, sector), value)| (What::Count(Term::Travels(class, sector)), value, weight(master, class)))
}

fn sold(master: &Master, relaxed: &Relaxed) -> impl Iterator<Item = (What, f64, f64)> {
    let sums = sums(master, relaxed, |column| {
        let class = column.route.class;
        let keys = column.sold.iter().map(move |sold| (class, sold.member, sold.agreement, sold.sector));
        keys.collect::<Vec<_>>().into_iter()
    });
    sums.into_iter().map(|((class, member, agreement, sector), value)| {
        (What::Count(Term::Sold(class, member, agreement, sector)), value, weight(master, class))
    })
}

/// Larger parties move the bound more.
fn weight(master: &Master, class: ClassIdx) -> f64 {
    f64::from(master.classes[class].traits.days.first().map_or(1, |day| day.load.seats)).sqrt()
}

/// The columns and missions taken, where they are whole; of columns alike in all that counts, the cheapest.
fn whole(master: &Master, relaxed: &Relaxed) -> Option<(Vec<Column>, Vec<Mission>)> {
    let mut taken = Vec::new();
    for (class, row) in master.classes.iter_enumerated() {
        let own = || master.columns_of(class).iter().map(|&index| (index, relaxed.columns[index.0]));
        let travelling: f64 = own().map(|(_, value)| value).sum();
        if own().all(|(_, value)| fraction(value) <= WHOLE) {
            for (index, value) in own() {
                taken.extend(std::iter::repeat_n(master.columns[index.0].clone(), value.round() as usize));
            }
        } else if row.parties.len() == 1 && fraction(travelling) <= WHOLE {
            let used = own().filter(|&(_, value)| value > WHOLE).map(|(index, _)| &master.columns[index.0]);
            taken.push(used.min_by_key(|column| (column.cost, &column.route))?.clone());
        } else {
            return None;
        }
    }
    let mut sent = Vec::new();
    for (mission, &value) in master.missions.iter().zip(&relaxed.missions) {
        if fraction(value) > WHOLE {
            return None;
        }
        sent.extend(std::iter::repeat_n(mission.clone(), value.round() as usize));
    }
    Some((taken, sent))
}
