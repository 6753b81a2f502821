//! What every table's loader shares: airports, rates, names, and which keys other tables hold.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono_tz::Tz;
use typed_index_collections::TiVec;

use super::policy::PolicyRead;
use super::sets;
use super::values;
use crate::feed::airports::Airport;
use crate::feed::codes::{Country, Currency, Iata};
use crate::feed::faults::{self, At, Fault};
use crate::feed::gazetteer;
use crate::feed::limits;
use crate::feed::raw::Raw;
use crate::feed::raw::log::Log;
use crate::feed::raw::table::{Cell, Row, Table};
use crate::ids::{
    AgreementIdx, AirportIdx, CarrierIdx, CaseIdx, CharterIdx, DocumentIdx, EscortTypeIdx, GroupIdx, PersonIdx,
    ProgrammeIdx,
};
use crate::money::{Decimal, Money};

/// Names in the order they were met.
#[derive(Debug, Default)]
pub(crate) struct Names(RefCell<Order>);

#[derive(Debug, Default)]
struct Order {
    names: Vec<Box<str>>,
    positions: HashMap<Box<str>, usize>,
}

impl Names {
    /// The position of `name`, new or known.
    pub(crate) fn position(&self, name: &str) -> usize {
        let Order { names, positions } = &mut *self.0.borrow_mut();
        if let Some(&position) = positions.get(name) {
            return position;
        }
        names.push(name.into());
        positions.insert(name.into(), names.len() - 1);
        names.len() - 1
    }

    /// All of them.
    pub(crate) fn into_table<I>(self) -> TiVec<I, Box<str>> {
        self.0.into_inner().names.into()
    }
}

/// The rows of a table by their key, sound or not, so that a row's other faults don't make it unknown.
#[derive(Debug)]
pub(crate) struct Keys<'a> {
    rows: HashMap<&'a str, usize>,
    /// Whether a key that isn't there doesn't exist.
    complete: bool,
}

impl<'a> Keys<'a> {
    fn of(table: &'a Table, column: &'static str, log: &'a Log) -> Self {
        let mut rows = HashMap::new();
        for row in table.rows(log) {
            rows.entry(row.text(column)).or_insert(row.index);
        }
        Self { rows, complete: table.complete }
    }

    /// The row with the key in `cell`; where there is none, `unknown` is noted.
    fn find<I: From<usize>>(&self, cell: Cell<'_>, unknown: fn(At<'_>) -> Fault) -> Option<I> {
        match self.rows.get(cell.text) {
            Some(&row) => Some(row.into()),
            None if self.complete => cell.fault(unknown(cell.at)),
            None => None,
        }
    }
}

/// Shared by all loaders.
#[derive(Debug)]
pub(crate) struct Context<'a> {
    /// Where faults go.
    pub log: &'a Log,
    /// Files as text.
    pub raw: &'a Raw,
    /// The policy's currency, where it is sound.
    pub currency: Option<Currency>,
    rates: HashMap<Currency, Option<Decimal>>,
    rates_complete: bool,
    /// Airports that `airports.csv` adds or overrides; `None` where its row is at fault.
    own: BTreeMap<Iata, Option<Airport>>,
    own_complete: bool,
    airports: HashMap<Iata, AirportIdx>,
    /// The airports used, ascending by code; `None` where a row of `airports.csv` is at fault.
    pub places: TiVec<AirportIdx, Option<Airport>>,
    carriers: Names,
    documents: Names,
    programmes: Names,
    groups: Names,
    cases: Keys<'a>,
    persons: Keys<'a>,
    agreements: Keys<'a>,
    charters: Keys<'a>,
    escort_types: Keys<'a>,
}

/// The columns in which airports stand, alone or as a set.
const AIRPORT_COLUMNS: &[(&str, &[&str])] = &[
    ("stations.csv", &["airport"]),
    ("flights.csv", &["from", "to"]),
    ("fares.csv", &["from", "to", "via"]),
    ("charter_legs.csv", &["from", "to"]),
    ("transit.csv", &["place"]),
    ("cases.csv", &["origin", "destination"]),
    ("reception.csv", &["airport"]),
    ("escorts.csv", &["base"]),
];

