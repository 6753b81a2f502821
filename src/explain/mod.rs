//! Reasons for everyone who is left behind.

use crate::ids::{ClassIdx, TiVec};
use crate::itineraries::classes::Class;
use crate::itineraries::column::Column;
use crate::network::Network;
use crate::plan::Unserved;

/// A reason for each party in `behind`, given the columns taken; ascending by case.
pub fn unserved(
    network: &Network,
    classes: &TiVec<ClassIdx, Class>,
    taken: &[Column],
    behind: &[(ClassIdx, usize)],
) -> Vec<Unserved> {
    let _ = taken;
    let mut cases: Vec<_> = behind.iter().flat_map(|&(class, party)| classes[class].parties[party].clone()).collect();
    cases.sort_unstable();
    cases
        .into_iter()
        .map(|case| Unserved {
            case: network.feed.cases[case].id.to_string(),
            reason: "unknown".to_owned(),
            detail: String::new(),
        })
        .collect()
}
