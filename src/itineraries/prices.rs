//! What scarce places cost while planning: the duals of the master's rows, as exact integers.
//!
//! A price is in [`Scaled`] units, a fixed power of two per minor unit of money, so that reduced costs are exact and the
//! bound built on them is a proof, whatever floating point did before (Held, Cook, Sewell 2012, *Maximum-weight stable
//! sets and safe lower bounds for graph coloring*).

use serde::{Deserialize, Serialize};
use std::sync::Arc;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::column::{Column, Sold};
use super::sites::{Aboard, Site};
use crate::ids::{AgreementIdx, ClassIdx, EscortTypeIdx, PoolIdx, SectorIdx};

/// A reduced cost or price in units of 2^-shift minor units; see [`Scale`].
pub type Scaled = i64;

/// A price that forbids. Sums of a few of them stay inside 64 bits.
pub const FORBIDDEN: Scaled = i64::MAX / 64;

/// How finely prices are cut.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Scale {
    shift: u32,
}

impl Scale {
    /// The finest scale, up to 2^-20 of a minor unit, at which amounts up to `largest` minor units leave room to add.
    pub fn for_amounts_up_to(largest: i64) -> Self {
        let spare = largest.max(1).leading_zeros();
        Self { shift: spare.saturating_sub(12).min(20) }
    }

    /// `minor` units of money, scaled.
    pub fn up(self, minor: i64) -> Scaled {
        minor << self.shift
    }

    /// A floating-point amount of minor units, rounded to the scale.
    pub fn round(self, minor: f64) -> Scaled {
        let limit = (FORBIDDEN / 2) as f64;
        (minor * (1u64 << self.shift) as f64).round().clamp(-limit, limit) as Scaled
    }

    /// The least whole number of minor units that is not below `scaled`.
    pub fn ceil(self, scaled: i128) -> i64 {
        let unit = 1i128 << self.shift;
        let whole = scaled.div_euclid(unit) + i128::from(scaled.rem_euclid(unit) != 0);
        i64::try_from(whole).unwrap_or(if whole < 0 { i64::MIN } else { i64::MAX })
    }

    /// The greatest whole number of minor units that is not above `scaled`.
    pub fn floor(self, scaled: Scaled) -> i64 {
        scaled >> self.shift
    }

    /// `scaled` as minor units.
    pub fn down(self, scaled: Scaled) -> f64 {
        scaled as f64 / (1u64 << self.shift) as f64
    }
}

/// How much of a row a use of its site takes.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Weight {
    /// As much as it demands.
    Demand,
    /// A weight by demand; beyond the table, the last. A lifted knapsack inequality.
    Table(Arc<[i64]>),
}

impl Weight {
    /// The weight of a use of so much.
    pub fn of(&self, demand: u32) -> i64 {
        match self {
            Self::Demand => i64::from(demand),
            Self::Table(weights) => {
                let last = weights.len().saturating_sub(1);
                weights.get((demand as usize).min(last)).copied().unwrap_or_default()
            }
        }
    }
}

/// What a row of the master adds up over columns. Pricing understands each of them on the arcs it walks.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Term {
    /// Weighted use of a site.
    Site(Site, Weight),
    /// Parties of a class that travel on a sector.
    Travels(ClassIdx, SectorIdx),
    /// Parties of a class whose case at a position travels on a sector under an agreement.
    Sold(ClassIdx, usize, AgreementIdx, SectorIdx),
    /// Seated travellers on components sold under an agreement, escorts too.
    Volume(AgreementIdx),
    /// Escorts on duty for a type on a sector.
    Duty(EscortTypeIdx, SectorIdx),
    /// Escorts of a pool aboard a sector.
    Flies(PoolIdx, SectorIdx),
    /// Escorts of a pool who have a seat on a sector under an agreement.
    Seated(PoolIdx, AgreementIdx, SectorIdx),
    /// Escorts of a pool whose next sector after one is another.
    Follows(PoolIdx, SectorIdx, SectorIdx),
}

