//! Pictures of studies: read as XML, with every point drawn and told.

use onward::money::Money;
use onward::picture;
use onward::scenario::{File, Tables};
use onward::solve::{Cancel, Options};
use onward::study::{Against, CharterWorth, FrontPoint, Question, Row, frontier, sweep};
use roxmltree::Document;

use super::{exact, folder};

/// The centres of the dots, in the order in which they are drawn.
fn dots(svg: &Document) -> Vec<(i32, i32)> {
    let circles = svg.descendants().filter(|node| node.has_tag_name("circle"));
    let at =
        |node: roxmltree::Node, name: &str| node.attribute(name).and_then(|text| text.parse().ok()).expect("a number");
    circles.map(|node| (at(node, "cx"), at(node, "cy"))).collect()
}

/// Holds what every picture has; its words.
fn words(svg: &Document) -> (String, Vec<String>) {
    let root = svg.root_element();
    assert_eq!((root.tag_name().name(), root.attribute("role")), ("svg", Some("img")));
    let of = |name: &str| svg.descendants().find(|node| node.has_tag_name(name)).and_then(|node| node.text());
    assert!(!of("title").expect("a title").is_empty());
    let size = |name: &str| root.attribute(name).and_then(|text| text.parse::<i32>().ok()).expect("a size");
    for (x, y) in dots(svg) {
        assert!((0..=size("width")).contains(&x) && (0..=size("height")).contains(&y), "({x}, {y}) lies outside");
    }
    let texts = svg.descendants().filter(|node| node.has_tag_name("text"));
    for text in texts.clone() {
        let height: f64 = text.attribute("font-size").and_then(|size| size.parse().ok()).expect("a size");
        // Plotters writes four fifths of the height asked for.
        assert!(height >= 11.0, "{text:?} is too small to read");
    }
    let ground = svg.descendants().find(|node| node.has_tag_name("rect")).expect("a ground");
    assert_eq!(ground.attribute("fill"), Some("#FFFFFF"));
    let lines = texts.filter_map(|node| node.text()).map(|text| text.trim().to_owned()).collect();
    (of("desc").expect("a description").to_owned(), lines)
}

#[test]
fn scenarios_are_drawn_line_by_line() {
    let base = Tables::read(&folder("data/sample")).expect("the sample is sound");
    let text = r#"
        [[scenario]]
        name = "K1 <dearer> & \"more\""
        changes = [{ change = "charter_changed", charter = "K1", fixed_cost = 60000 }]
        [[scenario]]
        name = "QR: {n} seats more"
        grid = { n = [2, 5] }
        changes = [{ change = "allotment", agreement = "QR-IOM", by = "{n}" }]
    "#;
    let scenarios = File::parse(text, "x").unwrap_or_else(|faults| panic!("{faults}")).scenarios;
    let options = Options { gap: 0.03, ..exact(2) };
    let made = sweep(&base, scenarios, &options, &Cancel::default(), &|_, _| {}).expect("they can be planned");
    let rows: Vec<Row> = made
        .scenarios
        .iter()
        .filter_map(|(scenario, planned)| made.row(&scenario.name, planned.as_ref().ok()?))
        .collect();
    assert_eq!(rows.len(), 3);
    let first = made.base_row().expect("planned");
    let svg = picture::scenarios("USD", &first, &rows).expect("drawn");
    let read = Document::parse(&svg).expect("it is XML");
    let (told, lines) = words(&read);
    let drawn = dots(&read);
    assert_eq!(drawn.len(), 4, "the base and three");
    assert!(drawn.windows(2).all(|pair| pair[0].1 < pair[1].1), "one below the other: {drawn:?}");
    for (one, x) in std::iter::once(&first).chain(&rows).zip(drawn.iter().map(|dot| dot.0)) {
        for (other, further) in std::iter::once(&first).chain(&rows).zip(drawn.iter().map(|dot| dot.0)) {
            assert!(one.outcome.total >= other.outcome.total || x <= further, "dearer is further right");
        }
        assert!(lines.contains(&one.name), "{} among {lines:?}", one.name);
        assert!(told.contains(&format!("{}: {}", one.name, onward::report::amount(one.outcome.total))), "{told}");
    }
    assert_eq!(svg, picture::scenarios("USD", &first, &rows).expect("drawn"), "the same bytes");
}

#[test]
fn a_charters_curves_are_drawn_with_every_point() {
    let base = Tables::read(&folder("tests/data/charter-group")).expect("the feed is sound");
    let (feed, _) = base.feed().expect("read before");
    let (options, cancel, seats) = (exact(1), Cancel::default(), [1, 2, 300]);
    let question = Question { base: &base, options: &options, fine: false, seats: &seats, cancel: &cancel };
    let worth = CharterWorth::of(&question, &feed, &feed.charters.first().expect("it has charters").id)
        .expect("offered")
        .expect("planned");
    let svg = picture::charter(&worth).expect("drawn");
    let read = Document::parse(&svg).expect("it is XML");
    let (told, lines) = words(&read);
    assert_eq!(dots(&read).len(), worth.curve.len() + worth.seats.len());
    let (prices, by_seats) = (&dots(&read)[..worth.curve.len()], &dots(&read)[worth.curve.len()..]);
    assert!(prices.windows(2).all(|pair| pair[0].0 < pair[1].0 && pair[0].1 >= pair[1].1), "it rises: {prices:?}");
    assert!(by_seats.windows(2).all(|pair| pair[0].0 < pair[1].0 && pair[0].1 <= pair[1].1), "it falls: {by_seats:?}");
    assert!(lines.iter().any(|line| line == "asked") && lines.iter().any(|line| line == "break-even"), "{lines:?}");
    for point in &worth.curve {
        assert!(told.contains(&format!(
            "at {}: {}",
            onward::report::amount(point.price),
            onward::report::amount(point.total.low)
        )));
    }
    // Without seats asked for there is but one panel.
    let fewer = CharterWorth { seats: Vec::new(), ..worth.clone() };
    let svg = picture::charter(&fewer).expect("drawn");
    assert_eq!(dots(&Document::parse(&svg).expect("it is XML")).len(), worth.curve.len());
}

#[test]
fn a_front_is_drawn_with_every_point() {
    let base = Tables::read(&folder("data/sample")).expect("the sample is sound");
    let (feed, _) = base.feed().expect("read before");
    let options = Options { gap: 0.03, ..exact(2) };
    let points = frontier(&base, &feed, Against::Delay, &options, &Cancel::default()).expect("it can be planned");
    let points: Vec<FrontPoint> = points.into_iter().map(|(point, _)| point).collect();
    let svg = picture::frontier("days late", "USD", &points).expect("drawn");
    let read = Document::parse(&svg).expect("it is XML");
    let (told, lines) = words(&read);
    let drawn = dots(&read);
    assert_eq!(drawn.len(), points.len());
    // By falling measure, and so by rising cost.
    assert!(drawn.windows(2).all(|pair| pair[0].0 > pair[1].0 && pair[0].1 >= pair[1].1), "{drawn:?}");
    for point in &points {
        assert!(lines.contains(&format!("× {}", point.factor)), "{lines:?}");
        assert!(
            told.contains(&format!("{} days late cost {}", point.measure, onward::report::amount(point.cost))),
            "{told}"
        );
    }
    assert!(points.iter().all(|point| point.cost > Money(0)));
}
