//! `make bench`: every stage of planning on the historical days, and the whole way on the sample, by criterion.
//!
//! A run says how each stage compares to the last run on the same machine; what is measured against what others do, and
//! against the targets, is in `benches/peers`, and growth with size in `benches/scaling`.

use std::cell::OnceCell;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, SamplingMode, criterion_group, criterion_main};
use onward::check;
use onward::feed::Feed;
use onward::itineraries::classes;
use onward::itineraries::free::Free;
use onward::itineraries::prices::{Prices, Scale};
use onward::itineraries::pricing::{self, Market, Search};
use onward::itineraries::trips::Trips;
use onward::network::Network;
use onward::plan::Plan;
use onward::solve::stages::{self, Stages};
use onward::solve::{self, Cancel, Options};

/// The days under `data/`.
const DAYS: [&str; 2] = ["day-2017-05-16", "day-2015-09-09"];

/// The feed that is planned to the proof again and again.
const PROVEN: &str = "sample";

/// A plan of a day, to be checked, takes so long.
const PATIENCE: Duration = Duration::from_secs(10);

/// A stage's samples stop after so long.
const STAGE: Duration = Duration::from_secs(5);

fn folder(day: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data").join(day)
}

fn feed(day: &str) -> Feed {
    Feed::read(&folder(day)).expect("a feed under data/ is sound").0
}

fn plan(feed: &Feed, time_limit: Option<Duration>) -> Plan {
    let options = Options { gap: 0.001, time_limit, ..Options::default() };
    solve::plan(feed, &options, &Cancel::default(), &mut |_| {}).expect("a feed under data/ can be planned")
}

/// Rounds of column generation that stages of the solver are timed over.
const ROUNDS: usize = 2;

/// Reading a feed, building its network, pricing without prices on one thread, the solver's stages, checking a plan.
fn stages(c: &mut Criterion) {
    let mut group = c.benchmark_group("stage");
    group.sample_size(10).measurement_time(STAGE);
    for day in DAYS {
        group.bench_function(BenchmarkId::new("read", day), |b| b.iter(|| feed(black_box(day))));
        let feed = feed(day);
        group.bench_function(BenchmarkId::new("network", day), |b| b.iter(|| Network::new(black_box(&feed))));
        let network = Network::new(&feed);
        group.bench_function(BenchmarkId::new("price-freely", day), |b| b.iter(|| price(black_box(&network))));
        for (name, of) in SOLVER {
            group.bench_function(BenchmarkId::new(name, day), |b| {
                b.iter_custom(|times| (0..times).map(|_| of(&measured(&network))).sum());
            });
        }
        // Planned only where the stage isn't filtered out.
        let planned = OnceCell::new();
        group.bench_function(BenchmarkId::new("check", day), |b| {
            let plan = planned.get_or_init(|| plan(&feed, Some(PATIENCE)));
            assert!(check::check(&feed, plan).is_valid(), "the plan of {day} breaks a rule");
            b.iter(|| check::check(black_box(&feed), plan));
        });
    }
    group.finish();
}

/// A stage of the solver, and its part of what was measured.
type Stage = (&'static str, fn(&Stages) -> Duration);

/// The stages of the solver: one round of pricing and one solution of the master on an average over [`ROUNDS`] from
/// nothing, and the integer programme over what they found.
const SOLVER: [Stage; 4] = [
    ("pricing-round-classes", |stages| stages.classes / ROUNDS as u32),
    ("pricing-round-pools", |stages| stages.pools / ROUNDS as u32),
    ("master", |stages| stages.master / ROUNDS as u32),
    ("integer", |stages| stages.integer),
];

fn measured(network: &Network) -> Stages {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let stages = stages::measure(network, ROUNDS, cores).expect("a feed under data/ can be planned");
    assert!(stages.columns > 0 && stages.planned, "nothing was found to choose from");
    stages
}

/// The cheapest itinerary of each class on an empty network, class by class on one thread: how many have one.
fn price(network: &Network) -> usize {
    let classes = classes::classes(network);
    let (prices, free) = (Prices::default(), Free::all(network));
    // Without prices every cost is a whole number of cents.
    let scale = Scale::for_amounts_up_to(i64::MAX);
    let trips = Trips::new(network, &classes);
    let market = Market { network, prices: &prices, scale, free: &free, tolls: trips.tolls(), potentials: None };
    let found = classes.iter_enumerated().filter(|&(class, row)| {
        let search = Search { below: scale.up(row.traits.staying()), most: 1, all: false };
        pricing::offers(&market, class, row, trips.of(class), search).is_ok_and(|offers| !offers.is_empty())
    });
    found.count()
}

/// The whole way from a feed in memory to a plan within 0.1 % of the least possible, on all cores.
fn proof(c: &mut Criterion) {
    let mut group = c.benchmark_group("plan");
    group.sample_size(10).sampling_mode(SamplingMode::Flat).warm_up_time(Duration::from_millis(1));
    let feed = feed(PROVEN);
    group.bench_function(PROVEN, |b| b.iter(|| plan(black_box(&feed), None)));
    group.finish();
}

criterion_group!(benches, stages, proof);
criterion_main!(benches);
