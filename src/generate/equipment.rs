//! Aircraft and vehicles.

use super::table::{number, rows};

/// A type of aircraft or vehicle.
#[derive(Debug, Clone, Copy)]
pub(super) struct Equipment {
    pub(super) code: &'static str,
    pub(super) seats: i64,
    pub(super) wheelchairs: u32,
    pub(super) stretchers: u32,
    pub(super) oxygen: u32,
    pub(super) minors: u32,
    pub(super) mode: &'static str,
}

impl Equipment {
    /// The type `code`.
    ///
    /// # Panics
    /// Where the table hasn't it.
    pub(super) fn of(code: &str) -> Self {
        rows::<7>(include_str!("tables/equipment.csv"))
            .find(|row| row[0] == code)
            .map(|[code, seats, wheelchairs, stretchers, oxygen, minors, mode]| Self {
                code,
                seats: number(seats),
                wheelchairs: number(wheelchairs),
                stretchers: number(stretchers),
                oxygen: number(oxygen),
                minors: number(minors),
                mode,
            })
            .unwrap_or_else(|| panic!("embedded table: no equipment {code:?}"))
    }

    /// Whether it drives.
    pub(super) fn by_road(&self) -> bool {
        self.mode == "road"
    }
}
