//! How far planning is: a live line on a terminal, plain lines otherwise, nothing when asked to be quiet.

use std::io::{self, IsTerminal};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use super::streams::tell;
use crate::money::Money;
use crate::report::{amount, count, duration, percent};
use crate::solve::{Phase, Progress};

/// Least time between two plain lines.
const PAUSE: Duration = Duration::from_secs(1);
/// A plain line comes after so long even if nothing changed, so that a log shows that work goes on.
const SILENCE: Duration = Duration::from_secs(15);

/// Shows progress on standard error.
pub(super) enum Display {
    /// A line that is drawn anew.
    Live(ProgressBar),
    /// Lines that stay.
    Lines(Lines),
    /// Nothing.
    Quiet,
}

impl Display {
    /// The display that standard error calls for.
    pub fn new(quiet: bool) -> Self {
        if quiet {
            return Self::Quiet;
        }
        if !io::stderr().is_terminal() {
            return Self::Lines(Lines::default());
        }
        let style = ProgressStyle::with_template("{spinner} {elapsed} {wide_msg}")
            .unwrap_or_else(|_| ProgressStyle::default_spinner());
        let bar = ProgressBar::new_spinner().with_style(style);
        bar.enable_steady_tick(Duration::from_millis(100));
        Self::Live(bar)
    }

    /// Shows how far it is.
    pub fn show(&mut self, progress: &Progress) {
        match self {
            Self::Live(bar) => bar.set_message(short_line(progress)),
            Self::Lines(lines) => {
                if let Some(line) = lines.next(progress) {
                    tell(&line);
                }
            }
            Self::Quiet => {}
        }
    }

    /// Says something that stays.
    pub fn note(&self) -> impl Fn(&str) + Send + 'static {
        let bar = if let Self::Live(bar) = self { Some(bar.clone()) } else { None };
        move |text| match &bar {
            Some(bar) => bar.suspend(|| tell(text)),
            None => tell(text),
        }
    }

    /// Clears the live line, or tells the last state if that wasn't worth a line before.
    pub fn finish(&mut self) {
        match self {
            Self::Live(bar) => bar.finish_and_clear(),
            Self::Lines(lines) => {
                if let Some(last) = lines.untold.take() {
                    tell(&line(&last));
                }
            }
            Self::Quiet => {}
        }
    }
}

/// Chooses the moments worth a line.
#[derive(Default)]
pub(super) struct Lines {
    last: Option<Progress>,
    untold: Option<Progress>,
}

impl Lines {
    fn next(&mut self, progress: &Progress) -> Option<String> {
        if let Some(last) = &self.last {
            let since = progress.elapsed.saturating_sub(last.elapsed);
            let state = |of: &Progress| (of.columns, of.bound, of.incumbent);
            let changed = state(last) != state(progress);
            if last.phase == progress.phase && since < if changed { PAUSE } else { SILENCE } {
                self.untold = changed.then(|| progress.clone());
                return None;
            }
        }
        self.untold = None;
        self.last = Some(progress.clone());
        Some(line(progress))
    }
}

const NONE: &str = "-";

fn line(progress: &Progress) -> String {
    format!(
        "{:<9} {:>10}  columns {:>7}  bound {:>14}  incumbent {:>14}  gap {}",
        phase(progress.phase),
        duration(progress.elapsed),
        count(progress.columns),
        progress.bound.map_or_else(|| NONE.to_owned(), amount),
        progress.incumbent.map_or_else(|| NONE.to_owned(), amount),
        progress.gap.map_or_else(|| NONE.to_owned(), percent),
    )
}

/// The same without cents and with the gap in front, since a narrow terminal cuts it off at the end.
fn short_line(progress: &Progress) -> String {
    let whole = |sum: Option<Money>| {
        let text = sum.map_or_else(|| NONE.to_owned(), amount);
        text.split('.').next().unwrap_or_default().to_owned()
    };
    format!(
        "{}  gap {}  bound {}  incumbent {}  columns {}",
        phase(progress.phase),
        progress.gap.map_or_else(|| NONE.to_owned(), percent),
        whole(progress.bound),
        whole(progress.incumbent),
        count(progress.columns),
    )
}

const fn phase(phase: Phase) -> &'static str {
    match phase {
        Phase::Network => "network",
        Phase::Pricing => "pricing",
        Phase::Cutting => "cutting",
        Phase::Improving => "improving",
        Phase::Branching => "branching",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millis: u64, phase: Phase, columns: usize) -> Progress {
        let bound = Some(Money::whole(812));
        Progress {
            phase,
            columns,
            bound,
            incumbent: None,
            served: None,
            gap: None,
            elapsed: Duration::from_millis(millis),
        }
    }

    #[test]
    fn a_line_names_columns_bound_incumbent_and_gap() {
        let progress =
            Progress { incumbent: Some(Money::whole(1000)), gap: Some(0.188), ..at(2500, Phase::Pricing, 4321) };
        let text = line(&progress);
        for part in
            ["pricing", "2.50 s", "columns   4,321", "bound         812.00", "incumbent       1,000.00", "gap 18.800 %"]
        {
            assert!(text.contains(part), "{part:?} is missing in {text:?}");
        }
    }

    #[test]
    fn a_live_line_of_a_whole_day_fits_80_columns() {
        let (bound, incumbent) = (Some(Money(110_606_490)), Some(Money(861_800_000)));
        let progress = Progress { bound, incumbent, gap: Some(0.871_66), ..at(2500, Phase::Improving, 12_345) };
        let text = short_line(&progress);
        assert_eq!(text, "improving  gap 87.166 %  bound 1,106,064  incumbent 8,618,000  columns 12,345");
        assert!(text.len() <= 80);
    }

    #[test]
    fn plain_lines_come_once_a_second_at_most_unless_the_phase_changes() {
        let mut lines = Lines::default();
        let seen: Vec<bool> = [
            at(0, Phase::Network, 0),
            at(100, Phase::Pricing, 10),
            at(200, Phase::Pricing, 20),
            at(1200, Phase::Pricing, 30),
            at(3000, Phase::Pricing, 30),
            at(16_300, Phase::Pricing, 30),
        ]
        .iter()
        .map(|progress| lines.next(progress).is_some())
        .collect();
        assert_eq!(seen, [true, true, false, true, false, true]);
        assert!(lines.untold.is_none(), "all has been told");
        assert!(lines.next(&at(16_400, Phase::Pricing, 40)).is_none());
        assert_eq!(lines.untold.map(|progress| progress.columns), Some(40), "kept for the end");
    }
}
