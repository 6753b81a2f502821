//! A whole solution: which columns, which charters, who stays, and that all of it holds.

use super::master::Master;
use crate::ids::{CharterIdx, ClassIdx, TiVec};
use crate::itineraries::column::Column;
use crate::itineraries::free::Free;

/// A valid plan in terms of classes.
#[derive(Debug, Clone)]
pub struct Solution {
    /// The columns taken, one entry per party.
    pub columns: Vec<Column>,
    /// The charters used, ascending.
    pub charters: Vec<CharterIdx>,
    /// Total, minor units.
    pub total: i64,
}

impl Solution {
    /// The solution that takes `columns`, one entry per party, if it's valid.
    pub fn of(master: &Master, columns: Vec<Column>) -> Option<Self> {
        let mut free = Free::all(master.network);
        let mut left: TiVec<ClassIdx, usize> = master.classes.iter().map(|class| class.parties.len()).collect();
        for column in &columns {
            let left = &mut left[column.route.class];
            if *left == 0 || !free.fits_all(master.network, &column.uses) {
                return None;
            }
            *left -= 1;
            free.take(&column.uses);
        }
        let charters = charters(master, &columns)?;
        let feed = master.network.feed;
        let staying = left.iter_enumerated().map(|(class, &n)| n as i64 * master.classes[class].traits.unserved);
        let total = columns.iter().map(|column| column.cost).sum::<i64>()
            + charters.iter().map(|&charter| feed.charters[charter].fixed_cost.0).sum::<i64>()
            + staying.sum::<i64>();
        Some(Self { columns, charters, total })
    }
}

/// The charters that `columns` fly, if at most one of each group and with the least seats taken of each.
fn charters(master: &Master, columns: &[Column]) -> Option<Vec<CharterIdx>> {
    let feed = master.network.feed;
    let sectors = || columns.iter().flat_map(|column| column.route.sectors.iter().map(move |&sector| (column, sector)));
    let mut charters: Vec<CharterIdx> =
        sectors().filter_map(|(_, sector)| master.network.sectors[sector].charter()).collect();
    charters.sort_unstable();
    charters.dedup();
    let mut groups: Vec<_> = charters.iter().filter_map(|&charter| feed.charters[charter].group).collect();
    groups.sort_unstable();
    let alone = groups.windows(2).all(|pair| pair[0] != pair[1]);
    let enough = charters.iter().all(|&charter| {
        let seats: u32 = columns.iter().map(|column| column.seats_on_first_leg(master.network, charter)).sum();
        seats >= feed.charters[charter].min_seats
    });
    (alone && enough).then_some(charters)
}
