//! Which cases go with which escort, sector by sector (MODEL: *Escorts*).
//!
//! A plan says how many escorts are on duty for a type on each sector, not who goes with whom. Here the persons who need
//! them are dealt out: a case keeps the escort it came with, as far as that one is on duty, and otherwise joins one who
//! has room for all of it.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use super::journey::Journeys;
use crate::feed::Feed;
use crate::time::UtcMinute;

/// A case with an escort.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Covered {
    /// The case.
    pub case: String,
    /// Its persons who need the escort and go with this one.
    pub persons: u32,
}

/// The cases that go with an escort, by mission and sector, as places in [`Journeys::missions`] and in its hops.
pub(super) type Cover = HashMap<(usize, usize), Vec<Covered>>;

/// A sector and a type of escort; by departure, so that a case's sectors come in order.
type Duty<'a> = (UtcMinute, &'a str, &'a str);

/// Who needs an escort of a type on a sector, and who is on duty for it there.
#[derive(Default)]
struct Sector {
    /// Journeys and their persons.
    needing: Vec<(usize, u32)>,
    /// Missions and the place of the sector in them.
    on_duty: Vec<(usize, usize)>,
}

/// Deals out the escorts on duty; nothing where the feed isn't given.
pub(super) fn cover(journeys: &Journeys) -> Cover {
    let Some(feed) = journeys.feed else { return Cover::new() };
    let ratios: HashMap<&str, u32> = feed.escort_types.iter().map(|kind| (&*kind.id, kind.ratio)).collect();
    let mut cover = Cover::new();
    // Whom each journey's persons of a type came with.
    let mut company: HashMap<(usize, &str), Vec<(usize, u32)>> = HashMap::new();
    for ((_, _, kind), sector) in duties(journeys, feed) {
        let room = ratios.get(kind).copied().unwrap_or_default();
        let escorts = sector.on_duty.iter().map(|&(mission, hop)| Escort { mission, hop, room }).collect();
        let came: Vec<_> =
            sector.needing.iter().map(|(journey, _)| company.remove(&(*journey, kind)).unwrap_or_default()).collect();
        for (journey, Escort { mission, hop, .. }, persons) in deal(sector.needing, &came, escorts) {
            company.entry((journey, kind)).or_default().push((mission, persons));
            let case = journeys.journeys[journey].case.to_owned();
            cover.entry((mission, hop)).or_default().push(Covered { case, persons });
        }
    }
    cover
}

/// Deals out `escorts` to journeys with persons who need them and who came with missions so far.
fn deal(needing: Vec<(usize, u32)>, came: &[Vec<(usize, u32)>], mut escorts: Vec<Escort>) -> Vec<(usize, Escort, u32)> {
    let mut dealt: BTreeMap<(usize, usize), u32> = BTreeMap::new();
    let mut left = needing;
    for ((journey, persons), came) in left.iter_mut().zip(came) {
        for &(mission, before) in came {
            // They stand in the plan's order.
            if let Ok(at) = escorts.binary_search_by_key(&mission, |escort| escort.mission) {
                let taken = escorts[at].take(before.min(*persons));
                *persons -= taken;
                *dealt.entry((*journey, at)).or_default() += taken;
            }
        }
    }
    for (journey, mut persons) in left {
        while persons > 0
            && let Some(at) = best(&escorts, persons)
        {
            let taken = escorts[at].take(persons);
            persons -= taken;
            *dealt.entry((journey, at)).or_default() += taken;
        }
    }
    let dealt = dealt.into_iter().filter(|&(_, persons)| persons > 0);
    dealt.map(|((journey, at), persons)| (journey, escorts[at], persons)).collect()
}

/// An escort on duty on a sector.
#[derive(Debug, Clone, Copy)]
struct Escort {
    mission: usize,
    hop: usize,
    /// Persons who can still join.
    room: u32,
}

impl Escort {
    /// Takes on as many of `persons` as there is room for.
    fn take(&mut self, persons: u32) -> u32 {
        let taken = persons.min(self.room);
        self.room -= taken;
        taken
    }
}

/// Who should take on `persons`: of those with room for all the one with the least, else the one with the most.
fn best(escorts: &[Escort], persons: u32) -> Option<usize> {
    let with_room = || escorts.iter().enumerate().filter(|(_, escort)| escort.room > 0);
    let for_all =
        with_room().filter(|(_, escort)| escort.room >= persons).min_by_key(|(at, escort)| (escort.room, *at));
    let (at, _) = for_all.or_else(|| with_room().max_by_key(|(at, escort)| (escort.room, usize::MAX - at)))?;
    Some(at)
}

