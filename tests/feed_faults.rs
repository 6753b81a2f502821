//! Each code of a fault or warning, met by one change to a minimal feed, and where it is told to be.

mod support;

use std::collections::BTreeSet;

use onward::feed::{Fault, Feed, faults};
use support::FeedBuilder;

/// What a changed feed must be told: code, file, row, column.
type Told = (&'static str, &'static str, Option<u64>, Option<&'static str>);

fn min() -> FeedBuilder {
    FeedBuilder::minimal()
}

/// The minimal feed with `from` replaced by `to` in a file.
fn with(file: &str, from: &str, to: &str) -> FeedBuilder {
    min().replace(file, from, to)
}

/// The minimal feed with a further row in a table.
fn add(file: &str, header: &str, row: &str) -> FeedBuilder {
    min().row(file, header, row)
}

const STATIONS: &str = "airport,beds,bed_cost,airside_hours,assist_from";
const TRANSIT: &str = "place,nationality,document,destination,zone,decision,fee";
const CHARTERS: &str = "charter,fixed_cost";
const LEGS: &str = "charter,leg,from,to,dep,arr,seats";
const ESCORTS: &str = "pool,base,covers,count,day_cost,from,to";
const CLEARANCES: &str = "case,person,kind,valid_from,valid_to,at";
const LOCKS: &str = "case,itinerary,mode";
const AIRPORTS: &str = "airport,country,tz,lat";
const RECEPTION: &str = "airport,programme,days,closed,exempt";

fn second_case() -> FeedBuilder {
    add("cases.csv", "", "C2,NBO,JFK,USRAP,normal,2017-05-16").row("persons.csv", "", "P2,C2,1990-01-01,SO,ctd")
}

/// Form of CSV and JSON.
fn forms() -> Vec<(Told, FeedBuilder)> {
    vec![
        (("F102", "cases.csv", Some(2), None), with("cases.csv", "USRAP", "US\0RAP")),
        (("F103", "fares.csv", None, None), min().file("fares.csv", "\u{feff}\r\n\n")),
        (
            ("F104", "fares.csv", Some(1), Some("from")),
            min().file("fares.csv", "agreement,from,from,to,adult\nQR-REF,NBO,NBO,JFK,1\n"),
        ),
        (("F105", "fares.csv", Some(1), Some("adult")), min().file("fares.csv", "agreement,from,to\nQR-REF,NBO,JFK\n")),
        (("F106", "cases.csv", Some(2), None), with("cases.csv", "2017-05-16", "2017-05-16,")),
        (("F106", "cases.csv", Some(3), None), add("cases.csv", "", "C2,NBO")),
        (("F107", "fares.csv", Some(3), None), add("fares.csv", "", "QR-REF,NBO,DOH,\"1\"2,")),
        (("F107", "fares.csv", Some(3), None), add("fares.csv", "", "QR-REF,NBO,DOH,1\"2\",")),
        (("F108", "fares.csv", Some(3), None), add("fares.csv", "", "QR-REF,NBO,DOH,\"12,\n\n")),
        (("F109", "fares.csv", Some(3), None), add("fares.csv", "", &"9".repeat(70_000))),
        (
            ("F110", "transit.csv", Some(10_002), None),
            min().file("transit.csv", &format!("{TRANSIT}\n{}", "*,*,*,,*,allow,\n".repeat(10_001))),
        ),
        (("F111", "fares.csv", Some(1), None), min().file("fares.csv", &"x,".repeat(300))),
        (("F112", "fares.csv", Some(2), None), with("fares.csv", "600.00", "600.00\r")),
        (("F121", "policy.json", Some(2), None), with("policy.json", "\"2017-05-18\"", "2017-05-18")),
        (("F121", "policy.json", Some(3), None), with("policy.json", "5000", "NaN")),
        (
            ("F122", "policy.json", Some(1), Some("name")),
            with("policy.json", "{\"name\"", "{\"name\": \"a\", \"name\""),
        ),
        (
            ("F122", "policy.json", Some(3), Some("unserved_penalty.normal")),
            with("policy.json", "\"normal\": 5000", "\"normal\": 5000, \"normal\": 5000"),
        ),
        (
            ("F122", "policy.json", Some(1), Some("notes.0.a")),
            with(
                "policy.json",
                "{\"name\"",
                "{\"max_sectors\": null, \"mct\": null, \"notes\": [{\"a\": 1, \"a\": 2}], \"name\"",
            ),
        ),
        (("F123", "policy.json", Some(1), Some("name")), with("policy.json", "\"minimal\"", "7")),
        (
            ("F123", "policy.json", Some(1), Some("mct")),
            with("policy.json", "{", "{\"mct\": \"90\", ").replace(
                "policy.json",
                "{\"mct\": \"90\", \"normal\"",
                "{\"normal\"",
            ),
        ),
        (
            ("F124", "policy.json", Some(1), Some("x.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.…")),
            with("policy.json", "{\"name\"", &format!("{{\"x\": {}{}, \"name\"", "[".repeat(50), "]".repeat(50))),
        ),
    ]
}

/// Values by themselves.
fn values() -> Vec<(Told, FeedBuilder)> {
    let fare = |adult: &str| with("fares.csv", "600.00", adult);
    let mut all = vec![
        (("F201", "fares.csv", Some(2), Some("adult")), fare("")),
        (("F201", "policy.json", None, Some("as_of")), with("policy.json", "\"as_of\": \"2017-05-01\",", "")),
        (("F202", "cases.csv", Some(2), Some("programme")), with("cases.csv", "USRAP", "US RAP")),
        (("F202", "cases.csv", Some(2), Some("programme")), with("cases.csv", "USRAP", &"x".repeat(65))),
        (("F202", "cases.csv", Some(2), Some("programme")), with("cases.csv", "USRAP", "é")),
        (
            ("F204", "flights.csv", Some(2), Some("seats")),
            with("flights.csv", "2017-05-31,20\nQR,701", "2017-05-31,20.0\nQR,701"),
        ),
        (("F205", "fares.csv", Some(2), Some("adult")), fare("600.001")),
        (("F206", "fares.csv", Some(2), Some("adult")), fare("-1")),
        (("F206", "fares.csv", Some(2), Some("adult")), fare("1000000000001")),
        (("F206", "fares.csv", Some(2), Some("adult")), fare(&"9".repeat(400))),
        (("F206", "flights.csv", Some(2), Some("arr_day")), with("flights.csv", "06:05,,", "06:05,99,")),
        (("F206", "escort_types.csv", Some(2), Some("ratio")), add("escort_types.csv", "type,ratio", "nurse,0")),
        (("F206", "rates.csv", Some(2), Some("rate")), add("rates.csv", "currency,rate", "EUR,0")),
        (
            ("F207", "persons.csv", Some(2), Some("wheelchair")),
            with(
                "persons.csv",
                "document\nP1,C1,1985-03-02,SO,ctd",
                "document,wheelchair\nP1,C1,1985-03-02,SO,ctd,yes",
            ),
        ),
        (("F208", "cases.csv", Some(2), Some("ready")), with("cases.csv", "2017-05-16", "2017-5-16")),
        (("F208", "cases.csv", Some(2), Some("ready")), with("cases.csv", "2017-05-16", "2017-02-29")),
        (("F208", "persons.csv", Some(2), Some("birth_date")), with("persons.csv", "1985", "1885")),
        (("F209", "flights.csv", Some(2), Some("dep")), with("flights.csv", "01:05", "24:00")),
        (("F209", "flights.csv", Some(2), Some("dep")), with("flights.csv", "01:05", "1:05")),
        (("F210", "cases.csv", Some(2), Some("ready")), with("cases.csv", "2017-05-16", "2017-05-16T10")),
        (("F211", "flights.csv", Some(2), Some("days")), with("flights.csv", "06:05,,1234567", "06:05,,11")),
        (("F212", "cases.csv", Some(2), Some("priority")), with("cases.csv", "normal", "Normal")),
        (("F213", "cases.csv", Some(2), Some("destination")), with("cases.csv", "NBO,JFK", "NBO,JFK|")),
        (("F213", "cases.csv", Some(2), Some("destination")), with("cases.csv", "NBO,JFK", "NBO,*")),
        (("F214", "cases.csv", Some(2), Some("destination")), with("cases.csv", "NBO,JFK", "NBO,JFK|JFK")),
        (("F215", "persons.csv", Some(2), Some("nationality")), with("persons.csv", "SO", "XX")),
        (("F216", "policy.json", Some(1), Some("currency")), with("policy.json", "USD", "USX")),
        (("F217", "cases.csv", Some(2), Some("origin")), with("cases.csv", "NBO,JFK", "Nbo,JFK")),
        (("F218", "airports.csv", Some(2), Some("tz")), add("airports.csv", AIRPORTS, "DOH,QA,Qatar/Doha,")),
        (
            ("F219", "flights.csv", Some(2), Some("equipment")),
            with(
                "flights.csv",
                "seats\nQR,1370,NBO,DOH,01:05,06:05,,1234567,2017-05-01,2017-05-31,20\nQR,701,DOH,JFK,08:10,15:00,0,1234567,2017-05-01,2017-05-31,20",
                "seats,equipment\nQR,1370,NBO,DOH,01:05,06:05,,1234567,2017-05-01,2017-05-31,20,7\u{1}7",
            ),
        ),
        (("F220", "stations.csv", Some(2), Some("airside_hours")), add("stations.csv", STATIONS, "DOH,,,7.51,")),
        (("F221", "locks.csv", Some(2), Some("itinerary")), add("locks.csv", LOCKS, "C1,QR1370/NBO,fixed")),
        (("F221", "locks.csv", Some(2), Some("itinerary")), add("locks.csv", LOCKS, "C1,K1/0,fixed")),
        (("F222", "transit.csv", Some(2), Some("place")), add("transit.csv", TRANSIT, "Doha,*,*,,*,allow,")),
        (("F208", "reception.csv", Some(2), Some("closed")), add("reception.csv", RECEPTION, "JFK,,,2017-05-16|x,")),
        (("F212", "reception.csv", Some(2), Some("exempt")), add("reception.csv", RECEPTION, "JFK,,,,emergency|none")),
    ];
    for number in
        ["NaN", "1e999", "1e3", "+5", "６００", "inf", " 600", "600 ", "6,00", "0x10", ".5", "5.", "--5", "1_000"]
    {
        let number = if number.contains(',') { format!("\"{number}\"") } else { number.to_owned() };
        all.push((("F203", "fares.csv", Some(2), Some("adult")), fare(&number)));
    }
    for number in ["1e999", "1e3", "-1E2", "\"NaN\"", "\"1e3\"", "\"+5\""] {
        let told = ("F203", "policy.json", Some(3), Some("unserved_penalty.normal"));
        all.push((told, with("policy.json", "5000", number)));
    }
    all
}

/// Between values, rows and files.
fn rules() -> Vec<(Told, FeedBuilder)> {
    let transit = |rows: &[&str]| rows.iter().fold(min(), |feed, row| feed.row("transit.csv", TRANSIT, row));
    let tie = ("F512", "transit.csv", Some(3), Some("decision"));
    let k1 = || add("charters.csv", CHARTERS, "K1,100");
    vec![
        (("F301", "cases.csv", Some(2), Some("destination")), with("cases.csv", "NBO,JFK", "NBO,QQQ")),
        (("F301", "transit.csv", Some(2), Some("place")), transit(&["QQQ|DE,*,*,,*,allow,"])),
        (("F302", "persons.csv", Some(3), Some("case")), add("persons.csv", "", "P2,C2,1990-01-01,SO,ctd")),
        (("F302", "locks.csv", Some(2), Some("case")), add("locks.csv", LOCKS, "C9,K1/1,fixed")),
        (
            ("F303", "clearances.csv", Some(2), Some("person")),
            add("clearances.csv", CLEARANCES, "C1,P9,medical,,,arrival"),
        ),
        (("F304", "fares.csv", Some(3), Some("agreement")), add("fares.csv", "", "ZZ,NBO,DOH,1,")),
        (
            ("F305", "charter_legs.csv", Some(2), Some("charter")),
            add("charter_legs.csv", LEGS, "K1,1,NBO,DOH,2017-05-16T01:00,2017-05-16T05:00,9"),
        ),
        (
            ("F306", "escorts.csv", Some(2), Some("covers")),
            add("escorts.csv", ESCORTS, "P,NBO,nurse,1,1,2017-05-01,2017-06-01"),
        ),
        (
            ("F306", "persons.csv", Some(2), Some("escort")),
            with("persons.csv", "document\nP1,C1,1985-03-02,SO,ctd", "document,escort\nP1,C1,1985-03-02,SO,ctd,nurse"),
        ),
        (
            ("F307", "agreements.csv", Some(2), Some("currency")),
            min().file(
                "agreements.csv",
                "agreement,carriers,valid_from,valid_to,currency\nQR-REF,QR,2017-01-01,2017-12-31,EUR\n",
            ),
        ),
        (
            ("F308", "clearances.csv", Some(2), Some("person")),
            second_case().row("clearances.csv", CLEARANCES, "C1,P2,medical,,,arrival"),
        ),
        (("F401", "cases.csv", Some(3), Some("case")), add("cases.csv", "", "C1,NBO,JFK,USRAP,normal,2017-05-16")),
        (("F401", "fares.csv", Some(3), Some("agreement")), add("fares.csv", "", "QR-REF,NBO,JFK,1,")),
        (("F401", "persons.csv", Some(3), Some("person")), add("persons.csv", "", "P1,C1,1985-03-02,SO,ctd")),
        (
            ("F401", "blocs.csv", Some(3), Some("country")),
            add("blocs.csv", "bloc,country", "s,DE").row("blocs.csv", "", "s,DE"),
        ),
        (
            ("F401", "links.csv", Some(3), Some("case")),
            add("links.csv", "link,case", "L,C1").row("links.csv", "", "L,C1"),
        ),
        (
            ("F401", "locks.csv", Some(3), Some("case")),
            add("locks.csv", LOCKS, "C1,K1/1,fixed").row("locks.csv", "", "C1,K1/1,prefer"),
        ),
        (
            ("F401", "stations.csv", Some(3), Some("airport")),
            add("stations.csv", STATIONS, "DOH,,,,").row("stations.csv", "", "DOH,,,,"),
        ),
        (
            ("F401", "rates.csv", Some(3), Some("currency")),
            add("rates.csv", "currency,rate", "EUR,1").row("rates.csv", "", "EUR,2"),
        ),
        (
            ("F401", "tiers.csv", Some(3), Some("from_seats")),
            add("tiers.csv", "agreement,from_seats,rebate", "QR-REF,5,1").row("tiers.csv", "", "QR-REF,05,1"),
        ),
        (
            ("F402", "flights.csv", Some(4), Some("number")),
            add("flights.csv", "", "QR,1370,NBO,FRA,03:00,09:00,,3,2017-05-20,2017-08-31,9"),
        ),
        (
            ("F402", "flights.csv", Some(5), Some("number")),
            add("flights.csv", "", "A,B1,NBO,FRA,03:00,09:00,,3,2017-05-20,2017-08-31,9").row(
                "flights.csv",
                "",
                "AB,1,NBO,FRA,03:00,09:00,,3,2017-05-20,2017-08-31,9",
            ),
        ),
        (
            ("F501", "flights.csv", Some(2), Some("valid_to")),
            with("flights.csv", "2017-05-01,2017-05-31,20\nQR,701", "2017-05-31,2017-05-01,20\nQR,701"),
        ),
        (("F501", "policy.json", Some(2), Some("end")), with("policy.json", "2017-05-18", "2017-05-15")),
        (
            ("F501", "clearances.csv", Some(2), Some("valid_to")),
            add("clearances.csv", CLEARANCES, "C1,,medical,2017-05-02,2017-05-01,arrival"),
        ),
        (("F502", "flights.csv", Some(3), Some("arr")), with("flights.csv", "15:00,0", "01:00,0")),
        (
            ("F502", "charter_legs.csv", Some(2), Some("arr")),
            k1().row("charter_legs.csv", LEGS, "K1,1,NBO,LHR,2017-05-16T06:00,2017-05-16T03:59,9"),
        ),
        (("F503", "persons.csv", Some(2), Some("birth_date")), with("persons.csv", "1985-03-02", "2017-05-19")),
        (
            ("F504", "links.csv", Some(4), Some("case")),
            second_case().file("links.csv", "link,case\nL1,C1\nL1,C2\nL2,C1\n"),
        ),
        (("F505", "cases.csv", Some(3), Some("case")), add("cases.csv", "", "C2,NBO,JFK,USRAP,normal,2017-05-16")),
        (("F506", "cases.csv", Some(2), Some("destination")), with("cases.csv", "NBO,JFK", "NBO,JFK|NBO")),
        (("F507", "flights.csv", Some(2), Some("to")), with("flights.csv", "NBO,DOH", "NBO,NBO")),
        (("F507", "fares.csv", Some(2), Some("to")), with("fares.csv", "NBO,JFK", "NBO,NBO")),
        (
            ("F508", "charter_legs.csv", Some(2), Some("leg")),
            k1().row("charter_legs.csv", LEGS, "K1,2,NBO,DOH,2017-05-16T01:00,2017-05-16T05:00,9"),
        ),
        (("F509", "charters.csv", Some(2), Some("charter")), k1()),
        (
            ("F510", "tiers.csv", Some(3), Some("rebate")),
            add("tiers.csv", "agreement,from_seats,rebate", "QR-REF,5,2.00").row("tiers.csv", "", "QR-REF,10,1.99"),
        ),
        (
            ("F511", "policy.json", None, Some("delay_penalty.normal")),
            with("policy.json", "{\"normal\": \"10.00\"}", "{\"urgent\": 1}"),
        ),
        (("F511", "policy.json", None, Some("unserved_penalty.normal")), with("policy.json", "5000", "null")),
        (
            tie,
            transit(&["DE,SO,ctd,,airside,allow,", "DE|FR,SO|ET,*|ctd,,*,deny,".replace("*|ctd", "ctd|lp").as_str()]),
        ),
        (tie, transit(&["FRA,*,*,,airside,allow,", "FRA|DE,*,*,,*,allow,3"])),
        (tie, transit(&["*,*,*,US,landside,waiver,1", "*,*,*,US|CA,*,waiver,2"])),
        (tie, transit(&["DE|FRA,*,*,,*,allow,", "DE,*,*,,*,deny,"])),
        (("F513", "rates.csv", Some(2), Some("rate")), add("rates.csv", "currency,rate", "USD,1.01")),
        (
            ("F514", "airports.csv", Some(2), Some("lon")),
            min().file("airports.csv", "airport,country,tz,lat,lon\nDOH,QA,Asia/Qatar,25,\n"),
        ),
        (("F515", "policy.json", Some(2), Some("end")), with("policy.json", "2017-05-18", "2020-05-18")),
        (
            ("F516", "fares.csv", Some(2), Some("via")),
            min().file("fares.csv", "agreement,from,to,adult,via\nQR-REF,NBO,JFK,600,NBO\n"),
        ),
        (
            ("F517", "policy.json", None, None),
            with("policy.json", "\"10.00\"", "\"999999999999.99\"").file(
                "persons.csv",
                &format!(
                    "person,case,birth_date,nationality,document\n{}",
                    (0..100).map(|n| format!("P{n},C1,1985-03-02,SO,ctd\n")).collect::<String>()
                ),
            ),
        ),
    ]
}

/// Warnings.
fn warnings() -> Vec<(Told, FeedBuilder)> {
    let k1 = add("charters.csv", CHARTERS, "K1,100").row(
        "charter_legs.csv",
        LEGS,
        "K1,1,NBO,DOH,2017-05-16T01:00,2017-05-16T05:00,9",
    );
    vec![
        (("W001", "notes.txt", None, None), min().file("notes.txt", "\0")),
        (("W001", "Cases.csv", None, None), min().file("Cases.csv", "case\n")),
        (
            ("W002", "fares.csv", Some(1), Some("colour")),
            min().file("fares.csv", "agreement,from,colour,to,adult\nQR-REF,NBO,red,JFK,600\n"),
        ),
        (
            ("W003", "policy.json", Some(1), Some("colour")),
            with("policy.json", "{\"name\"", "{\"colour\": 1e3, \"name\""),
        ),
        (
            ("W003", "policy.json", Some(3), Some("delay_penalty.soon")),
            with("policy.json", "\"normal\": \"10.00\"", "\"normal\": 1, \"soon\": 1"),
        ),
        (("W004", "links.csv", Some(2), Some("link")), add("links.csv", "link,case", "L1,C1")),
        (
            ("W005", "charter_legs.csv", Some(3), Some("leg")),
            k1.clone().row("charter_legs.csv", LEGS, "K1,2,LHR,JFK,2017-05-16T09:00,2017-05-16T15:00,9"),
        ),
        (
            ("W005", "charter_legs.csv", Some(3), Some("leg")),
            k1.row("charter_legs.csv", LEGS, "K1,2,DOH,JFK,2017-05-16T04:59,2017-05-16T15:00,9"),
        ),
        (
            ("W006", "flights.csv", Some(4), Some("days")),
            add("flights.csv", "", "QR,5,NBO,FRA,03:00,09:00,,1,2017-05-16,2017-05-21,9"),
        ),
        (
            ("W007", "links.csv", Some(2), Some("link")),
            add("cases.csv", "", "C2,DOH,JFK,USRAP,normal,2017-05-16")
                .row("persons.csv", "", "P2,C2,1990-01-01,SO,ctd")
                .file("links.csv", "link,case\nL1,C1\nL1,C2\n"),
        ),
    ]
}

fn told(fault: &Fault) -> (&'static str, &str, Option<u64>, Option<&str>) {
    (fault.code, &fault.file, fault.row, fault.column.as_deref())
}

fn check(told_as: &Told, found: &[Fault]) {
    let found_as: Vec<_> = found.iter().map(told).collect();
    assert_eq!(found_as, [*told_as], "{found:#?}");
    assert!(!found[0].meaning.is_empty() && !found[0].remedy.is_empty());
}

#[test]
fn each_fault_is_told_where_it_is() {
    for (expected, feed) in forms().into_iter().chain(values()).chain(rules()) {
        match feed.read() {
            Ok(_) => panic!("taken, though {expected:?} was expected"),
            Err(faults) => check(&expected, &faults.0),
        }
    }
}

#[test]
fn each_warning_is_told_and_refuses_nothing() {
    for (expected, feed) in warnings() {
        match feed.read() {
            Ok((_, warnings)) => check(&expected, &warnings),
            Err(faults) => panic!("{expected:?} refused:\n{faults}"),
        }
    }
}

#[test]
fn every_code_is_met_here_or_among_the_hostile() {
    let met: BTreeSet<_> =
        forms().iter().chain(&values()).chain(&rules()).chain(&warnings()).map(|((code, ..), _)| *code).collect();
    // tests/feed_hostile.rs holds what needs other files than text.
    let missing: Vec<_> = faults::catalogue()
        .filter(|kind| !kind.code.starts_with("F0") && kind.code != "F101" && !met.contains(kind.code))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn every_code_is_documented_with_its_name_and_meaning() {
    let text = include_str!("../docs/faults.md");
    for kind in faults::catalogue() {
        let line = text.lines().find(|line| line.starts_with(&format!("| {} | {} |", kind.code, kind.name())));
        let line = line.unwrap_or_else(|| panic!("docs/faults.md has no row for {} {}", kind.code, kind.name()));
        let cells: Vec<_> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        assert_eq!(cells.get(2).copied(), Some(kind.meaning), "{}", kind.code);
        assert!(cells.get(3).is_some_and(|remedy| remedy.len() > 8), "{} has no remedy", kind.code);
    }
    let codes = text.lines().filter(|line| line.starts_with("| F") || line.starts_with("| W")).count();
    assert_eq!(codes, faults::catalogue().count());
    let all: Vec<_> = faults::catalogue().map(|kind| kind.code).collect();
    assert!(all.is_sorted() && all.windows(2).all(|pair| pair[0] != pair[1]));
}

#[test]
fn all_faults_of_all_files_are_told_at_once_in_order() {
    let feed = with("cases.csv", "NBO,JFK,USRAP,normal,2017-05-16", "QQQ,XQ,US RAP,soon,today")
        .replace("fares.csv", "600.00", "1e3")
        .replace("policy.json", "USD", "usd")
        .row("persons.csv", "", "P2,C7,1990-13-01,XX,c d")
        .without("agreements.csv");
    let found: Vec<_> = feed.faults();
    let found: Vec<_> = found.iter().map(told).collect();
    assert_eq!(
        found,
        [
            ("F003", "agreements.csv", None, None),
            ("F217", "cases.csv", Some(2), Some("destination")),
            ("F301", "cases.csv", Some(2), Some("origin")),
            ("F212", "cases.csv", Some(2), Some("priority")),
            ("F202", "cases.csv", Some(2), Some("programme")),
            ("F208", "cases.csv", Some(2), Some("ready")),
            ("F203", "fares.csv", Some(2), Some("adult")),
            ("F208", "persons.csv", Some(3), Some("birth_date")),
            ("F302", "persons.csv", Some(3), Some("case")),
            ("F202", "persons.csv", Some(3), Some("document")),
            ("F215", "persons.csv", Some(3), Some("nationality")),
            ("F216", "policy.json", Some(1), Some("currency")),
        ]
    );
}

#[test]
fn a_row_with_a_fault_still_counts_as_there() {
    // The case's own fault doesn't make its person's case unknown, nor the case one without persons.
    let found = with("cases.csv", "normal", "soon").faults();
    assert_eq!(found.iter().map(|fault| fault.code).collect::<Vec<_>>(), ["F212"]);
    let found = with("persons.csv", "SO", "so").faults();
    assert_eq!(found.iter().map(|fault| fault.code).collect::<Vec<_>>(), ["F215"]);
}

#[test]
fn rows_are_those_of_an_editor() {
    let text = "\u{feff}case,origin,destination,programme,priority,ready\r\n\r\nC1,NBO,JFK,USRAP,normal,2017-05-16\r\n\r\n\
                \"C2\n2\",NBO,JFK,USRAP,normal,2017-05-16\r\nC3,NBO,JFK,USRAP,soon,2017-05-16\r\n";
    let found = min().file("cases.csv", text).faults();
    let found: Vec<_> = found.iter().map(told).collect();
    assert_eq!(
        found,
        [
            ("F202", "cases.csv", Some(5), Some("case")),
            ("F505", "cases.csv", Some(5), Some("case")),
            ("F505", "cases.csv", Some(7), Some("case")),
            ("F212", "cases.csv", Some(7), Some("priority")),
        ]
    );
}

#[test]
fn rules_that_differ_in_specificity_or_agree_are_no_fault() {
    for rows in [
        &["FRA,*,*,,*,allow,", "DE,*,*,,*,deny,", "*,*,*,,*,waiver,5"][..],
        &["DE,SO,*,,*,allow,", "DE,*,*,,*,deny,", "DE,*,ctd,,*,waiver,1"],
        &["DE,SO,*,,airside,allow,", "DE,SO,*,,landside,deny,"],
        &["DE,SO,*,US,*,allow,", "DE,SO,*,CA,*,deny,", "DE,SO,*,,*,waiver,1"],
        &["DE,SO,*,,*,deny,", "DE,SO|ET,*,*,*,deny,", "DE,SO,*,,*,deny,"],
        // Nauru has one airport: naming it leaves none for the country.
        &["NR|INU,*,*,,*,allow,", "NR,*,*,,*,deny,"],
    ] {
        let feed = rows.iter().fold(min(), |feed, row| feed.row("transit.csv", TRANSIT, row));
        assert_eq!(feed.feed().transit.len(), rows.len());
    }
}

#[test]
fn json_tells_the_row_that_csv_would_have() {
    let json = |cases: &str| format!("{{\"policy.json\": {{}}, \"cases.csv\": {cases}}}");
    let of_cases = |text: &str| -> Vec<_> {
        let faults = Feed::from_json(text).map(|_| ()).unwrap_err().0;
        faults.into_iter().filter(|fault| fault.file == "cases.csv").map(|f| (f.code, f.row, f.column)).collect()
    };
    assert_eq!(of_cases(&json("{}")), [("F123", None, None)]);
    let column = |name: &str| Some(name.to_owned());
    let rows = r#"[{"case": "C1", "case": "C2"}, {"case": {"a": 1}}]"#;
    assert_eq!(
        of_cases(&json(rows)).into_iter().filter(|(code, ..)| code.starts_with("F12")).collect::<Vec<_>>(),
        [("F122", Some(2), column("case")), ("F123", Some(3), column("case"))]
    );
}
