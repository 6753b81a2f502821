//! Parties and classes say of their cases what the feed says.

use std::collections::BTreeMap;
use std::path::Path;

use onward::feed::Feed;
use onward::itineraries::classes::{Class, classes, one_by_one};
use onward::network::Network;

/// rustc 1.95 compiled pairs of a country and a document into garbage documents, in some builds and only for pools or only
/// for single parties; itineraries were then offered that transit rules deny.
#[test]
fn papers_are_those_of_the_persons() {
    let day = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/day-2017-05-16");
    let (feed, _) = Feed::read(&day).unwrap();
    let network = Network::new(&feed);
    let hold = |class: &Class| {
        for party in &class.parties {
            // As text, so that no pair of a country and an index is made here.
            let mut papers: BTreeMap<String, u32> = BTreeMap::new();
            for &person in party.iter().flat_map(|&case| &feed.cases[case].persons) {
                let person = &feed.persons[person];
                let paper = format!("{} {}", person.nationality, feed.documents[person.document]);
                *papers.entry(paper).or_insert(0) += 1;
            }
            let told: BTreeMap<String, u32> = class
                .traits
                .papers
                .iter()
                .map(|(country, document, persons)| (format!("{country} {}", feed.documents[*document]), *persons))
                .collect();
            assert_eq!(told, papers, "case {}", feed.cases[party[0]].id);
        }
    };
    classes(&network).iter().for_each(hold);
    one_by_one(&network).iter().for_each(hold);
}
