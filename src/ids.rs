//! Strong index types: a position in one of the [`Feed`](crate::feed::Feed)'s tables or in the
//! [`Network`](crate::network::Network)'s, never a bare `usize`.

/// A table addressed by one of the index types below.
pub use typed_index_collections::TiVec;

macro_rules! index {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub struct $name(pub u32);

        impl From<usize> for $name {
            fn from(position: usize) -> Self {
                // No table of a feed comes near 2^32 rows: cells alone would fill the reader's limits first.
                Self(position as u32)
            }
        }

        impl From<$name> for usize {
            fn from(index: $name) -> usize {
                index.0 as usize
            }
        }
    )+};
}

index! {
    /// An airport that the feed speaks of.
    AirportIdx,
    /// A carrier named in `flights.csv` or `agreements.csv`.
    CarrierIdx,
    /// A row of `flights.csv`.
    FlightIdx,
    /// A row of `agreements.csv`.
    AgreementIdx,
    /// A row of `fares.csv`.
    FareIdx,
    /// A row of `charters.csv`.
    CharterIdx,
    /// A group of charters of which one may be used.
    GroupIdx,
    /// A row of `transit.csv`.
    TransitIdx,
    /// A row of `cases.csv`.
    CaseIdx,
    /// A row of `persons.csv`.
    PersonIdx,
    /// A travel or identity document code.
    DocumentIdx,
    /// A resettlement programme.
    ProgrammeIdx,
    /// A link between cases that travel together.
    LinkIdx,
    /// A row of `reception.csv`.
    ReceptionIdx,
    /// A row of `escort_types.csv`.
    EscortTypeIdx,
    /// A row of `escorts.csv`.
    PoolIdx,
    /// A row of `locks.csv`.
    LockIdx,
    /// A dated sector of the network.
    SectorIdx,
    /// A class of parties that are alike.
    ClassIdx,
    /// Cases alike in what they have to pay.
    PayerIdx,
    /// Parties alike in where they arrive and who receives them.
    HeadingIdx,
}
