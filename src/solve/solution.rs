//! A whole solution: which itineraries, missions and charters, who stays, and that all of it holds.

use std::collections::BTreeMap;

use super::deals;
use super::master::Master;
use crate::ids::{AgreementIdx, CharterIdx, ClassIdx, EscortTypeIdx, SectorIdx, TiVec};
use crate::itineraries::column::Column;
use crate::itineraries::free::Free;
use crate::itineraries::sites::Site;
use crate::missions::way::Mission;
use crate::network::Network;

/// A valid plan in terms of classes.
#[derive(Debug, Clone)]
pub struct Solution {
    /// The columns taken, one entry per party.
    pub columns: Vec<Column>,
    /// The missions, one entry per escort.
    pub missions: Vec<Mission>,
    /// The charters used, ascending.
    pub charters: Vec<CharterIdx>,
    /// Total, minor units.
    pub total: i64,
    /// Persons who travel.
    pub persons: usize,
}

impl Solution {
    /// The solution that takes `columns`, one entry per party, and `missions`, if it's valid.
    pub fn of(master: &Master, columns: Vec<Column>, missions: Vec<Mission>) -> Option<Self> {
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
        for mission in &missions {
            if !free.fits_all(master.network, &mission.uses) {
                return None;
            }
            free.take(&mission.uses);
        }
        let whole =
            left.iter_enumerated().all(|(class, &left)| left == 0 || master.classes[class].traits.fixed.is_none());
        if !whole || !covered(master, &columns, &missions) || !grouped(master, &columns, &missions) {
            return None;
        }
        let charters = charters(master, &columns, &missions)?;
        let feed = master.network.feed;
        let staying = left.iter_enumerated().map(|(class, &n)| n as i64 * master.classes[class].traits.staying());
        let total = columns.iter().map(|column| column.cost).sum::<i64>()
            + missions.iter().map(|mission| mission.cost).sum::<i64>()
            + charters.iter().map(|&charter| feed.charters[charter].fixed_cost.0).sum::<i64>()
            + staying.sum::<i64>()
            + settled(master, &columns, &missions);
        let aboard = |column: &Column| {
            let party = &master.classes[column.route.class].parties[0];
            party.iter().map(|&case| feed.cases[case].persons.len()).sum::<usize>()
        };
        let persons = columns.iter().map(aboard).sum();
        Some(Self { columns, missions, charters, total, persons })
    }
}

/// Persons in need and escorts on duty, by type and sector.
pub type Cover = BTreeMap<(EscortTypeIdx, SectorIdx), (u32, u32)>;

/// Who needs escorts on `columns`, and which of them `missions` send.
pub fn cover<'a>(columns: impl Iterator<Item = &'a Column>, missions: impl Iterator<Item = &'a Mission>) -> Cover {
    let mut cover = Cover::new();
    for &(site, persons) in columns.flat_map(|column| &column.uses) {
        if let Site::Need(kind, sector) = site {
            cover.entry((kind, sector)).or_default().0 += persons;
        }
    }
    for duty in missions.flat_map(|mission| mission.way.duties()) {
        cover.entry(duty).or_default().1 += 1;
    }
    cover
}

/// Adds a party on `column` and its escorts on `missions` to `cover`.
pub fn join(cover: &mut Cover, column: &Column, missions: &[Mission]) {
    for (duty, (need, sent)) in self::cover(std::iter::once(column), missions.iter()) {
        let counts = cover.entry(duty).or_default();
        *counts = (counts.0 + need, counts.1 + sent);
    }
}

/// Escorts of a type that are missing where `need` persons are with `sent` escorts.
pub fn missing(network: &Network, kind: EscortTypeIdx, (need, sent): (u32, u32)) -> u32 {
    need.div_ceil(network.feed.escort_types[kind].ratio).saturating_sub(sent)
}

fn covered(master: &Master, columns: &[Column], missions: &[Mission]) -> bool {
    let cover = cover(columns.iter(), missions.iter());
    cover.into_iter().all(|((kind, _), counts)| missing(master.network, kind, counts) == 0)
}

/// Seats by agreement and sector, where the agreement asks for a least group.
pub fn groups(master: &Master, columns: &[Column], missions: &[Mission]) -> BTreeMap<(AgreementIdx, SectorIdx), u32> {
    let agreements = &master.network.feed.agreements;
    let mut seats = BTreeMap::new();
    let uses = columns.iter().flat_map(|column| &column.uses);
    for &(site, demand) in uses.chain(missions.iter().flat_map(|mission| &mission.uses)) {
        if let Site::Allotment(agreement, sector) = site
            && agreements[agreement].min_group > 1
        {
            *seats.entry((agreement, sector)).or_default() += demand;
        }
    }
    seats
}

fn grouped(master: &Master, columns: &[Column], missions: &[Mission]) -> bool {
    let agreements = &master.network.feed.agreements;
    groups(master, columns, missions)
        .into_iter()
        .all(|((agreement, _), seats)| seats >= agreements[agreement].min_group)
}

/// Travellers seated by agreement, one a component.
pub fn volumes(network: &Network, columns: &[Column], missions: &[Mission]) -> TiVec<AgreementIdx, i64> {
    let mut volumes: TiVec<AgreementIdx, i64> = network.feed.agreements.iter().map(|_| 0).collect();
    for &(agreement, travellers) in columns.iter().flat_map(|column| &column.volume) {
        volumes[agreement] += i64::from(travellers);
    }
    for &agreement in missions.iter().flat_map(|mission| &mission.volume) {
        volumes[agreement] += 1;
    }
    volumes
}

/// Shortfalls less rebates.
fn settled(master: &Master, columns: &[Column], missions: &[Mission]) -> i64 {
    let volumes = volumes(master.network, columns, missions);
    let settle = |(index, agreement)| {
        let (rebate, shortfall) = deals::settle(agreement, volumes[index]);
        shortfall - rebate
    };
    master.network.feed.agreements.iter_enumerated().map(settle).sum()
}

/// The charters that `columns` and `missions` fly, ascending.
pub fn flown<'a>(
    network: &Network,
    columns: impl IntoIterator<Item = &'a Column>,
    missions: impl IntoIterator<Item = &'a Mission>,
) -> Vec<CharterIdx> {
    let sectors = columns.into_iter().flat_map(|column| column.route.sectors.iter().copied());
    let sectors = sectors.chain(missions.into_iter().flat_map(|mission| mission.way.sectors()));
    let mut charters: Vec<CharterIdx> = sectors.filter_map(|sector| network.sectors[sector].charter()).collect();
    charters.sort_unstable();
    charters.dedup();
    charters
}

/// The charters that `columns` and `missions` fly, if at most one of each group and with the least seats taken of each.
fn charters(master: &Master, columns: &[Column], missions: &[Mission]) -> Option<Vec<CharterIdx>> {
    let feed = master.network.feed;
    let charters = flown(master.network, columns, missions);
    let mut groups: Vec<_> = charters.iter().filter_map(|&charter| feed.charters[charter].group).collect();
    groups.sort_unstable();
    let alone = groups.windows(2).all(|pair| pair[0] != pair[1]);
    let enough = charters.iter().all(|&charter| {
        let own = columns.iter().map(|column| column.seats_on_first_leg(master.network, charter));
        let escorts = missions.iter().map(|mission| mission.seats_on_first_leg(master.network, charter));
        own.chain(escorts).sum::<u32>() >= feed.charters[charter].min_seats
    });
    (alone && enough).then_some(charters)
}
