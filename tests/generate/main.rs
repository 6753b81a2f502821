//! The generated days: their totals, that they are sound feeds, and that the committed data is what the generator writes.

mod features;
mod long;
mod reach;
mod sample;
mod tickets;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use onward::feed::Feed;
use onward::generate::{GenerateError, Overwrite, Preset, generate};

/// Presets whose files are committed.
const COMMITTED: [Preset; 3] = [Preset::Day20170516, Preset::Day20150909, Preset::Sample];

/// Presets of the size of a day, or cut from one.
const DAYS: [Preset; 3] = [Preset::Day20170516, Preset::Day20150909, Preset::Tight200];

fn data(preset: Preset) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data").join(preset.name())
}

/// Writes `data/` anew after a deliberate change: `cargo test --release --test generate -- --ignored`.
#[test]
#[ignore = "writes data/; run after a deliberate change of the generator"]
fn write_data() {
    for preset in COMMITTED {
        let feed = generate(preset, preset.default_seed());
        feed.write(&data(preset), Overwrite::Replace).expect("data/ is writable");
    }
}

/// The feed of `preset`, which must give neither fault nor warning.
fn read(preset: Preset, seed: u64) -> Feed {
    match Feed::from_files(generate(preset, seed).files) {
        Ok((feed, warnings)) => {
            assert!(warnings.is_empty(), "{preset} with seed {seed}: {warnings:#?}");
            feed
        }
        Err(faults) => panic!("{preset} with seed {seed}: {faults}"),
    }
}

struct Totals {
    persons: usize,
    cases: usize,
    departure_countries: usize,
    resettlement_countries: usize,
    nationalities: usize,
    largest: usize,
}

fn totals(feed: &Feed) -> Totals {
    let country = |airport: onward::ids::AirportIdx| feed.airports[airport].country;
    let ends = |c: &onward::feed::Case| c.destinations.iter().map(|&d| country(d)).collect::<Vec<_>>();
    Totals {
        persons: feed.persons.len(),
        cases: feed.cases.len(),
        departure_countries: feed.cases.iter().map(|c| country(c.origin)).collect::<BTreeSet<_>>().len(),
        resettlement_countries: feed.cases.iter().flat_map(ends).collect::<BTreeSet<_>>().len(),
        nationalities: feed.persons.iter().map(|p| p.nationality).collect::<BTreeSet<_>>().len(),
        largest: feed.cases.iter().map(|c| c.persons.len()).max().unwrap_or_default(),
    }
}

#[test]
fn day_of_2017_adds_up_to_the_published_totals() {
    let preset = Preset::Day20170516;
    let t = totals(&read(preset, preset.default_seed()));
    assert_eq!((t.persons, t.departure_countries, t.resettlement_countries, t.nationalities), (1_214, 34, 14, 23));
    assert!((450..=490).contains(&t.cases), "{} cases", t.cases);
    assert!((10..=12).contains(&t.largest), "largest case {}", t.largest);
}

#[test]
fn day_of_2015_adds_up_to_the_published_totals() {
    let preset = Preset::Day20150909;
    let t = totals(&read(preset, preset.default_seed()));
    assert_eq!((t.persons, t.departure_countries, t.nationalities), (1_541, 54, 60));
    assert_eq!(t.resettlement_countries, preset.shape().resettled.len());
}

#[test]
fn the_tight_cut_has_200_cases() {
    let preset = Preset::Tight200;
    let t = totals(&read(preset, preset.default_seed()));
    assert_eq!(t.cases, 200);
}

#[test]
fn other_seeds_give_the_same_totals_and_other_cases() {
    let preset = Preset::Day20170516;
    for seed in [0, 1, u64::MAX] {
        let t = totals(&read(preset, seed));
        assert_eq!((t.persons, t.departure_countries, t.resettlement_countries, t.nationalities), (1_214, 34, 14, 23));
    }
    assert_ne!(generate(preset, 0), generate(preset, 1));
    assert_eq!(generate(preset, 1), generate(preset, 1));
}

#[test]
fn committed_data_is_what_the_generator_writes() {
    for preset in COMMITTED {
        let feed = generate(preset, preset.default_seed());
        let names = |dir: &Path| -> BTreeSet<String> {
            let entries = fs::read_dir(dir).expect("data/ is committed");
            entries.map(|e| e.expect("readable").file_name().to_string_lossy().into_owned()).collect()
        };
        let expected: BTreeSet<String> = feed.files.keys().map(|name| (*name).to_owned()).collect();
        assert_eq!(names(&data(preset)), expected, "{preset}");
        for (name, text) in &feed.files {
            let committed = fs::read_to_string(data(preset).join(name)).expect("readable");
            assert!(committed == *text, "{preset}/{name} differs: see write_data above");
        }
    }
}

#[test]
fn a_folder_with_anything_in_it_is_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let other = folder.path().join("mine.txt");
    fs::write(&other, "keep").expect("written");
    let feed = generate(Preset::Tight200, 0);
    assert!(matches!(feed.write(folder.path(), Overwrite::Refuse), Err(GenerateError::NotEmpty { .. })));
    assert_eq!(fs::read_dir(folder.path()).expect("readable").count(), 1);

    // A file of an older feed that the new one hasn't must not become part of it; what isn't a feed's stays.
    fs::write(folder.path().join("airports.csv"), "airport,country,tz\n").expect("written");
    feed.write(folder.path(), Overwrite::Replace).expect("replaced");
    assert_eq!(fs::read_to_string(&other).expect("kept"), "keep");
    assert!(!folder.path().join("airports.csv").exists());
    assert_eq!(fs::read_dir(folder.path()).expect("readable").count(), feed.files.len() + 1);
}

#[test]
fn a_new_folder_is_made() {
    let folder = tempfile::tempdir().expect("a folder");
    let feed = generate(Preset::Tight200, 0);
    feed.write(&folder.path().join("a/b"), Overwrite::Refuse).expect("written");
    let (read, _) = Feed::read(&folder.path().join("a/b")).expect("a sound feed");
    assert_eq!(read.cases.len(), 200);
}

#[test]
fn presets_are_found_by_name() {
    for preset in Preset::ALL {
        assert_eq!(preset.name().parse(), Ok(preset));
    }
    assert!("day-1999-01-01".parse::<Preset>().is_err());
}
