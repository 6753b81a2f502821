//! Fare components: the row each names, whether it may price its sectors, and the price (MODEL: *Fares*).

use std::collections::{HashMap, HashSet};

use chrono::Days;

use super::persons::Price;
use super::report::{Findings, shown};
use super::rule::Rule;
use super::sectors::{Sector, Sectors, Seller};
use crate::feed::{Fare, Feed};
use crate::ids::{AgreementIdx, AirportIdx, FareIdx, SectorIdx};
use crate::money::{Decimal, Money};
use crate::plan::Component;
use crate::time::Minutes;

/// A component with the row that prices it and the sectors it prices.
#[derive(Debug)]
pub(super) struct Sold {
    pub fare: FareIdx,
    pub agreement: AgreementIdx,
    pub sectors: Vec<SectorIdx>,
}

/// The feed's agreements and fares by what a plan calls them, and prices once computed.
#[derive(Debug)]
pub(super) struct Tariff<'a> {
    feed: &'a Feed,
    agreements: HashMap<&'a str, AgreementIdx>,
    airports: HashMap<&'a str, AirportIdx>,
    fares: HashMap<(AgreementIdx, AirportIdx, AirportIdx, Option<AirportIdx>), FareIdx>,
    prices: HashMap<(FareIdx, Price, bool), Option<Money>>,
}

impl<'a> Tariff<'a> {
    pub(super) fn new(feed: &'a Feed) -> Self {
        let key = |fare: &Fare| (fare.agreement, fare.from, fare.to, fare.via);
        Self {
            feed,
            agreements: feed.agreements.iter_enumerated().map(|(idx, agreement)| (&*agreement.id, idx)).collect(),
            airports: feed.airports.iter_enumerated().map(|(idx, airport)| (airport.iata.as_str(), idx)).collect(),
            fares: feed.fares.iter_enumerated().map(|(idx, fare)| (key(fare), idx)).collect(),
            prices: HashMap::new(),
        }
    }

    /// What one traveller pays, rounded once with the tax; `None` where it doesn't fit into money.
    pub(super) fn price(&mut self, fare: FareIdx, price: Price, stretcher: bool) -> Option<Money> {
        let feed = self.feed;
        *self.prices.entry((fare, price, stretcher)).or_insert_with(|| {
            let fare = &feed.fares[fare];
            let agreement = &feed.agreements[fare.agreement];
            let hundredth = |pct: &Decimal| pct * Decimal::new(1.into(), 2);
            let share = match price {
                Price::Adult => Decimal::from(1),
                Price::Child => hundredth(&agreement.child_pct),
                Price::Lap => hundredth(&agreement.infant_pct),
                Price::Escort => hundredth(&agreement.escort_pct),
            };
            let multiple = if stretcher { feed.policy.stretcher_fares.clone() } else { Decimal::from(1) };
            Money::round_half_even(&((fare.adult.exact() * share * multiple + fare.tax.exact()) * &agreement.rate))
        })
    }

    /// The components of a chain of sectors. Each that a fare row prices is returned, also where it may not.
    ///
    /// `waived` lets lead days pass (MODEL: *Locks*).
    pub(super) fn sold(
        &self,
        sectors: &Sectors<'_>,
        chain: &[SectorIdx],
        components: &[Component],
        waived: bool,
        of: &str,
        findings: &mut Findings,
    ) -> Vec<Sold> {
        check_partition(sectors, chain, components, of, findings);
        let mut sold = Vec::new();
        for (number, component) in (1..).zip(components) {
            let place = format!("{of}, fare {number}");
            let Some(row) = self.row(component, &place, findings) else { continue };
            let Some(flown) = component.legs.iter().map(|&leg| chain.get(leg).copied()).collect::<Option<Vec<_>>>()
            else {
                continue; // reported by `check_partition`
            };
            let consecutive = component.legs.windows(2).all(|pair| pair[0].checked_add(1) == Some(pair[1]));
            if consecutive && !flown.is_empty() {
                self.check(sectors, &flown, row, waived, &place, findings);
            }
            sold.push(Sold { fare: row, agreement: self.feed.fares[row].agreement, sectors: flown });
        }
        sold
    }

    fn row(&self, component: &Component, place: &str, findings: &mut Findings) -> Option<FareIdx> {
        let Some(&agreement) = self.agreements.get(component.agreement.as_str()) else {
            let message = format!("the feed has no agreement {}", shown(&component.agreement));
            findings.add(Rule::UnknownAgreement, place, message);
            return None;
        };
        let airport = |code: &str| self.airports.get(code).copied();
        let key = || {
            let via = match component.via.as_deref() {
                Some(code) => Some(airport(code)?),
                None => None,
            };
            Some((agreement, airport(&component.from)?, airport(&component.to)?, via))
        };
        let row = key().and_then(|key| self.fares.get(&key).copied());
        if row.is_none() {
            let message = format!(
                "agreement {} has no fare from {} to {} {}",
                shown(&component.agreement),
                shown(&component.from),
                shown(&component.to),
                component.via.as_deref().map_or("without via".into(), |via| format!("via {}", shown(via)))
            );
            findings.add(Rule::UnknownFare, place, message);
        }
        row
    }

