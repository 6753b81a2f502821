//! How near pools are to duties, by what their escorts pay at least: an order in which to ask them, and no bound, since a
//! fare component may go on beyond where somebody is met.

use petgraph::algo::dijkstra;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::{EdgeRef, Reversed};

use crate::ids::{AirportIdx, PoolIdx, SectorIdx, TiVec};
use crate::network::Network;

/// More than any way costs.
const FAR: i64 = i64::MAX / 4;

/// The pools' distances in fares and in seats of charters, minor units.
#[derive(Debug)]
pub(super) struct Nearness {
    /// By airport: from the base to there, and from there to the base.
    distances: TiVec<PoolIdx, TiVec<AirportIdx, (i64, i64)>>,
}

impl Nearness {
    pub(super) fn new(network: &Network) -> Self {
        let feed = network.feed;
        let mut graph: DiGraph<(), i64> = DiGraph::new();
        let nodes: Vec<NodeIndex> = feed.airports.iter().map(|_| graph.add_node(())).collect();
        let node = |airport: AirportIdx| nodes[usize::from(airport)];
        for (index, fare) in feed.fares.iter_enumerated() {
            graph.add_edge(node(fare.from), node(fare.to), network.fares.escort(index));
        }
        for sector in network.sectors.iter() {
            if let Some(charter) = sector.charter() {
                graph.add_edge(node(sector.from), node(sector.to), feed.charters[charter].per_seat.0);
            }
        }
        let distances = feed.pools.iter().map(|pool| {
            let out = dijkstra(&graph, node(pool.base), None, |edge| *edge.weight());
            let back = dijkstra(Reversed(&graph), node(pool.base), None, |edge| *edge.weight());
            let far = |node: &NodeIndex| (out.get(node).map_or(FAR, |d| *d), back.get(node).map_or(FAR, |d| *d));
            nodes.iter().map(far).collect()
        });
        Self { distances: distances.collect() }
    }

    /// About what an escort of `pool` pays who is on duty from `first` on, and to the end of `last`.
    pub(super) fn fares(&self, network: &Network, pool: PoolIdx, first: SectorIdx, last: SectorIdx) -> i64 {
        let distances = &self.distances[pool];
        distances[network.sectors[first].from].0.saturating_add(distances[network.sectors[last].to].1)
    }
}
