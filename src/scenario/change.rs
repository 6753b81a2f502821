//! A change to a feed: one kind a variant.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::changes::{
    Apply, agreement, case, charter, clearance, fare, flight, lock, policy, pool, reception, seats, station, transit,
};
use super::faults::ChangeFaults;
use super::tables::Tables;

/// Declares the kinds of change with the words that files call them by.
macro_rules! changes {
    ($($kind:ident $word:literal $type:path,)+) => {
        /// A change to a feed, told apart by its field `change`.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
        #[serde(tag = "change", rename_all = "snake_case")]
        pub enum Change {
            $(
                #[allow(missing_docs)]
                $kind($type),
            )+
        }

        impl Change {
            /// The words for all kinds, in the order of the documentation.
            pub const KINDS: &[&str] = &[$($word),+];

            /// The word for its kind, e.g. `charter_changed`.
            pub fn kind(&self) -> &'static str {
                match self {
                    $(Self::$kind(_) => $word,)+
                }
            }

            /// Reads a change of a kind from its other fields; `None` where there is no such kind. A fault comes with
            /// the path of the field.
            pub(crate) fn read(
                kind: &str,
                fields: serde_json::Value,
            ) -> Option<Result<Self, serde_path_to_error::Error<serde_json::Error>>> {
                match kind {
                    $($word => Some(serde_path_to_error::deserialize(fields).map(Self::$kind)),)+
                    _ => None,
                }
            }

            /// Makes it.
            pub(crate) fn make(&self, tables: &mut Tables) -> Result<(), ChangeFaults> {
                match self {
                    $(Self::$kind(change) => change.apply(tables),)+
                }
            }
        }

        $(
            impl From<$type> for Change {
                fn from(change: $type) -> Self {
                    Self::$kind(change)
                }
            }
        )+
    };
}

changes! {
    CharterAdded "charter_added" charter::CharterAdded,
    CharterChanged "charter_changed" charter::CharterChanged,
    CharterDropped "charter_dropped" charter::CharterDropped,
    FareChanged "fare_changed" fare::FareChanged,
    FareAdded "fare_added" fare::FareAdded,
    Allotment "allotment" agreement::Allotment,
    AgreementChanged "agreement_changed" agreement::AgreementChanged,
    AgreementDropped "agreement_dropped" agreement::AgreementDropped,
    Tier "tier" agreement::Tier,
    TierDropped "tier_dropped" agreement::TierDropped,
    Seats "seats" seats::Seats,
    FlightCancelled "flight_cancelled" flight::FlightCancelled,
    FlightRetimed "flight_retimed" flight::FlightRetimed,
    FlightAdded "flight_added" flight::FlightAdded,
    WaiverGranted "waiver_granted" transit::WaiverGranted,
    Reception "reception" reception::Reception,
    PoolChanged "pool_changed" pool::PoolChanged,
    PoolAdded "pool_added" pool::PoolAdded,
    PoolDropped "pool_dropped" pool::PoolDropped,
    Policy "policy" policy::Policy,
    Clearance "clearance" clearance::Clearance,
    CaseChanged "case_changed" case::CaseChanged,
    CaseDropped "case_dropped" case::CaseDropped,
    Unlinked "unlinked" case::Unlinked,
    Station "station" station::Station,
    LockAdded "lock_added" lock::LockAdded,
    LockDropped "lock_dropped" lock::LockDropped,
}
