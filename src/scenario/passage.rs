//! Who may connect where, as `transit.csv` says it in text, and how its rows are narrowed so that one more row decides
//! for some persons and for nobody else.
//!
//! A connection is a point: airport, nationality, document, destination and zone. The row of a grant names one
//! nationality and one document, so only rows that name them too can be as specific as it or more so; from these the
//! grant's points are cut out, the rest of each staying as specific as it was. Any other row loses at these points.

use std::collections::{BTreeMap, BTreeSet};

use super::cells::same;
use super::table::Row;
use super::tables::Tables;
use super::values::{Amount, Number};
use crate::feed::{Iata, gazetteer};
use crate::money::Money;

/// The airports there are: the built-in ones, and those that the feed adds or overrides, by code with their countries.
pub(crate) struct World(BTreeMap<String, String>);

impl World {
    /// The airports of a feed.
    pub(crate) fn new(tables: &Tables) -> Self {
        let own = tables.rows("airports.csv").iter();
        Self(own.map(|row| (row.get("airport").to_owned(), row.get("country").to_owned())).collect())
    }

    /// The country of an airport.
    pub(crate) fn country(&self, airport: &str) -> Option<&str> {
        let known = || Some(gazetteer::airports().get(&Iata::new(airport)?)?.country.as_str());
        self.0.get(airport).map(String::as_str).or_else(known)
    }

    /// Whether a country has an airport.
    pub(crate) fn has(&self, country: &str) -> bool {
        self.airports(country).next().is_some()
    }

    /// The airports of a country, ascending.
    fn airports<'a>(&'a self, country: &'a str) -> impl Iterator<Item = &'a str> {
        let known = gazetteer::airports().values().map(|airport| (airport.iata.as_str(), airport.country.as_str()));
        let known = known.filter(|(airport, _)| !self.0.contains_key(*airport));
        let own = self.0.iter().map(|(airport, of)| (airport.as_str(), of.as_str()));
        let all: BTreeSet<&str> =
            known.chain(own).filter(|&(_, of)| of == country).map(|(airport, _)| airport).collect();
        all.into_iter()
    }
}

/// The members of a set; `None` for any.
type Set<'a> = Option<Vec<&'a str>>;

fn set(text: &str) -> Set<'_> {
    (text != "*").then(|| text.split('|').collect())
}

fn may_have(set: &Set<'_>, word: &str) -> bool {
    set.as_ref().is_none_or(|set| set.contains(&word))
}

/// 1 where the set names the word, 0 where it takes any, `None` where it hasn't it.
fn rank(set: &Set<'_>, word: &str) -> Option<u8> {
    may_have(set, word).then_some(u8::from(set.is_some()))
}

/// A row of `transit.csv` with its sets taken apart.
pub(crate) struct Rule<'a> {
    row: &'a Row,
    place: Set<'a>,
    nationality: Set<'a>,
    document: Set<'a>,
    destination: Set<'a>,
    zones: Vec<&'a str>,
}

impl<'a> Rule<'a> {
    /// The rule of a row.
    pub(crate) fn new(row: &'a Row) -> Self {
        Self {
            row,
            place: set(row.get("place")),
            nationality: set(row.get("nationality")),
            document: set(row.get("document")),
            destination: set(row.meant("destination")),
            zones: set(row.get("zone")).unwrap_or_else(|| vec!["airside", "landside"]),
        }
    }
}

/// What a row says to those it decides for.
pub(crate) struct Outcome {
    max_hours: Option<String>,
    fee: Option<Money>,
}

impl Outcome {
    /// They may connect, so long and against that fee.
    pub(crate) fn new(max_hours: Option<&Number>, fee: Option<&Amount>) -> Self {
        Self { max_hours: max_hours.map(Number::to_string), fee: fee.map(|fee| fee.0) }
    }

    /// Whether a row says just that; `None` is what holds where no row matches.
    fn is(&self, rule: Option<&Rule<'_>>, tables: &Tables) -> bool {
        let Some(row) = rule.map(|rule| rule.row) else {
            return self.max_hours.is_none()
                && self.fee.is_none()
                && tables.policy.get(&["transit_default"]) == "allow";
        };
        let hours = self.max_hours.as_deref().unwrap_or_default();
        let own = row.get("currency").is_empty() || row.get("currency") == tables.policy.get(&["currency"]);
        let decided = match self.fee {
            None => row.get("decision") == "allow",
            Some(fee) => {
                let free = row.meant("lead_days").parse() == Ok(0);
                row.get("decision") == "waiver" && free && own && row.meant("fee").parse() == Ok(fee)
            }
        };
        decided && same("transit.csv", "max_hours", row.get("max_hours"), hours)
    }
}

/// Whose passage is granted where.
pub(crate) struct Grant<'a> {
    /// The airports there are.
    pub world: &'a World,
    /// An airport or a country.
    pub place: &'a str,
    /// The country of the airport; `None` where the place is a country.
    pub airport_in: Option<&'a str>,
    /// The nationality.
    pub nationality: &'a str,
    /// The document.
    pub document: &'a str,
    /// The country on the way to which it holds; `None` for any.
    pub destination: Option<&'a str>,
    /// Sides of the border.
    pub zones: Vec<&'a str>,
}

