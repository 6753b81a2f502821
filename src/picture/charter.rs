//! A charter's worth: the least total over its price, and over its seats where those were asked for.

use plotters::prelude::{Circle, PathElement, Polygon};
use plotters::style::Color;
use plotters::style::text_anchor::HPos;

use super::axis::{range, units};
use super::frame::{Area, BLUE, INK, RED, Undrawn, WORDS, drawn, plain, undrawn, words};
use super::plane::plane;
use crate::report::amount;
use crate::study::{Bounds, CharterWorth};

/// Width and height of a panel, pixels.
const PANEL: (u32, u32) = (820, 420);

/// The curves of `worth`.
///
/// # Errors
/// [`Undrawn`] where the drawing library fails.
pub fn charter(worth: &CharterWorth) -> Result<String, Undrawn> {
    let currency = &worth.currency;
    let title = format!("{}: the least total over its price, {currency}", worth.charter);
    let between = |bounds: Bounds| format!("{} to {}", amount(bounds.low), amount(bounds.high));
    let prices = worth.curve.iter().map(|point| format!("at {}: {}", amount(point.price), between(point.total)));
    let mut description = format!(
        "Using it pays below {} and doesn't above {}; asked are {}. The band holds the least total, from bound to plan. {}.",
        amount(worth.break_even.low),
        amount(worth.break_even.high),
        amount(worth.asked),
        prices.collect::<Vec<_>>().join("; ")
    );
    for point in &worth.seats {
        description += &format!(" With {} seats: {}.", point.seats, between(point.total));
    }
    let panels = if worth.seats.is_empty() { 1 } else { 2 };
    drawn(&title, &description, (PANEL.0, 44 + panels * PANEL.1), |area| {
        let (above, below) = area.split_vertically(PANEL.1);
        over_price(&above, worth)?;
        if panels > 1 { over_seats(&below, worth) } else { Ok(()) }
    })
}

fn over_price(area: &Area, worth: &CharterWorth) -> Result<(), Undrawn> {
    let points: Vec<(f64, Bounds)> = worth.curve.iter().map(|point| (units(point.price), point.total)).collect();
    let even = (units(worth.break_even.low), units(worth.break_even.high));
    let down = range(points.iter().flat_map(|(_, total)| [units(total.low), units(total.high)]));
    let across = 0.0..points.last().map_or(1.0, |(price, _)| *price).max(units(worth.asked)).max(1.0);
    let (bottom, top, last) = (down.start, down.end, across.end);
    let across = (across, "price of using it".to_owned());
    let down = (down, format!("least total, {}", plain(&worth.currency)));
    let mut chart = plane(area, across, down, 16)?;
    let band = points.iter().map(|(price, total)| (*price, units(total.high)));
    let back = points.iter().rev().map(|(price, total)| (*price, units(total.low)));
    let outline: Vec<(f64, f64)> = band.clone().chain(back).collect();
    chart.draw_series([Polygon::new(outline, BLUE.mix(0.2))]).map_err(undrawn)?;
    chart.draw_series([PathElement::new(band.clone().collect::<Vec<_>>(), BLUE.stroke_width(2))]).map_err(undrawn)?;
    chart.draw_series(band.map(|point| Circle::new(point, 3, BLUE.filled()))).map_err(undrawn)?;
    let asked = units(worth.asked);
    let shown = |price: f64| price <= last;
    let mut marks = vec![(asked, "asked", &RED, 0.95)];
    if even.0 == even.1 {
        marks.push((even.0, "break-even", &INK, 0.88));
    } else {
        marks.extend([(even.0, "pays below", &INK, 0.81), (even.1, "doesn't above", &INK, 0.88)]);
    }
    for (price, what, colour, depth) in marks.into_iter().filter(|mark| shown(mark.0)) {
        chart
            .draw_series([PathElement::new(vec![(price, bottom), (price, top)], colour.stroke_width(1))])
            .map_err(undrawn)?;
        // Below, where a curve that rises and then is level leaves room; on the side that has some.
        let (side, shift) = if price > last * 0.7 { (HPos::Right, -6) } else { (HPos::Left, 6) };
        let (x, y) = chart.backend_coord(&(price, top - (top - bottom) * depth));
        let origin = area.get_base_pixel();
        let place = (x - origin.0 + shift, y - origin.1);
        area.draw_text(what, &words(WORDS, colour, side), place).map_err(undrawn)?;
    }
    Ok(())
}

fn over_seats(area: &Area, worth: &CharterWorth) -> Result<(), Undrawn> {
    let points: Vec<(f64, Bounds)> = worth.seats.iter().map(|point| (f64::from(point.seats), point.total)).collect();
    let down = range(points.iter().flat_map(|(_, total)| [units(total.low), units(total.high)]));
    let across = (range(points.iter().map(|(seats, _)| *seats)), "seats on each leg, at the price asked".to_owned());
    let down = (down, format!("least total, {}", plain(&worth.currency)));
    let mut chart = plane(area, across, down, 16)?;
    let reach = |(seats, total): &(f64, Bounds)| {
        PathElement::new(vec![(*seats, units(total.low)), (*seats, units(total.high))], BLUE.stroke_width(3))
    };
    chart.draw_series(points.iter().map(reach)).map_err(undrawn)?;
    let plans: Vec<(f64, f64)> = points.iter().map(|(seats, total)| (*seats, units(total.high))).collect();
    chart.draw_series([PathElement::new(plans.clone(), BLUE.stroke_width(1))]).map_err(undrawn)?;
    chart.draw_series(plans.into_iter().map(|point| Circle::new(point, 5, BLUE.filled()))).map_err(undrawn)?;
    Ok(())
}
