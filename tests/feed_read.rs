//! The three forms of a feed, and what is read from them.

mod support;

use std::fs;
use std::io::Write;
use std::path::Path;

use chrono::{NaiveDate, NaiveTime, Weekday};
use onward::feed::{Capacity, Fault, Feed, Hours, Mode, OneOf, Place, Priority, Ready, Zone, gazetteer};
use onward::ids::{
    AgreementIdx, AirportIdx, CaseIdx, CharterIdx, FareIdx, FlightIdx, LockIdx, PersonIdx, PoolIdx, ReceptionIdx,
    TransitIdx,
};
use onward::money::{Decimal, Money};
use onward::time::{Minutes, to_utc};
use support::FeedBuilder;

/// A feed with every file in it and most columns used.
fn full() -> FeedBuilder {
    FeedBuilder::minimal()
        .file("airports.csv", "tz,airport,country,name,lat,lon\nAfrica/Nairobi,XQX,KE,\"Camp, \"\"A\"\"\nstrip\",-0.1,35\n")
        .file("stations.csv", "airport,beds,bed_cost,mct_ii,airside_hours,assist_from,assist_to,assist_cost\nDOH,40,80.50,60,7.5,22:00,06:00,3\n")
        .file("blocs.csv", "bloc,country\nschengen,DE\nschengen,FR\n")
        .file("rates.csv", "currency,rate\nEUR,1.0835\n")
        .row("agreements.csv", "", "LH-REF,LH|LX,2017-01-01,2017-12-31")
        .row("fares.csv", "", "LH-REF,NBO,FRA,410,")
        .file("tiers.csv", "agreement,from_seats,rebate\nQR-REF,50,10\nQR-REF,10,5\n")
        .file("charters.csv", "charter,group,operator,fixed_cost,per_seat,min_seats,currency\nK1,G,Op,100000.00,1.05,10,EUR\n")
        .file("charter_legs.csv", "charter,leg,from,to,dep,arr,seats\nK1,2,DOH,FRA,2017-05-16T12:00,2017-05-16T17:00,100\nK1,1,NBO,DOH,2017-05-16T04:00,2017-05-16T09:00,100\n")
        .file("transit.csv", "place,nationality,document,zone,decision,max_hours,fee,lead_days\nQA|FRA,SO|ET,ctd|icrc,*,allow,24,,\nGB,*,*,airside|landside,waiver,,12.345,5\n".replace("12.345", "12.34").as_str())
        .file("clearances.csv", "case,person,kind,valid_from,valid_to,at\nC1,,exit_permit,,2017-06-01,departure\nC1,P1,medical,2017-05-01,,arrival\n")
        .row("cases.csv", "", "C2,NBO,JFK|FRA,USRAP,normal,2017-05-16T10:30")
        .row("persons.csv", "", "P2,C2,2010-02-28,ET,passport")
        .file("links.csv", "link,case\nL1,C2\nL1,C1\n")
        .file("reception.csv", "airport,programme,days,from,to,per_day,closed,exempt\nJFK,*,12345,08:00,,30,2017-05-17|2017-05-18,emergency|urgent\n")
        .file("escort_types.csv", "type,ratio\nnurse,1\noperational,25\n")
        .file("escorts.csv", "pool,base,covers,count,day_cost,from,to\nNBO-OPS,NBO,operational|nurse,3,120,2017-05-10,2017-06-10\n")
        .file("locks.csv", "case,itinerary,mode,change_cost\nC1,QR1370/NBO/2017-05-16 QR701/DOH/2017-05-16,prefer,50\n")
}

fn to_folder(builder: &FeedBuilder, folder: &Path) {
    for (name, content) in &builder.files {
        fs::write(folder.join(name), content).unwrap();
    }
}