/// Each sector on which somebody needs an escort of a type or is on duty for it.
fn duties<'a>(journeys: &Journeys<'a>, feed: &'a Feed) -> BTreeMap<Duty<'a>, Sector> {
    let mut duties: BTreeMap<Duty, Sector> = BTreeMap::new();
    for (at, journey) in journeys.journeys.iter().enumerate() {
        let mut needs: BTreeMap<&str, u32> = BTreeMap::new();
        for kind in journeys.persons(journey).into_iter().flatten().filter_map(|person| person.escort) {
            *needs.entry(&*feed.escort_types[kind].id).or_default() += 1;
        }
        for hop in &journey.hops {
            let Some(known) = hop.known else { continue };
            for (&kind, &persons) in &needs {
                duties.entry((known.departs, hop.flight, kind)).or_default().needing.push((at, persons));
            }
        }
    }
    for (at, mission) in journeys.missions.iter().enumerate() {
        for (place, (hop, leg)) in mission.hops.iter().zip(&mission.plan.legs).enumerate() {
            if let (Some(known), Some(kind)) = (hop.known, leg.duty.as_deref()) {
                duties.entry((known.departs, hop.flight, kind)).or_default().on_duty.push((at, place));
            }
        }
    }
    duties
}

#[cfg(test)]
mod tests {
    use super::*;

    fn escorts(room: &[u32]) -> Vec<Escort> {
        room.iter().enumerate().map(|(mission, &room)| Escort { mission, hop: 0, room }).collect()
    }

    /// Journey, mission, persons.
    fn dealt(needing: &[(usize, u32)], came: &[Vec<(usize, u32)>], room: &[u32]) -> Vec<(usize, usize, u32)> {
        let dealt = deal(needing.to_vec(), came, escorts(room)).into_iter();
        dealt.map(|(journey, escort, persons)| (journey, escort.mission, persons)).collect()
    }

    #[test]
    fn a_case_joins_the_escort_it_fits_best() {
        let nobody = vec![Vec::new(); 3];
        assert_eq!(dealt(&[(0, 2), (1, 3), (2, 1)], &nobody, &[4, 4]), [(0, 0, 2), (1, 1, 3), (2, 1, 1)]);
        assert_eq!(dealt(&[(0, 3), (1, 3), (2, 2)], &nobody, &[4, 4]), [(0, 0, 3), (1, 1, 3), (2, 0, 1), (2, 1, 1)]);
    }

    #[test]
    fn a_case_keeps_the_escort_it_came_with() {
        let came = [vec![], vec![(1, 2)], vec![(0, 1), (7, 1)]];
        assert_eq!(dealt(&[(0, 2), (1, 2), (2, 2)], &came, &[3, 3]), [(0, 0, 2), (1, 1, 2), (2, 0, 1), (2, 1, 1)]);
    }

    #[test]
    fn too_few_escorts_cover_whom_they_can() {
        assert_eq!(dealt(&[(0, 2), (1, 2)], &[vec![], vec![]], &[3]), [(0, 0, 2), (1, 0, 1)]);
        assert_eq!(dealt(&[(0, 2)], &[vec![]], &[]), []);
    }
    proptest::proptest! {
        /// Everyone goes with somebody while there is room, and nobody takes more than that.
        #[test]
        fn all_room_is_used_and_no_more(
            needs in proptest::collection::vec((1..6u32, proptest::collection::vec((0..5usize, 1..4u32), 0..3)), 0..8),
            room in proptest::collection::vec(0..6u32, 0..5),
        ) {
            let needing: Vec<_> = needs.iter().enumerate().map(|(journey, (persons, _))| (journey, *persons)).collect();
            let came: Vec<_> = needs.iter().map(|(_, came)| came.clone()).collect();
            let dealt = dealt(&needing, &came, &room);
            let sum = |of: &dyn Fn(&(usize, usize, u32)) -> bool| -> u32 {
                dealt.iter().filter(|one| of(one)).map(|one| one.2).sum()
            };
            let all: u32 = needing.iter().map(|(_, persons)| persons).sum();
            proptest::prop_assert_eq!(sum(&|_| true), all.min(room.iter().sum()));
            for (journey, persons) in needing {
                proptest::prop_assert!(sum(&|one| one.0 == journey) <= persons);
            }
            for (mission, room) in room.iter().enumerate() {
                proptest::prop_assert!(sum(&|one| one.1 == mission) <= *room);
            }
        }
    }
}
