//! Local search over neighbourhoods: parties that pay more than their cheapest itinerary would cost them, with those like
//! them and those in whose way they are, choose anew together while everyone else stands (Shaw 1998; Pisinger, Ropke 2010).
//!
//! What a party's itinerary costs above its class's cheapest, both reduced by the prices in force, is its *regret*. Regrets
//! add up to the gap but for unused places, so they are where a plan can still get better.

use std::cmp::Ordering;

use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rustc_hash::FxHashSet;

use super::around;
use super::choices::Choices;
use super::escorting::{self, Duty};
use super::integer::{self, Effort, Question};
use super::master::Master;
use super::run::Run;
use super::solution::Solution;
use crate::ids::{CharterIdx, ClassIdx, SectorIdx, TiVec};
use crate::itineraries::classes::Class;
use crate::itineraries::column::Column;
use crate::itineraries::prices::{Prices, Scaled};
use crate::missions::way::Mission;

/// Classes that choose anew at once.
const CLASSES: usize = 45;
/// Columns that each may choose from.
const CHOICES: usize = 40;
/// Missions that may be sent anew at once.
const MISSIONS: usize = 120;
/// Missions besides for those whom the plan leaves behind.
const URGENT: usize = 80;
/// Neighbourhoods that are searched side by side; not the number of threads, which mustn't change what is found.
const ABREAST: usize = 4;
/// Nodes of a neighbourhood's tree: most of what there is to find is found at its root.
const NODES: i32 = 5;
/// Nodes where the neighbourhood is everything.
const WHOLE: i32 = 50;

/// Improves the best plan of `run` by `choices`, for so many `tries`; whether it is better.
pub fn search(
    run: &Run,
    master: &Master,
    choices: &Choices,
    prices: &Prices,
    random: &mut ChaCha8Rng,
    tries: usize,
) -> bool {
    let everything = master.classes.len() <= CLASSES;
    let (abreast, nodes) = if everything { (1, WHOLE) } else { (ABREAST, NODES) };
    let mut improved = false;
    for _ in 0..tries.div_ceil(abreast) {
        let Some(best) = run.best().filter(|_| !run.stopped() && !run.done()) else { break };
        let regrets = regrets(run, master, choices, prices, &best);
        let mut taken: TiVec<ClassIdx, Vec<&Column>> = master.classes.iter().map(|_| Vec::new()).collect();
        best.columns.iter().for_each(|column| taken[column.route.class].push(column));
        let own = |(class, taken): (ClassIdx, &Vec<&Column>)| Interests::of(master, choices, taken, class);
        let interests: TiVec<ClassIdx, Interests> = taken.iter_enumerated().map(own).collect();
        let mut free: Vec<FxHashSet<ClassIdx>> = Vec::new();
        for _ in 0..abreast {
            free.push(match everything {
                true => master.classes.keys().collect(),
                false => neighbourhood(master, &interests, &regrets, random),
            });
        }
        let questions: Vec<Question> = free.iter().map(|free| question(choices, &best, free)).collect();
        let found = integer::best(run, master, &questions, Effort { nodes, gap: 0.0, time: run.time_left() });
        let better = join(run, master, &best, found.into_iter().flatten().collect());
        improved |= better;
        if everything && !better {
            break;
        }
    }
    improved
}

/// Takes the best of the plans `found` from `best`, and what the others changed as far as it still fits; whether any is
/// better.
fn join(run: &Run, master: &Master, best: &Solution, mut found: Vec<Solution>) -> bool {
    found.retain(|solution| solution.total < best.total);
    found.sort_by_key(|solution| solution.total);
    let mut found = found.into_iter();
    let Some(mut joined) = found.next() else { return false };
    for other in found {
        let columns = carried(&best.columns, &other.columns, &joined.columns, |one, other| one.route.cmp(&other.route));
        let missions = carried(&best.missions, &other.missions, &joined.missions, |one, other| one.way.cmp(&other.way));
        let both = columns.zip(missions).and_then(|(columns, missions)| Solution::of(master, columns, missions));
        if let Some(both) = both.filter(|both| both.total < joined.total) {
            joined = both;
        }
    }
    run.found(joined)
}

