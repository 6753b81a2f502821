//! Transit rules of which two decide the same connection differently (MODEL: *Transit*).
//!
//! A connection is a point: an airport, a nationality, a document, a country of destination and a zone. Two rows tie
//! where both match a point on the same level of place and give a set or `*` alike for nationality, document and
//! destination. Rows are compared pair by pair with sets as bits, whether or not anyone in the feed meets the point.

use std::collections::{BTreeSet, HashMap};

use super::context::Context;
use crate::feed::codes::Country;
use crate::feed::faults;
use crate::feed::set::OneOf;
use crate::feed::transit::{Place, TransitRule, Zone};
use crate::ids::{AirportIdx, DocumentIdx};

/// A set of small numbers.
#[derive(Debug, Default, Clone)]
struct Bits(Vec<u64>);

impl Bits {
    fn of(numbers: impl IntoIterator<Item = usize>) -> Self {
        let mut bits = Vec::new();
        for number in numbers {
            if bits.len() <= number / 64 {
                bits.resize(number / 64 + 1, 0);
            }
            bits[number / 64] |= 1 << (number % 64);
        }
        Self(bits)
    }

    fn common<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = usize> + 'a {
        self.0.iter().zip(&other.0).enumerate().flat_map(|(n, (a, b))| {
            let both = a & b;
            (0..64).filter(move |bit| both >> bit & 1 == 1).map(move |bit| n * 64 + bit)
        })
    }

    fn meet(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).any(|(a, b)| a & b != 0)
    }
}

/// A country's place in a set.
fn number(country: &Country) -> usize {
    country.as_str().bytes().fold(0, |number, letter| number * 26 + usize::from(letter.saturating_sub(b'A')))
}

/// `None` for any.
fn bits<T: Ord>(set: &OneOf<T>, number: impl Fn(&T) -> usize) -> Option<Bits> {
    match set {
        OneOf::Any => None,
        OneOf::Named(members) => Some(Bits::of(members.iter().map(number))),
    }
}

/// A rule made ready to compare.
struct Side<'a> {
    rule: &'a TransitRule,
    /// Airports and countries; `None` for any.
    place: Option<(Bits, Bits)>,
    nationality: Option<Bits>,
    document: Option<Bits>,
    destination: Option<Bits>,
}

impl<'a> Side<'a> {
    fn new(rule: &'a TransitRule) -> Self {
        Self {
            rule,
            place: match &rule.place {
                Place::Any => None,
                Place::Named { countries, airports } => Some((
                    Bits::of(airports.iter().map(|&airport| airport.into())),
                    Bits::of(countries.iter().map(number)),
                )),
            },
            nationality: bits(&rule.nationality, number),
            document: bits(&rule.document, |&document: &DocumentIdx| document.into()),
            destination: bits(&rule.destination, number),
        }
    }

    fn differs(&self, other: &Self) -> bool {
        let outcome = |rule: &TransitRule| (rule.decision, rule.max_gap, rule.fee, rule.lead_days);
        outcome(self.rule) != outcome(other.rule)
    }
}

/// Whether two sets are alike in kind and meet.
fn alike(a: &Option<Bits>, b: &Option<Bits>) -> bool {
    match (a, b) {
        (None, None) => true,
        (Some(a), Some(b)) => a.meet(b),
        _ => false,
    }
}

/// Compares all rules; each row is noted at most once, with the first row it ties with.
pub(crate) fn check(context: &Context<'_>, rules: &[Option<TransitRule>]) {
    let world = World::new(context);
    let sides: Vec<_> = rules.iter().map(|rule| rule.as_ref().map(Side::new)).collect();
    let rows = context.raw.table("transit.csv").rows(context.log);
    for (row, (n, side)) in rows.zip(sides.iter().enumerate()) {
        let Some(side) = side else { continue };
        let tie = sides[..n].iter().flatten().find_map(|other| Some((other, world.tie(other, side)?)));
        if let Some((first, place)) = tie {
            let example = example(&place, first.rule, side.rule);
            row.fault::<()>(faults::ambiguous_transit(row.cell("decision").at, first.rule.row, &example));
        }
    }
}

/// The airports there are, by country.
struct World<'a> {
    context: &'a Context<'a>,
    airports: HashMap<Country, usize>,
}

impl<'a> World<'a> {
    fn new(context: &'a Context<'a>) -> Self {
        let mut airports = HashMap::new();
        for (_, country) in context.world() {
            *airports.entry(country).or_default() += 1;
        }
        Self { context, airports }
    }

    /// A place at which both rules match a common point alike, where they differ.
    fn tie(&self, a: &Side<'_>, b: &Side<'_>) -> Option<String> {
        let alike = a.differs(b)
            && a.rule.zones.intersection(&b.rule.zones).next().is_some()
            && alike(&a.nationality, &b.nationality)
            && alike(&a.document, &b.document)
            && alike(&a.destination, &b.destination);
        if !alike {
            return None;
        }
        let ((airports_a, countries_a), (airports_b, countries_b)) = match (&a.place, &b.place) {
            (None, None) => return Some("anywhere".to_owned()),
            (Some(a), Some(b)) => (a, b),
            _ => return None,
        };
        if let Some(airport) = airports_a.common(airports_b).next() {
            return self
                .context
                .places
                .get(AirportIdx::from(airport))?
                .as_ref()
                .map(|about| format!("at {}", about.iata));
        }
        if !countries_a.meet(countries_b) {
            return None;
        }
        let (Place::Named { countries, airports: named_a }, Place::Named { airports: named_b, .. }) =
            (&a.rule.place, &b.rule.place)
        else {
            return None;
        };
        let common =
            countries.iter().filter(|country| b.place.as_ref().is_some_and(|_| countries_b.has(number(country))));
        common
            .into_iter()
            .find(|country| self.has_other(**country, named_a, named_b))
            .map(|country| format!("in {country}"))
    }

    /// Whether `country` has an airport that neither rule names, so that both match there by country.
    fn has_other(&self, country: Country, a: &BTreeSet<AirportIdx>, b: &BTreeSet<AirportIdx>) -> bool {
        let named = a.union(b).filter(|&&airport| {
            self.context.places.get(airport).and_then(Option::as_ref).is_some_and(|about| about.country == country)
        });
        named.count() < self.airports.get(&country).copied().unwrap_or_default()
    }
}

impl Bits {
    fn has(&self, number: usize) -> bool {
        self.0.get(number / 64).is_some_and(|word| word >> (number % 64) & 1 == 1)
    }
}

/// A point that both rules match, for the planner to see.
fn example(place: &str, a: &TransitRule, b: &TransitRule) -> String {
    let mut point = vec![place.to_owned()];
    if let (OneOf::Named(a), OneOf::Named(b)) = (&a.nationality, &b.nationality) {
        point.extend(a.intersection(b).next().map(|country| format!("nationality {country}")));
    }
    if let (OneOf::Named(a), OneOf::Named(b)) = (&a.destination, &b.destination) {
        point.extend(a.intersection(b).next().map(|country| format!("on the way to {country}")));
    }
    point.extend(a.zones.intersection(&b.zones).next().map(|zone| {
        match zone {
            Zone::Airside => "airside",
            Zone::Landside => "landside",
        }
        .to_owned()
    }));
    point.join(", ")
}
