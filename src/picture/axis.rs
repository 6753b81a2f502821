//! Ranges of axes, and how numbers are written along them.

use std::ops::Range;

use crate::money::Money;
use crate::report::count;

/// Whole units of money, for a place on an axis.
pub(super) fn units(money: Money) -> f64 {
    money.0 as f64 / 100.0
}

/// A range that holds all of `values`, with a margin.
pub(super) fn range(values: impl IntoIterator<Item = f64>) -> Range<f64> {
    let ends = values.into_iter().fold(None, |ends: Option<(f64, f64)>, value| {
        let (low, high) = ends.unwrap_or((value, value));
        Some((low.min(value), high.max(value)))
    });
    let (low, high) = ends.unwrap_or((0.0, 1.0));
    let margin = ((high - low) * 0.06).max(high.abs() * 0.001).max(0.5);
    // Nothing here is below nothing by itself.
    let least = if low >= 0.0 { (low - margin).max(0.0) } else { low - margin };
    least..high + margin
}

/// A number along an axis: `1,200`, `-35`, `0.5`.
pub(super) fn written(value: &f64) -> String {
    let whole = value.round();
    if (value - whole).abs() > 0.01 {
        return format!("{value:.1}");
    }
    let sign = if whole < 0.0 { "-" } else { "" };
    format!("{sign}{}", count(whole.abs() as usize))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_holds_what_it_is_for_even_a_single_value() {
        for values in [vec![5.0], vec![0.0], vec![1.0, 9.0], vec![-4.0, 4.0], vec![]] {
            let range = range(values.iter().copied());
            assert!(range.start < range.end && values.iter().all(|value| range.contains(value)), "{values:?}");
        }
    }

    #[test]
    fn numbers_along_an_axis_are_short() {
        assert_eq!([1200.0, -35.0, 0.5, 0.0].map(|value| written(&value)), ["1,200", "-35", "0.5", "0"]);
    }
}