    /// Whether the row may price these sectors, which follow each other.
    fn check(
        &self,
        sectors: &Sectors<'_>,
        flown: &[SectorIdx],
        row: FareIdx,
        waived: bool,
        place: &str,
        findings: &mut Findings,
    ) {
        let feed = self.feed;
        let fare = &feed.fares[row];
        let agreement = &feed.agreements[fare.agreement];
        let code = |airport: AirportIdx| feed.airports[airport].iata;
        let hops: Vec<&Sector> = flown.iter().map(|&sector| sectors.get(sector)).collect();
        let (from, to) = (hops[0].from, hops[hops.len() - 1].to);

        if (from, to) != (fare.from, fare.to) {
            let message = format!(
                "its sectors go from {} to {}, its fare from {} to {}",
                code(from),
                code(to),
                code(fare.from),
                code(fare.to)
            );
            findings.add(Rule::FareEnds, place, message);
        }
        for hop in &hops {
            if let Seller::Carrier(carrier) = hop.seller
                && !agreement.carriers.contains(&carrier)
            {
                let message = format!("agreement {} doesn't sell carrier {}", agreement.id, feed.carriers[carrier]);
                findings.add(Rule::FareCarriers, place, message);
            }
        }
        if hops.len() as u64 > u64::from(agreement.max_sectors) {
            let message =
                format!("{} sectors, agreement {} allows at most {}", hops.len(), agreement.id, agreement.max_sectors);
            findings.add(Rule::FareMaxSectors, place, message);
        }
        let date = sectors.local_dep(flown[0]).date();
        if !(agreement.valid_from..=agreement.valid_to).contains(&date) {
            let message = format!(
                "starts on {date}, agreement {} is valid from {} to {}",
                agreement.id, agreement.valid_from, agreement.valid_to
            );
            findings.add(Rule::FareValidity, place, message);
        }
        let first = feed.policy.as_of.checked_add_days(Days::new(agreement.lead_days.into()));
        if !waived && first.is_none_or(|first| date < first) {
            let message = format!(
                "starts on {date}, agreement {} needs {} days from {}",
                agreement.id, agreement.lead_days, feed.policy.as_of
            );
            findings.add(Rule::FareLeadDays, place, message);
        }
        if let Some(via) = fare.via
            && !hops[..hops.len() - 1].iter().any(|hop| hop.to == via)
        {
            findings.add(Rule::FareVia, place, format!("doesn't connect at {}, its fare's via", code(via)));
        }
        let mut seen = HashSet::from([from]);
        if let Some(again) = hops.iter().map(|hop| hop.to).find(|&to| !seen.insert(to)) {
            findings.add(Rule::FareAirportTwice, place, format!("visits {} twice", code(again)));
        }
        for pair in hops.windows(2) {
            let gap = pair[1].dep - pair[0].arr;
            if gap > Minutes::hours(24) {
                let message =
                    format!("connects at {} for {} min, at most 1440 min are allowed", code(pair[0].to), gap.0);
                findings.add(Rule::FareGap, place, message);
            }
        }
    }
}

/// The components together are the scheduled sectors, each once and in order, and none goes on over a charter's leg.
fn check_partition(
    sectors: &Sectors<'_>,
    chain: &[SectorIdx],
    components: &[Component],
    of: &str,
    findings: &mut Findings,
) {
    let scheduled = |sector: SectorIdx| matches!(sectors.get(sector).seller, Seller::Carrier(_));
    let expected = (0..chain.len()).filter(|&leg| scheduled(chain[leg]));
    let found = components.iter().flat_map(|component| component.legs.iter().copied());
    let words = |leg: Option<usize>| leg.map_or("none".into(), |leg| format!("leg {leg}"));
    // Both sides are put to the end at the first difference, so that each itinerary is reported once.
    let (mut expected, mut found) = (expected.fuse(), found.fuse());
    loop {
        match (expected.next(), found.next()) {
            (None, None) => break,
            (want, have) if want == have => {}
            (want, have) => {
                let message = format!("expected {} to be priced next, found {}", words(want), words(have));
                findings.add(Rule::FarePartition, of, message);
                return;
            }
        }
    }
    for (number, component) in (1..).zip(components) {
        if component.legs.is_empty() {
            findings.add(Rule::FarePartition, of, format!("fare {number} prices no leg"));
        }
        // In order and each once, so a step of more than one is over a charter's leg.
        if component.legs.windows(2).any(|pair| pair[1] != pair[0] + 1) {
            findings.add(Rule::FarePartition, of, format!("fare {number} goes on over a charter's leg"));
        }
    }
}
