//! The sectors that `locks.csv` names (MODEL: *Locks*).

use rustc_hash::FxHashMap;

use super::sectors::Sector;
use crate::feed::Feed;
use crate::ids::{LockIdx, SectorIdx, TiVec};

/// The sectors of each lock, in order, as far as there are such; a lock is whole if none is missing.
pub fn resolve(feed: &Feed, sectors: &TiVec<SectorIdx, Sector>) -> TiVec<LockIdx, Vec<Option<SectorIdx>>> {
    let mut wanted: FxHashMap<&str, Option<SectorIdx>> =
        feed.locks.iter().flat_map(|lock| &lock.itinerary).map(|key| (key.as_str(), None)).collect();
    if !wanted.is_empty() {
        for (index, sector) in sectors.iter_enumerated() {
            if let Some(found) = wanted.get_mut(sector.key(feed).as_str()) {
                *found = Some(index);
            }
        }
    }
    let sectors_of = |keys: &Vec<String>| keys.iter().map(|key| wanted.get(key.as_str()).copied().flatten()).collect();
    feed.locks.iter().map(|lock| sectors_of(&lock.itinerary)).collect()
}