impl<'a> Context<'a> {
    /// Looks at everything that other tables refer to.
    pub(crate) fn new(raw: &'a Raw, policy: &PolicyRead, log: &'a Log) -> Self {
        let keys = |file, column| Keys::of(raw.table(file), column, log);
        let own = super::airports::own(raw.table("airports.csv"), log);
        let mut context = Self {
            log,
            raw,
            currency: policy.currency,
            rates: HashMap::new(),
            rates_complete: raw.table("rates.csv").complete,
            own_complete: raw.table("airports.csv").complete,
            airports: HashMap::new(),
            places: TiVec::new(),
            own,
            carriers: Names::default(),
            documents: Names::default(),
            programmes: Names::default(),
            groups: Names::default(),
            cases: keys("cases.csv", "case"),
            persons: keys("persons.csv", "person"),
            agreements: keys("agreements.csv", "agreement"),
            charters: keys("charters.csv", "charter"),
            escort_types: keys("escort_types.csv", "type"),
        };
        context.rates = super::rates::read(raw.table("rates.csv"), policy.currency, log);
        let used = context.used();
        context.places = used.iter().map(|&iata| context.about(iata).cloned()).collect();
        context.airports = used.into_iter().enumerate().map(|(n, iata)| (iata, n.into())).collect();
        context
    }

    /// The airports that the feed speaks of.
    fn used(&self) -> BTreeSet<Iata> {
        let mut used = BTreeSet::new();
        for &(file, columns) in AIRPORT_COLUMNS {
            for row in self.raw.table(file).rows(self.log) {
                for column in columns {
                    used.extend(row.text(column).split('|').filter_map(Iata::new).filter(|code| self.knows(*code)));
                }
            }
        }
        used
    }

    fn knows(&self, iata: Iata) -> bool {
        self.own.contains_key(&iata) || gazetteer::airports().contains_key(&iata)
    }

    /// What is known of an airport; `None` where its row in `airports.csv` is at fault or there is none.
    fn about(&self, iata: Iata) -> Option<&Airport> {
        match self.own.get(&iata) {
            Some(own) => own.as_ref(),
            None => gazetteer::airports().get(&iata),
        }
    }

