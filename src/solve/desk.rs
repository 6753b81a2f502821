//! The desk: parties are booked one by one, each on the itinerary that is cheapest for it together with the escorts it
//! needs besides those who are there.
//!
//! Itineraries and missions are priced once with everything free and remembered; where none of them has room, a party that
//! needs nobody is priced again with what is left.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rustc_hash::{FxHashMap, FxHashSet};

use super::crews::Crews;
use super::escorting::{self, Duty};
use super::greedy::{self, Draft};
use super::master::Master;
use super::placing;
use super::rounds::{self, Menu};
use super::run::Run;
use super::solution::{self, Cover};
use crate::ids::{CharterIdx, ClassIdx};
use crate::itineraries::column::Column;
use crate::itineraries::free::Free;
use crate::itineraries::prices::Prices;
use crate::itineraries::pricing::Market;
use crate::itineraries::trips::Trips;
use crate::missions::way::Mission;
use crate::network::Network;

/// What a class that needs nobody is offered with everything free, and one in need, whose cheapest itineraries may not be
/// those on which escorts are.
const SINGLE: Menu = Menu { most: 12, looks: 1 };
const NEEDY: Menu = Menu { most: 32, looks: 3 };

/// Itineraries with room that are compared, and those of them for which escorts are looked for.
const COMPARED: usize = 16;
const TRIED: usize = 4;

/// One itinerary in so many is overlooked, so that the same ruin may lead elsewhere.
const BLINK: u8 = 64;

/// What is hoped for while parties are booked: that others will come.
#[derive(Debug, Clone, Copy)]
pub struct Hopes {
    /// Groups that aren't there yet may be booked.
    pub groups: bool,
    /// How much of their cost escorts count for whoever needs them first, in hundredths: others may share them.
    pub share: i64,
}

impl Hopes {
    fn shared(self, cost: i64) -> i64 {
        cost / 100 * self.share
    }
}

/// What was priced so far, with everything free.
#[derive(Debug, Default)]
pub struct Memory {
    /// By class: the cheapest first.
    wishes: FxHashMap<ClassIdx, Vec<Column>>,
    /// By duties.
    crews: FxHashMap<Vec<Duty>, Crews>,
    /// Columns of the master that were looked at.
    columns: usize,
}

/// Where parties are booked.
pub struct Desk<'d, 'r> {
    run: &'d Run<'r>,
    /// The parties.
    pub master: &'d Master<'d>,
    trips: &'d Trips,
    memory: Memory,
}

impl<'d, 'r> Desk<'d, 'r> {
    /// A desk that remembers what earlier ones of the run knew, and what `master` has come to know since.
    pub fn open(run: &'d Run<'r>, master: &'d Master<'d>, trips: &'d Trips) -> Self {
        let mut memory = run.recall();
        let mut grown = FxHashSet::default();
        for column in &master.columns[memory.columns..] {
            let class = column.route.class;
            if let Some(wishes) = memory.wishes.get_mut(&class) {
                wishes.push(column.clone());
                grown.insert(class);
            }
        }
        for class in grown {
            memory.wishes.get_mut(&class).into_iter().for_each(rank);
        }
        memory.columns = master.columns.len();
        Self { run, master, trips, memory }
    }

    /// Leaves what it knows to the desks to come.
    pub fn close(self) {
        self.run.remember(self.memory);
    }

    /// Books parties of `classes` that `draft` leaves behind, one class after the other, on no charter but those `hired`.
    pub fn book(
        &mut self,
        draft: &mut Draft,
        hired: &[CharterIdx],
        classes: &[ClassIdx],
        hopes: Hopes,
        random: &mut ChaCha8Rng,
    ) {
        self.ask(classes);
        let left = draft.left(self.master);
        let mut free = draft.free(self.master);
        greedy::close_but(self.master, hired, &mut free);
        if !hopes.groups {
            free.join_groups();
        }
        let mut cover = solution::cover(draft.columns.iter(), draft.missions.iter());
        for &class in classes {
            // With a charter's passengers it takes long on large feeds.
            if self.run.stopped() {
                return;
            }
            for _ in 0..left[class] {
                let Some((column, crew)) = self.choose((class, hired, hopes), &mut free, &cover, random) else { break };
                free.take(&column.uses);
                crew.iter().for_each(|mission| free.take(&mission.uses));
                solution::join(&mut cover, &column, &crew);
                draft.columns.push(column);
                draft.missions.extend(crew);
            }
        }
    }

