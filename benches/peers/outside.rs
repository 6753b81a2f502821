//! Solvers outside: OR-Tools CP-SAT and SCIP, by way of `solve.py` and the compact model as MPS.

use std::collections::HashMap;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use onward::compact::{Programme, mps};
use serde::Deserialize;

use super::trace::{Point, Trace};

/// Beyond its limit a solver may take so long to read the model and to end; then it is ended, without a plan.
const GRACE: Duration = Duration::from_secs(180);

/// What came of a solver. Amounts in minor units.
pub struct Answer {
    /// What it had when.
    pub trace: Trace,
    /// Values of the programme's columns; none without a plan.
    pub values: Option<Vec<f64>>,
    /// What they cost by its account.
    pub total: Option<f64>,
    /// What it proved.
    pub bound: Option<f64>,
    /// Whether it reached the gap.
    pub reached: bool,
    /// Seconds it took with the model at hand.
    pub seconds: f64,
    /// Most memory it held, kibibytes.
    pub memory: u64,
}

#[derive(Deserialize)]
struct Told {
    trace: Vec<(f64, Option<f64>, Option<f64>)>,
    values: Option<HashMap<String, f64>>,
    total: Option<f64>,
    bound: Option<f64>,
    reached: bool,
    seconds: f64,
    memory: u64,
}

/// The Python that has the solvers, where `make bench-peers` put it.
pub fn python() -> Option<PathBuf> {
    let python = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/venv/bin/python");
    python.exists().then_some(python)
}

/// The versions of the solvers installed, as a line.
pub fn versions() -> String {
    let script = "import ortools, pyscipopt; print(f'OR-Tools {ortools.__version__}, SCIP \
                  {pyscipopt.Model().version()} (PySCIPOpt {pyscipopt.__version__})')";
    let run = python().and_then(|python| Command::new(python).args(["-c", script]).output().ok());
    let text = run.filter(|run| run.status.success()).map(|run| String::from_utf8_lossy(&run.stdout).trim().to_owned());
    text.unwrap_or_else(|| "no OR-Tools and no SCIP (make bench-peers installs them)".to_owned())
}

/// Has `solver` solve `programme` on `threads` until `gap` or `limit`; none where it didn't end.
///
/// # Errors
/// A solver that can't be run or that fails.
pub fn solve(
    solver: &str,
    programme: &Programme,
    threads: usize,
    gap: f64,
    limit: Duration,
) -> Result<Option<Answer>, Box<dyn Error>> {
    let python = python().ok_or("target/venv is missing: make bench-peers makes it")?;
    let folder = tempfile::tempdir()?;
    let (model, answer) = (folder.path().join("model.mps"), folder.path().join("answer.json"));
    fs::write(&model, mps::write(programme))?;
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/peers/solve.py");
    let mut child = Command::new(python)
        .arg(script)
        .args([solver, &model.to_string_lossy(), &gap.to_string()])
        .args([limit.as_secs_f64().to_string(), threads.to_string()])
        .arg(&answer)
        .stdout(Stdio::null())
        .spawn()?;
    let started = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        if started.elapsed() > limit + GRACE {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        thread::sleep(Duration::from_millis(20));
    };
    if !status.success() {
        return Err(format!("{solver} ended with {status}").into());
    }
    let told: Told = serde_json::from_slice(&fs::read(&answer)?)?;
    let points = told.trace.into_iter().map(|(seconds, total, bound)| Point { seconds, total, bound });
    let values = told.values.map(|values| {
        let value = |name: &String| values.get(name).copied().unwrap_or_default();
        programme.columns.iter().map(|column| value(&column.name)).collect()
    });
    Ok(Some(Answer {
        trace: Trace(points.collect()),
        values,
        total: told.total,
        bound: told.bound,
        reached: told.reached,
        seconds: told.seconds,
        memory: told.memory,
    }))
}
