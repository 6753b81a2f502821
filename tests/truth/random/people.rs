//! cases.csv, persons.csv, clearances.csv and links.csv.

use chrono::{Datelike, Days, NaiveDate};

use super::doors::{DOCUMENTS, NATIONALITIES, PROGRAMMES};
use super::escorts::ESCORTS;
use super::places::Place;
use super::tables::{Folder, Table, cells};
use super::{Flavour, World, locks};

/// A case without its id, so that it can be written twice.
#[derive(Clone)]
pub struct Case {
    pub origin: &'static Place,
    cells: String,
    /// Rows of persons.csv without the ids.
    persons: Vec<String>,
    /// Rows of clearances.csv: which person, and the rest.
    clearances: Vec<(Option<usize>, String)>,
}

pub fn draw(world: &mut World, folder: &mut Folder) {
    let mut cases: Vec<Case> = Vec::new();
    let count = match world.flavour {
        flavour if flavour.is_plain() => world.dice.range(2..=8),
        Flavour { escorts: true, .. } => world.dice.pick(&[1, 2, 3, 3]),
        _ => world.dice.range(1..=4),
    };
    for _ in 0..count {
        let again = !cases.is_empty() && world.dice.chance(0.25);
        let next = if again { cases[cases.len() - 1].clone() } else { case(world) };
        cases.push(next);
    }
    write(&cases, folder);
    if world.dice.chance(0.35) {
        links(world, &cases, folder);
    }
    if world.flavour.locks {
        locks::draw(world, &cases, folder);
    }
}

fn case(world: &mut World) -> Case {
    let plain = world.flavour.is_plain();
    let ready_day = world.dice.pick(if plain { &[-2, -2, 0, 0, 0, 0, 1] } else { &[-2, 0, 0, 0] });
    let ready = world.date(ready_day);
    let target_day = world.dice.range(-1..=2).max(ready_day);
    let target = if world.dice.chance(0.6) { world.date(target_day).to_string() } else { String::new() };
    let limited = world.hardship(0.2);
    let dice = &mut world.dice;
    let origin = dice.pick(&world.origins);
    let ends: Vec<_> = dice.some(&world.destinations, 3).iter().map(|place| place.iata).collect();
    let time = if dice.chance(0.35) {
        format!("T{:02}:{:02}", dice.range(0..=23), dice.pick(&[0, 15, 30]))
    } else {
        String::new()
    };
    let row: &[String] = cells![
        origin.iata,
        ends.join("|"),
        dice.pick(&PROGRAMMES),
        dice.pick(&["emergency", "urgent", "normal", "normal"]),
        format!("{ready}{time}"),
        target,
        dice.cell(limited, 1..=3),
        dice.word(limited, &["16.5", "22", "26", "36"]),
        dice.word(limited, &["0"]),
        dice.word(limited, &["15", "30", "60"]),
    ];
    let cells = row.join(",");
    let size = dice.pick(if plain { &[1, 1, 1, 2, 2, 3, 3, 4, 5] } else { &[1, 1, 1, 2, 2, 3] });
    let nationality = dice.pick(&NATIONALITIES);
    let document = dice.pick(&DOCUMENTS);
    let mut persons: Vec<String> = (0..size).map(|nth| person(world, nth, (nationality, document))).collect();
    if world.flavour.escorts && world.dice.chance(0.7) {
        let each = world.dice.pick(&[0.4, 1.0]);
        let escort = world.dice.pick(&ESCORTS);
        for person in &mut persons {
            let escort = if world.dice.chance(0.1) { world.dice.pick(&ESCORTS) } else { escort };
            *person += if world.dice.chance(each) { escort } else { "" };
        }
    }
    let mut clearances = Vec::new();
    while clearances.len() < 3 && world.dice.chance(world.hardship(0.2)) {
        let from = world.dice.pick(&[-9, -9, -9, 0, 1]);
        let to = from.max(world.dice.pick(&[0, 1, 2, 9]));
        let (from, to) = (world.date(from), world.date(to));
        let dice = &mut world.dice;
        let from = if dice.chance(0.8) { from.to_string() } else { String::new() };
        let to = if dice.chance(0.8) { to.to_string() } else { String::new() };
        let whose = if dice.chance(0.5) { Some(dice.range(0..=size - 1) as usize) } else { None };
        // One clearance of a kind for a person or case: the kinds differ.
        let kind = ["exit_permit", "entry_visa", "medical"][clearances.len()];
        clearances.push((whose, format!("{kind},{from},{to},{}", dice.pick(&["departure", "arrival"]))));
    }
    Case { origin, cells, persons, clearances }
}

