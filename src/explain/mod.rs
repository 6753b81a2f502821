//! Reasons for everyone who is left behind (`plan.json`, `unserved`).
//!
//! Where a party has an itinerary, its cost and the room that the plan leaves decide (`room`). Where it has none,
//! the smallest set of rules that would have to be set aside is the reason (`relaxation`), with the facts of the way that
//! comes closest. docs/reasons.md lists the codes.

mod company;
mod desk;
mod escorts;
mod ground;
mod judge;
mod label;
mod outlook;
pub mod reason;
mod relaxation;
mod room;
mod rule;
mod rulebook;
mod search;
mod words;

use std::sync::OnceLock;
use std::time::Instant;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::ids::{CaseIdx, ClassIdx, TiVec};
use crate::itineraries::classes::{Class, Traits};
use crate::itineraries::column::Column;
use crate::missions::pricing::Corps;
use crate::network::Network;
use crate::plan::Unserved;
use company::Company;
use desk::Desk;
use ground::Ground;
pub use reason::Reason;
use room::Room;
pub use words::site;

/// Labels that a search for a way takes at most by default, so that reasons never keep a plan waiting. It is a count, not
/// a time: the same feed gets the same reasons anywhere. What ways stood within it is told as such.
pub const LABELS: usize = 200_000;

/// What looking for reasons may take.
#[derive(Debug, Clone, Copy)]
pub struct Effort {
    /// Labels that no search for a way that breaks rules takes more of ([`LABELS`]).
    pub labels: usize,
    /// When to end, if ever: whose reason isn't found by then is told so.
    pub until: Option<Instant>,
}

impl Effort {
    fn is_spent(self) -> bool {
        self.until.is_some_and(|until| Instant::now() >= until)
    }
}

/// A reason for each party in `behind`, given the columns taken; ascending by case.
pub fn unserved(
    network: &Network,
    corps: &Corps,
    classes: &TiVec<ClassIdx, Class>,
    taken: &[Column],
    behind: &[(ClassIdx, usize)],
    effort: Effort,
) -> Vec<Unserved> {
    let office =
        Office { network, room: Room::new(network, corps, taken), ground: OnceLock::new(), labels: effort.labels };
    let mut left: Vec<ClassIdx> = behind.iter().map(|&(class, _)| class).collect();
    left.dedup();
    // Parties alike share cost and room; a reason why there is no itinerary names cases and persons.
    let room = |class: ClassIdx| match effort.is_spent() {
        true => (class, Some(late())),
        false => (class, office.room.reason(&office.desk(&classes[class].parties[0]))),
    };
    let told: FxHashMap<ClassIdx, Option<(Reason, String)>> = left.into_par_iter().map(room).collect();
    let reasons_of = |&(class, party): &(ClassIdx, usize)| {
        let cases = &classes[class].parties[party];
        match told[&class].clone().or_else(|| effort.is_spent().then(late)) {
            Some((reason, detail)) => cases.iter().map(|&case| (case, reason, detail.clone())).collect(),
            None => office.without_itinerary(cases),
        }
    };
    let mut reasons: Vec<(CaseIdx, Reason, String)> = behind.par_iter().flat_map_iter(reasons_of).collect();
    reasons.sort_by_key(|&(case, ..)| case);
    let unserved = |(case, reason, detail): (CaseIdx, Reason, String)| Unserved {
        case: network.feed.cases[case].id.to_string(),
        reason: reason.code().to_owned(),
        detail,
    };
    reasons.into_iter().map(unserved).collect()
}

/// What is told where time was up before a reason was found.
fn late() -> (Reason, String) {
    (Reason::PlanningStopped, "the time limit came before its reason was looked for; onward explain does".to_owned())
}

/// What reasons are found with. The ground is laid only if somebody has no itinerary.
struct Office<'n> {
    network: &'n Network<'n>,
    room: Room<'n>,
    ground: OnceLock<Ground<'n>>,
    labels: usize,
}

impl<'n> Office<'n> {
    fn desk(&self, cases: &[CaseIdx]) -> Desk<'n> {
        let traits = Traits::of(self.network.feed, cases);
        Desk::new(self.network, Class { traits, parties: vec![cases.to_vec()] })
    }

    /// Reasons for the cases of a party without any itinerary.
    fn without_itinerary(&self, cases: &[CaseIdx]) -> Vec<(CaseIdx, Reason, String)> {
        let feed = self.network.feed;
        let company = Company::new(feed, cases);
        let all = |(reason, detail): (Reason, String)| {
            cases.iter().map(|&case| (case, reason, detail.clone())).collect::<Vec<_>>()
        };
        if cases.len() == 1 {
            return all(self.obstacle(&company, false));
        }
        let alone: Vec<bool> =
            cases.iter().map(|&case| self.desk(&[case]).cheapest(&self.room.all).is_some()).collect();
        let origin = feed.cases[cases[0]].origin;
        let meet = cases.iter().all(|&case| feed.cases[case].origin == origin);
        let linked = linked(&company, meet);
        if !meet || company.traits.destinations.is_empty() {
            return cases.iter().zip(alone).map(|(&case, alone)| self.unlinked(case, alone, &linked)).collect();
        }
        let parted = alone.into_iter().all(|alone| alone);
        match self.obstacle(&company, parted) {
            (Reason::Several | Reason::NoRoute, _) if parted => all((Reason::LinkApart, linked)),
            found => all(found),
        }
    }

    /// The reason of a linked case whose link has no itinerary, given whether it has one `alone`.
    fn unlinked(&self, case: CaseIdx, alone: bool, linked: &str) -> (CaseIdx, Reason, String) {
        if alone {
            return (case, Reason::LinkApart, linked.to_owned());
        }
        let (own, detail) = self.obstacle(&Company::new(self.network.feed, &[case]), false);
        match own {
            // Taken out of its link it still gets nowhere.
            Reason::NoRoute => (case, own, detail),
            _ => {
                let own = if own == Reason::Several { String::new() } else { format!("{}: ", own.code()) };
                let detail = format!("{}: {}; and by itself {own}{detail}", Reason::LinkApart.code(), linked);
                (case, Reason::Several, detail)
            }
        }
    }

    /// The reason of a party without any itinerary; `parted` where its cases travel if they aren't linked.
    fn obstacle(&self, company: &Company, parted: bool) -> (Reason, String) {
        let ground = self.ground.get_or_init(|| Ground::new(self.network.feed));
        let outsets = search::outsets(ground, company);
        match relaxation::obstacle(ground, company, &outsets, self.labels) {
            Some(obstacle) => relaxation::tell(ground, company, &outsets, &obstacle, parted),
            None => {
                // Pricing and the search keep the same rules; tests hold them to each other.
                debug_assert!(false, "an itinerary exists that pricing doesn't find");
                (Reason::PlanningStopped, "an itinerary exists that planning didn't look at".to_owned())
            }
        }
    }
}

/// Why linked cases don't come together; `meet` where they have an origin in common.
fn linked(company: &Company, meet: bool) -> String {
    let ids: Vec<String> = company.rows().map(|case| case.id.to_string()).collect();
    let what = if !meet {
        "have no origin in common"
    } else if company.traits.destinations.is_empty() {
        "have no destination in common"
    } else {
        "can each travel by themselves, but on no itinerary together"
    };
    format!("the linked cases {} {what}", words::list(&ids))
}
