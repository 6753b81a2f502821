//! When plans are made beside the bound: often as long as that makes them better, then ever more rarely, so that neither
//! waits for the other for long.

/// A count of rounds or nodes until it's time for plans.
#[derive(Debug)]
pub struct Turns {
    every: usize,
    pause: usize,
    left: usize,
}

impl Turns {
    /// The first is due after `first`, and one after each `every` while they are of use.
    pub fn new(first: usize, every: usize) -> Self {
        Self { every, pause: every, left: first }
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
