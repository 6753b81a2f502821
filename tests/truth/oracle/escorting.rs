//! The cheapest missions that make the parties' choices a plan.
//!
//! They cover what persons need on each sector, fill groups, charters and tiers that lack seats, and go on where more of
//! them pay. Whatever is lacking, one of the missions that help must be sent: each is tried in turn, and those tried are
//! left out after, so that no set of missions comes up twice.

use std::collections::BTreeMap;

use onward::ids::{EscortTypeIdx, PoolIdx};

use super::World;
use super::board::{Board, Index, Marks, MayAdd};
use super::cover::{self, Types};
use super::missions::Mission;
use super::thin::Offers;

/// Escorts needed by those who travel: persons by sector and type.
pub type Needs = BTreeMap<(usize, EscortTypeIdx), u32>;

/// A mission on the board.
struct Way<'o> {
    mission: &'o Mission,
    marks: Marks,
    covers: Types,
    /// Days away and at rest, counted from the first of all.
    days: std::ops::Range<usize>,
}

/// What is lacking.
enum Lack {
    /// Escorts for one of these types on a sector.
    Cover(usize, Types),
    /// Seats in a group.
    Group(usize),
    /// Whatever a quota counts.
    Quota(usize),
}

/// The search, for one set of terms.
pub struct Escorting<'o, 'w> {
    world: &'w World<'w>,
    ways: Vec<Way<'o>>,
    /// Escorts out by pool and day.
    out: BTreeMap<PoolIdx, Vec<u32>>,
    /// Missions left out.
    barred: Vec<bool>,
    /// At most 0: what missions that bring more than they cost can bring in all; and what they can if fees saved on
    /// commitments don't count.
    gain: i64,
    gain_unsaved: i64,
    /// Missions by the sectors they could be needed on.
    by_post: BTreeMap<usize, Vec<usize>>,
    /// Least cost of covering needs, found before.
    covered: BTreeMap<Needs, Option<i64>>,
    /// Whether only cover counts, and neither limits nor groups and quotas.
    only_cover: bool,
    sent: Vec<usize>,
    best: i64,
    found: Option<Vec<usize>>,
}

