//! Questions asked side by side, each by a thread that has nothing else to do until it knows the answer.
//!
//! Not by a rayon pool: planning has a pool of its own, and a pool's thread that waits for another pool takes up the next
//! question meanwhile (`rayon::ThreadPool::install`). The first one's time limit would then pass while others are answered,
//! and as many plans as there are questions would be begun on one stack.

use std::cell::Cell;
use std::panic;
use std::sync::{Mutex, PoisonError};
use std::thread;

thread_local! {
    /// Whether this thread answers one of several questions: what that asks in turn it answers by itself.
    static BUSY: Cell<bool> = const { Cell::new(false) };
}

/// What `ask` says of each of `all`, in their order, by so many `threads` at most.
pub(super) fn side_by_side<T: Send, U: Send>(threads: usize, all: Vec<T>, ask: impl Fn(T) -> U + Sync) -> Vec<U> {
    let threads = threads.min(all.len());
    if threads <= 1 || BUSY.get() {
        return all.into_iter().map(ask).collect();
    }
    let left = Mutex::new(all.into_iter().enumerate());
    let next = || left.lock().unwrap_or_else(PoisonError::into_inner).next();
    let work = || {
        BUSY.set(true);
        let mut answers = Vec::new();
        while let Some((place, question)) = next() {
            answers.push((place, ask(question)));
        }
        answers
    };
    let mut answers: Vec<(usize, U)> = thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        let ended = workers.into_iter().map(|worker| worker.join().unwrap_or_else(|panic| panic::resume_unwind(panic)));
        ended.flatten().collect()
    });
    answers.sort_unstable_by_key(|&(place, _)| place);
    answers.into_iter().map(|(_, answer)| answer).collect()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    thread_local! {
        static OPEN: Cell<usize> = const { Cell::new(0) };
    }

    /// A question that is answered by another pool; how many are open on this thread meanwhile.
    fn ask(question: usize) -> (usize, usize) {
        OPEN.set(OPEN.get() + 1);
        let open = OPEN.get();
        let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
        pool.install(|| thread::sleep(Duration::from_millis(2)));
        OPEN.set(OPEN.get() - 1);
        (question, open)
    }

    #[test]
    fn a_thread_that_waits_for_an_answer_takes_up_nothing_else() {
        for threads in [1, 2, 3] {
            let answers = side_by_side(threads, (0..12).collect(), ask);
            assert_eq!(answers, (0..12).map(|question| (question, 1)).collect::<Vec<_>>());
        }
    }

    #[test]
    fn questions_within_questions_are_answered_in_order_too() {
        let twice = |number: usize| side_by_side(2, vec![2 * number, 2 * number + 1], |part| part);
        let answers = side_by_side(2, (0..8).collect(), twice);
        assert_eq!(answers.concat(), (0..16).collect::<Vec<_>>());
    }

    #[test]
    fn what_goes_wrong_in_one_question_is_not_hidden() {
        let wrong = panic::catch_unwind(|| side_by_side(2, vec![1, 2, 3], |number| assert_ne!(number, 2)));
        assert!(wrong.is_err());
    }
}
