//! Rules that a feed can't be rid of by changing a cell; the oracle can leave one out to see whether it matters.

/// A rule to leave out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Without {
    /// No airport twice in an itinerary.
    AirportOnce,
    /// No connection over 24 hours inside a fare component.
    ComponentWait,
    /// A connection with a domestic sector in or out is landside.
    DomesticLandside,
    /// A stopover is landside.
    StopoverLandside,
    /// Connections in the country of origin or destination need no transit.
    HomeTransit,
    /// The most specific transit row wins (without it: the first in the file).
    TransitSpecificity,
    /// Infants sit on laps (without it: they are seated as children).
    Laps,
    /// A lap carries one infant (without it: all infants sit on laps as soon as one person is 16).
    OneInfantALap,
    /// Age counts on the day of departure (without it: on the policy's `as_of`).
    AgeAtDeparture,
    /// A fare is rounded once a person, tax included (without it: fare and tax each).
    OneRounding,
}
