//! What tells feeds apart.

use sha2::{Digest, Sha256};

use super::Raw;
use super::json::Leaf;
use super::schema::SCHEMAS;

/// SHA-256 of the content in a canonical form, lower-case hexadecimal.
///
/// Every known file in order of name, every known column in the order of the documentation, every cell's text with its
/// length. A folder, its zip and its JSON have the same; so have files that differ in line ends, column order, blank
/// lines, or what isn't read.
pub(crate) fn sha256(raw: &Raw) -> String {
    let mut hash = Sha256::new();
    let mut text = |text: &str| {
        hash.update((text.len() as u64).to_be_bytes());
        hash.update(text);
    };
    text("onward-feed/1");
    let mut files: Vec<_> = SCHEMAS.iter().map(|schema| schema.file).collect();
    files.sort_unstable();
    for file in files {
        let table = raw.table(file);
        if table.len() == 0 {
            continue;
        }
        text(file);
        text(&table.len().to_string());
        for row in 0..table.len() {
            for column in 0..table.schema.columns.len() {
                text(table.text(row, column));
            }
        }
    }
    text(super::schema::POLICY);
    let mut policy: Vec<(String, &str)> = raw
        .policy
        .iter()
        .flatten()
        .filter(|entry| super::schema::POLICY_KEYS.contains(&entry.path[0].as_str()))
        .filter_map(|entry| match &entry.leaf {
            Leaf::Text(value) | Leaf::Number(value) => Some((entry.path.join("."), value.as_str())),
            _ => None,
        })
        .collect();
    policy.sort();
    for (path, value) in policy {
        text(&path);
        text(value);
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
