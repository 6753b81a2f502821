//! The examples run and say what they should.

use std::process::Command;

#[test]
fn plan_a_feed_reads_plans_and_checks() {
    let run = Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--release", "--locked", "--example", "plan_a_feed", "--", "examples/small"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let (told, errors) = (String::from_utf8(run.stdout).unwrap(), String::from_utf8_lossy(&run.stderr).into_owned());
    assert!(run.status.success(), "{told}{errors}");
    for line in [
        "small: 3 cases, 5 persons",
        "total 12075.00 USD, gap 0.000000",
        "C2 takes QR1370/NBO/2017-05-16, QR701/DOH/2017-05-17",
        "valid: true",
    ] {
        assert!(told.lines().any(|told| told == line), "{line:?} is missing in\n{told}");
    }
    assert!(told.contains("columns, bound Some("), "no progress in\n{told}");
    assert!(told.contains("C3 stays: "), "{told}");
}
