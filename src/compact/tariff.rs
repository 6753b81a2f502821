//! Escorts' fares for a chain of sectors: the cheapest cut into components.

use std::collections::HashMap;

use crate::ids::{AgreementIdx, AirportIdx, FareIdx, SectorIdx};
use crate::itineraries::column::{Cut, Piece};
use crate::time::Minutes;

use super::sky::Sky;

/// The fares by their ends.
pub struct Tariff<'s> {
    /// Where they are flown.
    pub sky: &'s Sky<'s>,
    between: HashMap<(AirportIdx, AirportIdx), Vec<FareIdx>>,
}

impl<'s> Tariff<'s> {
    /// Files the fares of the sky's feed.
    pub fn new(sky: &'s Sky<'s>) -> Self {
        let feed = sky.network.feed;
        let mut between: HashMap<_, Vec<FareIdx>> = HashMap::new();
        for (index, fare) in feed.fares.iter_enumerated() {
            between.entry((fare.from, fare.to)).or_default().push(index);
        }
        Self { sky, between }
    }

    /// The cheapest cut of `chain` for an escort, of the agreements and sectors `allowed`, with what it costs, minor units.
    pub fn cheapest(
        &self,
        chain: &[SectorIdx],
        allowed: impl Fn(AgreementIdx, SectorIdx) -> bool,
    ) -> Option<(i64, Cut)> {
        let network = self.sky.network;
        // The cheapest way to price the first so many sectors, with its last piece.
        let mut best: Vec<Option<(i64, Option<Piece>)>> = vec![None; chain.len() + 1];
        best[0] = Some((0, None));
        for start in 0..chain.len() {
            let Some((before, _)) = best[start] else { continue };
            if self.sky.sector(chain[start]).carrier().is_none() {
                if best[start + 1].is_none_or(|(cost, _)| before < cost) {
                    best[start + 1] = Some((before, None));
                }
                continue;
            }
            for piece in self.pieces(chain, start) {
                let end = start + usize::from(piece.sectors);
                let agreement = network.feed.fares[piece.fare].agreement;
                let cost = before + network.fares.escort(piece.fare);
                if best[end].is_none_or(|(other, _)| cost < other)
                    && chain[start..end].iter().all(|&sector| allowed(agreement, sector))
                {
                    best[end] = Some((cost, Some(piece)));
                }
            }
        }
        let (total, _) = best[chain.len()]?;
        let mut cut = Cut::new();
        let mut end = chain.len();
        while end > 0 {
            let (_, piece) = best[end]?;
            end = match piece {
                Some(piece) => {
                    cut.push(piece);
                    usize::from(piece.start)
                }
                None => end - 1,
            };
        }
        cut.reverse();
        Some((total, cut))
    }

    /// All cuts of `chain` for an escort; none where there are more than `most`.
    pub fn cuts(&self, chain: &[SectorIdx], most: usize) -> Option<Vec<Cut>> {
        let mut open = vec![(0, Cut::new())];
        let mut done = Vec::new();
        while let Some((start, cut)) = open.pop() {
            if open.len() + done.len() >= most {
                return None;
            }
            if start == chain.len() {
                done.push(cut);
            } else if self.sky.sector(chain[start]).carrier().is_none() {
                open.push((start + 1, cut));
            } else {
                for piece in self.pieces(chain, start) {
                    let mut longer = cut.clone();
                    longer.push(piece);
                    open.push((start + usize::from(piece.sectors), longer));
                }
            }
        }
        Some(done)
    }

    /// The components that may begin with the sector at `start` (MODEL: *Fares*).
    fn pieces(&self, chain: &[SectorIdx], start: usize) -> Vec<Piece> {
        let (network, sectors) = (self.sky.network, &self.sky.network.sectors);
        let feed = network.feed;
        let first = &sectors[chain[start]];
        let date = first.dep_local.date();
        let ahead = (date - feed.policy.as_of).num_days();
        let mut pieces = Vec::new();
        let mut carriers = Vec::new();
        let mut passed = vec![first.from];
        for (position, &index) in chain.iter().enumerate().skip(start) {
            let sector = &sectors[index];
            let Some(carrier) = sector.carrier() else { break };
            let waits_too_long = position > start && sector.dep - sectors[chain[position - 1]].arr > Minutes::hours(24);
            if passed.contains(&sector.to) || waits_too_long {
                break;
            }
            carriers.push(carrier);
            let count = position - start + 1;
            let sold = |fare: &&FareIdx| {
                let row = &feed.fares[**fare];
                let agreement = &feed.agreements[row.agreement];
                (agreement.valid_from..=agreement.valid_to).contains(&date)
                    && ahead >= i64::from(agreement.lead_days)
                    && count as u64 <= u64::from(agreement.max_sectors)
                    && row.via.is_none_or(|via| passed[1..].contains(&via))
                    && carriers.iter().all(|&carrier| network.fares.sells(row.agreement, carrier))
            };
            let here = self.between.get(&(first.from, sector.to)).map(Vec::as_slice).unwrap_or_default();
            let piece = |&fare: &FareIdx| Piece { start: start as u16, sectors: count as u16, fare };
            pieces.extend(here.iter().filter(sold).map(piece));
            passed.push(sector.to);
        }
        pieces
    }
}
