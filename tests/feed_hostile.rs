//! Feeds that mean harm, or were cut, mixed up or saved wrongly: met with a fault, in little memory and time.

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use onward::feed::{Fault, Feed, faults, limits};
use proptest::prelude::*;
use support::FeedBuilder;
use zip::write::SimpleFileOptions;

fn min() -> FeedBuilder {
    FeedBuilder::minimal()
}

type Zip = zip::ZipWriter<Cursor<Vec<u8>>>;

/// A zip of the minimal feed, packed or stored, with what `more` adds.
fn zip_of(feed: &FeedBuilder, top: &str, packed: bool, more: impl FnOnce(&mut Zip)) -> Vec<u8> {
    let method = if packed { zip::CompressionMethod::Deflated } else { zip::CompressionMethod::Stored };
    let options = SimpleFileOptions::default().compression_method(method);
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in &feed.files {
        zip.start_file(format!("{top}{name}"), options).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    more(&mut zip);
    zip.finish().unwrap().into_inner()
}

fn entry(zip: &mut Zip, name: &str, content: &[u8]) {
    zip.start_file(name, SimpleFileOptions::default()).unwrap();
    zip.write_all(content).unwrap();
}

/// Replaces `from` by `to` wherever it stands.
fn patch(bytes: &mut [u8], from: &[u8], to: &[u8]) -> usize {
    assert_eq!(from.len(), to.len());
    let places: Vec<_> = (0..=bytes.len() - from.len()).filter(|&n| bytes[n..].starts_with(from)).collect();
    for &place in &places {
        bytes[place..place + to.len()].copy_from_slice(to);
    }
    places.len()
}

/// Sets two bytes of the headers of the entry called `name`, counted from the start of each of its two headers.
fn patch_headers(bytes: &mut [u8], name: &str, local: usize, central: usize, value: u16) {
    let of = |mark: &[u8], length: usize, bytes: &[u8]| {
        (0..bytes.len()).find(|&n| bytes[n..].starts_with(mark) && bytes[n + length..].starts_with(name.as_bytes()))
    };
    let local = of(b"PK\x03\x04", 30, bytes).unwrap() + local;
    let central = of(b"PK\x01\x02", 46, bytes).unwrap() + central;
    for place in [local, central] {
        bytes[place..place + 2].copy_from_slice(&value.to_le_bytes());
    }
}

fn read_bytes(bytes: &[u8]) -> Result<(Feed, Vec<Fault>), Vec<Fault>> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("feed.zip");
    fs::write(&path, bytes).unwrap();
    Feed::read(&path).map_err(|faults| faults.0)
}

fn refused(bytes: &[u8]) -> Vec<Fault> {
    read_bytes(bytes).map(|_| ()).unwrap_err()
}

fn faults_of(path: &Path) -> Vec<Fault> {
    Feed::read(path).map(|_| ()).unwrap_err().0
}

/// A table with one column that isn't known, of `bytes` bytes in rows of about 60 KB.
fn wide(bytes: usize) -> Vec<u8> {
    let row = "x".repeat(60_000);
    let mut table = b"unknown\n".to_vec();
    while table.len() < bytes {
        table.extend_from_slice(row.as_bytes());
        table.push(b'\n');
    }
    table
}

