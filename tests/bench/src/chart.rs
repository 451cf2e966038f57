//! The bar chart of ratios, as SVG.

use std::fmt::Write;

use crate::report::{LanguageReport, Report};
use crate::table::{ratio, shown};

/// What is drawn, for each language.
const WORKS: [&str; 4] = [
    "verify-HS256",
    "verify-RS256",
    "verify-ES256",
    "verify-EdDSA",
];

const LABELS: f64 = 250.0;
const BARS: f64 = 520.0;
const ROW: f64 = 18.0;
const GAP: f64 = 12.0;

/// One bar, or a heading.
enum Item<'a> {
    Language(&'a LanguageReport),
    Work(&'a str),
    Bar { library: &'a str, ratio: f64 },
}

/// The chart: for each language and work a bar for each library, as long as its time is a multiple of
/// jotkit's. The axis is logarithmic, as some bars would leave no room for the others.
pub fn svg(report: &Report) -> String {
    let items = items(report);
    let ratios = items.iter().filter_map(|item| match item {
        Item::Bar { ratio, .. } => Some(*ratio),
        _ => None,
    });
    let (low, high) = ratios.fold((1.0_f64, 1.0_f64), |(low, high), ratio| {
        (low.min(ratio), high.max(ratio))
    });
    let axis = Axis {
        low: low.log10().floor(),
        high: high.log10().ceil().max(1.0),
    };

    let mut body = String::new();
    let mut y = 40.0;
    for item in &items {
        match item {
            Item::Language(language) => {
                y += GAP;
                text(&mut body, 8.0, y, "language", &language.name);
                y += 8.0;
            }
            Item::Work(work) => {
                y += 14.0;
                text(&mut body, 20.0, y, "work", work);
                y += 6.0;
            }
            Item::Bar { library, ratio } => {
                bar(&mut body, &axis, y, library, *ratio);
                y += ROW;
            }
        }
    }
    let height = y + GAP;
    let width = LABELS + BARS + 70.0;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" \
         font-family=\"sans-serif\" font-size=\"12\" role=\"img\">\n\
         <title>Time of one verify as a multiple of jotkit's</title>\n\
         <style>.language{{font-weight:bold;font-size:15px}}.work{{fill:#555}}.line{{stroke:#ddd}}\
         .one{{stroke:#333}}.jotkit{{fill:#2563a8}}.raw{{fill:#8a8f98}}.peer{{fill:#d9822b}}</style>\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n"
    );
    text(
        &mut svg,
        8.0,
        18.0,
        "work",
        "time of one verify as a multiple of jotkit's in the same language (logarithmic)",
    );
    let mut power = axis.low;
    while power <= axis.high {
        let x = axis.x(10_f64.powf(power));
        let class = if power == 0.0 { "one" } else { "line" };
        let _ = writeln!(
            svg,
            "<line class=\"{class}\" x1=\"{x:.1}\" x2=\"{x:.1}\" y1=\"40\" y2=\"{height:.1}\"/>"
        );
        let label = format!("{}x", 10_f64.powf(power));
        let _ = writeln!(
            svg,
            "<text class=\"work\" x=\"{x:.1}\" y=\"34\" text-anchor=\"middle\">{label}</text>"
        );
        power += 1.0;
    }
    svg.push_str(&body);
    svg.push_str("</svg>\n");
    svg
}

/// The places of ratios between two powers of ten.
struct Axis {
    low: f64,
    high: f64,
}

impl Axis {
    fn x(&self, ratio: f64) -> f64 {
        LABELS + BARS * (ratio.log10() - self.low) / (self.high - self.low)
    }
}

fn items(report: &Report) -> Vec<Item<'_>> {
    let mut items = Vec::new();
    for language in shown(report) {
        items.push(Item::Language(language));
        for work in WORKS {
            let bars: Vec<Item> = language
                .rows
                .iter()
                .filter(|row| row.case.work == work)
                .filter_map(|row| {
                    Some(Item::Bar {
                        library: &row.case.library,
                        ratio: row.to_jotkit?,
                    })
                })
                .collect();
            // A host without peers is held against the cryptography alone.
            let alone = language.rows.iter().find(|row| row.case.work == work);
            let raw = alone.filter(|_| bars.len() == 1).and_then(|row| row.to_raw);
            if !bars.is_empty() {
                items.push(Item::Work(work));
                items.extend(bars);
            }
            items.extend(raw.map(|to_raw| Item::Bar {
                library: "raw",
                ratio: 1.0 / to_raw,
            }));
        }
    }
    items
}

/// A bar that starts at 1: what is slower than jotkit goes to the right, what is faster to the left.
fn bar(svg: &mut String, axis: &Axis, y: f64, library: &str, multiple: f64) {
    let class = match library {
        "raw" => "raw",
        library if library.starts_with("jotkit") => "jotkit",
        _ => "peer",
    };
    let (one, x) = (axis.x(1.0), axis.x(multiple));
    let (left, right) = (one.min(x), one.max(x));
    // jotkit's own bar would have no length.
    let left = if right - left < 3.0 { left - 1.5 } else { left };
    let width = (right - left).max(3.0);
    let _ = writeln!(
        svg,
        "<rect class=\"{class}\" x=\"{left:.1}\" y=\"{:.1}\" width=\"{width:.1}\" height=\"{:.1}\"/>",
        y + 2.0,
        ROW - 4.0,
    );
    let _ = writeln!(
        svg,
        "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>",
        LABELS - 8.0,
        y + ROW - 5.0,
        escaped(library),
    );
    text(
        svg,
        right.max(one) + 5.0,
        y + ROW - 5.0,
        "ratio",
        &ratio(multiple),
    );
}

fn text(svg: &mut String, x: f64, y: f64, class: &str, words: &str) {
    let _ = writeln!(
        svg,
        "<text class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\">{}</text>",
        escaped(words)
    );
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