/// `onto` with the change from `from` to `to`; `None` where it lacks what the change takes out.
fn carried<T: Clone>(from: &[T], to: &[T], onto: &[T], compare: impl Fn(&T, &T) -> Ordering) -> Option<Vec<T>> {
    let taken_out = surplus(from, to, &compare);
    let added = surplus(to, from, &compare);
    let mut carried = surplus(onto, &taken_out, &compare);
    if carried.len() + taken_out.len() != onto.len() {
        return None;
    }
    carried.extend(added);
    Some(carried)
}

/// What `of` has more often than `than`.
fn surplus<T: Clone>(of: &[T], than: &[T], compare: impl Fn(&T, &T) -> Ordering) -> Vec<T> {
    let mut than: Vec<&T> = than.iter().collect();
    let mut surplus = Vec::new();
    for one in of {
        match than.iter().position(|other| compare(one, other).is_eq()) {
            Some(position) => _ = than.swap_remove(position),
            None => surplus.push(one.clone()),
        }
    }
    surplus
}

/// The classes whose parties choose anew: one that regrets much, and those most like it.
fn neighbourhood(
    master: &Master,
    interests: &TiVec<ClassIdx, Interests>,
    regrets: &TiVec<ClassIdx, Scaled>,
    random: &mut ChaCha8Rng,
) -> FxHashSet<ClassIdx> {
    let regretting = regrets.iter_enumerated().filter(|(_, regret)| **regret > 0);
    let weights = regretting.map(|(class, &regret)| (class, regret as f64));
    let seed = around::seed(weights, random).unwrap_or(ClassIdx::from(0));
    let taste = Taste::drawn(master, random);
    let mut ranked: Vec<(f64, ClassIdx)> = Vec::new();
    for (class, row) in master.classes.iter_enumerated() {
        let regret = regrets[class] as f64 / (1.0 + regrets[seed] as f64);
        let likeness = taste.likeness(&master.classes[seed], row, &interests[seed], &interests[class])
            + taste.regret * regret.min(1.0);
        ranked.push((likeness + 0.3 * random.random::<f64>(), class));
    }
    around::nearest(seed, ranked, CLASSES).collect()
}

/// What each class's parties pay above its cheapest choice.
fn regrets(run: &Run, master: &Master, choices: &Choices, prices: &Prices, best: &Solution) -> TiVec<ClassIdx, Scaled> {
    let stay = |class: ClassIdx| run.scale.up(master.classes[class].traits.staying());
    let mut most: TiVec<ClassIdx, Scaled> = master.classes.iter().map(|_| Scaled::MIN).collect();
    let mut left: TiVec<ClassIdx, usize> = master.classes.iter().map(|class| class.parties.len()).collect();
    for column in &best.columns {
        let class = column.route.class;
        most[class] = most[class].max(prices.reduced_cost(run.scale, column));
        left[class] -= 1;
    }
    let regret = |class: ClassIdx| {
        let cheapest = choices.of(class).first().map_or(stay(class), |(reduced, _)| stay(class).min(*reduced));
        let dearest = if left[class] > 0 { most[class].max(stay(class)) } else { most[class] };
        (dearest.saturating_sub(cheapest)).max(0)
    };
    master.classes.keys().map(regret).collect()
}

/// What a class would fly, and flies.
struct Interests {
    sectors: FxHashSet<SectorIdx>,
    needs: FxHashSet<Duty>,
    /// The charters that it might fly.
    charters: FxHashSet<CharterIdx>,
}

