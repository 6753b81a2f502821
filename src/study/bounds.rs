//! An amount that isn't known to the cent.

use serde::Serialize;

use crate::money::Money;
use crate::plan::Plan;

/// An amount known to lie between two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Bounds {
    /// It is at least this.
    pub low: Money,
    /// It is at most this.
    pub high: Money,
}

/// What is known of a saving.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Saving {
    /// It is proven that something is saved.
    Proven,
    /// It is proven that nothing is.
    Nothing,
    /// Neither is proven: it isn't decided within the gap.
    Undecided,
}

impl Bounds {
    /// Where the least total of any plan lies, given the best one found.
    pub fn of(plan: &Plan) -> Self {
        Self { low: plan.bound, high: plan.total }
    }

    /// What is saved where an amount falls from this to `other`.
    pub fn saved_by(self, other: Self) -> Self {
        Self { low: self.low - other.high, high: self.high - other.low }
    }

    /// The same amount, known not to be below nothing.
    pub fn not_below_nothing(self) -> Self {
        Self { low: self.low.max(Money(0)), high: self.high.max(Money(0)) }
    }

    /// A share of it for each of so many, outward to the cent.
    pub fn each_of(self, many: u32) -> Self {
        let many = i64::from(many.max(1));
        Self { low: Money(self.low.0.div_euclid(many)), high: Money(-(-self.high.0).div_euclid(many)) }
    }

    /// What is known of it as a saving.
    pub fn saving(self) -> Saving {
        match self {
            Self { low, .. } if low > Money(0) => Saving::Proven,
            Self { high, .. } if high <= Money(0) => Saving::Nothing,
            _ => Saving::Undecided,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_rounded_outward() {
        let known = Bounds { low: Money(100), high: Money(200) };
        assert_eq!(known.each_of(3), Bounds { low: Money(33), high: Money(67) });
        assert_eq!(known.each_of(1), known);
        assert_eq!(Bounds { low: Money(-100), high: Money(0) }.each_of(3), Bounds { low: Money(-34), high: Money(0) });
    }

    #[test]
    fn a_saving_is_proven_only_where_both_ends_say_so() {
        let of = |low, high| Bounds { low: Money(low), high: Money(high) }.saving();
        assert_eq!([of(1, 5), of(0, 5), of(-3, 0)], [Saving::Proven, Saving::Undecided, Saving::Nothing]);
    }
}
