//! Random feeds, small enough to try every mission of, and random prices.

use onward::feed::Feed;
use onward::ids::{AgreementIdx, EscortTypeIdx, PoolIdx, SectorIdx};
use onward::itineraries::free::Free;
use onward::itineraries::prices::{FORBIDDEN, Prices, Scale, Scaled, Term, Weight};
use onward::itineraries::sites::{Aboard, Site};
use onward::network::Network;

use crate::dice::Dice;
use crate::support::FeedBuilder;

const AIRPORTS: [&str; 5] = ["NBO", "DOH", "JFK", "AMM", "ADD"];

/// Minutes ahead of UTC in May 2017.
fn clock(airport: &str) -> i64 {
    match airport {
        "JFK" => -240,
        _ => 180,
    }
}
const CARRIERS: [&str; 3] = ["QR", "ET", "AA"];

/// A feed of `seed`.
pub fn feed(seed: u64) -> FeedBuilder {
    let dice = &mut Dice::new(seed);
    let mut feed = FeedBuilder::minimal().without("flights.csv").without("agreements.csv").without("fares.csv");
    feed = policy(dice, feed);
    feed = stations(dice, feed);
    feed = flights(dice, feed);
    feed = sales(dice, feed);
    if dice.chance(50) {
        feed = charters(dice, feed);
    }
    feed = people(dice, feed);
    escorts(dice, feed)
}

fn policy(dice: &mut Dice, feed: FeedBuilder) -> FeedBuilder {
    let (sectors, mct, rest) = (dice.number(1, 3), dice.one(&[0, 45, 90]), dice.number(0, 2));
    feed.file(
        "policy.json",
        &format!(
            r#"{{"name": "drawn", "currency": "USD", "as_of": "2017-05-10", "start": "2017-05-16", "end": "2017-05-17",
 "transit_default": "allow", "max_sectors": {sectors}, "mct": {mct}, "escort_rest_days": {rest},
 "delay_penalty": {{"normal": "10.00"}}, "unserved_penalty": {{"normal": 5000}}}}"#
        ),
    )
}

fn stations(dice: &mut Dice, mut feed: FeedBuilder) -> FeedBuilder {
    for airport in AIRPORTS {
        if dice.chance(40) {
            let mut mct = || *dice.one(&[0, 30, 60, 180, 400]);
            let row = format!("{airport},{},{},{},{}", mct(), mct(), mct(), mct());
            feed = feed.row("stations.csv", "airport,mct_dd,mct_di,mct_id,mct_ii", &row);
        }
    }
    if dice.chance(50) {
        feed = feed.file("blocs.csv", "bloc,country\nHORN,KE\nHORN,ET\nHORN,JO\n");
    }
    feed
}

fn flights(dice: &mut Dice, mut feed: FeedBuilder) -> FeedBuilder {
    let header = "carrier,number,from,to,dep,arr,arr_day,days,valid_from,valid_to,seats";
    for number in 0..dice.number(7, 12) {
        let (from, to) = loop {
            let pair = (*dice.one(&AIRPORTS), *dice.one(&AIRPORTS));
            if pair.0 != pair.1 {
                break pair;
            }
        };
        let days: std::collections::BTreeSet<char> = ('1'..='7').filter(|_| dice.chance(60)).chain(['2']).collect();
        let days: String = days.into_iter().collect();
        let valid = (dice.number(13, 17), dice.number(17, 20));
        let row = flight(dice, number, (from, to), &days, valid);
        feed = feed.row("flights.csv", header, &row);
    }
    // There and back over the base, so that there is a mission more often than not.
    for (number, pair) in (90..).zip([("NBO", "DOH"), ("DOH", "NBO"), ("DOH", "JFK"), ("JFK", "DOH")]) {
        let row = flight(dice, number, pair, "1234567", (15, 19));
        feed = feed.row("flights.csv", header, &row);
    }
    feed
}

