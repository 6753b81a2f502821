//! Faults of feeds, scenarios and locks in one shape, with the codes of the command line.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::problem::Problem;
use crate::feed;
use crate::scenario::{ChangeFault, ChangeFaults};
use crate::solve::{LOCK_CONFLICTS, LockConflict, PlanError};
use crate::study::StudyError;

/// Something wrong at one place.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Fault {
    /// Stable code, e.g. `F301`; docs/faults.md and docs/scenarios.md list them.
    pub code: String,
    /// The code's name, e.g. `unknown-airport`.
    pub name: String,
    /// The file, where it is in one.
    pub file: Option<String>,
    /// Row or line, from 1.
    pub row: Option<u64>,
    /// Column of a table, path of keys in `policy.json`, or characters from the start of the line.
    pub column: Option<String>,
    /// What stands there, shortened.
    pub value: Option<String>,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub remedy: String,
    /// The scenario, where it is one's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scenario: Option<String>,
    /// Which of the scenario's changes, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<u64>,
    /// The cases concerned, of conflicts of locks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cases: Vec<String>,
}

impl From<&feed::Fault> for Fault {
    fn from(fault: &feed::Fault) -> Self {
        Self {
            code: fault.code.to_owned(),
            name: fault.name.clone(),
            file: Some(fault.file.clone()),
            row: fault.row,
            column: fault.column.clone(),
            value: fault.value.clone(),
            message: fault.meaning.clone(),
            remedy: fault.remedy.clone(),
            ..Self::default()
        }
    }
}

impl From<&ChangeFault> for Fault {
    fn from(fault: &ChangeFault) -> Self {
        Self {
            code: fault.code.to_owned(),
            name: fault.name.clone(),
            file: fault.file.clone(),
            row: fault.line.map(|line| line as u64),
            column: fault.field.clone().or(fault.column.map(|column| column.to_string())),
            value: fault.value.clone(),
            message: fault.meaning.clone(),
            remedy: fault.remedy.clone(),
            scenario: fault.scenario.clone(),
            change: fault.change.map(|change| change as u64),
            cases: Vec::new(),
        }
    }
}

impl From<&LockConflict> for Fault {
    fn from(conflict: &LockConflict) -> Self {
        let kind = LOCK_CONFLICTS.iter().find(|kind| kind.code == conflict.code);
        Self {
            code: conflict.code.to_owned(),
            name: kind.map(|kind| kind.name.to_owned()).unwrap_or_default(),
            message: conflict.message.clone(),
            remedy: kind.map(|kind| kind.remedy.to_owned()).unwrap_or_default(),
            cases: conflict.cases.clone(),
            ..Self::default()
        }
    }
}

impl From<&feed::Faults> for Problem {
    fn from(faults: &feed::Faults) -> Self {
        Self::feed_refused(counted(faults.0.len())).with(faults.0.iter().map(Fault::from).collect())
    }
}

impl From<&ChangeFaults> for Problem {
    fn from(faults: &ChangeFaults) -> Self {
        Self::scenarios_refused(counted(faults.0.len())).with(faults.0.iter().map(Fault::from).collect())
    }
}

impl From<&PlanError> for Problem {
    fn from(error: &PlanError) -> Self {
        match error {
            PlanError::Conflict { conflicts } => {
                Self::locks_conflict("correct the locks named").with(conflicts.iter().map(Fault::from).collect())
            }
            PlanError::Stopped => Self::stopped("the time limit ended first; give more time"),
            PlanError::Solver(_) => Self::solver_failed("the LP solver failed beyond recovery"),
        }
    }
}

impl From<&StudyError> for Problem {
    fn from(error: &StudyError) -> Self {
        match error {
            StudyError::Changes(faults) => faults.into(),
            StudyError::Feed { scenario, faults } => {
                let mut problem = Self::from(faults);
                problem.detail = format!("the changed feed of a scenario is refused with {}", problem.detail);
                problem.faults.iter_mut().for_each(|fault| fault.scenario = Some(scenario.clone()));
                problem
            }
            StudyError::Invalid(_) => Self::value_refused("the plan breaks rules of its feed; have it checked"),
            StudyError::Plan { error, .. } => error.into(),
        }
    }
}

fn counted(number: usize) -> String {
    if number == 1 { "1 fault".to_owned() } else { format!("{number} faults") }
}
