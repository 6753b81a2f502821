//! `onward scenarios`: many changed feeds planned and compared.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use serde::Serialize;

use super::exit::{Exit, Failure};
use super::study::{self, Planning};
use super::{load, streams};
use crate::picture::{self, Undrawn};
use crate::report::{Align, Table, amount, clean, count, percent};
use crate::scenario::{self, File};
use crate::study::{Planned, Row, Sweep, sweep};

/// Plan scenarios: named changes to a feed, each planned and compared with the feed as it is.
///
/// The file is TOML (docs/scenarios.md lists every kind of change; --schema prints its JSON Schema). Every plan starts from
/// what the base's run learnt and from nothing else, so that a scenario's plan is the same whatever stands beside it. All
/// plans are written to the folder named with --plans. Ctrl-C ends each run with the best plan it has.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  onward scenarios data/sample examples/scenarios.toml --gap 0.01 --svg scenarios.svg")]
pub(super) struct Args {
    /// Folder or .zip of the feed
    #[arg(value_parser = load::existing(), required_unless_present = "schema")]
    feed: Option<PathBuf>,
    /// The scenario file
    #[arg(value_name = "SCENARIOS.toml", value_parser = load::existing(), required_unless_present = "schema")]
    file: Option<PathBuf>,
    /// Folder for the plans, made where it isn't there
    #[arg(long, value_name = "DIR", default_value = "scenario-plans")]
    plans: PathBuf,
    /// Write each changed feed too, as a folder of this one that `onward plan` and `onward check` take
    #[arg(long, value_name = "DIR")]
    write_feeds: Option<PathBuf>,
    /// Draw the totals beside each other, as SVG
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
    #[command(flatten)]
    planning: Planning,
    /// As JSON
    #[arg(long, conflicts_with = "csv")]
    json: bool,
    /// As CSV
    #[arg(long)]
    csv: bool,
    /// Print the JSON Schema of the scenario file and nothing else
    #[arg(long)]
    schema: bool,
    /// Don't tell of each plan that is done
    #[arg(short, long)]
    quiet: bool,
}

/// What `--json` prints.
#[derive(Serialize)]
struct Told {
    base: Entry,
    scenarios: Vec<Entry>,
}

impl Told {
    /// The totals of those that were planned, drawn.
    fn drawn(&self, currency: &str) -> Result<String, Undrawn> {
        let row = |entry: &Entry| match entry {
            Entry::Planned { row, .. } => Some(Row::clone(row)),
            Entry::Failed { .. } => None,
        };
        let rows: Vec<Row> = self.scenarios.iter().filter_map(row).collect();
        let base = row(&self.base).ok_or_else(Undrawn::of_nothing)?;
        picture::scenarios(currency, &base, &rows)
    }
}

/// A scenario, planned or not.
#[derive(Serialize)]
#[serde(untagged)]
enum Entry {
    Planned {
        #[serde(flatten)]
        row: Box<Row>,
        plan: String,
    },
    Failed {
        name: String,
        error: String,
    },
}

pub(super) fn run(args: &Args) -> Result<Exit, Failure> {
    let (Some(feed), Some(file), false) = (&args.feed, &args.file, args.schema) else {
        streams::print(&load::json(&scenario::schema())?)?;
        return Ok(Exit::Done);
    };
    let tables = study::tables(feed)?;
    let name = file.display().to_string();
    let text = fs::read_to_string(file).map_err(|error| Failure::Refused(format!("{name}: {error}")))?;
    let refused = |faults: &dyn std::fmt::Display| Failure::Refused(study::clean_lines(&faults.to_string()));
    let scenarios = File::parse(&text, &name).map_err(|faults| refused(&faults))?.scenarios;
    fs::create_dir_all(&args.plans).map_err(|error| study::unwritable(&args.plans, &error))?;
    let picture = study::picture_at(args.svg.as_ref())?;
    let cancel = study::stoppable("stopping: each run ends with the best plan it has")?;
    let done = |name: &str, plan: &crate::plan::Plan| {
        if !args.quiet {
            let (total, gap) = (amount(plan.total), percent(plan.gap));
            streams::tell(&format!("{}: total {total}, gap {gap}", clean(name)));
        }
    };
    let made = sweep(&tables, scenarios, &args.planning.options(), &cancel, &done).map_err(|errors| {
        let (faults, others) = Sweep::change_faults(errors);
        let mut others = others.into_iter().map(study::failure);
        match (faults.0.is_empty(), others.next()) {
            (true, Some(first)) => others.fold(first, |first, next| match first {
                Failure::Refused(text) => Failure::Refused(format!("{text}\n{next}")),
                other => other,
            }),
            _ => refused(&faults),
        }
    })?;
    let told = told(args, &made)?;
    study::write_picture(picture.as_ref(), || told.drawn(&made.base.plan().currency))?;
    let text = match (args.json, args.csv) {
        (true, _) => load::json(&told)?,
        (_, true) => csv(&told)?,
        _ => table(&told).render(streams::look()),
    };
    streams::print(&text)?;
    let failed = told.scenarios.iter().any(|entry| matches!(entry, Entry::Failed { .. }));
    Ok(if failed { Exit::Refused } else { Exit::Done })
}