/// One feed for each code that isn't about a table's text, and the faults it is refused with.
fn hostile() -> Vec<(&'static str, &'static str, Vec<Fault>)> {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::create_dir_all(at("folder/flights.csv")).unwrap();
    for (name, content) in min().without("flights.csv").files {
        fs::write(at("folder").join(name), content).unwrap();
    }
    fs::write(at("text"), "case,origin\n").unwrap();
    fs::create_dir(at("empty")).unwrap();
    let file = |name: &str, content: Vec<u8>| {
        let mut files: Vec<(String, Vec<u8>)> =
            min().without(name).files.into_iter().map(|(name, text)| (name, text.into_bytes())).collect();
        files.push((name.to_owned(), content));
        Feed::from_files(files).map(|_| ()).unwrap_err().0
    };
    let shared = wide(100 << 20);
    let three = ["cases.csv", "fares.csv", "flights.csv"].map(|name| (name, &shared[..]));
    let plain = |more: fn(&mut Zip)| refused(&zip_of(&min(), "", true, more));
    let mut encrypted = zip_of(&min(), "", false, |_| ());
    patch_headers(&mut encrypted, "fares.csv", 6, 8, 1);
    let mut method = zip_of(&min(), "", false, |_| ());
    patch_headers(&mut method, "fares.csv", 8, 10, 14);
    let mut doubled = zip_of(&min(), "", false, |zip| entry(zip, "farez.csv", b"agreement\n"));
    assert_eq!(patch(&mut doubled, b"farez.csv", b"fares.csv"), 2);
    let whole = zip_of(&min(), "", true, |_| ());
    vec![
        ("F001", "nowhere", faults_of(&at("nowhere"))),
        ("F001", "a folder called flights.csv", faults_of(&at("folder"))),
        ("F002", "a text file", faults_of(&at("text"))),
        ("F003", "an empty folder", faults_of(&at("empty"))),
        ("F004", "130 MiB in one file", file("fares.csv", wide(130 << 20))),
        ("F004", "a 200 MB policy", file("policy.json", vec![b' '; 200_000_000])),
        ("F005", "300 MiB in three files", Feed::from_files(three).map(|_| ()).unwrap_err().0),
        ("F006", "a zip cut short", refused(&whole[..whole.len() / 2])),
        ("F006", "a changed byte", {
            let mut bytes = zip_of(&min(), "", false, |_| ());
            assert_eq!(patch(&mut bytes, b"48.20", b"58.20"), 1);
            refused(&bytes)
        }),
        ("F006", "four bytes of a zip", refused(b"PK\x03\x04")),
        ("F007", "../", plain(|zip| entry(zip, "../policy.json", b"{}"))),
        ("F007", "a/../../", plain(|zip| entry(zip, "a/../../policy.json", b"{}"))),
        ("F007", "/etc/", plain(|zip| entry(zip, "/etc/policy.json", b"{}"))),
        ("F007", "a drive", plain(|zip| entry(zip, "C:policy.json", b"{}"))),
        ("F007", "backslashes", plain(|zip| entry(zip, "..\\policy.json", b"{}"))),
        (
            "F008",
            "a link",
            plain(|zip| zip.add_symlink("rates.csv", "/etc/passwd", SimpleFileOptions::default()).unwrap()),
        ),
        ("F009", "one name twice", refused(&doubled)),
        ("F010", "a password", refused(&encrypted)),
        (
            "F011",
            "64 MiB of x",
            refused(&zip_of(&min().without("fares.csv"), "", true, |zip| entry(zip, "fares.csv", &wide(64 << 20)))),
        ),
        ("F012", "1,007 entries", plain(|zip| (0..1001).for_each(|n| entry(zip, &format!("{n}.txt"), b"")))),
        ("F013", "another method", refused(&method)),
        (
            "F014",
            "20,000 bad rows",
            file("fares.csv", [b"agreement,from,to,adult\n".to_vec(), b"?,?,?,?\n".repeat(20_000)].concat()),
        ),
        ("F015", "two feeds", refused(&zip_of(&min(), "a/", true, |zip| entry(zip, "b/policy.json", b"{}")))),
        ("F015", "a feed two folders down", refused(&zip_of(&min(), "a/b/", true, |_| ()))),
        (
            "F101",
            "Latin-1",
            file("cases.csv", b"case,origin,destination,programme,priority,ready\nC\xe9,,,,,\n".to_vec()),
        ),
    ]
}

