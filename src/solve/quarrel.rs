//! A smallest set of fixed locks that no plan keeps together, where planning found that all of them can't be kept.
//!
//! A set *conflicts* when no plan keeps all of it, whichever of the other locks are kept besides or taken out. The smallest
//! is found by its complements (Ignatiev, Previti, Liffiton, Marques-Silva 2015): sets that can be kept are made as large as
//! they go, and whatever conflicts has a lock outside each of them. The fewest locks that meet all these outsides either can
//! be kept, which gives another outside, or are a smallest set that conflicts.
//!
//! Whether a set can be kept is asked of the planner, which stops at its first plan.

use std::time::Instant;

use rustc_hash::FxHashMap;

use super::control::{Cancel, Options, PlanError, Progress};
use super::locks::{conflict, conflicts, row_of};
use super::run::Run;
use super::tree::Outcome;
use super::{LockConflict, search};
use crate::feed::{Feed, LockMode};
use crate::ids::{LockIdx, SectorIdx, TiVec};
use crate::itineraries::classes;
use crate::itineraries::pricing::fixed;
use crate::network::Network;
use crate::network::sectors::Service;

/// Locks that might help others to be kept, and are tried in all combinations.
const HELPERS: usize = 6;

/// Nodes after which a rule isn't blamed. Without it there is a plan, or there is none for another reason, and to prove the
/// latter may take longer than planning; nothing hangs on it but words.
const BLAME: usize = 50;

/// The conflict of a smallest set among the fixed locks of `network`, which can't all be kept; `None` where there are none.
///
/// # Errors
/// [`PlanError::Stopped`] where the run is stopped first; [`PlanError::Solver`] where the LP solver fails.
pub fn smallest(
    network: &Network,
    options: &Options,
    cancel: &Cancel,
    started: Instant,
) -> Result<Option<LockConflict>, PlanError> {
    let feed = network.feed;
    let mut court = Court::new(network, options, cancel, started);
    if court.parties.is_empty() {
        return Ok(None);
    }
    let mut outsides: Vec<Set> = Vec::new();
    loop {
        let fewest = fewest(&outsides, court.parties.len());
        match court.kept_with(&fewest)? {
            Some(kept) => {
                let kept = court.grown(kept)?;
                let outside: Set = kept.iter().map(|kept| !kept).collect();
                if !outside.contains(&true) {
                    // All can be kept after all: only a slip of the search before.
                    return Ok(None);
                }
                outsides.push(outside);
            }
            None => {
                let blame = court.blame(&fewest)?;
                let locks: Vec<LockIdx> = court.of(&fewest).map(|party| party[0]).collect();
                let (words, rows): (Vec<String>, Vec<String>) = blame.into_iter().unzip();
                let message = match words.as_slice() {
                    [] => "no plan keeps them together with least groups, allotments, charters and escorts".to_owned(),
                    words => format!("no plan keeps them together, but for {}", words.join(", or for ")),
                };
                debug_assert!(locks.iter().all(|&lock| feed.locks[lock].mode == LockMode::Fixed), "only these bind");
                return Ok(Some(conflict(network, "L106", locks, message, rows)));
            }
        }
    }
}

/// Which parties' locks are meant, by position.
type Set = Vec<bool>;

/// A rule that may stand in the way of locks.
struct Suspect {
    words: String,
    row: String,
    /// How a feed is made to do without it.
    without: Box<dyn Fn(&mut Feed)>,
}

impl Suspect {
    fn new(words: String, row: String, without: impl Fn(&mut Feed) + 'static) -> Self {
        Self { words, row, without: Box::new(without) }
    }
}

/// Who judges sets of locks.
struct Court<'c> {
    network: &'c Network<'c>,
    options: Options,
    cancel: &'c Cancel,
    started: Instant,
    /// The fixed locks by party: of linked cases any one fixes all.
    parties: Vec<Vec<LockIdx>>,
    /// Parties that may fill a group or a charter for others.
    helpers: Set,
    judged: FxHashMap<Set, bool>,
}

impl<'c> Court<'c> {
    fn new(network: &'c Network<'c>, options: &Options, cancel: &'c Cancel, started: Instant) -> Self {
        let all = classes::one_by_one(network);
        let fixed = |lock: &LockIdx| network.feed.locks[*lock].mode == LockMode::Fixed;
        let own = |class: &classes::Class| class.traits.locks.iter().copied().filter(fixed).collect();
        let parties: Vec<Vec<LockIdx>> = all.iter().map(own).filter(|locks: &Vec<LockIdx>| !locks.is_empty()).collect();
        let helpers = parties.iter().map(|party| may_fill(network, party[0])).collect();
        // Any plan will do.
        let options = Options { gap: 1.0, experience: None, ..options.clone() };
        Self { network, options, cancel, started, parties, helpers, judged: FxHashMap::default() }
    }

