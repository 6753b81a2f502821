//! A plane with two axes, on which curves are drawn.

use std::ops::Range;

use plotters::chart::ChartContext;
use plotters::coord::types::RangedCoordf64;
use plotters::prelude::{Cartesian2d, ChartBuilder, SVGBackend};
use plotters::style::Color;
use plotters::style::text_anchor::HPos;

use super::axis::written;
use super::frame::{Area, INK, PALE, Undrawn, WORDS, undrawn, words};

/// An axis: its range, and what is told along it.
pub(super) type Axis = (Range<f64>, String);

/// A plane with its axes and a mesh, drawn.
pub(super) type Plane<'a, 'b> = ChartContext<'a, SVGBackend<'b>, Cartesian2d<RangedCoordf64, RangedCoordf64>>;

/// The plane that `across` and `down` span on `area`, with so many pixels of room at its right.
pub(super) fn plane<'a, 'b>(
    area: &'a Area<'b>,
    across: Axis,
    down: Axis,
    right: u32,
) -> Result<Plane<'a, 'b>, Undrawn> {
    let mut plane = ChartBuilder::on(area)
        .margin(16)
        .margin_right(right)
        .x_label_area_size(48)
        .y_label_area_size(104)
        .build_cartesian_2d(across.0, down.0)
        .map_err(undrawn)?;
    plane
        .configure_mesh()
        .light_line_style(plotters::style::TRANSPARENT)
        .bold_line_style(PALE.mix(0.3))
        .x_labels(8)
        .y_labels(7)
        .x_label_formatter(&written)
        .y_label_formatter(&written)
        .x_desc(across.1)
        .y_desc(down.1)
        .label_style(words(WORDS, &INK, HPos::Center))
        .axis_desc_style(words(WORDS, &INK, HPos::Center))
        .draw()
        .map_err(undrawn)?;
    Ok(plane)
}
