//! The picture: persons against seconds and against memory, both on logarithmic scales.

use std::error::Error;
use std::path::Path;

use plotters::coord::Shift;
use plotters::prelude::*;

use super::point::Point;

/// Pixels.
const SIZE: (u32, u32) = (960, 420);

/// A line of a chart: what it shows, its colour, and where it has points.
type Line<'a> = (&'a str, RGBColor, Box<dyn Fn(&Point) -> Option<f64>>);

/// Draws `points` to the file `svg`.
///
/// # Errors
/// A file that can't be written.
pub fn draw(svg: &Path, points: &[Point]) -> Result<(), Box<dyn Error>> {
    let root = SVGBackend::new(svg, SIZE).into_drawing_area();
    root.fill(&WHITE)?;
    let (times, memory) = root.split_horizontally(SIZE.0 / 2);
    let lines: [Line; 5] = [
        ("reading", RGBColor(120, 120, 120), Box::new(|point| Some(point.read_s))),
        ("network", RGBColor(150, 90, 40), Box::new(|point| Some(point.network_s))),
        ("first plan for half of all", RGBColor(30, 110, 190), Box::new(|point| point.first_plan_s)),
        ("first bound", RGBColor(40, 140, 70), Box::new(|point| point.first_bound_s)),
        ("end of planning (gap or limit)", RGBColor(190, 40, 60), Box::new(|point| Some(point.planning_s))),
    ];
    chart(&times, "seconds", points, &lines)?;
    let lines: [Line; 1] =
        [("peak memory", RGBColor(90, 60, 160), Box::new(|point| Some(point.peak_kib as f64 * 1024.0 / 1e6)))];
    chart(&memory, "MB", points, &lines)?;
    root.present()?;
    Ok(())
}

fn chart(
    area: &DrawingArea<SVGBackend, Shift>,
    unit: &str,
    points: &[Point],
    lines: &[Line],
) -> Result<(), Box<dyn Error>> {
    let places = |of: &dyn Fn(&Point) -> Option<f64>| -> Vec<(f64, f64)> {
        points.iter().filter_map(|point| of(point).map(|value| (point.persons as f64, value))).collect()
    };
    let values = || lines.iter().flat_map(|(_, _, of)| places(of)).map(|(_, value)| value);
    let (least, most) = (values().fold(f64::INFINITY, f64::min), values().fold(0.0, f64::max));
    let (few, many) = points.iter().fold((f64::INFINITY, 0.0), |(few, many): (f64, f64), point| {
        (few.min(point.persons as f64), many.max(point.persons as f64))
    });
    if most <= 0.0 {
        return Err("nothing was measured".into());
    }
    let mut chart = ChartBuilder::on(area).margin(12).x_label_area_size(44).y_label_area_size(64).build_cartesian_2d(
        (few / 1.5..many * 1.5).log_scale(),
        (least / 2.0..most * (8 * lines.len()) as f64).log_scale(),
    )?;
    let number = |value: &f64| if *value >= 1.0 { format!("{value:.0}") } else { format!("{value}") };
    let mesh = &mut chart.configure_mesh();
    mesh.x_desc("persons").y_desc(unit).x_label_formatter(&number).y_label_formatter(&number);
    mesh.light_line_style(RGBColor(238, 238, 238)).draw()?;
    for (name, colour, of) in lines {
        let colour = *colour;
        let places = places(of);
        chart
            .draw_series(LineSeries::new(places.iter().copied(), colour.stroke_width(2)))?
            .label(*name)
            .legend(move |(x, y)| PathElement::new([(x, y), (x + 18, y)], colour.stroke_width(2)));
        chart.draw_series(places.into_iter().map(|place| Circle::new(place, 3, colour.filled())))?;
    }
    chart
        .configure_series_labels()
        .position(SeriesLabelPosition::UpperLeft)
        .background_style(WHITE)
        .border_style(RGBColor(200, 200, 200))
        .draw()?;
    Ok(())
}
