//! The time-expanded graph: sectors are its nodes, connections its arcs. petgraph tells which of them lie on a way; arcs
//! are kept in compressed rows, which pricing walks about twice as fast.

use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::{Dfs, Reversed};

use super::connections::{Connection, Midnights, connection};
use super::sectors::Sector;
use crate::feed::Feed;
use crate::ids::{AirportIdx, SectorIdx, TiVec};

/// The arcs of the time-expanded graph, frozen.
#[derive(Debug)]
pub struct Connections {
    first: TiVec<SectorIdx, u32>,
    arcs: Vec<Connection>,
}

impl Connections {
    /// The connections out of `sector`, ascending by airport of next arrival, then by departure.
    pub fn after(&self, sector: SectorIdx) -> &[Connection] {
        let start = self.first[sector] as usize;
        let end = self.first[SectorIdx(sector.0 + 1)] as usize;
        &self.arcs[start..end]
    }

    /// The sectors that it joins.
    fn sectors(&self) -> impl Iterator<Item = SectorIdx> {
        (1..self.first.len()).map(|next| SectorIdx::from(next - 1))
    }

    /// The same connections where sectors have new numbers, in the same order, among `sectors` in all.
    pub fn renumbered(self, numbers: &TiVec<SectorIdx, SectorIdx>, sectors: usize) -> Self {
        let mut first = TiVec::with_capacity(sectors + 1);
        for (old, &new) in numbers.iter_enumerated() {
            first.resize(usize::from(new) + 1, self.first[old]);
        }
        first.resize(sectors + 1, self.arcs.len() as u32);
        let arcs = self.arcs.into_iter().map(|arc| Connection { next: numbers[arc.next], ..arc }).collect();
        Self { first, arcs }
    }
}

/// Keeps of `sectors` those on some way from an origin to a destination, and joins them.
pub fn build(feed: &Feed, sectors: Vec<Sector>) -> (TiVec<SectorIdx, Sector>, Connections) {
    let all = expanded(feed, &sectors);
    let useful = useful(feed, &sectors, &all);
    let mut renumbered = vec![None; sectors.len()];
    let mut kept: TiVec<SectorIdx, Sector> = TiVec::new();
    for (position, sector) in sectors.into_iter().enumerate().filter(|&(position, _)| useful[position]) {
        renumbered[position] = Some(kept.push_and_get_key(sector));
    }
    let mut first = TiVec::with_capacity(kept.len() + 1);
    let mut arcs = Vec::with_capacity(all.arcs.len());
    for sector in all.sectors().filter(|&sector| useful[usize::from(sector)]) {
        first.push(arcs.len() as u32);
        let start = arcs.len();
        arcs.extend(all.after(sector).iter().filter_map(|arc| {
            let next = renumbered[usize::from(arc.next)]?;
            Some(Connection { next, ..*arc })
        }));
        arcs[start..].sort_unstable_by_key(|arc: &Connection| (arc.to, arc.next));
    }
    first.push(arcs.len() as u32);
    (kept, Connections { first, arcs })
}

/// The connections between `sectors`, by position; after each in order of departure.
fn expanded(feed: &Feed, sectors: &[Sector]) -> Connections {
    let departures = departures(feed, sectors);
    let mut all = Connections { first: TiVec::with_capacity(sectors.len() + 1), arcs: Vec::new() };
    all.first.push(0);
    for sector in sectors {
        all.arcs.extend(successors(feed, sectors, &departures, sector));
        all.first.push(all.arcs.len() as u32);
    }
    all
}

/// Positions of the sectors leaving each airport, by departure.
fn departures(feed: &Feed, sectors: &[Sector]) -> TiVec<AirportIdx, Vec<usize>> {
    let mut leaving: TiVec<AirportIdx, Vec<usize>> = feed.airports.iter().map(|_| Vec::new()).collect();
    for (position, sector) in sectors.iter().enumerate() {
        leaving[sector.from].push(position);
    }
    leaving
}

/// The connections after `sector`, numbered by position.
fn successors<'a>(
    feed: &'a Feed,
    sectors: &'a [Sector],
    departures: &'a TiVec<AirportIdx, Vec<usize>>,
    sector: &'a Sector,
) -> impl Iterator<Item = Connection> + 'a {
    let leaving = &departures[sector.to];
    let start = leaving.partition_point(|&next| sectors[next].dep < sector.arr);
    let end = leaving.partition_point(|&next| sectors[next].dep <= sector.arr + feed.policy.max_connection);
    let midnights = Midnights::after(feed, sector);
    leaving[start..end.max(start)].iter().filter_map(move |&position| {
        let next = &sectors[position];
        // No itinerary visits an airport twice, so none turns straight back.
        let onward = next.to != sector.from && next.to != sector.to;
        onward.then(|| connection(feed, sector, &midnights, next, SectorIdx::from(position))).flatten()
    })
}

/// Which sectors lie both after a possible first departure and before a possible last arrival.
fn useful(feed: &Feed, sectors: &[Sector], connections: &Connections) -> Vec<bool> {
    let arcs = connections
        .sectors()
        .flat_map(|sector| connections.after(sector).iter().map(move |arc| (sector.0, arc.next.0)));
    // Bare: walking it backward jumps from arc to arc, and what connections hold would be in the way.
    let mut graph: DiGraph<(), ()> = DiGraph::with_capacity(sectors.len(), connections.arcs.len());
    sectors.iter().for_each(|_| _ = graph.add_node(()));
    graph.extend_with_edges(arcs);
    let mut origin: TiVec<AirportIdx, bool> = feed.airports.iter().map(|_| false).collect();
    let mut destination = origin.clone();
    for case in &feed.cases {
        origin[case.origin] = true;
        for &airport in &case.destinations {
            destination[airport] = true;
        }
    }
    let opens = |sector: &Sector| {
        let date = sector.dep_local.date();
        origin[sector.from] && feed.policy.start <= date && date <= feed.policy.end
    };
    let mut forward = Dfs::empty(&graph);
    let mut backward = Dfs::empty(&graph);
    let where_true = |test: &dyn Fn(&Sector) -> bool| -> Vec<NodeIndex> {
        graph.node_indices().filter(|node| test(&sectors[node.index()])).collect()
    };
    forward.stack = where_true(&opens);
    backward.stack = where_true(&|sector| destination[sector.to]);
    while forward.next(&graph).is_some() {}
    while backward.next(Reversed(&graph)).is_some() {}
    (0..sectors.len()).map(|node| forward.discovered.contains(node) && backward.discovered.contains(node)).collect()
}
