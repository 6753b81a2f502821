//! The historical days: everyone left behind is told why.

use std::path::Path;

use onward::explain::Reason;
use onward::feed::Feed;
use onward::solve::{self, Cancel, Options};

use crate::reason;

#[test]
fn everyone_left_behind_on_16_may_2017_is_told_why() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/day-2017-05-16");
    let (feed, _) = Feed::read(&folder).expect("the committed day is sound");
    let options = Options { gap: 0.02, ..Options::default() };
    let plan = solve::plan(&feed, &options, &Cancel::default(), &mut |_| {}).expect("the day can be planned");
    assert!(!plan.unserved.is_empty(), "some can't travel");
    for unserved in &plan.unserved {
        // A reason that no code stands for would be refused here.
        let reason = reason(unserved);
        assert!(unserved.detail.len() > 20, "{}: {}", unserved.case, unserved.detail);
        // The persons of the case are known to the feed by birth and nationality: neither is said.
        let case = feed.cases.iter().find(|case| *case.id == unserved.case).expect("a case of the feed");
        for person in case.persons.iter().map(|&person| &feed.persons[person]) {
            assert!(!unserved.detail.contains(&person.birth.to_string()), "{}", unserved.detail);
            let words = unserved.detail.split(|c: char| !c.is_ascii_alphanumeric());
            let nationality = person.nationality.to_string();
            assert!(reason != Reason::TransitDenied || words.into_iter().all(|word| word != nationality));
        }
    }
}
