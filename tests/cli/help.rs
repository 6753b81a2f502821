//! Help, version and wrong usage.

use super::support::{Desk, stderr, stdout};

#[test]
fn every_command_explains_itself_with_an_example() {
    let desk = Desk::new();
    let commands = ["validate", "plan", "check", "show", "generate", "export"].into_iter();
    let studies = ["explain", "diff", "scenarios", "charter", "agreement", "worth", "waivers", "frontier"];
    for command in commands.chain(studies).chain(["serve", "worker", "backup", "rotate-key"]) {
        let help = stdout(&desk.run(&[command, "--help"]).code(0));
        assert!(help.contains(&format!("Usage: onward {command}")), "{help}");
        let examples = help.split("Example").nth(1).unwrap_or_default();
        assert!(examples.contains(&format!("onward {command} ")), "no example in:\n{help}");
    }
}

#[test]
fn the_general_help_tells_the_exit_codes() {
    let help = stdout(&Desk::new().run(&["--help"]).code(0));
    for code in 0..=5 {
        assert!(help.contains(&format!("\n  {code}  ")), "{code} is missing in:\n{help}");
    }
}

#[test]
fn the_version_names_the_zone_data() {
    let version = stdout(&Desk::new().run(&["--version"]).code(0));
    let zones = onward::time::zone_data_version();
    assert_eq!(version, format!("onward {} (zone data {zones})\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn wrong_usage_is_code_2_and_told_on_standard_error() {
    let desk = Desk::new();
    for args in [
        &[][..],
        &["fly"],
        &["plan"],
        &["plan", "feed", "--fast"],
        &["plan", "nowhere"],
        &["validate", "nowhere"],
        &["check", "feed", "nowhere.json"],
        &["check", "feed"],
        &["show", "nowhere.json"],
        &["show", "feed", "--by", "colour"],
        &["generate", "day-1900-01-01", "-o", "day"],
        &["generate", "day-2017-05-16"],
    ] {
        let assert = desk.run(args).code(2);
        assert_eq!(stdout(&assert), "", "{args:?}");
        assert!(!stderr(&assert).is_empty(), "{args:?}");
    }
    assert_eq!(desk.names(), ["feed"]);
}