impl Term {
    /// How much of the row `column` takes.
    pub fn coefficient(&self, column: &Column) -> i64 {
        match self {
            Self::Site(site, weight) => {
                let start = column.uses.partition_point(|(other, _)| other < site);
                let uses = column.uses[start..].iter().take_while(|(other, _)| other == site);
                uses.map(|&(_, demand)| weight.of(demand)).sum()
            }
            Self::Travels(class, sector) => {
                i64::from(column.route.class == *class && column.route.sectors.contains(sector))
            }
            Self::Sold(class, member, agreement, sector) => {
                let is = |sold: &Sold| (sold.member, sold.agreement, sold.sector) == (*member, *agreement, *sector);
                i64::from(column.route.class == *class && column.sold.iter().any(is))
            }
            Self::Volume(agreement) => {
                let own = column.volume.iter().filter(|(other, _)| other == agreement);
                own.map(|&(_, travellers)| i64::from(travellers)).sum()
            }
            Self::Duty(..) | Self::Flies(..) | Self::Seated(..) | Self::Follows(..) => 0,
        }
    }
}

/// Prices of one kind of site: weight and price per unit of weight.
type Charges = SmallVec<[(Weight, Scaled); 1]>;

/// The prices in force during a round of pricing.
#[derive(Debug, Default)]
pub struct Prices {
    sites: FxHashMap<Site, Charges>,
    /// By sector: whether something sold on it has a price.
    sold_on: Vec<bool>,
    /// Sectors aboard which some place, or an escort, costs less than nothing.
    wanted_aboard: Vec<SectorIdx>,
    /// Allotments, and sales to a case of a class, that cost less than nothing.
    wanted: Vec<Site>,
    wanted_of: Vec<(ClassIdx, usize, AgreementIdx, SectorIdx)>,
    travels: FxHashMap<ClassIdx, Vec<(SectorIdx, Scaled)>>,
    sold: FxHashMap<(ClassIdx, usize, AgreementIdx, SectorIdx), Scaled>,
    volume: FxHashMap<AgreementIdx, Scaled>,
    duty: FxHashMap<(EscortTypeIdx, SectorIdx), Scaled>,
    flies: FxHashMap<(PoolIdx, SectorIdx), Scaled>,
    seated: FxHashMap<(PoolIdx, AgreementIdx, SectorIdx), Scaled>,
    follows: FxHashMap<(PoolIdx, SectorIdx, SectorIdx), Scaled>,
}

impl Prices {
    /// Adds a row's price per unit of its term; [`FORBIDDEN`] keeps columns off it.
    pub fn charge(&mut self, term: &Term, price: Scaled) {
        if price == 0 {
            return;
        }
        match term {
            Term::Site(site, weight) => {
                if let Site::Allotment(_, sector) = site {
                    self.sells_on(*sector);
                    if price < 0 {
                        self.wanted.push(*site);
                    }
                }
                if let (Site::Sector(sector, _) | Site::Need(_, sector), true) = (site, price < 0) {
                    self.wanted_aboard.push(*sector);
                }
                self.sites.entry(*site).or_default().push((weight.clone(), price));
            }
            Term::Travels(class, sector) => self.travels.entry(*class).or_default().push((*sector, price)),
            Term::Sold(class, member, agreement, sector) => {
                self.sells_on(*sector);
                if price < 0 {
                    self.wanted_of.push((*class, *member, *agreement, *sector));
                }
                add(self.sold.entry((*class, *member, *agreement, *sector)).or_default(), price);
            }
            Term::Volume(agreement) => add(self.volume.entry(*agreement).or_default(), price),
            Term::Duty(kind, sector) => add(self.duty.entry((*kind, *sector)).or_default(), price),
            Term::Seated(pool, agreement, sector) => {
                add(self.seated.entry((*pool, *agreement, *sector)).or_default(), price);
            }
            Term::Flies(pool, sector) => add(self.flies.entry((*pool, *sector)).or_default(), price),
            Term::Follows(pool, one, next) => add(self.follows.entry((*pool, *one, *next)).or_default(), price),
        }
    }

