//! What fares cost a person, and which agreements sell what (MODEL: *Fares*).

use rustc_hash::FxHashMap;

use super::sectors::Sector;
use crate::feed::{Agreement, Fare, Feed};
use crate::ids::{AgreementIdx, AirportIdx, CarrierIdx, FareIdx, SectorIdx, TiVec};
use crate::money::{Decimal, Money};

/// How a person travels, as far as fares ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Traveller {
    /// Twelve or older.
    Adult,
    /// Seated and younger.
    Child,
    /// An infant on a lap.
    LapInfant,
    /// An adult on a stretcher.
    AdultStretcher,
    /// A child or infant on a stretcher.
    ChildStretcher,
}

impl Traveller {
    /// All of them; the order of [`FareBook::price`]'s amounts.
    pub const ALL: [Self; 5] = [Self::Adult, Self::Child, Self::LapInfant, Self::AdultStretcher, Self::ChildStretcher];
}

/// Where a fare component may start: an agreement and an airport with a fare from there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Start(pub u32);

/// A fare that starts at some [`Start`].
#[derive(Debug, Clone, Copy)]
pub struct Ending {
    /// The row.
    pub fare: FareIdx,
    /// Where it ends.
    pub to: AirportIdx,
    /// Where it must connect.
    pub via: Option<AirportIdx>,
}

/// How a component may come from its start to its end.
#[derive(Debug, Clone)]
struct Inside {
    /// Whether a sector leads there.
    direct: bool,
    /// Where two sectors that lead there meet.
    halfway: Vec<AirportIdx>,
    /// Whether it may have more than two.
    farther: bool,
}

/// All fares, found by where they start, with their prices.
#[derive(Debug)]
pub struct FareBook {
    prices: TiVec<FareIdx, [i64; 5]>,
    escorts: TiVec<FareIdx, i64>,
    endings: Vec<Vec<Ending>>,
    insides: Vec<Vec<Inside>>,
    vias: Vec<bool>,
    agreements: Vec<AgreementIdx>,
    sells: TiVec<AgreementIdx, TiVec<CarrierIdx, bool>>,
    selling: TiVec<CarrierIdx, Vec<AgreementIdx>>,
    openings: TiVec<SectorIdx, Vec<Start>>,
}

impl FareBook {
    /// Prices every fare of `feed` and files it, for use on `sectors`.
    pub fn new(feed: &Feed, sectors: &TiVec<SectorIdx, Sector>) -> Self {
        let mut starts: FxHashMap<(AgreementIdx, AirportIdx), Start> = FxHashMap::default();
        let mut endings: Vec<Vec<Ending>> = Vec::new();
        let mut agreements = Vec::new();
        for (fare, row) in feed.fares.iter_enumerated() {
            let start = *starts.entry((row.agreement, row.from)).or_insert_with(|| {
                endings.push(Vec::new());
                agreements.push(row.agreement);
                Start(endings.len() as u32 - 1)
            });
            endings[start.0 as usize].push(Ending { fare, to: row.to, via: row.via });
        }
        let sells: TiVec<AgreementIdx, TiVec<CarrierIdx, bool>> = feed
            .agreements
            .iter()
            .map(|agreement| feed.carriers.keys().map(|carrier| agreement.carriers.contains(&carrier)).collect())
            .collect();
        let flown = Flown::new(sectors);
        let inside = |(agreement, endings): (&AgreementIdx, &Vec<Ending>)| -> Vec<Inside> {
            endings.iter().map(|ending| flown.inside(feed, &sells[*agreement], &feed.fares[ending.fare])).collect()
        };
        let insides = agreements.iter().zip(&endings).map(inside).collect();
        let selling = feed
            .carriers
            .keys()
            .map(|carrier| feed.agreements.keys().filter(|&agreement| sells[agreement][carrier]).collect())
            .collect();
        let openings = sectors
            .iter()
            .map(|sector| {
                let sold = |agreement: &AgreementIdx| {
                    sector.carrier().is_some_and(|carrier| sells[*agreement][carrier])
                        && may_start(feed, &feed.agreements[*agreement], sector)
                };
                let agreements = feed.agreements.keys().filter(sold);
                agreements.filter_map(|agreement| starts.get(&(agreement, sector.from)).copied()).collect()
            })
            .collect();
        let vias = endings.iter().map(|endings| endings.iter().any(|ending| ending.via.is_some())).collect();
        Self {
            vias,
            prices: feed.fares.iter().map(|fare| prices(feed, fare)).collect(),
            escorts: feed.fares.iter().map(|fare| escort_price(feed, fare)).collect(),
            endings,
            insides,
            agreements,
            sells,
            selling,
            openings,
        }
    }

    /// Prices of `fare` per person in minor units of the plan currency, tax included, in the order of
    /// [`Traveller::ALL`].
    pub fn price(&self, fare: FareIdx) -> &[i64; 5] {
        &self.prices[fare]
    }

    /// What an escort pays for `fare`, minor units of the plan currency, tax included.
    pub fn escort(&self, fare: FareIdx) -> i64 {
        self.escorts[fare]
    }

    /// The fares from `start`.
    pub fn endings(&self, start: Start) -> &[Ending] {
        &self.endings[start.0 as usize]
    }

