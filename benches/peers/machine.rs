//! What the process took, and what it runs on, from `/proc`; nothing is known where there is none.

use std::fs;
use std::process::Command;
use std::thread;

/// The most memory this process ever held, kibibytes.
pub fn peak_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?.trim().strip_suffix("kB")?.trim().parse().ok()
}

/// Processor, cores, load and versions, as a line.
pub fn description() -> String {
    let cpuinfo = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpuinfo.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    let model = model.map_or("unknown processor", |(_, name)| name);
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split(' ').next().filter(|load| !load.is_empty()).unwrap_or("unknown").to_owned();
    let rustc = Command::new("rustc").arg("--version").output();
    let rustc = rustc.map_or_else(|_| "rustc".to_owned(), |run| String::from_utf8_lossy(&run.stdout).trim().to_owned());
    format!(
        "{model}, {cores} cores, load {load} at the start; onward {}, HiGHS {}, {rustc}",
        env!("CARGO_PKG_VERSION"),
        locked("highs-sys").unwrap_or("unknown")
    )
}

/// The version of a crate in the lock file; that of `highs-sys` is that of the HiGHS it builds.
fn locked(name: &str) -> Option<&'static str> {
    let lock: &'static str = include_str!("../../Cargo.lock");
    let package = lock.split("[[package]]").find(|package| package.contains(&format!("name = \"{name}\"\n")))?;
    package.split("version = \"").nth(1)?.split('"').next()
}
