//! Waivers: persons of one nationality with one document who may connect at a place.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Apply;
use crate::feed::{Country, Iata};
use crate::scenario::faults::{self, ChangeFault, ChangeFaults};
use crate::scenario::passage::{Grant, Outcome, Rule, World};
use crate::scenario::tables::Tables;
use crate::scenario::values::{Amount, Number};

const TRANSIT: &str = "transit.csv";

/// Persons of a nationality with a document may connect at a place, without days to ask before; nothing changes for
/// anyone else.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WaiverGranted {
    /// An airport, or a country for all its airports.
    pub place: String,
    /// Country whose nationals may.
    pub nationality: String,
    /// On this document.
    pub document: String,
    /// Only on the way to this country.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub destination: Option<String>,
    /// Only on this side of the border.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<Zone>,
    /// Longest connection; no limit where not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_hours: Option<Number>,
    /// Price per person and connection, in the plan currency; where not given they connect freely.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fee: Option<Amount>,
}

/// A side of the border.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Zone {
    /// Before immigration.
    Airside,
    /// After immigration.
    Landside,
}

impl Apply for WaiverGranted {
    fn apply(&self, tables: &mut Tables) -> Result<(), ChangeFaults> {
        let world = World::new(tables);
        let grant = self.grant(&world)?;
        let outcome = Outcome::new(self.max_hours.as_ref(), self.fee.as_ref());
        let rules: Vec<Rule<'_>> = tables.rows(TRANSIT).iter().map(Rule::new).collect();
        if grant.holds(&rules, &outcome, tables) {
            return Ok(());
        }
        let airports = grant.airports_named(&rules);
        let mut rows: Vec<_> = rules.iter().flat_map(|rule| grant.rest(rule)).collect();
        let place = std::iter::once(self.place.as_str()).chain(airports).collect::<Vec<_>>().join("|");
        drop(rules);
        let zones = match self.zone {
            None => "airside|landside",
            Some(Zone::Airside) => "airside",
            Some(Zone::Landside) => "landside",
        };
        std::mem::swap(tables.rows_mut(TRANSIT), &mut rows);
        let cells = [
            ("place", Some(place)),
            ("nationality", Some(self.nationality.clone())),
            ("document", Some(self.document.clone())),
            ("destination", self.destination.clone()),
            ("zone", Some(zones.to_owned())),
            ("decision", Some(if self.fee.is_some() { "waiver" } else { "allow" }.to_owned())),
            ("max_hours", self.max_hours.as_ref().map(Number::to_string)),
            ("fee", self.fee.as_ref().map(Amount::to_string)),
        ];
        tables.add(TRANSIT, &cells);
        Ok(())
    }
}

impl WaiverGranted {
    fn grant<'a>(&'a self, world: &'a World) -> Result<Grant<'a>, Box<ChangeFault>> {
        let words = [
            ("nationality", Some(&self.nationality)),
            ("document", Some(&self.document)),
            ("destination", self.destination.as_ref()),
        ];
        for (field, word) in words {
            if let Some(word) = word.filter(|word| word.is_empty() || word.contains(['|', '*'])) {
                let remedy = "give one word; for others, grant it to them by a change of their own";
                return Err(faults::bad_form(remedy).field(field).value(word));
            }
        }
        let airport = Iata::new(&self.place).and_then(|iata| world.country(iata.as_str()));
        let known = Country::new(&self.place).is_some_and(|country| world.has(country.as_str()));
        if airport.is_none() && !known {
            return Err(faults::unknown_place().field("place").value(&self.place));
        }
        Ok(Grant {
            world,
            place: &self.place,
            airport_in: airport,
            nationality: &self.nationality,
            document: &self.document,
            destination: self.destination.as_deref(),
            zones: match self.zone {
                None => vec!["airside", "landside"],
                Some(Zone::Airside) => vec!["airside"],
                Some(Zone::Landside) => vec!["landside"],
            },
        })
    }
}
