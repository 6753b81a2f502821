//! The rules a plan can break, each with a stable code.

use std::fmt;

use serde::{Serialize, Serializer};

macro_rules! rules {
    ($($(#[doc = $doc:literal])+ $name:ident = $code:literal),+ $(,)?) => {
        /// A rule of the planning model; its code is stable and meant for scripts.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Rule {$(
            $(#[doc = $doc])+
            $name,
        )+}

        impl Rule {
            /// Every rule, in the order they are checked.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The code, e.g. `max-connection`.
            pub const fn code(self) -> &'static str {
                match self {$(Self::$name => $code,)+}
            }

            /// The rule in a sentence, for people.
            pub const fn meaning(self) -> &'static str {
                match self {$(Self::$name => concat!($($doc),+).trim_ascii(),)+}
            }
        }
    };
}

rules! {
    /// The format is `onward-plan/1`.
    Format = "format",
    /// The plan names the feed it is checked with.
    FeedName = "feed-name",
    /// The plan is for this very content of the feed.
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
    /// An itinerary has at most `max_sectors`, of the policy and of the case.
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

    /// No more beds are in use at a station any one midnight than it has.
    Beds = "beds",
    /// No more persons connect at a station than `assist_per_day`, by local arrival date.
    AssistPerDay = "assist-per-day",
    /// No more persons leave an origin than `depart_per_day`, by local date.
    DepartPerDay = "depart-per-day",
    /// No more seats are taken on a dated sector than it has, escorts' included.
    Seats = "seats",
    /// No more wheelchairs are on a dated sector than it takes.
    Wheelchairs = "wheelchairs",
    /// No more stretchers are on a dated sector than it takes.
    Stretchers = "stretchers",
    /// No more persons needing oxygen are on a dated sector than it takes.
    Oxygen = "oxygen",
    /// No more unaccompanied minors are on a dated sector than it takes.
    Minors = "minors",

    /// The last arrival lies on a day open for reception.
    ReceptionDay = "reception-day",
    /// The last arrival lies in the hours of reception.
    ReceptionHours = "reception-hours",
    /// No more persons arrive for good on a local date than `per_day`.
    ReceptionPerDay = "reception-per-day",
    /// No more persons arrive for good on one dated sector than `per_flight`.
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
    /// An agreement has at most `seats_per_flight` seats taken on a dated sector.
    Allotment = "allotment",
    /// An agreement has no seats or at least `min_group` taken on a dated sector.
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

    /// `cash.fares` is what the cases' fares come to.
    CashFares = "cash-fares",
    /// `cash.rebates` is what volume rebates come to.
    CashRebates = "cash-rebates",
    /// `cash.shortfalls` is what shortfalls come to.
    CashShortfalls = "cash-shortfalls",
    /// `cash.charters` is what charters come to.
    CashCharters = "cash-charters",
    /// `cash.beds` is what beds come to.
    CashBeds = "cash-beds",
    /// `cash.assistance` is what assistance comes to.
    CashAssistance = "cash-assistance",
    /// `cash.transit` is what transit waivers come to.
    CashTransit = "cash-transit",
    /// `cash.escorts` is what escorts' fares, seats and days come to.
    CashEscorts = "cash-escorts",
    /// `cash.changes` is what changes to preferred itineraries come to.
    CashChanges = "cash-changes",
    /// `penalties.unserved` is what persons left behind count for.
    PenaltyUnserved = "penalty-unserved",
    /// `penalties.delay` is what days after target count for.
    PenaltyDelay = "penalty-delay",
    /// `penalties.connections` is what connections count for.
    PenaltyConnections = "penalty-connections",
    /// `penalties.hours` is what started hours count for.
    PenaltyHours = "penalty-hours",
    /// `total` is cash plus penalties.
    Total = "total",
    /// Every amount fits into the plan's money.
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
