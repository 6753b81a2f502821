//! Booking: parties take the cheapest itineraries that what is left has room for, one after the other.

use std::collections::BTreeMap;

use super::greedy::{self, Draft};
use super::master::Master;
use super::rounds;
use super::run::Run;
use super::solution::{self, Solution};
use crate::ids::{CharterIdx, ClassIdx, TiVec};
use crate::itineraries::column::Column;
use crate::itineraries::free::Free;
use crate::itineraries::prices::Prices;
use crate::itineraries::pricing::Market;
use crate::itineraries::sites::Site;
use crate::itineraries::trips::Trips;

/// How often a party whose offers are taken is priced anew.
const RETRIES: usize = 3;

/// What is booked.
pub struct Book {
    /// What is booked, for good.
    pub draft: Draft,
    /// What that leaves; no charter but those hired.
    pub free: Free,
    /// Parties of each class that have no place yet.
    pub left: TiVec<ClassIdx, usize>,
    /// Charters whose seats are booked.
    pub hired: Vec<CharterIdx>,
    /// Parties in need whose places are kept until escorts are looked for, which takes much longer.
    pencilled: Vec<Column>,
}

impl Book {
    /// A book that holds the fixed parties; none where they can't be booked one by one.
    pub fn new(master: &Master, run: &Run, prices: &Prices) -> Option<Self> {
        let draft = greedy::fixed(master, run, prices)?;
        let mut free = draft.free(master);
        master.charters.keys().for_each(|charter| greedy::close(master, charter, &mut free));
        let left = draft.left(master);
        let hired = solution::flown(master.network, &draft.columns, &draft.missions);
        Some(Self { draft, free, left, hired, pencilled: Vec::new() })
    }

    /// Books the parties of some classes, each with its `offers`, ascending.
    pub fn part(
        &mut self,
        run: &Run,
        master: &Master,
        trips: &Trips,
        market: &Market,
        offers: Vec<(ClassIdx, Vec<Column>)>,
    ) {
        let mut waiting = offers;
        for retry in 0..=RETRIES {
            let mut again: Vec<ClassIdx> = Vec::new();
            for (class, offers) in waiting {
                while self.left[class] > 0 && self.take(master, class, &offers) {}
                if self.left[class] > 0 && !offers.is_empty() {
                    again.push(class);
                }
            }
            if again.is_empty() || retry == RETRIES || run.stopped() {
                return;
            }
            waiting = self.reprice(run, master, trips, market, &again);
        }
    }

    /// Offers to `classes` of what is left, without groups that are too small.
    fn reprice(
        &self,
        run: &Run,
        master: &Master,
        trips: &Trips,
        market: &Market,
        classes: &[ClassIdx],
    ) -> Vec<(ClassIdx, Vec<Column>)> {
        let mut joining = self.free.clone();
        joining.join_groups();
        let market = Market { free: &joining, ..*market };
        rounds::first_offers(run, master, trips, &market, classes, rounds::Menu::usual(master))
    }

    /// Books a party of `class` on the first of `offers` that there is room for; whether it is booked.
    pub fn take(&mut self, master: &Master, class: ClassIdx, offers: &[Column]) -> bool {
        let Some(column) = offers.iter().find(|column| self.has_room(master, column)) else { return false };
        self.free.take(&column.uses);
        self.left[class] -= 1;
        self.hold(master, column.clone());
        true
    }

    /// Whether there is room for `column`. The pencilled may have to leave, so that no group may count on them.
    pub fn has_room(&self, master: &Master, column: &Column) -> bool {
        let grouped = |&(site, _): &(Site, u32)| match site {
            Site::Allotment(agreement, _) => master.network.feed.agreements[agreement].min_group > 1,
            _ => false,
        };
        let alone = master.classes[column.route.class].traits.needs.is_empty();
        (alone || !column.uses.iter().any(grouped))
            && greedy::flies_only(master, column, &self.hired)
            && self.free.joins(master.network, &column.uses)
            && self.free.fits_all(master.network, &column.uses)
    }

    /// Whether `charter` isn't hired yet, nor any other of its group.
    pub fn may_hire(&self, master: &Master, charter: CharterIdx) -> bool {
        let charters = &master.network.feed.charters;
        let group = charters[charter].group;
        let rival = |&other: &CharterIdx| other == charter || (group.is_some() && charters[other].group == group);
        !self.hired.iter().any(rival)
    }

    /// Where the parties of each class are among those booked.
    pub fn positions(&self) -> BTreeMap<ClassIdx, Vec<usize>> {
        let mut positions: BTreeMap<ClassIdx, Vec<usize>> = BTreeMap::new();
        for (position, column) in self.draft.columns.iter().enumerate() {
            positions.entry(column.route.class).or_default().push(position);
        }
        positions
    }

    /// Hires `charter`: parties go over from positions among those booked, or from staying, and leave so much `free`.
    pub fn hire(&mut self, master: &Master, charter: CharterIdx, free: Free, moves: Vec<(Option<usize>, Column)>) {
        self.hired.push(charter);
        self.free = free;
        for (from, column) in moves {
            let class = column.route.class;
            match from {
                Some(position) => self.draft.columns[position] = column,
                None => {
                    self.left[class] -= 1;
                    self.hold(master, column);
                }
            }
        }
    }

    /// Keeps the place of a party, in pencil where its escorts are still to be found.
    fn hold(&mut self, master: &Master, column: Column) {
        if master.classes[column.route.class].traits.needs.is_empty() {
            self.draft.columns.push(column);
        } else {
            self.pencilled.push(column);
        }
    }

    /// Takes back the pencilled: they are to be placed with their escorts.
    pub fn release(&mut self) {
        for column in self.pencilled.drain(..) {
            self.free.give_back(&column.uses);
            self.left[column.route.class] += 1;
        }
    }

    /// Shows what is booked as a plan.
    pub fn close(&self, run: &Run, master: &Master) {
        if let Some(solution) = Solution::of(master, self.draft.columns.clone(), self.draft.missions.clone()) {
            run.found(solution);
        }
    }
}