/// A flight that takes some hours or, now and then, no time at all.
fn flight(dice: &mut Dice, number: i64, (from, to): (&str, &str), days: &str, (first, last): (i64, i64)) -> String {
    let minutes = if dice.chance(10) { 0 } else { dice.number(1, 20) * 30 };
    let dep = dice.number(0, 47) * 30;
    let arr = dep + minutes + clock(to) - clock(from);
    let (arr, day) = (arr.rem_euclid(1440), arr.div_euclid(1440));
    let (carrier, seats) = (dice.one(&CARRIERS), *dice.one(&[0, 1, 2, 3, 3]));
    let (dep, arr) = ([dep / 60, dep % 60], [arr / 60, arr % 60]);
    format!(
        "{carrier},{number},{from},{to},{:02}:{:02},{:02}:{:02},{day},{days},2017-05-{first},2017-05-{last},{seats}",
        dep[0], dep[1], arr[0], arr[1]
    )
}

fn sales(dice: &mut Dice, mut feed: FeedBuilder) -> FeedBuilder {
    let header = "agreement,carriers,valid_from,valid_to,seats_per_flight,max_sectors,escort_pct,lead_days,min_group";
    for agreement in ["A", "B", "C"] {
        let carriers = dice.some(&CARRIERS).into_iter().copied().collect::<Vec<_>>().join("|");
        let row = format!(
            "{agreement},{carriers},2017-05-{:02},2017-05-{},{},{},{},{},{}",
            dice.number(1, 16),
            dice.number(17, 31),
            dice.one(&["", "", "0", "1", "4"]),
            dice.number(1, 4),
            dice.one(&["100", "50", "33.3"]),
            dice.one(&[0, 0, 5, 7]),
            dice.one(&[1, 3]),
        );
        feed = feed.row("agreements.csv", header, &row);
        for from in AIRPORTS {
            for to in AIRPORTS {
                let mut vias = vec![""];
                vias.extend(AIRPORTS.iter().filter(|via| **via != from && **via != to && dice.chance(8)));
                for via in vias {
                    if from != to && dice.chance(80) {
                        let (adult, tax) = (dice.number(20, 900), dice.number(0, 50));
                        let row = format!("{agreement},{from},{to},{adult},{tax},{via}");
                        feed = feed.row("fares.csv", "agreement,from,to,adult,tax,via", &row);
                    }
                }
            }
        }
    }
    feed
}

fn charters(dice: &mut Dice, feed: FeedBuilder) -> FeedBuilder {
    let (first, second) = (dice.number(15, 17), dice.number(17, 19));
    feed.file(
        "charters.csv",
        &format!("charter,fixed_cost,per_seat,min_seats\nK1,900,{},{}\n", dice.number(0, 200), dice.number(0, 2)),
    )
    .file(
        "charter_legs.csv",
        &format!(
            "charter,leg,from,to,dep,arr,seats\nK1,1,NBO,DOH,2017-05-{first}T04:00,2017-05-{first}T09:00,2\n\
             K1,2,DOH,NBO,2017-05-{second}T12:00,2017-05-{second}T17:00,1\n"
        ),
    )
}

fn people(dice: &mut Dice, mut feed: FeedBuilder) -> FeedBuilder {
    feed = feed.without("cases.csv").without("persons.csv");
    for case in 1..=2 {
        let (from, to) = *dice.one(&[("NBO", "JFK"), ("NBO", "DOH"), ("DOH", "JFK"), ("AMM", "JFK"), ("ADD", "JFK")]);
        let kind = dice.one(&["nurse", "minor", "nurse", ""]);
        let row = format!("C{case},{from},{to},USRAP,normal,2017-05-16");
        feed = feed.row("cases.csv", "case,origin,destination,programme,priority,ready", &row);
        let row = format!("P{case},C{case},1985-03-02,SO,ctd,{kind}");
        feed = feed.row("persons.csv", "person,case,birth_date,nationality,document,escort", &row);
    }
    feed
}

