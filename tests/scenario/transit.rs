//! Waivers: every passage of a feed decided before and after, by a reading of the rules of its own.

use std::collections::BTreeSet;

use onward::feed::{Country, Decision, Feed, OneOf, Place, TransitRule, Zone};
use proptest::prelude::*;

use crate::support::{FeedBuilder, append, edits, made, makes, refused, refuses, sample};

const HEADER: &str = "place,nationality,document,destination,zone,decision,max_hours,fee,lead_days";

/// What someone is told: whether they may connect, for how many minutes, at what price, how many days before.
type Told = Option<(String, Option<i64>, i64, u32)>;

/// A point: airport, nationality, document, destination, zone.
type Point = (String, &'static str, &'static str, &'static str, Zone);

/// The most specific row that matches: place before nationality before document before destination.
fn told(feed: &Feed, (airport, nationality, document, destination, zone): &Point) -> Told {
    let country = |code: &str| Country::new(code).unwrap();
    let about = feed.airports.iter_enumerated().find(|(_, about)| about.iata.as_str() == airport).unwrap();
    let level = |rule: &TransitRule| match &rule.place {
        Place::Any => Some(0),
        Place::Named { airports, .. } if airports.contains(&about.0) => Some(2),
        Place::Named { countries, .. } => countries.contains(&about.1.country).then_some(1),
    };
    let among = |set: &OneOf<Country>, code: &str| match set {
        OneOf::Any => Some(0),
        OneOf::Named(set) => set.contains(&country(code)).then_some(1),
    };
    let papers = |rule: &TransitRule| match &rule.document {
        OneOf::Any => Some(0),
        OneOf::Named(set) => set.iter().any(|&known| &*feed.documents[known] == *document).then_some(1),
    };
    let rank = |rule: &TransitRule| {
        let rank = (
            level(rule)?,
            among(&rule.nationality, nationality)?,
            papers(rule)?,
            among(&rule.destination, destination)?,
        );
        rule.zones.contains(zone).then_some(rank)
    };
    let best = feed.transit.iter().filter_map(|rule| Some((rank(rule)?, rule))).max_by_key(|(rank, _)| *rank);
    best.map(|(_, rule)| {
        let word = match rule.decision {
            Decision::Allow => "allow",
            Decision::Waiver => "waiver",
            Decision::Deny => "deny",
        };
        (word.to_owned(), rule.max_gap.map(|gap| gap.0), rule.fee.0, rule.lead_days)
    })
}

/// Whose passage is granted where; what they are told afterwards.
struct Granted<'a> {
    places: &'a [&'a str],
    nationality: &'a str,
    document: &'a str,
    destination: Option<&'a str>,
    zones: &'a [Zone],
    told: Told,
}

impl Granted<'_> {
    fn to(&self, (airport, nationality, document, destination, zone): &Point) -> bool {
        self.places.contains(&airport.as_str())
            && self.nationality == *nationality
            && self.document == *document
            && self.destination.is_none_or(|only| only == *destination)
            && self.zones.contains(zone)
    }
}

/// Holds at every point that those the passage is granted to are told so, and everyone else what they were told before.
fn exactly(before: &Feed, after: &Feed, points: &[Point], granted: &Granted<'_>) {
    for point in points {
        let expected = if granted.to(point) { granted.told.clone() } else { told(before, point) };
        assert_eq!(told(after, point), expected, "{point:?}");
    }
}

const BOTH: &[Zone] = &[Zone::Airside, Zone::Landside];