    /// What a seated traveller on a component under `agreement` costs besides the fare; below 0 where volume is wanted.
    pub fn volume(&self, agreement: AgreementIdx) -> Scaled {
        self.volume.get(&agreement).copied().unwrap_or_default()
    }

    /// What an escort on duty for `kind` on `sector` costs: below 0 where one is wanted.
    pub fn duty(&self, kind: EscortTypeIdx, sector: SectorIdx) -> Scaled {
        self.duty.get(&(kind, sector)).copied().unwrap_or_default()
    }

    /// Whether volume under any agreement has a price.
    pub fn any_volume(&self) -> bool {
        self.volume.values().any(|&price| price != 0)
    }

    /// All duties that have a price, in no order.
    pub fn duties(&self) -> impl Iterator<Item = (EscortTypeIdx, SectorIdx, Scaled)> {
        self.duty.iter().map(|(&(kind, sector), &price)| (kind, sector, price))
    }

    /// What an escort of `pool` aboard `sector` costs besides the seat; branching sets it.
    pub fn flies(&self, pool: PoolIdx, sector: SectorIdx) -> Scaled {
        self.flies.get(&(pool, sector)).copied().unwrap_or_default()
    }

    /// What the seat of an escort of `pool` under `agreement` on `sector` costs besides what any escort's does.
    pub fn seated(&self, pool: PoolIdx, agreement: AgreementIdx, sector: SectorIdx) -> Scaled {
        self.seated.get(&(pool, agreement, sector)).copied().unwrap_or_default()
    }