#[test]
fn each_is_met_with_its_fault() {
    let started = Instant::now();
    let all = hostile();
    for (code, what, found) in &all {
        let codes: Vec<_> = found.iter().map(|fault| fault.code).collect();
        assert!(codes.contains(code), "{what}: {code} expected, not {codes:?}");
        let noise = !matches!(*code, "F003" | "F004" | "F005" | "F006" | "F011" | "F014");
        assert!(!noise || codes.len() == 1, "{what}: {codes:?}");
    }
    let met: BTreeSet<_> = all.iter().map(|(code, ..)| *code).collect();
    for kind in faults::catalogue().filter(|kind| kind.code.starts_with("F0")) {
        assert!(met.contains(kind.code), "{} isn't met", kind.code);
    }
    assert!(started.elapsed() < Duration::from_secs(60));
}

#[test]
fn missing_files_are_all_named() {
    let folder = tempfile::tempdir().unwrap();
    let files: Vec<_> = faults_of(folder.path()).into_iter().map(|fault| (fault.code, fault.file)).collect();
    let expected = ["agreements.csv", "cases.csv", "fares.csv", "flights.csv", "persons.csv", "policy.json"];
    assert_eq!(files, expected.map(|file| ("F003", file.to_owned())));
}

#[test]
fn a_cell_of_200_mb_is_dropped_after_64_kib() {
    for (quote, packed) in [("", false), ("\"", false), ("", true), ("\"", true)] {
        let folder = tempfile::tempdir().unwrap();
        let mut content = format!("case,origin,destination,programme,priority,ready\n{quote}").into_bytes();
        content.resize(200_000_000, b'x');
        let started = Instant::now();
        let found = if packed {
            let bytes = zip_of(&min().without("cases.csv"), "", true, |zip| {
                zip.start_file("cases.csv", SimpleFileOptions::default().compression_level(Some(1))).unwrap();
                zip.write_all(&content).unwrap();
            });
            refused(&bytes)
        } else {
            for (name, content) in min().files {
                fs::write(folder.path().join(name), content).unwrap();
            }
            fs::write(folder.path().join("cases.csv"), &content).unwrap();
            faults_of(folder.path())
        };
        assert_eq!(found.iter().map(|fault| (fault.code, fault.row)).collect::<Vec<_>>(), [("F109", Some(2))]);
        assert!(started.elapsed() < Duration::from_secs(20));
    }
}

#[test]
fn a_zip_that_claims_sizes_it_has_not_is_not_believed() {
    // The directory says the entry unpacks to 10 bytes; it holds 40 MiB.
    let mut bytes = zip_of(&min().without("fares.csv"), "", true, |zip| entry(zip, "fares.csv", &wide(40 << 20)));
    patch_headers(&mut bytes, "fares.csv", 22, 24, 10);
    patch_headers(&mut bytes, "fares.csv", 24, 26, 0);
    assert!(!refused(&bytes).is_empty());
    // The end says there are 65,535 entries.
    let mut bytes = zip_of(&min(), "", true, |_| ());
    let end = bytes.len() - 22;
    bytes[end + 8..end + 12].fill(0xFF);
    assert_eq!(refused(&bytes)[0].code, "F012");
}

#[test]
fn a_zip_may_carry_what_a_mac_adds() {
    let more = |zip: &mut Zip| {
        zip.add_directory("day/", SimpleFileOptions::default()).unwrap();
        entry(zip, "__MACOSX/day/._policy.json", b"\0\0");
        entry(zip, "day/sub/fares.csv", b"nothing\n");
    };
    let (_, warnings) = read_bytes(&zip_of(&min(), "day/", true, more)).unwrap_or_else(|faults| panic!("{faults:?}"));
    let warnings: Vec<_> = warnings.into_iter().map(|warning| (warning.code, warning.file)).collect();
    assert_eq!(warnings, [("W001", "day/sub/fares.csv".to_owned())]);
}

