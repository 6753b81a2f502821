//! Ejection: a party that stays takes places that others have, who find others still, as planners rebook by hand (ejection
//! chains, Glover 1996; for vehicle routing, Nagata, Bräysy 2009).
//!
//! A plan that was booked one by one leaves those behind who came last, however little it would take others to make room.
//! Here each of them names the itineraries it would have were nobody else to travel; for each in turn those in its way whom
//! staying would cost least are taken out and booked anew on what is left, exactly priced. What makes the plan dearer is
//! undone.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::greedy::{self, Draft};
use super::master::Master;
use super::placing::{self, Beyond};
use super::rounds::{self, Menu};
use super::run::Run;
use super::solution::{self, Solution};
use crate::ids::{CharterIdx, ClassIdx, TiVec};
use crate::itineraries::column::Column;
use crate::itineraries::free::Free;
use crate::itineraries::prices::Prices;
use crate::itineraries::pricing::Market;
use crate::itineraries::sites::Site;
use crate::itineraries::trips::Trips;
use crate::missions::way::Mission;

/// Itineraries that a party names.
const WISHES: usize = 12;
/// Of these, those for which escorts are sent for.
const ESCORTED: usize = 3;
/// Parties that one takes the places of at most.
const EJECTED: usize = 4;
/// Times that everyone left behind is asked, as long as it helps.
const ASKED: usize = 3;

/// Has those whom the best plan leaves behind take the places of others where that makes it cheaper.
pub fn search(run: &Run, master: &Master, trips: &Trips) {
    let Some(best) = run.best().filter(|_| !run.stopped() && !run.done()) else { return };
    let mut seating = Seating::new(run, master, trips, best);
    let mut wishes: BTreeMap<ClassIdx, Vec<Column>> = BTreeMap::new();
    let mut beyond = Beyond::new(run);
    for _ in 0..ASKED {
        let behind = seating.behind();
        let new: Vec<ClassIdx> = behind.iter().copied().filter(|class| !wishes.contains_key(class)).collect();
        wishes.extend(seating.wishes(&new));
        let mut seated = 0usize;
        for class in behind {
            let wished = wishes.get(&class).map_or(&[][..], Vec::as_slice);
            while !run.stopped() && seating.left[class] > 0 && seating.seat(wished, &mut beyond) {
                seated += 1;
                // Ever more rarely: a plan is written down whole each time.
                if seated.is_power_of_two() {
                    seating.show();
                }
            }
        }
        seating.show();
        if seated == 0 || run.stopped() {
            break;
        }
    }
}

/// A plan whose parties change places.
struct Seating<'s, 'r> {
    run: &'s Run<'r>,
    master: &'s Master<'s>,
    trips: &'s Trips,
    hired: Vec<CharterIdx>,
    /// The parties' columns; none where one was taken out.
    taken: Vec<Option<Column>>,
    missions: Vec<Mission>,
    /// What is left to those who join the groups and escorts that there are.
    free: Free,
    /// Parties of each class that stay.
    left: TiVec<ClassIdx, usize>,
    /// By site: the positions of those who are there, or were.
    holders: FxHashMap<Site, Vec<usize>>,
}

impl<'s, 'r> Seating<'s, 'r> {
    fn new(run: &'s Run<'r>, master: &'s Master<'s>, trips: &'s Trips, best: Solution) -> Self {
        let draft = Draft { columns: best.columns, missions: best.missions, ..Draft::default() };
        let mut free = draft.free_to_join(master);
        greedy::close_but(master, &best.charters, &mut free);
        let mut seating = Self {
            run,
            master,
            trips,
            hired: best.charters,
            taken: Vec::new(),
            left: draft.left(master),
            missions: draft.missions,
            free,
            holders: FxHashMap::default(),
        };
        draft.columns.into_iter().for_each(|column| seating.note(column));
        seating
    }

    /// Writes down where a party is.
    fn note(&mut self, column: Column) {
        let position = self.taken.len();
        for &(site, _) in &column.uses {
            self.holders.entry(site).or_default().push(position);
        }
        self.taken.push(Some(column));
    }

    /// Those who stay, the ones whom that costs most first.
    fn behind(&self) -> Vec<ClassIdx> {
        let mut behind: Vec<ClassIdx> = self.master.classes.keys().filter(|&class| self.left[class] > 0).collect();
        behind.sort_by_key(|&class| (Reverse(self.staying(class)), class));
        behind
    }

    fn staying(&self, class: ClassIdx) -> i64 {
        self.master.classes[class].traits.staying()
    }

    /// The itineraries that `classes` would have with the charters that there are, were nobody else to travel.
    fn wishes(&self, classes: &[ClassIdx]) -> Vec<(ClassIdx, Vec<Column>)> {
        let (run, master, trips, prices) = (self.run, self.master, self.trips, Prices::default());
        let mut free = Free::all(master.network);
        greedy::close_but(master, &self.hired, &mut free);
        free.join_groups();
        let market = Market {
            network: master.network,
            prices: &prices,
            scale: run.scale,
            free: &free,
            tolls: trips.tolls(),
            potentials: None,
        };
        rounds::first_offers(run, master, trips, &market, classes, Menu { most: WISHES, looks: 1 })
    }

