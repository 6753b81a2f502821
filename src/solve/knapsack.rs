//! Exact separation of knapsack inequalities by site and size of group.
//!
//! Groups can't be split, so at a site of capacity C the numbers y(k) of groups of size k lie in the integer knapsack
//! polytope Σ k·y(k) ≤ C. Its facets cut off what the capacity row lets through (Barnhart, Hane, Vance 2000 use lifted
//! covers). As sizes and capacities are small, the most broken facet is found exactly: an LP over weights whose rows, the
//! maximal patterns, come from a dynamic programme (Boyd 1993; Kaparis, Letchford 2010). Weights are then made whole, the
//! right-hand side and the weights of the sizes not met are recomputed in integers, so that a cut is valid whatever
//! floating point did.

use super::lp::{Lp, LpColumn};

/// Sites larger than this are left alone: there groups fit well anyway.
pub const LARGEST: u32 = 150;

/// Groups of a size at a site.
#[derive(Debug, Clone, Copy)]
pub struct Item {
    /// The size.
    pub size: u32,
    /// How many of them the relaxation takes.
    pub taken: f64,
}

/// Σ weights\[size\]·y(size) ≤ limit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cut {
    /// By size, from 0 to the capacity.
    pub weights: Vec<i64>,
    /// Right-hand side.
    pub limit: i64,
}

/// Least relative breach of a cut worth its row.
const BREACH: f64 = 1e-3;

/// The most broken knapsack inequality, if one is broken enough.
pub fn separate(capacity: u32, items: &[Item]) -> Option<Cut> {
    let items: Vec<Item> = items.iter().copied().filter(|item| item.taken > 1e-7 && item.size <= capacity).collect();
    if items.iter().all(|item| item.size == 1) {
        return None;
    }
    let weights = facet(capacity, &items)?;
    let cut = whole(capacity, &items, &weights)?;
    let value: f64 = items.iter().map(|item| item.taken * cut.weights[item.size as usize] as f64).sum();
    (value > cut.limit as f64 * (1.0 + BREACH)).then_some(cut)
}

/// Weights that are at most 1 on every pattern and as far above 1 as can be on the groups taken.
fn facet(capacity: u32, items: &[Item]) -> Option<Vec<f64>> {
    let mut lp = Lp::new();
    let columns: Vec<LpColumn> = items.iter().map(|item| lp.add_column(-item.taken, (0.0, 1.0), Vec::new())).collect();
    // Each size alone is a pattern already; that keeps the first weights bounded.
    for (item, &column) in items.iter().zip(&columns) {
        lp.add_row((f64::NEG_INFINITY, 1.0), &[(column, f64::from(capacity / item.size))]);
    }
    for _ in 0..ROUNDS {
        let optimum = lp.solve().ok()?;
        if -optimum.value <= 1.0 + BREACH {
            return None;
        }
        let (best, pattern) = best_pattern(capacity, items, &optimum.columns);
        if best <= 1.0 + 1e-7 {
            return Some(optimum.columns);
        }
        let entries = columns.iter().zip(&pattern).filter(|(_, n)| **n > 0);
        let entries: Vec<(LpColumn, f64)> = entries.map(|(&column, &n)| (column, f64::from(n))).collect();
        lp.add_row((f64::NEG_INFINITY, 1.0), &entries);
    }
    None
}

/// More rounds than a facet of so few sizes ever took; a guard against cycling in floating point.
const ROUNDS: usize = 200;

/// The pattern of greatest weight, and its weight.
fn best_pattern(capacity: u32, items: &[Item], weights: &[f64]) -> (f64, Vec<u32>) {
    let capacity = capacity as usize;
    let mut best = vec![0.0f64; capacity + 1];
    let mut last = vec![None; capacity + 1];
    for room in 1..=capacity {
        best[room] = best[room - 1];
        for (position, (item, weight)) in items.iter().zip(weights).enumerate() {
            let size = item.size as usize;
            if size <= room && best[room - size] + weight > best[room] + 1e-12 {
                best[room] = best[room - size] + weight;
                last[room] = Some(position);
            }
        }
    }
    let mut pattern = vec![0; items.len()];
    let mut room = capacity;
    while room > 0 {
        match last[room] {
            Some(position) => {
                pattern[position] += 1;
                room -= items[position].size as usize;
            }
            None => room -= 1,
        }
    }
    (best[capacity], pattern)
}