fn escorts(dice: &mut Dice, mut feed: FeedBuilder) -> FeedBuilder {
    feed = feed.file("escort_types.csv", "type,ratio\nnurse,1\nminor,3\n");
    for pool in ["P", "Q"] {
        let row = format!(
            "{pool},{},{},{},{},2017-05-{},2017-05-{},{}",
            dice.one(&["NBO", "NBO", "DOH", "AMM"]),
            dice.one(&["nurse", "minor", "nurse|minor"]),
            dice.number(1, 2),
            dice.number(0, 300),
            dice.number(13, 16),
            dice.number(18, 22),
            dice.one(&[48, 75, 120, 240]),
        );
        feed = feed.row("escorts.csv", "pool,base,covers,count,day_cost,from,to,max_away_hours", &row);
    }
    feed
}

/// Prices of `seed`, more of them below 0 the higher `wanted` is, in per cent.
pub fn prices(network: &Network, scale: Scale, seed: u64, wanted: i64) -> Prices {
    let dice = &mut Dice::new(seed);
    let mut prices = Prices::default();
    let feed: &Feed = network.feed;
    let sectors: Vec<SectorIdx> = network.sectors.keys().collect();
    if sectors.is_empty() {
        return prices;
    }
    let draw = |dice: &mut Dice, forbidden: i64| -> Scaled {
        match dice.chance(forbidden) {
            true => FORBIDDEN,
            false => {
                let sign = if dice.chance(wanted) { -1 } else { 1 };
                sign * scale.round(dice.number(1, 60_000) as f64 + 0.3)
            }
        }
    };
    for _ in 0..dice.number(0, 12) {
        let sector = *dice.one(&sectors);
        let weight = match dice.chance(70) {
            true => Weight::Demand,
            false => Weight::Table(vec![0, dice.number(0, 3), 2].into()),
        };
        let price = draw(dice, 5);
        prices.charge(&Term::Site(Site::Sector(sector, Aboard::Seats), weight.clone()), price);
        let sector = *dice.one(&sectors);
        let agreement = AgreementIdx(dice.number(0, 2) as u32);
        let price = draw(dice, 10);
        prices.charge(&Term::Site(Site::Allotment(agreement, sector), weight), price);
        let kind = EscortTypeIdx(dice.number(0, 1) as u32);
        let price = draw(dice, 5);
        prices.charge(&Term::Duty(kind, *dice.one(&sectors)), price);
    }
    for pool in feed.pools.keys() {
        for _ in 0..dice.number(0, 3) {
            let price = draw(dice, 20);
            prices.charge(&Term::Flies(pool, *dice.one(&sectors)), price);
            let date = chrono::NaiveDate::from_ymd_opt(2017, 5, dice.number(13, 22) as u32).unwrap();
            let price = draw(dice, 10);
            prices.charge(&Term::Site(Site::Away(pool, date), Weight::Demand), price);
        }
        for (one, next) in followers(network) {
            if dice.chance(10) {
                let price = draw(dice, 20);
                prices.charge(&Term::Follows(pool, one, next), price);
            }
        }
    }
    if dice.chance(40) {
        let price = draw(dice, 5);
        prices.charge(&Term::Volume(AgreementIdx(dice.number(0, 2) as u32)), price);
    }
    prices
}

fn followers(network: &Network) -> Vec<(SectorIdx, SectorIdx)> {
    let pairs = network.sectors.iter_enumerated().flat_map(|(one, from)| {
        let next =
            network.sectors.iter_enumerated().filter(move |(_, next)| next.from == from.to && next.dep >= from.arr);
        next.map(move |(next, _)| (one, next))
    });
    pairs.collect()
}

/// What is left by `seed`.
pub fn free(network: &Network, seed: u64) -> Free {
    let dice = &mut Dice::new(seed);
    let mut free = Free::all(network);
    let mut take = |site: Site| {
        if free.fits(network, site, 1) {
            free.take(&[(site, 1)]);
        }
    };
    for sector in network.sectors.keys() {
        if dice.chance(15) {
            take(Site::Sector(sector, Aboard::Seats));
        }
        if dice.chance(15) {
            take(Site::Allotment(AgreementIdx(dice.number(0, 2) as u32), sector));
        }
    }
    for pool in 0..2 {
        if dice.chance(20) {
            let date = chrono::NaiveDate::from_ymd_opt(2017, 5, dice.number(13, 22) as u32).unwrap();
            take(Site::Away(PoolIdx(pool), date));
        }
    }
    free
}
