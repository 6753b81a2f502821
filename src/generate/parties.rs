//! Cases: families on corridors, with what holds for them.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use super::clearances::{self, ClearanceDraft};
use super::corridors::Corridor;
use super::dice::{Dice, Stream, apportion};
use super::families;
use super::presets::Shape;
use super::world::World;

/// A person being drawn up.
#[derive(Debug, Clone, Default)]
pub(super) struct PersonDraft {
    pub(super) birth: NaiveDate,
    pub(super) nationality: &'static str,
    pub(super) document: &'static str,
    pub(super) wheelchair: bool,
    pub(super) stretcher: bool,
    pub(super) oxygen: bool,
    pub(super) minor: bool,
    /// Type of escort needed.
    pub(super) escort: Option<&'static str>,
}

/// A case being drawn up.
#[derive(Debug, Clone)]
pub(super) struct CaseDraft {
    pub(super) id: String,
    /// Position of its corridor.
    pub(super) corridor: usize,
    pub(super) origin: &'static str,
    pub(super) destinations: Vec<&'static str>,
    pub(super) programme: &'static str,
    pub(super) priority: &'static str,
    pub(super) ready: NaiveDate,
    /// Hour of the day from which it is ready, if not all day.
    pub(super) ready_hour: Option<i64>,
    pub(super) target: Option<NaiveDate>,
    pub(super) max_hours: Option<i64>,
    pub(super) overnight: bool,
    pub(super) mct_extra: i64,
    pub(super) persons: Vec<PersonDraft>,
    pub(super) clearances: Vec<ClearanceDraft>,
    pub(super) link: Option<usize>,
}

/// All cases of `shape`, in the order of its corridors.
pub(super) fn cases(shape: &Shape, world: &World, corridors: &[Corridor], seed: u64) -> Vec<CaseDraft> {
    let mut sizes = Dice::new(seed, Stream::Sizes);
    let mut dice = Dice::new(seed, Stream::Cases);
    let mut people = Dice::new(seed, Stream::Persons);
    let mut papers = Dice::new(seed, Stream::Clearances);
    let weights: Vec<u64> = shape.resettled.iter().map(|r| r.1).collect();
    let mut cases: Vec<CaseDraft> = Vec::new();
    for (&(country, _), persons) in shape.resettled.iter().zip(apportion(shape.persons, &weights)) {
        let mut sizes = families::sizes(persons, &mut sizes).into_iter();
        let served: Vec<usize> = (0..corridors.len()).filter(|&c| corridors[c].country == country).collect();
        for (&corridor, count) in served.iter().zip(share(&served, corridors, sizes.len() as u64)) {
            let sizes: Vec<u64> = sizes.by_ref().take(count as usize).collect();
            let batches = Batches::draw(shape, world, &corridors[corridor], sizes.len(), &mut dice, &mut papers);
            let nationalities = nationalities(&corridors[corridor], sizes.len(), &mut dice);
            for (size, nationality) in sizes.into_iter().zip(nationalities) {
                let persons = family(shape, &corridors[corridor], size, nationality, &mut people);
                cases.push(batches.case(shape, (corridor, &corridors[corridor]), persons, &mut dice));
            }
        }
    }
    cases.sort_by_key(|case| case.corridor);
    special_needs(shape.days_worth(), &mut cases, &mut Dice::new(seed, Stream::Needs));
    for (position, case) in cases.iter_mut().enumerate() {
        case.id = format!("C{:04}", position + 1);
    }
    cases
}

