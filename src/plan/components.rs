//! Fare components as a plan writes them.

use super::model::Component;
use crate::feed::Feed;
use crate::ids::AirportIdx;
use crate::itineraries::column::{Cut, Piece};

/// The components of `cut`, in order.
pub fn components(feed: &Feed, cut: &Cut) -> Vec<Component> {
    let code = |airport: AirportIdx| feed.airports[airport].iata.to_string();
    let component = |piece: &Piece| {
        let fare = &feed.fares[piece.fare];
        Component {
            agreement: feed.agreements[fare.agreement].id.to_string(),
            from: code(fare.from),
            to: code(fare.to),
            via: fare.via.map(code),
            legs: (usize::from(piece.start)..usize::from(piece.start + piece.sectors)).collect(),
        }
    };
    cut.iter().map(component).collect()
}
