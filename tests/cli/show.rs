//! `onward show`.

use std::io::Read;
use std::process::{Command, Stdio};

use super::support::{Desk, program, stderr, stdout};

#[test]
fn a_plan_alone_tells_cases_flights_and_destinations() {
    let desk = Desk::planned();
    let flights = stdout(&desk.run(&["show", "plan.json", "--by", "flight"]).code(0));
    let expected = "\
flight                 from  to   groups  cases  agreements
QR1370/NBO/2017-05-16  NBO   DOH       1      2  QR-REF
QR701/DOH/2017-05-17   DOH   JFK       1      2  QR-REF
";
    assert_eq!(flights, expected);
    let cases = stdout(&desk.run(&["show", "plan.json", "--by", "case"]).code(0));
    assert!(
        squeezed(&cases).contains(&"C2 NBO JFK QR1370/NBO/2017-05-16 QR701/DOH/2017-05-17 QR-REF".to_owned()),
        "{cases}"
    );
    let ends = stdout(&desk.run(&["show", "plan.json", "--by", "destination"]).code(0));
    assert_eq!(squeezed(&ends), ["airport groups cases from", "JFK 1 2 NBO"], "{ends}");
    let left = stdout(&desk.run(&["show", "plan.json", "--by", "unserved"]).code(0));
    assert!(squeezed(&left)[1].starts_with("C3 "), "{left}");
}

#[test]
fn with_the_feed_persons_times_and_countries_are_told() {
    let desk = Desk::planned();
    let show = |by| squeezed(&stdout(&desk.run(&["show", "plan.json", "--feed", "feed", "--by", by]).code(0)));
    assert_eq!(
        show("flight")[1],
        "QR1370/NBO/2017-05-16 NBO DOH 2017-05-16 17:15 2017-05-16 22:30 1 2 4 1 4 20 QR-REF"
    );
    // 17:15 in Nairobi is 14:15 UTC, 08:15 in New York 12:15 UTC the day after.
    assert!(
        show("case")[1].starts_with("C1 normal 3 NBO JFK 2017-05-16 17:15 2017-05-17 08:15 22:00 h "),
        "{:?}",
        show("case")
    );
    assert!(show("destination")[1].starts_with("US JFK "), "{:?}", show("destination"));
    assert!(show("summary").contains(&"persons moved 4 of 5 (1 left behind)".to_owned()));
}

#[test]
fn without_a_choice_everything_is_shown_plain_and_in_order() {
    let desk = Desk::planned();
    let all = stdout(&desk.run(&["show", "plan.json"]).code(0));
    let places: Vec<usize> = ["feed", "By destination", "By flight", "By case", "By agreement", "Left behind"]
        .map(|heading| all.find(heading).unwrap_or_else(|| panic!("{heading}:\n{all}")))
        .to_vec();
    assert!(places.is_sorted(), "{all}");
    assert!(!all.contains('\u{1b}'), "{all:?}");
}

#[test]
fn json_has_the_tables_asked_for() {
    let desk = Desk::planned();
    let show = |args: &[&str]| -> serde_json::Value {
        serde_json::from_str(&stdout(&desk.run(&[&["show", "plan.json", "--json"], args].concat()).code(0))).unwrap()
    };
    let all = show(&["--feed", "feed"]);
    assert_eq!(all["summary"]["people"]["moved"], 4);
    assert_eq!(all["flights"][0]["persons"], 4);
    assert_eq!(all["cases"][0]["minutes"], 1320);
    assert_eq!(all["unserved"][0]["case"], "C3");
    let one = show(&["--by", "destination"]);
    assert_eq!(one.as_object().map(|tables| tables.len()), Some(1));
}

#[test]
fn escorts_charters_and_agreements_have_tables_of_their_own() {
    let desk = Desk::escorted();
    let show = |by: &str| {
        let assert = desk.run(&["show", "plan.json", "--feed", "feed", "--by", by]).code(0);
        assert_eq!(stderr(&assert), "");
        squeezed(&stdout(&assert))
    };
    let missions = [
        "mission pool escort departs returns rests until days duty cost day cost fares cases",
        "1 NBO-OPS 1 2017-05-17 02:00 2017-05-19 00:40 2017-05-20 2 chaperone 715.00 240.00 \
         ET-REF NBO-IAD 285.00, ET-REF IAD-NBO 190.00 C",
    ];
    assert_eq!(show("mission"), missions);
    let duties = show("duty");
    assert_eq!(duties.len(), 5);
    assert_eq!(
        duties[1],
        "1 NBO-OPS 1 ET801/NBO/2017-05-17 NBO ADD 2017-05-17 02:00 2017-05-17 04:10 chaperone C ET-REF"
    );
    assert_eq!(duties[4], "1 NBO-OPS 1 ET802/ADD/2017-05-18 ADD NBO 2017-05-18 22:30 2017-05-19 00:40 ET-REF");
    let charters = show("charter");
    assert_eq!(charters[1], "K1 1 west NBO DUB 2017-05-16 10:00 2017-05-16 16:30 1 3 8 20 3 9,400.00 1,175.00");
    assert_eq!(charters[2], "K1 2 DUB ORD 2017-05-16 18:30 2017-05-16 20:30 1 3 8 20");
    assert_eq!(
        show("agreement"),
        [
            "agreement tickets sold escorts before volume tier next rebate rebates committed short shortfall sectors \
             smallest min group largest allotted fares",
            "QR-REF 3 6 1 7 7 8 11.00 66.00 2 6 2 6 10 3,568.20",
            "AA-DOM 1 3 3 5 2 40.00 1 3 3 248.00",
            "ET-REF 5 5 2 5 6 1 3 1,856.50",
        ]
    );
}

