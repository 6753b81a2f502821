//! Named changes to a feed, made exactly: a charter at another price, an allotment with five seats more, a waiver, a
//! flight that doesn't fly. docs/scenarios.md lists every kind.
//!
//! A feed is read as text ([`Tables`]), each [`Change`] is made wholly or not at all, and the result is read as a feed
//! again, so that every check of the front door holds of it. What no change speaks of stays to the letter.
//!
//! ```
//! use onward::scenario::{File, Tables};
//!
//! let text = r#"
//!     [[scenario]]
//!     name = "{seats} seats of QR"
//!     grid = { seats = [5, 20] }
//!     changes = [{ change = "allotment", agreement = "QR-REF", seats = "{seats}" }]
//! "#;
//! let base = Tables::read("examples/small".as_ref())?;
//! let scenarios = File::parse(text, "seats.toml")?.scenarios;
//! assert_eq!(scenarios[1].name, "20 seats of QR");
//! let (feed, _warnings) = scenarios[1].apply(&base)?.feed()?;
//! assert_eq!(feed.agreements.raw[0].seats_per_flight, Some(20));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod cells;
mod change;
pub mod changes;
pub mod faults;
mod file;
mod grid;
mod passage;
mod policy;
mod schema;
mod source;
mod table;
mod tables;
pub mod values;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use change::Change;
pub use faults::{ChangeFault, ChangeFaults};
pub use file::{File, SCENARIOS};
pub use schema::schema;
pub(crate) use table::Row;
pub use tables::Tables;

/// Changes with a name, made one after the other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// Its name.
    pub name: String,
    /// What is changed, in this order: a later change sees what those before it did.
    pub changes: Vec<Change>,
}

impl Scenario {
    /// The feed's content with all the changes made.
    ///
    /// # Errors
    /// Every change that can't be made, with the scenario's name and its number; those after it are tried without it.
    pub fn apply(&self, base: &Tables) -> Result<Tables, ChangeFaults> {
        let mut tables = base.clone();
        let mut found = Vec::new();
        for (n, change) in self.changes.iter().enumerate() {
            if let Err(faults) = tables.apply(change) {
                let whose = |fault| ChangeFault { scenario: Some(self.name.clone()), change: Some(n + 1), ..fault };
                found.extend(faults.0.into_iter().map(whose));
            }
        }
        if found.is_empty() { Ok(tables) } else { Err(ChangeFaults(found)) }
    }
}