#[test]
fn bad_text_is_found_to_the_byte() {
    let cell = |text: &[u8]| {
        let mut files: Vec<(String, Vec<u8>)> =
            min().without("fares.csv").files.into_iter().map(|(name, text)| (name, text.into_bytes())).collect();
        files.push(("fares.csv".to_owned(), text.to_vec()));
        let found = Feed::from_files(files).map(|_| ()).unwrap_err().0;
        found.into_iter().map(|fault| (fault.code, fault.row, fault.remedy)).collect::<Vec<_>>()
    };
    let found = cell(b"agreement,from,to,adult\r\n\r\n\"QR-REF\",NBO,\xffJFK,1\r\n");
    let expected = "save the file as UTF-8; the first bad byte is number 41 of the file";
    assert_eq!(found, [("F101", Some(3), expected.to_owned())]);
    // Good rows after it are still looked at.
    let found = cell(b"agreement,from,to,adult\n\xc3,NBO,JFK,1\nQR-REF,NBO,JFK,one\n");
    assert_eq!(
        found.iter().map(|(code, row, _)| (*code, *row)).collect::<Vec<_>>(),
        [("F101", Some(2)), ("F203", Some(3))]
    );
    // Half a character in each of two cells.
    assert_eq!(cell(b"agreement,from,to,adult\nQR-REF,NBO,\xc3,\xa9\n")[0].0, "F101");
    // UTF-16, as a spreadsheet may save it.
    let utf16: Vec<u8> = "\u{feff}agreement,from\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(cell(&utf16).iter().any(|(code, ..)| *code == "F102"));
    // Half a byte order mark.
    assert_eq!(cell(b"\xef\xbbagreement,from,to,adult\n")[0].0, "F101");
}

#[test]
fn deep_and_endless_json_is_refused() {
    for text in
        ["[".repeat(1_000_000), "{\"a\":".repeat(200_000), format!("{}1{}", "[".repeat(200_000), "]".repeat(200_000))]
    {
        for found in [
            min().file("policy.json", &text).faults(),
            Feed::from_json(&text).map(|_| ()).unwrap_err().0,
            Feed::from_json(&format!("{{\"policy.json\": {text}}}")).map(|_| ()).unwrap_err().0,
            Feed::from_json(&format!("{{\"cases.csv\": [{{\"case\": {text}}}]}}")).map(|_| ()).unwrap_err().0,
        ] {
            assert!(found.iter().any(|fault| fault.code.starts_with("F12")), "{found:?}");
        }
    }
}

#[test]
fn json_of_countless_parts_is_cut_off() {
    let keys: String = (0..2_000).map(|n| format!("\"k{n}\": 1,")).collect();
    let many = format!("{{{keys}\"last\": 1}}");
    let codes = |text: &str| -> Vec<_> {
        let faults = Feed::from_json(text).map(|_| ()).unwrap_err().0;
        faults.into_iter().map(|fault| fault.code).filter(|code| *code != "F003").collect()
    };
    assert_eq!(codes(&many), ["F121"]);
    assert_eq!(codes(&format!("{{\"policy.json\": {many}}}")), ["F121"]);
    assert_eq!(codes(&format!("{{\"policy.json\": {{}}, \"cases.csv\": [{many}]}}"))[0], "F121");
    let rows = format!("[{}{{}}]", "{},".repeat(limits::TRANSIT_ROWS));
    assert!(codes(&format!("{{\"transit.csv\": {rows}}}")).contains(&"F014"));
    let large = format!("{{\"policy.json\": {{\"name\": \"{}\"}}}}", "x".repeat(2_000_000));
    assert_eq!(codes(&large), ["F004"]);
}

#[test]
fn amounts_beyond_all_measure_are_refused_and_overflow_nothing() {
    let dear = "999999999999.99";
    let pools: String = (0..2_000).map(|n| format!("P{n},NBO,*,1000000,{dear},1900-01-01,2199-12-31\n")).collect();
    let tiers: String = (0..2_000).map(|n| format!("QR-REF,{n},{dear}\n")).collect();
    let found = min()
        .replace("fares.csv", "600.00", dear)
        .file("escorts.csv", &format!("pool,base,covers,count,day_cost,from,to\n{pools}"))
        .file("escort_types.csv", "type,ratio\nnurse,1\n")
        .file("tiers.csv", &format!("agreement,from_seats,rebate\n{tiers}"))
        .row("locks.csv", "case,itinerary,mode", &format!("C1,{}K1/1,fixed", "K1/1 ".repeat(10_000)))
        .faults();
    assert_eq!(found.iter().map(|fault| fault.code).collect::<Vec<_>>(), ["F517"]);
}