    fn of<'s>(&'s self, set: &'s [bool]) -> impl Iterator<Item = &'s Vec<LockIdx>> {
        self.parties.iter().zip(set).filter(|(_, meant)| **meant).map(|(party, _)| party)
    }

    /// The feed with the locks of `set` and no other fixed ones.
    fn feed(&self, set: &[bool]) -> Feed {
        let mut feed = self.network.feed.clone();
        let kept: Vec<LockIdx> = self.of(set).flatten().copied().collect();
        let locks = std::mem::replace(&mut feed.locks, TiVec::new());
        let stays = |(index, row): &(LockIdx, crate::feed::Lock)| row.mode != LockMode::Fixed || kept.contains(index);
        feed.locks = locks.into_iter_enumerated().filter(stays).map(|(_, row)| row).collect();
        feed
    }

    /// Whether some plan of `feed` keeps its fixed locks; no, where none is found in so many nodes.
    fn holds(&self, feed: &Feed, nodes: usize) -> Result<bool, PlanError> {
        let network = Network::new(feed);
        let mut unheard = |_: &Progress| {};
        let run = Run::new(&network, &self.options, self.cancel, self.started, &mut unheard)?.of_nodes(nodes);
        let pooled = classes::classes(&network);
        if !conflicts(&network, &pooled).is_empty() {
            return Ok(false);
        }
        if search(&run, &network, &pooled)? == Outcome::Indistinct && run.best().is_none() {
            search(&run, &network, &classes::one_by_one(&network))?;
        }
        match run.best() {
            Some(_) => Ok(true),
            None if run.stopped() => Err(PlanError::Stopped),
            None => Ok(false),
        }
    }

    /// Whether just the locks of `set` can be kept.
    fn can_be_kept(&mut self, set: &Set) -> Result<bool, PlanError> {
        if let Some(&known) = self.judged.get(set) {
            return Ok(known);
        }
        let holds = self.holds(&self.feed(set), usize::MAX)?;
        self.judged.insert(set.clone(), holds);
        Ok(holds)
    }

    /// A set that can be kept and has all of `set`, if there is one. Only those who fill groups or charters help others.
    fn kept_with(&mut self, set: &Set) -> Result<Option<Set>, PlanError> {
        let helpers: Vec<usize> = (0..set.len()).filter(|&party| self.helpers[party] && !set[party]).collect();
        let combinations: Vec<Vec<usize>> = if helpers.len() <= HELPERS {
            let chosen = |mask: usize| {
                helpers.iter().enumerate().filter(|(bit, _)| mask >> bit & 1 == 1).map(|(_, &party)| party).collect()
            };
            (0..1 << helpers.len()).map(chosen).collect()
        } else {
            let each = helpers.iter().map(|&party| vec![party]);
            std::iter::once(Vec::new()).chain(each).chain([helpers.clone()]).collect()
        };
        for besides in combinations {
            let mut larger = set.clone();
            besides.into_iter().for_each(|party| larger[party] = true);
            if self.can_be_kept(&larger)? {
                return Ok(Some(larger));
            }
        }
        Ok(None)
    }

    /// `kept` with as many others as can be kept with it.
    fn grown(&mut self, kept: Set) -> Result<Set, PlanError> {
        let mut kept = kept;
        let mut parts: Vec<Vec<usize>> = vec![(0..kept.len()).filter(|&party| !kept[party]).collect()];
        // Many at once, and halves of those that don't go together.
        while let Some(part) = parts.pop() {
            let new: Vec<usize> = part.into_iter().filter(|&party| !kept[party]).collect();
            if new.is_empty() {
                continue;
            }
            let mut larger = kept.clone();
            new.iter().for_each(|&party| larger[party] = true);
            match self.kept_with(&larger)? {
                Some(larger) => kept = larger,
                None if new.len() > 1 => {
                    let (first, second) = new.split_at(new.len() / 2);
                    parts.push(second.to_vec());
                    parts.push(first.to_vec());
                }
                None => {}
            }
        }
        Ok(kept)
    }

    /// The rules that stand in the way of `set`: without any one of them it can be kept; in words, and the row.
    fn blame(&self, set: &Set) -> Result<Vec<(String, String)>, PlanError> {
        let mut blamed = Vec::new();
        for suspect in self.suspects(set) {
            let mut feed = self.feed(set);
            (suspect.without)(&mut feed);
            if self.holds(&feed, BLAME)? {
                blamed.push((suspect.words, suspect.row));
            }
        }
        Ok(blamed)
    }

