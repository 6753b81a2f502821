//! The scenario file's form as a JSON Schema, for editors and other programs.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Value, json};

use super::change::Change;

/// A scenario file.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[allow(dead_code)]
struct ScenarioFile {
    /// The scenarios.
    #[schemars(length(min = 1))]
    scenario: Vec<ScenarioForm>,
}

/// A scenario, or with a grid as many as the grid has points.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[allow(dead_code)]
struct ScenarioForm {
    /// Its name, with the grid's keys in braces.
    #[schemars(length(min = 1))]
    name: String,
    /// The values that take the place of each key in braces.
    grid: Option<BTreeMap<String, Vec<Value>>>,
    /// What is changed, in this order.
    #[schemars(length(min = 1))]
    changes: Vec<Change>,
}

/// The JSON Schema (draft 2020-12) of a scenario file. A field may also hold a text with a grid's key in braces.
pub fn schema() -> Value {
    let generator = SchemaSettings::draft2020_12().into_generator();
    let mut schema = generator.into_root_schema_for::<ScenarioFile>().to_value();
    if let Some(definitions) = schema.get_mut("$defs").and_then(Value::as_object_mut) {
        for (name, definition) in definitions.iter_mut() {
            if name != "ScenarioForm" {
                placeholders(definition);
            }
        }
        let placeholder = json!({
            "description": "a text with a key of the scenario's grid in braces",
            "type": "string",
            "pattern": r"\{[A-Za-z0-9_-]+\}"
        });
        definitions.insert("Placeholder".to_owned(), placeholder);
    }
    schema
}

/// Lets a placeholder stand for the value of every property, the kind of change left aside.
fn placeholders(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            if let Some(Value::Object(properties)) = object.get_mut("properties") {
                for (_, property) in properties.iter_mut().filter(|(name, _)| *name != "change") {
                    let own = property.take();
                    *property = json!({"anyOf": [own, {"$ref": "#/$defs/Placeholder"}]});
                }
            }
            for (key, value) in object.iter_mut() {
                if key != "properties" {
                    placeholders(value);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(placeholders),
        _ => {}
    }
}
