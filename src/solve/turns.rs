//! When plans are made beside the bound: often as long as that makes them better, then ever more rarely, so that neither
//! waits for the other for long.

/// Rounds at the root between plans, and nodes of the tree: so many at least, and more where classes are fewer, of which a
/// round takes less time and plans hardly less.
const ROUNDS: usize = 4;
const NODES: usize = 1;

/// Classes up to which a round or node takes so little, and how many times as many there are at most.
const FEW: usize = 250;
const LONGEST: usize = 6;

/// A count of rounds or nodes until it's time for plans.
#[derive(Debug)]
pub struct Turns {
    every: usize,
    pause: usize,
    left: usize,
}

impl Turns {
    /// One is due after each `every` while they are of use.
    pub fn new(every: usize) -> Self {
        Self { every, pause: every, left: every }
    }

    /// Turns between rounds at the root, where there are so many classes. The first plans don't wait longer for few.
    pub fn rounds(classes: usize) -> Self {
        Self { left: ROUNDS, ..Self::new(ROUNDS * times(classes)) }
    }

    /// Turns between nodes of the tree, where there are so many classes. The root's own plans were only just made.
    pub fn nodes(classes: usize) -> Self {
        let turns = Self::new(NODES * times(classes));
        Self { left: turns.every + 1, ..turns }
    }

    /// Counts one more; whether it's time.
    pub fn due(&mut self) -> bool {
        self.left = self.left.saturating_sub(1);
        self.left == 0
    }

    /// Plans were made: twice as long a pause where they are no better.
    pub fn took(&mut self, better: bool) {
        self.pause = if better { self.every } else { self.pause * 2 };
        self.left = self.pause;
    }
}

/// How many times as many rounds or nodes lie between plans as where classes are many.
fn times(classes: usize) -> usize {
    (FEW / classes.max(1)).clamp(1, LONGEST)
}
