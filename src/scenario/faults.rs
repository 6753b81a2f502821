//! What can be wrong with a scenario file or a change: one function a code, and where it was found.
//!
//! A code never changes its meaning. `C0` is the file's form, `C1` a change that doesn't fit the feed.

use std::fmt;

use serde::Serialize;

pub use crate::feed::faults::Kind;
use crate::feed::faults::shorten;

/// Something wrong with a scenario file, or with a change where it is applied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChangeFault {
    /// Stable code, e.g. `C101`; every one is in [`catalogue`] and in docs/scenarios.md.
    pub code: &'static str,
    /// The code's name, e.g. `unknown-charter`.
    pub name: String,
    /// The scenario file, where it was being read.
    pub file: Option<String>,
    /// Its line, from 1.
    pub line: Option<usize>,
    /// Characters from the start of the line, from 1.
    pub column: Option<usize>,
    /// The scenario.
    pub scenario: Option<String>,
    /// Which of its changes, from 1.
    pub change: Option<usize>,
    /// What kind of change, e.g. `charter_changed`.
    pub kind: Option<String>,
    /// The change's field.
    pub field: Option<String>,
    /// What stands there, shortened.
    pub value: Option<String>,
    /// What is wrong.
    pub meaning: String,
    /// What to do about it.
    pub remedy: String,
}

impl ChangeFault {
    // Boxed while it is on its way: a result with it stays small.

    /// At a field of the change.
    pub(crate) fn field(mut self: Box<Self>, field: &str) -> Box<Self> {
        self.field = Some(shorten(field));
        self
    }

    /// With what stands there.
    pub(crate) fn value(mut self: Box<Self>, value: impl fmt::Display) -> Box<Self> {
        self.value = Some(shorten(&value.to_string()));
        self
    }

    /// Of a scenario.
    pub(crate) fn scenario(mut self: Box<Self>, name: &str) -> Box<Self> {
        self.scenario = Some(shorten(name));
        self
    }

    /// Of the change at `position`, from 0.
    pub(crate) fn change(mut self: Box<Self>, position: usize) -> Box<Self> {
        self.change = Some(position + 1);
        self
    }

    /// Of a change of that kind.
    pub(crate) fn kind(mut self: Box<Self>, kind: &str) -> Box<Self> {
        self.kind = Some(shorten(kind));
        self
    }

    /// At a place of a file.
    pub(crate) fn at(mut self: Box<Self>, file: &str, (line, column): (usize, usize)) -> Box<Self> {
        self.file = Some(file.to_owned());
        self.line = Some(line);
        self.column = Some(column);
        self
    }
}

impl fmt::Display for ChangeFault {
    /// `C101 unknown-charter: scenario "k1" change 2 charter_changed charter "K9": no charter has …; correct it, or …`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}:", self.code, self.name)?;
        if let Some(file) = &self.file {
            write!(f, " {file}")?;
            if let (Some(line), Some(column)) = (self.line, self.column) {
                write!(f, ":{line}:{column}")?;
            }
        }
        if let Some(scenario) = &self.scenario {
            write!(f, " scenario {scenario:?}")?;
        }
        if let Some(change) = self.change {
            write!(f, " change {change}")?;
        }
        for part in [&self.kind, &self.field].into_iter().flatten() {
            write!(f, " {part}")?;
        }
        if let Some(value) = &self.value {
            write!(f, " {value:?}")?;
        }
        let nowhere = self.file.is_none() && self.scenario.is_none() && self.kind.is_none() && self.field.is_none();
        write!(f, "{} {}; {}", if nowhere { "" } else { ":" }, self.meaning, self.remedy)
    }
}

/// Every fault found, in the order of the file; at least one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct ChangeFaults(pub Vec<ChangeFault>);

impl From<Box<ChangeFault>> for ChangeFaults {
    fn from(fault: Box<ChangeFault>) -> Self {
        Self(vec![*fault])
    }
}

impl fmt::Display for ChangeFaults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, fault) in self.0.iter().enumerate() {
            if n > 0 {
                writeln!(f)?;
            }
            write!(f, "{fault}")?;
        }
        Ok(())
    }
}

impl std::error::Error for ChangeFaults {}

/// Every kind there is, ascending by code.
pub fn catalogue() -> impl Iterator<Item = &'static Kind> {
    KINDS.iter()
}

