//! Plans read back with the feeds they are for: a scenario's feed is the sweep's with its changes.

use super::job::{JobRow, Status};
use super::order::{Request, Task};
use super::problem::Problem;
use super::store::Store;
use super::vault::Vault;
use crate::feed::Feed;
use crate::plan::Plan;
use crate::scenario::{Scenario, Tables};

/// A done plan's bytes, opened, not read yet: reading takes a while.
#[derive(Debug)]
pub struct Read {
    zip: Vec<u8>,
    scenario: Option<Scenario>,
    plan: Vec<u8>,
}

impl Read {
    /// Opens what the job has made and its feed.
    ///
    /// # Errors
    /// [`Problem::not_done`], what the store says, and papers that were deleted or can't be opened.
    pub async fn of(store: &dyn Store, vault: &Vault, row: &JobRow) -> Result<Self, Box<Problem>> {
        if row.status() != Status::Done {
            return Err(Box::new(Problem::not_done(format!("the job is {}", row.status().as_str()))));
        }
        let open = |owner: String, part: &'static str| async move {
            let sealed = store.paper(&owner, part).await.map_err(|error| Box::new(Problem::from(error)))?;
            let sealed =
                sealed.ok_or_else(|| Box::new(Problem::not_found(format!("{part} of {owner} was deleted"))))?;
            vault.open(&owner, part, &sealed)
        };
        let request = open(row.id.clone(), "request").await?;
        let scenario = match serde_json::from_slice::<Request>(&request).map(|request| request.task) {
            Ok(Task::Scenario { scenario }) => Some(scenario),
            _ => None,
        };
        let (zip, plan) = (open(row.feed.clone(), "feed").await?, open(row.id.clone(), "result").await?);
        Ok(Self { zip, scenario, plan })
    }

    /// Reads the feed and the plan.
    ///
    /// # Errors
    /// [`Problem::broken`] where they aren't what they were.
    pub fn open(&self) -> Result<(Feed, Plan), Box<Problem>> {
        let faults = |faults: crate::feed::Faults| Box::new(Problem::from(&faults));
        let (feed, _) = match &self.scenario {
            None => Feed::from_zip(&self.zip, "feed.zip").map_err(faults)?,
            Some(scenario) => {
                let tables = Tables::from_zip(&self.zip, "feed.zip").map_err(faults)?;
                let changed = scenario.apply(&tables).map_err(|faults| Box::new(Problem::from(&faults)))?;
                changed.feed().map_err(faults)?
            }
        };
        Ok((feed, self.plan()?))
    }

    /// Reads the plan alone.
    ///
    /// # Errors
    /// [`Problem::broken`] where it isn't what it was.
    pub fn plan(&self) -> Result<Plan, Box<Problem>> {
        let text = std::str::from_utf8(&self.plan).unwrap_or_default();
        Plan::from_json(text).map_err(|error| Box::new(Problem::broken(error.to_string())))
    }
}
