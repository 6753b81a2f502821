//! What dated sectors carry, and how many leave an origin a day (MODEL: *Capacity*).

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::journey::Journey;
use super::persons::Load;
use super::report::Findings;
use super::rule::Rule;
use super::sectors::Sectors;
use crate::feed::Feed;
use crate::ids::{AirportIdx, EscortTypeIdx, SectorIdx};

/// Who is aboard each dated sector.
#[derive(Debug, Default)]
pub(super) struct Aboard {
    /// Taken by cases.
    pub cases: BTreeMap<SectorIdx, Load>,
    /// Escorts, a seat each.
    pub escorts: BTreeMap<SectorIdx, u64>,
    /// Persons who need an escort of a type.
    pub needing: BTreeMap<(SectorIdx, EscortTypeIdx), u64>,
    /// Escorts on duty for a type.
    pub on_duty: BTreeMap<(SectorIdx, EscortTypeIdx), u64>,
}

impl Aboard {
    /// Boards the persons of a case.
    pub(super) fn board(&mut self, journey: &Journey) {
        let taken = journey.party.load;
        for &sector in &journey.sectors {
            let load = self.cases.entry(sector).or_default();
            load.seats += taken.seats;
            load.wheelchairs += taken.wheelchairs;
            load.stretchers += taken.stretchers;
            load.oxygen += taken.oxygen;
            load.minors += taken.minors;
            for escort in journey.party.travellers.iter().filter_map(|traveller| traveller.escort) {
                *self.needing.entry((sector, escort)).or_default() += 1;
            }
        }
    }

    /// Seats taken, escorts' included.
    pub(super) fn seats(&self, sector: SectorIdx) -> u64 {
        let cases = self.cases.get(&sector).map_or(0, |load| load.seats);
        cases + self.escorts.get(&sector).copied().unwrap_or_default()
    }

    /// Checks what each sector carries.
    pub(super) fn check(&self, sectors: &Sectors<'_>, findings: &mut Findings) {
        let mut used: Vec<SectorIdx> = self.cases.keys().chain(self.escorts.keys()).copied().collect();
        used.sort_unstable();
        used.dedup();
        for idx in used {
            let sector = sectors.get(idx);
            let load = self.cases.get(&idx).copied().unwrap_or_default();
            let most = sector.capacity;
            for (rule, taken, most) in [
                (Rule::Seats, self.seats(idx), most.seats),
                (Rule::Wheelchairs, load.wheelchairs, most.wheelchairs),
                (Rule::Stretchers, load.stretchers, most.stretchers),
                (Rule::Oxygen, load.oxygen, most.oxygen),
                (Rule::Minors, load.minors, most.minors),
            ] {
                if taken > u64::from(most) {
                    findings.add(rule, format!("sector {}", sector.key), format!("{taken} taken, there are {most}"));
                }
            }
        }
    }
}

/// Checks how many persons leave each origin a day.
pub(super) fn check_departures(feed: &Feed, journeys: &[Journey], findings: &mut Findings) {
    let mut leaving: BTreeMap<(AirportIdx, NaiveDate), u64> = BTreeMap::new();
    for journey in journeys {
        *leaving.entry((journey.from, journey.date())).or_default() += journey.party.size();
    }
    for ((origin, date), persons) in leaving {
        if let Some(most) = feed.stations[origin].depart_per_day.filter(|&most| persons > u64::from(most)) {
            let place = format!("station {}, {date}", feed.airports[origin].iata);
            findings.add(Rule::DepartPerDay, place, format!("{persons} persons leave, at most {most} may"));
        }
    }
}
