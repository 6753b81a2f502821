//! The rules a plan can break, each with a stable code.

use std::fmt;

use serde::{Serialize, Serializer};

macro_rules! rules {
    ($($(#[$doc:meta])* $name:ident = $code:literal),+ $(,)?) => {
        /// A rule of the planning model; its code is stable and meant for scripts.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Rule {$(
            $(#[$doc])*
            $name,
        )+}

        impl Rule {
            /// Every rule, in the order they are checked.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The code, e.g. `max-connection`.
            pub const fn code(self) -> &'static str {
                match self {$(Self::$name => $code,)+}
            }
        }
    };
}

rules! {
    /// The format is `onward-plan/1`.
    Format = "format",
    /// The plan is for a feed of this name.
    FeedName = "feed-name",
    /// The plan is for this very feed.
    FeedSha256 = "feed-sha256",
    /// The plan is in the policy's currency.
    Currency = "currency",
    /// No plan costs less than the bound, this one included.
    BoundAboveTotal = "bound-above-total",
    /// gap = (total − bound) ÷ total to 6 places.
    Gap = "gap",

    /// A case of the plan is one of the feed.
    UnknownCase = "unknown-case",
    /// A case is served or unserved once.
    CaseTwice = "case-twice",
    /// Each case of the feed is served or unserved.
    CaseMissing = "case-missing",
    /// Linked cases take the same itinerary or none of them flies.
    LinkApart = "link-apart",
    /// A fixed lock's case and those linked to it take its itinerary.
    LockFixed = "lock-fixed",

    /// A flight key names a dated sector of the feed.
    UnknownSector = "unknown-sector",
    /// An itinerary or mission has sectors.
    NoLegs = "no-legs",
    /// Each sector starts where, and not before, the one before ends.
    BrokenChain = "broken-chain",
    /// An itinerary visits no airport twice.
    AirportTwice = "airport-twice",
    /// An itinerary has at most so many sectors.
    MaxSectors = "max-sectors",
    /// An itinerary starts at the case's origin.
    Origin = "origin",
    /// An itinerary ends at one of the case's destinations.
    Destination = "destination",
    /// The first departure isn't before `ready`.
    Ready = "ready",
    /// The first departure's date lies in the policy's dates.
    Period = "period",
    /// The journey is no longer than the case's `max_hours`.
    MaxHours = "max-hours",
    /// Every clearance holds on the date it is asked for.
    Clearance = "clearance",

    /// A connection is no shorter than the MCT.
    Mct = "mct",
    /// A connection is no longer than `max_connection_hours`.
    MaxConnection = "max-connection",
    /// A case with `overnight` 0 has no stopover over midnight.
    Overnight = "overnight",
    /// A connection begins and ends in the hours of assistance.
    AssistHours = "assist-hours",
    /// No transit row denies a connection.
    TransitDenied = "transit-denied",
    /// A connection is no longer than its transit row allows.
    TransitMaxHours = "transit-max-hours",
    /// A transit waiver is asked for in time.
    TransitLeadDays = "transit-lead-days",

    /// Beds in use at a station any one midnight.
    Beds = "beds",
    /// Persons connecting at a station per local arrival date.
    AssistPerDay = "assist-per-day",
    /// Persons leaving an origin per local date.
    DepartPerDay = "depart-per-day",
    /// Seats on a dated sector.
    Seats = "seats",
    /// Wheelchairs on a dated sector.
    Wheelchairs = "wheelchairs",
    /// Stretchers on a dated sector.
    Stretchers = "stretchers",
    /// Persons needing oxygen on a dated sector.
    Oxygen = "oxygen",
    /// Unaccompanied minors on a dated sector.
    Minors = "minors",

    /// The last arrival lies on a day open for reception.
    ReceptionDay = "reception-day",
    /// The last arrival lies in the hours of reception.
    ReceptionHours = "reception-hours",
    /// Persons arriving for good on a local date.
    ReceptionPerDay = "reception-per-day",
    /// Persons arriving for good on one dated sector.
    ReceptionPerFlight = "reception-per-flight",

    /// Fare components price every scheduled sector once, in order, each unbroken by a charter.
    FarePartition = "fare-partition",
    /// A component's agreement is one of the feed.
    UnknownAgreement = "unknown-agreement",
    /// A row of `fares.csv` has the component's agreement, ends and via.
    UnknownFare = "unknown-fare",
    /// A component's ends are those of its sectors.
    FareEnds = "fare-ends",
    /// All carriers of a component are in the agreement.
    FareCarriers = "fare-carriers",
    /// A component has at most the agreement's `max_sectors`.
    FareMaxSectors = "fare-max-sectors",
    /// A component's first departure date lies in the agreement's validity.
    FareValidity = "fare-validity",
    /// A component is booked `lead_days` ahead.
    FareLeadDays = "fare-lead-days",
    /// A component passes its fare's via.
    FareVia = "fare-via",
    /// A component visits no airport twice.
    FareAirportTwice = "fare-airport-twice",
    /// No connection inside a component exceeds 24 h.
    FareGap = "fare-gap",
    /// Seats under an agreement on a dated sector, at most.
    Allotment = "allotment",
    /// Seats under an agreement on a dated sector, at least.
    MinGroup = "min-group",

    /// A charter of the plan is one of the feed.
    UnknownCharter = "unknown-charter",
    /// A charter is listed once.
    CharterTwice = "charter-twice",
    /// A charter that someone sits on is listed.
    CharterUnlisted = "charter-unlisted",
    /// One charter of a group is used at most.
    CharterGroup = "charter-group",
    /// A used charter has `min_seats` taken on its first leg.
    CharterMinSeats = "charter-min-seats",

    /// A mission's pool is one of the feed.
    UnknownPool = "unknown-pool",
    /// A mission leaves its pool's base and ends when it first returns there.
    MissionBase = "mission-base",
    /// A mission has at most twice the policy's `max_sectors`.
    MissionMaxSectors = "mission-max-sectors",
    /// A mission is on duty somewhere.
    MissionDuty = "mission-duty",
    /// A mission's duties are among its pool's `covers`.
    MissionCovers = "mission-covers",
    /// A mission keeps the MCT.
    MissionMct = "mission-mct",
    /// A mission lies within its pool's dates.
    MissionPeriod = "mission-period",
    /// A mission is away no longer than `max_away_hours`.
    MissionAway = "mission-away",
    /// No more escorts of a pool are away or resting than it has.
    PoolCount = "pool-count",
    /// Escorts on duty for a type suffice for those who need it.
    EscortCover = "escort-cover",

    /// What the cases' fares come to.
    CashFares = "cash-fares",
    /// What volume rebates come to.
    CashRebates = "cash-rebates",
    /// What shortfalls come to.
    CashShortfalls = "cash-shortfalls",
    /// What charters come to.
    CashCharters = "cash-charters",
    /// What beds come to.
    CashBeds = "cash-beds",
    /// What assistance comes to.
    CashAssistance = "cash-assistance",
    /// What transit waivers come to.
    CashTransit = "cash-transit",
    /// What escorts come to.
    CashEscorts = "cash-escorts",
    /// What changes to preferred itineraries come to.
    CashChanges = "cash-changes",
    /// What persons left behind count for.
    PenaltyUnserved = "penalty-unserved",
    /// What days after target count for.
    PenaltyDelay = "penalty-delay",
    /// What connections count for.
    PenaltyConnections = "penalty-connections",
    /// What started hours count for.
    PenaltyHours = "penalty-hours",
    /// Cash plus penalties.
    Total = "total",
    /// An amount doesn't fit into the plan's money.
    AmountOverflow = "amount-overflow",
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

impl Serialize for Rule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}