#[test]
fn every_table_and_column_is_documented() {
    let page = include_str!("../../docs/show.md");
    let desk = Desk::escorted();
    for table in ["destination", "flight", "case", "mission", "duty", "charter", "agreement", "unserved"] {
        let section = page.split("\n## ").find(|section| section.lines().next() == Some(table));
        let rows =
            section.unwrap_or_else(|| panic!("{table} is missing")).lines().filter(|line| line.starts_with("| `"));
        let told: Vec<&str> =
            rows.flat_map(|row| row.split(" | ").next().unwrap().split('`').skip(1).step_by(2)).collect();
        let shown = stdout(&desk.run(&["show", "plan.json", "--feed", "feed", "--by", table]).code(0));
        let columns = shown.lines().next().unwrap().split("  ").map(str::trim).filter(|column| !column.is_empty());
        let mut number = 0;
        for column in columns {
            assert!(told.contains(&column), "{column:?} of {table} is missing in {told:?}");
            number += 1;
        }
        assert!(number > 2, "{shown}");
    }
    let json: serde_json::Value =
        serde_json::from_str(&stdout(&desk.run(&["show", "plan.json", "--json"]).code(0))).unwrap();
    for member in json.as_object().unwrap().keys() {
        assert!(page.contains(&format!("`--json` member `{member}`")), "{member}");
    }
}

#[test]
fn missions_charters_and_agreements_are_told_by_the_plan_alone_as_far_as_it_goes() {
    let desk = Desk::escorted();
    let show = |by: &str| squeezed(&stdout(&desk.run(&["show", "plan.json", "--by", by]).code(0)));
    assert_eq!(show("mission")[1], "1 NBO-OPS chaperone ET-REF NBO-IAD, ET-REF IAD-NBO");
    assert_eq!(show("duty")[3], "1 NBO-OPS ET501/IAD/2017-05-17 IAD ADD ET-REF");
    assert_eq!(show("charter"), ["charter leg cases", "K1 1 1", "K1 2 1"]);
    assert_eq!(show("agreement")[2], "ET-REF 5 2 6");
}

#[test]
fn tables_of_what_a_plan_has_not_are_left_out_unless_asked_for() {
    let headings = ["By mission", "By duty", "By charter"];
    let whole = |desk: Desk| stdout(&desk.run(&["show", "plan.json", "--feed", "feed"]).code(0));
    let (with, without) = (whole(Desk::escorted()), whole(Desk::planned()));
    for heading in headings {
        assert!(with.contains(heading) && !without.contains(heading), "{heading}\n{with}\n{without}");
    }
    assert!(with.contains("By agreement") && without.contains("By agreement"));
    let asked = Desk::planned().run(&["show", "plan.json", "--by", "duty"]).code(0);
    assert_eq!(stdout(&asked), "none\n");
}

#[test]
fn json_has_missions_duties_charters_and_agreements() {
    let desk = Desk::escorted();
    let text = stdout(&desk.run(&["show", "plan.json", "--feed", "feed", "--json"]).code(0));
    let all: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(all["missions"][0]["fares"][1]["price"], "190.00");
    assert_eq!(all["duties"][0]["cases"], serde_json::json!([{"case": "C", "persons": 1}]));
    assert_eq!(all["duties"][3]["duty"], serde_json::Value::Null);
    assert_eq!(all["charters"][0]["cost_a_seat"], "1175.00");
    assert_eq!(all["agreements"][1]["short"], 2);
    assert_eq!(all["summary"]["terms"]["changed"], 1);
    assert_eq!(all["flights"][0]["taken"], 8);
}

#[test]
fn a_plan_for_another_feed_is_code_1() {
    let desk = Desk::planned();
    let other = Desk::with("cases.csv", "C1,NBO", "C9,NBO");
    let persons = std::fs::read_to_string(other.path("feed/persons.csv")).unwrap();
    std::fs::write(other.path("feed/persons.csv"), persons.replace(",C1,", ",C9,")).unwrap();
    let feed = other.feed();
    let assert = desk.run(&["show", "plan.json", "--feed", feed.to_str().unwrap()]).code(1);
    assert!(stderr(&assert).contains("C1"), "{}", stderr(&assert));
}

#[test]
fn a_feed_that_has_changed_since_is_warned_of() {
    let desk = Desk::planned();
    assert_eq!(stderr(&desk.run(&["show", "plan.json", "--feed", "feed"]).code(0)), "");
    let flights = std::fs::read_to_string(desk.path("feed/flights.csv")).unwrap();
    std::fs::write(desk.path("feed/flights.csv"), flights.replace("17:15", "17:20")).unwrap();
    let assert = desk.run(&["show", "plan.json", "--feed", "feed", "--by", "case"]).code(0);
    assert!(stderr(&assert).starts_with("warning: "), "{}", stderr(&assert));
    assert!(stdout(&assert).contains("17:20"), "{}", stdout(&assert));
}

#[test]
fn a_reader_that_leaves_early_is_no_error() {
    let desk = Desk::planned();
    // A plan big enough to fill a pipe, so that writing goes on after the reader has gone.
    let mut plan = desk.plan();
    let last = plan.unserved[0].clone();
    plan.unserved.extend((0..20_000).map(|_| last.clone()));
    std::fs::write(desk.path("plan.json"), plan.to_json()).unwrap();
    let mut showing = Command::new(program())
        .args(["show", "plan.json"])
        .current_dir(desk.path("."))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut pipe = showing.stdout.take().unwrap();
    pipe.read_exact(&mut [0; 64]).unwrap();
    drop(pipe);
    let done = showing.wait_with_output().unwrap();
    assert_eq!(done.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&done.stderr), "");
}

/// The lines with runs of blanks as one.
fn squeezed(text: &str) -> Vec<String> {
    text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}
