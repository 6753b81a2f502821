//! Where one may connect, pass and arrive: stations.csv, blocs.csv, transit.csv and reception.csv.

use super::World;
use super::places::Place;
use super::tables::{Folder, Table, cells};

pub const NATIONALITIES: [&str; 4] = ["SO", "SY", "CD", "KE"];
pub const DOCUMENTS: [&str; 3] = ["passport", "ctd", "icrc"];
pub const PROGRAMMES: [&str; 3] = ["USRAP", "CAN", "EU"];
const HOURS: [(&str, &str); 6] =
    [("06:00", "22:00"), ("20:00", "09:30"), ("", "18:00"), ("08:00", ""), ("00:00", "12:00"), ("", "")];

pub fn draw(world: &mut World, folder: &mut Folder) {
    stations(world, folder);
    if world.dice.chance(0.7) {
        let mut table = Table::new("bloc,country");
        for (bloc, country) in
            [("SCH", "DE"), ("SCH", "AT"), ("SCH", "SE"), ("SCH", "FR"), ("SCH", "GR"), ("EAC", "KE"), ("EAC", "UG")]
        {
            table.row(cells![bloc, country]);
        }
        table.put(folder, "blocs.csv");
    }
    if world.dice.chance(world.hardship(0.75)) {
        transit(world, folder);
    }
    if world.dice.chance(world.hardship(0.6)) {
        reception(world, folder);
    }
}

fn stations(world: &mut World, folder: &mut Folder) {
    let mut table = Table::new(
        "airport,mct_dd,mct_di,mct_id,mct_ii,airside_hours,beds,bed_cost,assist_from,assist_to,assist_per_day,assist_cost,\
         depart_per_day",
    );
    let connecting = world.hubs.iter().map(|place| (*place, 0.85));
    let others = world.origins.iter().chain(&world.destinations).map(|place| (*place, 0.5));
    for (place, listed) in connecting.chain(others).collect::<Vec<_>>() {
        let assisted = world.hardship(0.25);
        let dice = &mut world.dice;
        if !dice.chance(listed) {
            continue;
        }
        let mut mct = || dice.word(0.6, &["30", "45", "60", "75", "90", "120", "240", "300"]);
        let mct = [mct(), mct(), mct(), mct()].join(",");
        let (from, to) = if dice.chance(assisted) { dice.pick(&HOURS) } else { ("", "") };
        table.row(cells![
            place.iata,
            mct,
            dice.word(0.5, &["4", "5", "6.5", "10", "20", "26"]),
            dice.cell(0.85, 1..=8),
            dice.money(0..=90),
            from,
            to,
            dice.cell(assisted, 1..=7),
            dice.word(0.5, &["3.33", "25", "60"]),
            dice.cell(assisted + 0.1, 3..=9),
        ]);
    }
    table.put(folder, "stations.csv");
}

/// A row of transit.csv; empty sets stand for `*`.
struct Rule {
    places: Vec<&'static str>,
    by_airport: bool,
    nationality: Vec<&'static str>,
    document: Vec<&'static str>,
    destination: Vec<&'static str>,
    zones: Vec<&'static str>,
}

impl Rule {
    /// Whether both could decide the same connection and neither is more specific: the feed would be refused.
    fn clashes(&self, other: &Self) -> bool {
        let meet = |one: &[&str], two: &[&str]| {
            one.is_empty() == two.is_empty() && (one.is_empty() || one.iter().any(|member| two.contains(member)))
        };
        self.by_airport == other.by_airport
            && meet(&self.places, &other.places)
            && meet(&self.nationality, &other.nationality)
            && meet(&self.document, &other.document)
            && meet(&self.destination, &other.destination)
            && meet(&self.zones, &other.zones)
    }
}

fn transit(world: &mut World, folder: &mut Folder) {
    let mut table = Table::new("place,nationality,document,destination,zone,decision,max_hours,fee,lead_days");
    let mut rules: Vec<Rule> = Vec::new();
    let airports: Vec<_> = world.hubs.iter().chain(&world.origins).copied().collect::<Vec<&Place>>();
    let countries = |places: &[&Place]| places.iter().map(|place| place.country).collect::<Vec<_>>();
    let ends: Vec<_> = countries(&world.destinations);
    for _ in 0..world.dice.range(1..=8) {
        let dice = &mut world.dice;
        let by_airport = dice.chance(0.4);
        let mut places: Vec<_> =
            dice.some(&airports, 2).iter().map(|p| if by_airport { p.iata } else { p.country }).collect();
        places.sort_unstable();
        places.dedup();
        if !by_airport && dice.chance(0.2) {
            places.clear();
        }
        let mut some = |from: &[&'static str], chance: f64| {
            let mut set = if dice.chance(chance) { dice.some(from, 2) } else { Vec::new() };
            set.sort_unstable();
            set.dedup();
            set
        };
        let rule = Rule {
            places,
            by_airport,
            nationality: some(&NATIONALITIES, 0.5),
            document: some(&DOCUMENTS, 0.4),
            destination: some(&ends, 0.3),
            zones: dice.pick(&[vec!["airside"], vec!["landside"], vec!["airside", "landside"]]),
        };
        if rules.iter().any(|other| rule.clashes(other)) {
            continue;
        }
        let set = |members: &[&str]| if members.is_empty() { "*".to_owned() } else { members.join("|") };
        let decision = dice.pick(&["allow", "allow", "waiver", "waiver", "deny"]);
        let (fee, near) =
            if decision == "waiver" { (dice.money(5..=200), dice.chance(0.5)) } else { (String::new(), false) };
        let hours = dice.word(0.3, &["2", "5", "8", "9.5", "24"]);
        let lead = if near { world.lead().to_string() } else { String::new() };
        table.row(cells![
            set(&rule.places),
            set(&rule.nationality),
            set(&rule.document),
            set(&rule.destination),
            rule.zones.join("|"),
            decision,
            hours,
            fee,
            lead,
        ]);
        rules.push(rule);
    }
    table.put(folder, "transit.csv");
}

fn reception(world: &mut World, folder: &mut Folder) {
    let mut table = Table::new("airport,programme,days,from,to,per_day,per_flight,closed,exempt");
    for place in world.destinations.clone() {
        for _ in 0..world.dice.pick(&[0, 1, 1, 2]) {
            let closed = if world.dice.chance(0.2) {
                let day = world.dice.range(0..=3);
                world.date(day).to_string()
            } else {
                String::new()
            };
            let dice = &mut world.dice;
            let (from, to) = if dice.chance(0.25) { dice.pick(&HOURS) } else { ("", "") };
            let programme = if dice.chance(0.4) { dice.some(&PROGRAMMES, 2).join("|") } else { "*".to_owned() };
            table.row(cells![
                place.iata,
                programme,
                dice.word(0.25, &["12345", "1234567", "135"]),
                from,
                to,
                dice.cell(0.4, 2..=9),
                dice.cell(0.35, 2..=7),
                closed,
                dice.word(0.35, &["emergency", "urgent|emergency", "normal"]),
            ]);
        }
    }
    table.put(folder, "reception.csv");
}
