//! The scenario file: named changes in TOML, grids written out.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use toml::de::{DeTable, DeValue};

use super::Scenario;
use super::change::Change;
use super::faults::{self, ChangeFault, ChangeFaults};
use super::grid::{Grid, Point, is_key};
use super::source::{self as text, Node, Source};

/// Most scenarios of a file, its grids written out.
pub const SCENARIOS: usize = 10_000;

/// Most characters of a name.
const NAME: usize = 64;

/// What a scenario file says.
#[derive(Debug, Clone, PartialEq)]
pub struct File {
    /// Its scenarios in their order, those of a grid with the last key changing first; no two have the same name.
    pub scenarios: Vec<Scenario>,
}

impl File {
    /// Reads the TOML text of a file called `name`.
    ///
    /// # Errors
    /// Every fault of form in the order of the file, with line and column. What holds of many points of a grid is told
    /// once, for the first.
    pub fn parse(text: &str, name: &str) -> Result<Self, ChangeFaults> {
        let mut reader = Reader { source: Source { name, text }, faults: Vec::new() };
        let scenarios = reader.file();
        let mut faults = reader.faults;
        if faults.is_empty() {
            return Ok(Self { scenarios });
        }
        faults.sort_by_key(|fault| (fault.line, fault.column));
        let mut told = BTreeSet::new();
        faults.retain(|fault| told.insert((fault.line, fault.column, fault.code, fault.field.clone())));
        Err(ChangeFaults(faults))
    }
}

/// A scenario as written.
struct Form<'a> {
    name: (String, usize),
    changes: Vec<&'a Node<'a>>,
    grid: Grid,
    /// Where each key of the grid stands.
    keys: BTreeMap<String, usize>,
}

struct Reader<'a> {
    source: Source<'a>,
    faults: Vec<ChangeFault>,
}

