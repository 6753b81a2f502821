//! The integer programme over chosen columns and missions: every rule that they could break, and the master's inequalities.

use std::collections::BTreeMap;

use good_lp::{Constraint, Expression, ProblemVariables, Variable, constraint, variable};
use rustc_hash::FxHashMap;

use super::deals;
use super::integer::Question;
use super::master::Master;
use super::rows::{Kind, Role, StructuralIdx};
use crate::ids::{CharterIdx, ClassIdx, SectorIdx, TiVec};
use crate::itineraries::column::Column;
use crate::itineraries::prices::Term;
use crate::itineraries::sites::Site;
use crate::missions::way::Mission;

/// Variables, objective, rows and a plan to start from.
#[derive(Default)]
pub struct Task {
    /// Variables.
    pub vars: ProblemVariables,
    /// What is minimised.
    pub cost: Expression,
    /// The rows.
    pub rows: Vec<Constraint>,
    /// The plan as it is now.
    pub initial: Vec<(Variable, f64)>,
}

/// A task, and what its variables stand for.
pub struct Programme<'a> {
    master: &'a Master<'a>,
    question: &'a Question<'a>,
    /// What HiGHS is asked, until it is handed over.
    pub task: Task,
    /// Columns with how often each is taken.
    pub columns: Vec<(&'a Column, Variable)>,
    /// Missions with how often each is sent.
    pub missions: Vec<(&'a Mission, Variable)>,
    structurals: FxHashMap<StructuralIdx, Variable>,
}

/// What is added up at a site: variables to choose, what stands, what is there now, and whatever may come at most.
#[derive(Default)]
struct Sum {
    chosen: Expression,
    stands: i64,
    now: i64,
    most: i64,
}

impl<'a> Programme<'a> {
    /// The programme that answers `question`.
    pub fn new(master: &'a Master<'a>, question: &'a Question<'a>) -> Self {
        let mut programme = Self {
            master,
            question,
            task: Task::default(),
            columns: Vec::new(),
            missions: Vec::new(),
            structurals: FxHashMap::default(),
        };
        programme.choose();
        programme.charter();
        let sums = programme.sums();
        programme.limit(&sums);
        programme.cover(&sums);
        programme.group(&sums);
        programme.settle();
        programme.cut();
        programme
    }

    /// The variables of columns, then those of missions.
    pub fn asked(&self) -> Vec<Variable> {
        self.columns.iter().map(|(_, var)| *var).chain(self.missions.iter().map(|(_, var)| *var)).collect()
    }

    /// A whole variable between the ends, `now` in the plan as it is, at `cost` minor units.
    fn add(&mut self, (lower, upper): (i64, i64), cost: i64, now: i64) -> Variable {
        let var = self.task.vars.add(variable().integer().min(lower as f64).max(upper as f64));
        self.task.cost.add_mul(cost as f64 / 100.0, var);
        self.task.initial.push((var, now as f64));
        var
    }

    /// Each party takes a column or stays; each mission is sent some times.
    fn choose(&mut self) {
        let (master, question) = (self.master, self.question);
        let mut left: TiVec<ClassIdx, i64> = master.classes.iter().map(|class| class.parties.len() as i64).collect();
        for column in &question.kept {
            left[column.route.class] -= 1;
        }
        let mut now: FxHashMap<_, i64> = FxHashMap::default();
        for column in &question.now {
            *now.entry(&column.route).or_default() += 1;
        }
        let mut parties: TiVec<ClassIdx, Expression> = master.classes.iter().map(|_| Expression::from(0.0)).collect();
        for &column in &question.columns {
            let class = column.route.class;
            let taken = now.get(&column.route).copied().unwrap_or_default();
            let var = self.add((0, left[class]), column.cost, taken);
            parties[class].add_mul(1.0, var);
            self.columns.push((column, var));
        }
        let mut going: TiVec<ClassIdx, i64> = master.classes.iter().map(|_| 0).collect();
        question.now.iter().for_each(|column| going[column.route.class] += 1);
        for (class, row) in master.classes.iter_enumerated().filter(|&(class, _)| left[class] > 0) {
            let may_stay = if row.traits.fixed.is_some() { 0 } else { left[class] };
            let var = self.add((0, may_stay), row.traits.staying(), left[class] - going[class]);
            let mut sum = std::mem::take(&mut parties[class]);
            sum.add_mul(1.0, var);
            self.task.rows.push(constraint!(sum == left[class] as f64));
            self.structurals.insert(master.unserved[class], var);
        }
        let mut away: FxHashMap<_, i64> = FxHashMap::default();
        for mission in &question.away {
            *away.entry(&mission.way).or_default() += 1;
        }
        for &mission in &question.missions {
            let most = i64::from(master.network.feed.pools[mission.way.pool].count);
            let var = self.add((0, most), mission.cost, away.get(&mission.way).copied().unwrap_or_default());
            self.missions.push((mission, var));
        }
    }

    /// Charters: whether each is used, one of a group, least seats on the first leg.
    fn charter(&mut self) {
        let (master, question) = (self.master, self.question);
        let (network, feed) = (master.network, master.network.feed);
        let flies = |sector: SectorIdx, charter: CharterIdx| master.charter_flying(sector) == Some(charter);
        let flown = |columns: &[&Column], missions: &[&Mission], charter: CharterIdx| {
            columns.iter().any(|column| column.route.sectors.iter().any(|&sector| flies(sector, charter)))
                || missions.iter().any(|mission| mission.way.sectors().any(|sector| flies(sector, charter)))
        };
        let mut used: Vec<Variable> = Vec::new();
        for (index, charter) in feed.charters.iter_enumerated() {
            let stands = flown(&question.kept, &question.sent, index);
            let now = stands || flown(&question.now, &question.away, index);
            let var = self.add((i64::from(stands), 1), charter.fixed_cost.0, i64::from(now));
            self.structurals.insert(master.charters[index], var);
            used.push(var);
            if charter.min_seats == 0 {
                continue;
            }
            let mut sum = Expression::from(0.0);
            for (column, var) in &self.columns {
                sum.add_mul(f64::from(column.seats_on_first_leg(network, index)), *var);
            }
            for (mission, var) in &self.missions {
                sum.add_mul(f64::from(mission.seats_on_first_leg(network, index)), *var);
            }
            let stand = question.kept.iter().map(|column| column.seats_on_first_leg(network, index));
            let stand = stand.chain(question.sent.iter().map(|mission| mission.seats_on_first_leg(network, index)));
            let stands = f64::from(stand.sum::<u32>());
            self.task.rows.push(constraint!(sum + stands >= f64::from(charter.min_seats) * var));
        }
        for group in feed.groups.keys() {
            let members = feed.charters.iter_enumerated().filter(|(_, charter)| charter.group == Some(group));
            let sum: Expression = members.map(|(index, _)| Expression::from(used[usize::from(index)])).sum();
            self.task.rows.push(constraint!(sum <= 1.0));
        }
    }

    /// What is used of every site that matters.
    fn sums(&self) -> BTreeMap<Site, Sum> {
        let question = self.question;
        let mut sums: FxHashMap<Site, Sum> = FxHashMap::default();
        let mut choose = |uses: &[(Site, u32)], var: Variable, most: i64| {
            for &(site, demand) in uses {
                let sum = sums.entry(site).or_default();
                sum.chosen.add_mul(f64::from(demand), var);
                sum.most += i64::from(demand) * most;
            }
        };
        for &(column, var) in &self.columns {
            choose(&column.uses, var, self.master.classes[column.route.class].parties.len() as i64);
        }
        for &(mission, var) in &self.missions {
            choose(&mission.uses, var, i64::from(self.master.network.feed.pools[mission.way.pool].count));
        }
        let uses = |columns: &[&'a Column], missions: &[&'a Mission]| -> Vec<(Site, u32)> {
            let columns = columns.iter().flat_map(|column| &column.uses);
            columns.chain(missions.iter().flat_map(|mission| &mission.uses)).copied().collect()
        };
        for (site, demand) in uses(&question.kept, &question.sent) {
            let sum = sums.entry(site).or_default();
            sum.stands += i64::from(demand);
            sum.most += i64::from(demand);
        }
        for (site, demand) in uses(&question.now, &question.away) {
            sums.entry(site).or_default().now += i64::from(demand);
        }
        sums.into_iter().collect()
    }

    /// Capacities that could run out.
    fn limit(&mut self, sums: &BTreeMap<Site, Sum>) {
        for (&site, sum) in sums {
            let Some(capacity) = site.capacity(self.master.network) else { continue };
            let (capacity, stands) = (f64::from(capacity), sum.stands as f64);
            let gate = self.master.gate_of(site).and_then(|gate| self.structurals.get(&gate)).copied();
            match gate {
                Some(charter) => self.task.rows.push(constraint!(sum.chosen.clone() + stands <= capacity * charter)),
                None if sum.most as f64 > capacity => {
                    self.task.rows.push(constraint!(sum.chosen.clone() <= capacity - stands));
                }
                None => {}
            }
        }
    }

    /// Escorts on duty for everyone in need.
    fn cover(&mut self, sums: &BTreeMap<Site, Sum>) {
        let mut duties: FxHashMap<_, (Expression, i64)> = FxHashMap::default();
        for &(mission, var) in &self.missions {
            for duty in mission.way.duties() {
                duties.entry(duty).or_insert_with(|| (Expression::from(0.0), 0)).0.add_mul(1.0, var);
            }
        }
        for duty in self.question.sent.iter().flat_map(|mission| mission.way.duties()) {
            duties.entry(duty).or_insert_with(|| (Expression::from(0.0), 0)).1 += 1;
        }
        // Each party by itself needs whole escorts.
        let mut parties: FxHashMap<Site, BTreeMap<ClassIdx, Expression>> = FxHashMap::default();
        for &(column, var) in &self.columns {
            for &(site, persons) in &column.uses {
                if let Site::Need(kind, _) = site {
                    let escorts = persons.div_ceil(self.master.network.feed.escort_types[kind].ratio);
                    let alone = parties.entry(site).or_default().entry(column.route.class);
                    alone.or_insert_with(|| Expression::from(0.0)).add_mul(f64::from(escorts), var);
                }
            }
        }
        for (&site, sum) in sums {
            let Site::Need(kind, sector) = site else { continue };
            let ratio = f64::from(self.master.network.feed.escort_types[kind].ratio);
            let (sent, stands) = duties.remove(&(kind, sector)).unwrap_or((Expression::from(0.0), 0));
            let missing = sum.stands as f64 - ratio * stands as f64;
            self.task.rows.push(constraint!(ratio * sent.clone() - sum.chosen.clone() >= missing));
            for alone in parties.remove(&site).unwrap_or_default().into_values() {
                self.task.rows.push(constraint!(sent.clone() - alone >= -stands as f64));
            }
        }
    }

    /// Seats under agreements with a least group: none or that many.
    fn group(&mut self, sums: &BTreeMap<Site, Sum>) {
        for (&site, sum) in sums {
            let Site::Allotment(agreement, sector) = site else { continue };
            let least = i64::from(self.master.network.feed.agreements[agreement].min_group);
            if least <= 1 || sum.stands >= least {
                continue;
            }
            let most = self.master.allotted(agreement, sector).min(sum.most) as f64;
            let stands = sum.stands;
            let now = i64::from(stands > 0 || sum.now > 0);
            let var = self.add((i64::from(stands > 0), 1), 0, now);
            if let Some(&group) = self.master.groups.get(&(agreement, sector)) {
                self.structurals.insert(group, var);
            }
            self.task.rows.push(constraint!(sum.chosen.clone() + stands as f64 >= least as f64 * var));
            self.task.rows.push(constraint!(sum.chosen.clone() + stands as f64 <= most * var));
        }
    }

    /// Rebates and shortfalls.
    fn settle(&mut self) {
        let feed = self.master.network.feed;
        for (index, agreement) in feed.agreements.iter_enumerated() {
            let steps = deals::steps(agreement);
            let promised = deals::settle(agreement, 0).1 > 0;
            let rebated = steps.iter().any(|step| step.rebate != 0);
            if !promised && !rebated {
                continue;
            }
            let term = Term::Volume(index);
            let (sum, stands, now) = self.sum(&term);
            let volume = stands + now;
            if promised {
                let short = i64::from(agreement.commit_seats) - i64::from(agreement.seats_before);
                let var = self.add((0, short), agreement.shortfall_fee.0, (short - volume).max(0));
                self.task.rows.push(constraint!(sum.clone() + var >= (short - stands) as f64));
            }
            if rebated {
                let most = stands + self.most(&term);
                self.step(&steps, sum, stands, volume, most);
            }
        }
    }

    fn step(&mut self, steps: &[deals::Step], sum: Expression, stands: i64, now: i64, most: i64) {
        let (mut on_one, mut all) = (Expression::from(0.0), Expression::from(0.0));
        for step in steps {
            let end = step.most.unwrap_or(most).max(step.least);
            let here = step.least <= now && step.most.is_none_or(|most| now <= most);
            let on = self.add((0, 1), 0, i64::from(here));
            let seats = self.add((0, end), -step.rebate, if here { now } else { 0 });
            self.task.rows.push(constraint!(seats >= step.least as f64 * on));
            self.task.rows.push(constraint!(seats <= end as f64 * on));
            on_one.add_mul(1.0, on);
            all.add_mul(1.0, seats);
        }
        self.task.rows.push(constraint!(on_one == 1.0));
        self.task.rows.push(constraint!(all - sum == stands as f64));
    }

    /// More of `term` than what is chosen ever adds up to.
    fn most(&self, term: &Term) -> i64 {
        let mut most: TiVec<ClassIdx, i64> = self.master.classes.iter().map(|_| 0).collect();
        for (column, _) in &self.columns {
            let class = column.route.class;
            let parties = self.master.classes[class].parties.len() as i64;
            most[class] = most[class].max(term.coefficient(column) * parties);
        }
        let count = |mission: &Mission| i64::from(self.master.network.feed.pools[mission.way.pool].count);
        let missions = self.missions.iter().map(|(mission, _)| mission.coefficient(term) * count(mission));
        most.iter().sum::<i64>() + missions.sum::<i64>()
    }

    /// A term over what is chosen, over what stands, and over what is there now besides.
    fn sum(&self, term: &Term) -> (Expression, i64, i64) {
        let mut chosen = Expression::from(0.0);
        for (column, var) in &self.columns {
            chosen.add_mul(term.coefficient(column) as f64, *var);
        }
        for (mission, var) in &self.missions {
            chosen.add_mul(mission.coefficient(term) as f64, *var);
        }
        let of = |columns: &[&Column], missions: &[&Mission]| -> i64 {
            let columns = columns.iter().map(|column| term.coefficient(column));
            columns.chain(missions.iter().map(|mission| mission.coefficient(term))).sum()
        };
        let question = self.question;
        (chosen, of(&question.kept, &question.sent), of(&question.now, &question.away))
    }

    /// The master's inequalities beyond the rules: what separation found holds here too, and tightens the relaxation that
    /// HiGHS starts from.
    fn cut(&mut self) {
        let (master, question) = (self.master, self.question);
        for row in master.rows.iter().filter(|row| row.role == Role::Cut) {
            let mut sum = Expression::from(0.0);
            let mut any = false;
            let columns = self.columns.iter().map(|(column, var)| (row.of_column(column), *var));
            let missions = self.missions.iter().map(|(mission, var)| (row.of_mission(mission), *var));
            for (a, var) in columns.chain(missions).filter(|(a, _)| *a != 0) {
                sum.add_mul(a as f64, var);
                any = true;
            }
            if !any {
                continue;
            }
            let stand = question.kept.iter().map(|column| row.of_column(column));
            let mut stands = stand.chain(question.sent.iter().map(|mission| row.of_mission(mission))).sum::<i64>();
            let mut known = true;
            for &(index, a) in &row.structurals {
                match (self.structurals.get(&index), &master.structurals[index.0].kind) {
                    (Some(&var), _) => sum.add_mul(a as f64, var),
                    // Nobody of the class is left to choose, or the group stands.
                    (None, Kind::Unserved(_) | Kind::Shortfall) => {}
                    (None, Kind::Group(..)) => stands += a,
                    (None, _) => known = false,
                }
            }
            if !known {
                continue;
            }
            let stands = stands as f64;
            if let Some(upper) = row.upper {
                self.task.rows.push(constraint!(sum.clone() <= upper as f64 - stands));
            }
            if let Some(lower) = row.lower {
                self.task.rows.push(constraint!(sum >= lower as f64 - stands));
            }
        }
    }
}
