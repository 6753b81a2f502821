//! A peer's plan: which itineraries it took, written as a plan so that the independent checker can judge it.

use onward::ids::{AirportIdx, CaseIdx, CharterIdx, ClassIdx, SectorIdx, TiVec};
use onward::itineraries::classes::Class;
use onward::itineraries::column::{self, Column, Cut};
use onward::money::Money;
use onward::network::Network;
use onward::plan::{Cash, Component, FORMAT, FeedRef, Itinerary, Penalties, Plan, Status, Unserved, gap};

/// Itineraries taken by parties of some classes, one entry per party.
pub struct Booking<'a> {
    network: &'a Network<'a>,
    classes: &'a TiVec<ClassIdx, Class>,
    taken: Vec<Column>,
}

impl<'a> Booking<'a> {
    /// The booking that takes `taken`.
    pub fn new(network: &'a Network<'a>, classes: &'a TiVec<ClassIdx, Class>, taken: Vec<Column>) -> Self {
        Self { network, classes, taken }
    }

    /// The charters it flies, ascending.
    pub fn charters(&self) -> Vec<CharterIdx> {
        let sectors = self.taken.iter().flat_map(|column| &column.route.sectors);
        let mut charters: Vec<_> = sectors.filter_map(|&sector| self.network.sectors[sector].charter()).collect();
        charters.sort_unstable();
        charters.dedup();
        charters
    }

    /// Whether each charter it flies has its least seats taken.
    pub fn fills_charters(&self) -> bool {
        let seats = |charter: CharterIdx| -> u32 {
            let boards_first = |column: &&Column| {
                let mut sectors = column.route.sectors.iter().map(|&sector| &self.network.sectors[sector]);
                sectors.any(|sector| sector.charter() == Some(charter) && sector.is_first_leg())
            };
            let day = |column: &Column| &self.classes[column.route.class].traits.days[column.route.day as usize];
            self.taken.iter().filter(boards_first).map(|column| day(column).load.seats).sum()
        };
        self.charters().into_iter().all(|charter| seats(charter) >= self.network.feed.charters[charter].min_seats)
    }

    /// What it costs, minor units.
    pub fn total(&self) -> i64 {
        let fixed = |charter: CharterIdx| self.network.feed.charters[charter].fixed_cost.0;
        let going = self.taken.iter().map(|column| column.cost).sum::<i64>();
        let staying = self.behind().map(|(class, _)| class.traits.staying()).sum::<i64>();
        going + staying + self.charters().into_iter().map(fixed).sum::<i64>()
    }

    /// The parties that stay, with their classes. Which of several alike stay is all the same: the last.
    fn behind(&self) -> impl Iterator<Item = (&Class, &[CaseIdx])> {
        let mut going: TiVec<ClassIdx, usize> = self.classes.iter().map(|_| 0).collect();
        for column in &self.taken {
            going[column.route.class] += 1;
        }
        self.classes.iter_enumerated().flat_map(move |(index, class)| {
            class.parties[going[index]..].iter().map(move |party| (class, party.as_slice()))
        })
    }

    /// The plan, with `bound` as what is known to be the least possible.
    pub fn plan(&self, bound: Money) -> Plan {
        let feed = self.network.feed;
        let (mut cash, mut penalties) = (Cash::default(), Penalties::default());
        let mut next: TiVec<ClassIdx, usize> = self.classes.iter().map(|_| 0).collect();
        let mut itineraries: Vec<(CaseIdx, Itinerary)> = Vec::new();
        for taken in &self.taken {
            let class = &self.classes[taken.route.class];
            let party = &class.parties[next[taken.route.class]];
            next[taken.route.class] += 1;
            let cost = column::cost(self.network, class, &taken.route);
            cash.fares += Money(cost.fares);
            cash.charters += Money(cost.charters);
            cash.beds += Money(cost.beds);
            cash.assistance += Money(cost.assistance);
            cash.transit += Money(cost.transit);
            penalties.delay += Money(cost.delay);
            penalties.connections += Money(cost.connections);
            penalties.hours += Money(cost.hours);
            let key = |&sector: &SectorIdx| self.network.sectors[sector].key(feed);
            let legs: Vec<String> = taken.route.sectors.iter().map(key).collect();
            for (&case, cut) in party.iter().zip(&taken.route.cuts) {
                let id = feed.cases[case].id.to_string();
                itineraries.push((case, Itinerary { case: id, legs: legs.clone(), fares: self.components(cut) }));
            }
        }
        itineraries.sort_by_key(|&(case, _)| case);
        let charters = self.charters();
        cash.charters += charters.iter().map(|&charter| feed.charters[charter].fixed_cost).sum();
        penalties.unserved = self.behind().map(|(class, _)| Money(class.traits.staying())).sum();
        let total = cash.total() + penalties.total();
        let mut staying: Vec<CaseIdx> = self.behind().flat_map(|(_, party)| party.iter().copied()).collect();
        staying.sort_unstable();
        let unserved = |case: CaseIdx| Unserved {
            case: feed.cases[case].id.to_string(),
            reason: "not_taken".to_owned(),
            detail: "the peer's plan leaves it".to_owned(),
        };
        Plan {
            format: FORMAT.to_owned(),
            feed: FeedRef { name: feed.policy.name.clone(), sha256: feed.sha256.clone() },
            status: Status::Feasible,
            currency: feed.policy.currency.to_string(),
            total,
            bound: bound.min(total),
            gap: gap(total, bound.min(total)),
            cash,
            penalties,
            itineraries: itineraries.into_iter().map(|(_, itinerary)| itinerary).collect(),
            missions: Vec::new(),
            charters: charters.iter().map(|&charter| feed.charters[charter].id.to_string()).collect(),
            unserved: staying.into_iter().map(unserved).collect(),
        }
    }

    fn components(&self, cut: &Cut) -> Vec<Component> {
        let feed = self.network.feed;
        let code = |airport: AirportIdx| feed.airports[airport].iata.to_string();
        let component = |piece: &column::Piece| {
            let fare = &feed.fares[piece.fare];
            Component {
                agreement: feed.agreements[fare.agreement].id.to_string(),
                from: code(fare.from),
                to: code(fare.to),
                via: fare.via.map(code),
                legs: (usize::from(piece.start)..usize::from(piece.start + piece.sectors)).collect(),
            }
        };
        cut.iter().map(component).collect()
    }
}