fn to_zip(builder: &FeedBuilder, path: &Path, top: &str) {
    let mut zip = zip::ZipWriter::new(fs::File::create(path).unwrap());
    for (name, content) in &builder.files {
        zip.start_file(format!("{top}{name}"), zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap();
}

/// The same content as JSON, by the `csv` crate's own reader.
fn to_json(builder: &FeedBuilder) -> String {
    let files = builder.files.iter().map(|(name, content)| {
        let value = if name == "policy.json" {
            serde_json::from_str(content).unwrap()
        } else {
            let mut reader = csv::Reader::from_reader(content.as_bytes());
            let rows: Vec<serde_json::Map<_, _>> = reader
                .deserialize::<std::collections::BTreeMap<String, String>>()
                .map(|row| row.unwrap().into_iter().map(|(column, cell)| (column, cell.into())).collect())
                .collect();
            serde_json::json!(rows)
        };
        (name.clone(), value)
    });
    serde_json::Value::Object(files.collect()).to_string()
}

/// Everything in a feed but the row numbers that only a person's editor has.
fn shown((feed, warnings): (Feed, Vec<Fault>)) -> String {
    assert_eq!(warnings, []);
    format!("{feed:#?}")
}

#[test]
fn folder_zip_and_json_are_the_same_feed() {
    let builder = full();
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("feed");
    fs::create_dir(&inner).unwrap();
    to_folder(&builder, &inner);
    let expected = shown(Feed::read(&inner).unwrap_or_else(|faults| panic!("{faults}")));
    assert_eq!(shown(builder.read().unwrap()), expected);
    for top in ["", "some-day/"] {
        let path = folder.path().join("feed.zip");
        to_zip(&builder, &path, top);
        assert_eq!(
            shown(Feed::read(&path).unwrap_or_else(|faults| panic!("{faults}"))),
            expected,
            "top folder {top:?}"
        );
    }
    assert_eq!(shown(Feed::from_json(&to_json(&builder)).unwrap_or_else(|faults| panic!("{faults}"))), expected);
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn money(text: &str) -> Money {
    text.parse().unwrap()
}

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn airport(feed: &Feed, code: &str) -> AirportIdx {
    feed.airports.position(|airport| airport.iata.as_str() == code).unwrap()
}

#[test]
fn what_is_not_given_takes_its_default() {
    let feed = FeedBuilder::minimal()
        .replace("policy.json", "\"transit_default\": \"allow\",", "")
        .row("stations.csv", "airport", "DOH")
        .row("charters.csv", "charter,fixed_cost", "K1,100")
        .row(
            "charter_legs.csv",
            "charter,leg,from,to,dep,arr,seats",
            "K1,1,NBO,DOH,2017-05-16T01:00,2017-05-16T05:00,9",
        )
        .row("transit.csv", "place,nationality,document,zone,decision", "*,*,*,*,deny")
        .row("reception.csv", "airport", "JFK")
        .row("clearances.csv", "case,kind,at", "C1,exit_permit,departure")
        .row("escort_types.csv", "type,ratio", "nurse,1")
        .row("escorts.csv", "pool,base,covers,count,day_cost,from,to", "P,NBO,*,1,1,2017-05-01,2017-06-01")
        .row("locks.csv", "case,itinerary,mode", "C1,K1/1,fixed")
        .feed();
    let policy = &feed.policy;
    assert!(!policy.transit_default_allow);
    assert_eq!((policy.max_sectors, policy.stretcher_seats, policy.escort_rest_days), (4, 6, 1));
    assert_eq!((policy.max_connection, policy.airside, policy.mct), (Minutes(1800), Minutes(480), Minutes(90)));
    assert_eq!(policy.stretcher_fares, decimal("6"));
    assert_eq!((policy.connection_penalty, policy.hour_penalty), (Money::ZERO, Money::ZERO));
    assert_eq!(policy.delay_penalty.0, [None, None, Some(money("10"))]);
    assert_eq!(policy.unserved_penalty.of(Priority::Normal), money("5000"));

    for station in &feed.stations {
        assert_eq!(station.mct, [[Minutes(90); 2]; 2]);
        assert_eq!((station.airside, station.beds, station.bed_cost), (Minutes(480), 0, Money::ZERO));
        assert_eq!(
            (station.assist_hours, station.assist_per_day, station.depart_per_day),
            (Hours::default(), None, None)
        );
        assert_eq!(station.assist_cost, Money::ZERO);
    }
    let flight = &feed.flights[FlightIdx(0)];
    assert_eq!((flight.arr_day, flight.mode, flight.equipment.as_deref()), (0, Mode::Air, None));
    assert_eq!(flight.capacity, Capacity { seats: 20, ..Capacity::default() });
    assert!([Weekday::Mon, Weekday::Sun].into_iter().all(|day| flight.days.contains(day)));
    let agreement = &feed.agreements[AgreementIdx(0)];
    assert_eq!((agreement.seats_per_flight, agreement.min_group, agreement.max_sectors), (None, 1, 4));
    assert_eq!(
        [&agreement.child_pct, &agreement.infant_pct, &agreement.escort_pct],
        [&decimal("75"), &decimal("10"), &decimal("100")]
    );
    assert_eq!((agreement.lead_days, agreement.commit_seats, agreement.seats_before), (0, 0, 0));
    assert_eq!(
        (agreement.shortfall_fee, agreement.currency.as_str(), &agreement.rate),
        (Money::ZERO, "USD", &decimal("1"))
    );
    assert_eq!(feed.fares[FareIdx(0)].via, None);
    let charter = &feed.charters[CharterIdx(0)];
    assert_eq!((charter.group, charter.per_seat, charter.min_seats), (None, Money::ZERO, 0));
    let rule = &feed.transit[TransitIdx(0)];
    assert_eq!(
        (&rule.place, &rule.destination, rule.max_gap, rule.fee, rule.lead_days),
        (&Place::Any, &OneOf::Any, None, Money::ZERO, 0)
    );
    assert_eq!(rule.zones, [Zone::Airside, Zone::Landside].into());
    let case = &feed.cases[CaseIdx(0)];
    assert_eq!((case.ready, case.target), (Ready::On(date("2017-05-16")), date("2017-05-16")));
    assert_eq!((case.max_sectors, case.max_duration, case.overnight, case.mct_extra), (None, None, true, Minutes(0)));
    assert_eq!(
        (case.clearances[0].person, case.clearances[0].valid_from, case.clearances[0].valid_to),
        (None, None, None)
    );
    let person = &feed.persons[PersonIdx(0)];
    assert!(!(person.wheelchair || person.stretcher || person.oxygen || person.minor) && person.escort.is_none());
    let reception = &feed.reception[ReceptionIdx(0)];
    assert_eq!(
        (&reception.programme, reception.hours, reception.per_day, reception.per_flight),
        (&OneOf::Any, Hours::default(), None, None)
    );
    assert!(reception.closed.is_empty() && reception.exempt.is_empty() && reception.days.contains(Weekday::Sun));
    assert_eq!(feed.pools[PoolIdx(0)].max_away, Minutes::hours(240));
    assert_eq!(feed.pools[PoolIdx(0)].covers.len(), 1);
    assert_eq!(feed.locks[LockIdx(0)].change_cost, Money::ZERO);
}

#[test]
fn what_is_given_is_read() {
    let feed = full().feed();
    let doha = &feed.stations[airport(&feed, "DOH")];
    // The first index is the sector in, the second the sector out; 1 is international.
    assert_eq!(doha.mct, [[Minutes(90), Minutes(90)], [Minutes(90), Minutes(60)]]);
    assert_eq!(
        (doha.airside, doha.beds, doha.bed_cost, doha.assist_cost),
        (Minutes(450), 40, money("80.5"), money("3"))
    );
    assert_eq!(
        doha.assist_hours,
        Hours { from: NaiveTime::from_hms_opt(22, 0, 0), to: NaiveTime::from_hms_opt(6, 0, 0) }
    );
    let charter = &feed.charters[CharterIdx(0)];
    assert_eq!(
        charter.legs.iter().map(|leg| leg.from).collect::<Vec<_>>(),
        [airport(&feed, "NBO"), airport(&feed, "DOH")]
    );
    assert_eq!(feed.groups[charter.group.unwrap()].as_ref(), "G");
    let tiers = &feed.agreements[AgreementIdx(0)].tiers;
    assert_eq!(
        tiers.iter().map(|tier| (tier.from_seats, tier.rebate)).collect::<Vec<_>>(),
        [(10, money("5")), (50, money("10"))]
    );
    let rule = &feed.transit[TransitIdx(0)];
    let Place::Named { countries, airports } = &rule.place else { panic!("{:?}", rule.place) };
    assert_eq!(countries.iter().map(ToString::to_string).collect::<Vec<_>>(), ["QA"]);
    assert_eq!(airports, &[airport(&feed, "FRA")].into());
    assert_eq!((rule.max_gap, rule.row), (Some(Minutes::hours(24)), 2));
    let case = &feed.cases[CaseIdx(1)];
    assert_eq!(case.ready, Ready::At(date("2017-05-16").and_hms_opt(10, 30, 0).unwrap()));
    assert_eq!(case.destinations, [airport(&feed, "FRA"), airport(&feed, "JFK")]);
    assert_eq!(case.persons, [PersonIdx(1)]);
    assert_eq!(feed.links[case.link.unwrap()], [CaseIdx(0), CaseIdx(1)]);
    assert_eq!(feed.cases[CaseIdx(0)].clearances[1].person, Some(PersonIdx(0)));
    let reception = &feed.reception[ReceptionIdx(0)];
    assert_eq!(reception.closed, [date("2017-05-17"), date("2017-05-18")].into());
    assert_eq!(reception.exempt, [Priority::Emergency, Priority::Urgent].into());
    assert_eq!(feed.locks[LockIdx(0)].itinerary, ["QR1370/NBO/2017-05-16", "QR701/DOH/2017-05-16"]);
    assert_eq!(feed.blocs.len(), 1);
}

#[test]
fn unit_amounts_are_converted_and_rounded_half_to_even_and_fares_kept() {
    // 0.125 and 0.375 lie between two cents: to the even one.
    for (rate, each, expected) in [
        ("0.5", "0.25", "0.12"),
        ("0.5", "0.75", "0.38"),
        ("1.0835", "100000.01", "108350.01"),
        ("0.000001", "1", "0.00"),
    ] {
        let feed = FeedBuilder::minimal()
            .row("rates.csv", "currency,rate", &format!("EUR,{rate}"))
            .file("agreements.csv", &format!("agreement,carriers,valid_from,valid_to,currency,shortfall_fee\nQR-REF,*,2017-01-01,2017-12-31,EUR,{each}\n"))
            .file("fares.csv", &format!("agreement,from,to,adult,tax\nQR-REF,NBO,JFK,{each},{each}\n"))
            .row("tiers.csv", "agreement,from_seats,rebate", &format!("QR-REF,1,{each}"))
            .row("charters.csv", "charter,fixed_cost,per_seat,currency", &format!("K1,{each},{each},EUR"))
            .row("charter_legs.csv", "charter,leg,from,to,dep,arr,seats", "K1,1,NBO,DOH,2017-05-16T01:00,2017-05-16T05:00,9")
            .feed();
        let agreement = &feed.agreements[AgreementIdx(0)];
        assert_eq!((agreement.currency.as_str(), &agreement.rate), ("EUR", &decimal(rate)));
        let charter = &feed.charters[CharterIdx(0)];
        for converted in [agreement.shortfall_fee, agreement.tiers[0].rebate, charter.fixed_cost, charter.per_seat] {
            assert_eq!(converted, money(expected), "{each} at {rate}");
        }
        let fare = &feed.fares[FareIdx(0)];
        assert_eq!((fare.adult, fare.tax), (money(each), money(each)));
    }
}

#[test]
fn policy_money_is_exact_as_number_and_as_text() {
    for (written, expected) in [
        ("0.1", "0.10"),
        ("\"0.10\"", "0.10"),
        ("900719925474.09", "900719925474.09"),
        ("\"12\"", "12.00"),
        ("0", "0.00"),
    ] {
        let feed = FeedBuilder::minimal()
            .replace("policy.json", "{\"name\"", &format!("{{\"hour_penalty\": {written}, \"name\""))
            .feed();
        assert_eq!(feed.policy.hour_penalty, money(expected), "{written}");
    }
}

#[test]
fn marks_line_ends_blank_lines_order_and_unread_columns_change_nothing() {
    let plain = full().feed();
    let mut changed = full();
    for (name, content) in &mut changed.files {
        if name != "policy.json" {
            *content = content.replace('\n', "\r\n").replacen("\r\n", "\r\n\r\n", 1);
        }
        content.insert(0, '\u{feff}');
    }
    // Its quoted line break is part of a value.
    let changed = changed
        .replace("airports.csv", "\"\"A\"\"\r\n", "\"\"A\"\"\n")
        .file("persons.csv", "document,shoe,nationality,case,birth_date,person\nctd,40,SO,C1,1985-03-02,P1\npassport,\"4,1\",ET,C2,2010-02-28,P2")
        .file("README", "hello");
    let (changed, warnings) = changed.read().unwrap_or_else(|faults| panic!("{faults}"));
    assert_eq!(warnings.iter().map(|warning| warning.code).collect::<Vec<_>>(), ["W001", "W002"]);
    assert_eq!(changed.sha256, plain.sha256);
    let without_rows = |feed: Feed| {
        let mut feed = feed;
        feed.transit.iter_mut().for_each(|rule| rule.row = 0);
        feed.reception.iter_mut().for_each(|rule| rule.row = 0);
        format!("{feed:#?}")
    };
    assert_eq!(without_rows(changed), without_rows(plain));
}

#[test]
fn any_change_of_what_is_read_changes_the_hash() {
    let plain = full().feed().sha256;
    assert_eq!(plain.len(), 64);
    let mut seen = std::collections::BTreeSet::from([plain]);
    for (file, from, to) in [
        ("fares.csv", "600.00", "600.0"),
        ("policy.json", "5000", "5001"),
        ("persons.csv", "P2", "P3"),
        ("cases.csv", "C2,NBO", "C2,ADD"),
        ("stations.csv", "DOH,40,80.50,60", "DOH,60,80.50,40"),
    ] {
        assert!(seen.insert(full().replace(file, from, to).feed().sha256), "{file}: {from} to {to}");
    }
}

#[test]
fn airports_are_those_in_use_and_the_feeds_own_take_effect() {
    let feed = FeedBuilder::minimal().feed();
    let codes: Vec<_> = feed.airports.iter().map(|airport| airport.iata.to_string()).collect();
    assert_eq!(codes, ["DOH", "JFK", "NBO"]);
    let doha = &feed.airports[airport(&feed, "DOH")];
    assert_eq!((doha.country.as_str(), doha.zone.name()), ("QA", "Asia/Qatar"));
    assert!(
        feed.airports[airport(&feed, "JFK")]
            .position
            .is_some_and(|(north, east)| (40.0..41.0).contains(&north) && (-74.0..-73.0).contains(&east))
    );

    let noon = date("2017-05-16").and_hms_opt(12, 0, 0).unwrap();
    let own = FeedBuilder::minimal()
        .file("airports.csv", "airport,country,tz\nDOH,OM,Asia/Kathmandu\nXQX,KE,Africa/Nairobi\n")
        .replace("flights.csv", "06:05", "09:05")
        .replace("flights.csv", "08:10", "12:10")
        .feed();
    let own_doha = &own.airports[airport(&own, "DOH")];
    assert_eq!((own_doha.country.as_str(), own_doha.name.as_deref()), ("OM", doha.name.as_deref()));
    assert_eq!(to_utc(doha.zone, noon) - to_utc(own_doha.zone, noon), Minutes(165));
    assert_eq!(own.airports.len(), 3, "an airport that is added and not used is left out");

    // Used by each kind of reference alone.
    for (file, header, row) in [
        ("stations.csv", "airport", "ADD"),
        ("fares.csv", "", "QR-REF,ADD,JFK,1,"),
        ("transit.csv", "place,nationality,document,zone,decision", "ET|ADD,*,*,*,allow"),
        ("reception.csv", "airport", "ADD"),
        ("escorts.csv", "pool,base,covers,count,day_cost,from,to", "P,ADD,*,1,1,2017-05-01,2017-06-01"),
    ] {
        let feed = FeedBuilder::minimal().row(file, header, row).feed();
        assert_eq!(feed.airports.len(), 4, "{file}");
        assert_eq!(feed.airports.len(), feed.stations.len());
    }
    assert!(gazetteer::airports().len() > 7_500);
}

#[test]
fn json_cells_may_be_numbers_flags_or_null() {
    let json = to_json(&FeedBuilder::minimal()).replace("\"600.00\"", "600.00").replace(
        "\"nationality\":\"SO\"",
        "\"nationality\":\"SO\",\"wheelchair\":true,\"oxygen\":false,\"stretcher\":1,\"escort\":null",
    );
    let (feed, warnings) = Feed::from_json(&json).unwrap_or_else(|faults| panic!("{faults}"));
    assert_eq!(warnings, []);
    let person = &feed.persons[PersonIdx(0)];
    assert!(person.wheelchair && person.stretcher && !person.oxygen && person.escort.is_none());
    assert_eq!(feed.fares[FareIdx(0)].adult, money("600"));
    let faults = Feed::from_json(&json.replace("600.00", "6e2")).map(|_| ()).unwrap_err();
    assert_eq!(faults.0.iter().map(|fault| (fault.code, fault.row)).collect::<Vec<_>>(), [("F203", Some(2))]);
    let text = faults.to_string();
    assert!(
        text.starts_with("F203 not-a-number: fares.csv:2 adult \"6e2\": it isn't a plain decimal number; write"),
        "{text}"
    );
    let value = serde_json::to_value(&faults).unwrap();
    assert_eq!(value[0]["code"], "F203");
    assert_eq!(value[0]["row"], 2);
}
