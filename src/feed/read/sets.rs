//! Cells that take a set: members separated by `|`, or `*` for any.

use std::collections::BTreeSet;

use crate::feed::faults;
use crate::feed::raw::table::Cell;
use crate::feed::set::OneOf;

/// A set of what `member` reads, or any.
pub(crate) fn any_or<'a, T: Ord>(member: impl Fn(Cell<'a>) -> Option<T>) -> impl FnOnce(Cell<'a>) -> Option<OneOf<T>> {
    move |cell| if cell.text == "*" { Some(OneOf::Any) } else { named(member)(cell).map(OneOf::Named) }
}

/// A set of what `member` reads; `*` isn't a member.
pub(crate) fn named<'a, T: Ord>(
    member: impl Fn(Cell<'a>) -> Option<T>,
) -> impl FnOnce(Cell<'a>) -> Option<BTreeSet<T>> {
    move |cell| {
        let mut set = BTreeSet::new();
        let mut sound = true;
        for text in cell.text.split('|') {
            let part = cell.part(text);
            if text.is_empty() || text == "*" {
                return cell.fault(faults::bad_set(cell.at));
            }
            // Every member is looked at, so that all faults of a cell are told.
            match member(part) {
                None => sound = false,
                Some(value) => {
                    if !set.insert(value) {
                        part.fault::<()>(faults::repeated_member(part.at));
                        sound = false;
                    }
                }
            }
        }
        sound.then_some(set)
    }
}
