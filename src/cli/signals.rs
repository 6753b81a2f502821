//! Ctrl-C (and SIGTERM, SIGHUP): the first asks for the best plan so far, the second aborts.

use std::sync::atomic::{AtomicBool, Ordering};

use super::exit::Failure;
use crate::solve::Cancel;

/// The code that shells give a program that Ctrl-C ended.
const ABORTED: i32 = 130;

/// Lets signals use `cancel`; `told` is called at the first one.
pub(super) fn listen(cancel: Cancel, told: impl Fn() + Send + 'static) -> Result<(), Failure> {
    let asked = AtomicBool::new(false);
    ctrlc::set_handler(move || {
        if asked.swap(true, Ordering::Relaxed) {
            std::process::exit(ABORTED);
        }
        cancel.cancel();
        told();
    })
    .map_err(|error| Failure::Failed(format!("can't listen for Ctrl-C: {error}")))
}
