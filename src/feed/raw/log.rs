//! Where faults are gathered while a feed is read.

use std::cell::RefCell;
use std::collections::HashMap;

use crate::feed::faults::{self, At, Fault};
use crate::feed::limits;

/// Gathers faults and warnings; of each file only so many, for memory's sake.
#[derive(Debug, Default)]
pub(crate) struct Log(RefCell<Inner>);

#[derive(Debug, Default)]
struct Inner {
    faults: Vec<Fault>,
    warnings: Vec<Fault>,
    per_file: HashMap<String, usize>,
}

impl Log {
    /// Notes `fault`. Always `None`, so that a parser can end with it.
    pub(crate) fn fault<T>(&self, fault: Fault) -> Option<T> {
        let inner = &mut *self.0.borrow_mut();
        let count = inner.per_file.entry(fault.file.clone()).or_default();
        *count += 1;
        if *count < limits::FAULTS {
            inner.faults.push(fault);
        } else if *count == limits::FAULTS {
            inner.faults.push(faults::too_many_faults(At::file(&fault.file), limits::FAULTS));
        }
        None
    }

    /// Notes a warning, as long as there is room.
    pub(crate) fn warn(&self, warning: Fault) {
        let inner = &mut *self.0.borrow_mut();
        if inner.warnings.len() < limits::FAULTS {
            inner.warnings.push(warning);
        }
    }

    /// Whether `file` has had so many faults that it needn't be read further.
    pub(crate) fn is_full(&self, file: &str) -> bool {
        self.0.borrow().per_file.get(file).is_some_and(|&count| count >= limits::FAULTS)
    }

    /// Whether anything refuses the feed so far.
    pub(crate) fn is_clean(&self) -> bool {
        self.0.borrow().faults.is_empty()
    }

    /// The faults and the warnings, each in their order.
    pub(crate) fn into_parts(self) -> (Vec<Fault>, Vec<Fault>) {
        let Inner { mut faults, mut warnings, .. } = self.0.into_inner();
        faults::sort(&mut faults);
        faults::sort(&mut warnings);
        (faults, warnings)
    }
}