impl<'o, 'w> Escorting<'o, 'w> {
    pub fn new(world: &'w World<'w>, index: &Index, offers: &'o Offers) -> Self {
        let first = offers.missions.iter().map(|mission| mission.dates.0).min().unwrap_or_default();
        let day = |date: chrono::NaiveDate| (date - first).num_days() as usize;
        let way = |mission: &'o Mission| {
            Some(Way {
                mission,
                marks: index.marks(mission.cost, &mission.footprint)?,
                covers: cover::covers(world, mission.pool),
                days: day(mission.dates.0)..day(mission.dates.1) + 1,
            })
        };
        let mut ways: Vec<Way> = offers.missions.iter().filter_map(way).collect();
        ways.sort_by_key(|way| way.marks.cost);
        let last = ways.iter().map(|way| way.days.end).max().unwrap_or(0);
        let mut by_post: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (at, way) in ways.iter().enumerate() {
            way.mission.posts.iter().for_each(|post| by_post.entry(*post).or_default().push(at));
        }
        let mut escorting = Self {
            world,
            out: world.feed.pools.iter_enumerated().map(|(pool, _)| (pool, vec![0; last])).collect(),
            barred: vec![false; ways.len()],
            gain: 0,
            gain_unsaved: 0,
            ways,
            by_post,
            covered: BTreeMap::new(),
            only_cover: false,
            sent: Vec::new(),
            best: i64::MAX,
            found: None,
        };
        escorting.gain = -escorting.at_most(|way| -way.marks.cost);
        escorting.gain_unsaved = -escorting.at_most(|way| -(way.marks.cost + way.marks.saved));
        escorting
    }

    /// An upper bound on the sum of `of` over the missions of any plan: whatever the pools' escorts, each by itself, can
    /// bring together on days that don't overlap.
    fn at_most(&self, of: impl Fn(&Way) -> i64) -> i64 {
        let pools = self.world.feed.pools.iter_enumerated().map(|(index, pool)| {
            let last = self.out[&index].len();
            // From each day on.
            let mut most = vec![0; last + 1];
            for day in (0..last).rev() {
                let ways = self.ways.iter().filter(|way| way.mission.pool == index && way.days.start == day);
                let sent = ways.map(|way| of(way) + most[way.days.end]).max().unwrap_or(0);
                most[day] = most[day + 1].max(sent);
            }
            most[0] * i64::from(pool.count)
        });
        pools.sum()
    }

    /// What missions may add at most.
    pub fn may_add(&self, board: &Board) -> MayAdd {
        let count = |marks: &[(usize, i64)], to: usize| marks.iter().find(|(at, _)| *at == to).map_or(0, |(_, n)| *n);
        let mut most = board.nothing();
        for (quota, most) in most.quotas.iter_mut().enumerate() {
            *most = self.at_most(|way| count(&way.marks.quotas, quota));
        }
        for (group, most) in most.groups.iter_mut().enumerate() {
            *most = self.at_most(|way| count(&way.marks.groups, group));
        }
        most
    }

    /// A lower bound on what missions cost in any plan where persons `need` escorts; none where they can't have them.
    pub fn floor(&self, needs: &Needs) -> Option<i64> {
        let mut floor = 0;
        for (&(sector, escort), persons) in needs {
            let able = self.ways.iter().filter(|way| self.helps(way, &Lack::Cover(sector, cover::one(escort))));
            let cheapest = able.map(|way| way.marks.cost).min()?;
            floor = floor.max(cheapest * i64::from(cover::escorts(self.world, escort, *persons)));
        }
        Some(floor)
    }

    /// What further missions bring at most, as a bound below 0: fees are saved only on what is still short.
    pub fn gain(&self, board: &Board) -> i64 {
        self.gain.max(self.gain_unsaved - board.still_short())
    }

    /// The least that missions cost which cover `needs`, whatever else they do; none where escorts don't suffice.
    pub fn covered(&mut self, board: &Board, needs: &Needs) -> Option<i64> {
        if let Some(known) = self.covered.get(needs) {
            return *known;
        }
        self.only_cover = true;
        let found = self.send(&mut board.clone(), needs, 0, i64::MAX).map(|(cost, _)| cost);
        self.only_cover = false;
        self.covered.insert(needs.clone(), found);
        found
    }

    /// The least cost under `ceiling`, given `cost` so far, with the missions that bring it about.
    pub fn send(
        &mut self,
        board: &mut Board,
        needs: &Needs,
        cost: i64,
        ceiling: i64,
    ) -> Option<(i64, Vec<&'o Mission>)> {
        self.best = ceiling;
        self.found = None;
        self.go(board, needs, cost);
        let found = self.found.take()?;
        Some((self.best, found.iter().map(|way| self.ways[*way].mission).collect()))
    }

    fn go(&mut self, board: &mut Board, needs: &Needs, cost: i64) {
        let lack = self.lack(board, needs);
        if lack.is_none() && cost < self.best {
            self.best = cost;
            self.found = Some(self.sent.clone());
        }
        // With nothing lacking, a set of further missions pays only if it holds one that brings more than it costs.
        let mut candidates: Vec<usize> = match lack {
            Some(Lack::Cover(sector, _)) => self.by_post.get(&sector).cloned().unwrap_or_default(),
            _ => (0..self.ways.len()).collect(),
        };
        candidates.retain(|&at| {
            let way = &self.ways[at];
            !self.barred[at] && lack.as_ref().map_or(way.marks.cost < 0, |lack| self.helps(way, lack))
        });
        // More than one mission may be needed for what is lacking; they cost at least as much as the cheapest.
        let again = lack.as_ref().map_or(0, |lack| self.needed(board, lack, &candidates) - 1);
        let cheapest = candidates.first().map_or(0, |at| self.ways[*at].marks.cost).max(0);
        let gain = if self.only_cover { self.gain } else { self.gain(board) };
        for &at in &candidates {
            let so_far = cost + self.ways[at].marks.cost;
            let least = so_far + again * cheapest + gain;
            if least < self.best && (self.only_cover || board.has_room(&self.ways[at].marks)) && self.is_in(at) {
                self.book(board, at, 1);
                self.go(board, needs, so_far);
                self.book(board, at, -1);
            }
            self.barred[at] = true;
        }
        candidates.iter().for_each(|at| self.barred[*at] = false);
    }

    /// Something that the plan still lacks.
    fn lack(&self, board: &Board, needs: &Needs) -> Option<Lack> {
        let mut needs = needs.iter().peekable();
        while let Some(sector) = needs.peek().map(|((sector, _), _)| *sector) {
            let mut needed = Vec::new();
            while let Some((&(_, escort), persons)) = needs.next_if(|((next, _), _)| *next == sector) {
                needed.push((escort, cover::escorts(self.world, escort, *persons)));
            }
            let ways = self.sent.iter().map(|way| &self.ways[*way]);
            let aboard: Vec<_> =
                ways.filter(|way| way.mission.posts.contains(&sector)).map(|way| (way.covers, 1)).collect();
            if let Some(types) = cover::short(self.world, &needed, &aboard) {
                return Some(Lack::Cover(sector, types));
            }
        }
        if self.only_cover {
            return None;
        }
        let group = board.small_group().map(Lack::Group);
        group.or_else(|| board.open_quota().map(Lack::Quota))
    }

    fn helps(&self, way: &Way, lack: &Lack) -> bool {
        let adds = |marks: &[(usize, i64)], to: usize| marks.iter().any(|(at, _)| *at == to);
        match *lack {
            Lack::Cover(sector, types) => way.covers & types != 0 && way.mission.posts.contains(&sector),
            Lack::Group(group) => adds(&way.marks.groups, group),
            Lack::Quota(quota) => adds(&way.marks.quotas, quota),
        }
    }

    /// How many of the missions that help are needed at least.
    fn needed(&self, board: &Board, lack: &Lack, candidates: &[usize]) -> i64 {
        let marks = |of: fn(&Marks) -> &Vec<(usize, i64)>, to: usize| {
            let all = candidates.iter().flat_map(move |at| of(&self.ways[*at].marks)).filter(move |(at, _)| *at == to);
            all.map(|(_, count)| *count).max().unwrap_or(1)
        };
        match *lack {
            Lack::Cover(..) | Lack::Group(_) => 1,
            Lack::Quota(quota) => {
                let (lacking, most) = (board.lacks(quota), marks(|marks| &marks.quotas, quota));
                (lacking + most - 1) / most
            }
        }
    }

    /// Whether an escort of the mission's pool is at the base on all its days.
    fn is_in(&self, at: usize) -> bool {
        let way = &self.ways[at];
        let count = self.world.feed.pools[way.mission.pool].count;
        self.out[&way.mission.pool][way.days.clone()].iter().all(|out| *out < count)
    }

    /// Sends a mission (`sign` 1) or calls it back (−1).
    fn book(&mut self, board: &mut Board, at: usize, sign: i64) {
        let way = &self.ways[at];
        if !self.only_cover {
            board.put(&way.marks, sign);
        }
        let out = self.out.get_mut(&way.mission.pool).expect("every pool has its days");
        for out in &mut out[way.days.clone()] {
            *out = if sign > 0 { *out + 1 } else { *out - 1 };
        }
        if sign > 0 {
            self.sent.push(at);
        } else {
            self.sent.pop();
        }
    }
}
