//! The airports of the world, built in: `data/airports.csv`, from the `airportsdata` project (MIT licence).

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::airports::Airport;
use super::codes::{Country, Iata};

/// `iata,name,country,lat,lon,tz`, ascending by code.
const TABLE: &str = include_str!("../../data/airports.csv");

/// Every airport known without a feed, by code.
pub fn airports() -> &'static BTreeMap<Iata, Airport> {
    static AIRPORTS: OnceLock<BTreeMap<Iata, Airport>> = OnceLock::new();
    AIRPORTS.get_or_init(|| {
        // A row that couldn't be read would be missing here; the tests hold the count.
        csv::Reader::from_reader(TABLE.as_bytes()).into_records().filter_map(|row| airport(&row.ok()?)).collect()
    })
}

fn airport(row: &csv::StringRecord) -> Option<(Iata, Airport)> {
    let iata = Iata::new(row.get(0)?)?;
    let airport = Airport {
        iata,
        name: row.get(1).map(str::to_owned),
        country: Country::new(row.get(2)?)?,
        position: Some((row.get(3)?.parse().ok()?, row.get(4)?.parse().ok()?)),
        zone: row.get(5)?.parse().ok()?,
    };
    Some((iata, airport))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_read() {
        assert_eq!(airports().len(), TABLE.lines().count() - 1);
        assert!(airports().len() > 7_500);
        assert!(
            airports().values().all(|airport| rust_iso3166::from_alpha2(airport.country.as_str()).is_some()
                || airport.country.as_str() == "XK")
        );
    }
}
