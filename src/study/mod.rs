//! What if: plans of changed feeds beside the plan of the feed as it is.
//!
//! A sweep plans many scenarios and compares each with the base; a charter's worth comes from two plans, one without it and
//! one where using it is free. All runs start from what the base's run learnt ([`crate::solve::Experience`]), and from
//! nothing else: a scenario's plan doesn't depend on the other scenarios beside it, nor on the number of threads.

mod abreast;
mod agreement;
mod bounds;
mod charter;
mod difference;
mod explain;
mod frontier;
mod offers;
mod outcome;
mod planner;
mod relaxations;
mod relief;
mod resource;
mod rules;
mod solo;
mod standing;
mod sweep;
mod waivers;
mod worth;

pub use crate::solve::local::{Item, Place, Short};
pub use agreement::{AgreementWorth, Asked, LeftOut, Terms, agreement};
pub use bounds::{Bounds, Saving};
pub use charter::{CharterWorth, Offer, OnSeats, Point, Question, Rank, Verdict};
pub use difference::{Amount, CaseChange, Difference};
pub use explain::{Alone, Alternative, Explanation, Inquiry, Relaxation, Told};
pub use frontier::{Against, FrontPoint, frontier};
pub use offers::{BestOffers, BestSet, Wish, best_offers};
pub use outcome::Outcome;
pub use planner::{Planned, StudyError};
pub use resource::Resource;
pub use sweep::{BASE, Row, Sweep, scenario, sweep, try_scenarios};
pub use waivers::{Waiver, Waivers, waivers};
pub use worth::{Range, Scope, Step, Valued, Worth, worth};
