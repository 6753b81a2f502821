//! Hiring: charters, each where it saves those on it more than it costs, whether they would stay otherwise or pay fares
//! elsewhere.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::booking::Book;
use super::greedy;
use super::master::Master;
use super::run::Run;
use crate::ids::{CharterIdx, ClassIdx};
use crate::itineraries::column::Column;
use crate::itineraries::free::Free;
use crate::itineraries::sites::{Aboard, Site};

/// Hires charters one after the other, one of each group and the one that saves most first, and books on them who saves
/// most.
pub fn hire(run: &Run, master: &Master, book: &mut Book) {
    let wishes = wishes(master);
    while !run.stopped() {
        let open = master.charters.keys().filter(|&charter| book.may_hire(master, charter));
        let trials = open.filter_map(|charter| Trial::of(master, book, charter, wishes.get(&charter)?));
        let best = trials.filter(|trial| trial.saved > 0).max_by_key(|trial| (trial.saved, Reverse(trial.charter)));
        let Some(best) = best else { break };
        let moves = best.moves.into_iter().map(|one| (one.from, one.to.clone())).collect();
        book.hire(master, best.charter, best.free, moves);
    }
}

/// By charter: the known itineraries on it.
fn wishes<'m>(master: &'m Master) -> BTreeMap<CharterIdx, Vec<&'m Column>> {
    let mut wishes: BTreeMap<CharterIdx, Vec<&Column>> = BTreeMap::new();
    for column in &master.columns {
        let mut flown: Vec<CharterIdx> =
            column.route.sectors.iter().filter_map(|&sector| master.charter_flying(sector)).collect();
        flown.dedup();
        flown.into_iter().for_each(|charter| wishes.entry(charter).or_default().push(column));
    }
    wishes
}

/// A party that would go over to a charter.
struct Move<'m> {
    saving: i64,
    /// The position of what it has booked; none where it stays.
    from: Option<usize>,
    to: &'m Column,
}

/// What a charter would save.
struct Trial<'m> {
    charter: CharterIdx,
    moves: Vec<Move<'m>>,
    saved: i64,
    free: Free,
}

impl<'m> Trial<'m> {
    /// The charter with those of `wishes` aboard who save most and find room; none where they are too few.
    fn of(master: &Master, book: &Book, charter: CharterIdx, wishes: &[&'m Column]) -> Option<Self> {
        let (network, row) = (master.network, &master.network.feed.charters[charter]);
        let mut free = book.free.clone();
        for &leg in network.legs(charter) {
            free.open(Site::Sector(leg, Aboard::Seats), network.sectors[leg].capacity.seats);
        }
        let mut left = book.left.clone();
        let (mut moves, mut gone, mut saved, mut seats) = (Vec::<Move>::new(), Vec::new(), -row.fixed_cost.0, 0);
        for one in moves_to(master, book, charter, wishes) {
            let class: ClassIdx = one.to.route.class;
            let fits = free.joins(network, &one.to.uses) && free.fits_all(network, &one.to.uses);
            let leaves = match one.from {
                None => left[class] > 0,
                Some(position) => {
                    let column = &book.draft.columns[position];
                    let fixed = master.classes[class].traits.fixed.is_some();
                    let scheduled = greedy::flies_only(master, column, &[]);
                    !fixed && scheduled && !gone.contains(&position) && free.spares(network, &column.uses)
                }
            };
            if !fits || !leaves {
                continue;
            }
            match one.from {
                None => left[class] -= 1,
                Some(position) => {
                    free.give_back(&book.draft.columns[position].uses);
                    gone.push(position);
                }
            }
            free.take(&one.to.uses);
            saved += one.saving;
            seats += one.to.seats_on_first_leg(network, charter);
            moves.push(one);
        }
        (seats >= row.min_seats && seats > 0).then_some(Self { charter, moves, saved, free })
    }
}

/// Who would save something on `charter`, those first who save most a seat.
fn moves_to<'m>(master: &Master, book: &Book, charter: CharterIdx, wishes: &[&'m Column]) -> Vec<Move<'m>> {
    let mut hired = book.hired.clone();
    hired.push(charter);
    let booked = book.positions();
    let mut moves: Vec<Move> = Vec::new();
    for &to in wishes.iter().filter(|column| greedy::flies_only(master, column, &hired)) {
        let class = to.route.class;
        let traits = &master.classes[class].traits;
        if book.left[class] > 0 {
            moves.push(Move { saving: traits.staying() - to.cost, from: None, to });
        }
        for &position in booked.get(&class).map_or(&[][..], Vec::as_slice) {
            moves.push(Move { saving: book.draft.columns[position].cost - to.cost, from: Some(position), to });
        }
    }
    moves.retain(|one| one.saving > 0);
    let seats = |one: &Move| i64::from(one.to.seats_on_first_leg(master.network, charter).max(1));
    moves.sort_by(|one, other| {
        let key = |one: &Move| (Reverse(one.saving / seats(one)), one.from);
        key(one).cmp(&key(other)).then_with(|| one.to.route.cmp(&other.to.route))
    });
    moves
}
