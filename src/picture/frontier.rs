//! A Pareto front: cost over what it is weighed against.

use plotters::prelude::{Circle, PathElement};
use plotters::style::Color;
use plotters::style::text_anchor::HPos;

use super::axis::{range, units};
use super::frame::{BLUE, INK, Undrawn, WORDS, drawn, plain, undrawn, words};
use super::plane::plane;
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
        let across = (range(places.iter().map(|place| place.0)), plain(measure));
        let down = (range(places.iter().map(|place| place.1)), format!("cost of all else, {}", plain(currency)));
        let mut chart = plane(area, across, down, 40)?;
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
