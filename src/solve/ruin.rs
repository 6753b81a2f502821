//! Ruins: parts of a plan that are taken out so that better may come in their place.

use std::cmp::Reverse;

use rand::RngExt;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use rustc_hash::FxHashSet;

use super::escorting;
use super::greedy::Draft;
use super::master::Master;
use super::solution::Solution;
use crate::ids::{AirportIdx, CharterIdx, ClassIdx, SectorIdx};
use crate::itineraries::column::Column;
use crate::missions::way::Mission;

/// What is taken out of a plan.
#[derive(Debug, Default)]
pub struct Ruin {
    /// Parties, by position among its columns.
    columns: FxHashSet<usize>,
    /// Escorts, by position among its missions.
    missions: FxHashSet<usize>,
    /// Charters that may be flown then.
    hired: Vec<CharterIdx>,
    /// An airport from which everyone who stays is asked, for a charter that would leave there.
    gathering: Option<AirportIdx>,
}

/// What a ruin leaves.
pub struct Ruined {
    /// What stands.
    pub draft: Draft,
    /// Charters that may be flown.
    pub hired: Vec<CharterIdx>,
    /// Classes with parties that may be booked.
    pub out: Vec<ClassIdx>,
}

/// Missions taken out at once at most, and parties.
const MISSIONS: usize = 4;
const PARTIES: usize = 12;

/// Classes of those left behind from where others are taken out that are booked with them at most.
const ASKED: usize = 8;

/// One ruin in so many is about a charter, where there are any; of the others one in so many about parties alone.
const CHARTERED: u8 = 16;
const UNESCORTED: u8 = 3;

/// What an airport, a sector or a base shared counts when those near are looked for, and what chance does.
const SHARED: u64 = 8;
const CHANCE: u64 = 20;

impl Ruin {
    /// A part of `plan`: a charter, or missions near each other, or parties near each other.
    pub fn drawn(master: &Master, plan: &Solution, random: &mut ChaCha8Rng) -> Self {
        let charters = master.charters.len();
        if charters > 0 && random.random_range(0..CHARTERED) == 0 {
            let charter = CharterIdx::from(random.random_range(0..charters));
            return match plan.charters.contains(&charter) {
                true => Self::dismissing(master, plan, charter),
                false => Self::hiring(master, plan, charter),
            };
        }
        let parties = plan.missions.is_empty() || random.random_range(0..UNESCORTED) == 0;
        let mut ruin = Self { hired: plan.charters.clone(), ..Self::default() };
        if parties {
            let likeness = |one: &Column, other: &Column| {
                let sectors = &other.route.sectors;
                let shared = one.route.sectors.iter().filter(|sector| sectors.contains(sector)).count();
                let origin = |column: &Column| master.classes[column.route.class].traits.origin;
                shared + usize::from(origin(one) == origin(other))
            };
            ruin.columns = near(&plan.columns, PARTIES, likeness, random);
        } else {
            let likeness = |one: &Mission, other: &Mission| {
                let shared = airports(master, one).intersection(&airports(master, other)).count();
                shared + usize::from(one.way.pool == other.way.pool)
            };
            ruin.missions = near(&plan.missions, MISSIONS, likeness, random);
        }
        ruin
    }

    /// `charter` with everyone aboard.
    pub fn dismissing(master: &Master, plan: &Solution, charter: CharterIdx) -> Self {
        let hired = plan.charters.iter().copied().filter(|&other| other != charter).collect();
        Self::grounding(master, plan, hired, |_| false)
    }

    /// Everyone from where `charter` leaves, so that it may be flown instead of others of its group.
    fn hiring(master: &Master, plan: &Solution, charter: CharterIdx) -> Self {
        let network = master.network;
        let charters = &network.feed.charters;
        let rival =
            |other: CharterIdx| charters[charter].group.is_some() && charters[other].group == charters[charter].group;
        let hired = plan.charters.iter().copied().filter(|&other| !rival(other)).chain([charter]).collect();
        let from = network.legs(charter).first().map(|&leg| network.sectors[leg].from);
        let leaves_there = |column: &Column| Some(master.classes[column.route.class].traits.origin) == from;
        Self { gathering: from, ..Self::grounding(master, plan, hired, leaves_there) }
    }

