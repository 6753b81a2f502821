//! What a person reads: the summary of a plan and its tables, as structs and text. Nothing here prints.
//!
//! Everything is told from the plan; given the feed it was made for, persons, times, countries and names are told too.

mod aboard;
mod by_agreement;
mod by_case;
mod by_charter;
mod by_destination;
mod by_duty;
mod by_flight;
mod by_mission;
mod cover;
mod hop;
mod journey;
mod mission;
mod offers;
mod sectors;
mod summary;
mod table;
mod terms;
mod text;
mod tickets;
mod unserved;
mod view;

pub use by_agreement::{AgreementRow, by_agreement};
pub use by_case::{CaseRow, by_case};
pub use by_charter::{CharterRow, by_charter};
pub use by_destination::{DestinationRow, by_destination};
pub use by_duty::{DutyRow, by_duty};
pub use by_flight::{FlightRow, by_flight};
pub use by_mission::{MissionFare, MissionRow, by_mission};
pub use cover::Covered;
pub use hop::{Hop, Known};
pub use journey::{Journey, Journeys, Mismatch};
pub use mission::{Expense, Mission};
pub use offers::{CharterOffer, LegOffer, Offers};
pub use summary::{People, Summary};
pub use table::{Align, Look, Table};
pub use terms::Terms;
pub use text::{amount, clean, count, duration, percent};
pub use tickets::{Sold, Ticket};
pub use unserved::{UnservedRow, unserved};
pub use view::{CaseView, FlightView, Movement, Place, Reason, View};