/// How many of a country's cases each of its corridors gets: one for every nationality it names, the rest by weight.
fn share(served: &[usize], corridors: &[Corridor], cases: u64) -> Vec<u64> {
    let mut left = cases;
    let mut shares: Vec<u64> = Vec::with_capacity(served.len());
    for &corridor in served {
        let least = (corridors[corridor].nationalities.len() as u64).min(left);
        shares.push(least);
        left -= least;
    }
    // By weight overall: what a corridor has already counts towards its share.
    let weights: Vec<u64> = served.iter().map(|&c| corridors[c].weight).collect();
    let fair = apportion(cases, &weights);
    let missing: Vec<u64> = fair.iter().zip(&shares).map(|(fair, share)| fair.saturating_sub(*share)).collect();
    for (share, more) in shares.iter_mut().zip(apportion(left, &missing)) {
        *share += more;
    }
    shares
}

/// Nationalities of `count` cases: each named one first, the rest by weight.
fn nationalities(corridor: &Corridor, count: usize, dice: &mut Dice) -> Vec<&'static str> {
    let named = corridor.nationalities.iter().map(|n| n.0).take(count);
    let mut all: Vec<&'static str> = named.collect();
    let weights: Vec<u64> = corridor.nationalities.iter().map(|n| n.1).collect();
    let rest = apportion((count - all.len()) as u64, &weights);
    for (&(nationality, _), count) in corridor.nationalities.iter().zip(rest) {
        all.extend(std::iter::repeat_n(nationality, count as usize));
    }
    dice.shuffle(&mut all);
    all
}

/// A family of `size`, all of one nationality and on one kind of document.
fn family(
    shape: &Shape,
    corridor: &Corridor,
    size: u64,
    nationality: &'static str,
    dice: &mut Dice,
) -> Vec<PersonDraft> {
    let document = corridor.documents[dice.weighted(corridor.documents.iter().map(|d| d.1))].0;
    let minor = size == 1 && dice.chance(25);
    let ages = if minor { vec![families::minor(dice)] } else { families::ages(size, dice) };
    ages.into_iter()
        .map(|age| PersonDraft {
            birth: families::birth(age, shape.start(), dice),
            nationality,
            document,
            minor,
            ..PersonDraft::default()
        })
        .collect()
}

/// Cases of a corridor are prepared together: a few batches share the day they are ready and the windows they may travel
/// in, which is also what makes movements of several cases.
struct Batches(Vec<(NaiveDate, Vec<ClearanceDraft>)>);

/// Days from the start at which a batch is ready, and how often of 100.
const READY: [(i64, u64); 6] = [(-3, 12), (-2, 16), (-1, 22), (0, 20), (1, 19), (2, 11)];

impl Batches {
    fn draw(
        shape: &Shape,
        world: &World,
        corridor: &Corridor,
        cases: usize,
        dice: &mut Dice,
        papers: &mut Dice,
    ) -> Self {
        let batch = |_| {
            // All through a longer period; whoever gets ready on its last days still has two to leave.
            let offset = match shape.long {
                Some(_) => dice.between(-3, shape.days() as i64 - 3),
                None => READY[dice.weighted(READY.iter().map(|r| r.1))].0,
            };
            let ready = (shape.start() + chrono::Duration::days(offset)).min(shape.end());
            let country = world.country(corridor.origin);
            (ready, clearances::of_batch(country, corridor.country, ready, shape.start(), papers))
        };
        Self((0..1 + cases / 10).map(batch).collect())
    }

    fn case(
        &self,
        shape: &Shape,
        (position, corridor): (usize, &Corridor),
        persons: Vec<PersonDraft>,
        dice: &mut Dice,
    ) -> CaseDraft {
        let (ready, clearances) = &self.0[dice.below(self.0.len() as u64) as usize];
        let priority = ["emergency", "urgent", "normal"][dice.weighted([4, 12, 84].into_iter())];
        // Most that were ready before are due at the start of the horizon; some are late already.
        let target = (*ready < shape.start() && dice.chance(750)).then(|| shape.start());
        let target = target.or_else(|| (priority == "normal" && dice.chance(150)).then(|| *ready + Days::new(2)));
        CaseDraft {
            id: String::new(),
            corridor: position,
            origin: corridor.origin,
            destinations: corridor.destinations.clone(),
            programme: corridor.programme,
            priority,
            ready: *ready,
            ready_hour: (*ready >= shape.start() && dice.chance(120)).then(|| dice.between(6, 14)),
            target,
            max_hours: dice.chance(100).then_some(48),
            overnight: !dice.chance(40),
            mct_extra: if persons.len() >= 8 { 30 } else { 0 },
            persons,
            clearances: clearances.clone(),
            link: None,
        }
    }
}

