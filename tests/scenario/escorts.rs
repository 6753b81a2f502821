//! Pools of escorts.

use crate::support::{append, edits, makes, refuses, sample};

const NURSES: &str = "NBO-NURSES,NBO,nurse|minor,3,530.00,2017-05-13,2017-05-23,168";

#[test]
fn pools_change() {
    let terms = [
        ("count = 5", "NBO-NURSES,NBO,nurse|minor,5,530.00,2017-05-13,2017-05-23,168"),
        ("by = -3", "NBO-NURSES,NBO,nurse|minor,0,530.00,2017-05-13,2017-05-23,168"),
        ("from = 2017-05-15", "NBO-NURSES,NBO,nurse|minor,3,530.00,2017-05-15,2017-05-23,168"),
        ("to = 2017-05-30", "NBO-NURSES,NBO,nurse|minor,3,530.00,2017-05-13,2017-05-30,168"),
        ("max_away_hours = 96.5", "NBO-NURSES,NBO,nurse|minor,3,530.00,2017-05-13,2017-05-23,96.5"),
        ("day_cost = 400, by = 1", "NBO-NURSES,NBO,nurse|minor,4,400.00,2017-05-13,2017-05-23,168"),
        ("covers = [\"nurse\"]", "NBO-NURSES,NBO,nurse,3,530.00,2017-05-13,2017-05-23,168"),
        ("covers = \"nurse|doctor\"", "NBO-NURSES,NBO,nurse|doctor,3,530.00,2017-05-13,2017-05-23,168"),
    ];
    for (term, row) in terms {
        let change = format!(r#"change = "pool_changed", pool = "NBO-NURSES", {term}"#);
        edits(&change, &[("escorts.csv", NURSES, row)]);
    }
}

#[test]
fn one_is_added_or_dropped() {
    let change = r#"change = "pool_added", pool = "ADD-MED", base = "ADD", covers = ["nurse", "doctor"], count = 2,
        day_cost = 99, from = 2017-05-13, to = 2017-05-23, max_away_hours = 96, currency = "USD""#;
    let header = "pool,base,covers,count,day_cost,from,to,max_away_hours";
    let with = sample().replace("escorts.csv", header, &format!("{header},currency"));
    let with = with.files["escorts.csv"]
        .lines()
        .enumerate()
        .fold(String::new(), |text, (n, line)| text + line + if n == 0 { "\n" } else { ",\n" });
    let expected = sample().file("escorts.csv", &with);
    let expected = append(expected, "escorts.csv", "ADD-MED,ADD,nurse|doctor,2,99.00,2017-05-13,2017-05-23,96,USD");
    makes(&sample(), change, &expected);
    edits(r#"change = "pool_dropped", pool = "NBO-NURSES""#, &[("escorts.csv", NURSES, "")]);
    refuses(&change.replace("ADD-MED", "NBO-OPS"), "C121", Some("pool"), Some("NBO-OPS"));
}

#[test]
fn what_doesnt_fit_is_refused() {
    let of = |how: &str| format!(r#"change = "pool_changed", pool = "NBO-NURSES", {how}"#);
    refuses(&of("by = -4"), "C123", Some("by"), Some("-4"));
    refuses(&of("by = 1, count = 2"), "C124", None, None);
    refuses(&of("covers = [\"minor\", \"nurse\"], count = 3"), "C122", None, None);
    refuses(r#"change = "pool_changed", pool = "NBO-NURSES""#, "C125", None, None);
    refuses(r#"change = "pool_changed", pool = "X", by = 1"#, "C106", Some("pool"), Some("X"));
    refuses(r#"change = "pool_dropped", pool = "X""#, "C106", Some("pool"), Some("X"));
}
