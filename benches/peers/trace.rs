//! What a planner had when: totals and bounds over time.

use serde::{Deserialize, Serialize};

/// What stood at a time. Amounts in minor units.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Point {
    /// Seconds since planning began.
    pub seconds: f64,
    /// Total of the best plan.
    pub total: Option<f64>,
    /// The bound proven.
    pub bound: Option<f64>,
}

/// Points in order of time.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Trace(pub Vec<Point>);

impl Trace {
    /// Adds a point, if it tells anything new.
    pub fn note(&mut self, seconds: f64, total: Option<f64>, bound: Option<f64>) {
        let last = self.0.last().map(|last| (last.total, last.bound));
        if last != Some((total, bound)) {
            self.0.push(Point { seconds, total, bound });
        }
    }

    /// When the first plan stood.
    pub fn first_plan(&self) -> Option<f64> {
        self.0.iter().find(|point| point.total.is_some()).map(|point| point.seconds)
    }

    /// When the best plan first was within `gap` of the total `cheapest`.
    pub fn within(&self, gap: f64, cheapest: f64) -> Option<f64> {
        let near = |point: &&Point| point.total.is_some_and(|total| apart(total, cheapest) <= gap);
        self.0.iter().find(near).map(|point| point.seconds)
    }

    /// When the planner had proven by itself that its best plan was within `gap`.
    pub fn proven(&self, gap: f64) -> Option<f64> {
        let (mut total, mut bound) = (f64::INFINITY, f64::NEG_INFINITY);
        for point in &self.0 {
            total = point.total.map_or(total, |other| other.min(total));
            bound = point.bound.map_or(bound, |other| other.max(bound));
            if total.is_finite() && bound.is_finite() && apart(total, bound) <= gap {
                return Some(point.seconds);
            }
        }
        None
    }
}

/// (total − bound) ÷ total.
fn apart(total: f64, bound: f64) -> f64 {
    if total <= bound { 0.0 } else { (total - bound) / total.abs() }
}
