//! The menu: itineraries written out beforehand, as a model that is given whole to a solver needs them.

use std::collections::BTreeMap;

use crate::feed::LockMode;
use crate::ids::{ClassIdx, LockIdx, SectorIdx, TiVec};
use crate::itineraries::classes::{self, Class};
use crate::itineraries::column::Column;
use crate::itineraries::free::Free;
use crate::itineraries::prices::{FORBIDDEN, Prices, Scale};
use crate::itineraries::pricing::{self, Market, Offer, Search};
use crate::itineraries::trips::{Trip, Trips};
use rayon::prelude::*;

use super::cuts::{Footprint, counts_seats};
use super::mission::Mission;
use super::rota;
use super::round_trips;
use super::shuttles::Shuttles;
use super::sky::Sky;

/// A trip with more fare cuts of itineraries than this is not written out.
const MOST: usize = 500_000;

/// Itineraries by class, and missions for those who need them.
pub struct Menu {
    /// Parties that are alike are pooled: the peer gets that too.
    pub classes: TiVec<ClassIdx, Class>,
    /// The itineraries of all of them, each with one of its fare cuts.
    pub columns: Vec<Column>,
    /// The missions.
    pub missions: Vec<Mission>,
    /// Different journeys among the itineraries, fares aside.
    pub journeys: usize,
    /// Classes that have journeys which are not on the menu.
    pub cut_short: usize,
    /// Whether every mission there is is on the menu.
    pub all_missions: bool,
}

impl Menu {
    /// Whether everything that a best plan may need is on the menu, so that the model's optimum is the feed's.
    pub fn is_complete(&self) -> bool {
        self.cut_short == 0 && self.all_missions
    }

    /// Writes the `most` cheapest journeys of each class out, each with all its fare cuts, and missions for them: every
    /// one where they are few. On all cores.
    pub fn new(shuttles: &Shuttles, most: usize) -> Self {
        let sky = shuttles.tariff.sky;
        let classes = classes::classes(sky.network);
        let trips = Trips::new(sky.network, &classes);
        let indices: Vec<ClassIdx> = classes.keys().collect();
        let page = |class: ClassIdx| Page::new(sky, class, &classes[class], &trips, most);
        let pages: Vec<Page> = indices.into_par_iter().map(page).collect();
        let journeys = pages.iter().map(|page| page.journeys).sum();
        let cut_short = pages.iter().filter(|page| page.cut_short).count();
        let columns: Vec<Column> = pages.into_iter().flat_map(|page| page.columns).collect();
        let all = round_trips::all(shuttles.tariff);
        let all_missions = all.is_some();
        let missions = all.unwrap_or_else(|| rota::write_out(shuttles, &classes, &columns));
        Self { classes, columns, missions, journeys, cut_short, all_missions }
    }
}

/// The itineraries of a class.
struct Page {
    columns: Vec<Column>,
    journeys: usize,
    cut_short: bool,
}

impl Page {
    fn new(sky: &Sky, class: ClassIdx, row: &Class, trips: &Trips, most: usize) -> Self {
        let network = sky.network;
        let (prices, free) = (Prices::default(), Free::all(network));
        // Without prices every cost is a whole number of cents.
        let scale = Scale::for_amounts_up_to(i64::MAX);
        let market = Market { network, prices: &prices, scale, free: &free, tolls: trips.tolls(), potentials: None };
        let search = Search { below: FORBIDDEN, most: MOST, all: true };
        let mut journeys: BTreeMap<Vec<SectorIdx>, Vec<Offer>> = BTreeMap::new();
        let mut cut_short = false;
        // A fixed party has no trips and one way.
        let own = trips.of(class);
        let parts: Vec<&[Trip]> = if own.is_empty() { vec![&[]] } else { own.chunks(1).collect() };
        for part in parts {
            let Ok(offers) = pricing::offers(&market, class, row, part, search) else {
                cut_short = true;
                continue;
            };
            // Ascending by cost, so that the fares of a journey are too.
            for offer in offers.into_iter().filter(|offer| keeps_locks(sky, row, offer)) {
                // Staying is cheaper otherwise, and takes nothing.
                let cheaper = offer.reduced < scale.up(row.traits.staying());
                if cheaper || row.traits.fixed.is_some() || is_of_use(sky, &offer) {
                    journeys.entry(offer.route.sectors.to_vec()).or_default().push(offer);
                }
            }
        }
        let mut journeys: Vec<(Vec<SectorIdx>, Vec<Offer>)> = journeys.into_iter().collect();
        cut_short |= journeys.len() > most;
        journeys.sort_by_key(|(_, offers)| offers.first().map(|cheapest| cheapest.reduced));
        journeys.truncate(most);
        let mut columns = Vec::new();
        for (_, offers) in &mut journeys {
            let mut cuts = Vec::new();
            for offer in offers.drain(..) {
                add_cut(sky, &mut cuts, Column::new(network, row, offer.route));
            }
            columns.extend(cuts.into_iter().map(|(_, column)| column));
        }
        Self { journeys: journeys.len(), columns, cut_short }
    }
}

/// Whether a party may fly `offer` under its fixed locks: pricing takes their word for sectors that join, and the word of the
/// first for the whole party. Without anything to fly, no programme of the feed can be met, as it has to be.
fn keeps_locks(sky: &Sky, row: &Class, offer: &Offer) -> bool {
    let network = sky.network;
    let sectors = &offer.route.sectors;
    let fixed = |lock: &&LockIdx| network.feed.locks[**lock].mode == LockMode::Fixed;
    let joins = |(&into, &out): (&SectorIdx, &SectorIdx)| {
        let (into, out) = (sky.sector(into), sky.sector(out));
        into.to == out.from && into.arr <= out.dep
    };
    row.traits.fixed.is_none()
        || (row.traits.locks.iter().filter(fixed).all(|&lock| network.keeps(lock, sectors))
            && sectors.iter().zip(sectors.iter().skip(1)).all(joins))
}

/// Whether `offer` could be part of a best plan though staying is cheaper: a seat on a charter, in a group or towards an
/// agreement's volume may be worth more than it saves.
fn is_of_use(sky: &Sky, offer: &Offer) -> bool {
    let feed = sky.network.feed;
    let mut sectors = offer.route.sectors.iter();
    let mut pieces = offer.route.cuts.iter().flatten();
    sectors.any(|&sector| sky.sector(sector).charter().is_some())
        || pieces.any(|piece| counts_seats(&feed.agreements[feed.fares[piece.fare].agreement]))
}

/// Adds `column` to the `cuts` of its journey, which cost no more, unless one of them spares it.
fn add_cut(sky: &Sky, cuts: &mut Vec<(Footprint, Column)>, column: Column) {
    let footprint = Footprint::new(sky.network.feed, &column.route.cuts, &column.uses);
    if !cuts.iter().any(|(cheaper, _)| cheaper.spares(&footprint)) {
        cuts.push((footprint, column));
    }
}
