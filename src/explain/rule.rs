//! Rules that can be set aside one by one, and sets of them.

use super::reason::Reason;

/// A kind of rule that may stand between a party and every itinerary (MODEL section 3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// Clearances hold at departure and on arrival.
    Clearance,
    /// The first departure is not before `ready` and within the plan's dates.
    Dates,
    /// Everyone may connect.
    Transit,
    /// Waivers are asked for in time.
    Waiver,
    /// Reception is open and takes so many.
    Reception,
    /// The party fits aboard, into allotments and departures.
    Places,
    /// Connections are long and short enough, with beds and assistance.
    Connection,
    /// Fares price all sectors.
    Fare,
    /// Most sectors.
    Sectors,
    /// Longest journey.
    Length,
}

impl Rule {
    /// All of them, in the order in which they are tried: where several would do alone, the first is the reason.
    pub const ALL: [Self; 10] = [
        Self::Clearance,
        Self::Transit,
        Self::Waiver,
        Self::Reception,
        Self::Places,
        Self::Connection,
        Self::Fare,
        Self::Sectors,
        Self::Length,
        // After the plan's dates much is possible: it is the reason where nothing within them helps.
        Self::Dates,
    ];

    /// The reason that it alone is.
    pub const fn reason(self) -> Reason {
        match self {
            Self::Clearance => Reason::Clearance,
            Self::Dates => Reason::NoDepartureInTime,
            Self::Transit => Reason::TransitDenied,
            Self::Waiver => Reason::WaiverTooLate,
            Self::Reception => Reason::ReceptionClosed,
            Self::Places => Reason::NoPlaceAboard,
            Self::Connection => Reason::NoConnection,
            Self::Fare => Reason::NoFare,
            Self::Sectors => Reason::TooManySectors,
            Self::Length => Reason::TooLong,
        }
    }
}

/// A set of rules.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rules(u16);

impl Rules {
    /// No rule.
    pub const NONE: Self = Self(0);

    /// Every rule.
    pub fn all() -> Self {
        Rule::ALL.into_iter().fold(Self::NONE, Self::with)
    }

    /// These and `rule`.
    #[must_use]
    pub const fn with(self, rule: Rule) -> Self {
        Self(self.0 | 1 << rule as u16)
    }

    /// These without `rule`.
    #[must_use]
    pub const fn without(self, rule: Rule) -> Self {
        Self(self.0 & !(1 << rule as u16))
    }

    /// Whether `rule` is among them.
    pub const fn has(self, rule: Rule) -> bool {
        self.0 & 1 << rule as u16 != 0
    }

    /// The rules in the order of [`Rule::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Rule> {
        Rule::ALL.into_iter().filter(move |&rule| self.has(rule))
    }
}
