//! The front door: a folder, zip or JSON of tables becomes a typed, checked [`Feed`].

pub mod agreements;
pub mod airports;
pub mod cases;
pub mod charters;
pub mod codes;
pub(crate) mod content;
pub mod escorts;
pub mod faults;
pub mod flights;
pub mod gazetteer;
pub mod limits;
pub mod policy;
mod raw;
mod read;
pub mod reception;
pub mod set;
pub mod transit;
pub mod window;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{Cursor, Read};
use std::path::Path;

use crate::ids::{
    AgreementIdx, AirportIdx, CarrierIdx, CaseIdx, CharterIdx, DocumentIdx, EscortTypeIdx, FareIdx, FlightIdx,
    GroupIdx, LinkIdx, LockIdx, PersonIdx, PoolIdx, ProgrammeIdx, ReceptionIdx, TiVec, TransitIdx,
};

use raw::Raw;
use raw::log::Log;
use raw::meter::{Budget, Meter};

pub use agreements::{Agreement, Fare, Tier};
pub use airports::{Airport, Station};
pub use cases::{At, Case, Clearance, Lock, LockMode, Person, Ready};
pub use charters::{Charter, CharterLeg};
pub use codes::{Country, Currency, Iata};
pub use escorts::{EscortType, Pool};
pub use faults::{Fault, Faults};
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
    /// The cases that travel together with `case`, itself among them, ascending.
    pub fn party(&self, case: CaseIdx) -> Vec<CaseIdx> {
        self.cases[case].link.map_or_else(|| vec![case], |link| self.links[link].clone())
    }

    /// Reads a feed from a folder, or a .zip of one, with the warnings that it gives.
    ///
    /// # Errors
    /// Every fault found, in the order of file, row and column.
    pub fn read(path: &Path) -> Result<(Self, Vec<Fault>), Faults> {
        let log = Log::default();
        let raw = open(path, &log);
        match raw {
            Some(raw) => finish(raw, log),
            None => Err(Faults(log.into_parts().0)),
        }
    }

    /// Reads a feed from the bytes of a .zip, called `shown` in faults.
    ///
    /// # Errors
    /// Every fault found, in the order of file, row and column.
    pub fn from_zip(bytes: &[u8], shown: &str) -> Result<(Self, Vec<Fault>), Faults> {
        let log = Log::default();
        match unzip(bytes, shown, &log) {
            Some(raw) => finish(raw, log),
            None => Err(Faults(log.into_parts().0)),
        }
    }

    /// Reads a feed from its files' content by name, as [`Feed::read`] does from a folder.
    ///
    /// # Errors
    /// Every fault found, in the order of file, row and column.
    pub fn from_files<N: AsRef<str>, B: AsRef<[u8]>>(
        files: impl IntoIterator<Item = (N, B)>,
    ) -> Result<(Self, Vec<Fault>), Faults> {
        let log = Log::default();
        let budget = Budget::default();
        let mut raw = Raw::default();
        let files: Vec<_> = files.into_iter().collect();
        let by_name: BTreeMap<&str, &[u8]> =
            files.iter().map(|(name, bytes)| (name.as_ref(), bytes.as_ref())).collect();
        for (name, bytes) in by_name {
            raw.take(name, Meter::new(bytes, None, &budget), &log);
        }
        finish(raw, log)
    }

    /// Reads a feed from one JSON object: `policy.json` is an object as in the file of that name, each table an array
    /// of objects from column to string, number, true, false or null.
    ///
    /// # Errors
    /// Every fault found, in the order of file, row and column; a row's number is what it would be as CSV.
    pub fn from_json(text: &str) -> Result<(Self, Vec<Fault>), Faults> {
        let log = Log::default();
        let raw = raw::json::feed(text, &log);
        if !log.is_clean() && raw.seen.is_empty() {
            return Err(Faults(log.into_parts().0));
        }
        finish(raw, log)
    }

    /// Whether a sector between the two airports is domestic: of one country, or of two countries of one bloc
    /// (MODEL section 2, `blocs.csv`).
    pub fn domestic(&self, from: AirportIdx, to: AirportIdx) -> bool {
        let (from, to) = (self.airports[from].country, self.airports[to].country);
        from == to || self.blocs.iter().any(|bloc| bloc.contains(&from) && bloc.contains(&to))
    }
}

/// The content of a folder or zip; `None` where it is neither, which is noted.
fn open(path: &Path, log: &Log) -> Option<Raw> {
    let shown = path.display().to_string();
    let at = faults::At::file(&shown);
    let unreadable = |error: std::io::Error| faults::unreadable(at, &error.to_string());
    let about = match fs::metadata(path) {
        Ok(about) => about,
        Err(error) => return log.fault(unreadable(error)),
    };
    if about.is_dir() {
        return raw::folder::read(path, log);
    }
    if !about.is_file() {
        return log.fault(faults::not_a_feed(at));
    }
    let mut magic = Vec::new();
    match File::open(path).and_then(|file| file.take(4).read_to_end(&mut magic)) {
        Err(error) => log.fault(unreadable(error)),
        Ok(_) if !matches!(&magic[..], b"PK\x03\x04" | b"PK\x05\x06") => log.fault(faults::not_a_feed(at)),
        Ok(_) => match File::open(path) {
            Ok(file) => raw::zipped::read(file, &shown, log),
            Err(error) => log.fault(unreadable(error)),
        },
    }
}

/// The content of a zip's bytes; `None` where they are no zip, which is noted.
fn unzip(bytes: &[u8], shown: &str, log: &Log) -> Option<Raw> {
    if !matches!(bytes, [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..]) {
        return log.fault(faults::not_a_feed(faults::At::file(shown)));
    }
    raw::zipped::read(Cursor::new(bytes), shown, log)
}

/// Types and checks what was read.
fn finish(raw: Raw, log: Log) -> Result<(Feed, Vec<Fault>), Faults> {
    let feed = read::feed(raw, &log);
    let (faults, warnings) = log.into_parts();
    feed.map(|feed| (feed, warnings)).ok_or(Faults(faults))
}
