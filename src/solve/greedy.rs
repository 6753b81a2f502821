//! First plans: what the relaxation takes most of, escorts for those who need them, then party by party the cheapest
//! itinerary that still fits.

use std::cmp::Reverse;

use ordered_float::OrderedFloat;
use rustc_hash::{FxHashMap, FxHashSet};

use super::escorting;
use super::master::{Master, Relaxed};
use super::placing;
use super::run::Run;
use super::solution::{self, Solution};
use crate::ids::{CharterIdx, ClassIdx, TiVec};
use crate::itineraries::column::Column;
use crate::itineraries::free::Free;
use crate::itineraries::prices::{Prices, Scaled};
use crate::itineraries::pricing::{self, Market, Search};
use crate::itineraries::sites::{Aboard, Site};
use crate::itineraries::trips::Trips;
use crate::missions::way::Mission;

/// Itineraries of a party left behind for which escorts are looked for beyond those that are known.
const ASKED: usize = 8;

/// Itineraries that a party is offered at once of what is left.
const OFFERED: usize = 3;

/// A plan in the making.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    /// Columns taken, one entry per party.
    pub columns: Vec<Column>,
    /// Missions, one entry per escort.
    pub missions: Vec<Mission>,
    /// Sites at which nothing more may be taken.
    pub closed: FxHashSet<Site>,
}

impl Draft {
    /// What the draft leaves free.
    pub fn free(&self, master: &Master) -> Free {
        let mut free = Free::all(master.network);
        self.columns.iter().for_each(|column| free.take(&column.uses));
        self.missions.iter().for_each(|mission| free.take(&mission.uses));
        self.closed.iter().for_each(|&site| free.close(site));
        free
    }

    /// What it leaves free to those who join the groups and escorts that there are.
    pub fn free_to_join(&self, master: &Master) -> Free {
        let mut free = self.free(master);
        let mut covered: FxHashMap<Site, u32> = FxHashMap::default();
        for (kind, sector) in self.missions.iter().flat_map(|mission| mission.way.duties()) {
            *covered.entry(Site::Need(kind, sector)).or_default() += master.network.feed.escort_types[kind].ratio;
        }
        free.join_only(covered);
        free
    }

    /// Parties of each class that it leaves behind.
    pub fn left(&self, master: &Master) -> TiVec<ClassIdx, usize> {
        let mut left: TiVec<ClassIdx, usize> = master.classes.iter().map(|class| class.parties.len()).collect();
        self.columns.iter().for_each(|column| left[column.route.class] -= 1);
        left
    }
}

/// Takes the columns of `classes` that the relaxation takes most of, as far as they fit into `draft`, then for each party
/// left the column of least reduced cost under `prices` that still fits; none of a charter outside `charters`.
fn fill(
    master: &Master,
    run: &Run,
    prices: &Prices,
    relaxed: &Relaxed,
    charters: &[CharterIdx],
    draft: &mut Draft,
    classes: &[ClassIdx],
) {
    let mut free = draft.free(master);
    let mut left = draft.left(master);
    let mut take = |column: &Column| {
        let fits = left[column.route.class] > 0 && free.fits_all(master.network, &column.uses);
        if fits {
            left[column.route.class] -= 1;
            free.take(&column.uses);
            draft.columns.push(column.clone());
        }
        fits
    };
    // With everything free there is nobody to join.
    let is_group = |column: &Column| run.free.joins(master.network, &column.uses);
    let allowed = |column: &Column| is_fixed(master, column) || flies_only(master, column, charters);
    let asked: FxHashSet<ClassIdx> = classes.iter().copied().collect();
    let mut wanted: Vec<(f64, &Column)> = relaxed
        .columns
        .iter()
        .zip(&master.columns)
        .filter(|(value, column)| **value > 0.1 && allowed(column) && asked.contains(&column.route.class))
        // Fixed parties can't give up a group that stays too small.
        .filter(|(_, column)| !is_fixed(master, column) || is_group(column))
        .map(|(&value, column)| (value, column))
        .collect();
    wanted.sort_by_key(|&(value, column)| (Reverse(OrderedFloat(value)), &column.route));
    for (value, column) in wanted {
        (0..value.ceil() as usize).for_each(|_| _ = take(column));
    }
    for &class in classes {
        let staying = run.scale.up(master.classes[class].traits.staying());
        let mut ranked: Vec<(bool, Scaled, &Column)> = master
            .columns_of(class)
            .iter()
            .map(|index| &master.columns[index.0])
            .filter(|column| allowed(column))
            .map(|column| (prices.reduced_cost(run.scale, column), column))
            .filter(|&(reduced, column)| is_fixed(master, column) || reduced <= staying)
            // Fixed parties first as groups by themselves: they can't give up one that is too small.
            .map(|(reduced, column)| (is_fixed(master, column) && !is_group(column), reduced, column))
            .collect();
        ranked.sort_by(|one, other| (one.0, one.1, &one.2.route).cmp(&(other.0, other.1, &other.2.route)));
        // The first that fits is taken until it fits no more, then the next.
        ranked.into_iter().for_each(|(.., column)| while take(column) {});
    }
}

