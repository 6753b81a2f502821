//! Schemathesis over the OpenAPI document: whatever fits it is answered as it says, and whatever doesn't is refused.

use std::path::Path;
use std::process::Command;

use crate::support::{Home, zip};

#[test]
fn schemathesis_finds_no_failure() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let program = root.join("target/schemathesis/bin/schemathesis");
    assert!(program.exists(), "schemathesis is needed: bash .ci/install tests");
    let home = Home::new();
    let service = home.serve(&["--jobs", "1", "--requests-a-minute", "1000000"]);
    let feed = service.upload(zip("examples/small"));
    let plan = service.plan(&feed);
    service.ended(&format!("/v1/plans/{plan}"));
    // Streams of events end with their job, which some never do; they have tests of their own.
    let run = Command::new(program)
        .arg("--config-file")
        .arg(root.join("tests/serve/schemathesis.toml"))
        .args(["run", &format!("{}/openapi.json", service.url)])
        .args(["-H", &format!("Authorization: Bearer {}", service.token)])
        .args(["--exclude-path-regex", ".*/events$", "--max-examples", "15", "--seed", "1", "--request-timeout", "60"])
        .current_dir(home.folder.path())
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&run.stdout).into_owned();
    assert!(run.status.success(), "{text}\n{}", String::from_utf8_lossy(&run.stderr));
}
