//! Where airports lie, how far apart they are, and how long a flight between them takes.

use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use geographiclib_rs::{Geodesic, InverseGeodesic};

use crate::feed::gazetteer;
use crate::feed::{Airport, Iata};
use crate::time::{self, Minutes};

/// The airports there are, and how to measure between them.
pub(super) struct World {
    airports: &'static BTreeMap<Iata, Airport>,
    ellipsoid: Geodesic,
}

impl World {
    pub(super) fn new() -> Self {
        Self { airports: gazetteer::airports(), ellipsoid: Geodesic::wgs84() }
    }

    /// The airport `iata`.
    ///
    /// # Panics
    /// Where the gazetteer hasn't it: codes come from embedded tables only.
    fn airport(&self, iata: &str) -> &'static Airport {
        Iata::new(iata)
            .and_then(|code| self.airports.get(&code))
            .unwrap_or_else(|| panic!("embedded table: no airport {iata:?}"))
    }

    /// The country of `iata`.
    pub(super) fn country(&self, iata: &str) -> &'static str {
        self.airport(iata).country.as_str()
    }

    /// Kilometres along the geodesic, rounded: the last bits of a float decide nothing that is written.
    pub(super) fn km(&self, from: &str, to: &str) -> i64 {
        let (from, to) = (self.airport(from).position, self.airport(to).position);
        let ((lat, lon), (to_lat, to_lon)) = (from.unwrap_or_default(), to.unwrap_or_default());
        let metres: f64 = self.ellipsoid.inverse(lat, lon, to_lat, to_lon);
        (metres / 1000.0).round() as i64
    }

    /// The local time at `to` when the clocks at `from` show `at` and `minutes` more have passed (or fewer, if negative).
    pub(super) fn after(&self, from: &str, at: NaiveDateTime, minutes: i64, to: &str) -> NaiveDateTime {
        let start = time::to_utc(self.airport(from).zone, at);
        time::to_local(self.airport(to).zone, start + Minutes(minutes))
    }
}

/// Block time of a flight over `km`, in 5 minutes: 35 minutes and 13.3 km a minute.
pub(super) fn flight_minutes(km: i64) -> i64 {
    (35 + km * 10 / 133 + 4) / 5 * 5
}

/// Driving time over a geodesic of `km`, in 5 minutes: roads a third longer, 50 km an hour, half an hour of halts.
pub(super) fn road_minutes(km: i64) -> i64 {
    (30 + km * 4 / 3 * 60 / 50 + 4) / 5 * 5
}

/// African countries, between which fares are higher.
const AFRICA: &[&str] = &[
    "AO", "BF", "BI", "BW", "CD", "CF", "CG", "CI", "CM", "DJ", "DZ", "EG", "ER", "ET", "GA", "GH", "GM", "GN", "KE",
    "LR", "LS", "LY", "MA", "ML", "MR", "MW", "MZ", "NA", "NE", "NG", "RW", "SD", "SL", "SN", "SO", "SS", "SZ", "TD",
    "TG", "TN", "TZ", "UG", "ZA", "ZM", "ZW",
];

/// Countries of the Middle East, from and to which Europe is cheap.
const MIDDLE_EAST: &[&str] = &["AE", "IL", "IQ", "JO", "KW", "LB", "OM", "QA", "SA", "SY", "TR"];

/// Normal one-way fare in hundredths of a US dollar: 60 + 0.42·km^0.83, 30 % more inside Africa, 10 % less between the
/// Middle East and the rest of the world's nearer half.
pub(super) fn normal_fare_cents(world: &World, from: &str, to: &str) -> i64 {
    let km = world.km(from, to);
    let distance = (42.0 * (km as f64).powf(0.83)).round() as i64;
    let (a, b) = (world.country(from), world.country(to));
    let percent = match (AFRICA.contains(&a), AFRICA.contains(&b)) {
        (true, true) => 130,
        (false, false) if MIDDLE_EAST.contains(&a) != MIDDLE_EAST.contains(&b) && km < 5000 => 90,
        _ => 100,
    };
    (6000 + distance) * percent / 100
}
