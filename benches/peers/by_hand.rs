//! Planning by hand: the most pressing case first, each on the cheapest itinerary with seats left.
//!
//! What is ticketed stands and comes first. Then cases go by priority and by the date from which they are ready. One that
//! needs escorts takes the itinerary that is cheapest together with them, or stays. Group fares are booked in hope; where
//! the group isn't there in the end, they are given up and everything is booked anew. A charter is taken where the whole
//! plan comes cheaper with it, tried in the order of the feed. No case is moved again once it is booked.

use std::collections::BTreeSet;

use onward::feed::Priority;
use onward::ids::{AgreementIdx, CharterIdx, ClassIdx, SectorIdx, TiVec};
use onward::itineraries::classes::{self, Class};
use onward::itineraries::column::Column;
use onward::itineraries::free::Free;
use onward::itineraries::prices::{FORBIDDEN, Prices, Scale};
use onward::itineraries::pricing::{self, Market, Search};
use onward::itineraries::sites::{Aboard, Site};
use onward::itineraries::trips::Trips;
use onward::money::Money;
use onward::plan::Plan;

use super::booking::Booking;
use super::corps::Corps;
use onward::compact::Shuttles;
use onward::compact::Sky;

/// Itineraries looked at; the first that has room for every linked case is taken.
const LOOKED_AT: usize = 40;
/// Itineraries looked at where escorts are needed, each with its missions.
const ESCORTED: usize = 16;

/// So often everything is booked anew because groups weren't there; then no group fares are booked at all.
const ROUNDS: usize = 12;

/// Who plans: what stays the same from try to try.
pub struct Desk<'s> {
    sky: &'s Sky<'s>,
    shuttles: &'s Shuttles<'s>,
    classes: TiVec<ClassIdx, Class>,
    trips: Trips,
    order: Vec<ClassIdx>,
}

/// Group fares given up: the group wasn't there.
#[derive(Debug, Clone)]
enum Shut {
    /// On these sectors.
    On(BTreeSet<(AgreementIdx, SectorIdx)>),
    /// On all.
    Everywhere,
}

impl Shut {
    /// Everything is free but what is given up.
    fn free(&self, sky: &Sky) -> Free {
        let network = sky.network;
        let mut free = Free::all(network);
        let mut close = |agreement, sector| free.close(Site::Allotment(agreement, sector));
        match self {
            Self::On(pairs) => pairs.iter().for_each(|&(agreement, sector)| close(agreement, sector)),
            Self::Everywhere => {
                for (agreement, _) in network.feed.agreements.iter_enumerated().filter(|(_, row)| row.min_group > 1) {
                    network.sectors.keys().for_each(|sector| close(agreement, sector));
                }
            }
        }
        free
    }
}

/// A plan by hand, with what was given up for it.
struct Draft<'d> {
    booking: Booking<'d>,
    total: Money,
    valid: bool,
    shut: Shut,
}

impl Draft<'_> {
    fn beats(&self, other: &Self) -> bool {
        self.valid && (!other.valid || self.total < other.total)
    }
}

impl<'s> Desk<'s> {
    /// Sorts the parties of the feed, each by itself.
    pub fn new(shuttles: &'s Shuttles<'s>) -> Self {
        let sky = shuttles.tariff.sky;
        let classes = classes::one_by_one(sky.network);
        let trips = Trips::new(sky.network, &classes);
        let mut order: Vec<ClassIdx> = classes.keys().collect();
        order.sort_by_key(|&class| {
            let traits = &classes[class].traits;
            let priority = traits.members.iter().map(|member| member.priority).min().unwrap_or(Priority::Normal);
            (traits.fixed.is_none(), priority, traits.ready, class)
        });
        Self { sky, shuttles, classes, trips, order }
    }

    /// Books every party, and the charters that pay.
    ///
    /// # Errors
    /// A ticketed case that can't be taken.
    pub fn plan(&self) -> Result<Plan, String> {
        let charters = &self.sky.network.feed.charters;
        let hopeful = self.draft(&[], Shut::On(BTreeSet::new()), None);
        let mut best = match (hopeful, self.draft(&[], Shut::Everywhere, None)) {
            (Ok(hopeful), Ok(sober)) if sober.beats(&hopeful) => sober,
            (Ok(hopeful), _) => hopeful,
            (Err(_), sober) => sober?,
        };
        for (charter, row) in charters.iter_enumerated() {
            let mut chosen = best.booking.charters();
            if chosen.iter().any(|&other| row.group.is_some() && charters[other].group == row.group) {
                continue;
            }
            chosen.push(charter);
            match self.draft(&chosen, best.shut.clone(), Some(best.total)) {
                Ok(tried) if tried.beats(&best) => best = tried,
                _ => {}
            }
        }
        Ok(best.booking.plan().0)
    }

