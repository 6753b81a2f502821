//! The hand-made feeds of `tests/data` for tests of parts of the solver.

use std::path::Path;
use std::time::Instant;

use super::master::Master;
use super::run::Run;
use super::{Cancel, Options, Progress};
use crate::feed::Feed;
use crate::itineraries::classes;
use crate::itineraries::trips::Trips;
use crate::network::Network;

/// The total of the plan that `part` of the solver makes of the feed called `name`, given a master without columns, and the
/// least total there is.
pub fn totals(name: &str, part: impl FnOnce(&Run, Master, &Trips) -> i64) -> (i64, i64) {
    let (feed, _) = Feed::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)).expect(name);
    let (options, cancel) = (Options { gap: 0.0, ..Options::default() }, Cancel::default());
    let least = super::plan(&feed, &options, &cancel, &mut |_: &Progress| {}).expect("a plan");
    let network = Network::new(&feed);
    let mut silent = |_: &Progress| {};
    let run = Run::new(&network, &options, &cancel, Instant::now(), &mut silent).expect("threads");
    let classes = classes::classes(&network);
    let trips = super::trips(&run, &network, &classes);
    (part(&run, Master::new(&network, &classes), &trips), least.total.0)
}
