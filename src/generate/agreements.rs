//! `agreements.csv`, `fares.csv`, `tiers.csv` and `rates.csv`.

use std::collections::{BTreeMap, BTreeSet};

use super::corridors::Corridor;
use super::dice::{Dice, Stream};
use super::presets::Shape;
use super::schedule::Service;
use super::table::{Sheet, cell, number, rows};
use super::ways::Ways;
use super::world::{World, normal_fare_cents};
use crate::money::Money;

/// A row of the table of agreements, as it stands there.
struct Listed {
    agreement: &'static str,
    carriers: &'static str,
    currency: &'static str,
    discount: &'static str,
    seats: &'static str,
    max_sectors: &'static str,
    child: &'static str,
    infant: &'static str,
    lead_days: &'static str,
    filed: &'static str,
    primary: &'static str,
    escort: &'static str,
    min_group: &'static str,
    commit: &'static str,
    fee: &'static str,
    before: &'static str,
}

impl Listed {
    /// Whether it sells to groups only, which escorts' own ways are not.
    fn for_groups(&self) -> bool {
        !self.min_group.is_empty()
    }
}

/// The table of agreements.
#[rustfmt::skip]
fn listed() -> impl Iterator<Item = Listed> {
    rows::<16>(include_str!("tables/agreements.csv")).map(
        |[agreement, carriers, currency, discount, seats, max_sectors, child, infant, lead_days, filed, primary,
          escort, min_group, commit, fee, before]| Listed {
            agreement, carriers, currency, discount, seats, max_sectors, child, infant, lead_days, filed, primary,
            escort, min_group, commit, fee, before,
        },
    )
}

/// What of an agreement is filed as fares.
struct Terms {
    agreement: &'static str,
    carriers: BTreeSet<&'static str>,
    /// Millionths of the plan currency for one unit of the agreement's.
    rate: i64,
    /// Per cent off the normal fare.
    discount: i64,
    max_sectors: u32,
    sector_fares: bool,
    through_fares: bool,
    primary: Option<&'static str>,
}

/// The exchange rates of the year: those of 2015 for days before 2016, of 2017 for later ones.
fn rate_table(shape: &Shape) -> Vec<(&'static str, &'static str)> {
    let early = shape.day.format("%Y").to_string().as_str() < "2016";
    rows::<3>(include_str!("tables/rates.csv"))
        .map(|[currency, y2015, y2017]| (currency, if early { y2015 } else { y2017 }))
        .collect()
}

/// `rates.csv`.
pub(super) fn rates(shape: &Shape) -> Sheet {
    let mut sheet = Sheet::new("currency,rate");
    for (currency, rate) in rate_table(shape) {
        sheet.row(&[&currency, &rate]);
    }
    sheet
}

/// A decimal of at most 6 places in millionths.
fn millionths(rate: &str) -> i64 {
    let (whole, places) = rate.split_once('.').unwrap_or((rate, ""));
    number(&format!("{whole}{places:0<6}"))
}

/// What agreements are asked to sell.
pub(super) struct Asked<'a> {
    pub(super) corridors: &'a [Corridor],
    pub(super) services: &'a [Service],
    pub(super) ways: &'a Ways,
    /// Persons of the feed, by whom volumes are measured.
    pub(super) persons: usize,
}

/// The files of agreements.
pub(super) struct Sheets {
    pub(super) agreements: Sheet,
    pub(super) fares: Sheet,
    pub(super) tiers: Sheet,
}

/// `agreements.csv`, `fares.csv` and `tiers.csv`.
pub(super) fn sheets(shape: &Shape, world: &World, asked: &Asked<'_>, seed: u64) -> Sheets {
    let onward: Vec<&Service> = asked.services.iter().filter(|service| service.onward).collect();
    let all: Vec<&Service> = asked.services.iter().collect();
    let flying: BTreeSet<&str> = all.iter().map(|s| s.carrier).collect();
    let rates = rate_table(shape);
    let mut dice = Dice::new(seed, Stream::Fares);
    let mut escort_dice = Dice::new(seed, Stream::EscortFares);
    let mut sheets = Sheets {
        agreements: Sheet::new(
            "agreement,carriers,valid_from,valid_to,seats_per_flight,min_group,max_sectors,child_pct,infant_pct,\
             escort_pct,lead_days,commit_seats,shortfall_fee,seats_before,currency",
        ),
        fares: Sheet::new("agreement,from,to,adult,tax,via"),
        tiers: Sheet::new("agreement,from_seats,rebate"),
    };
    let wanted = wanted(world, asked.corridors, &onward);
    let ways = asked.ways.all();
    for listed in listed() {
        let carriers: BTreeSet<&'static str> = listed.carriers.split('|').filter(|c| flying.contains(c)).collect();
        let rate = rates.iter().find(|(code, _)| *code == listed.currency).map_or("1", |(_, rate)| rate);
        let terms = Terms {
            agreement: listed.agreement,
            carriers,
            rate: millionths(rate),
            discount: number(listed.discount),
            max_sectors: number(listed.max_sectors),
            sector_fares: listed.filed != "through",
            through_fares: listed.filed != "sector",
            primary: (!listed.primary.is_empty()).then_some(listed.primary),
        };
        let mut pairs = BTreeSet::new();
        file(world, &terms, (&onward, &wanted), &mut pairs, &mut dice, &mut sheets.fares);
        if !listed.for_groups() {
            file(world, &terms, (&all, &ways), &mut pairs, &mut escort_dice, &mut sheets.fares);
        }
        if !pairs.is_empty() {
            let named: Vec<&str> = terms.carriers.iter().copied().collect();
            sheets.put(shape, &listed, &named.join("|"), asked.persons);
        }
    }
    sheets
}