/// Airports where a stretcher can start: aircraft that take one call there.
const STRETCHER_ORIGINS: &[&str] = &["ADD", "AMM", "BEY", "IST", "NBO"];

/// Programmes of countries that such aircraft fly on to.
const STRETCHER_PROGRAMMES: &[&str] = &["gar", "psr", "usrap", "vprs"];

/// Wheelchairs, stretchers, oxygen, and families that travel together.
fn special_needs(days_worth: u64, cases: &mut [CaseDraft], dice: &mut Dice) {
    let mut stretchers = 3 * days_worth;
    let mut oxygen = 5 * days_worth;
    let mut last: BTreeMap<(usize, NaiveDate), usize> = BTreeMap::new();
    let mut links = 0;
    // Rare needs are spread over all corridors, not spent on the first ones.
    let mut order: Vec<usize> = (0..cases.len()).collect();
    dice.shuffle(&mut order);
    for position in order {
        let case = &mut cases[position];
        let adult = case.persons.len() <= 6 && !case.persons[0].minor;
        let stretcher = STRETCHER_ORIGINS.contains(&case.origin) && STRETCHER_PROGRAMMES.contains(&case.programme);
        if stretchers > 0 && adult && stretcher && dice.chance(60) {
            stretchers -= 1;
            case.persons[0].stretcher = true;
            case.overnight = false;
            case.mct_extra = 60;
        } else if oxygen > 0 && adult && dice.chance(30) {
            oxygen -= 1;
            case.persons[0].oxygen = true;
            case.overnight = false;
            case.mct_extra = 30;
        }
        for person in &mut case.persons {
            let elderly = chrono::Datelike::year(&case.ready) - chrono::Datelike::year(&person.birth) >= 60;
            if !person.stretcher && dice.chance(if elderly { 220 } else { 10 }) {
                person.wheelchair = true;
                case.mct_extra = case.mct_extra.max(30);
            }
        }
        let frail = |person: &PersonDraft| person.stretcher || person.oxygen;
        if let Some(person) = case.persons.iter().position(frail) {
            let checked = case.clearances.iter().find(|c| c.kind == "medical");
            let fit = checked.cloned().map(|c| ClearanceDraft { person: Some(person), kind: "fit_to_fly", ..c });
            case.clearances.extend(fit);
        }
        let key = (case.corridor, case.ready);
        match last.get(&key) {
            Some(&other) if cases[other].link.is_none() && dice.chance(20) => {
                links += 1;
                cases[other].link = Some(links);
                cases[position].link = Some(links);
            }
            _ => {
                last.insert(key, position);
            }
        }
    }
}

/// Keeps the number of cases that the shape asks for, evenly over all corridors, links whole.
pub(super) fn cut(shape: &Shape, cases: &mut Vec<CaseDraft>) {
    let Some(keep) = shape.keep_cases.filter(|&keep| keep < cases.len()) else { return };
    let total = cases.len();
    let mut position = 0;
    cases.retain(|_| {
        position += 1;
        position * keep / total > (position - 1) * keep / total
    });
    let mut sizes: BTreeMap<usize, usize> = BTreeMap::new();
    for link in cases.iter().filter_map(|case| case.link) {
        *sizes.entry(link).or_default() += 1;
    }
    for case in cases.iter_mut() {
        case.link = case.link.filter(|link| sizes.get(link).is_some_and(|&size| size > 1));
    }
}
