//! docs/scenarios.md and examples/scenarios.toml: read, and made of the sample.

use std::collections::BTreeSet;
use std::path::Path;

use onward::scenario::{Change, File, Tables};

/// The TOML blocks of the page with their sections' titles.
fn blocks() -> Vec<(String, String)> {
    let page = include_str!("../../docs/scenarios.md");
    let mut section = String::new();
    let mut block: Option<String> = None;
    let mut all = Vec::new();
    for line in page.lines() {
        match &mut block {
            None if line.starts_with('#') => section = line.trim_start_matches('#').trim().to_owned(),
            None if line == "```toml" => block = Some(String::new()),
            None => {}
            Some(_) if line == "```" => all.extend(block.take().map(|text| (section.clone(), text))),
            Some(text) => *text += &format!("{line}\n"),
        }
    }
    all
}

#[test]
fn every_block_of_the_page_is_read_and_made_of_the_sample() {
    let base = Tables::read(Path::new("data/sample")).unwrap();
    let mut met = BTreeSet::new();
    for (section, text) in blocks() {
        // A section on a kind shows changes alone, as they stand in a scenario.
        let whole = if text.contains("[[scenario]]") { text } else { format!("[[scenario]]\nname = \"x\"\n{text}") };
        let file = File::parse(&whole, "docs/scenarios.md").unwrap_or_else(|faults| panic!("{section}\n{faults}"));
        for scenario in file.scenarios {
            let tables = scenario.apply(&base).unwrap_or_else(|faults| panic!("{section}\n{faults}"));
            tables.feed().unwrap_or_else(|faults| panic!("{section}\n{faults}"));
            met.extend(scenario.changes.iter().map(Change::kind));
        }
    }
    assert_eq!(met, Change::KINDS.iter().copied().collect(), "a kind without an example");
}

#[test]
fn every_kind_and_field_is_on_the_page() {
    let page = include_str!("../../docs/scenarios.md");
    let schema = onward::scenario::schema();
    let kinds = schema["$defs"]["Change"]["oneOf"].as_array().unwrap();
    assert_eq!(kinds.len(), Change::KINDS.len());
    for kind in kinds {
        let fields = kind["properties"].as_object().unwrap();
        let name = fields["change"]["const"].as_str().unwrap();
        let section =
            page.split("\n### ").find(|part| part.lines().next().unwrap_or_default().contains(&format!("`{name}`")));
        let section = section.unwrap_or_else(|| panic!("no section on {name}"));
        for field in fields.keys().filter(|field| *field != "change") {
            assert!(section.contains(&format!("`{field}`")), "{name}: {field} isn't documented");
        }
    }
}

#[test]
fn the_example_is_made_of_the_sample() {
    let text = include_str!("../../examples/scenarios.toml");
    let file = File::parse(text, "examples/scenarios.toml").unwrap_or_else(|faults| panic!("{faults}"));
    assert!(file.scenarios.len() > 5);
    let base = Tables::read(Path::new("data/sample")).unwrap();
    let before = base.feed().unwrap().0.sha256;
    for scenario in file.scenarios {
        let (feed, _) = scenario.apply(&base).unwrap_or_else(|faults| panic!("{faults}")).feed().unwrap();
        assert_ne!(feed.sha256, before, "{}", scenario.name);
    }
}