    /// Everyone on charters but those `hired`, and parties that are `taken`.
    fn grounding(master: &Master, plan: &Solution, hired: Vec<CharterIdx>, taken: impl Fn(&Column) -> bool) -> Self {
        let grounded =
            |sector: SectorIdx| master.charter_flying(sector).is_some_and(|charter| !hired.contains(&charter));
        let columns = plan
            .columns
            .iter()
            .enumerate()
            .filter(|(_, column)| taken(column) || column.route.sectors.iter().any(|&sector| grounded(sector)));
        let columns = columns.map(|(position, _)| position).collect();
        let missions = plan.missions.iter().enumerate().filter(|(_, mission)| mission.way.sectors().any(grounded));
        let missions = missions.map(|(position, _)| position).collect();
        Self { columns, missions, hired, gathering: None }
    }

    /// What stands of `plan` without it, and who may be booked then: who has lost a place or an escort, and some of those
    /// who stay where others have. Fixed parties stand.
    pub fn leave(self, master: &Master, plan: &Solution, random: &mut ChaCha8Rng) -> Ruined {
        let fixed = |column: &Column| master.classes[column.route.class].traits.fixed.is_some();
        let stands = |(position, column): &(usize, &Column)| !self.columns.contains(position) || fixed(column);
        let columns = plan.columns.iter().enumerate().filter(stands);
        let missions = plan.missions.iter().enumerate().filter(|(position, _)| !self.missions.contains(position));
        let mut draft = Draft {
            columns: columns.map(|(_, column)| column.clone()).collect(),
            missions: missions.map(|(_, mission)| mission.clone()).collect(),
            ..Draft::default()
        };
        escorting::recall(master, &mut draft);
        let left = draft.left(master);
        let travelling: FxHashSet<ClassIdx> = plan.columns.iter().map(|column| column.route.class).collect();
        let waiting = master.classes.keys().filter(|&class| left[class] > 0);
        let (mut out, mut behind): (Vec<ClassIdx>, Vec<ClassIdx>) =
            waiting.partition(|class| travelling.contains(class));
        let origin = |class: ClassIdx| master.classes[class].traits.origin;
        let origins: FxHashSet<AirportIdx> = out.iter().map(|&class| origin(class)).collect();
        // Where nobody has lost anything, anyone may be asked.
        let near = |class: ClassIdx| origins.is_empty() || origins.contains(&origin(class));
        behind.shuffle(random);
        let mut others = 0;
        behind.retain(|&class| {
            let gathered = self.gathering == Some(origin(class));
            others += usize::from(!gathered && near(class));
            gathered || (near(class) && others <= ASKED)
        });
        out.extend(behind);
        Ruined { draft, hired: self.hired, out }
    }
}

/// The positions of one of `all`, and of up to so many more that are like it.
fn near<T>(all: &[T], most: usize, likeness: impl Fn(&T, &T) -> usize, random: &mut ChaCha8Rng) -> FxHashSet<usize> {
    if all.is_empty() {
        return FxHashSet::default();
    }
    let seed = random.random_range(0..all.len());
    let wanted = random.random_range(1..=most);
    let mut ranked: Vec<(Reverse<u64>, usize)> = Vec::new();
    for (position, other) in all.iter().enumerate() {
        let shared = SHARED * likeness(&all[seed], other) as u64 + random.random_range(0..CHANCE);
        ranked.push((Reverse(if position == seed { u64::MAX } else { shared }), position));
    }
    ranked.sort_unstable();
    ranked.into_iter().take(wanted).map(|(_, position)| position).collect()
}

fn airports(master: &Master, mission: &Mission) -> FxHashSet<AirportIdx> {
    let sectors = mission.way.sectors().map(|sector| &master.network.sectors[sector]);
    sectors.flat_map(|sector| [sector.from, sector.to]).collect()
}