/// The charters that the relaxation uses most, one of each group.
fn favourites(master: &Master, relaxed: &Relaxed) -> Vec<CharterIdx> {
    let used = |charter: CharterIdx| relaxed.structurals.get(master.charters[charter].0).copied().unwrap_or_default();
    let mut charters: Vec<CharterIdx> = master.charters.keys().filter(|&charter| used(charter) > 0.3).collect();
    charters.sort_by_key(|&charter| (Reverse(OrderedFloat(used(charter))), charter));
    let mut groups = FxHashSet::default();
    charters.retain(|&charter| master.network.feed.charters[charter].group.is_none_or(|group| groups.insert(group)));
    charters.sort_unstable();
    charters
}

/// Plans with the charters that the relaxation favours, with all and with none: fixed parties, those who need escorts,
/// everyone else. The very first plan, before any relaxation is solved, stands at once: nobody looks for escorts yet but
/// those of fixed parties.
pub fn first_plans(
    master: &Master,
    run: &Run,
    trips: &Trips,
    prices: &Prices,
    relaxed: &Relaxed,
    search: escorting::Search,
) {
    let all: Vec<CharterIdx> = master.charters.keys().collect();
    let mut some: Vec<Vec<CharterIdx>> = vec![favourites(master, relaxed), all, Vec::new()];
    some.dedup();
    let (fixed, others): (Vec<ClassIdx>, Vec<ClassIdx>) =
        master.classes.keys().partition(|&class| master.classes[class].traits.fixed.is_some());
    let alone: Vec<ClassIdx> =
        others.into_iter().filter(|&class| master.classes[class].traits.needs.is_empty()).collect();
    for charters in &some {
        let mut draft = Draft::default();
        fill(master, run, prices, relaxed, charters, &mut draft, &fixed);
        escorting::send(master, run, relaxed, &mut draft);
        if !relaxed.columns.is_empty() {
            placing::place(master, run, prices, &mut draft, charters, search);
        }
        fill(master, run, prices, relaxed, charters, &mut draft, &alone);
        if let Some(solution) = mend(master, run, trips, prices, draft, charters) {
            run.found(solution);
        }
    }
}

/// The fixed parties by themselves, with their escorts, if that much is a plan.
pub fn fixed(master: &Master, run: &Run, prices: &Prices) -> Option<Draft> {
    let fixed: Vec<ClassIdx> =
        master.classes.keys().filter(|&class| master.classes[class].traits.fixed.is_some()).collect();
    let charters: Vec<CharterIdx> = master.charters.keys().collect();
    let mut draft = Draft::default();
    fill(master, run, prices, &Relaxed::default(), &charters, &mut draft, &fixed);
    escorting::send(master, run, &Relaxed::default(), &mut draft);
    Solution::of(master, draft.columns.clone(), draft.missions.clone()).map(|_| draft)
}

/// The seats on the legs of `charter`.
fn seats(master: &Master, charter: CharterIdx) -> impl Iterator<Item = Site> {
    master.network.legs(charter).iter().map(|&leg| Site::Sector(leg, Aboard::Seats))
}

/// Leaves no seat of `charter` in `free`.
pub fn close(master: &Master, charter: CharterIdx, free: &mut Free) {
    seats(master, charter).for_each(|site| free.close(site));
}

/// Leaves no seat in `free` of any charter but those `hired`.
pub fn close_but(master: &Master, hired: &[CharterIdx], free: &mut Free) {
    master.charters.keys().filter(|charter| !hired.contains(charter)).for_each(|charter| close(master, charter, free));
}

/// Adds to the best plan who can still be added: with escorts looked for beyond those that are known, or by joining.
pub fn complete(master: &Master, run: &Run, trips: &Trips, prices: &Prices) {
    let Some(best) = run.best() else { return };
    let charters = best.charters.clone();
    let mut draft = Draft { columns: best.columns, missions: best.missions, closed: FxHashSet::default() };
    placing::place(master, run, prices, &mut draft, &charters, escorting::Search::All(ASKED));
    insert(master, run, trips, &mut draft, &charters);
    if let Some(solution) = Solution::of(master, draft.columns, draft.missions) {
        run.found(solution);
    }
}

/// Makes a plan of `columns` and `missions` as far as they fit: whoever then lacks an escort gets one or stays.
pub fn revive(
    master: &Master,
    run: &Run,
    trips: &Trips,
    columns: Vec<Column>,
    missions: Vec<Mission>,
    charters: &[CharterIdx],
) {
    let mut free = Free::all(master.network);
    let mut fits = |uses: &[(Site, u32)]| {
        let fits = free.fits_all(master.network, uses);
        if fits {
            free.take(uses);
        }
        fits
    };
    let (mut columns, mut missions) = (columns, missions);
    columns.retain(|column| fits(&column.uses));
    missions.retain(|mission| fits(&mission.uses));
    let mut draft = Draft { columns, missions, closed: FxHashSet::default() };
    escorting::send(master, run, &Relaxed::default(), &mut draft);
    if let Some(solution) = mend(master, run, trips, &Prices::default(), draft, charters) {
        run.found(solution);
    }
}