#[test]
fn only_so_many_faults_are_kept() {
    let rows = "?,?,?,?\n".repeat(50_000);
    let found = min().file("fares.csv", &format!("agreement,from,to,adult\n{rows}")).faults();
    assert_eq!(found.len(), limits::FAULTS);
    assert!(found.iter().all(|fault| fault.file == "fares.csv"));
}

/// Ten thousand transit rules that all but tie, and as many rows of one flight number: compared in time.
#[test]
fn many_alike_rows_are_compared_in_time() {
    let started = Instant::now();
    let countries: Vec<_> = ["DE", "FR", "GB", "US", "CA", "SE", "NO", "AU", "KE", "ET"].to_vec();
    let mut transit = "place,nationality,document,zone,decision,fee\n".to_owned();
    for n in 0..10_000 {
        let country = countries[n % 10];
        transit += &format!("{country}|FRA,SO|ET|ER,ctd|d{n},*,waiver,{}\n", u8::from(n % 2 == 0 && n < 2));
    }
    let mut flights = min().files["flights.csv"].clone();
    let first = chrono::NaiveDate::from_ymd_opt(1990, 1, 1).unwrap();
    for (n, date) in first.iter_days().take(20_000).enumerate() {
        flights += &format!("XX,{},NBO,DOH,01:00,06:00,,1234567,{date},{date},9\n", n % 2 + 1);
    }
    let found = min().file("transit.csv", &transit).file("flights.csv", &flights).read();
    assert!(found.is_err());
    assert!(started.elapsed() < Duration::from_secs(20), "{:?}", started.elapsed());
}

/// A name of a file that a feed has.
fn file_name() -> impl Strategy<Value = String> {
    let known =
        min().files.into_keys().chain(["transit.csv", "stations.csv", "tiers.csv", "locks.csv"].map(str::to_owned));
    prop::sample::select(known.collect::<Vec<_>>())
}

/// A feed is taken, or refused with a reason.
fn told(read: Result<(Feed, Vec<Fault>), Vec<Fault>>) {
    if let Err(faults) = read {
        assert!(!faults.is_empty());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_it_panic(name in file_name(), bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let mut files: Vec<(String, Vec<u8>)> =
            min().without(&name).files.into_iter().map(|(name, text)| (name, text.into_bytes())).collect();
        files.push((name, bytes));
        told(Feed::from_files(files).map_err(|faults| faults.0));
    }

    #[test]
    fn no_text_of_its_own_marks_makes_it_panic(
        name in file_name(),
        text in "[a-z0-9,|*\"\r\n:./T éÿ\\-{}\\[\\]\u{0}\u{feff}]{0,200}",
    ) {
        told(min().file(&name, &text).read().map_err(|faults| faults.0));
        told(Feed::from_json(&text).map_err(|faults| faults.0));
        told(Feed::from_json(&format!("{{\"{name}\": {text}}}")).map_err(|faults| faults.0));
    }

    #[test]
    fn no_change_of_a_byte_makes_it_panic(name in file_name(), place in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<bool>()) {
        let mut files: Vec<(String, Vec<u8>)> = min().files.into_iter().map(|(name, text)| (name, text.into_bytes())).collect();
        for (other, bytes) in &mut files {
            if *other == name {
                let place = place.index(bytes.len());
                if cut { bytes.truncate(place) } else { bytes[place] = byte }
            }
        }
        told(Feed::from_files(files).map_err(|faults| faults.0));
    }

    #[test]
    fn no_changed_zip_makes_it_panic(place in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<bool>()) {
        let mut bytes = zip_of(&min(), "x/", true, |_| ());
        let place = place.index(bytes.len());
        if cut { bytes.truncate(place) } else { bytes[place] = byte }
        told(read_bytes(&bytes));
    }
}
