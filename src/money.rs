//! Money in integer minor units, and the only rounding there is (MODEL: *Money*).

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Mul, Neg, Sub, SubAssign};
use std::str::FromStr;

use bigdecimal::{BigDecimal, RoundingMode, ToPrimitive};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An amount in hundredths of its currency's unit. Which currency is said where the amount stands; inside a
/// [`Feed`](crate::feed::Feed) it is the plan's unless the field says otherwise.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money(pub i64);

/// An exact decimal number: a rate of exchange, a percentage, a multiple of a fare.
pub type Decimal = BigDecimal;

impl Money {
    /// No money.
    pub const ZERO: Self = Self(0);

    /// `units` whole units of the currency.
    pub const fn whole(units: i64) -> Self {
        Self(units * 100)
    }

    /// This amount as an exact number of units, for arithmetic that is rounded later.
    pub fn exact(self) -> Decimal {
        Decimal::new(self.0.into(), 2)
    }

    /// This amount and `other`, kept within what money can hold: for sums of what a file from elsewhere says.
    pub const fn saturating_add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// This amount `times` over, kept within what money can hold.
    pub const fn saturating_mul(self, times: i64) -> Self {
        Self(self.0.saturating_mul(times))
    }

    /// `units` rounded half to even to a hundredth; `None` where it doesn't fit.
    pub fn round_half_even(units: &Decimal) -> Option<Self> {
        (units.with_scale_round(2, RoundingMode::HalfEven) * Decimal::from(100)).to_i64().map(Self)
    }
}

impl Add for Money {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Sub for Money {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl Neg for Money {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl AddAssign for Money {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}

impl SubAssign for Money {
    fn sub_assign(&mut self, other: Self) {
        self.0 -= other.0;
    }
}

impl Mul<i64> for Money {
    type Output = Self;
    fn mul(self, times: i64) -> Self {
        Self(self.0 * times)
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

impl fmt::Display for Money {
    /// Plain decimal with two places: `-0.05`, `1429863.00`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let minus = if self.0 < 0 { "-" } else { "" };
        let cents = self.0.unsigned_abs();
        f.pad(&format!("{minus}{}.{:02}", cents / 100, cents % 100))
    }
}

/// The text is not a plain decimal with at most two places, or too large.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an amount of money: a plain decimal with at most 2 places is needed")]
pub struct ParseMoneyError;

impl FromStr for Money {
    type Err = ParseMoneyError;
    fn from_str(text: &str) -> Result<Self, ParseMoneyError> {
        let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (whole, places) = digits.split_once('.').unwrap_or((digits, "0"));
        let plain = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !plain(whole) || !plain(places) || places.len() > 2 {
            return Err(ParseMoneyError);
        }
        let cents: i64 = format!("{whole}{places:0<2}").parse().map_err(|_| ParseMoneyError)?;
        Ok(Self(if negative { -cents } else { cents }))
    }
}

impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