impl Interests {
    fn of(master: &Master, choices: &Choices, taken: &[&Column], class: ClassIdx) -> Self {
        let first = choices.of(class).iter().take(4).map(|&(_, column)| column);
        let mut own =
            Self { sectors: FxHashSet::default(), needs: FxHashSet::default(), charters: FxHashSet::default() };
        for column in first.chain(taken.iter().copied()) {
            own.sectors.extend(column.route.sectors.iter().copied());
            own.needs.extend(duties(column));
        }
        for (_, column) in choices.of(class).iter().take(CHOICES) {
            own.charters.extend(column.route.sectors.iter().filter_map(|&sector| master.charter_flying(sector)));
        }
        own
    }
}

/// What makes classes alike, drawn anew for each neighbourhood.
struct Taste {
    origin: f64,
    destination: f64,
    sectors: f64,
    escorts: f64,
    regret: f64,
    /// A charter that is to be filled or given up: only many together can.
    charter: Option<CharterIdx>,
}

impl Taste {
    fn drawn(master: &Master, random: &mut ChaCha8Rng) -> Self {
        let charters = master.charters.len();
        let charter = (charters > 0 && random.random_range(0..4u8) == 0)
            .then(|| CharterIdx::from(random.random_range(0..charters)));
        let mut weight = || f64::from(random.random_range(0..3u8));
        let (origin, destination, sectors) = (weight(), weight(), weight());
        Self { origin, destination, sectors, escorts: weight(), regret: weight(), charter }
    }

    fn likeness(&self, seed: &Class, other: &Class, wanted: &Interests, own: &Interests) -> f64 {
        let (one, two) = (&seed.traits, &other.traits);
        let shared = own.sectors.iter().filter(|sector| wanted.sectors.contains(sector)).count() as f64;
        let served = own.needs.iter().filter(|duty| wanted.needs.contains(duty)).count() as f64;
        let destination = two.destinations.iter().any(|place| one.destinations.contains(place));
        let need = two.needs.iter().any(|(kind, _)| one.needs.iter().any(|(other, _)| kind == other));
        let charter = self.charter.is_some_and(|charter| own.charters.contains(&charter));
        self.origin * f64::from(u8::from(one.origin == two.origin))
            + self.destination * f64::from(u8::from(destination))
            + self.sectors * shared.min(3.0) / 2.0
            + self.escorts * (f64::from(u8::from(need)) + served.min(3.0)) / 2.0
            + 6.0 * f64::from(u8::from(charter))
    }
}

/// The best plan in which only the classes of `free` change, and the missions that any of them may need.
fn question<'q>(choices: &Choices<'q>, best: &'q Solution, free: &FxHashSet<ClassIdx>) -> Question<'q> {
    let chooses = |column: &Column| free.contains(&column.route.class);
    let mut columns: Vec<&Column> = best.columns.iter().filter(|column| chooses(column)).collect();
    let travelling: FxHashSet<ClassIdx> = columns.iter().map(|column| column.route.class).collect();
    for &class in free {
        columns.extend(choices.of(class).iter().take(CHOICES).map(|&(_, column)| column));
    }
    let needed: FxHashSet<Duty> = columns.iter().flat_map(|column| duties(column)).collect();
    let behind = columns.iter().filter(|column| !travelling.contains(&column.route.class));
    let urgent: FxHashSet<Duty> = behind.flat_map(|column| duties(column)).collect();
    let serves = |mission: &Mission, duties: &FxHashSet<Duty>| mission.way.duties().any(|duty| duties.contains(&duty));
    let wanted = |mission: &Mission| serves(mission, &needed);
    let mut missions: Vec<&Mission> = choices.missions(wanted, MISSIONS).collect();
    // The relaxation has others for those left behind, or they would travel.
    missions.extend(choices.missions(|mission| serves(mission, &urgent), URGENT));
    Question::anew(best, chooses, wanted, columns, missions)
}

/// The duties that a party on `column` needs somebody on.
fn duties(column: &Column) -> impl Iterator<Item = Duty> + '_ {
    escorting::needs(column).map(|(duty, _)| duty)
}