    /// Gives a party the first of its `wishes` that makes the plan cheaper; whether there is one.
    fn seat(&mut self, wishes: &[Column], beyond: &mut Beyond) -> bool {
        let mut escorted = 0;
        for column in wishes {
            let Some(ejected) = self.make_room(column) else { continue };
            let covered = column.uses.iter().all(|&(site, persons)| self.free.looks_after(site) >= persons);
            escorted += usize::from(!covered);
            let sent = match covered {
                true => Some(Vec::new()),
                false if escorted > ESCORTED => None,
                false => self.escorts(column, beyond),
            };
            if sent.is_some_and(|sent| self.exchange(column, &ejected, sent)) {
                return true;
            }
            ejected.into_iter().for_each(|(position, column)| self.put_back(position, column));
        }
        false
    }

    /// Takes out those in the way of `column` whom staying would cost least, if they are few; where they were.
    fn make_room(&mut self, column: &Column) -> Option<Vec<(usize, Column)>> {
        let network = self.master.network;
        let mut ejected: Vec<(usize, Column)> = Vec::new();
        for &(site, demand) in &column.uses {
            // Who isn't looked after needs an escort, and nobody's place.
            let alone = matches!(site, Site::Need(..)) && self.free.looks_after(site) < demand;
            while !alone && !self.free.fits(network, site, demand) {
                let next = if ejected.len() < EJECTED { self.least(site, column.route.class) } else { None };
                let out = next.and_then(|position| Some((position, self.taken[position].take()?)));
                let Some((position, out)) = out else {
                    ejected.into_iter().for_each(|(position, column)| self.put_back(position, column));
                    return None;
                };
                self.free.give_back(&out.uses);
                ejected.push((position, out));
            }
        }
        Some(ejected)
    }

    /// Of those at `site` who may leave, the one whom staying would cost least.
    fn least(&self, site: Site, class: ClassIdx) -> Option<usize> {
        let may_leave = |column: &Column| {
            column.route.class != class
                && self.master.classes[column.route.class].traits.fixed.is_none()
                && self.free.spares(self.master.network, &column.uses)
                && greedy::flies_only(self.master, column, &[])
        };
        let holders = self.holders.get(&site)?.iter().filter_map(|&position| {
            let column = self.taken[position].as_ref().filter(|column| may_leave(column))?;
            Some((self.staying(column.route.class) - column.cost, position))
        });
        holders.min().map(|(_, position)| position)
    }

    fn put_back(&mut self, position: usize, column: Column) {
        self.free.take(&column.uses);
        self.taken[position] = Some(column);
    }

    /// Escorts for `column` besides those there are.
    fn escorts(&mut self, column: &Column, beyond: &mut Beyond) -> Option<Vec<Mission>> {
        let cover = solution::cover(self.taken.iter().flatten(), self.missions.iter());
        placing::escorts(self.master, Some(beyond), &mut self.free, &cover, column)
    }

    /// Seats `column` with the escorts `sent` for it, and those ejected anew; whether that makes the plan cheaper, or else
    /// is undone but for the ejected, who are still out.
    fn exchange(&mut self, column: &Column, ejected: &[(usize, Column)], sent: Vec<Mission>) -> bool {
        let network = self.master.network;
        let mut gain = self.staying(column.route.class) - column.cost;
        gain -= sent.iter().map(|mission| mission.cost).sum::<i64>();
        let fits = gain > 0 && self.free.joins(network, &column.uses) && self.send(&sent, column);
        if !fits {
            return false;
        }
        let mut anew: Vec<(ClassIdx, Option<Column>)> = Vec::new();
        for (_, old) in ejected {
            if gain <= 0 {
                break;
            }
            let class = old.route.class;
            let new = greedy::offers(self.master, self.run, self.trips, &self.free, class).next();
            gain -= new.as_ref().map_or(self.staying(class), |new| new.cost) - old.cost;
            new.iter().for_each(|new| self.free.take(&new.uses));
            anew.push((class, new));
        }
        if gain <= 0 {
            anew.iter().filter_map(|(_, new)| new.as_ref()).for_each(|new| self.free.give_back(&new.uses));
            self.call_back(&sent, column);
            return false;
        }
        self.left[column.route.class] -= 1;
        self.note(column.clone());
        for (class, new) in anew {
            match new {
                Some(new) => self.note(new),
                None => self.left[class] += 1,
            }
        }
        self.missions.extend(sent);
        true
    }

    /// Takes the seats of `missions` and of `column`, whom they look after; whether they all fit, or else nothing is taken.
    fn send(&mut self, missions: &[Mission], column: &Column) -> bool {
        self.escort(missions, true);
        let fits = self.free.fits_all(self.master.network, &column.uses);
        if fits {
            self.free.take(&column.uses);
        } else {
            self.escort(missions, false);
        }
        fits
    }

    fn call_back(&mut self, missions: &[Mission], column: &Column) {
        self.free.give_back(&column.uses);
        self.escort(missions, false);
    }

    /// Sends `missions`, or calls them back.
    fn escort(&mut self, missions: &[Mission], sent: bool) {
        for mission in missions {
            if sent {
                self.free.take(&mission.uses)
            } else {
                self.free.give_back(&mission.uses)
            }
            for (kind, sector) in mission.way.duties() {
                let ratio = self.master.network.feed.escort_types[kind].ratio;
                self.free.look_after(Site::Need(kind, sector), ratio, sent);
            }
        }
    }

    /// Shows the plan as it is now.
    fn show(&self) {
        let columns: Vec<Column> = self.taken.iter().flatten().cloned().collect();
        if let Some(solution) = Solution::of(self.master, columns, self.missions.clone()) {
            self.run.found(solution);
        }
    }
}
