//! Rows and structural variables of the restricted master.

use serde::{Deserialize, Serialize};
use smallvec::SmallVec;

use super::lp::{LpColumn, LpRow};
use crate::ids::{AgreementIdx, CharterIdx, ClassIdx, EscortTypeIdx, PoolIdx, SectorIdx};
use crate::itineraries::column::Column;
use crate::itineraries::prices::Term;
use crate::itineraries::sites::Site;
use crate::missions::way::Mission;

/// A structural variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StructuralIdx(pub usize);

/// A row over columns and structurals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowIdx(pub usize);

/// A column in the master.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ColumnIdx(pub usize);

/// A mission in the master.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MissionIdx(pub usize);

/// A variable that is neither an itinerary nor a mission; whole in a plan, but for volumes.
#[derive(Debug, Clone)]
pub struct Structural {
    /// What it counts.
    pub kind: Kind,
    /// Cost, minor units.
    pub cost: i64,
    /// Least value.
    pub lower: i64,
    /// Most value.
    pub upper: i64,
    /// Its least and most value at the root of the tree.
    pub range: (i64, i64),
    /// Its coefficients in the rows.
    pub entries: Vec<(RowIdx, i64)>,
    pub(super) lp: LpColumn,
}

/// What a structural variable counts.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Kind {
    /// Parties of a class left behind. Its only row among the rows may be one that counts them; the class's convexity row
    /// isn't among the rows.
    Unserved(ClassIdx),
    /// Parties of a class neither travelling nor left behind: keeps every programme feasible when branching lets no one be
    /// left behind, at a price no plan reaches. Its only row is the convexity row too.
    Missing(ClassIdx),
    /// Whether a charter is used.
    Charter(CharterIdx),
    /// Whether seats are sold under an agreement with a least group on a sector.
    Group(AgreementIdx, SectorIdx),
    /// Whether the volume of an agreement lies on a step of its rebates.
    Step(AgreementIdx, usize),
    /// The volume if it lies on that step, else 0.
    Volume(AgreementIdx, usize),
    /// Seats promised and not taken.
    Short(AgreementIdx),
    /// The value of a term, for branching.
    Count(Term),
    /// By how much a count or a least number falls short: keeps every programme feasible. Its price is at first what the
    /// least number may well be worth, so that duals stay within reason, and rises where it is paid.
    Shortfall,
}

/// What a row is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Role {
    /// A rule of the plan.
    Rule,
    /// An inequality that every plan keeps and the rules' relaxation breaks.
    Cut,
    /// An inequality on rebates over the sales to many cases: for bounds only, since integer programmes would drown in it.
    Share,
    /// An inequality on escorts at an end of many journeys, for bounds only for the same reason.
    Gate,
    /// Counts for branching.
    Count,
}

/// `lower ≤ Σ coefficient·term(column) + Σ coefficient·structural ≤ upper`; an end that is open is `None`.
#[derive(Debug, Clone)]
pub struct MasterRow {
    /// What it adds up over columns and missions.
    pub terms: Terms,
    /// What it adds up over structurals.
    pub structurals: Vec<(StructuralIdx, i64)>,
    /// Lower end.
    pub lower: Option<i64>,
    /// Upper end.
    pub upper: Option<i64>,
    /// What it is for.
    pub role: Role,
    pub(super) lp: LpRow,
}

/// Terms with their coefficients.
pub type Terms = SmallVec<[(Term, i64); 1]>;

/// One term as it is.
pub fn one(term: Term) -> Terms {
    Terms::from_iter([(term, 1)])
}

impl MasterRow {
    /// How much of the row `column` takes.
    pub fn of_column(&self, column: &Column) -> i64 {
        self.terms.iter().map(|(term, a)| a * term.coefficient(column)).sum()
    }

    /// How much of the row `mission` takes.
    pub fn of_mission(&self, mission: &Mission) -> i64 {
        self.terms.iter().map(|(term, a)| a * mission.coefficient(term)).sum()
    }
}

/// Where rows and columns meet: a column has a coefficient only in rows with a term at one of its anchors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Anchor {
    /// Use of a site.
    Site(Site),
    /// Itineraries of a class.
    Class(ClassIdx),
    /// Sales under an agreement.
    Volume(AgreementIdx),
    /// Duty on a sector.
    Duty(EscortTypeIdx, SectorIdx),
    /// Missions of a pool.
    Pool(PoolIdx),
}

impl Anchor {
    /// Where `term` is.
    pub fn of(term: &Term) -> Self {
        match *term {
            Term::Site(site, _) => Self::Site(site),
            Term::Travels(class, _) | Term::Sold(class, ..) => Self::Class(class),
            Term::Volume(agreement) => Self::Volume(agreement),
            Term::Duty(kind, sector) => Self::Duty(kind, sector),
            Term::Seated(_, agreement, sector) => Self::Site(Site::Allotment(agreement, sector)),
            Term::Flies(pool, _) | Term::Follows(pool, ..) => Self::Pool(pool),
        }
    }

    /// Where `column` is, each once.
    pub fn of_column(column: &Column) -> Vec<Self> {
        let mut anchors = vec![Self::Class(column.route.class)];
        anchors.extend(column.uses.iter().map(|&(site, _)| Self::Site(site)));
        anchors.extend(column.volume.iter().map(|&(agreement, _)| Self::Volume(agreement)));
        anchors.sort_unstable();
        anchors.dedup();
        anchors
    }

    /// Where `mission` is, each once.
    pub fn of_mission(mission: &Mission) -> Vec<Self> {
        let mut anchors = vec![Self::Pool(mission.way.pool)];
        anchors.extend(mission.uses.iter().map(|&(site, _)| Self::Site(site)));
        anchors.extend(mission.volume.iter().map(|&agreement| Self::Volume(agreement)));
        anchors.extend(mission.way.duties().map(|(kind, sector)| Self::Duty(kind, sector)));
        anchors.sort_unstable();
        anchors.dedup();
        anchors
    }
}