fn make(kind: &'static Kind, remedy: String) -> Box<ChangeFault> {
    Box::new(ChangeFault {
        code: kind.code,
        name: kind.name(),
        file: None,
        line: None,
        column: None,
        scenario: None,
        change: None,
        kind: None,
        field: None,
        value: None,
        meaning: kind.meaning.to_owned(),
        remedy,
    })
}

macro_rules! faults {
    ($($code:ident $name:ident($($arg:ident: $type:ty),*) $meaning:literal => $remedy:literal;)+) => {
        const KINDS: &[Kind] = &[$(
            Kind { code: stringify!($code), ident: stringify!($name), meaning: $meaning },
        )+];
        $(
            #[doc = concat!(stringify!($code), ": ", $meaning, ".")]
            pub(crate) fn $name($($arg: $type),*) -> Box<ChangeFault> {
                const KIND: Kind = Kind { code: stringify!($code), ident: stringify!($name), meaning: $meaning };
                make(&KIND, format!($remedy))
            }
        )+
    };
}

faults! {
    C001 bad_toml(error: &str)
        "it isn't TOML" => "correct it: {error}";
    C002 bad_form(error: &str)
        "the value hasn't the form that is needed" => "{error}";
    C003 bad_name()
        "a scenario needs a name of its own" => "give it 1 to 64 printable characters, with no blank at either end";
    C004 repeated_name(first: &str)
        "two scenarios have the same name" => "change one of them, or put the grid's keys in braces into the name; the first is {first}";
    C005 too_many(limit: usize)
        "there are too many scenarios" => "keep the file, its grids written out, at {limit}";
    C006 no_changes()
        "the scenario has no changes" => "add some, or leave it out; the feed as it is needs no scenario";
    C007 bad_grid(error: &str)
        "the grid can't be written out" => "{error}";
    C008 unknown_placeholder(known: &str)
        "the words in braces are no key of the scenario's grid" => "use one of its keys ({known}), or write {{{{ for a brace";
    C101 unknown_charter()
        "no charter of the feed has this name" => "correct it, or add the charter by charter_added before";
    C102 unknown_agreement()
        "no agreement of the feed has this name" => "correct it";
    C103 unknown_fare()
        "no fare matches" => "correct the agreement, from, to or via, or add the fare by fare_added";
    C104 unknown_tier()
        "the agreement has no tier from so many seats" => "correct it";
    C105 unknown_flight()
        "the feed has no such flight then" => "give <carrier><number>/<from>/<local date of departure> of a flight on one of its days, or <charter>/<leg>";
    C106 unknown_pool()
        "no pool of escorts has this name" => "correct it, or add the pool by pool_added before";
    C107 unknown_case()
        "no case of the feed has this id" => "correct it";
    C108 unknown_person()
        "the case has no such person" => "correct it, or leave it out to mean every row of the case";
    C109 unknown_clearance()
        "the case has no clearance of this kind" => "correct the kind or the person";
    C110 unknown_reception()
        "no row of reception.csv matches" => "correct the airport or the programme; an airport without rows is open to everyone";
    C111 unknown_lock()
        "the case has no lock" => "leave the change out";
    C112 unknown_link()
        "the case is in no link" => "leave the change out";
    C113 unknown_place()
        "it is neither a known airport nor a country" => "give an IATA code of three capitals or an ISO 3166-1 code of two";
    C121 already_there(remedy: &str)
        "the feed has it already" => "{remedy}";
    C122 changes_nothing()
        "the change would change nothing" => "leave it out, or correct its values; the feed says the same already";
    C123 below_zero(now: &str)
        "the change would lead below zero" => "it stands at {now}";
    C124 one_of(fields: &str)
        "the change must say by exactly one field how much" => "give one of {fields}";
    C125 nothing_given(fields: &str)
        "the change gives nothing to change" => "give at least one of {fields}";
    C126 not_limited(remedy: &str)
        "there is no value to go up or down from" => "{remedy}";
    C127 not_closed()
        "no row that matches is closed on the date" => "correct the date, or leave it out";
    C128 charter_leg()
        "the flight is the leg of a charter" => "use charter_dropped, and charter_added for the charter as it should be";
    C129 reversed(first: &str)
        "the last date lies before the first" => "the first is {first}";
    C130 bad_date(error: &str)
        "the dates can't be changed so" => "{error}";
}
