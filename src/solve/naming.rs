//! What things are called in every feed, to carry what was learnt on one feed over to another.

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::rows::{Kind, Terms};
use crate::feed::Feed;
use crate::ids::{
    AgreementIdx, AirportIdx, CharterIdx, ClassIdx, EscortTypeIdx, PoolIdx, ReceptionIdx, SectorIdx, TiVec,
};
use crate::itineraries::classes::Class;
use crate::itineraries::prices::Term;
use crate::itineraries::sites::Site;
use crate::network::Network;

/// The names of a feed's things, by index.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Names {
    sectors: TiVec<SectorIdx, String>,
    /// A class goes by its first case.
    classes: TiVec<ClassIdx, String>,
    airports: TiVec<AirportIdx, String>,
    agreements: TiVec<AgreementIdx, String>,
    charters: TiVec<CharterIdx, String>,
    /// Rows have no id: the airport's, and the how many of them it is.
    reception: TiVec<ReceptionIdx, String>,
    escort_types: TiVec<EscortTypeIdx, String>,
    pools: TiVec<PoolIdx, String>,
}

impl Names {
    /// The names in `network` with its `classes`.
    pub fn of(network: &Network, classes: &TiVec<ClassIdx, Class>) -> Self {
        let feed = network.feed;
        let case = |class: &Class| feed.cases[class.parties[0][0]].id.to_string();
        Self {
            sectors: network.sectors.iter().map(|sector| sector.key(feed)).collect(),
            classes: classes.iter().map(case).collect(),
            airports: feed.airports.iter().map(|airport| airport.iata.to_string()).collect(),
            agreements: feed.agreements.iter().map(|row| row.id.to_string()).collect(),
            charters: feed.charters.iter().map(|row| row.id.to_string()).collect(),
            reception: reception(feed),
            escort_types: feed.escort_types.iter().map(|row| row.id.to_string()).collect(),
            pools: feed.pools.iter().map(|row| row.id.to_string()).collect(),
        }
    }
}

fn reception(feed: &Feed) -> TiVec<ReceptionIdx, String> {
    let mut seen: FxHashMap<AirportIdx, usize> = FxHashMap::default();
    let mut name = |airport: AirportIdx| {
        let number = seen.entry(airport).or_default();
        *number += 1;
        format!("{}/{number}", feed.airports[airport].iata)
    };
    feed.reception.iter().map(|row| name(row.airport)).collect()
}

/// From indices of one feed to those of another, where both have the thing.
#[derive(Debug)]
pub struct Translation {
    sectors: TiVec<SectorIdx, Option<SectorIdx>>,
    classes: TiVec<ClassIdx, Option<ClassIdx>>,
    airports: TiVec<AirportIdx, Option<AirportIdx>>,
    agreements: TiVec<AgreementIdx, Option<AgreementIdx>>,
    charters: TiVec<CharterIdx, Option<CharterIdx>>,
    reception: TiVec<ReceptionIdx, Option<ReceptionIdx>>,
    escort_types: TiVec<EscortTypeIdx, Option<EscortTypeIdx>>,
    pools: TiVec<PoolIdx, Option<PoolIdx>>,
}

impl Translation {
    /// From the feed that `from` names to `network` with its `classes`.
    pub fn new(from: &Names, network: &Network, classes: &TiVec<ClassIdx, Class>) -> Self {
        let to = Names::of(network, classes);
        // Pooled otherwise, a class is found by any of its parties.
        let members = classes.iter_enumerated().flat_map(|(index, class)| {
            class.parties.iter().map(move |party| (network.feed.cases[party[0]].id.to_string(), index))
        });
        let members: FxHashMap<String, ClassIdx> = members.collect();
        Self {
            sectors: between(&from.sectors, &to.sectors),
            classes: from.classes.iter().map(|case| members.get(case).copied()).collect(),
            airports: between(&from.airports, &to.airports),
            agreements: between(&from.agreements, &to.agreements),
            charters: between(&from.charters, &to.charters),
            reception: between(&from.reception, &to.reception),
            escort_types: between(&from.escort_types, &to.escort_types),
            pools: between(&from.pools, &to.pools),
        }
    }

