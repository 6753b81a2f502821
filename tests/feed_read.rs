//! The three forms of a feed, and what is read from them.

mod support;

use std::fs;
use std::io::Write;
use std::path::Path;

use onward::feed::{Fault, Feed};
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