impl Reader<'_> {
    fn fault(&mut self, fault: Box<ChangeFault>, offset: usize) {
        self.faults.push(self.source.at(fault, offset));
    }

    fn form(&mut self, needed: &str, field: &str, offset: usize) {
        self.fault(faults::bad_form(needed).field(field), offset);
    }

    fn file(&mut self) -> Vec<Scenario> {
        let root = match self.source.table() {
            Ok(root) => root,
            Err(faults) => {
                self.faults = faults;
                return Vec::new();
            }
        };
        self.unknown_keys(&root, &["scenario"]);
        let Some(all) = root.get("scenario") else {
            self.form("begin each scenario with [[scenario]] and its name", "scenario", 0);
            return Vec::new();
        };
        let Some(tables) = all.get_ref().as_array() else {
            self.form("begin each scenario with [[scenario]]", "scenario", all.span().start);
            return Vec::new();
        };
        let forms: Vec<Form<'_>> = tables.iter().filter_map(|table| self.scenario(table)).collect();
        let count = forms.iter().try_fold(0usize, |count, form| count.checked_add(form.grid.len()?));
        if count.is_none_or(|count| count > SCENARIOS) {
            self.fault(faults::too_many(SCENARIOS), all.span().start);
            return Vec::new();
        }
        let mut names = BTreeMap::new();
        let mut scenarios = Vec::new();
        for form in &forms {
            self.expand(form, &mut names, &mut scenarios);
        }
        scenarios
    }

    fn unknown_keys(&mut self, table: &DeTable<'_>, known: &[&str]) {
        for (key, _) in table.iter().filter(|(key, _)| !known.contains(&key.get_ref().as_ref())) {
            let needed = format!("take it out; known here: {}", known.join(", "));
            self.form(&needed, key.get_ref(), key.span().start);
        }
    }

    /// A scenario as written; `None` where it hasn't the form of one.
    fn scenario<'n>(&mut self, node: &'n Node<'n>) -> Option<Form<'n>> {
        let start = node.span().start;
        let Some(table) = node.get_ref().as_table() else {
            self.form("give a table with a name and changes", "scenario", start);
            return None;
        };
        self.unknown_keys(table, &["name", "grid", "changes"]);
        let name = match table.get("name") {
            None => {
                self.fault(faults::bad_name(), start);
                None
            }
            Some(name) => match name.get_ref() {
                DeValue::String(text) => Some((text.to_string(), name.span().start)),
                _ => {
                    self.form("give a string", "name", name.span().start);
                    None
                }
            },
        };
        let mut keys = BTreeMap::new();
        let grid = table.get("grid").map_or(Some(Grid::default()), |grid| self.grid(grid, &mut keys));
        let changes = match table.get("changes") {
            None => {
                let named = name.as_ref().map_or("", |(name, _)| name);
                self.fault(faults::no_changes().scenario(named), start);
                None
            }
            Some(changes) => match changes.get_ref().as_array() {
                Some(changes) if changes.is_empty() => {
                    self.fault(faults::no_changes(), start);
                    None
                }
                Some(changes) => Some(changes.iter().collect()),
                None => {
                    self.form("give a list of changes, or write [[scenario.changes]]", "changes", changes.span().start);
                    None
                }
            },
        };
        Some(Form { name: name?, changes: changes?, grid: grid?, keys })
    }

    fn grid(&mut self, node: &Node<'_>, keys: &mut BTreeMap<String, usize>) -> Option<Grid> {
        let Some(table) = node.get_ref().as_table() else {
            self.form("give a table of lists, as { price = [20000, 25000] }", "grid", node.span().start);
            return None;
        };
        let mut grid = Grid::default();
        for (key, values) in table {
            let (name, start) = (key.get_ref().to_string(), values.span().start);
            let list = values.get_ref().as_array().filter(|values| !values.is_empty());
            match list {
                Some(values) if is_key(&name) => {
                    keys.insert(name.clone(), key.span().start);
                    grid.0.push((name, values.iter().map(text::value).collect()));
                }
                Some(_) => {
                    let remedy = "a key is of A-Z a-z 0-9 _ -";
                    self.fault(faults::bad_grid(remedy).field("grid").value(&name), key.span().start);
                }
                None => {
                    let remedy = "give the values of a key as a list of one at least";
                    self.fault(faults::bad_grid(remedy).field("grid").value(&name), start);
                }
            }
        }
        (grid.0.len() == table.len()).then_some(grid)
    }

    /// Writes a scenario out for every point of its grid.
    fn expand(&mut self, form: &Form<'_>, names: &mut BTreeMap<String, usize>, scenarios: &mut Vec<Scenario>) {
        let mut used = BTreeSet::new();
        for point in form.grid.points() {
            let (written, start) = &form.name;
            let name = match point.text(written, &mut BTreeSet::new()) {
                Ok(name) => name,
                Err(fault) => return self.fault(fault.field("name"), *start),
            };
            if !sound(&name) {
                self.fault(faults::bad_name().field("name").value(&name), *start);
            }
            match names.get(&name) {
                Some(&first) => {
                    let line = self.source.at(faults::bad_name(), first).line.unwrap_or_default();
                    let fault = faults::repeated_name(&format!("in line {line}"));
                    self.fault(fault.field("name").value(&name), *start);
                }
                None => _ = names.insert(name.clone(), *start),
            }
            let changes = form.changes.iter().enumerate();
            let changes: Vec<_> = changes
                .filter_map(|(n, node)| match change(node, &point, &mut used) {
                    Ok(change) => Some(change),
                    Err((fault, offset)) => {
                        self.fault(fault.scenario(&name).change(n), offset);
                        None
                    }
                })
                .collect();
            scenarios.push(Scenario { name, changes });
        }
        for (key, start) in form.keys.iter().filter(|(key, _)| !used.contains(key.as_str())) {
            let remedy = format!("no change has {{{key}}}; use it or take it out");
            self.fault(faults::bad_grid(&remedy).field("grid").value(key), *start);
        }
    }
}

/// Whether a name has 1 to 64 characters that print.
fn sound(name: &str) -> bool {
    let prints = |c: char| c == ' ' || !c.is_whitespace() && !c.is_control();
    (1..=NAME).contains(&name.chars().count()) && name.chars().all(prints) && name.trim() == name
}

/// Reads a change with a point's values put in, or a fault and how far into the text it lies.
fn change<'g>(
    node: &Node<'_>,
    point: &Point<'g>,
    used: &mut BTreeSet<&'g str>,
) -> Result<Change, (Box<ChangeFault>, usize)> {
    let start = node.span().start;
    let filled = point.fill(&text::value(node), used).map_err(|fault| (fault, start))?;
    let Value::Object(mut fields) = filled else {
        let needed = "give a table with a change and its fields";
        return Err((faults::bad_form(needed).field("changes"), start));
    };
    let kinds = format!("give the kind of change as change = one of {}", Change::KINDS.join(", "));
    let kind = match fields.remove("change") {
        Some(Value::String(kind)) => kind,
        _ => return Err((faults::bad_form(&kinds).field("change"), start)),
    };
    match Change::read(&kind, Value::Object(fields)) {
        Some(Ok(change)) => Ok(change),
        Some(Err(error)) => {
            let path = error.path().to_string();
            let mut fault = faults::bad_form(&error.inner().to_string()).kind(&kind);
            if path != "." {
                fault = fault.field(&path);
            }
            Err((fault, text::offset(node, error.path())))
        }
        None => {
            let at =
                node.get_ref().as_table().and_then(|table| table.get("change")).map_or(start, |at| at.span().start);
            Err((faults::bad_form(&kinds).field("change").value(kind), at))
        }
    }
}
