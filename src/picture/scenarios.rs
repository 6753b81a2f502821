//! Scenarios beside the base: a line each, from the bound to the total of its plan.

use plotters::prelude::{ChartBuilder, Circle, PathElement};
use plotters::style::Color;
use plotters::style::text_anchor::HPos;

use super::axis::{range, units, written};
use super::frame::{BLUE, INK, PALE, RED, Undrawn, WORDS, drawn, plain, short, undrawn, words};
use crate::money::Money;
use crate::report::amount;
use crate::study::Row;

/// Height of a line, pixels.
const LINE: u32 = 24;

/// Letters of a name at most.
const NAME: usize = 44;

/// The totals of `rows` beside that of `base`, in `currency`: those that were planned.
///
/// # Errors
/// [`Undrawn`] where the drawing library fails.
pub fn scenarios(currency: &str, base: &Row, rows: &[Row]) -> Result<String, Undrawn> {
    let all: Vec<&Row> = std::iter::once(base).chain(rows).collect();
    let title = format!("Least total of {} scenarios beside the base, {currency}", rows.len());
    let line = |row: &&Row| format!("{}: {} ({})", row.name, amount(row.outcome.total), change(row.change));
    let lines: Vec<String> = all.iter().map(line).collect();
    let description = format!(
        "A line for each scenario from the bound, which no plan beats, to the dot at its plan's total. {}.",
        lines.join("; ")
    );
    let longest = all.iter().map(|row| row.name.chars().count().min(NAME)).max().unwrap_or_default() as u32;
    let (names, told) = (24 + longest * 8, 120);
    let height = 44 + 12 + LINE * all.len() as u32 + 56;
    drawn(&title, &description, (names + 620 + told, height), |area| {
        let span = range(all.iter().flat_map(|row| [units(row.outcome.bound), units(row.outcome.total)]));
        let rows_down = (all.len() as f64 - 0.5)..-0.5;
        let mut chart = ChartBuilder::on(area)
            .margin_top(12)
            .margin_right(told)
            .margin_left(names)
            .x_label_area_size(44)
            .build_cartesian_2d(span, rows_down)
            .map_err(undrawn)?;
        chart
            .configure_mesh()
            .disable_y_mesh()
            .disable_y_axis()
            .light_line_style(plotters::style::TRANSPARENT)
            .x_labels(6)
            .x_label_formatter(&written)
            .x_desc(format!("total, {}", plain(currency)))
            .label_style(words(WORDS, &INK, HPos::Center))
            .axis_desc_style(words(WORDS, &INK, HPos::Center))
            .draw()
            .map_err(undrawn)?;
        let now = units(base.outcome.total);
        let whole = [(now, -0.5), (now, all.len() as f64 - 0.5)];
        let base_line = PathElement::new(whole.to_vec(), PALE.stroke_width(1));
        chart.draw_series([base_line]).map_err(undrawn)?;
        for (place, row) in all.iter().enumerate() {
            let y = place as f64;
            let (low, high) = (units(row.outcome.bound), units(row.outcome.total));
            let colour = match row.change {
                Money(0) => INK,
                Money(less) if less < 0 => BLUE,
                _ => RED,
            };
            let reach = PathElement::new(vec![(low, y), (high, y)], colour.stroke_width(3));
            chart.draw_series([reach]).map_err(undrawn)?;
            chart.draw_series([Circle::new((high, y), 5, colour.filled())]).map_err(undrawn)?;
            let down = chart.backend_coord(&(high, y)).1 - area.get_base_pixel().1;
            let (left, right) = (names as i32 - 10, (names + 620 + 10) as i32);
            area.draw_text(&short(&row.name, NAME), &words(WORDS, &INK, HPos::Right), (left, down)).map_err(undrawn)?;
            area.draw_text(&change(row.change), &words(WORDS, &colour, HPos::Left), (right, down)).map_err(undrawn)?;
        }
        Ok(())
    })
}

/// A difference with its sign; the base's own in words.
fn change(change: Money) -> String {
    if change > Money(0) { format!("+{}", amount(change)) } else { amount(change) }
}