/// The inequality of `weights` in integers, lifted over all sizes.
fn whole(capacity: u32, items: &[Item], weights: &[f64]) -> Option<Cut> {
    let multiple = (1..=MULTIPLES).find(|&multiple| {
        weights.iter().all(|weight| {
            let scaled = weight * multiple as f64;
            (scaled - scaled.round()).abs() < 1e-6 * multiple as f64
        })
    });
    let multiple = multiple.unwrap_or(10_000) as f64;
    let mut table = vec![0i64; capacity as usize + 1];
    for (item, weight) in items.iter().zip(weights) {
        table[item.size as usize] = (weight * multiple + 1e-6 * multiple).floor() as i64;
    }
    let mut sizes: Vec<usize> = items.iter().map(|item| item.size as usize).collect();
    let limit = *heaviest(&table, &sizes).last()?;
    // A size not met gets the greatest weight that no pattern with one or more of it breaks (sequential lifting).
    for size in 1..=capacity as usize {
        if sizes.contains(&size) {
            continue;
        }
        let heaviest = heaviest(&table, &sizes);
        let copies = capacity as usize / size;
        let room = (1..=copies).map(|n| (limit - heaviest[capacity as usize - n * size]).div_euclid(n as i64)).min();
        table[size] = room.unwrap_or_default().max(0);
        sizes.push(size);
    }
    (limit > 0).then_some(Cut { weights: table, limit })
}

/// Facets of small knapsacks have small denominators.
const MULTIPLES: u32 = 120;

/// The greatest weight of a pattern of `sizes` in each room from 0 to the capacity.
fn heaviest(table: &[i64], sizes: &[usize]) -> Vec<i64> {
    let mut best = vec![0i64; table.len()];
    for room in 1..table.len() {
        best[room] = best[room - 1];
        for &size in sizes.iter().filter(|&&size| size <= room) {
            best[room] = best[room].max(best[room - size] + table[size]);
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Every way to fill `room` with groups of the sizes from `from` to `capacity`, as counts by size.
    fn patterns(room: u32, from: u32, capacity: u32) -> Vec<Vec<u32>> {
        if from > capacity || from > room {
            return vec![vec![0; capacity as usize + 1]];
        }
        let mut all = Vec::new();
        for copies in 0..=room / from {
            for mut pattern in patterns(room - copies * from, from + 1, capacity) {
                pattern[from as usize] = copies;
                all.push(pattern);
            }
        }
        all
    }

    proptest! {
        /// No filling of the site breaks a cut, and the relaxation it was made for does.
        #[test]
        fn cuts_hold_for_whole_groups_and_break_the_relaxation(
            capacity in 2u32..14,
            taken in proptest::collection::vec((1u32..14, 0.05f64..2.0), 1..5),
        ) {
            let mut items: Vec<Item> = Vec::new();
            for (size, taken) in taken {
                if items.iter().all(|item| item.size != size) {
                    items.push(Item { size, taken });
                }
            }
            if let Some(cut) = separate(capacity, &items) {
                for pattern in patterns(capacity, 1, capacity) {
                    let weight: i64 = pattern.iter().zip(&cut.weights).map(|(&n, w)| i64::from(n) * w).sum();
                    prop_assert!(weight <= cut.limit, "{pattern:?} weighs {weight} against {cut:?}");
                }
                let fitting = items.iter().filter(|item| item.size <= capacity);
                let value: f64 = fitting.map(|item| item.taken * cut.weights[item.size as usize] as f64).sum();
                prop_assert!(value > cut.limit as f64);
            }
        }
    }

    /// Four seats, families of three: two halves of a family fill less than the row sees, but only one family fits.
    #[test]
    fn a_family_of_three_takes_a_site_of_four() {
        let cut = separate(4, &[Item { size: 3, taken: 4.0 / 3.0 }]).expect("4/3 families is more than one");
        assert_eq!(cut.weights[3], cut.limit);
    }

    #[test]
    fn single_travellers_need_no_cut() {
        assert_eq!(separate(4, &[Item { size: 1, taken: 4.0 }]), None);
    }
}
