//! HiGHS's log: when it had which plan and which bound.
//!
//! A line of its table reads, behind a letter for where a solution came from, and with amounts in units of the currency:
//! ` L       0       0         0   0.00%   122.5      130.75         6.31%      412    103    0      5012     1.2s`.

use super::trace::Trace;

/// Minor units in a unit of HiGHS's objective ([`onward::compact::highs`]).
const UNIT: f64 = 100.0;

/// The trace that `log` tells.
pub fn trace(log: &str) -> Trace {
    let mut trace = Trace::default();
    for line in log.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        let Some(seconds) = words.last().and_then(|word| word.strip_suffix('s')).and_then(|time| time.parse().ok())
        else {
            continue;
        };
        // Explored so far, in per cent, stands before bound and best solution; no other word before them has the sign.
        let Some(explored) = words.iter().position(|word| word.ends_with('%')) else { continue };
        let amount =
            |word: Option<&&str>| word.and_then(|word| word.parse::<f64>().ok()).filter(|value| value.is_finite());
        let (bound, total) = (amount(words.get(explored + 1)), amount(words.get(explored + 2)));
        trace.note(seconds, total.map(|total| total * UNIT), bound.map(|bound| bound * UNIT));
    }
    trace
}
