//! A run: what it may use, what it has found, and whom it tells.

use std::cell::{Cell, RefCell};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use super::control::{Cancel, Options, Phase, PlanError, Progress};
use super::desk::Memory;
use super::experience::Worth;
use super::solution::Solution;
use crate::feed::Feed;
use crate::itineraries::free::Free;
use crate::itineraries::prices::Scale;
use crate::missions::pricing::Corps;
use crate::money::Money;
use crate::network::Network;

/// The state of a run of the planner.
pub struct Run<'r> {
    /// Scale of prices.
    pub scale: Scale,
    /// Everything free: what pricing for the bound offers from.
    pub free: Free,
    corps: Arc<OnceLock<Corps>>,
    /// Threads for pricing.
    pub pool: rayon::ThreadPool,
    /// What was asked for.
    pub options: &'r Options,
    cancel: &'r Cancel,
    started: Instant,
    best: RefCell<Option<Solution>>,
    worth: RefCell<Option<Worth>>,
    memory: RefCell<Memory>,
    bound: Cell<Option<i64>>,
    phase: Cell<Phase>,
    columns: Cell<usize>,
    reported: Cell<Option<Instant>>,
    progress: RefCell<&'r mut dyn FnMut(&Progress)>,
    /// Nodes of the tree that are looked into at most.
    most_nodes: usize,
}

/// When a run ends.
#[derive(Debug, Clone, Copy)]
pub struct Watch<'r> {
    cancel: &'r Cancel,
    until: Option<Instant>,
}

impl Watch<'_> {
    /// The time limit, if there is one.
    pub fn until(self) -> Option<Instant> {
        self.until
    }

    /// Whether it has ended.
    pub fn over(self) -> bool {
        self.cancel.is_cancelled() || self.until.is_some_and(|until| Instant::now() >= until)
    }
}

/// Reports come no more often, but for new plans and phases.
const REPORT_EVERY: Duration = Duration::from_millis(100);

/// The part of the time limit that reasons may take after it.
const LAST_WORD: u32 = 32;

/// Parts of the gap asked for that a relaxation may be left unsolved by.
const FINENESS: f64 = 64.0;

