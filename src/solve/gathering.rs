//! Gathering: parties in need of escorts are brought together on the ways on which an escort serves most of them.
//!
//! Booked one by one, each would take the itinerary that is cheapest for itself, on which nobody needs the escort besides, and
//! many would stay for the price of one. So ways are looked at instead of parties: the one on which those still waiting
//! save most is given its escorts, whoever it suits goes along, and the next way is looked at (greedy covering by savings;
//! Clarke, Wright 1964; Chvátal 1979).

use std::collections::BTreeMap;

use super::booking::Book;
use super::escorting::{Duty, needs};
use super::master::Master;
use super::placing::{self, Beyond};
use super::rounds;
use super::run::Run;
use super::solution::{self, Cover};
use crate::ids::{ClassIdx, EscortTypeIdx};
use crate::itineraries::column::Column;
use crate::itineraries::pricing::Market;
use crate::itineraries::trips::Trips;
use crate::missions::way::Mission;

/// Itineraries that each class in need is offered: at most, at least, and for all together.
const MOST: usize = 24;
const LEAST: usize = 6;
const ALL: usize = 12_000;

/// Looks for that many: who is to share has to have what is dearer for itself to choose from.
const LOOKS: usize = 3;

/// Ways for which a class leads in vain before it leads no more.
const PATIENCE: usize = 4;

/// Times that those in need are offered what is left, as long as it helps.
const ROUNDS: usize = 4;

/// Books the parties in need that `book` still has to place, with escorts.
pub fn gather(run: &Run, master: &Master, trips: &Trips, market: &Market, book: &mut Book) {
    book.release();
    // A party alone is seldom a group: fares that it can't have would crowd out those that it can.
    book.free.join_groups();
    let mut beyond = Beyond::new(run);
    for _ in 0..ROUNDS {
        let needy = |class: &ClassIdx| book.left[*class] > 0 && !master.classes[*class].traits.needs.is_empty();
        let classes: Vec<ClassIdx> = master.classes.keys().filter(needy).collect();
        let menu = rounds::Menu { most: (ALL / classes.len().max(1)).clamp(LEAST, MOST), looks: LOOKS };
        let free = book.free.clone();
        let offers = rounds::first_offers(run, master, trips, &Market { free: &free, ..*market }, &classes, menu);
        if round(run, master, book, &offers, &mut beyond) == 0 || run.stopped() {
            break;
        }
    }
}

/// Books as many as can be gathered on `offers`; how often escorts were sent.
fn round(
    run: &Run,
    master: &Master,
    book: &mut Book,
    offers: &[(ClassIdx, Vec<Column>)],
    beyond: &mut Beyond,
) -> usize {
    let mut gathering = Gathering::new(master, book, offers);
    let mut sent = 0usize;
    while let Some(duties) = gathering.best().filter(|_| !run.stopped()) {
        if gathering.serve(beyond, &duties) {
            sent += 1;
            // Ever more rarely: a plan is written down whole each time.
            if sent.is_power_of_two() {
                gathering.book.close(run, master);
            }
        }
    }
    sent
}

/// An itinerary that a class is offered, and what it saves instead of staying, minor units.
#[derive(Clone, Copy)]
struct Offer<'g> {
    column: &'g Column,
    saving: i64,
}

struct Gathering<'g> {
    master: &'g Master<'g>,
    book: &'g mut Book,
    cover: Cover,
    /// By the duties that escorts have on them: who may go, those who save most first.
    ways: BTreeMap<Vec<Duty>, Vec<Offer<'g>>>,
    /// By duty: who has it on an itinerary.
    having: BTreeMap<Duty, Vec<Offer<'g>>>,
    /// How often a class has led in vain.
    refused: BTreeMap<ClassIdx, usize>,
}

impl<'g> Gathering<'g> {
    fn new(master: &'g Master<'g>, book: &'g mut Book, offers: &'g [(ClassIdx, Vec<Column>)]) -> Self {
        let mut ways: BTreeMap<Vec<Duty>, Vec<Offer>> = BTreeMap::new();
        let mut having: BTreeMap<Duty, Vec<Offer>> = BTreeMap::new();
        for (class, columns) in offers {
            for column in columns {
                let offer = Offer { column, saving: master.classes[*class].traits.staying() - column.cost };
                if offer.saving <= 0 {
                    continue;
                }
                let duties: Vec<Duty> = needs(column).map(|(duty, _)| duty).collect();
                duties.iter().for_each(|&duty| having.entry(duty).or_default().push(offer));
                ways.entry(duties).or_default().push(offer);
            }
        }
        for way in ways.values_mut() {
            way.sort_by(|one, other| other.saving.cmp(&one.saving).then(one.column.route.cmp(&other.column.route)));
        }
        let cover = solution::cover(book.draft.columns.iter(), book.draft.missions.iter());
        Self { master, book, cover, ways, having, refused: BTreeMap::new() }
    }

