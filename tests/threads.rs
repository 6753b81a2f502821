//! The plan doesn't depend on the number of threads (the drawn feeds of `truth` hold it for small ones).

use std::path::Path;

use onward::feed::Feed;
use onward::solve::{Cancel, Options, plan};

/// A day's plan goes through everything: rounds of pricing, cuts, the pool, neighbourhoods, branching.
#[test]
fn a_day_is_planned_alike_on_one_and_two_threads() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/day-2017-05-16");
    let (feed, _) = Feed::read(&folder).expect("the committed day is sound");
    let on = |threads: usize| {
        let options = Options { threads, ..Options::default() };
        plan(&feed, &options, &Cancel::default(), &mut |_| {}).expect("the day can be planned").to_json()
    };
    assert_eq!(on(1), on(2));
}