impl Sheets {
    /// Adds the agreement, its carriers being those that fly, with its tiers.
    fn put(&mut self, shape: &Shape, listed: &Listed, carriers: &str, persons: usize) {
        let least = if listed.for_groups() { number(listed.min_group) } else { 6 };
        let scaled = |seats: &str| (number::<i64>(seats) * shape.allotment_percent / 100).max(least);
        let allotment = (!listed.seats.is_empty()).then(|| scaled(listed.seats));
        let before: usize = if listed.before.is_empty() { 0 } else { number(listed.before) };
        let volume = |share: &str| before + number::<usize>(share) * persons / 1000;
        self.agreements.row(&[
            &listed.agreement,
            &carriers,
            &shape.as_of(),
            &shape.flights_until(),
            &cell(allotment),
            &listed.min_group,
            &listed.max_sectors,
            &listed.child,
            &listed.infant,
            &listed.escort,
            &listed.lead_days,
            &cell((!listed.commit.is_empty()).then(|| volume(listed.commit))),
            &listed.fee,
            &cell((before > 0).then_some(before)),
            &listed.currency,
        ]);
        let tiers = rows::<3>(include_str!("tables/tiers.csv")).filter(|row| row[0] == listed.agreement);
        for [agreement, share, rebate] in tiers {
            self.tiers.row(&[&agreement, &volume(share), &rebate]);
        }
    }
}

/// Whether `carrier`'s sectors are sold one by one to anybody: under an agreement without a least group.
pub(super) fn sells_sectors(carrier: &str) -> bool {
    listed().any(|l| l.filed != "through" && !l.for_groups() && l.carriers.split('|').any(|member| member == carrier))
}

/// Pairs of airports for which through fares are asked of airlines: from a corridor's origin, or the first airport a feeder
/// inside its country reaches, to a destination, or an airport in the same country that flies there.
fn wanted(world: &World, corridors: &[Corridor], services: &[&Service]) -> BTreeSet<(&'static str, &'static str)> {
    let inland: BTreeSet<(&str, &str)> =
        services.iter().filter(|s| world.country(s.from) == world.country(s.to)).map(|s| (s.from, s.to)).collect();
    let mut pairs = BTreeSet::new();
    for corridor in corridors {
        let feeders = inland.iter().filter(|(from, _)| *from == corridor.origin).map(|&(_, to)| to);
        let starts: BTreeSet<&'static str> = feeders.chain([corridor.origin]).collect();
        for &destination in &corridor.destinations {
            let gates = inland.iter().filter(|(_, to)| *to == destination).map(|&(from, _)| from);
            let ends: BTreeSet<&'static str> = gates.chain([destination]).collect();
            for &start in &starts {
                pairs.extend(ends.iter().filter(|&&end| end != start).map(|&end| (start, end)));
            }
        }
    }
    pairs
}

/// Writes the fares of an agreement for the sectors of services and for pairs of airports, but for those `filed` before.
fn file(
    world: &World,
    terms: &Terms,
    (services, wanted): (&[&Service], &BTreeSet<(&'static str, &'static str)>),
    filed: &mut BTreeSet<(&'static str, &'static str)>,
    dice: &mut Dice,
    fares: &mut Sheet,
) {
    let sectors: BTreeSet<(&str, &str)> =
        services.iter().filter(|s| terms.carriers.contains(s.carrier)).map(|s| (s.from, s.to)).collect();
    let mut file = |dice: &mut Dice, pair: (&'static str, &'static str), hops: i64, percent: i64, via: Option<&str>| {
        let normal = normal_fare_cents(world, pair.0, pair.1) * percent / 100;
        let noise = dice.between(93, 107);
        let unit = |cents: i64| Money::whole((cents * 10_000 / terms.rate).max(1));
        let adult = unit(normal * (100 - terms.discount) / 100 * noise / 100);
        let inland = world.country(pair.0) == world.country(pair.1);
        let tax = unit(100 * if inland { 12 } else { (25 + 20 * hops + dice.between(0, 20)).min(120) });
        fares.row(&[&terms.agreement, &pair.0, &pair.1, &adult, &tax, &cell(via)]);
    };
    if terms.through_fares && terms.max_sectors > 1 {
        for &(from, to) in wanted.difference(&filed.clone()) {
            let Some(hops) = fewest(&sectors, from, to, terms.max_sectors) else { continue };
            if hops == 1 && terms.sector_fares {
                continue;
            }
            // A through fare covers the detour its airline flies.
            file(dice, (from, to), i64::from(hops), 103, None);
            filed.insert((from, to));
            let meets = |hub| sectors.contains(&(from, hub)) && sectors.contains(&(hub, to));
            if let Some(hub) = terms.primary.filter(|&hub| meets(hub)) {
                file(dice, (from, to), 2, 96, Some(hub));
            }
        }
    }
    if terms.sector_fares {
        for &pair in &sectors {
            if filed.insert(pair) {
                file(dice, pair, 1, 100, None);
            }
        }
    }
}

/// Fewest sectors of `sectors` from `from` to `to`, if at most `most`.
fn fewest(sectors: &BTreeSet<(&'static str, &'static str)>, from: &str, to: &str, most: u32) -> Option<u32> {
    let mut reached: BTreeMap<&str, u32> = BTreeMap::from([(from, 0)]);
    for hops in 1..=most {
        let next: Vec<&str> = sectors
            .iter()
            .filter(|(a, b)| reached.get(a) == Some(&(hops - 1)) && !reached.contains_key(b))
            .map(|&(_, b)| b)
            .collect();
        if next.contains(&to) {
            return Some(hops);
        }
        reached.extend(next.into_iter().map(|airport| (airport, hops)));
    }
    None
}
