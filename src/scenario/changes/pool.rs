//! Pools of escorts: more or fewer of them, at other terms, new or gone.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Apply, steps};
use crate::scenario::faults::{self, ChangeFaults};
use crate::scenario::tables::Tables;
use crate::scenario::values::{Amount, Date, Members, Number};

const POOLS: &str = "escorts.csv";

/// A pool at other terms.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PoolChanged {
    /// The pool.
    pub pool: String,
    /// Escorts in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u32>,
    /// So many escorts more, or fewer with a minus.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<i64>,
    /// First date of its missions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// Last date of its missions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Date>,
    /// Longest mission.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_away_hours: Option<Number>,
    /// Price of each started 24 hours away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day_cost: Option<Amount>,
    /// Types that its escorts serve as.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub covers: Option<Members>,
}

/// A pool more.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PoolAdded {
    /// Its name, new to the feed.
    pub pool: String,
    /// Airport where its missions start and end.
    pub base: String,
    /// Types that its escorts serve as.
    pub covers: Members,
    /// Escorts in it.
    pub count: u32,
    /// Price of each started 24 hours away.
    pub day_cost: Amount,
    /// First date of its missions.
    pub from: Date,
    /// Last date of its missions.
    pub to: Date,
    /// Longest mission.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_away_hours: Option<Number>,
    /// Currency of its day cost.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
}

/// A pool less.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PoolDropped {
    /// The pool.
    pub pool: String,
}

impl Apply for PoolChanged {
    fn apply(&self, tables: &mut Tables) -> Result<(), ChangeFaults> {
        let (count, by) = (("count", self.count.is_some()), ("by", self.by.is_some()));
        steps::any(&[
            count,
            by,
            ("from", self.from.is_some()),
            ("to", self.to.is_some()),
            ("max_away_hours", self.max_away_hours.is_some()),
            ("day_cost", self.day_cost.is_some()),
            ("covers", self.covers.is_some()),
        ])?;
        steps::not_both(count, by)?;
        let Some(row) = tables.row_mut(POOLS, &[("pool", &self.pool)]) else {
            return Err(faults::unknown_pool().field("pool").value(&self.pool).into());
        };
        steps::set_or_step(row, "count", self.count, self.by, "by")?;
        row.put_some("from", &self.from);
        row.put_some("to", &self.to);
        row.put_some("max_away_hours", &self.max_away_hours);
        row.put_some("day_cost", &self.day_cost);
        row.put_some("covers", &self.covers);
        Ok(())
    }
}

impl Apply for PoolAdded {
    fn apply(&self, tables: &mut Tables) -> Result<(), ChangeFaults> {
        if tables.has(POOLS, &[("pool", &self.pool)]) {
            let remedy = "choose another name, or use pool_changed";
            return Err(faults::already_there(remedy).field("pool").value(&self.pool).into());
        }
        let cells = [
            ("pool", Some(self.pool.clone())),
            ("base", Some(self.base.clone())),
            ("covers", Some(self.covers.to_string())),
            ("count", Some(self.count.to_string())),
            ("day_cost", Some(self.day_cost.to_string())),
            ("from", Some(self.from.to_string())),
            ("to", Some(self.to.to_string())),
            ("max_away_hours", self.max_away_hours.as_ref().map(Number::to_string)),
            ("currency", self.currency.clone()),
        ];
        tables.add(POOLS, &cells);
        Ok(())
    }
}

impl Apply for PoolDropped {
    fn apply(&self, tables: &mut Tables) -> Result<(), ChangeFaults> {
        match tables.drop(POOLS, &[("pool", &self.pool)]) {
            0 => Err(faults::unknown_pool().field("pool").value(&self.pool).into()),
            _ => Ok(()),
        }
    }
}