    /// The same terms over the other feed.
    pub fn terms(&self, terms: &Terms) -> Option<Terms> {
        terms.iter().map(|(term, a)| Some((self.term(term)?, *a))).collect()
    }

    /// Those of the terms that the other feed has.
    pub fn known_terms(&self, terms: &Terms) -> Terms {
        terms.iter().filter_map(|(term, a)| Some((self.term(term)?, *a))).collect()
    }

    fn term(&self, term: &Term) -> Option<Term> {
        Some(match *term {
            Term::Site(site, ref weight) => Term::Site(self.site(site)?, weight.clone()),
            Term::Travels(class, sector) => Term::Travels(self.classes[class]?, self.sectors[sector]?),
            Term::Sold(class, member, agreement, sector) => {
                Term::Sold(self.classes[class]?, member, self.agreements[agreement]?, self.sectors[sector]?)
            }
            Term::Volume(agreement) => Term::Volume(self.agreements[agreement]?),
            Term::Duty(kind, sector) => Term::Duty(self.escort_types[kind]?, self.sectors[sector]?),
            Term::Flies(pool, sector) => Term::Flies(self.pools[pool]?, self.sectors[sector]?),
            Term::Seated(pool, agreement, sector) => {
                Term::Seated(self.pools[pool]?, self.agreements[agreement]?, self.sectors[sector]?)
            }
            Term::Follows(pool, one, next) => Term::Follows(self.pools[pool]?, self.sectors[one]?, self.sectors[next]?),
        })
    }

    fn site(&self, site: Site) -> Option<Site> {
        Some(match site {
            Site::Sector(sector, aboard) => Site::Sector(self.sectors[sector]?, aboard),
            Site::Allotment(agreement, sector) => Site::Allotment(self.agreements[agreement]?, self.sectors[sector]?),
            Site::Beds(airport, date) => Site::Beds(self.airports[airport]?, date),
            Site::Assistance(airport, date) => Site::Assistance(self.airports[airport]?, date),
            Site::Departures(airport, date) => Site::Departures(self.airports[airport]?, date),
            Site::ReceptionDay(row, date) => Site::ReceptionDay(self.reception[row]?, date),
            Site::ReceptionFlight(row, sector) => Site::ReceptionFlight(self.reception[row]?, self.sectors[sector]?),
            Site::Need(kind, sector) => Site::Need(self.escort_types[kind]?, self.sectors[sector]?),
            Site::Away(pool, date) => Site::Away(self.pools[pool]?, date),
        })
    }

    /// The same kind of structural over the other feed.
    pub fn kind(&self, kind: &Kind) -> Option<Kind> {
        Some(match *kind {
            Kind::Unserved(class) => Kind::Unserved(self.classes[class]?),
            Kind::Missing(class) => Kind::Missing(self.classes[class]?),
            Kind::Charter(charter) => Kind::Charter(self.charters[charter]?),
            Kind::Group(agreement, sector) => Kind::Group(self.agreements[agreement]?, self.sectors[sector]?),
            Kind::Step(agreement, step) => Kind::Step(self.agreements[agreement]?, step),
            Kind::Volume(agreement, step) => Kind::Volume(self.agreements[agreement]?, step),
            Kind::Short(agreement) => Kind::Short(self.agreements[agreement]?),
            Kind::Count(ref term) => Kind::Count(self.term(term)?),
            Kind::Shortfall => Kind::Shortfall,
        })
    }
}

fn between<I: From<usize> + Copy>(from: &TiVec<I, String>, to: &TiVec<I, String>) -> TiVec<I, Option<I>>
where
    usize: From<I>,
{
    let by_name: FxHashMap<&str, I> = to.iter_enumerated().map(|(index, name)| (name.as_str(), index)).collect();
    from.iter().map(|name| by_name.get(name.as_str()).copied()).collect()
}
