//! The cheapest combination of the parties' choices, with the missions that go with it, under all terms.

use onward::money::Money;

use super::World;
use super::board::{Board, Index, Marks, MayAdd};
use super::choices::Choice;
use super::escorting::{Escorting, Needs};
use super::missions::Mission;
use super::terms::{self, Terms};
use super::thin::Offers;

/// An optimum.
#[derive(Debug)]
pub struct Best {
    pub total: Money,
    pub terms: Terms,
    pub chosen: Vec<Choice>,
    pub missions: Vec<Mission>,
}

/// Tries all terms, and under each every combination of choices that isn't already too dear. None where no plan is
/// valid, which only fixed locks can bring about: without them everyone may stay behind.
///
/// What is too dear is guessed at first, not far above what a plan costs at least, and raised until a plan is found.
pub fn best(world: &World, offers: &Offers) -> Option<Best> {
    let all = terms::all(world, offers);
    let mut searches: Vec<(i64, &Terms, Search)> = Vec::new();
    for terms in &all {
        let Some(mut search) = Search::new(world, &Index::new(world, terms, offers), offers) else { continue };
        if let Some(least) = search.prepare() {
            searches.push((least.saturating_add(terms.constant.0), terms, search));
        }
    }
    searches.sort_by_key(|(least, ..)| *least);
    let least = searches.first()?.0;
    for guess in (0..5).map(|nth| least.saturating_add(Money::whole(250 << (2 * nth)).0)).chain([i64::MAX]) {
        let mut best: Option<(i64, &Terms, Found)> = None;
        for (least, terms, search) in &mut searches {
            let ceiling = best.as_ref().map_or(guess, |(total, ..)| *total);
            if *least < ceiling
                && let Some(found) = search.run(ceiling.saturating_sub(terms.constant.0))
            {
                best = Some((found.cost + terms.constant.0, terms, found));
            }
        }
        if let Some((total, terms, found)) = best {
            let chosen = found.chosen.into_iter().cloned().collect();
            let missions = found.missions.into_iter().cloned().collect();
            return Some(Best { total: Money(total), terms: terms.clone(), chosen, missions });
        }
    }
    None
}

/// A choice on the board.
struct Move<'o> {
    choice: &'o Choice,
    marks: Marks,
    /// What missions cost at least with it.
    floor: i64,
}

/// A combination.
#[derive(Debug, Clone)]
struct Found<'o> {
    cost: i64,
    chosen: Vec<&'o Choice>,
    missions: Vec<&'o Mission>,
}

/// Depth-first search over the parties in turn. What the parties from `k` on cost at least by themselves, found first
/// and from the last party backwards, bounds every search that starts before `k`; what an escort costs at least where a
/// choice needs one is added to that.
struct Search<'o, 'w> {
    parties: Vec<Vec<Move<'o>>>,
    board: Board,
    escorting: Escorting<'o, 'w>,
    /// For each party, the most that it and the parties after it, and missions, may still add.
    may_add: Vec<MayAdd>,
    /// For each party the least cost of it and all after it within the limits.
    rest: Vec<i64>,
    /// Whether only limits count, and neither escorts nor quotas and groups.
    only_limits: bool,
    best: i64,
    stack: Vec<&'o Choice>,
    found: Option<Found<'o>>,
}

impl<'o, 'w> Search<'o, 'w> {
    /// None where a party has nothing it may do, or a quota is out of reach.
    fn new(world: &'w World<'w>, index: &Index, offers: &'o Offers) -> Option<Self> {
        let escorting = Escorting::new(world, index, offers);
        let moves = |choices: &'o Vec<Choice>| -> Vec<Move<'o>> {
            let on_board = |choice: &'o Choice| {
                let marks = index.marks(choice.cost, &choice.footprint)?;
                Some(Move { choice, marks, floor: escorting.floor(&choice.needs)? })
            };
            let mut moves: Vec<_> = choices.iter().filter_map(on_board).collect();
            moves.sort_by_key(|one| one.marks.cost);
            moves
        };
        let mut parties: Vec<Vec<Move>> = offers.parties.iter().map(moves).collect();
        if parties.iter().any(Vec::is_empty) {
            return None;
        }
        // Parties with few choices last: the bounds of their ends come cheap. Any order gives the same optimum.
        parties.sort_by_key(|choices| std::cmp::Reverse(choices.len()));
        let board = index.board(world);
        let mut may_add = vec![escorting.may_add(&board)];
        for choices in parties.iter().rev() {
            let later = may_add[may_add.len() - 1].clone();
            may_add.push(later.one_of(choices.iter().map(|one| &one.marks)));
        }
        may_add.reverse();
        if board.is_hopeless(&may_add[0]) {
            return None;
        }
        Some(Self {
            rest: vec![0; parties.len() + 1],
            may_add,
            parties,
            board,
            escorting,
            only_limits: false,
            best: i64::MAX,
            stack: Vec::new(),
            found: None,
        })
    }

    /// Finds what the parties from each on cost at least; returns what all of them and missions do, if they can keep the
    /// limits.
    fn prepare(&mut self) -> Option<i64> {
        self.only_limits = true;
        for start in (1..self.parties.len()).rev() {
            self.best = i64::MAX;
            self.go(start, 0, 0);
            self.rest[start] = self.best;
        }
        self.only_limits = false;
        let first = self.parties.first().map_or(0, |choices| choices[0].marks.cost);
        let possible = !self.rest.contains(&i64::MAX);
        possible.then(|| self.escorting.gain(&self.board) + first + self.rest.get(1).copied().unwrap_or(0))
    }

    /// The least cost under `ceiling`, if there is any.
    fn run(&mut self, ceiling: i64) -> Option<Found<'o>> {
        self.best = ceiling;
        self.found = None;
        self.go(0, 0, 0);
        self.found.take()
    }

    /// Goes on from `party` at a `cost` so far, with missions at `floor` at least.
    fn go(&mut self, party: usize, cost: i64, floor: i64) {
        if !self.only_limits && self.board.is_hopeless(&self.may_add[party]) {
            return;
        }
        if party == self.parties.len() {
            self.end(cost);
            return;
        }
        for position in 0..self.parties[party].len() {
            let option = &self.parties[party][position];
            let so_far = cost + option.marks.cost;
            let floor = if self.only_limits { 0 } else { floor.max(option.floor) };
            let gain = if self.only_limits { 0 } else { self.escorting.gain(&self.board) };
            let least = so_far.saturating_add(self.rest[party + 1]).saturating_add(floor + gain);
            if least >= self.best || !self.board.has_room(&option.marks) {
                continue;
            }
            let choice = option.choice;
            self.board.put(&option.marks, 1);
            self.stack.push(choice);
            self.go(party + 1, so_far, floor);
            self.stack.pop();
            self.board.put(&self.parties[party][position].marks, -1);
        }
    }

    /// Everyone has chosen: sends escorts along.
    fn end(&mut self, cost: i64) {
        if self.only_limits {
            self.best = self.best.min(cost);
            return;
        }
        let mut needs = Needs::new();
        for (at, persons) in self.stack.iter().flat_map(|choice| &choice.needs) {
            *needs.entry(*at).or_default() += persons;
        }
        // The same persons need the same escorts under many choices: what those cost by themselves is kept.
        if self.escorting.covered(&self.board, &needs).is_none_or(|least| cost + least >= self.best) {
            return;
        }
        if let Some((cost, missions)) = self.escorting.send(&mut self.board, &needs, cost, self.best) {
            self.best = cost;
            self.found = Some(Found { cost, chosen: self.stack.clone(), missions });
        }
    }
}
