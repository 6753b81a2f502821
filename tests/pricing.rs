//! Pricing of itineraries where nothing is known of what a class costs, beside pricing all at once.

use std::collections::BTreeMap;
use std::path::Path;

use onward::feed::Feed;
use onward::ids::{ClassIdx, TiVec};
use onward::itineraries::classes::{Class, classes};
use onward::itineraries::column::Column;
use onward::itineraries::free::Free;
use onward::itineraries::prices::{Prices, Scale, Term, Weight};
use onward::itineraries::pricing::{Market, Search, first_offers, offers};
use onward::itineraries::sites::Site;
use onward::itineraries::trips::Trips;
use onward::money::Money;
use onward::network::Network;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

fn committed(name: &str) -> Feed {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    Feed::read(&path).unwrap_or_else(|faults| panic!("{name}: {faults}")).0
}

/// What is to come is bounded by prices drawn at random too, some of them below nothing: with potentials and without, what is
/// cheapest is found, and just as well where no more than that is wanted.
#[test]
fn potentials_hide_nothing() {
    let feed = committed("data/sample");
    let network = Network::new(&feed);
    let classes = classes(&network);
    let trips = Trips::new(&network, &classes);
    let scale = Scale::for_amounts_up_to(1 << 40);
    let free = Free::all(&network);
    let (mut dearer, mut found) = (0, 0);
    for seed in 0..6 {
        let prices = random_prices(&network, &classes, &trips, scale, seed);
        let potentials = trips.potentials(&network, &prices, scale);
        let tolls = trips.tolls_under(&network, &prices, scale).expect("volume has a price");
        let plain = Market { network: &network, prices: &prices, scale, free: &free, tolls: &tolls, potentials: None };
        let bounded = Market { potentials: Some(&potentials), ..plain };
        for (class, row) in classes.iter_enumerated().filter(|(_, row)| row.traits.fixed.is_none()) {
            let look = |market: &Market, below: i64| {
                let search = Search { below, most: 1, all: false };
                let offers = offers(market, class, row, trips.of(class), search).expect("not all were asked for");
                offers.first().map(|offer| offer.reduced)
            };
            let Some(least) = look(&plain, scale.up(row.traits.staying())) else { continue };
            assert_eq!(look(&bounded, scale.up(row.traits.staying())), Some(least), "seed {seed}, class {class:?}");
            assert_eq!(look(&bounded, least + 1), Some(least), "seed {seed}, class {class:?}: no more is wanted");
            assert_eq!(look(&bounded, least), None, "seed {seed}, class {class:?}");
            assert_eq!(look(&plain, least + 1), Some(least), "seed {seed}, class {class:?}: no more is wanted");
            found += 1;
            let free_of_charge = Market { prices: &Prices::default(), tolls: trips.tolls(), ..plain };
            dearer += usize::from(look(&free_of_charge, scale.up(row.traits.staying())) < Some(least));
        }
    }
    assert!(found > 100 && dearer > 50, "{found} classes have offers, {dearer} of them dearer ones for the prices");
}

/// Prices of whatever the cheapest itineraries use, and of others' seats: one in three is below nothing.
fn random_prices(
    network: &Network,
    classes: &TiVec<ClassIdx, Class>,
    trips: &Trips,
    scale: Scale,
    seed: u64,
) -> Prices {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut terms: BTreeMap<String, Term> = BTreeMap::new();
    let (nothing, free) = (Prices::default(), Free::all(network));
    let market = Market { network, prices: &nothing, scale, free: &free, tolls: trips.tolls(), potentials: None };
    for (class, row) in classes.iter_enumerated().filter(|(_, row)| row.traits.fixed.is_none()) {
        let search = Search { below: scale.up(row.traits.staying()), most: 3, all: false };
        for offer in offers(&market, class, row, trips.of(class), search).expect("not all were asked for") {
            let column = Column::new(network, row, offer.route);
            let sites = column.uses.iter().map(|&(site, _)| Term::Site(site, Weight::Demand));
            let travels = column.route.sectors.iter().map(|&sector| Term::Travels(class, sector));
            let volume = column.volume.iter().map(|&(agreement, _)| Term::Volume(agreement));
            let sold = column.sold.iter().map(|sold| Term::Sold(class, sold.member, sold.agreement, sold.sector));
            let used = sites.chain(travels).chain(volume).chain(sold);
            terms.extend(used.map(|term| (format!("{term:?}"), term)));
        }
    }
    let mut prices = Prices::default();
    for term in terms.values() {
        let most = match term {
            Term::Volume(_) => 5_000,
            _ => 30_000,
        };
        // Only what a charter, a group, rebates or branching may ask for is ever worth more than nothing.
        let may_earn = !matches!(term, Term::Site(site, _) if !matches!(site, Site::Sector(..) | Site::Allotment(..)));
        let least = if may_earn { -most / 2 } else { 0 };
        if random.random_bool(0.6) {
            prices.charge(term, scale.up(random.random_range(least..most)));
        }
    }
    prices
}