fn points(
    feed: &Feed,
    nationalities: &[&'static str],
    documents: &[&'static str],
    destinations: &[&'static str],
) -> Vec<Point> {
    let mut all = Vec::new();
    for airport in &feed.airports {
        for &nationality in nationalities {
            for &document in documents {
                for &destination in destinations {
                    all.extend(
                        BOTH.iter().map(|&zone| (airport.iata.to_string(), nationality, document, destination, zone)),
                    );
                }
            }
        }
    }
    all
}

#[test]
fn grants_in_the_sample_are_exact() {
    let base = sample();
    let before = base.feed();
    let nationalities = ["SO", "SY", "CD", "KE", "IQ", "US"];
    let documents = ["foil", "ctd", "lp", "icrc", "imm5485", "passport", "none"];
    let points = points(&before, &nationalities, &documents, &["US", "CA", "NO", "DE", "AU", "KE"]);
    let of = |rest: &str| format!(r#"change = "waiver_granted", nationality = "SO", document = "foil", {rest}"#);
    type How = (&'static str, &'static [&'static str], Option<&'static str>, &'static [Zone], Told);
    let grants: &[How] = &[
        // An airport that a row for some nationalities names, under a row that denies them in the country.
        (r#"place = "FRA", destination = "US""#, &["FRA"], Some("US"), BOTH, Some(("allow".into(), None, 0, 0))),
        (
            r#"place = "LHR", max_hours = 12.5, fee = 25, zone = "airside""#,
            &["LHR"],
            None,
            &[Zone::Airside],
            Some(("waiver".into(), Some(750), 2500, 0)),
        ),
        // A country with an airport that is named by itself.
        (r#"place = "GB", max_hours = 20"#, &["LHR", "LGW"], None, BOTH, Some(("allow".into(), Some(1200), 0, 0))),
        (
            r#"place = "AE", zone = "landside""#,
            &["DXB", "AUH"],
            None,
            &[Zone::Landside],
            Some(("allow".into(), None, 0, 0)),
        ),
    ];
    for (how, places, destination, zones, told) in grants {
        let after = made(&base, &[&of(how)]);
        let granted = Granted {
            places,
            nationality: "SO",
            document: "foil",
            destination: *destination,
            zones,
            told: told.clone(),
        };
        exactly(&before, &after, &points, &granted);
    }
}

#[test]
fn rows_as_specific_are_cut() {
    let rule = "AE|FRA,SO|ER,ctd|lp,US|CA,airside|landside,deny,,,";
    let base = append(sample(), "transit.csv", rule);
    let change = r#"change = "waiver_granted", place = "FRA", nationality = "SO", document = "ctd", destination = "US",
        zone = "airside", max_hours = 6"#;
    let cut = "AE|FRA,ER,ctd|lp,US|CA,airside|landside,deny,,,\n\
               AE|FRA,SO,lp,US|CA,airside|landside,deny,,,\n\
               AE|FRA,SO,ctd,CA,airside|landside,deny,,,\n\
               AE|FRA,SO,ctd,US,landside,deny,,,\n\
               AE,SO,ctd,US,airside,deny,,,\n\
               FRA,SO,ctd,US,airside,allow,6,,";
    makes(&base, change, &crate::support::edit(base.clone(), ("transit.csv", rule, cut)));
}

#[test]
fn one_row_is_enough_where_none_is_as_specific() {
    let last = std::fs::read_to_string("data/sample/transit.csv").unwrap().lines().last().unwrap().to_owned();
    let change = r#"change = "waiver_granted", place = "JO", nationality = "SY", document = "lp", fee = "0""#;
    edits(change, &[("transit.csv", &last, &format!("{last}\nJO,SY,lp,,airside|landside,waiver,,,"))]);
}

#[test]
fn what_doesnt_fit_is_refused() {
    let of = |place: &str| {
        format!(
            r#"change = "waiver_granted", place = "{place}", nationality = "SO", document = "foil", zone = "airside""#
        )
    };
    for place in ["QQQ", "XX", "jfk", "DE|FR", "*", ""] {
        refuses(&of(place), "C113", Some("place"), Some(place));
    }
    refuses(&of("FRA").replace("\"SO\"", "\"SO|ER\""), "C002", Some("nationality"), Some("SO|ER"));
    refuses(&of("FRA").replace("foil", "*"), "C002", Some("document"), Some("*"));
    refuses(&format!(r#"{}, destination = """#, of("FRA")), "C002", Some("destination"), Some(""));
    // Free to connect in Turkey's airside for a day already, but not for longer.
    refuses(&format!("{}, max_hours = 24", of("TR")), "C122", None, None);
    let longer = made(&sample(), &[&of("TR")]);
    assert_eq!(longer.transit.len(), sample().feed().transit.len() + 1);
    // Where everyone may, a grant without limits changes nothing; one with a limit or a price does.
    let open = FeedBuilder::minimal();
    assert_eq!(refused(&open, &of("DOH"))[0].code, "C122");
    assert_eq!(made(&open, &[&format!("{}, max_hours = 5", of("DOH"))]).transit.len(), 1);
    assert_eq!(made(&open, &[&format!("{}, fee = 5", of("DOH"))]).transit.len(), 1);
    // Twice the same is once too many.
    let once = format!("{}, destination = \"US\", fee = 7", of("FRA"));
    let twice = crate::support::scenario(&[&once, &once]).apply(&crate::support::tables(&sample())).unwrap_err();
    assert_eq!((twice.0[0].code, twice.0[0].change), ("C122", Some(2)));
}

const PLACES: [&str; 9] = ["DE", "FRA", "MUC", "AE", "DXB", "KE", "NBO", "SM", "XSM"];
const NATIONALITIES: [&str; 4] = ["SO", "ET", "ER", "KE"];
const DOCUMENTS: [&str; 3] = ["ctd", "lp", "foil"];
const DESTINATIONS: [&str; 3] = ["US", "CA", "GB"];

fn set(all: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop_oneof![
        1 => Just("*".to_owned()),
        2 => prop::sample::subsequence(all, 1..=all.len().min(4)).prop_map(|set| set.join("|")),
    ]
}

fn rule() -> impl Strategy<Value = String> {
    let zone = prop::sample::select(&["airside", "landside", "airside|landside", "*"][..]);
    let outcome = prop::sample::select(&["deny,,,", "allow,,,", "allow,12,,", "waiver,,40,7", "waiver,24,20,0"][..]);
    let sets = (set(&PLACES), set(&NATIONALITIES), set(&DOCUMENTS), set(&DESTINATIONS));
    (sets, zone, outcome).prop_map(|((place, nationality, document, destination), zone, outcome)| {
        format!("{place},{nationality},{document},{destination},{zone},{outcome}")
    })
}

/// A feed with those of the rules that tie with none before them. San Marino has one airport here, Germany has others
/// than those named.
fn feed(rules: &[String]) -> FeedBuilder {
    let stations: String =
        ["FRA", "MUC", "HAM", "DXB", "AUH", "NBO", "MBA", "XSM", "JFK"].map(|code| format!("{code}\n")).concat();
    let base = FeedBuilder::minimal()
        .file("airports.csv", "airport,country,tz\nXSM,SM,Europe/Rome\n")
        .file("stations.csv", &format!("airport\n{stations}"));
    let mut rows = rules.to_vec();
    loop {
        let feed = base.clone().file("transit.csv", &format!("{HEADER}\n{}\n", rows.join("\n")));
        match feed.read() {
            Ok(_) => return feed,
            Err(faults) => {
                let tied: BTreeSet<_> = faults.0.iter().filter_map(|fault| fault.row).collect();
                assert!(faults.0.iter().all(|fault| fault.file == "transit.csv"), "{faults}");
                let kept = rows.iter().zip(2..).filter(|(_, row)| !tied.contains(row));
                rows = kept.map(|(rule, _)| rule.clone()).collect();
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    /// Drawn rules and grants: at every point of a small world.
    #[test]
    fn drawn_grants_are_exact(
        rules in prop::collection::vec(rule(), 0..9),
        place in prop::sample::select(&PLACES[..]),
        nationality in prop::sample::select(&NATIONALITIES[..]),
        document in prop::sample::select(&DOCUMENTS[..]),
        destination in prop::option::of(prop::sample::select(&DESTINATIONS[..])),
        zone in prop::option::of(prop::sample::select(BOTH)),
        hours in prop::option::of(prop::sample::select(&["12", "24"][..])),
        fee in prop::option::of(prop::sample::select(&["0", "20"][..])),
    ) {
        let base = feed(&rules);
        let mut change = format!(
            r#"change = "waiver_granted", place = "{place}", nationality = "{nationality}", document = "{document}""#
        );
        let zones = match zone {
            None => BOTH.to_vec(),
            Some(zone) => {
                change += if zone == Zone::Airside { r#", zone = "airside""# } else { r#", zone = "landside""# };
                vec![zone]
            }
        };
        for (key, value) in [("destination", destination), ("max_hours", hours), ("fee", fee)] {
            change += &value.map(|value| format!(r#", {key} = "{value}""#)).unwrap_or_default();
        }
        let before = base.feed();
        let points = points(&before, &NATIONALITIES, &DOCUMENTS, &["US", "CA", "GB", "FR"]);
        let places = match place {
            "DE" => vec!["FRA", "MUC", "HAM"],
            "AE" => vec!["DXB", "AUH"],
            "KE" => vec!["NBO", "MBA"],
            "SM" => vec!["XSM"],
            airport => vec![airport],
        };
        let told_then: Told = Some((
            if fee.is_some() { "waiver" } else { "allow" }.to_owned(),
            hours.map(|hours| hours.parse::<i64>().unwrap() * 60),
            fee.map_or(0, |fee| fee.parse::<i64>().unwrap() * 100),
            0,
        ));
        let granted = Granted { places: &places, nationality, document, destination, zones: &zones, told: told_then };
        let mut tables = crate::support::tables(&base);
        match tables.apply(&crate::support::change(&change)) {
            Ok(()) => {
                let after = tables.feed();
                prop_assert!(after.is_ok(), "{change}\n{}\n{}", base.files["transit.csv"], after.unwrap_err());
                exactly(&before, &after.unwrap().0, &points, &granted);
            }
            Err(faults) => {
                // Refused only where they are told so already: nothing would differ.
                prop_assert_eq!(faults.0[0].code, "C122");
                let plain = |told: Told| match told {
                    // The minimal feed's default is to allow; the fee of a row that allows is of no matter.
                    None => Some(("allow".to_owned(), None, 0, 0)),
                    told => told,
                };
                for point in points.iter().filter(|point| granted.to(point)) {
                    prop_assert_eq!(plain(told(&before, point)), granted.told.clone());
                }
            }
        }
    }
}

#[test]
fn a_country_of_one_airport_is_not_left_to_stand_for_it() {
    // San Marino's only airport is named by the first row, so the second holds nowhere: they don't tie.
    let base = feed(&["SM|XSM|FRA,SO|ER,ctd,*,airside,deny,,,".to_owned(), "SM,SO,ctd,*,*,allow,12,,".to_owned()]);
    let before = base.feed();
    assert_eq!(before.transit.len(), 2);
    let after =
        made(&base, &[r#"change = "waiver_granted", place = "XSM", nationality = "SO", document = "ctd", fee = 3"#]);
    let points = points(&before, &NATIONALITIES, &DOCUMENTS, &["US", "IT"]);
    let told = Some(("waiver".to_owned(), None, 300, 0));
    let granted =
        Granted { places: &["XSM"], nationality: "SO", document: "ctd", destination: None, zones: BOTH, told };
    exactly(&before, &after, &points, &granted);
}
