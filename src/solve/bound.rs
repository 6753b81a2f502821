//! The dual bound, in exact integers.
//!
//! Duals from the LP are rounded to the scale and cut to the signs their rows allow. Any such prices give a valid
//! Lagrangian bound once every class's cheapest itinerary under them is known, so the bound holds whatever floating point did
//! (Neumaier, Shcherbina 2004; Held, Cook, Sewell 2012) and whether or not pricing had converged (Farley 1990).

use super::master::Master;
use super::rows::{Kind, MasterRow};
use crate::ids::{ClassIdx, PoolIdx, TiVec};
use crate::itineraries::prices::{FORBIDDEN, Prices, Scale, Scaled};

/// Prices of the master's rows, scaled: what a unit of a row's bound saves, as the LP's duals.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Duals(pub Vec<Scaled>);

impl Duals {
    /// `duals` in minor units, rounded to `scale`, with the signs that the rows allow.
    pub fn safe(master: &Master, scale: Scale, duals: &[f64]) -> Self {
        let safe = |(dual, row): (&f64, &MasterRow)| {
            let rounded = scale.round(*dual);
            let least = if row.upper.is_some() { Scaled::MIN } else { 0 };
            let most = if row.lower.is_some() { Scaled::MAX } else { 0 };
            rounded.clamp(least, most)
        };
        Self(duals.iter().zip(&master.rows).map(safe).collect())
    }

    /// Between `self` and `centre`: so much of the way in 256ths. The centre knows nothing of rows younger than it, so its
    /// price of them is 0: only then does the bound, which is concave, rise somewhere on the way wherever it can rise.
    pub fn towards(&self, centre: &Self, parts: i64) -> Self {
        let old = centre.0.iter().copied().chain(std::iter::repeat(0));
        let between = |(own, old): (&Scaled, Scaled)| {
            (i128::from(*own) * i128::from(256 - parts) + i128::from(old) * i128::from(parts)) / 256
        };
        Self(self.0.iter().zip(old).map(|pair| between(pair) as Scaled).collect())
    }

    /// The prices that pricing charges for the rows' terms. A count held at 0 forbids what it counts.
    pub fn prices(&self, master: &Master) -> Prices {
        let mut prices = Prices::default();
        let closed = closed(master);
        for ((dual, row), closed) in self.0.iter().zip(&master.rows).zip(closed) {
            for (term, a) in &row.terms {
                prices.charge(term, if closed { FORBIDDEN } else { dual.saturating_mul(-a) });
            }
        }
        prices
    }
}

/// Which rows belong to a count held at 0: nothing may be taken of their terms, and they need no price.
fn closed(master: &Master) -> Vec<bool> {
    let mut closed = vec![false; master.rows.len()];
    for structural in &master.structurals {
        if matches!(structural.kind, Kind::Count(_)) && structural.upper == 0 {
            for &(row, _) in &structural.entries {
                closed[row.0] = true;
            }
        }
    }
    closed
}

/// Amounts below which no reduced cost lies.
#[derive(Debug, Clone)]
pub struct Cheapest {
    /// Of each class's itineraries.
    pub classes: TiVec<ClassIdx, Scaled>,
    /// Of each pool's missions; 0 at most, as a pool may send none.
    pub pools: TiVec<PoolIdx, Scaled>,
}

/// The Lagrangian bound of `duals`, scaled: no plan within the structurals' bounds costs less.
pub fn lagrangian(master: &Master, scale: Scale, duals: &Duals, cheapest: &Cheapest) -> i128 {
    let closed = closed(master);
    // Rows younger than the duals have no price, which is a valid one.
    let dual = |row: usize| match duals.0.get(row) {
        Some(&dual) if !closed[row] => i128::from(dual),
        _ => 0,
    };
    let mut bound = 0i128;
    for (index, row) in master.rows.iter().enumerate() {
        let dual = dual(index);
        let end = if dual > 0 { row.lower } else { row.upper };
        bound += dual * i128::from(end.unwrap_or_default());
    }
    for structural in &master.structurals {
        let (lower, upper) = (i128::from(structural.lower), i128::from(structural.upper));
        let cost = i128::from(scale.up(structural.cost));
        match structural.kind {
            Kind::Unserved(class) => {
                let parties = master.classes[class].parties.len() as i128;
                let missing = i128::from(scale.up(master.missing_price(class)));
                let cheapest = i128::from(cheapest.classes[class]).min(missing);
                let charged: i128 = structural.entries.iter().map(|&(row, a)| dual(row.0) * i128::from(a)).sum();
                let cost = cost - charged;
                let left = if cost < cheapest { upper } else { lower };
                bound += left * cost + (parties - left) * cheapest;
                continue;
            }
            // No plan has any of these: they keep programmes feasible, and their prices keep duals within reason.
            Kind::Missing(_) | Kind::Shortfall => continue,
            _ => {}
        }
        let charged: i128 = structural.entries.iter().map(|&(row, a)| dual(row.0) * i128::from(a)).sum();
        let reduced = cost - charged;
        bound += reduced * if reduced > 0 { lower } else { upper };
    }
    for (&least, &most) in cheapest.pools.iter().zip(&master.most_missions) {
        bound += i128::from(least.min(0)) * i128::from(most);
    }
    bound
}
