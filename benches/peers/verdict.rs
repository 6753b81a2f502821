//! Who came how far on all feeds together, and whether the targets were reached: losses are told like wins.

use std::collections::BTreeMap;

use onward::money::Money;

use super::contest::{Outcome, Planner};
use super::table::{self, GAPS, above, percent, seconds};

/// Times faster than the best peer that Onward is to be within 1 %.
const TIMES_FASTER: f64 = 10.0;

/// All outcomes on a feed, Onward's first.
pub struct Race {
    /// The feed.
    pub name: String,
    /// Who planned it, and what came of it.
    pub outcomes: Vec<(Planner, Outcome)>,
}

impl Race {
    fn onward(&self) -> Option<&Outcome> {
        self.outcomes.iter().find(|(planner, _)| matches!(planner, Planner::Onward(_))).map(|(_, outcome)| outcome)
    }

    fn bound(&self) -> Option<Money> {
        self.onward()?.bound
    }

    fn cheapest(&self) -> Option<Money> {
        table::cheapest(&self.outcomes)
    }

    fn peers(&self) -> impl Iterator<Item = &(Planner, Outcome)> {
        self.outcomes.iter().filter(|(planner, _)| !matches!(planner, Planner::Onward(_)))
    }
}

/// What came of a planner on a feed.
type Seen<'r> = (&'r Outcome, &'r Race);

/// Prints a line for each planner over all `races`.
pub fn overview(races: &[Race]) {
    println!("### All feeds together\n");
    println!(
        "| planner | feeds | with a plan | within 1 % | median time | within 0.1 % | median time | proved 0.1 % | median above \
         Onward's bound |\n|---|---:|---:|---:|---:|---:|---:|---:|---:|"
    );
    let mut by_planner: BTreeMap<usize, (Planner, Vec<Seen>)> = BTreeMap::new();
    for race in races {
        for (position, (planner, outcome)) in race.outcomes.iter().enumerate() {
            by_planner.entry(position).or_insert_with(|| (*planner, Vec::new())).1.push((outcome, race));
        }
    }
    for (planner, outcomes) in by_planner.values() {
        let times = |which: usize| -> Vec<f64> {
            outcomes.iter().filter_map(|(outcome, race)| table::times(outcome, race.cheapest())[which]).collect()
        };
        let told = |times: Vec<f64>| {
            let number = times.len();
            format!("{number} | {}", median(times).map_or_else(|| "–".to_owned(), seconds))
        };
        let plans = outcomes.iter().filter(|(outcome, _)| outcome.total.is_some()).count();
        let above = outcomes.iter().filter_map(|(outcome, race)| above(outcome, race.bound())).collect();
        println!(
            "| {planner} | {} | {plans} | {} | {} | {} | {} |",
            outcomes.len(),
            told(times(1)),
            told(times(2)),
            times(4).len(),
            median(above).map_or_else(|| "–".to_owned(), percent),
        );
    }
}

/// Prints, feed by feed, whether Onward was as much faster and as cheap as it is to be.
pub fn targets(races: &[Race]) {
    println!(
        "\n### Targets, feed by feed\n\n| feed | Onward within 1 % | best peer within 1 % | times faster | {TIMES_FASTER} times \
         | total no higher at the end of each peer's time |\n|---|---:|---:|---:|---|---|"
    );
    let (mut fast, mut cheap) = (0, 0);
    for race in races {
        let Some(onward) = race.onward() else { continue };
        let own = table::times(onward, race.cheapest())[1];
        let reached = race
            .peers()
            .filter_map(|(planner, outcome)| table::times(outcome, race.cheapest())[1].map(|time| (*planner, time)));
        let best = reached.min_by(|one, other| one.1.total_cmp(&other.1));
        let longest = race.peers().map(|(_, outcome)| outcome.planning).fold(0.0, f64::max);
        let (times, met) = match (own, best) {
            (Some(own), Some((_, peer))) => (format!("{:.1}", peer / own), peer / own >= TIMES_FASTER),
            // Nobody got there in all the time given.
            (Some(own), None) => (format!("over {:.1}", longest / own), longest / own >= TIMES_FASTER),
            (None, Some(_)) => ("not reached".to_owned(), false),
            (None, None) => ("nobody reached it".to_owned(), false),
        };
        let higher: Vec<String> =
            race.peers().filter_map(|(planner, outcome)| loss(onward, *planner, outcome)).collect();
        fast += usize::from(met);
        cheap += usize::from(higher.is_empty());
        let time = |time: Option<f64>| time.map_or_else(|| "–".to_owned(), seconds);
        println!(
            "| {} | {} | {} | {times} | {} | {} |",
            race.name,
            time(own),
            best.map_or_else(|| "–".to_owned(), |(planner, time)| format!("{} ({planner})", seconds(time))),
            if met { "yes" } else { "**no**" },
            if higher.is_empty() { "yes".to_owned() } else { format!("**no**: {}", higher.join("; ")) },
        );
    }
    println!(
        "\n{TIMES_FASTER} times faster than the best peer to within {} on {fast} of {} feeds; a total no higher on {cheap}.",
        percent(GAPS[0]),
        races.len()
    );
}

/// Where Onward's total at the time when `peer` ended was higher.
fn loss(onward: &Outcome, planner: Planner, peer: &Outcome) -> Option<String> {
    let theirs = peer.total?.0 as f64;
    let until = peer.planning;
    let points = onward.trace.0.iter().take_while(|point| point.seconds <= until);
    let own = points.filter_map(|point| point.total).fold(f64::INFINITY, f64::min);
    let told = if own.is_finite() { format!("{:.2}", own / 100.0) } else { "no plan".to_owned() };
    (own > theirs).then(|| format!("{planner} had {:.2} after {}, Onward {told}", theirs / 100.0, seconds(until)))
}

fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    (!values.is_empty()).then(|| (values[(values.len() - 1) / 2] + values[values.len() / 2]) / 2.0)
}
