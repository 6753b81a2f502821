//! Grids: one scenario meant many times over.

use onward::scenario::{ChangeFault, File, SCENARIOS};

fn names(text: &str) -> Vec<String> {
    let file = File::parse(text, "grid.toml").unwrap_or_else(|faults| panic!("{faults}"));
    file.scenarios.into_iter().map(|scenario| scenario.name).collect()
}

fn fault(text: &str) -> ChangeFault {
    let mut faults = File::parse(text, "grid.toml").expect_err(text).0;
    assert_eq!(faults.len(), 1, "{faults:?}");
    faults.remove(0)
}

/// A scenario of a grid with one change.
fn grid(name: &str, grid: &str, change: &str) -> String {
    format!("[[scenario]]\nname = \"{name}\"\ngrid = {{ {grid} }}\nchanges = [{{ {change} }}]\n")
}

const K1: &str = r#"change = "charter_changed", charter = "K1", fixed_cost = "{price}", seats = "{seats}""#;

#[test]
fn every_point_is_written_out_the_last_key_first() {
    let text = grid("{price}: {seats}", r#"seats = [90, 100], price = ["20000", 25000.5]"#, K1);
    assert_eq!(names(&text), ["20000: 90", "25000.5: 90", "20000: 100", "25000.5: 100"]);
    // As if each had been written by hand, in its place among others.
    let by_hand = |price: &str, seats: u32| {
        let change = K1.replace("\"{price}\"", price).replace("\"{seats}\"", &seats.to_string());
        format!("[[scenario]]\nname = \"{}: {seats}\"\nchanges = [{{ {change} }}]\n", price.trim_matches('"'))
    };
    let other = "[[scenario]]\nname = \"other\"\nchanges = [{ change = \"charter_dropped\", charter = \"K1\" }]\n";
    let all = [("\"20000\"", 90), ("25000.5", 90), ("\"20000\"", 100), ("25000.5", 100)];
    let all: String = all.map(|(price, seats)| by_hand(price, seats)).concat();
    let parse = |text: &str| File::parse(text, "grid.toml").unwrap();
    assert_eq!(parse(&format!("{other}{text}")), parse(&format!("{other}{all}")));
}

#[test]
fn keys_stand_within_texts_lists_and_tables() {
    let text = grid(
        "{from} on the {day}th, {{so}}",
        r#"from = ["NBO", "ADD"], day = [16, 17], open = [true], closed = [[2017-05-16, "2017-05-17"]]"#,
        r#"change = "lock_added", case = "C1", mode = "fixed", itinerary = ["QR1/{from}/2017-05-{day}"] },
           { change = "case_changed", case = "{from}", overnight = "{open}" },
           { change = "reception", airport = "JFK", closed = "{closed}" },
           { change = "policy", name = "a {{b}} c", delay_penalty = { normal = "{day}" }"#,
    );
    assert_eq!(names(&text)[1], "NBO on the 17th, {so}");
    let scenario = &File::parse(&text, "grid.toml").unwrap().scenarios[2];
    let shown = serde_json::to_string(&scenario.changes).unwrap();
    assert_eq!(
        shown,
        r#"[{"change":"lock_added","case":"C1","itinerary":["QR1/ADD/2017-05-16"],"mode":"fixed"},{"change":"case_changed","case":"ADD","overnight":true},{"change":"reception","airport":"JFK","closed":["2017-05-16","2017-05-17"]},{"change":"policy","name":"a {b} c","delay_penalty":{"normal":"16.00"}}]"#
    );
}

#[test]
fn what_holds_of_many_points_is_told_once() {
    let text =
        grid("{price}", "price = [1, 2, 3]", r#"change = "charter_changed", charter = 7, fixed_cost = "{price}""#);
    let once = fault(&text);
    assert_eq!((once.code, once.line, once.scenario.as_deref()), ("C002", Some(4), Some("1")));
}

#[test]
fn keys_that_are_unknown_unused_or_out_of_place_are_told() {
    let seats = |how: &str| format!(r#"change = "seats", flight = "K1/1", by = {how}"#);
    let told = |text: &str| {
        let fault = fault(text);
        (fault.code, fault.line.unwrap(), fault.value)
    };
    let value = |text: &str| Some(text.to_owned());
    assert_eq!(told(&grid("{n} {m}", "n = [1]", &seats("\"{n}\""))), ("C008", 2, value("m")));
    assert_eq!(told(&grid("{n}", "n = [1], m = [1]", &seats("\"{n}\""))), ("C007", 3, value("m")));
    assert_eq!(told(&grid("x", "n = [1, 2]", &seats("\"{n}\""))), ("C004", 2, value("x")));
    assert_eq!(told(&grid("{n}", "n = [1, 1]", &seats("\"{n}\""))), ("C004", 2, value("1")));
    assert_eq!(told(&grid("x {l}", "l = [[1]]", &seats("\"{l}\""))), ("C007", 2, value("l")));
    assert_eq!(told(&grid("{n}", "n = [1, \"two\", \"three\"]", &seats("\"{n}\""))).0, "C002");
    assert_eq!(told("[[scenario]]\nname = \"a\"\nchanges = [{ change = \"unlinked\", case = \"{b}\" }]\n").0, "C008");
    // A brace that isn't closed.
    assert_eq!(told(&grid("{m", "n = [1]", &seats("\"{n}\""))), ("C008", 2, value("m")));
}

#[test]
fn there_are_only_so_many() {
    let list = |count: usize| (0..count).map(|n| n.to_string()).collect::<Vec<_>>().join(", ");
    let two = |a: usize, b: usize| {
        grid(
            "{a} {b}",
            &format!("a = [{}], b = [{}]", list(a), list(b)),
            r#"change = "charter_changed", charter = "K1", fixed_cost = "{a}", seats = "{b}""#,
        )
    };
    let all = names(&two(100, SCENARIOS / 100));
    assert_eq!((all.len(), all[101].as_str()), (SCENARIOS, "1 1"));
    let over = two(100, SCENARIOS / 100)
        + "[[scenario]]\nname = \"more\"\nchanges = [{ change = \"unlinked\", case = \"C1\" }]\n";
    assert_eq!(fault(&over).code, "C005");
    // More than can be counted.
    let keys: Vec<_> = (0..20).map(|n| format!("k{n} = [{}]", list(100))).collect();
    assert_eq!(fault(&grid("x", &keys.join(", "), r#"change = "unlinked", case = "C1""#)).code, "C005");
}
