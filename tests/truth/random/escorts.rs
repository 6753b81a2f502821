//! escort_types.csv and escorts.csv.

use super::World;
use super::tables::{Folder, Table, cells};

pub const ESCORTS: [&str; 2] = ["nurse", "guide"];

pub fn draw(world: &mut World, folder: &mut Folder) {
    let mut types = Table::new("type,ratio");
    for escort in ESCORTS {
        types.row(cells![escort, world.dice.pick(&[1, 2, 2, 3, 4])]);
    }
    types.put(folder, "escort_types.csv");
    let mut pools = Table::new("pool,base,covers,count,day_cost,currency,from,to,max_away_hours");
    for number in 1..=world.dice.pick(&[1, 1, 2]) {
        // Mostly from where people leave; else from the hub, or from where they arrive.
        let bases = match world.dice.range(0..=9) {
            0..=7 => &world.origins,
            8 => &world.hubs,
            _ => &world.destinations,
        };
        let base = world.dice.pick(bases);
        let (from, to) = (world.dice.pick(&[-2, -1, -1, 0, 1]), world.dice.pick(&[2, 3, 4, 4, 5, 9]));
        let (from, to) = (world.date(from), world.date(to));
        let dice = &mut world.dice;
        pools.row(cells![
            format!("E{number}"),
            base.iata,
            dice.pick(&["nurse", "guide", "nurse|guide", "nurse|guide", "nurse|guide"]),
            dice.pick(&[1, 1, 1, 1, 2, 2]),
            dice.money(0..=150),
            dice.word(0.2, &["EUR"]),
            from,
            to,
            dice.word(0.5, &["24", "36.5", "48", "72", "96"]),
        ]);
    }
    pools.put(folder, "escorts.csv");
}
