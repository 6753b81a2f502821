//! What a person reads: the summary of a plan and its tables, as structs and text. Nothing here prints.
//!
//! Everything is told from the plan; given the feed it was made for, persons, times, countries and names are told too.

mod by_case;
mod by_destination;
mod by_flight;
mod journey;
mod sectors;
mod summary;
mod table;
mod text;
mod unserved;

pub use by_case::{CaseRow, by_case};
pub use by_destination::{DestinationRow, by_destination};
pub use by_flight::{FlightRow, by_flight};
pub use journey::{Hop, Journey, Journeys, Known, Mismatch};
pub use summary::{People, Summary};
pub use table::{Align, Look, Table};
pub use text::{amount, clean, count, duration, percent};
pub use unserved::{UnservedRow, unserved};
