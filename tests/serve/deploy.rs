//! The units for systemd in docs/deploy: systemd understands them, and what they lock away stays locked away.

use std::path::Path;
use std::process::Command;

/// Exposure of at most so many tenths, by systemd's own reckoning: 0 is none, 100 all.
const EXPOSURE: &str = "--threshold=20";

fn analyze(args: &[&str], unit: &Path) -> (bool, String) {
    let run = Command::new("systemd-analyze").args(args).arg("--no-pager").arg(unit).output();
    let run = run.expect("systemd-analyze is needed: bash .ci/install tests");
    let text = [run.stdout, run.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
    (run.status.success(), text)
}

#[test]
fn systemd_takes_the_units_and_finds_them_locked_down() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["onward.service", "onward-worker.service"] {
        let text =
            std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/deploy").join(name)).unwrap();
        // The program stands elsewhere here.
        assert!(text.contains("ExecStart=/usr/bin/onward "), "{name}");
        let unit = folder.path().join(name);
        std::fs::write(&unit, text.replace("/usr/bin/onward", env!("CARGO_BIN_EXE_onward"))).unwrap();
        let (sound, told) = analyze(&["verify"], &unit);
        assert!(sound && told.trim().is_empty(), "{name}: {told}");
        let (locked, told) = analyze(&["security", "--offline=true", EXPOSURE], &unit);
        assert!(locked, "{name}: {told}");
        // What is written there is what was asked for: a slip in a name would be passed over.
        std::fs::write(&unit, text.replace("ProtectSystem=", "ProtectSystems=")).unwrap();
        assert!(analyze(&["verify"], &unit).1.contains("ProtectSystems"), "{name}");
    }
}

#[test]
fn options_that_the_units_and_the_container_give_are_ones_that_the_program_has() {
    for (file, command) in
        [("onward.service", "serve"), ("onward-worker.service", "worker"), ("Containerfile", "serve")]
    {
        let text =
            std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/deploy").join(file)).unwrap();
        let line = text.lines().find(|line| line.starts_with("ExecStart=") || line.starts_with("ENTRYPOINT")).unwrap();
        let help = Command::new(env!("CARGO_BIN_EXE_onward")).args([command, "--help"]).output().unwrap();
        let help = String::from_utf8_lossy(&help.stdout).into_owned();
        assert!(line.contains(command), "{file}");
        let options: Vec<&str> = line.split([' ', '"', ',']).filter(|word| word.starts_with("--")).collect();
        assert!(!options.is_empty(), "{file}: {line}");
        options.iter().for_each(|option| assert!(help.contains(option), "{file}: {option}"));
    }
}