/// Writes plans and feeds, and tells where.
fn told(args: &Args, made: &Sweep) -> Result<Told, Failure> {
    let mut taken = BTreeSet::new();
    let lost = || Failure::Failed("a plan isn't for its feed".to_owned());
    let mut entry = |name: &str, planned: &Planned, row: Option<Row>| -> Result<Entry, Failure> {
        let own = file_name(name, &mut taken);
        let plan = study::write_plan(&args.plans, &own, planned.plan())?;
        if let Some(feeds) = &args.write_feeds {
            let folder = feeds.join(&own);
            planned.tables.write(&folder).map_err(|error| study::unwritable(&folder, &error))?;
        }
        Ok(Entry::Planned { row: Box::new(row.ok_or_else(lost)?), plan })
    };
    let base = entry("base", &made.base, made.base_row())?;
    let mut scenarios = Vec::new();
    for (scenario, planned) in &made.scenarios {
        scenarios.push(match planned {
            Ok(planned) => entry(&scenario.name, planned, made.row(&scenario.name, planned))?,
            Err(error) => Entry::Failed { name: scenario.name.clone(), error: study::clean_lines(&error.to_string()) },
        });
    }
    Ok(Told { base, scenarios })
}

/// `name` as the name of a file: what isn't a letter, digit, dot or dash is a dash, and no two are alike.
fn file_name(name: &str, taken: &mut BTreeSet<String>) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-') { c } else { '-' };
    let mut own: String = name.chars().map(plain).collect();
    if own.starts_with('.') {
        own.insert(0, '-');
    }
    let stem = own.clone();
    let mut number = 1;
    // Where upper and lower case are one to a file system, they are here.
    while !taken.insert(own.to_ascii_lowercase()) {
        number += 1;
        own = format!("{stem}-{number}");
    }
    own
}

fn table(told: &Told) -> Table {
    let columns = [
        ("scenario", Align::Left),
        ("total", Align::Right),
        ("change", Align::Right),
        ("bound", Align::Right),
        ("gap", Align::Right),
        ("cash", Align::Right),
        ("penalties", Align::Right),
        ("persons", Align::Right),
        ("late days", Align::Right),
        ("hours", Align::Right),
        ("cases moved", Align::Right),
        ("", Align::Words),
    ];
    let mut table = Table::new(&columns);
    for entry in std::iter::once(&told.base).chain(&told.scenarios) {
        table.push(match entry {
            Entry::Planned { row, .. } => vec![
                clean(&row.name),
                amount(row.outcome.total),
                amount(row.change),
                amount(row.outcome.bound),
                percent(row.outcome.gap),
                amount(row.outcome.cash.total()),
                amount(row.outcome.penalties.total()),
                count(row.outcome.served_persons),
                row.outcome.delay_days.to_string(),
                row.outcome.hours.to_string(),
                count(row.moved.len()),
                String::new(),
            ],
            Entry::Failed { name, error } => {
                let mut cells = vec![String::new(); columns.len() - 2];
                cells.insert(0, clean(name));
                cells.push(error.replace('\n', "; "));
                cells
            }
        });
    }
    table.without_empty_columns()
}

/// One line a scenario; volumes and programmes as `name=value` separated by blanks.
fn csv(told: &Told) -> Result<String, Failure> {
    let failed = |error: &dyn std::fmt::Display| Failure::Failed(error.to_string());
    let mut writer = csv::Writer::from_writer(Vec::new());
    let heads = [
        "name",
        "total",
        "change",
        "bound",
        "gap",
        "cash",
        "penalties",
        "served_persons",
        "unserved_persons",
        "delay_days",
        "hours",
        "volumes",
        "programmes",
        "moved",
        "plan",
        "error",
    ];
    writer.write_record(heads).map_err(|error| failed(&error))?;
    for entry in std::iter::once(&told.base).chain(&told.scenarios) {
        let record = match entry {
            Entry::Planned { row, plan } => {
                let out = &row.outcome;
                let volumes: Vec<String> = out.volumes.iter().map(|(name, n)| format!("{name}={n}")).collect();
                let shares: Vec<String> = out.programmes.iter().map(|(name, n)| format!("{name}={n}")).collect();
                vec![
                    row.name.clone(),
                    out.total.to_string(),
                    row.change.to_string(),
                    out.bound.to_string(),
                    out.gap.to_string(),
                    out.cash.total().to_string(),
                    out.penalties.total().to_string(),
                    out.served_persons.to_string(),
                    out.unserved_persons.to_string(),
                    out.delay_days.to_string(),
                    out.hours.to_string(),
                    volumes.join(" "),
                    shares.join(" "),
                    row.moved.join(" "),
                    plan.clone(),
                    String::new(),
                ]
            }
            Entry::Failed { name, error } => {
                let mut cells = vec![String::new(); heads.len() - 2];
                cells.insert(0, name.clone());
                cells.push(error.clone());
                cells
            }
        };
        writer.write_record(&record).map_err(|error| failed(&error))?;
    }
    let bytes = writer.into_inner().map_err(|error| failed(&error))?;
    String::from_utf8(bytes).map_err(|error| failed(&error))
}
