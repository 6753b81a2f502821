//! Seats and other places of one dated sector.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::dated::{self, LEGS, Sector};
use super::{Apply, steps};
use crate::scenario::faults::{ChangeFault, ChangeFaults};
use crate::scenario::table::Row;
use crate::scenario::tables::Tables;

/// More or fewer places on one dated sector; on its other dates the flight stays as it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Seats {
    /// The sector: `QR1370/NBO/2017-05-16`, or `K1/1` for the leg of a charter.
    pub flight: String,
    /// So many seats more, or fewer with a minus.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<i64>,
    /// So many seats.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seats: Option<u32>,
    /// So many places for wheelchairs more, or fewer with a minus.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wheelchairs_by: Option<i64>,
    /// So many places for stretchers more, or fewer with a minus.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stretchers_by: Option<i64>,
    /// So many places with oxygen more, or fewer with a minus.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub oxygen_by: Option<i64>,
    /// So many places for unaccompanied minors more, or fewer with a minus.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minors_by: Option<i64>,
}

impl Apply for Seats {
    fn apply(&self, tables: &mut Tables) -> Result<(), ChangeFaults> {
        let seats = [("by", self.by.is_some()), ("seats", self.seats.is_some())];
        steps::any(&[
            seats[0],
            seats[1],
            ("wheelchairs_by", self.wheelchairs_by.is_some()),
            ("stretchers_by", self.stretchers_by.is_some()),
            ("oxygen_by", self.oxygen_by.is_some()),
            ("minors_by", self.minors_by.is_some()),
        ])?;
        steps::not_both(seats[0], seats[1])?;
        match dated::find(tables, &self.flight)? {
            Sector::Flight(position, date) => {
                let old = tables.rows(dated::FLIGHTS)[position].clone();
                let mut new = old.clone();
                self.change(&mut new)?;
                // Where nothing changes, no row is cut either.
                if new != old {
                    dated::cut(tables, position, (date, date), |mut row| {
                        self.change(&mut row)?;
                        Ok(Some(row))
                    })?;
                }
            }
            Sector::Leg(position) => self.change(&mut tables.rows_mut(LEGS)[position])?,
        }
        Ok(())
    }
}

impl Seats {
    fn change(&self, row: &mut Row) -> Result<(), Box<ChangeFault>> {
        steps::set_or_step(row, "seats", self.seats, self.by, "by")?;
        let places = [
            ("wheelchairs", self.wheelchairs_by, "wheelchairs_by"),
            ("stretchers", self.stretchers_by, "stretchers_by"),
            ("oxygen", self.oxygen_by, "oxygen_by"),
            ("minors", self.minors_by, "minors_by"),
        ];
        for (column, by, field) in places {
            steps::set_or_step(row, column, None, by, field)?;
        }
        Ok(())
    }
}
