//! Escorts in the programme: pools, who serves where, and that whoever needs an escort has one (MODEL: *Escorts*).

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use highs::Col;
use onward::ids::{ClassIdx, EscortTypeIdx, PoolIdx, SectorIdx};

use super::{Builder, Row};

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
        let mut away: BTreeMap<(PoolIdx, NaiveDate), Row> = BTreeMap::new();
        for (mission, &count) in self.menu.missions.iter().zip(missions) {
            for date in mission.missed(self.sky) {
                away.entry((mission.pool, date)).or_default().push((count, 1.0));
            }
        }
        for ((pool, _), row) in away {
            self.problem.add_row(..=self.sky.network.feed.pools[pool].count, &row);
        }
    }

    /// Whoever needs an escort has one: together as the ratio says, and each by itself, which tightens the relaxation.
    pub(super) fn cover(&mut self, itineraries: &[Col], missions: &[Col]) -> Vec<Vec<Duty>> {
        let (menu, feed) = (self.menu, self.sky.network.feed);
        let mut needing: BTreeMap<(SectorIdx, EscortTypeIdx), Row> = BTreeMap::new();
        let mut of_class: BTreeMap<(SectorIdx, EscortTypeIdx, ClassIdx), Row> = BTreeMap::new();
        for (column, &count) in menu.columns.iter().zip(itineraries) {
            let class = column.route.class;
            let parties = menu.classes[class].parties.len() as f64;
            for &(kind, persons) in &menu.classes[class].traits.needs {
                let escorts = persons.div_ceil(feed.escort_types[kind].ratio.max(1));
                for &sector in &column.route.sectors {
                    needing.entry((sector, kind)).or_default().push((count, -f64::from(persons)));
                    let row = of_class.entry((sector, kind, class)).or_default();
                    row.push((count, -f64::from(escorts) / parties));
                }
            }
        }
        let (duties, on_duty) = self.duties(missions, &needing.keys().copied().collect());
        let serving = |key: &(SectorIdx, EscortTypeIdx)| on_duty.get(key).map(Vec::as_slice).unwrap_or_default();
        for (key, mut row) in needing {
            let ratio = f64::from(feed.escort_types[key.1].ratio);
            row.extend(serving(&key).iter().map(|&duty| (duty, ratio)));
            self.problem.add_row(0.., &row);
        }
        for ((sector, kind, _), mut row) in of_class {
            row.extend(serving(&(sector, kind)).iter().map(|&duty| (duty, 1.0)));
            self.problem.add_row(0.., &row);
        }
        duties
    }

    /// What each escort serves as, and who serves on each sector. Where only one type is asked for, all do.
    fn duties(&mut self, missions: &[Col], needed: &BTreeSet<(SectorIdx, EscortTypeIdx)>) -> (Vec<Vec<Duty>>, OnDuty) {
        let mut on_duty = OnDuty::new();
        let mut all = Vec::new();
        for (mission, &escorts) in self.menu.missions.iter().zip(missions) {
            let covers = &self.sky.network.feed.pools[mission.pool].covers;
            let mut duties = Vec::new();
            for (leg, &sector) in mission.chain.iter().enumerate() {
                let kinds: Vec<_> = covers.iter().copied().filter(|&kind| needed.contains(&(sector, kind))).collect();
                if let [kind] = kinds[..] {
                    on_duty.entry((sector, kind)).or_default().push(escorts);
                    duties.push(Duty { leg, kind, count: None });
                    continue;
                }
                let mut row = vec![(escorts, -1.0)];
                for kind in kinds {
                    let count = self.whole(0, None);
                    row.push((count, 1.0));
                    on_duty.entry((sector, kind)).or_default().push(count);
                    duties.push(Duty { leg, kind, count: Some(count) });
                }
                if row.len() > 1 {
                    self.problem.add_row(..=0, &row);
                }
            }
            all.push(duties);
        }
        (all, on_duty)
    }
}