/// A bound that is too high hides what is only just wanted. Charters are booked by the seat here, since what is paid for a seat
/// is known both of ways on and of last sectors, and counts once.
#[test]
fn what_is_just_wanted_is_found() {
    let mut feed = committed("data/day-2015-09-09");
    feed.charters.iter_mut().for_each(|charter| charter.per_seat = Money(300));
    let network = Network::new(&feed);
    let classes = classes(&network);
    let trips = Trips::new(&network, &classes);
    let scale = Scale::for_amounts_up_to(1 << 40);
    let (prices, free) = (Prices::default(), Free::all(&network));
    let market =
        Market { network: &network, prices: &prices, scale, free: &free, tolls: trips.tolls(), potentials: None };
    let mut chartered = 0;
    for (class, row) in classes.iter_enumerated().filter(|(_, row)| row.traits.fixed.is_none()) {
        let look = |below: i64| {
            let search = Search { below, most: 1, all: false };
            offers(&market, class, row, trips.of(class), search).expect("not all were asked for").into_iter().next()
        };
        let Some(least) = look(scale.up(row.traits.staying())) else { continue };
        let again = look(least.reduced + 1).map(|offer| offer.route);
        assert_eq!(again, Some(least.route.clone()), "class {class:?}");
        chartered += usize::from(least.route.sectors.iter().any(|&sector| network.sectors[sector].charter().is_some()));
    }
    assert!(chartered > 20, "{chartered} classes travel cheapest on a charter");
}

#[test]
fn looking_below_ever_higher_amounts_finds_the_cheapest() {
    let feed = committed("data/sample");
    let network = Network::new(&feed);
    let classes = classes(&network);
    let trips = Trips::new(&network, &classes);
    let scale = Scale::for_amounts_up_to(1 << 40);
    let (prices, free) = (Prices::default(), Free::all(&network));
    let market =
        Market { network: &network, prices: &prices, scale, free: &free, tolls: trips.tolls(), potentials: None };
    let (mut several, mut none) = (0, 0);
    for (class, row) in classes.iter_enumerated().filter(|(_, row)| row.traits.fixed.is_none()) {
        let own = trips.of(class);
        let staying = scale.up(row.traits.staying());
        let all = Search { below: staying, most: 3, all: false };
        let at_once = offers(&market, class, row, own, all).expect("not all were asked for");
        let found = first_offers(&market, class, row, own, all, 1);
        let least = at_once.first().map(|offer| offer.reduced);
        assert_eq!(found.first().map(|offer| offer.reduced), least, "class {class:?}");
        assert!(found.is_sorted_by_key(|offer| offer.reduced) && found.len() <= 3, "class {class:?}");
        several += usize::from(found.len() == 3);
        // Below the cheapest there is none.
        let Some(least) = least else { continue };
        let below = Search { below: least, ..all };
        assert_eq!(first_offers(&market, class, row, own, below, 1).len(), 0, "class {class:?}");
        none += 1;
    }
    assert!(several > 20 && none > 20, "{several} classes with several offers, {none} in all");
}
