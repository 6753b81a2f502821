//! Values of indices one after the other: a search that looks at a few days of a month pays for those alone.

use std::ops::Range;

/// The values of a range of indices, and one for all others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stretch<T> {
    first: usize,
    values: Vec<T>,
    beyond: T,
}

impl<T: Copy> Stretch<T> {
    /// `within` for each of `range`, which can be changed, and `beyond` for good elsewhere.
    pub(super) fn new(range: Range<usize>, within: T, beyond: T) -> Self {
        Self { first: range.start, values: vec![within; range.len()], beyond }
    }

    /// The value of `index`.
    pub(super) fn get(&self, index: usize) -> T {
        self.values.get(index.wrapping_sub(self.first)).copied().unwrap_or(self.beyond)
    }

    /// The value of `index`, to be changed; none outside the range.
    pub(super) fn get_mut(&mut self, index: usize) -> Option<&mut T> {
        self.values.get_mut(index.wrapping_sub(self.first))
    }

    /// The values of `part`, which lies within the range.
    pub(super) fn part_mut(&mut self, part: Range<usize>) -> &mut [T] {
        &mut self.values[part.start - self.first..part.end - self.first]
    }

    /// The values of the range.
    pub(super) fn values(&self) -> &[T] {
        &self.values
    }
}
