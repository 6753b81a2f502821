//! `plan.json` read and written.

use onward::plan::Plan;

use crate::base::base;

const TEXT: &str = include_str!("plan.json");

#[test]
fn what_is_written_reads_back_and_writes_the_same_bytes() {
    let (_, plan) = base();
    let text = plan.to_json();
    assert!(text.ends_with("}\n") && text.starts_with("{\n  \"format\": \"onward-plan/1\","));
    let again = Plan::from_json(&text).unwrap();
    assert_eq!(again, plan);
    assert_eq!(again.to_json(), text);
}

#[test]
fn a_gap_is_written_plainly() {
    let (_, mut plan) = base();
    for (gap, text) in
        [(0.0, "0"), (0.0004, "0.0004"), (0.000001, "0.000001"), (1.0, "1"), (0.001027, "0.001027"), (10.0, "10")]
    {
        plan.gap = gap;
        let written = plan.to_json();
        assert!(written.contains(&format!("\"gap\": {text},\n")), "{gap}: {written}");
        assert_eq!(Plan::from_json(&written).unwrap().gap.to_bits(), gap.to_bits());
    }
}

#[test]
fn a_byte_order_mark_is_fine() {
    assert_eq!(Plan::from_json(&format!("\u{feff}{TEXT}")), Plan::from_json(TEXT));
}

/// What is changed in the text, and the error's code, field and a part of its message.
#[test]
fn a_text_that_is_no_plan_is_refused_with_its_place() {
    for (old, new, code, path, message) in [
        ("\"charters\": [\"K1\"],", "", "plan-field", "", "missing field `charters`"),
        (
            "\"charters\": [\"K1\"],",
            "\"charters\": [], \"charters\": [],",
            "plan-field",
            "",
            "duplicate field `charters`",
        ),
        ("\"bound\": \"31800.01\"", "\"bound\": 31800", "plan-field", "bound", "invalid type"),
        ("\"bound\": \"31800.01\"", "\"bound\": \"31800.011\"", "plan-field", "bound", "at most 2 places"),
        ("\"bound\": \"31800.01\"", "\"bound\": \"NaN\"", "plan-field", "bound", "plain decimal"),
        ("\"feasible\"", "\"guessed\"", "plan-field", "status", "unknown variant `guessed`"),
        ("\"gap\": 0.001027", "\"gap\": 1e999", "plan-json", "gap", "number out of range"),
        ("\"gap\": 0.001027", "\"gap\": NaN", "plan-json", "gap", "expected"),
        ("\"legs\": [2]", "\"legs\": [-2]", "plan-field", "itineraries[0].fares[1].legs[0]", "invalid value"),
        ("\"K1/1\"", "{}", "plan-field", "itineraries[1].legs[0]", "expected a string"),
        ("\"beds\": ", "\"bed\": ", "plan-field", "cash.bed", "unknown field `bed`"),
        ("left that costs less\"}]}", "left that costs less\"}]} {}", "plan-json", "", "trailing characters"),
        ("left that costs less\"}]}\n", "left", "plan-json", "unserved[0].detail", "EOF"),
    ] {
        assert!(TEXT.contains(old), "{old}");
        let error = Plan::from_json(&TEXT.replacen(old, new, 1)).unwrap_err();
        assert_eq!((error.code, error.path.as_str()), (code, path), "{error}");
        assert!(error.message.contains(message), "{error}");
        assert!(error.line > 0 && !error.message.contains("at line"), "{error}");
    }
}

#[test]
fn an_error_shows_where_and_what_to_do() {
    let error = Plan::from_json(&TEXT.replacen("\"31800.01\"", "\"x\"", 1)).unwrap_err();
    let shown = error.to_string();
    assert!(shown.starts_with("plan-field: plan.json, line 2, column "), "{shown}");
    assert!(shown.contains(", field bound: not an amount of money"), "{shown}");
    assert!(shown.ends_with("; write it as the format onward-plan/1 says"), "{shown}");
}

#[test]
fn a_hostile_value_is_cut_short_in_the_error() {
    let long = format!("\"{}\\u0007\"", "x".repeat(100_000));
    let error = Plan::from_json(&TEXT.replacen("\"feasible\"", &long, 1)).unwrap_err();
    assert!(error.to_string().len() < 1_000);
    assert!(Plan::from_json(&"[".repeat(1_000_000)).is_err());
    assert!(Plan::from_json("").is_err());
}