impl<'a> Grant<'a> {
    /// Whether a member of a set of places lies where it is granted.
    fn covers(&self, place: &str) -> bool {
        place == self.place || self.airport_in.is_none() && self.world.country(place) == Some(self.place)
    }

    /// Whether a rule matches points of the grant, its place left aside.
    fn meets(&self, rule: &Rule<'_>) -> bool {
        may_have(&rule.nationality, self.nationality)
            && may_have(&rule.document, self.document)
            && self.destination.is_none_or(|destination| may_have(&rule.destination, destination))
            && self.zones.iter().any(|zone| rule.zones.contains(zone))
    }

    /// Airports of the country that any rule names: there the grant must name them too, to be as specific.
    pub(crate) fn airports_named<'r>(&self, rules: &[Rule<'r>]) -> BTreeSet<&'r str> {
        let places = rules.iter().filter(|rule| self.meets(rule)).flat_map(|rule| rule.place.iter().flatten());
        places.copied().filter(|place| *place != self.place && self.covers(place)).collect()
    }

    /// What is left of a rule without the grant's points; the row itself where it loses there anyway.
    pub(crate) fn rest(&self, rule: &Rule<'_>) -> Vec<Row> {
        let (Some(places), Some(nationalities), Some(documents)) = (&rule.place, &rule.nationality, &rule.document)
        else {
            return vec![rule.row.clone()];
        };
        let less_specific = self.destination.is_some() && rule.destination.is_none();
        if less_specific || !self.meets(rule) || !places.iter().any(|place| self.covers(place)) {
            return vec![rule.row.clone()];
        }
        let mut rest = Vec::new();
        let mut row = rule.row.clone();
        // One after the other what differs from the grant is put aside, and the remainder made like the grant.
        let mut part = |column: &str, others: Vec<&str>, own: &str| {
            if !others.is_empty() {
                let mut other = row.clone();
                other.put(column, others.join("|"));
                rest.push(other);
            }
            row.put(column, own);
        };
        part("nationality", without(nationalities, self.nationality), self.nationality);
        part("document", without(documents, self.document), self.document);
        if let (Some(own), Some(destinations)) = (self.destination, &rule.destination) {
            part("destination", without(destinations, own), own);
        }
        let (inside, outside): (Vec<&str>, Vec<&str>) = rule.zones.iter().partition(|zone| self.zones.contains(zone));
        part("zone", outside, &inside.join("|"));
        part("place", self.elsewhere(places), "");
        rest
    }

    /// The places outside the grant.
    fn elsewhere<'r>(&self, places: &[&'r str]) -> Vec<&'r str> {
        let mut outside: Vec<&str> = places.iter().copied().filter(|place| !self.covers(place)).collect();
        // A country of which all other airports are named stood for nothing; without the airport it would stand for it.
        if let Some(country) = self.airport_in {
            let mut others = self.world.airports(country).filter(|airport| *airport != self.place);
            if others.all(|airport| outside.contains(&airport)) {
                outside.retain(|place| *place != country);
            }
        }
        outside
    }

    /// Whether that is what all its points are told already.
    pub(crate) fn holds(&self, rules: &[Rule<'_>], outcome: &Outcome, tables: &Tables) -> bool {
        let meeting: Vec<&Rule<'_>> = rules.iter().filter(|rule| self.meets(rule)).collect();
        let named: BTreeSet<&str> = meeting.iter().flat_map(|rule| rule.place.iter().flatten()).copied().collect();
        let country = self.airport_in.unwrap_or(self.place);
        let airports: Vec<&str> = match self.airport_in {
            Some(_) => vec![self.place],
            None => {
                // Airports that no rule names are alike.
                let (by_name, alike): (Vec<&str>, Vec<&str>) =
                    self.world.airports(country).partition(|airport| named.contains(airport));
                by_name.into_iter().chain(alike.into_iter().take(1)).collect()
            }
        };
        let destinations: BTreeSet<&str> = match self.destination {
            Some(destination) => BTreeSet::from([destination]),
            // So are destinations; none is called "".
            None => meeting.iter().flat_map(|rule| rule.destination.iter().flatten()).copied().chain([""]).collect(),
        };
        airports.iter().all(|airport| {
            destinations.iter().all(|destination| {
                self.zones.iter().all(|zone| {
                    let place = |rule: &Rule<'_>| match &rule.place {
                        None => Some(0),
                        Some(places) if places.contains(airport) => Some(2),
                        Some(places) => places.contains(&country).then_some(1),
                    };
                    let specific = |rule: &Rule<'_>| {
                        let ranks = (
                            place(rule)?,
                            rank(&rule.nationality, self.nationality)?,
                            rank(&rule.document, self.document)?,
                            rank(&rule.destination, destination)?,
                        );
                        rule.zones.contains(zone).then_some(ranks)
                    };
                    let ranked = meeting.iter().filter_map(|rule| Some((specific(rule)?, *rule)));
                    let deciding = ranked.max_by_key(|(ranks, _)| *ranks).map(|(_, rule)| rule);
                    outcome.is(deciding, tables)
                })
            })
        })
    }
}

fn without<'r>(set: &[&'r str], own: &str) -> Vec<&'r str> {
    set.iter().copied().filter(|word| *word != own).collect()
}
