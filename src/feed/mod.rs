//! The front door: a folder, zip or JSON of tables becomes a typed, checked [`Feed`].

pub mod agreements;
pub mod airports;
pub mod cases;
pub mod charters;
pub mod codes;
pub mod escorts;
pub mod flights;
pub mod policy;
pub mod reception;
pub mod set;
pub mod transit;
pub mod window;

use std::collections::BTreeSet;

use crate::ids::{
    AgreementIdx, AirportIdx, CarrierIdx, CaseIdx, CharterIdx, DocumentIdx, EscortTypeIdx, FareIdx, FlightIdx,
    GroupIdx, LinkIdx, LockIdx, PersonIdx, PoolIdx, ProgrammeIdx, ReceptionIdx, TiVec, TransitIdx,
};

pub use agreements::{Agreement, Fare, Tier};
pub use airports::{Airport, Station};
pub use cases::{At, Case, Clearance, Lock, LockMode, Person, Ready};
pub use charters::{Charter, CharterLeg};
pub use codes::{Country, Currency, Iata};
pub use escorts::{EscortType, Pool};
pub use flights::{Capacity, Flight, Mode};
pub use policy::{PerPriority, Policy, Priority};
pub use reception::Reception;
pub use set::OneOf;
pub use transit::{Decision, Place, TransitRule, Zone};
pub use window::{Hours, Weekdays};

/// A feed that passed every check: what goes into a plan (MODEL section 2).
///
/// Tables keep the order of their files but for `airports`, which is ascending by code. All money is in the policy's
/// currency except in [`Fare`].
#[derive(Debug, Clone)]
pub struct Feed {
    /// SHA-256 of the content, lower-case hexadecimal.
    pub sha256: String,
    /// The policy.
    pub policy: Policy,
    /// The airports that the feed speaks of, ascending by code.
    pub airports: TiVec<AirportIdx, Airport>,
    /// What each of them is like to connect at.
    pub stations: TiVec<AirportIdx, Station>,
    /// The countries of each bloc.
    pub blocs: Vec<BTreeSet<Country>>,
    /// Carrier codes.
    pub carriers: TiVec<CarrierIdx, Box<str>>,
    /// Scheduled flights.
    pub flights: TiVec<FlightIdx, Flight>,
    /// Agreements.
    pub agreements: TiVec<AgreementIdx, Agreement>,
    /// Fares.
    pub fares: TiVec<FareIdx, Fare>,
    /// Charters.
    pub charters: TiVec<CharterIdx, Charter>,
    /// Names of the charter groups.
    pub groups: TiVec<GroupIdx, Box<str>>,
    /// Transit rules.
    pub transit: TiVec<TransitIdx, TransitRule>,
    /// Document codes.
    pub documents: TiVec<DocumentIdx, Box<str>>,
    /// Programmes.
    pub programmes: TiVec<ProgrammeIdx, Box<str>>,
    /// Cases.
    pub cases: TiVec<CaseIdx, Case>,
    /// Persons.
    pub persons: TiVec<PersonIdx, Person>,
    /// The cases of each link, ascending.
    pub links: TiVec<LinkIdx, Vec<CaseIdx>>,
    /// Reception rules.
    pub reception: TiVec<ReceptionIdx, Reception>,
    /// Escort types.
    pub escort_types: TiVec<EscortTypeIdx, EscortType>,
    /// Escort pools.
    pub pools: TiVec<PoolIdx, Pool>,
    /// Locks.
    pub locks: TiVec<LockIdx, Lock>,
}

impl Feed {
    /// Whether a sector between the two airports is domestic: of one country, or of two countries of one bloc
    /// (MODEL section 2, `blocs.csv`).
    pub fn domestic(&self, from: AirportIdx, to: AirportIdx) -> bool {
        let (from, to) = (self.airports[from].country, self.airports[to].country);
        from == to || self.blocs.iter().any(|bloc| bloc.contains(&from) && bloc.contains(&to))
    }
}