fn person(world: &mut World, nth: i64, (nationality, document): (&'static str, &'static str)) -> String {
    let birth = birth(world, nth);
    let plain = world.flavour.is_plain();
    let [wheelchair, stretcher, oxygen, minor] =
        if plain { [0.06, 0.025, 0.04, 0.04] } else { [0.03, 0.06, 0.02, 0.02] };
    let dice = &mut world.dice;
    let nationality = if dice.chance(0.15) { dice.pick(&NATIONALITIES) } else { nationality };
    let document = if dice.chance(0.15) { dice.pick(&DOCUMENTS) } else { document };
    let mut flag = |probability| u8::from(dice.chance(probability));
    let row: &[String] =
        cells![birth, nationality, document, flag(wheelchair), flag(stretcher), flag(oxygen), flag(minor)];
    // An escort type follows where there are escorts.
    row.join(",") + ","
}

/// The first person is mostly grown up, the others often infants; some turn 2, 12 or 16 about when they leave.
fn birth(world: &mut World, nth: i64) -> NaiveDate {
    if world.start.year() == 2018 && world.dice.chance(0.15) {
        return NaiveDate::from_ymd_opt(2016, 2, 29).expect("a leap year");
    }
    let day = world.start + Days::new(world.dice.range(0..=3) as u64);
    if world.dice.chance(0.2) {
        let years = world.dice.pick(&[2, 2, 12, 16]);
        return day.with_year(day.year() - years).unwrap_or(day - Days::new(900));
    }
    let infant = nth > 0 && world.dice.chance(0.35);
    let days = match (nth, infant) {
        (_, true) => world.dice.range(10..=700),
        (0, _) => world.dice.range(17 * 366..=70 * 365),
        _ => world.dice.range(2 * 366..=40 * 365),
    };
    world.start - Days::new(days as u64)
}

fn write(cases: &[Case], folder: &mut Folder) {
    let mut table =
        Table::new("case,origin,destination,programme,priority,ready,target,max_sectors,max_hours,overnight,mct_extra");
    let mut persons =
        Table::new("person,case,birth_date,nationality,document,wheelchair,stretcher,oxygen,minor,escort");
    let mut clearances = Table::new("case,person,kind,valid_from,valid_to,at");
    for (number, case) in cases.iter().enumerate() {
        table.row(cells![format!("C{number}"), case.cells]);
        for (nth, person) in case.persons.iter().enumerate() {
            persons.row(cells![format!("P{number}-{nth}"), format!("C{number}"), person]);
        }
        for (whose, rest) in &case.clearances {
            let person = whose.map_or(String::new(), |nth| format!("P{number}-{nth}"));
            clearances.row(cells![format!("C{number}"), person, rest]);
        }
    }
    table.put(folder, "cases.csv");
    persons.put(folder, "persons.csv");
    clearances.put(folder, "clearances.csv");
}

/// Links neighbours, mostly where they leave from the same airport.
fn links(world: &mut World, cases: &[Case], folder: &mut Folder) {
    let mut table = Table::new("link,case");
    let mut at = 0;
    while at + 1 < cases.len() {
        let same = cases[at].origin.iata == cases[at + 1].origin.iata;
        if world.dice.chance(if same { 0.5 } else { 0.03 }) {
            table.row(cells![format!("L{at}"), format!("C{at}")]);
            table.row(cells![format!("L{at}"), format!("C{}", at + 1)]);
            at += 1;
        }
        at += 1;
    }
    table.put(folder, "links.csv");
}