impl<'r> Run<'r> {
    /// A run over `network`, started now.
    ///
    /// # Errors
    /// [`PlanError::Solver`] where no threads can be had.
    pub fn new(
        network: &Network,
        options: &'r Options,
        cancel: &'r Cancel,
        started: Instant,
        progress: &'r mut dyn FnMut(&Progress),
    ) -> Result<Self, PlanError> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(options.threads.max(1)).build();
        Ok(Self {
            scale: Scale::for_amounts_up_to(largest_amount(network.feed)),
            free: Free::all(network),
            corps: Arc::default(),
            pool: pool.map_err(|error| PlanError::Solver(error.to_string()))?,
            options,
            cancel,
            started,
            best: RefCell::new(None),
            worth: RefCell::new(None),
            memory: RefCell::default(),
            bound: Cell::new(None),
            phase: Cell::new(Phase::Network),
            columns: Cell::new(0),
            reported: Cell::new(None),
            progress: RefCell::new(progress),
            most_nodes: usize::MAX,
        })
    }

    /// The escorts' pools, ready for pricing: made when they are first asked for, since many who are placed alone need none.
    pub fn corps(&self, network: &Network) -> &Corps {
        self.corps.get_or_init(|| Corps::new(network))
    }

    /// The same run with the pools of others over the same network.
    pub fn sharing(self, corps: &Arc<OnceLock<Corps>>) -> Self {
        Self { corps: Arc::clone(corps), ..self }
    }

    /// Whether to end with what there is.
    pub fn stopped(&self) -> bool {
        self.watch().over()
    }

    /// The same run, which ends without an answer after so many nodes of its tree.
    pub fn of_nodes(self, most: usize) -> Self {
        Self { most_nodes: most, ..self }
    }

    /// Whether it has looked into `nodes` of its tree, and that is all it may.
    pub fn exhausted(&self, nodes: usize) -> bool {
        nodes >= self.most_nodes
    }

    /// The end of the run, for threads to look at.
    pub fn watch(&self) -> Watch<'r> {
        let until = self.options.time_limit.and_then(|limit| self.started.checked_add(limit));
        Watch { cancel: self.cancel, until }
    }

    /// Until when reasons may be looked for once planning has ended: a little later than the limit, if there is one.
    pub fn last_word(&self) -> Option<Instant> {
        let limit = self.options.time_limit?;
        self.started.checked_add(limit + limit / LAST_WORD)
    }

    /// Time left until the limit, if there is one.
    pub fn time_left(&self) -> Option<Duration> {
        self.options.time_limit.map(|limit| limit.saturating_sub(self.started.elapsed()))
    }

    /// Begins a phase.
    pub fn enter(&self, phase: Phase) {
        if self.phase.replace(phase) != phase {
            self.tell();
        }
    }

    /// Tells how many columns there are, unless something was told just now.
    pub fn report(&self, columns: usize) {
        self.columns.set(columns);
        if self.reported.get().is_none_or(|at| at.elapsed() >= REPORT_EVERY) {
            self.tell();
        }
    }

    /// Keeps `solution` if it is the best so far.
    pub fn found(&self, solution: Solution) -> bool {
        let better = self.best.borrow().as_ref().is_none_or(|best| solution.total < best.total);
        if better {
            *self.best.borrow_mut() = Some(solution);
            self.tell();
        }
        better
    }

    /// Keeps what places are worth for the runs to come.
    pub fn learn(&self, worth: Worth) {
        *self.worth.borrow_mut() = Some(worth);
    }

    /// What was learnt last.
    pub fn learnt(&self) -> Option<Worth> {
        self.worth.borrow_mut().take()
    }

    /// Forgets the best plan, and what was priced for its classes, and keeps the bound, which holds for any plan.
    pub fn forget(&self) {
        *self.best.borrow_mut() = None;
        self.memory.take();
    }

    /// What desks have priced so far, which they keep for the next ones ([`Self::remember`]).
    pub fn recall(&self) -> Memory {
        self.memory.take()
    }

    /// Keeps what a desk has priced.
    pub fn remember(&self, memory: Memory) {
        self.memory.replace(memory);
    }

    /// The best plan so far.
    pub fn best(&self) -> Option<Solution> {
        self.best.borrow().clone()
    }

    /// Total of the best plan so far, minor units.
    pub fn incumbent(&self) -> Option<i64> {
        self.best.borrow().as_ref().map(|best| best.total)
    }

    /// Raises the bound to `scaled`, rounded up: totals are whole. It can't pass the incumbent's total.
    pub fn raise(&self, scaled: i128) {
        // A round that was broken off proves nothing.
        if scaled == i128::MIN {
            return;
        }
        let bound = self.scale.ceil(scaled);
        let bound = self.incumbent().map_or(bound, |total| bound.min(total));
        if self.bound.get().is_none_or(|old| bound > old) {
            self.bound.set(Some(bound));
            // That the gap is reached is told in any case: it may be the last there is to tell.
            if self.done() { self.tell() } else { self.report(self.columns.get()) }
        }
    }

    /// The best bound, minor units; nothing can cost less than nothing.
    pub fn bound(&self) -> i64 {
        self.bound.get().unwrap_or(0)
    }

    /// The scaled bound from which on the gap asked for is reached, given the incumbent.
    pub fn enough(&self) -> i128 {
        let Some(total) = self.incumbent() else { return i128::MAX };
        // A bound of more than total − 1 rounds up to the total.
        let least = i128::from(total) - i128::from(self.slack(total));
        (least - 1) * i128::from(self.scale.up(1)) + 1
    }

    /// The most by which a bound may lie below `total` to reach the gap asked for.
    fn slack(&self, total: i64) -> i64 {
        (total as f64 * self.options.gap).floor().max(0.0) as i64
    }

    /// How near to a relaxation's value its bound must come (scaled): half a minor unit, as totals are whole, or a small
    /// part of the gap asked for, where that is more. The last rounds of pricing cost most and move the bound least.
    pub fn fineness(&self) -> i128 {
        let whole = i128::from(self.scale.up(1) / 2);
        let part = self.incumbent().map_or(0.0, |total| total as f64 * self.options.gap / FINENESS);
        whole.max(i128::from(self.scale.round(part)))
    }

    /// Whether the gap asked for is reached.
    pub fn done(&self) -> bool {
        // Not by the gap as it is reported, which is rounded.
        self.incumbent().zip(self.bound.get()).is_some_and(|(total, bound)| bound >= total - self.slack(total))
    }

    /// (total − bound) ÷ total, 0 where both are 0.
    pub fn gap(&self) -> Option<f64> {
        let (total, bound) = (self.incumbent()?, self.bound.get()?);
        Some(crate::plan::gap(Money(total), Money(bound)))
    }

    fn tell(&self) {
        self.reported.set(Some(Instant::now()));
        let progress = Progress {
            phase: self.phase.get(),
            columns: self.columns.get(),
            bound: self.bound.get().map(Money),
            incumbent: self.incumbent().map(Money),
            served: self.best.borrow().as_ref().map(|best| best.persons),
            gap: self.gap(),
            elapsed: self.started.elapsed(),
        };
        (self.progress.borrow_mut())(&progress);
    }
}

/// More than any sum of costs that planning adds up: everyone left behind, every charter flown.
fn largest_amount(feed: &Feed) -> i64 {
    let unserved = feed
        .cases
        .iter()
        .map(|case| feed.policy.unserved_penalty.of(case.priority).0.saturating_mul(case.persons.len() as i64));
    let charters = feed.charters.iter().map(|charter| charter.fixed_cost.0);
    let changes = feed.locks.iter().map(|lock| lock.change_cost.0);
    let promised = feed
        .agreements
        .iter()
        .map(|agreement| agreement.shortfall_fee.0.saturating_mul(i64::from(agreement.commit_seats)));
    unserved.chain(charters).chain(changes).chain(promised).fold(1_000_000, i64::saturating_add)
}
