//! What hostile inputs cost, in time and for each byte that is sent, the dearest first.
//!
//! `cargo run --release -p jotkit-tests --bin worst-refusal [SIZE-IN-PERCENT]`

use std::hint::black_box;
use std::time::{Duration, Instant};

use jotkit_tests::hostile;

const REPEATS: usize = 5;

fn main() {
    let percent: usize = std::env::args()
        .nth(1)
        .and_then(|argument| argument.parse().ok())
        .unwrap_or(100);
    let mut rows: Vec<(f64, Duration, usize, &str, String)> = Vec::new();
    for case in hostile::cases() {
        let work = case.work((case.full * percent / 100).max(2));
        // The shortest of several runs is the one that the machine disturbed least.
        let took = (0..REPEATS)
            .map(|_| {
                let start = Instant::now();
                let _ = black_box(work.run());
                start.elapsed()
            })
            .min()
            .unwrap_or_default();
        let verdict = match work.run() {
            Ok(()) => "taken".to_owned(),
            Err(code) => code.to_string(),
        };
        let per_byte = took.as_secs_f64() * 1e9 / work.bytes.max(1) as f64;
        rows.push((per_byte, took, work.bytes, case.name, verdict));
    }
    rows.sort_by(|left, right| right.0.total_cmp(&left.0));
    println!(
        "{:>9} {:>11} {:>10}  {:<50} verdict",
        "ns/byte", "ms", "bytes", "input"
    );
    for (per_byte, took, bytes, name, verdict) in &rows {
        let milliseconds = took.as_secs_f64() * 1e3;
        println!("{per_byte:>9.2} {milliseconds:>11.3} {bytes:>10}  {name:<50} {verdict}");
    }
    if let Some((per_byte, _, _, name, verdict)) = rows.iter().find(|row| row.4 != "taken") {
        println!("the worst refusal: {per_byte:.2} ns a byte, {name} ({verdict})");
    }
}
