//! What all pictures have: a light ground, a title, a description, and text that is XML whatever stands in it.

use plotters::coord::Shift;
use plotters::prelude::{DrawingArea, IntoDrawingArea, RGBColor, SVGBackend, TextStyle, WHITE};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontDesc, FontFamily, FontStyle};

use crate::report::clean;

/// Lines and words.
pub(super) const INK: RGBColor = RGBColor(0x22, 0x2b, 0x36);
/// What is less important.
pub(super) const PALE: RGBColor = RGBColor(0x8a, 0x94, 0xa0);
/// What costs less, and what is told of first.
pub(super) const BLUE: RGBColor = RGBColor(0x1f, 0x5f, 0xa8);
/// What costs more.
pub(super) const RED: RGBColor = RGBColor(0xb0, 0x3a, 0x2e);

/// Height of words, pixels.
pub(super) const WORDS: u32 = 14;

/// A picture that couldn't be drawn.
#[derive(Debug, thiserror::Error)]
#[error("the picture can't be drawn: {0}")]
pub struct Undrawn(pub(super) String);

impl Undrawn {
    /// There is nothing to be drawn.
    pub fn of_nothing() -> Self {
        Self("there is nothing to draw".to_owned())
    }
}

/// What is drawn on.
pub(super) type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;

/// What plotters says where it fails, as one of ours.
pub(super) fn undrawn(error: impl std::fmt::Display) -> Undrawn {
    Undrawn(error.to_string())
}

/// A picture of `size` pixels with what `draw` draws on it below its title.
pub(super) fn drawn(
    title: &str,
    description: &str,
    size: (u32, u32),
    draw: impl FnOnce(&Area) -> Result<(), Undrawn>,
) -> Result<String, Undrawn> {
    let mut text = String::new();
    {
        let area = SVGBackend::with_string(&mut text, size).into_drawing_area();
        area.fill(&WHITE).map_err(undrawn)?;
        let head = words(18, &INK, HPos::Left);
        area.draw_text(&plain(title), &head, (16, 24)).map_err(undrawn)?;
        let (_, below) = area.split_vertically(44);
        draw(&below)?;
        area.present().map_err(undrawn)?;
    }
    let (open, rest) = text.split_once(">\n").ok_or_else(|| Undrawn("it has no beginning".to_owned()))?;
    let open = open.replacen("<svg ", "<svg role=\"img\" aria-labelledby=\"title desc\" ", 1);
    let (title, description) = (escaped(title), escaped(description));
    Ok(format!("{open}>\n<title id=\"title\">{title}</title>\n<desc id=\"desc\">{description}</desc>\n{rest}"))
}

/// Words of a height, a colour and a side on which they begin, centred on their line.
pub(super) fn words(height: u32, colour: &RGBColor, side: HPos) -> TextStyle<'static> {
    let font = FontDesc::new(FontFamily::SansSerif, f64::from(height), FontStyle::Normal);
    TextStyle { font, color: colour.to_backend_color(), pos: Pos::new(side, VPos::Center) }
}

/// Text that any XML reader takes, not yet escaped.
pub(super) fn plain(text: &str) -> String {
    clean(text).chars().map(|c| if matches!(c, '\u{fffe}' | '\u{ffff}') { '\u{fffd}' } else { c }).collect()
}

fn escaped(text: &str) -> String {
    plain(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// `text` cut to so many characters.
pub(super) fn short(text: &str, most: usize) -> String {
    let text = plain(text);
    if text.chars().count() <= most { text } else { text.chars().take(most - 1).chain(['…']).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_written_on_it_a_picture_is_xml_with_its_description() {
        let odd = "<b> & \"q\" \u{1} \u{ffff} 'x'";
        let told = drawn(odd, odd, (300, 200), |area| {
            area.draw_text(&plain(odd), &words(WORDS, &INK, HPos::Left), (0, 0)).map_err(undrawn)
        });
        let told = told.unwrap();
        let read = roxmltree::Document::parse(&told).unwrap();
        let elements = read.descendants().filter(roxmltree::Node::is_element);
        let texts: Vec<&str> = elements.filter_map(|node| node.text()).map(str::trim).collect();
        let plain = "<b> & \"q\" \u{fffd} \u{fffd} 'x'";
        assert_eq!(texts.iter().filter(|text| **text == plain).count(), 4, "{told}");
        assert_eq!(read.root_element().attribute("role"), Some("img"));
    }

    #[test]
    fn long_names_are_cut() {
        assert_eq!((short("abcdef", 4), short("abcd", 4)), ("abc…".to_owned(), "abcd".to_owned()));
    }
}