    /// The way on which those waiting save most; ways on which nobody may lead any more are forgotten.
    fn best(&mut self) -> Option<Vec<Duty>> {
        let leads = |offer: &Offer| {
            let class = offer.column.route.class;
            self.book.left[class] > 0 && self.refused.get(&class).is_none_or(|&times| times < PATIENCE)
        };
        self.ways.retain(|_, way| way.iter().any(leads));
        // Of two that save as much, the first.
        let saving = |way: &[Offer]| self.saving(way);
        let ranked = self.ways.iter().map(|(duties, way)| (saving(way), duties));
        ranked.max_by(|one, other| one.0.cmp(&other.0).then(other.1.cmp(one.1))).map(|(_, duties)| duties.clone())
    }

    /// What the parties save on `way` who find room with one escort of each type.
    fn saving(&self, way: &[Offer]) -> i64 {
        let mut aboard: BTreeMap<EscortTypeIdx, u32> = BTreeMap::new();
        let mut saving = 0;
        for offer in way {
            let needs = &self.master.classes[offer.column.route.class].traits.needs;
            for _ in 0..self.book.left[offer.column.route.class] {
                let room = |&(kind, persons): &(EscortTypeIdx, u32)| {
                    let ratio = self.master.network.feed.escort_types[kind].ratio;
                    aboard.get(&kind).is_none_or(|&aboard| aboard + persons <= ratio)
                };
                if !needs.iter().all(room) {
                    break;
                }
                needs.iter().for_each(|&(kind, persons)| *aboard.entry(kind).or_default() += persons);
                saving += offer.saving;
            }
        }
        saving
    }

    /// Sends the escorts that the way with `duties` lacks, where those who then go save more than that costs, and takes
    /// along everyone whom they suit as well; whether they were sent. Otherwise the way isn't looked at again.
    fn serve(&mut self, beyond: &mut Beyond, duties: &[Duty]) -> bool {
        let Some(way) = self.ways.get(duties).cloned() else { return false };
        let leads = |offer: &&Offer| {
            self.book.left[offer.column.route.class] > 0 && self.book.has_room(self.master, offer.column)
        };
        let Some(leader) = way.iter().find(leads) else {
            self.ways.remove(duties);
            return false;
        };
        let free = &mut self.book.free;
        let Some(missions) = placing::escorts(self.master, Some(beyond), free, &self.cover, leader.column) else {
            self.ways.remove(duties);
            *self.refused.entry(leader.column.route.class).or_default() += 1;
            return false;
        };
        let cost: i64 = missions.iter().map(|mission| mission.cost).sum();
        self.send(&missions);
        let before = self.book.draft.columns.len();
        let saved: i64 = way.iter().map(|offer| self.fill(offer)).sum();
        if saved <= cost {
            self.call_back(&missions, before);
            self.ways.remove(duties);
            return false;
        }
        self.take_along(&missions);
        self.book.draft.missions.extend(missions);
        true
    }

    fn send(&mut self, missions: &[Mission]) {
        missions.iter().for_each(|mission| self.book.free.take(&mission.uses));
        for duty in missions.iter().flat_map(|mission| mission.way.duties()) {
            self.cover.entry(duty).or_default().1 += 1;
        }
    }

    /// Takes back `missions` and whoever was booked since there were so many columns.
    fn call_back(&mut self, missions: &[Mission], before: usize) {
        for column in self.book.draft.columns.drain(before..) {
            self.book.free.give_back(&column.uses);
            self.book.left[column.route.class] += 1;
        }
        missions.iter().for_each(|mission| self.book.free.give_back(&mission.uses));
        self.cover = solution::cover(self.book.draft.columns.iter(), self.book.draft.missions.iter());
    }

    /// Books parties on an offer as far as there are room and escorts; what they save.
    fn fill(&mut self, offer: &Offer<'g>) -> i64 {
        let mut saved = 0;
        let column = offer.column;
        while self.book.left[column.route.class] > 0
            && self.is_covered(column)
            && self.book.has_room(self.master, column)
        {
            self.book.left[column.route.class] -= 1;
            self.book.free.take(&column.uses);
            solution::join(&mut self.cover, column, &[]);
            self.book.draft.columns.push(column.clone());
            saved += offer.saving;
        }
        saved
    }

    /// Books whoever else has all the escorts needed now, each where most is saved.
    fn take_along(&mut self, missions: &[Mission]) {
        let duties = missions.iter().flat_map(|mission| mission.way.duties());
        let mut suited: Vec<Offer> = duties.filter_map(|duty| self.having.get(&duty)).flatten().copied().collect();
        suited.sort_by(|one, other| other.saving.cmp(&one.saving).then(one.column.route.cmp(&other.column.route)));
        suited.iter().for_each(|offer| _ = self.fill(offer));
    }

    /// Whether the escorts who are on the way of `column` can look after one more party on it.
    fn is_covered(&self, column: &Column) -> bool {
        needs(column).all(|(duty, persons)| {
            let (need, sent) = self.cover.get(&duty).copied().unwrap_or_default();
            solution::missing(self.master.network, duty.0, (need + persons, sent)) == 0
        })
    }
}