    /// What connecting costs at least inside a component that goes `from` somewhere at the fare at a position of `start`; `None`
    /// where it doesn't get there. Connecting `costs` so much at an airport and `least` at the cheapest, and it goes where
    /// sectors are `open` between two airports.
    pub fn connecting(
        &self,
        (start, position): (Start, usize),
        from: AirportIdx,
        costs: &TiVec<AirportIdx, i64>,
        least: i64,
        open: impl Fn(AirportIdx, AirportIdx) -> bool,
    ) -> Option<i64> {
        let inside = &self.insides[start.0 as usize][position];
        let ending = &self.endings[start.0 as usize][position];
        if let Some(via) = ending.via {
            return Some(costs[via]);
        }
        if inside.direct && open(from, ending.to) {
            return Some(0);
        }
        let meets = |airport: &&AirportIdx| open(from, **airport) && open(**airport, ending.to);
        let once = inside.halfway.iter().filter(meets).map(|&airport| costs[airport]).min();
        let farther = inside.farther.then_some(2 * least);
        once.into_iter().chain(farther).min()
    }

    /// Whether some fare from `start` has a via.
    pub fn has_via(&self, start: Start) -> bool {
        self.vias[start.0 as usize]
    }

    /// The agreement of `start`.
    pub fn agreement(&self, start: Start) -> AgreementIdx {
        self.agreements[start.0 as usize]
    }

    /// How many starts there are.
    pub fn starts(&self) -> usize {
        self.endings.len()
    }

    /// Whether sectors of `carrier` are sold under `agreement`.
    pub fn sells(&self, agreement: AgreementIdx, carrier: CarrierIdx) -> bool {
        self.sells[agreement][carrier]
    }

    /// The agreements under which sectors of `carrier` are sold.
    pub fn selling(&self, carrier: CarrierIdx) -> &[AgreementIdx] {
        &self.selling[carrier]
    }

    /// The starts of the components that may begin with `sector`; none on a charter's.
    pub fn openings(&self, sector: SectorIdx) -> &[Start] {
        &self.openings[sector]
    }
}

/// Who flies between which airports.
struct Flown {
    between: FxHashMap<(AirportIdx, AirportIdx), Vec<CarrierIdx>>,
    from: FxHashMap<AirportIdx, Vec<AirportIdx>>,
}

impl Flown {
    fn new(sectors: &TiVec<SectorIdx, Sector>) -> Self {
        let mut flown = Self { between: FxHashMap::default(), from: FxHashMap::default() };
        for sector in sectors {
            let Some(carrier) = sector.carrier() else { continue };
            let between = flown.between.entry((sector.from, sector.to)).or_default();
            if between.is_empty() {
                flown.from.entry(sector.from).or_default().push(sector.to);
            }
            if !between.contains(&carrier) {
                between.push(carrier);
            }
        }
        flown
    }

    /// How a component gets to its end that `fare` prices on what is `sold` under its agreement.
    fn inside(&self, feed: &Feed, sold: &TiVec<CarrierIdx, bool>, fare: &Fare) -> Inside {
        let flies = |from, to| {
            let carriers = self.between.get(&(from, to)).map(Vec::as_slice).unwrap_or_default();
            carriers.iter().any(|&carrier| sold[carrier])
        };
        let next = self.from.get(&fare.from).map(Vec::as_slice).unwrap_or_default().iter().copied();
        let halfway = next.filter(|&airport| flies(fare.from, airport) && flies(airport, fare.to)).collect();
        let farther = feed.agreements[fare.agreement].max_sectors > 2;
        Inside { direct: flies(fare.from, fare.to), halfway, farther }
    }
}

/// What connecting at `airport` costs a person at least, minor units.
pub fn connecting_cost(feed: &Feed, airport: AirportIdx) -> i64 {
    feed.policy.connection_penalty.0 + feed.stations[airport].assist_cost.0
}

/// Whether a component under `agreement` may begin with `sector` on its date.
fn may_start(feed: &Feed, agreement: &Agreement, sector: &Sector) -> bool {
    let date = sector.dep_local.date();
    let ahead = (date - feed.policy.as_of).num_days();
    agreement.valid_from <= date
        && date <= agreement.valid_to
        && ahead >= i64::from(agreement.lead_days)
        && agreement.max_sectors > 0
}

/// Prices of `fare` per person in minor units of the plan currency, tax included, in the order of [`Traveller::ALL`].
pub fn prices(feed: &Feed, fare: &Fare) -> [i64; 5] {
    let agreement = &feed.agreements[fare.agreement];
    let whole = Decimal::from(100);
    let stretcher = &feed.policy.stretcher_fares;
    Traveller::ALL.map(|traveller| {
        let share = match traveller {
            Traveller::Adult => whole.clone(),
            Traveller::Child => agreement.child_pct.clone(),
            Traveller::LapInfant => agreement.infant_pct.clone(),
            Traveller::AdultStretcher => &whole * stretcher,
            Traveller::ChildStretcher => &agreement.child_pct * stretcher,
        };
        person_price(fare, agreement, &share)
    })
}

/// What an escort pays for `fare`, minor units of the plan currency, tax included.
pub fn escort_price(feed: &Feed, fare: &Fare) -> i64 {
    let agreement = &feed.agreements[fare.agreement];
    person_price(fare, agreement, &agreement.escort_pct)
}

/// What a person pays who is charged `share` per cent of the adult fare: rounded once, tax included. The feed's limits on
/// amounts, shares and rates keep it far inside 64 bits.
fn person_price(fare: &Fare, agreement: &Agreement, share: &Decimal) -> i64 {
    let hundredth = Decimal::new(1.into(), 2);
    let price = (fare.adult.exact() * share * hundredth + fare.tax.exact()) * &agreement.rate;
    Money::round_half_even(&price).map_or(i64::MAX / 1_000_000, |money| money.0)
}
