//! docs/scenarios.schema.json is the schema that the library gives.

use onward::scenario;

const PAGE: &str = "docs/scenarios.schema.json";

/// With `UPDATE_SCHEMA=1` the page is written anew.
#[test]
fn the_page_is_the_schema() {
    let schema = serde_json::to_string_pretty(&scenario::schema()).unwrap() + "\n";
    if std::env::var_os("UPDATE_SCHEMA").is_some() {
        std::fs::write(PAGE, &schema).unwrap();
    }
    assert_eq!(std::fs::read_to_string(PAGE).unwrap(), schema, "run the test with UPDATE_SCHEMA=1");
}
