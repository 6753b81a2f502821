//! Escorts in the programme: pools, who serves where, and that whoever needs an escort has one (MODEL: *Escorts*).

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::build::{Builder, Entries, OPEN};
use super::programme::Col;
use crate::ids::{ClassIdx, EscortTypeIdx, PoolIdx, SectorIdx};
use crate::itineraries::sites::Site;

/// Those who serve as a type on a sector.
type OnDuty = BTreeMap<(SectorIdx, EscortTypeIdx), Vec<Col>>;

/// Escorts of a mission who serve as a type on a leg.
pub struct Duty {
    /// Position of the leg.
    pub leg: usize,
    /// The type.
    pub kind: EscortTypeIdx,
    /// How many do; all of them, where only this type is asked for.
    pub count: Option<Col>,
}

impl Builder<'_> {
    /// No more escorts are away than a pool has.
    pub(super) fn pools(&mut self, missions: &[Col]) {
        let mut away: BTreeMap<(PoolIdx, NaiveDate), Entries> = BTreeMap::new();
        for (mission, &count) in self.menu.missions.iter().zip(missions) {
            for date in mission.missed(self.sky) {
                away.entry((mission.pool, date)).or_default().push((count, 1));
            }
        }
        for ((pool, date), row) in away {
            let name = self.names.site(Site::Away(pool, date));
            let most = self.sky.network.feed.pools[pool].count;
            self.programme.row(name, (OPEN, Some(most.into())), row);
        }
    }

    /// Whoever needs an escort has one: together as the ratio says, and each by itself, which tightens the relaxation.
    pub(super) fn cover(&mut self, itineraries: &[Col], missions: &[Col]) -> Vec<Vec<Duty>> {
        let (menu, feed) = (self.menu, self.sky.network.feed);
        let mut needing: BTreeMap<(SectorIdx, EscortTypeIdx), Entries> = BTreeMap::new();
        let mut of_class: BTreeMap<(SectorIdx, EscortTypeIdx, ClassIdx), Entries> = BTreeMap::new();
        for (column, &count) in menu.columns.iter().zip(itineraries) {
            let class = column.route.class;
            for &(kind, persons) in &menu.classes[class].traits.needs {
                let escorts = persons.div_ceil(feed.escort_types[kind].ratio.max(1));
                for &sector in &column.route.sectors {
                    needing.entry((sector, kind)).or_default().push((count, -i64::from(persons)));
                    of_class.entry((sector, kind, class)).or_default().push((count, -i64::from(escorts)));
                }
            }
        }
        let (duties, on_duty) = self.duties(missions, &needing.keys().copied().collect());
        let serving = |key: (SectorIdx, EscortTypeIdx)| on_duty.get(&key).map(Vec::as_slice).unwrap_or_default();
        for ((sector, kind), mut row) in needing {
            let ratio = i64::from(feed.escort_types[kind].ratio);
            row.extend(serving((sector, kind)).iter().map(|&duty| (duty, ratio)));
            self.programme.row(self.names.site(Site::Need(kind, sector)), (Some(0), OPEN), row);
        }
        for ((sector, kind, class), mut row) in of_class {
            // Of so many parties any number may be aboard, and each asks for as many escorts as it needs alone.
            let parties = self.parties(class);
            row.extend(serving((sector, kind)).iter().map(|&duty| (duty, parties)));
            let name = format!("{}/{}", self.names.site(Site::Need(kind, sector)), self.names.class(class));
            self.programme.row(name, (Some(0), OPEN), row);
        }
        duties
    }

    /// What each escort serves as, and who serves on each sector. Where only one type is asked for, all do.
    fn duties(&mut self, missions: &[Col], needed: &BTreeSet<(SectorIdx, EscortTypeIdx)>) -> (Vec<Vec<Duty>>, OnDuty) {
        let mut on_duty = OnDuty::new();
        let mut all = Vec::new();
        for (number, (mission, &escorts)) in self.menu.missions.iter().zip(missions).enumerate() {
            let pool = &self.sky.network.feed.pools[mission.pool];
            let mut duties = Vec::new();
            for (leg, &sector) in mission.chain.iter().enumerate() {
                let asked = pool.covers.iter().copied().filter(|&kind| needed.contains(&(sector, kind)));
                let kinds: Vec<EscortTypeIdx> = asked.collect();
                if let [kind] = kinds[..] {
                    on_duty.entry((sector, kind)).or_default().push(escorts);
                    duties.push(Duty { leg, kind, count: None });
                    continue;
                }
                let place = format!("{}/{}", number + 1, leg + 1);
                let mut row = vec![(escorts, -1)];
                for kind in kinds {
                    let count = self.whole(format!("serve/{place}/{}", self.names.kind(kind)), 0, pool.count);
                    row.push((count, 1));
                    on_duty.entry((sector, kind)).or_default().push(count);
                    duties.push(Duty { leg, kind, count: Some(count) });
                }
                if row.len() > 1 {
                    self.programme.row(format!("serving/{place}"), (OPEN, Some(0)), row);
                }
            }
            all.push(duties);
        }
        (all, on_duty)
    }
}
