//! Drawing classes that are to choose together: one by weight, and those around it.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use crate::ids::ClassIdx;

/// One of the classes, more often one of greater weight; none where there are none.
pub fn seed(weights: impl Iterator<Item = (ClassIdx, f64)> + Clone, random: &mut ChaCha8Rng) -> Option<ClassIdx> {
    let mut mark = random.random::<f64>() * weights.clone().map(|(_, weight)| weight).sum::<f64>();
    let mut last = None;
    for (class, weight) in weights {
        last = Some(class);
        mark -= weight;
        if mark <= 0.0 {
            break;
        }
    }
    last
}

/// `seed`, and the `most` of `ranked` that are most like it.
pub fn nearest(seed: ClassIdx, mut ranked: Vec<(f64, ClassIdx)>, most: usize) -> impl Iterator<Item = ClassIdx> {
    ranked.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
    std::iter::once(seed).chain(ranked.into_iter().map(|(_, class)| class).take(most))
}