    /// Books every party with no charters but `charters`, and gives up more group fares until every group is there, or until
    /// the plan costs as much as `best` before that.
    fn draft(&self, charters: &[CharterIdx], mut shut: Shut, best: Option<Money>) -> Result<Draft<'_>, String> {
        let mut round = 0;
        loop {
            let booking = self.book(charters, &shut)?;
            let (plan, report) = booking.plan();
            let short = booking.groups_short();
            if short.is_empty() || best.is_some_and(|best| plan.total >= best) {
                return Ok(Draft { booking, total: plan.total, valid: report.is_valid(), shut });
            }
            match &mut shut {
                Shut::On(pairs) if round < ROUNDS => pairs.extend(short),
                _ => shut = Shut::Everywhere,
            }
            round += 1;
        }
    }

    /// Books every party once.
    fn book(&self, charters: &[CharterIdx], shut: &Shut) -> Result<Booking<'_>, String> {
        let mut free = shut.free(self.sky);
        for (sector, _) in self
            .sky
            .network
            .sectors
            .iter_enumerated()
            .filter(|(_, row)| row.charter().is_some_and(|charter| !charters.contains(&charter)))
        {
            free.close(Site::Sector(sector, Aboard::Seats));
        }
        let mut corps = Corps::default();
        let mut taken = Vec::new();
        for &class in &self.order {
            let column = self.settle(class, &mut free, &mut corps);
            if column.is_none() && self.classes[class].traits.fixed.is_some() {
                let case = self.classes[class].parties[0][0];
                return Err(format!("no room is left for ticketed case {}", self.sky.network.feed.cases[case].id));
            }
            taken.extend(column);
        }
        Ok(Booking { sky: self.sky, classes: &self.classes, taken, missions: corps.missions, charters: Vec::new() })
    }

    /// Books the itinerary of `class` that is free and cheapest with the escorts it needs, unless staying is cheaper.
    fn settle(&self, class: ClassIdx, free: &mut Free, corps: &mut Corps) -> Option<Column> {
        let (network, row) = (self.sky.network, &self.classes[class]);
        let needs = &row.traits.needs;
        let mut least = if row.traits.fixed.is_some() { i64::MAX } else { row.traits.staying() };
        let mut best = None;
        for column in self.offers(class, least, free) {
            if column.cost >= least {
                break;
            }
            if !free.fits_all(network, &column.uses) {
                continue;
            }
            if needs.is_empty() {
                best = Some(column);
                break;
            }
            let before = corps.clone();
            free.take(&column.uses);
            let escorts = corps.escort(self.shuttles, free, &column.route.sectors, needs);
            corps.undo(self.shuttles, free, before);
            free.give_back(&column.uses);
            if let Some(escorts) = escorts.filter(|escorts| column.cost + escorts < least) {
                (least, best) = (column.cost + escorts, Some(column));
            }
        }
        let column = best?;
        free.take(&column.uses);
        corps.escort(self.shuttles, free, &column.route.sectors, needs);
        Some(column)
    }

    /// Cheap itineraries of `class` that are free and cost less than `below`, the cheapest first.
    fn offers(&self, class: ClassIdx, below: i64, free: &Free) -> Vec<Column> {
        let (network, row) = (self.sky.network, &self.classes[class]);
        let prices = Prices::default();
        // Without prices every cost is a whole number of cents.
        let scale = Scale::for_amounts_up_to(i64::MAX);
        let market = Market { network, prices: &prices, scale, free, tolls: self.trips.tolls(), potentials: None };
        let most = if row.traits.needs.is_empty() { LOOKED_AT } else { ESCORTED };
        let search = Search { below: scale.up(below).min(FORBIDDEN), most, all: false };
        let offers = pricing::offers(&market, class, row, self.trips.of(class), search).unwrap_or_default();
        offers.into_iter().map(|offer| Column::new(network, row, offer.route)).collect()
    }
}
