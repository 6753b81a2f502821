//! What a run leaves to the next one on a feed much like it: the plan, and what scarce places were worth.
//!
//! None of it is believed: a plan is made anew along the old one's legs, and any prices give a valid bound
//! ([`super::bound`]). So experience makes a run faster, never wrong.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::bound::Duals;
use super::master::Master;
use super::naming::{Names, Translation};
use super::rows::{Kind, MasterRow, Role, Terms};
use crate::ids::TiVec;
use crate::itineraries::prices::{Scale, Term, Weight};
use crate::itineraries::sites::Site;
use crate::network::Network;
use crate::plan::Plan;

/// What a run has learnt.
/// It can be written down and read again, to be used by another process.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Experience {
    /// Its plan.
    pub(super) plan: Plan,
    /// What it found places to be worth, if it came so far.
    pub(super) worth: Option<Worth>,
}

impl Experience {
    /// What can be learnt from a plan alone.
    pub fn of_plan(plan: Plan) -> Self {
        Self { plan, worth: None }
    }

    /// The plan.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The same with another plan, of the same feed.
    pub fn with_plan(self, plan: Plan) -> Self {
        Self { plan, ..self }
    }

    /// What a unit more at each site of `network` was last found to be worth, minor units: the duals of the rows over it,
    /// its own and the inequalities cut from it.
    pub(super) fn site_duals(&self, network: &Network) -> BTreeMap<Site, f64> {
        let mut duals = BTreeMap::new();
        let Some(worth) = &self.worth else { return duals };
        let translation = Translation::new(&worth.names, network, &TiVec::new());
        for row in &worth.rows {
            let [(Term::Site(..), 1)] = row.name.terms.as_slice() else { continue };
            // Least groups and covers cost where they bind from below; more room only eases limits from above.
            if row.dual >= 0.0 {
                continue;
            }
            if let Some([(Term::Site(site, _), _)]) = translation.terms(&row.name.terms).as_deref() {
                *duals.entry(*site).or_default() -= row.dual;
            }
        }
        duals
    }
}

/// Prices of a master's rows, so named that they can be found in the master of another feed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Worth {
    names: Names,
    rows: Vec<Remembered>,
}

/// A row with its dual.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Remembered {
    /// Its name.
    pub name: RowName,
    /// Its dual, minor units.
    pub dual: f64,
    /// The capacity that it was cut from and the most it lets by, for an inequality on a site.
    pub packed: Option<(u32, i64)>,
}

/// What tells a row from others.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(super) struct RowName {
    pub terms: Terms,
    pub role: Role,
    pub kinds: Vec<Kind>,
    sides: (bool, bool),
}

impl RowName {
    /// The name of `row` in `master`.
    pub fn of(master: &Master, row: &MasterRow) -> Self {
        let kinds = row.structurals.iter().map(|&(index, _)| master.structurals[index.0].kind.clone()).collect();
        let sides = (row.lower.is_some(), row.upper.is_some());
        Self { terms: row.terms.clone(), role: row.role, kinds, sides }
    }

    fn translated(&self, translation: &Translation) -> Option<Self> {
        let kinds = self.kinds.iter().map(|kind| translation.kind(kind)).collect::<Option<_>>()?;
        let terms = match self.role {
            // It holds over fewer sales too.
            Role::Share => translation.known_terms(&self.terms),
            _ => translation.terms(&self.terms)?,
        };
        Some(Self { terms, role: self.role, kinds, sides: self.sides })
    }
}

impl Worth {
    /// What `duals` say in `master`.
    pub fn of(master: &Master, scale: Scale, duals: &Duals) -> Self {
        let priced = master.rows.iter().zip(&duals.0).filter(|(_, dual)| **dual != 0);
        let remember = |(row, &dual): (&MasterRow, _)| Remembered {
            name: RowName::of(master, row),
            dual: scale.down(dual),
            packed: packed(master, row),
        };
        let rows = priced.map(remember).collect();
        Self { names: Names::of(master.network, master.classes), rows }
    }

    /// The rows that `master`'s feed may have too.
    pub fn rows_for(&self, master: &Master) -> Vec<Remembered> {
        let translation = Translation::new(&self.names, master.network, master.classes);
        let translated = |row: &Remembered| Some(Remembered { name: row.name.translated(&translation)?, ..*row });
        self.rows.iter().filter_map(translated).collect()
    }
}

fn packed(master: &Master, row: &MasterRow) -> Option<(u32, i64)> {
    let [(Term::Site(site, Weight::Table(_)), 1)] = row.terms.as_slice() else { return None };
    let limit = row.structurals.first().map_or(row.upper, |&(_, a)| Some(-a))?;
    Some((site.capacity(master.network)?, limit))
}
