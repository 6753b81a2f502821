//! `escort_types.csv` and `escorts.csv`.

use super::context::{Context, unique_rows};
use super::reversed;
use super::values::{self, count};
use crate::feed::escorts::{EscortType, Pool};
use crate::feed::limits::COUNT;
use crate::feed::raw::table::Row;
use crate::time::Minutes;

/// Reads the types; `None` for a row at fault.
pub(crate) fn types(context: &Context<'_>) -> Vec<Option<EscortType>> {
    let table = context.raw.table("escort_types.csv");
    unique_rows(table, context.log, "the type", "type", |row| row.text("type"));
    table
        .rows(context.log)
        .map(|row| {
            let (id, ratio) = (row.need("type", values::id), row.need("ratio", count(1, COUNT)));
            Some(EscortType { id: id?.into(), ratio: ratio? })
        })
        .collect()
}

/// Reads the pools; `None` for a row at fault.
pub(crate) fn pools(context: &Context<'_>) -> Vec<Option<Pool>> {
    let table = context.raw.table("escorts.csv");
    unique_rows(table, context.log, "the pool", "pool", |row| row.text("pool"));
    table.rows(context.log).map(|row| pool(context, row)).collect()
}

fn pool(context: &Context<'_>, row: Row<'_>) -> Option<Pool> {
    let id = row.need("pool", values::id);
    let base = row.need("base", |cell| context.airport(cell));
    let covers = row.need("covers", |cell| context.escort_type_set(cell));
    let escorts = row.need("count", count(0, COUNT));
    let currency = context.row_currency(row);
    let rate = currency.as_ref().map(|(_, rate)| rate);
    let day_cost = row.need("day_cost", |cell| context.amount(rate, cell));
    let from = row.need("from", values::date);
    let to = row.need("to", values::date);
    reversed(row, "to", from, to);
    let max_away = row.or("max_away_hours", Minutes::hours(240), values::hours);
    Some(Pool {
        id: id?.into(),
        base: base?,
        covers: covers?,
        count: escorts?,
        day_cost: day_cost?,
        from: from?,
        to: to?,
        max_away: max_away?,
    })
}
