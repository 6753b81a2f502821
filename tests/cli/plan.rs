//! `onward plan`.

use std::fs;

use super::support::{Desk, TOTAL, stderr, stdout};
use onward::plan::{Plan, Status};

#[test]
fn a_plan_goes_to_its_file_and_the_summary_to_standard_output() {
    let desk = Desk::new();
    let assert = desk.run(&["plan", "feed", "-o", "plan.json"]).code(0);
    let plan = desk.plan();
    assert_eq!(plan.total.to_string(), TOTAL);
    assert_eq!(plan.status, Status::Optimal);
    assert_eq!(desk.names(), ["feed", "plan.json"], "nothing else may be left behind");
    desk.run(&["check", "feed", "plan.json"]).code(0);
    let summary = stdout(&assert);
    for line in [
        "persons moved           4 of 5 (1 left behind)",
        "cases moved             2 of 3 (1 left behind)",
        "movements               1 (groups flying one itinerary together)",
        "sectors                 2 on 2 flights",
        "persons by departure    2017-05-16: 4",
        "departure countries     1: KE",
        "resettlement countries  1: US",
        "nationalities           2",
    ] {
        assert!(summary.contains(line), "{line:?} is missing in\n{summary}");
    }
    for (name, amount) in [
        ("cash", "2,075.00"),
        ("  fares", "2,075.00"),
        ("  left behind", "10,000.00"),
        ("total", "12,075.00"),
        ("cash a person", "518.75"),
    ] {
        let line = summary.lines().find(|line| line.starts_with(name)).unwrap_or_else(|| panic!("{name}:\n{summary}"));
        assert!(line.ends_with(&format!(" {amount} USD")), "{line}");
    }
    for name in ["bound", "gap", "time", "zone data"] {
        assert!(summary.lines().any(|line| line.starts_with(name)), "{name} is missing in\n{summary}");
    }
}

#[test]
fn progress_shows_columns_bound_incumbent_and_gap_as_plain_lines() {
    let desk = Desk::new();
    let progress = stderr(&desk.run(&["plan", "feed", "-o", "plan.json"]).code(0));
    assert!(!progress.contains(['\r', '\u{1b}']), "{progress:?}");
    let line = progress.lines().next().unwrap_or_default();
    for part in ["columns", "bound", "incumbent", "gap"] {
        assert!(line.contains(part), "{part} is missing in {line:?}");
    }
    let last = progress.lines().last().unwrap_or_default();
    assert!(last.contains("incumbent      12,075.00"), "the end isn't told: {last:?}");
}

#[test]
fn without_a_file_the_plan_goes_to_standard_output_and_nothing_else_does() {
    let desk = Desk::new();
    for args in [&["plan", "feed"][..], &["plan", "feed", "-o", "-"]] {
        let assert = desk.run(args).code(0);
        let plan: Plan = serde_json::from_str(&stdout(&assert)).unwrap();
        assert_eq!(plan.total.to_string(), TOTAL);
        assert!(stderr(&assert).contains("persons moved"), "{}", stderr(&assert));
        assert_eq!(desk.names(), ["feed"]);
    }
}

#[test]
fn quiet_means_silent() {
    let desk = Desk::new();
    let assert = desk.run(&["plan", "feed", "-o", "plan.json", "--quiet"]).code(0);
    assert_eq!((stdout(&assert), stderr(&assert)), (String::new(), String::new()));
    let assert = desk.run(&["plan", "feed", "-q"]).code(0);
    assert_eq!(stderr(&assert), "");
    assert_eq!(stdout(&assert), fs::read_to_string(desk.path("plan.json")).unwrap());
}

#[test]
fn the_same_feed_and_seed_give_the_same_bytes_on_one_thread_or_two() {
    let desk = Desk::new();
    let plan = |threads| stdout(&desk.run(&["plan", "feed", "-q", "--threads", threads, "--seed", "7"]).code(0));
    assert_eq!(plan("1"), plan("2"));
}

#[test]
fn values_out_of_range_are_wrong_usage() {
    let desk = Desk::new();
    for (option, values) in [
        ("--gap", &["-0.1", "1.1", "nan", "inf", "1%", ""][..]),
        ("--time-limit", &["0", "-1", "nan", "inf", "1e300", "soon"]),
        ("--threads", &["0", "-1", "two"]),
        ("--seed", &["-1", "0.5"]),
    ] {
        for value in values {
            let assert = desk.run(&["plan", "feed", &format!("{option}={value}")]).code(2);
            assert!(stderr(&assert).contains(option), "{option}={value}: {}", stderr(&assert));
        }
    }
    for gap in ["0", "1"] {
        desk.run(&["plan", "feed", "-q", "--gap", gap]).code(0);
    }
}

#[test]
fn a_refused_feed_is_code_3_with_every_fault_and_leaves_an_old_plan_alone() {
    let desk = Desk::with("cases.csv", "C2,NBO,", "C2,QQQ,");
    fs::write(desk.path("plan.json"), "old").unwrap();
    let assert = desk.run(&["plan", "feed", "-o", "plan.json"]).code(3);
    assert!(stderr(&assert).contains("cases.csv:3 origin \"QQQ\""), "{}", stderr(&assert));
    assert_eq!(fs::read_to_string(desk.path("plan.json")).unwrap(), "old");
    assert_eq!(desk.names(), ["feed", "plan.json"]);
}