    /// Rules that may stand in the way of `set`.
    fn suspects(&self, set: &Set) -> Vec<Suspect> {
        let (network, feed) = (self.network, self.network.feed);
        let mut suspects: Vec<Suspect> = Vec::new();
        let locks: Vec<LockIdx> = self.of(set).map(|party| party[0]).collect();
        let ways: Vec<Vec<SectorIdx>> =
            locks.iter().map(|&lock| network.locked(lock).iter().flatten().copied().collect()).collect();
        let mut agreements: Vec<_> = ways
            .iter()
            .flat_map(|way| fixed::cuts(network, way))
            .flatten()
            .map(|piece| feed.fares[piece.fare].agreement)
            .collect();
        agreements.sort_unstable();
        agreements.dedup();
        for agreement in agreements {
            let row = &feed.agreements[agreement];
            let at = row_of("agreements.csv", usize::from(agreement));
            if row.min_group > 1 {
                let words = format!("the least group of {} of {}", row.min_group, row.id);
                suspects.push(Suspect::new(words, at.clone(), move |feed| feed.agreements[agreement].min_group = 1));
            }
            if let Some(seats) = row.seats_per_flight {
                let words = format!("the {seats} seats a flight of {}", row.id);
                suspects.push(Suspect::new(words, at, move |feed| feed.agreements[agreement].seats_per_flight = None));
            }
        }
        let mut sectors: Vec<SectorIdx> = ways.concat();
        sectors.sort_unstable();
        sectors.dedup();
        for sector in sectors {
            match network.sectors[sector].service {
                Service::Scheduled { flight, .. } => {
                    let words = format!("the seats aboard {}", network.sectors[sector].key(feed));
                    let at = row_of("flights.csv", usize::from(flight));
                    suspects.push(Suspect::new(words, at, move |feed| feed.flights[flight].capacity.seats += 1_000));
                }
                Service::Chartered { charter, .. } => {
                    let row = &feed.charters[charter];
                    let at = row_of("charters.csv", usize::from(charter));
                    if row.min_seats > 0 {
                        let words = format!("the least seats of {}, {}", row.id, row.min_seats);
                        suspects
                            .push(Suspect::new(words, at.clone(), move |feed| feed.charters[charter].min_seats = 0));
                    }
                    if row.group.is_some() {
                        let words = format!("the group of {}", row.id);
                        suspects.push(Suspect::new(words, at, move |feed| feed.charters[charter].group = None));
                    }
                }
            }
        }
        let escorts = 4 * locks.len() as u32;
        for (pool, row) in feed.pools.iter_enumerated().filter(|_| self.in_need(set)) {
            let words = format!("the {} escorts of {}", row.count, row.id);
            let at = row_of("escorts.csv", usize::from(pool));
            suspects.push(Suspect::new(words, at, move |feed| feed.pools[pool].count += escorts));
        }
        suspects.dedup_by(|one, other| one.words == other.words);
        suspects
    }

    /// Whether anyone whom `set` fixes needs an escort.
    fn in_need(&self, set: &Set) -> bool {
        let feed = self.network.feed;
        let mut cases = self.of(set).flat_map(|party| feed.party(feed.locks[party[0]].case));
        cases.any(|case| feed.cases[case].persons.iter().any(|&person| feed.persons[person].escort.is_some()))
    }
}

/// Whether who keeps `lock` may fill a group or a charter.
fn may_fill(network: &Network, lock: LockIdx) -> bool {
    let feed = network.feed;
    let sectors: Vec<SectorIdx> = network.locked(lock).iter().flatten().copied().collect();
    let charters = || sectors.iter().filter_map(|&sector| network.sectors[sector].charter());
    let grouped = |cut: &crate::itineraries::column::Cut| {
        cut.iter().any(|piece| feed.agreements[feed.fares[piece.fare].agreement].min_group > 1)
    };
    charters().any(|charter| feed.charters[charter].min_seats > 0) || fixed::cuts(network, &sectors).iter().any(grouped)
}

/// The fewest of `n` that meet each of `outsides`; the first of several such sets.
fn fewest(outsides: &[Set], n: usize) -> Set {
    (0..=n).find_map(|most| meeting(outsides, vec![false; n], most)).unwrap_or_else(|| vec![true; n])
}

/// `chosen` with up to `most` more, so that each of `outsides` is met.
fn meeting(outsides: &[Set], chosen: Set, most: usize) -> Option<Set> {
    let met = |outside: &&Set| outside.iter().zip(&chosen).any(|(out, chosen)| *out && *chosen);
    let Some(unmet) = outsides.iter().find(|outside| !met(outside)) else { return Some(chosen) };
    if most == 0 {
        return None;
    }
    unmet.iter().enumerate().filter(|(_, out)| **out).find_map(|(party, _)| {
        let mut more = chosen.clone();
        more[party] = true;
        meeting(outsides, more, most - 1)
    })
}
