//! A Pareto front: cost over what it is weighed against.

use plotters::prelude::{ChartBuilder, Circle, PathElement};
use plotters::style::Color;
use plotters::style::text_anchor::HPos;

use super::axis::{range, units, written};
use super::frame::{BLUE, INK, PALE, Undrawn, WORDS, drawn, plain, undrawn, words};
use crate::report::amount;
use crate::study::FrontPoint;

/// The front of `points` against `measure`, e.g. `days late`; costs are in `currency`.
///
/// # Errors
/// [`Undrawn`] where the drawing library fails.
pub fn frontier(measure: &str, currency: &str, points: &[FrontPoint]) -> Result<String, Undrawn> {
    let title = format!("What fewer {measure} cost, {currency}");
    let told = points.iter().map(|point| {
        format!("{} {measure} cost {} at penalty times {}", point.measure, amount(point.cost), point.factor)
    });
    let description = format!(
        "A dot for each plan of the front; no other plan found has both less cost and fewer {measure}. {}.",
        told.collect::<Vec<_>>().join("; ")
    );
    drawn(&title, &description, (820, 500), |area| {
        let places: Vec<(f64, f64)> = points.iter().map(|point| (point.measure as f64, units(point.cost))).collect();
        let mut chart = ChartBuilder::on(area)
            .margin(16)
            .margin_right(40)
            .x_label_area_size(48)
            .y_label_area_size(104)
            .build_cartesian_2d(range(places.iter().map(|place| place.0)), range(places.iter().map(|place| place.1)))
            .map_err(undrawn)?;
        chart
            .configure_mesh()
            .light_line_style(plotters::style::TRANSPARENT)
            .bold_line_style(PALE.mix(0.3))
            .x_labels(8)
            .y_labels(7)
            .x_label_formatter(&written)
            .y_label_formatter(&written)
            .x_desc(plain(measure))
            .y_desc(format!("cost of all else, {}", plain(currency)))
            .label_style(words(WORDS, &INK, HPos::Center))
            .axis_desc_style(words(WORDS, &INK, HPos::Center))
            .draw()
            .map_err(undrawn)?;
        chart.draw_series([PathElement::new(places.clone(), BLUE.stroke_width(1))]).map_err(undrawn)?;
        chart.draw_series(places.iter().map(|&place| Circle::new(place, 5, BLUE.filled()))).map_err(undrawn)?;
        let origin = area.get_base_pixel();
        for (place, point) in places.iter().zip(points) {
            let (x, y) = chart.backend_coord(place);
            let words = words(WORDS, &INK, HPos::Left);
            area.draw_text(&format!("× {}", plain(&point.factor)), &words, (x - origin.0 + 9, y - origin.1 - 9))
                .map_err(undrawn)?;
        }
        Ok(())
    })
}
