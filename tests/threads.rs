//! The plan doesn't depend on the number of threads (the drawn feeds of `truth` hold it for small ones).

use std::path::Path;

use onward::feed::Feed;
use onward::plan::Status;
use onward::solve::{Cancel, Options, plan};

/// The sample's plan goes through everything: rounds of pricing, cuts, escorts, the pool, neighbourhoods, branching.
#[test]
fn the_sample_is_planned_alike_on_one_and_two_threads() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/sample");
    let (feed, _) = Feed::read(&folder).expect("the committed sample is sound");
    let on = |threads: usize| {
        let options = Options { threads, ..Options::default() };
        plan(&feed, &options, &Cancel::default(), &mut |_| {}).expect("the sample can be planned")
    };
    let one = on(1);
    // A plan that the clock had a say in would prove nothing.
    assert_eq!(one.status, Status::Optimal);
    assert!(!one.missions.is_empty(), "escorts are sent");
    assert_eq!(one.to_json(), on(2).to_json());
}