    /// Every airport of the world and of the feed: code and country.
    pub(crate) fn world(&self) -> impl Iterator<Item = (Iata, Country)> + '_ {
        let own = self.own.values().flatten();
        let known = gazetteer::airports().values().filter(|airport| !self.own.contains_key(&airport.iata));
        own.chain(known).map(|airport| (airport.iata, airport.country))
    }

    /// The zone of an airport used.
    pub(crate) fn zone(&self, airport: AirportIdx) -> Option<Tz> {
        self.places.get(airport)?.as_ref().map(|airport| airport.zone)
    }

    /// An airport.
    pub(crate) fn airport(&self, cell: Cell<'_>) -> Option<AirportIdx> {
        let iata = values::iata(cell)?;
        match self.airports.get(&iata) {
            Some(&airport) => Some(airport),
            None if self.own_complete => cell.fault(faults::unknown_airport(cell.at)),
            None => None,
        }
    }

    /// A carrier.
    pub(crate) fn carrier(&self, cell: Cell<'_>) -> Option<CarrierIdx> {
        values::id(cell).map(|name| self.carriers.position(name).into())
    }

    /// A document code.
    pub(crate) fn document(&self, cell: Cell<'_>) -> Option<DocumentIdx> {
        values::id(cell).map(|name| self.documents.position(name).into())
    }

    /// A programme.
    pub(crate) fn programme(&self, cell: Cell<'_>) -> Option<ProgrammeIdx> {
        values::id(cell).map(|name| self.programmes.position(name).into())
    }

    /// A group of charters.
    pub(crate) fn group(&self, cell: Cell<'_>) -> Option<GroupIdx> {
        values::id(cell).map(|name| self.groups.position(name).into())
    }

    /// A case of `cases.csv`.
    pub(crate) fn case(&self, cell: Cell<'_>) -> Option<CaseIdx> {
        self.cases.find(cell, faults::unknown_case)
    }

    /// A person of `persons.csv`.
    pub(crate) fn person(&self, cell: Cell<'_>) -> Option<PersonIdx> {
        self.persons.find(cell, faults::unknown_person)
    }

    /// An agreement of `agreements.csv`.
    pub(crate) fn agreement(&self, cell: Cell<'_>) -> Option<AgreementIdx> {
        self.agreements.find(cell, faults::unknown_agreement)
    }

    /// A charter of `charters.csv`.
    pub(crate) fn charter(&self, cell: Cell<'_>) -> Option<CharterIdx> {
        self.charters.find(cell, faults::unknown_charter)
    }

    /// A type of `escort_types.csv`.
    pub(crate) fn escort_type(&self, cell: Cell<'_>) -> Option<EscortTypeIdx> {
        self.escort_types.find(cell, faults::unknown_escort_type)
    }

    /// Every type of escort.
    pub(crate) fn escort_types(&self) -> BTreeSet<EscortTypeIdx> {
        (0..self.raw.table("escort_types.csv").len()).map(EscortTypeIdx::from).collect()
    }

    /// A set of types of escort, or all of them.
    pub(crate) fn escort_type_set(&self, cell: Cell<'_>) -> Option<BTreeSet<EscortTypeIdx>> {
        if cell.text == "*" {
            return Some(self.escort_types());
        }
        sets::named(|part| self.escort_type(part))(cell)
    }

    /// Plan currency for one unit of the currency in `cell`.
    fn rate_of(&self, cell: Cell<'_>) -> Option<(Currency, Decimal)> {
        let currency = values::currency(cell)?;
        if Some(currency) == self.currency {
            return Some((currency, Decimal::from(1)));
        }
        match self.rates.get(&currency) {
            Some(rate) => rate.clone().map(|rate| (currency, rate)),
            None if self.rates_complete && self.currency.is_some() => cell.fault(faults::no_rate(cell.at)),
            None => None,
        }
    }

    /// The currency of a row that may name one, and its rate.
    pub(crate) fn row_currency(&self, row: Row<'_>) -> Option<(Currency, Decimal)> {
        let own = row.maybe("currency", |cell| self.rate_of(cell))?;
        own.or_else(|| self.currency.map(|currency| (currency, Decimal::from(1))))
    }

    /// An amount in a currency of `rate`, converted and rounded half to even; `rate` is `None` where it is at fault.
    pub(crate) fn amount(&self, rate: Option<&Decimal>, cell: Cell<'_>) -> Option<Money> {
        let amount = values::money(cell)?;
        self.convert(amount, rate?, cell)
    }

    /// Converts an amount to the plan currency.
    pub(crate) fn convert(&self, amount: Money, rate: &Decimal, cell: Cell<'_>) -> Option<Money> {
        match Money::round_half_even(&(amount.exact() * rate)) {
            Some(amount) if amount <= Money::whole(limits::AMOUNT) => Some(amount),
            _ => cell.fault(faults::out_of_range(cell.at, "0", &format!("{} in the plan currency", limits::AMOUNT))),
        }
    }

    /// The case that a row names, without a word where there is none.
    pub(crate) fn case_of(&self, row: Row<'_>) -> Option<CaseIdx> {
        self.cases.rows.get(row.text("case")).map(|&row| row.into())
    }

    /// The charter that a row names, without a word where there is none.
    pub(crate) fn charter_of(&self, row: Row<'_>) -> Option<CharterIdx> {
        self.charters.rows.get(row.text("charter")).map(|&row| row.into())
    }

    /// The case that a person's row names.
    pub(crate) fn case_of_person(&self, person: PersonIdx) -> Option<&str> {
        self.raw.table("persons.csv").row(person.into(), self.log).map(|row| row.text("case"))
    }

    /// The names met.
    pub(crate) fn into_names(self) -> Interned {
        Interned {
            carriers: self.carriers.into_table(),
            documents: self.documents.into_table(),
            programmes: self.programmes.into_table(),
            groups: self.groups.into_table(),
        }
    }
}

/// Names that are no table's rows.
#[derive(Debug)]
pub(crate) struct Interned {
    /// Carrier codes.
    pub carriers: TiVec<CarrierIdx, Box<str>>,
    /// Document codes.
    pub documents: TiVec<DocumentIdx, Box<str>>,
    /// Programmes.
    pub programmes: TiVec<ProgrammeIdx, Box<str>>,
    /// Charter groups.
    pub groups: TiVec<GroupIdx, Box<str>>,
}

/// Notes each row whose key, as `key` makes it, an earlier row has. `None` is no key at all.
pub(crate) fn unique_rows<'a, K: Eq + std::hash::Hash>(
    table: &'a Table,
    log: &'a Log,
    named: &str,
    column: &'static str,
    key: impl Fn(Row<'a>) -> K,
) {
    let mut first = HashMap::new();
    for row in table.rows(log).filter(|row| !row.text(column).is_empty()) {
        let number = *first.entry(key(row)).or_insert(row.number());
        if number != row.number() {
            let cell = row.cell(column);
            cell.fault::<()>(faults::repeated_row_key(cell.at, number, named));
        }
    }
}
