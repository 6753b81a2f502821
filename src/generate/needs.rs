//! Who needs an escort (persons.csv, `escort`).

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};

use super::clearances::ClearanceDraft;
use super::dice::{Dice, Stream};
use super::equipment::Equipment;
use super::escorts::{DOCTOR, MINOR, NURSE, OPERATIONAL};
use super::families;
use super::parties::{CaseDraft, PersonDraft};
use super::presets::Shape;
use super::routes::routes;

/// Fewest persons of an origin, a destination and a day who are given an operational escort.
const GROUP: usize = 10;

/// Of 1,000 persons so many are in groups with an operational escort.
const GROUPED: usize = 125;

/// Draws who needs an escort. Minors and patients come first; groups are made of those whom nobody looks after yet.
pub(super) fn draw(shape: &Shape, cases: &mut [CaseDraft], seed: u64) {
    let mut dice = Dice::new(seed, Stream::Escorts);
    let routes = routes(shape.day.year());
    let mut roomy: BTreeSet<&str> = BTreeSet::new();
    let mut direct: BTreeSet<(&str, &str)> = BTreeSet::new();
    for route in &routes {
        if Equipment::of(route.equipment).minors > 2 {
            roomy.extend([route.hub, route.spoke]);
        }
        direct.extend([(route.hub, route.spoke), (route.spoke, route.hub)]);
    }
    for case in &mut *cases {
        minors(shape, case, roomy.contains(case.origin), &mut dice);
        patients(case, &mut dice);
        hurry(case);
    }
    groups(cases, &direct, &mut dice);
}

/// Lone minors, and some brothers and sisters, where aircraft take more than one.
fn minors(shape: &Shape, case: &mut CaseDraft, roomy: bool, dice: &mut Dice) {
    let healthy = |person: &PersonDraft| !person.wheelchair && !person.stretcher && !person.oxygen;
    let free = case.link.is_none() && case.persons.iter().all(healthy);
    let becomes = match case.persons.len() {
        1 => dice.chance(50),
        2 | 3 => dice.chance(30) && roomy,
        _ => false,
    };
    for person in &mut case.persons {
        if becomes && free && !person.minor {
            // The elder of two draws: most who flee alone are in their teens.
            let age = dice.between(6, 17).max(dice.between(6, 17));
            person.birth = families::birth(age, shape.start(), dice);
            person.minor = true;
        }
        if person.minor {
            person.escort = Some(MINOR.name);
        }
    }
}

/// Those on stretchers or oxygen, and the ill and frail among the others.
fn patients(case: &mut CaseDraft, dice: &mut Dice) {
    let mut ill = None;
    for (position, person) in case.persons.iter_mut().enumerate() {
        let elderly = case.ready.year() - person.birth.year() >= 60;
        let (grave, watched) = (dice.chance(2), dice.chance(if elderly { 90 } else { 6 }));
        if person.minor {
            continue;
        }
        person.escort = match (person.stretcher, person.oxygen) {
            (true, _) => Some(DOCTOR.name),
            (_, true) => Some(NURSE.name),
            _ if grave => Some(DOCTOR.name),
            _ if watched => Some(NURSE.name),
            _ => None,
        };
        if person.escort.is_some() && !person.stretcher && !person.oxygen {
            ill = Some(position);
        }
    }
    if let Some(position) = ill {
        case.mct_extra = case.mct_extra.max(30);
        let checked = case.clearances.iter().find(|clearance| clearance.kind == "medical").cloned();
        case.clearances.extend(checked.map(|c| ClearanceDraft { person: Some(position), kind: "fit_to_fly", ..c }));
    }
}

/// The gravely ill move at once; minors and patients don't wait for months.
fn hurry(case: &mut CaseDraft) {
    let needs = |kind: &str| case.persons.iter().any(|person| person.escort == Some(kind));
    if needs(DOCTOR.name) {
        case.priority = "emergency";
    } else if (needs(NURSE.name) || needs(MINOR.name)) && case.priority == "normal" {
        case.priority = "urgent";
    }
}

/// Groups that are ready on one day for one way, which no flight goes without a connection.
fn groups(cases: &mut [CaseDraft], direct: &BTreeSet<(&str, &str)>, dice: &mut Dice) {
    let persons: usize = cases.iter().map(|case| case.persons.len()).sum();
    let mut together: BTreeMap<(usize, NaiveDate), Vec<usize>> = BTreeMap::new();
    for (position, case) in cases.iter().enumerate() {
        let alone = case.persons.iter().all(|person| person.escort.is_none());
        if alone && !case.destinations.iter().any(|&end| direct.contains(&(case.origin, end))) {
            together.entry((case.corridor, case.ready)).or_default().push(position);
        }
    }
    let size = |group: &Vec<usize>| group.iter().map(|&case| cases[case].persons.len()).sum::<usize>();
    let mut groups: Vec<(usize, Vec<usize>)> = together.into_values().map(|group| (size(&group), group)).collect();
    groups.retain(|(size, _)| *size >= GROUP);
    dice.shuffle(&mut groups);
    let mut left = persons * GROUPED / 1000;
    for (size, group) in groups {
        if size <= left {
            left -= size;
            for case in group {
                cases[case].persons.iter_mut().for_each(|person| person.escort = Some(OPERATIONAL.name));
            }
        }
    }
}
