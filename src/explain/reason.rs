//! The catalogue of reasons: stable codes, what they mean, what a planner can do. `docs/reasons.md` holds the same table.

/// Why a case is left behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// There is a way, and it costs no less than staying.
    CostsMoreThanStaying,
    /// There is a way worth taking, and others hold its places.
    NoRoom,
    /// Only a charter that the plan doesn't use has room.
    CharterNotUsed,
    /// No pool can have an escort there.
    NoEscort,
    /// Escorts could serve the case, and none is sent.
    EscortNotSent,
    /// There is room at less than staying costs; planning ended first.
    PlanningStopped,
    /// The cases of a link can't travel together.
    LinkApart,
    /// A clearance doesn't hold when it must.
    Clearance,
    /// Nothing leaves after the case is ready and before the plan ends.
    NoDepartureInTime,
    /// A person may not connect where the way leads.
    TransitDenied,
    /// A transit waiver would come too late.
    WaiverTooLate,
    /// The place of arrival doesn't receive the case.
    ReceptionClosed,
    /// The party doesn't fit, even were nobody else to travel.
    NoPlaceAboard,
    /// A connection breaks a rule of its station, the policy or the case.
    NoConnection,
    /// No fare prices the way.
    NoFare,
    /// The way has more sectors than the policy or the case allows.
    TooManySectors,
    /// The way lasts longer than the case allows.
    TooLong,
    /// No chain of sectors leads there.
    NoRoute,
    /// Only several rules set aside together let a way exist.
    Several,
}

impl Reason {
    /// All reasons, in the order of the documentation.
    pub const ALL: [Self; 19] = [
        Self::CostsMoreThanStaying,
        Self::NoRoom,
        Self::CharterNotUsed,
        Self::NoEscort,
        Self::EscortNotSent,
        Self::PlanningStopped,
        Self::LinkApart,
        Self::Clearance,
        Self::TransitDenied,
        Self::WaiverTooLate,
        Self::ReceptionClosed,
        Self::NoPlaceAboard,
        Self::NoConnection,
        Self::NoFare,
        Self::TooManySectors,
        Self::TooLong,
        Self::NoDepartureInTime,
        Self::NoRoute,
        Self::Several,
    ];

    /// The stable code, as `plan.json` has it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::CostsMoreThanStaying => "costs_more_than_staying",
            Self::NoRoom => "no_room",
            Self::CharterNotUsed => "charter_not_used",
            Self::NoEscort => "no_escort",
            Self::EscortNotSent => "escort_not_sent",
            Self::PlanningStopped => "planning_stopped",
            Self::LinkApart => "link_apart",
            Self::Clearance => "clearance",
            Self::NoDepartureInTime => "no_departure_in_time",
            Self::TransitDenied => "transit_denied",
            Self::WaiverTooLate => "waiver_too_late",
            Self::ReceptionClosed => "reception_closed",
            Self::NoPlaceAboard => "no_place_aboard",
            Self::NoConnection => "no_connection",
            Self::NoFare => "no_fare",
            Self::TooManySectors => "too_many_sectors",
            Self::TooLong => "too_long",
            Self::NoRoute => "no_route",
            Self::Several => "several",
        }
    }

    /// What it means, in a sentence.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::CostsMoreThanStaying => "The cheapest itinerary costs no less than the penalty for staying.",
            Self::NoRoom => "An itinerary worth its cost exists, but its places are taken by others in this plan.",
            Self::CharterNotUsed => "Only a charter that the plan doesn't use has room for the case.",
            Self::NoEscort => "No escort of any pool could be on duty where the case needs one.",
            Self::EscortNotSent => {
                "Escorts could serve the case; sending them costs more than it saves, they serve others, or planning ended first."
            }
            Self::PlanningStopped => {
                "An itinerary with room costs less than staying; planning ended, at the gap or time asked for, before it was taken. Or time was up before the reason was looked for, which the detail says: `onward explain` looks for it."
            }
            Self::LinkApart => "The case can travel by itself, but no itinerary suits it and the cases linked to it.",
            Self::Clearance => {
                "On every way that keeps the other rules, a clearance doesn't hold on the date it is asked for."
            }
            Self::NoDepartureInTime => {
                "No way that keeps the other rules sets out after the case is ready and within the plan's dates."
            }
            Self::TransitDenied => {
                "On every way that keeps the other rules, transit.csv refuses someone a connection or has no row for them."
            }
            Self::WaiverTooLate => {
                "On every way that keeps the other rules, a transit waiver comes too late to be asked for."
            }
            Self::ReceptionClosed => {
                "On every way that keeps the other rules, reception is closed on arrival or takes fewer persons than the case has."
            }
            Self::NoPlaceAboard => {
                "Seats, allotments or special places are too few for the case, even were nobody else to travel."
            }
            Self::NoConnection => {
                "On every way that keeps the other rules, a connection is too short, too long, overnight, without beds or outside assistance."
            }
            Self::NoFare => "No fares price any of the ways that keep the other rules.",
            Self::TooManySectors => {
                "Every way that keeps the other rules has more sectors than the policy or the case allows."
            }
            Self::TooLong => "Every way that keeps the other rules lasts longer than the case's max_hours.",
            Self::NoRoute => {
                "No chain of sectors leads from the origin to a destination, whatever rules are set aside."
            }
            Self::Several => {
                "No single rule set aside was found to let the case travel; the smallest set found is named."
            }
        }
    }

    /// What a planner can do.
    pub const fn remedy(self) -> &'static str {
        match self {
            Self::CostsMoreThanStaying => "Raise unserved_penalty, agree a cheaper fare, or let the case wait.",
            Self::NoRoom => "Ask for more of what the detail calls full, or let the case wait.",
            Self::CharterNotUsed => "Ask for a better price of the charter, or for seats on scheduled flights.",
            Self::NoEscort => {
                "Find an escort of the type named who can be there, or widen a pool's dates, hours or types."
            }
            Self::EscortNotSent => {
                "Plan longer, add escorts of the type needed, or let the case wait for others in need."
            }
            Self::PlanningStopped => "Plan longer, or with a smaller --gap.",
            Self::LinkApart => "Take the cases out of the link, or bring their needs together.",
            Self::Clearance => "Have the clearance named prolonged or brought forward.",
            Self::NoDepartureInTime => "Make the case ready earlier, or plan over later dates.",
            Self::TransitDenied => "Ask for a transit waiver at the station named, or for seats by another hub.",
            Self::WaiverTooLate => "Ask for the waiver at once and outside its term, or plan over later dates.",
            Self::ReceptionClosed => "Ask the place of arrival to open for the case.",
            Self::NoPlaceAboard => "Ask the carrier for the places named.",
            Self::NoConnection => "Change what the detail names: flight times, beds, assistance or the case's limits.",
            Self::NoFare => "Agree a fare for the sectors named.",
            Self::TooManySectors => "Raise max_sectors, or find a more direct flight.",
            Self::TooLong => "Raise the case's max_hours, or find a faster way.",
            Self::NoRoute => "Add flights: nothing else helps.",
            Self::Several => "Do all that the detail names.",
        }
    }
}
