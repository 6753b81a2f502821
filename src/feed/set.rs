//! A cell that takes a set: `*` or members separated by `|`.

use std::collections::BTreeSet;

/// Any value at all (`*`), or one of those named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OneOf<T: Ord> {
    /// `*`
    Any,
    /// The members, at least one.
    Named(BTreeSet<T>),
}

impl<T: Ord> OneOf<T> {
    /// Whether `value` belongs to the set.
    pub fn contains(&self, value: &T) -> bool {
        match self {
            Self::Any => true,
            Self::Named(members) => members.contains(value),
        }
    }
}
