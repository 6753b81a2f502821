//! The historical days: everyone left behind is told why, and those built to be impossible for the reason built in.

use onward::explain::{LABELS, Reason};
use onward::feed::Feed;
use onward::generate::{self, Generated, Preset, generate_with_notes};
use onward::plan::Unserved;

use crate::{reason, told};

/// Nobody's papers are shown: births and nationalities of a case's persons.
fn discreet(feed: &Feed, unserved: &Unserved) {
    let reason = reason(unserved);
    assert!(unserved.detail.len() > 20, "{}: {}", unserved.case, unserved.detail);
    let case = feed.cases.iter().find(|case| *case.id == unserved.case).expect("a case of the feed");
    for person in case.persons.iter().map(|&person| &feed.persons[person]) {
        assert!(!unserved.detail.contains(&person.birth.to_string()), "{}", unserved.detail);
        let words = unserved.detail.split(|c: char| !c.is_ascii_alphanumeric());
        let nationality = person.nationality.to_string();
        assert!(reason != Reason::TransitDenied || words.into_iter().all(|word| word != nationality));
    }
}

/// Reasons that a case built so may be told; the first rule that helps alone is, in the order of the catalogue.
fn due(built: generate::Reason) -> &'static [Reason] {
    match built {
        generate::Reason::DocumentRefused => &[Reason::TransitDenied],
        generate::Reason::NoStretcher => &[Reason::NoPlaceAboard],
        generate::Reason::ExitPermitExpired
        | generate::Reason::WindowsApart
        | generate::Reason::ReceptionClosed
        | generate::Reason::ClearedTooLate => &[Reason::Clearance],
    }
}

/// A plan that serves nobody asks for everyone's reason, whatever a machine can plan in a while.
#[test]
fn everyone_is_told_why_on_a_day_on_which_nobody_flies() {
    for preset in [Preset::Day20170516, Preset::Day20150909] {
        let Generated { feed, hardships } = generate_with_notes(preset, preset.default_seed());
        let (feed, _) = Feed::from_files(&feed.files).expect("the day is sound");
        let unserved = told(&feed, LABELS);
        assert_eq!(unserved.len(), feed.cases.len());
        unserved.iter().for_each(|unserved| discreet(&feed, unserved));
        assert!(hardships.len() >= 6, "{hardships:?}");
        for hardship in hardships {
            let unserved = unserved.iter().find(|unserved| unserved.case == hardship.case).expect("a case of the feed");
            assert!(due(hardship.reason).contains(&reason(unserved)), "{hardship:?}: {unserved:?}");
            // The days are of a size at which every way is looked at.
            assert!(unserved.detail.starts_with("on the closest way, "), "{}", unserved.detail);
        }
        // Whoever could travel is told so, not a rule that stands in nobody's way.
        let travel = [Reason::PlanningStopped, Reason::EscortNotSent];
        let could = unserved.iter().filter(|unserved| travel.contains(&reason(unserved))).count();
        assert!(could * 100 >= feed.cases.len() * 95, "{could} of {} could travel", feed.cases.len());
    }
}

/// A plan of its own: who stays in the best plan of the sample.
#[test]
fn everyone_left_behind_in_the_sample_is_told_why() {
    let feed = generate::generate(Preset::Sample, Preset::Sample.default_seed());
    let (feed, _) = Feed::from_files(&feed.files).expect("the sample is sound");
    let options = onward::solve::Options { gap: 0.02, ..Default::default() };
    let plan = onward::solve::plan(&feed, &options, &Default::default(), &mut |_| {}).expect("it can be planned");
    assert!(!plan.unserved.is_empty(), "some can't travel");
    plan.unserved.iter().for_each(|unserved| discreet(&feed, unserved));
}
