//! `onward generate`.

use std::fs;
use std::path::Path;

use super::support::{Desk, stderr, stdout};

fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap()))
        .collect();
    files.sort();
    files
}

#[test]
fn a_preset_becomes_a_sound_feed_and_the_same_seed_the_same_bytes() {
    let desk = Desk::new();
    for (seed, folder) in [("7", "day"), ("7", "again"), ("8", "other")] {
        let assert = desk.run(&["generate", "day-2017-05-16", "--seed", seed, "-o", folder]).code(0);
        assert!(stdout(&assert).contains("1,214 persons"), "{}", stdout(&assert));
    }
    let counted = stdout(&desk.run(&["validate", "day"]).code(0));
    assert!(counted.contains("1,214 persons"), "{counted}");
    assert!(files(&desk.path("day")) == files(&desk.path("again")), "the same seed must give the same bytes");
    assert!(files(&desk.path("day")) != files(&desk.path("other")), "the seed must matter");
}

#[test]
fn a_folder_with_something_in_it_is_left_alone_unless_forced() {
    let desk = Desk::new();
    let before = files(&desk.feed());
    let assert = desk.run(&["generate", "day-2015-09-09", "-o", "feed"]).code(2);
    assert!(stderr(&assert).contains("--force"), "{}", stderr(&assert));
    assert!(files(&desk.feed()) == before);
    desk.run(&["generate", "day-2015-09-09", "-o", "feed", "--force"]).code(0);
    assert!(stdout(&desk.run(&["validate", "feed"]).code(0)).contains("1,541 persons"));
}

#[test]
fn the_presets_are_named_where_one_is_wrong() {
    let assert = Desk::new().run(&["generate", "day-1900-01-01", "-o", "day"]).code(2);
    for preset in ["day-2017-05-16", "day-2015-09-09", "tight-200", "sample"] {
        assert!(stderr(&assert).contains(preset), "{}", stderr(&assert));
    }
}