/// Makes a valid plan of `draft`: escorts for whom they can be had, groups that are too small and charters that are too
/// empty given up, and whoever is left behind joined to what there is.
fn mend(
    master: &Master,
    run: &Run,
    trips: &Trips,
    prices: &Prices,
    mut draft: Draft,
    charters: &[CharterIdx],
) -> Option<Solution> {
    // Each round closes a site or ends.
    while !run.stopped() && give_up(master, &mut draft) {
        escorting::recall(master, &mut draft);
    }
    placing::place(master, run, prices, &mut draft, charters, escorting::Search::Known);
    insert(master, run, trips, &mut draft, charters);
    let mut lean = draft.clone();
    escorting::recall(master, &mut lean);
    // A mission that nobody needs may fill a group or a charter.
    let valid = |draft: Draft| Solution::of(master, draft.columns, draft.missions);
    valid(lean).or_else(|| valid(draft))
}

/// Gives up groups that are too small, and charters that are too empty or one of a group too many; whether there were any.
pub fn give_up(master: &Master, draft: &mut Draft) -> bool {
    let feed = master.network.feed;
    let mut given_up: Vec<Site> = solution::groups(master, &draft.columns, &draft.missions)
        .into_iter()
        .filter(|&((agreement, _), seats)| seats < feed.agreements[agreement].min_group)
        .map(|((agreement, sector), _)| Site::Allotment(agreement, sector))
        .collect();
    let mut groups = FxHashSet::default();
    for (index, charter) in feed.charters.iter_enumerated() {
        let own = draft.columns.iter().map(|column| column.seats_on_first_leg(master.network, index));
        let escorts = draft.missions.iter().map(|mission| mission.seats_on_first_leg(master.network, index));
        let taken = own.chain(escorts).sum::<u32>();
        let flown = flown(master, draft, index);
        let second = flown && charter.group.is_some_and(|group| !groups.insert(group));
        if flown && (taken < charter.min_seats || second) {
            given_up.extend(seats(master, index));
        }
    }
    let given_up: Vec<Site> = given_up.into_iter().filter(|site| draft.closed.insert(*site)).collect();
    let uses = |uses: &[(Site, u32)]| uses.iter().any(|(site, _)| given_up.contains(site));
    draft.columns.retain(|column| is_fixed(master, column) || !uses(&column.uses));
    draft.missions.retain(|mission| !uses(&mission.uses));
    !given_up.is_empty()
}

/// Adds parties that `draft` leaves behind on the cheapest itineraries that are free, priced exactly, joining groups and
/// escorts that there are.
pub fn insert(master: &Master, run: &Run, trips: &Trips, draft: &mut Draft, charters: &[CharterIdx]) {
    let mut free = draft.free_to_join(master);
    let mut left = draft.left(master);
    for class in master.classes.keys() {
        while left[class] > 0 && !run.stopped() {
            let allowed = |column: &Column| flies_only(master, column, charters);
            let Some(column) = offers(master, run, trips, &free, class).find(allowed) else { break };
            free.take(&column.uses);
            left[class] -= 1;
            draft.columns.push(column);
        }
    }
}

/// The cheapest itineraries for a party of `class` that cost less than staying and fit what is `free`, priced exactly: a few,
/// the cheapest first, since one may not fit as a whole.
pub fn offers<'f>(
    master: &'f Master,
    run: &Run,
    trips: &Trips,
    free: &'f Free,
    class: ClassIdx,
) -> impl Iterator<Item = Column> + use<'f> {
    let (network, row, prices) = (master.network, &master.classes[class], Prices::default());
    let market = Market { network, prices: &prices, scale: run.scale, free, tolls: trips.tolls(), potentials: None };
    let search = Search { below: run.scale.up(row.traits.staying()), most: OFFERED, all: false };
    let offers = pricing::offers(&market, class, row, trips.of(class), search).unwrap_or_default();
    let columns = offers.into_iter().map(move |offer| Column::new(network, row, offer.route));
    columns.filter(move |column| free.fits_all(network, &column.uses))
}

fn is_fixed(master: &Master, column: &Column) -> bool {
    master.classes[column.route.class].traits.fixed.is_some()
}

fn flown(master: &Master, draft: &Draft, charter: CharterIdx) -> bool {
    let columns = draft.columns.iter().flat_map(|column| column.route.sectors.iter().copied());
    let mut sectors = columns.chain(draft.missions.iter().flat_map(|mission| mission.way.sectors()));
    sectors.any(|sector| master.charter_flying(sector) == Some(charter))
}

/// Whether `column` flies no charter but `charters`.
pub fn flies_only(master: &Master, column: &Column, charters: &[CharterIdx]) -> bool {
    let mut flown = column.route.sectors.iter().filter_map(|&sector| master.charter_flying(sector));
    flown.all(|charter| charters.contains(&charter))
}
