//! The compact model: everything that a plan may do written out beforehand as one mixed-integer programme, which any solver
//! can be given whole.
//!
//! [`crate::solve`] never lists what it chooses from; this does, as far as that goes. [`Menu`] writes out journeys and
//! missions, [`Model`] makes a [`Programme`] of them, [`highs`] solves it and [`mps`] writes it down. Where the menu holds
//! everything ([`Menu::is_complete`]), the programme's optimum is the feed's. That is what Onward is measured against, and
//! what anyone can repeat with another solver (`onward export`).

mod build;
mod cover;
mod cuts;
mod deals;
mod decision;
pub mod highs;
mod menu;
mod mission;
pub mod mps;
mod names;
mod programme;
mod rota;
mod round_trips;
mod shuttles;
mod sky;
mod tariff;

pub use build::Model;
pub use cover::Duty;
pub use decision::Decision;
pub use menu::Menu;
pub use mission::Mission;
pub use programme::{Col, ColumnData, Programme, RowData};
pub use shuttles::{Run, Shuttles};
pub use sky::Sky;
pub use tariff::Tariff;

use crate::feed::Feed;
use crate::network::Network;

/// Journeys a class that are written out unless more are asked for.
pub const JOURNEYS: usize = 40;

/// A programme written down.
#[derive(Debug, Clone)]
pub struct Export {
    /// The text, in free-format MPS.
    pub mps: String,
    /// Its columns.
    pub columns: usize,
    /// Its rows.
    pub rows: usize,
    /// Whether everything that a best plan may need is in it.
    pub complete: bool,
}

/// The compact model of `feed` as MPS, with the `journeys` cheapest journeys of each class. The same feed gives the same
/// bytes on any number of threads.
pub fn export(feed: &Feed, journeys: usize) -> Export {
    let network = Network::new(feed);
    let sky = Sky::new(&network);
    let tariff = Tariff::new(&sky);
    let shuttles = Shuttles::new(&tariff);
    let menu = Menu::new(&shuttles, journeys);
    let Model { programme, .. } = Model::new(&sky, &menu);
    Export {
        mps: mps::write(&programme),
        columns: programme.columns.len(),
        rows: programme.rows.len(),
        complete: menu.is_complete(),
    }
}