#[test]
fn a_case_that_needs_an_escort_nobody_can_be_is_left_behind_and_no_error() {
    let desk =
        Desk::with("persons.csv", "wheelchair\nP1,C1,1980-03-01,SO,ctd,1", "escort\nP1,C1,1980-03-01,SO,ctd,nurse");
    fs::write(desk.path("feed/escort_types.csv"), "type,ratio\nnurse,2\n").unwrap();
    // One pool's base is nowhere near, the other has nobody.
    let pools = "pool,base,covers,count,day_cost,from,to\n\
        SYD-MED,SYD,nurse,2,300,2017-05-01,2017-05-31\n\
        NBO-MED,NBO,nurse,0,300,2017-05-01,2017-05-31\n";
    fs::write(desk.path("feed/escorts.csv"), pools).unwrap();
    desk.run(&["plan", "feed", "-q", "-o", "plan.json"]).code(0);
    let plan = desk.plan();
    let left: Vec<&str> = plan.unserved.iter().map(|left| left.case.as_str()).collect();
    assert_eq!((left, plan.missions.len()), (vec!["C1", "C3"], 0));
    desk.run(&["check", "feed", "plan.json"]).code(0);
}

/// Both cases' best itinerary.
const TAKEN: &str = "QR1370/NBO/2017-05-16 QR701/DOH/2017-05-17";

/// The small feed with these rows in locks.csv and some text replaced.
fn locked(locks: &[(&str, &str)], file: &str, from: &str, to: &str) -> Desk {
    let desk = Desk::with(file, from, to);
    let rows: String = locks.iter().map(|(case, itinerary)| format!("{case},{itinerary},fixed\n")).collect();
    fs::write(desk.path("feed/locks.csv"), format!("case,itinerary,mode\n{rows}")).unwrap();
    desk
}

#[test]
fn a_fixed_itinerary_is_kept() {
    // A day later than the best, at no other cost.
    let later = "QR1370/NBO/2017-05-17 QR701/DOH/2017-05-18";
    let desk = locked(&[("C1", later)], "policy.json", "small", "locked");
    desk.run(&["plan", "feed", "-q", "-o", "plan.json"]).code(0);
    assert_eq!(desk.plan().itineraries[0].legs.join(" "), later);
    desk.run(&["check", "feed", "plan.json"]).code(0);
    let shown = stdout(&desk.run(&["show", "plan.json", "--feed", "feed", "--by", "summary"]).code(0));
    assert!(shown.lines().any(|line| line == "fixed itineraries       1"), "{shown}");
}

#[test]
fn fixed_locks_that_cannot_be_kept_are_code_3_and_named_and_leave_an_old_plan_alone() {
    let (both, two) = ([("C1", TAKEN), ("C2", TAKEN)], "QR1370/NBO/2017-05-17 QR701/DOH/2017-05-18");
    let conflicts = [
        ("L101", "case C1", locked(&[("C1", "QR9/NBO/2017-05-16")], "policy.json", "small", "a")),
        (
            "L102",
            "case C2",
            locked(&[("C2", "QR1370/NBO/2017-05-17 QR701/DOH/2017-05-17")], "policy.json", "small", "a"),
        ),
        ("L103", "case C1", locked(&[("C1", TAKEN)], "agreements.csv", "2017-12-31", "2017-05-15")),
        ("L104", "cases C1, C2", locked(&both, "flights.csv", ",20,4", ",3,4")),
        ("L105", "cases C1, C2", {
            let desk = locked(&[("C1", TAKEN), ("C2", two)], "policy.json", "small", "a");
            fs::write(desk.path("feed/links.csv"), "link,case\nL1,C1\nL1,C2\n").unwrap();
            desk
        }),
        ("L106", "case C1", {
            let desk = locked(&both, "agreements.csv", "seats_per_flight", "min_group");
            // Four can travel, groups have ten: neither lock can be kept by itself.
            assert!(fs::read_to_string(desk.path("feed/agreements.csv")).unwrap().trim_end().ends_with(",10"));
            desk
        }),
    ];
    for (code, cases, desk) in conflicts {
        fs::write(desk.path("plan.json"), "old").unwrap();
        desk.run(&["validate", "feed"]).code(0);
        let told = stderr(&desk.run(&["plan", "feed", "-o", "plan.json"]).code(3));
        let line = told.lines().find(|line| line.starts_with(code)).unwrap_or_else(|| panic!("no {code} in\n{told}"));
        assert!(line.contains(&format!(": {cases}: ")), "{line}");
        assert!(told.contains("error: the fixed locks of the feed can't all be kept"), "{told}");
        assert_eq!(fs::read_to_string(desk.path("plan.json")).unwrap(), "old", "{code}");
    }
}

#[test]
fn output_that_cannot_be_written_is_told_before_planning() {
    let desk = Desk::new();
    let assert = desk.run(&["plan", "feed", "-o", "nowhere/plan.json"]).code(5);
    assert!(stderr(&assert).contains("can't write"), "{}", stderr(&assert));
    assert!(!stderr(&assert).contains("columns"), "planned first: {}", stderr(&assert));
    let assert = desk.run(&["plan", "feed", "-o", "feed"]).code(2);
    assert!(stderr(&assert).contains("is a folder"), "{}", stderr(&assert));
}

#[cfg(unix)]
#[test]
fn a_device_is_written_to_and_a_link_followed() {
    use std::os::unix::fs::{FileTypeExt, symlink};

    let desk = Desk::new();
    desk.run(&["plan", "feed", "-q", "-o", "/dev/null"]).code(0);
    assert!(fs::metadata("/dev/null").unwrap().file_type().is_char_device());
    fs::create_dir(desk.path("plans")).unwrap();
    fs::write(desk.path("plans/today.json"), "old").unwrap();
    symlink("plans/today.json", desk.path("plan.json")).unwrap();
    desk.run(&["plan", "feed", "-q", "-o", "plan.json"]).code(0);
    assert!(fs::symlink_metadata(desk.path("plan.json")).unwrap().is_symlink());
    assert_eq!(desk.plan().total.to_string(), TOTAL);
}