    /// All seats under agreements that cost an escort of a pool something of their own, in no order.
    pub fn all_seated(&self) -> impl Iterator<Item = ((PoolIdx, AgreementIdx, SectorIdx), Scaled)> + '_ {
        self.seated.iter().map(|(&seat, &price)| (seat, price))
    }

    /// What an escort of `pool` costs who flies `next` right after `one`; branching sets it.
    pub fn follows(&self, pool: PoolIdx, one: SectorIdx, next: SectorIdx) -> Scaled {
        self.follows.get(&(pool, one, next)).copied().unwrap_or_default()
    }

    /// What the seats of an escort under `agreement` on `sector` cost besides the fare.
    pub fn escort_sold(&self, agreement: AgreementIdx, sector: SectorIdx) -> Scaled {
        self.of(Site::Allotment(agreement, sector), 1)
    }

    fn sells_on(&mut self, sector: SectorIdx) {
        let position = usize::from(sector);
        if self.sold_on.len() <= position {
            self.sold_on.resize(position + 1, false);
        }
        self.sold_on[position] = true;
    }

    /// What a use of `demand` at `site` costs.
    pub fn of(&self, site: Site, demand: u32) -> Scaled {
        self.charges(site)
            .iter()
            .fold(0, |sum: Scaled, (weight, price)| sum.saturating_add(weight.of(demand).saturating_mul(*price)))
    }

    /// What a use of `site` costs at least for each unit it demands: weights by table only ever add to that.
    pub fn each(&self, site: Site) -> Scaled {
        let linear = self.charges(site).iter().filter(|(weight, _)| *weight == Weight::Demand);
        linear.fold(0, |sum: Scaled, (_, price)| sum.saturating_add(*price))
    }

    /// What a seat aboard `sector` costs at least; [`FORBIDDEN`] at most, either side of 0.
    pub fn seat(&self, sector: SectorIdx) -> Scaled {
        self.each(Site::Sector(sector, Aboard::Seats)).clamp(-FORBIDDEN, FORBIDDEN)
    }

    fn charges(&self, site: Site) -> &[(Weight, Scaled)] {
        self.sites.get(&site).map(SmallVec::as_slice).unwrap_or_default()
    }

    /// The sectors aboard which some place, or an escort, has a price below nothing; one may come twice.
    pub fn wanted_aboard(&self) -> impl Iterator<Item = SectorIdx> + '_ {
        self.wanted_aboard.iter().copied()
    }

    /// All sites that have a price, in no order.
    pub fn sites(&self) -> impl Iterator<Item = Site> + '_ {
        self.sites.keys().copied()
    }

    /// All sectors that cost an escort of a pool something besides the seat, in no order.
    pub fn flown(&self) -> impl Iterator<Item = (PoolIdx, SectorIdx, Scaled)> + '_ {
        self.flies.iter().map(|(&(pool, sector), &price)| (pool, sector, price))
    }

    /// All pairs of sectors that cost an escort of a pool something to fly in a row, in no order.
    pub fn followed(&self) -> impl Iterator<Item = ((PoolIdx, SectorIdx, SectorIdx), Scaled)> + '_ {
        self.follows.iter().map(|(&pair, &price)| (pair, price))
    }

    /// The prices of `class` for travelling on a sector at all.
    pub fn travels(&self, class: ClassIdx) -> &[(SectorIdx, Scaled)] {
        self.travels.get(&class).map(Vec::as_slice).unwrap_or_default()
    }

    /// What a case of `class` pays for what is sold to it on a sector, besides the fare.
    pub fn sold(&self, class: ClassIdx, sold: &Sold) -> Scaled {
        if !self.sold_on.get(usize::from(sold.sector)).is_some_and(|&on| on) {
            return 0;
        }
        let own = self.sold.get(&(class, sold.member, sold.agreement, sold.sector)).copied().unwrap_or_default();
        self.of(Site::Allotment(sold.agreement, sold.sector), sold.seats).saturating_add(own)
    }

    /// The sectors on which so many seats under an agreement may cost less than nothing, each with a price; one may come
    /// twice, then both count.
    pub fn wanted(&self, seats: u32) -> impl Iterator<Item = (SectorIdx, Scaled)> + '_ {
        self.wanted.iter().filter_map(move |&site| match site {
            Site::Allotment(_, sector) => Some((sector, self.of(site, seats))),
            _ => None,
        })
    }

    /// Those on which what is sold to a case of `class` may cost it less than others, likewise.
    pub fn wanted_of(&self, class: ClassIdx, member: usize) -> impl Iterator<Item = (SectorIdx, Scaled)> + '_ {
        let own = self.wanted_of.iter().filter(move |key| (key.0, key.1) == (class, member));
        own.map(|key| (key.3, self.sold.get(key).copied().unwrap_or_default()))
    }

    /// The reduced cost of `column`, without its class's own dual; [`FORBIDDEN`] at most.
    pub fn reduced_cost(&self, scale: Scale, column: &Column) -> Scaled {
        let class = column.route.class;
        let sites = column.uses.iter().filter(|(site, _)| !matches!(site, Site::Allotment(..)));
        let sites = sites.map(|&(site, demand)| self.of(site, demand));
        let sold = column.sold.iter().map(|sold| self.sold(class, sold));
        let travels = self.travels(class).iter().filter(|(sector, _)| column.route.sectors.contains(sector));
        let volume = column.volume.iter().map(|&(agreement, n)| self.volume(agreement).saturating_mul(i64::from(n)));
        let prices = sites.chain(sold).chain(volume).chain(travels.map(|&(_, price)| price));
        prices.fold(scale.up(column.cost), |sum, price| sum.saturating_add(price).min(FORBIDDEN))
    }
}

/// Adds `price` to `charge`; what is forbidden stays so.
fn add(charge: &mut Scaled, price: Scaled) {
    *charge = charge.saturating_add(price).min(FORBIDDEN);
}
