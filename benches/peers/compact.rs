//! The peer: the planning model with its itineraries written out, given whole to HiGHS.
//!
//! For each class of like parties and each itinerary on the menu, an integer counts the parties that take it, and one
//! counts those that stay; a binary says whether a charter is used. Each class goes or stays, each limited place holds
//! (a charter's places only if it is used), of a group of charters at most one is used, and a used one has its least
//! seats taken. That is the whole of the model that `solve` plans, so the totals compare to the cent.

use std::collections::BTreeMap;
use std::time::Duration;

use highs::{Col, HighsModelStatus, HighsSolutionStatus, RowProblem, Sense};
use onward::ids::{CharterIdx, ClassIdx, TiVec};
use onward::itineraries::column::Column;
use onward::itineraries::sites::{Aboard, Site};
use onward::network::Network;

use super::menu::Menu;

/// What HiGHS came to.
pub struct Ending {
    /// The itineraries of its plan, one entry per party that travels; none where it found no plan.
    pub taken: Option<Vec<Column>>,
    /// What its plan costs by its own account, in units of the plan currency; to compare.
    pub objective: f64,
    /// Its dual bound in units of the plan currency, where it has one.
    pub bound: Option<f64>,
    /// Its own relative gap, where it has one.
    pub gap: Option<f64>,
    /// Whether it reached the gap asked for.
    pub reached: bool,
}

/// Solves the model of `menu` on one thread until `gap` or `limit`.
pub fn solve(network: &Network, menu: &Menu, gap: f64, limit: Duration) -> Ending {
    let (problem, counts) = model(network, menu);
    let mut model = problem.optimise(Sense::Minimise);
    model.make_quiet();
    model.set_option("parallel", "off");
    model.set_option("threads", 1);
    model.set_option("mip_rel_gap", gap);
    model.set_option("time_limit", limit.as_secs_f64());
    let solved = model.solve();
    let feasible = solved.primal_solution_status() == HighsSolutionStatus::Feasible;
    let taken = feasible.then(|| {
        let solution = solved.get_solution();
        let times = menu.columns.iter().zip(&counts).map(|(column, &count)| (column, solution[count].round() as usize));
        times.flat_map(|(column, times)| std::iter::repeat_n(column.clone(), times)).collect()
    });
    let finite = |value: f64| value.is_finite().then_some(value);
    Ending {
        taken,
        objective: solved.objective_value(),
        bound: solved.double_info_value(c"mip_dual_bound").ok().and_then(finite),
        gap: finite(solved.mip_gap()),
        reached: solved.status() == HighsModelStatus::Optimal,
    }
}

/// The programme, and its columns that count the parties on each itinerary of the menu. Costs are in whole units of
/// the plan currency.
fn model(network: &Network, menu: &Menu) -> (RowProblem, Vec<Col>) {
    let feed = network.feed;
    let units = |minor: i64| minor as f64 / 100.0;
    let mut problem = RowProblem::default();
    let mut parties: TiVec<ClassIdx, Vec<(Col, f64)>> = menu.classes.iter().map(|_| Vec::new()).collect();
    let mut used: BTreeMap<Site, Vec<(Col, f64)>> = BTreeMap::new();
    let counts: Vec<Col> = menu
        .columns
        .iter()
        .map(|column| {
            let class = column.route.class;
            let count = problem.add_integer_column(units(column.cost), 0..=menu.classes[class].parties.len() as i32);
            parties[class].push((count, 1.0));
            for &(site, demand) in &column.uses {
                let row = used.entry(site).or_default();
                match row.last_mut() {
                    // Cases of one party may use the same allotment.
                    Some((last, sum)) if *last == count => *sum += f64::from(demand),
                    _ => row.push((count, f64::from(demand))),
                }
            }
            count
        })
        .collect();
    for (class, row) in menu.classes.iter_enumerated() {
        let all = row.parties.len() as i32;
        let staying = problem.add_integer_column(units(row.traits.staying()), 0..=all);
        parties[class].push((staying, 1.0));
        problem.add_row(all..=all, &parties[class]);
    }
    let charters: TiVec<CharterIdx, Col> =
        feed.charters.iter().map(|charter| problem.add_integer_column(units(charter.fixed_cost.0), 0..=1)).collect();
    for (site, row) in &mut used {
        let Some(capacity) = site.capacity(network) else { continue };
        match flown_by(network, *site) {
            Some(charter) => {
                row.push((charters[charter], -f64::from(capacity)));
                problem.add_row(..=0, &*row);
            }
            None => {
                problem.add_row(..=capacity, &*row);
            }
        }
    }
    for group in feed.groups.keys() {
        let members = feed.charters.iter_enumerated().filter(|(_, charter)| charter.group == Some(group));
        let row: Vec<_> = members.map(|(index, _)| (charters[index], 1.0)).collect();
        problem.add_row(..=1, &row);
    }
    for (index, charter) in feed.charters.iter_enumerated() {
        let first = network.sectors.iter_enumerated().find(|(_, s)| s.charter() == Some(index) && s.is_first_leg());
        let seats = first.and_then(|(sector, _)| used.get(&Site::Sector(sector, Aboard::Seats)));
        let mut row = seats.cloned().unwrap_or_default();
        row.retain(|&(column, _)| column != charters[index]);
        row.push((charters[index], -f64::from(charter.min_seats)));
        problem.add_row(0.., &row);
    }
    (problem, counts)
}

/// The charter whose leg `site` is aboard.
fn flown_by(network: &Network, site: Site) -> Option<CharterIdx> {
    match site {
        Site::Sector(sector, _) => network.sectors[sector].charter(),
        _ => None,
    }
}
