//! The picture of the lab's figures over releases.

use serde_json::Value;

/// A line of the picture: the figure's name, what it is called, its colour.
const LINES: [(&str, &str, &str); 3] = [
    ("low: ready", "0.4 Mbit/s, cheap phone", "#8a3b12"),
    ("slow4g: ready", "slow 4G", "#0b4733"),
    ("p75: ready", "9 Mbit/s, usual phone", "#2f6fa8"),
];
/// The nearest peer on each, by the same profiles: docs/PERFORMANCE.md.
const PEER: [f64; 3] = [8.0, 2.9, 2.4];

const WIDTH: f64 = 750.0;
const HEIGHT: f64 = 300.0;
const LEFT: f64 = 48.0;
const RIGHT: f64 = 220.0;
const TOP: f64 = 44.0;
const BOTTOM: f64 = 40.0;
/// Of words.
const LINE: f64 = 16.0;
/// Seconds at the top.
const MOST: f64 = 9.0;

/// An SVG of the seconds until search answers, release by release, oldest first; dashed: the nearest peer.
pub fn draw(releases: &[Value]) -> String {
    let x = |index: usize| {
        let steps = releases.len().saturating_sub(1).max(1) as f64;
        LEFT + index as f64 / steps * (WIDTH - LEFT - RIGHT)
    };
    let y = |seconds: f64| HEIGHT - BOTTOM - seconds.min(MOST) / MOST * (HEIGHT - TOP - BOTTOM);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" font-family=\"system-ui, sans-serif\" font-size=\"12\">\n\
         <title>Seconds until search answers a key, by release; dashed: the nearest peer, in another lab</title>\n\
         <rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"#fffdf8\"/>\n\
         <text x=\"{LEFT}\" y=\"24\" font-size=\"15\" fill=\"#1d2b26\">Seconds until search answers a key (dashed: the nearest peer, in another lab)</text>\n"
    );
    let end = WIDTH - RIGHT;
    for seconds in (0..=MOST as u32).step_by(3).map(f64::from) {
        let at = y(seconds);
        svg += &format!(
            "<line x1=\"{LEFT}\" x2=\"{end:.1}\" y1=\"{at:.1}\" y2=\"{at:.1}\" stroke=\"#d8d2c4\"/>\
             <text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\" fill=\"#55625c\">{seconds}</text>\n",
            LEFT - 8.0,
            at + 4.0
        );
    }
    for (index, release) in releases.iter().enumerate() {
        let name = release["name"].as_str().unwrap_or_default().replace(['<', '&'], "");
        svg += &format!(
            "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\" fill=\"#55625c\">{name}</text>\n",
            x(index),
            HEIGHT - BOTTOM + 20.0
        );
    }
    // Below it the next words have room.
    let mut last_words: f64 = 0.0;
    for ((figure, called, colour), peer) in LINES.iter().zip(PEER) {
        let points: Vec<(f64, f64)> = releases
            .iter()
            .enumerate()
            .filter_map(|(index, release)| Some((x(index), y(release["figures"][figure]["value"].as_f64()?))))
            .collect();
        let path = points.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect::<Vec<_>>().join(" ");
        svg += &format!(
            "<line x1=\"{LEFT}\" x2=\"{end:.1}\" y1=\"{at:.1}\" y2=\"{at:.1}\" stroke=\"{colour}\" stroke-dasharray=\"4 4\" opacity=\"0.6\"/>\n\
             <polyline points=\"{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>\n",
            at = y(peer)
        );
        for (x, y) in &points {
            svg += &format!("<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3.5\" fill=\"{colour}\"/>\n");
        }
        if let (Some((_, y)), Some(last)) = (points.last(), releases.last()) {
            let seconds = last["figures"][figure]["value"].as_f64().unwrap_or_default();
            last_words = (y + 4.0).max(last_words + LINE);
            svg += &format!(
                "<text x=\"{:.1}\" y=\"{:.1}\" fill=\"{colour}\">{seconds:.2} s: {called}</text>\n",
                end + 12.0,
                last_words
            );
        }
    }
    svg + "</svg>\n"
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_release_has_its_point_on_every_line() {
        let figures = json!({ "low: ready": { "value": 3.2 }, "slow4g: ready": { "value": 1.2 }, "p75: ready": { "value": 0.9 } });
        let release = |name: &str| json!({ "name": name, "figures": figures });
        let svg = draw(&[release("2026-10"), release("2026-11")]);
        assert_eq!(svg.matches("<circle").count(), 6);
        assert!(svg.contains("3.20 s: 0.4 Mbit/s") && svg.contains(">2026-10<"));
    }
}
