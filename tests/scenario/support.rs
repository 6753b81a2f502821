//! Feeds changed here by changes and there by hand, to be compared as they are read.

use std::fs;
use std::path::Path;

use onward::feed::Feed;
use onward::missions::pricing::Corps;
use onward::network::Network;
use onward::scenario::{Change, ChangeFault, File, Scenario, Tables};

pub use crate::feeds::FeedBuilder;

/// The published sample.
pub fn sample() -> FeedBuilder {
    let files = fs::read_dir("data/sample").unwrap().map(|entry| {
        let path = entry.unwrap().path();
        (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read_to_string(&path).unwrap())
    });
    FeedBuilder { files: files.collect() }
}

/// Writes a feed to a folder.
pub fn write(feed: &FeedBuilder, folder: &Path) {
    for (name, content) in &feed.files {
        fs::write(folder.join(name), content).unwrap();
    }
}

/// The feed as tables.
pub fn tables(feed: &FeedBuilder) -> Tables {
    let folder = tempfile::tempdir().unwrap();
    write(feed, folder.path());
    Tables::read(folder.path()).unwrap_or_else(|faults| panic!("{faults}"))
}

/// The scenario of changes written as TOML tables without their braces, one each.
pub fn scenario(changes: &[&str]) -> Scenario {
    let changes: Vec<_> = changes.iter().map(|change| format!("{{ {change} }}")).collect();
    let text = format!("[[scenario]]\nname = \"test\"\nchanges = [{}]\n", changes.join(", "));
    let mut file = File::parse(&text, "test.toml").unwrap_or_else(|faults| panic!("{text}\n{faults}"));
    assert_eq!(file.scenarios.len(), 1);
    file.scenarios.remove(0)
}

/// A single change.
pub fn change(text: &str) -> Change {
    scenario(&[text]).changes.remove(0)
}

/// The feed that the changes make.
pub fn made(base: &FeedBuilder, changes: &[&str]) -> Feed {
    let tables = scenario(changes).apply(&tables(base)).unwrap_or_else(|faults| panic!("{faults}"));
    tables.feed().unwrap_or_else(|faults| panic!("{changes:?}\n{faults}")).0
}

/// Replaces a text that stands once in a file, whole lines of it.
pub fn edit(mut feed: FeedBuilder, (file, old, new): (&str, &str, &str)) -> FeedBuilder {
    let content = feed.files.get_mut(file).unwrap_or_else(|| panic!("no {file}"));
    let lined = format!("\n{content}");
    assert_eq!(lined.matches(&format!("\n{old}\n")).count(), 1, "{file}: {old:?}");
    let new = if new.is_empty() { String::new() } else { format!("{new}\n") };
    *content = lined.replacen(&format!("\n{old}\n"), &format!("\n{new}"), 1)[1..].to_owned();
    feed
}

/// Adds lines at the end of a file.
pub fn append(mut feed: FeedBuilder, file: &str, lines: &str) -> FeedBuilder {
    feed.files.get_mut(file).unwrap_or_else(|| panic!("no {file}")).push_str(&format!("{lines}\n"));
    feed
}

/// Whether the network of `changed` shares what that of `base` has; if so, it must be what would have been built.
pub fn shares(base: &Feed, changed: &Feed) -> bool {
    let (old, new) = (Network::new(base), Network::new(changed));
    let like = old.like(changed);
    if !like.shares(&old) {
        return false;
    }
    assert_eq!(format!("{like:?}"), format!("{new:?}"));
    if Corps::needed(base) == Corps::needed(changed) {
        assert_eq!(format!("{:?}", Corps::new(&old)), format!("{:?}", Corps::new(&new)));
    }
    true
}

/// Holds that a change makes of `base` the feed that is `expected`, in all that is read of it, and that no network is taken
/// over which isn't its own.
pub fn makes(base: &FeedBuilder, change: &str, expected: &FeedBuilder) {
    let (base_feed, expected) = (base.feed(), expected.feed());
    assert_ne!(expected.sha256, base_feed.sha256, "the edit changes nothing");
    shares(&base_feed, &expected);
    let made = made(base, &[change]);
    // Everything typed, in order; the hash holds every cell besides.
    assert_eq!(format!("{made:#?}"), format!("{expected:#?}"), "{change}");
}

/// Holds that a change makes of the sample what the edits make of it: file, lines as they are, lines as they become.
pub fn edits(change: &str, all: &[(&str, &str, &str)]) {
    makes(&sample(), change, &all.iter().fold(sample(), |feed, one| edit(feed, *one)));
}

/// The faults that a change is refused with; the tables stay as they were.
pub fn refused(base: &FeedBuilder, text: &str) -> Vec<ChangeFault> {
    let before = tables(base);
    let mut after = before.clone();
    let faults = after.apply(&change(text)).expect_err(text).0;
    assert!(after == before, "{text}");
    faults
}

/// Holds that a change to the sample is refused with a code at a field with a value.
pub fn refuses(text: &str, code: &str, field: Option<&str>, value: Option<&str>) {
    let faults = refused(&sample(), text);
    let told: Vec<_> =
        faults.iter().map(|fault| (fault.code, fault.field.as_deref(), fault.value.as_deref())).collect();
    assert_eq!(told, [(code, field, value)], "{text}");
    assert_eq!(faults[0].kind.as_deref(), Some(change(text).kind()));
}