    /// The itinerary that is cheapest for a party of `class` together with its escorts, and these; none where staying is.
    /// What is `free` is as it was.
    fn choose(
        &mut self,
        (class, hired, hopes): (ClassIdx, &[CharterIdx], Hopes),
        free: &mut Free,
        cover: &Cover,
        random: &mut ChaCha8Rng,
    ) -> Option<(Column, Vec<Mission>)> {
        let (master, network) = (self.master, self.master.network);
        let mut least = master.classes[class].traits.staying();
        let wishes = self.memory.wishes.remove(&class).unwrap_or_default();
        let affordable = wishes.iter().take_while(|column| column.cost < least);
        let fits = |column: &&Column| {
            greedy::flies_only(master, column, hired)
                && free.takes(network, &column.uses)
                && random.random_range(0..BLINK) > 0
        };
        let fitting: Vec<&Column> = affordable.filter(fits).take(COMPARED).collect();
        // What each costs with its escorts is only guessed at first: to look for them takes long.
        let mut guessed: Vec<(i64, &Column)> = Vec::new();
        for &column in &fitting {
            let missing = missing(network, cover, column);
            let crew = if missing.is_empty() { 0 } else { self.crews(&missing).estimate };
            guessed.push((column.cost.saturating_add(hopes.shared(crew)), column));
        }
        guessed.sort_by_key(|&(guess, _)| guess);
        let mut chosen = None;
        for (_, column) in guessed.into_iter().take(TRIED) {
            let crew = if column.cost < least { self.crew(column, free, cover) } else { None };
            let Some(crew) = crew else { continue };
            let cost = column.cost + hopes.shared(crew.iter().map(|mission| mission.cost).sum());
            if cost < least {
                (least, chosen) = (cost, Some((column.clone(), crew)));
            }
        }
        let full = fitting.is_empty() && master.classes[class].traits.needs.is_empty();
        self.memory.wishes.insert(class, wishes);
        if full {
            let column = greedy::offers(master, self.run, self.trips, free, class).next()?;
            return Some((column, Vec::new()));
        }
        chosen
    }

    /// The escorts whom `column` needs besides those in `cover`; none where they can't be had. What is `free` is as it was.
    fn crew(&mut self, column: &Column, free: &mut Free, cover: &Cover) -> Option<Vec<Mission>> {
        placing::staff(self.master, free, cover, column, |free, missing, _| self.mission(missing, free))
    }

    /// The mission with room that covers most of `missing` for its cost.
    fn mission(&mut self, missing: &[Duty], free: &Free) -> Option<Mission> {
        let (run, master) = (self.run, self.master);
        let first = self.crews(missing).find(master, run, free);
        let known = escorting::known(master, free, missing);
        escorting::thriftiest(first.into_iter().chain(known).collect(), missing)
    }

    fn crews(&mut self, missing: &[Duty]) -> &mut Crews {
        let new = || Crews::new(self.master, self.run, missing);
        self.memory.crews.entry(missing.to_vec()).or_insert_with(new)
    }

    /// Remembers what `classes` would have with everything free: with groups that others make, as groups by themselves, and
    /// with charters.
    fn ask(&mut self, classes: &[ClassIdx]) {
        let (master, prices) = (self.master, Prices::default());
        let alone = |class: &ClassIdx| master.classes[*class].traits.needs.is_empty();
        let new = classes.iter().copied().filter(|class| !self.memory.wishes.contains_key(class));
        let (single, needy): (Vec<ClassIdx>, Vec<ClassIdx>) = new.partition(alone);
        for (classes, menu) in [(single, SINGLE), (needy, NEEDY)] {
            if classes.is_empty() {
                continue;
            }
            for &class in &classes {
                let known = master.columns_of(class).iter().map(|index| master.columns[index.0].clone());
                self.memory.wishes.insert(class, known.collect());
            }
            let mut scheduled = Free::all(master.network);
            greedy::close_but(master, &[], &mut scheduled);
            let mut grouped = scheduled.clone();
            grouped.join_groups();
            for free in [Free::all(master.network), scheduled, grouped] {
                let market = Market {
                    network: master.network,
                    prices: &prices,
                    scale: self.run.scale,
                    free: &free,
                    tolls: self.trips.tolls(),
                    potentials: None,
                };
                for (class, columns) in rounds::first_offers(self.run, master, self.trips, &market, &classes, menu) {
                    self.memory.wishes.entry(class).or_default().extend(columns);
                }
            }
            for class in &classes {
                self.memory.wishes.get_mut(class).into_iter().for_each(rank);
            }
        }
    }
}

fn rank(wishes: &mut Vec<Column>) {
    wishes.sort_by(|one, other| (one.cost, &one.route).cmp(&(other.cost, &other.route)));
    wishes.dedup_by(|one, other| one.route == other.route);
}

/// The duties of `column` on which those in `cover` can't look after it as well.
fn missing(network: &Network, cover: &Cover, column: &Column) -> Vec<Duty> {
    let short = escorting::needs(column).filter(|&(duty, persons)| {
        let (need, sent) = cover.get(&duty).copied().unwrap_or_default();
        solution::missing(network, duty.0, (need + persons, sent)) > 0
    });
    short.map(|(duty, _)| duty).collect()
}
