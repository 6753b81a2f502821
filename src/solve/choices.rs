//! Columns that parties may choose from, by class, those of least reduced cost first.

use super::master::Master;
use super::pool::Pool;
use super::run::Run;
use crate::ids::{ClassIdx, TiVec};
use crate::itineraries::column::Column;
use crate::itineraries::prices::{Prices, Scaled};

/// The choices of all classes, each with its reduced cost.
#[derive(Debug)]
pub struct Choices<'c> {
    by_class: TiVec<ClassIdx, Vec<(Scaled, &'c Column)>>,
}

impl<'c> Choices<'c> {
    /// The columns that `master` knows, as `prices` rank them.
    pub fn known(run: &Run, master: &'c Master, prices: &Prices) -> Self {
        let mut by_class: TiVec<ClassIdx, Vec<(Scaled, &Column)>> = master.classes.iter().map(|_| Vec::new()).collect();
        for column in &master.columns {
            by_class[column.route.class].push((prices.reduced_cost(run.scale, column), column));
        }
        for choices in &mut by_class {
            choices.sort_unstable_by(|one, other| (one.0, &one.1.route).cmp(&(other.0, &other.1.route)));
        }
        Self { by_class }
    }

    /// The columns of `pool`, as they were ranked when it was filled.
    pub fn pooled(master: &Master, pool: &'c Pool) -> Self {
        let of = |class| pool.of(class).iter().map(|(reduced, column)| (*reduced, column)).collect();
        Self { by_class: master.classes.keys().map(of).collect() }
    }

    /// The choices of `class`.
    pub fn of(&self, class: ClassIdx) -> &[(Scaled, &'c Column)] {
        &self.by_class[class]
    }
}
