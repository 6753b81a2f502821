//! Pricing of itineraries where nothing is known of what a class costs, beside pricing all at once.

use std::path::Path;

use onward::feed::Feed;
use onward::itineraries::classes::classes;
use onward::itineraries::free::Free;
use onward::itineraries::prices::{Prices, Scale};
use onward::itineraries::pricing::{Market, Search, first_offers, offers};
use onward::itineraries::trips::Trips;
use onward::network::Network;

#[test]
fn looking_below_ever_higher_amounts_finds_the_cheapest() {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/sample");
    let (feed, _) = Feed::read(&sample).expect("the committed sample is sound");
    let network = Network::new(&feed);
    let classes = classes(&network);
    let trips = Trips::new(&network, &classes);
    let scale = Scale::for_amounts_up_to(1 << 40);
    let (prices, free) = (Prices::default(), Free::all(&network));
    let market = Market { network: &network, prices: &prices, scale, free: &free, tolls: trips.tolls() };
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
