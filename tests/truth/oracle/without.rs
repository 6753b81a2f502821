//! Rules that a feed can't be rid of by changing a cell; the oracle can leave one out to see whether it matters.

/// A rule to leave out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Without {
    /// No airport twice in an itinerary, nor then in its fare components.
    AirportOnce,
    /// No connection over 24 hours inside a fare component.
    ComponentWait,
    /// No airport twice in a fare component of a mission or of a fixed itinerary.
    ComponentAirportOnce,
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
    /// A stretcher takes `stretcher_seats` under an agreement (without it: one).
    StretcherAllotment,
    /// A stretcher is one traveller in the volume (without it: `stretcher_seats`).
    StretcherVolume,
    /// Lap infants don't count in the volume.
    LapVolume,
    /// A rebate is paid on seats of this plan only (without it: on those taken before too).
    RebateOnNewSeats,
    /// Escorts needed are rounded up on each sector, all persons together (without it: up for each party).
    RatioTogether,
    /// An escort is on duty for one type on a sector (without it: for all that the pool covers).
    OneDuty,
    /// An escort takes a seat.
    EscortSeat,
    /// An escort's seat is one of the agreement's `seats_per_flight`.
    EscortAllotment,
    /// An escort's seat counts for `min_group`.
    EscortGroup,
    /// An escort counts in the volume.
    EscortVolume,
    /// An escort's seat counts for a charter's `min_seats`.
    EscortFirstLeg,
    /// An escort pays tax.
    EscortTax,
    /// An escort pays a charter's `per_seat`.
    EscortCharterSeat,
    /// An escort keeps the MCT.
    EscortMct,
    /// An escort waits as long as it likes (without it: up to `max_connection_hours`).
    EscortWaits,
    /// A mission has at most twice the policy's `max_sectors`.
    MissionSectors,
    /// A mission ends when it first returns to its base.
    FirstReturn,
    /// A fixed lock waives origin and destination.
    WaivedEnds,
    /// A fixed lock waives `ready`, `start` and `end`.
    WaivedDates,
    /// A fixed lock waives clearances.
    WaivedClearances,
    /// A fixed lock waives MCT, longest connection, `overnight` and hours of assistance.
    WaivedConnections,
    /// A fixed lock waives `max_sectors` and `max_hours`.
    WaivedLengths,
    /// A fixed lock waives that no airport comes twice.
    WaivedAirportOnce,
    /// A fixed lock waives that transit is refused.
    WaivedTransit,
    /// A fixed lock waives reception days and hours.
    WaivedReception,
    /// A fixed lock waives an agreement's `lead_days`.
    WaivedLead,
}
