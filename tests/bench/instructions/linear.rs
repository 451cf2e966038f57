//! Counts instructions: a hostile input of four times the size takes no more than some four times
//! the work, escaped text no more than three times that of plain text, and where a comparison of
//! secrets ends does not depend on where they differ.
//!
//! `linear work` is what runs under callgrind.

mod callgrind;

use std::env;
use std::hint::black_box;
use std::process::ExitCode;

use callgrind::{Result, measured};
use jotkit::likecoin::oauth;
use jotkit::{Key, Policy, Signer, Verifier};
use jotkit_tests::hostile;

/// The share of an input's full size that is counted; callgrind is some fifty times slower than the
/// machine.
const SHARE: usize = 400;

/// Four times the input may cost this many times the instructions: hashing and growing are not
/// quite even.
const MOST: f64 = 5.0;

/// A byte of escaped text may cost this many times a byte of plain text, in a token whose signature
/// is checked.
const ESCAPED: f64 = 3.0;

/// The same of a payload that is read before there is a key, which costs next to nothing where the
/// text is plain.
const ESCAPED_UNSIGNED: f64 = 6.0;

/// How often each of the texts that should cost alike is counted; the least is compared.
const ROUNDS: usize = 5;

/// Below this many instructions for the larger input their growth does not matter.
const NO_MATTER: u64 = 200_000;

fn main() -> ExitCode {
    callgrind::exit(match env::args().nth(1).as_deref() {
        None => count(),
        Some("work") => work(),
        Some(_) => Err("usage: linear".into()),
    })
}

/// Does every work, and prints its name once it is done.
fn work() -> Result<bool> {
    for case in hostile::cases() {
        let size = (case.full / SHARE).max(300);
        for size in [size, 4 * size] {
            let work = case.work(size);
            if work.run() != case.verdict {
                return Err(format!("{} ends in {:?}", case.name, work.run()).into());
            }
            measured(&|| {
                let _ = black_box(work.run());
            });
        }
        println!("grows {}", case.name);
    }
    for (name, pair) in hostile::escapes() {
        for work in pair {
            measured(&|| {
                let _ = black_box(work.run());
            });
        }
        println!("escapes {name}");
    }
    compare_states();
    compare_signatures()?;
    Ok(true)
}

/// A state of one length that is wrong at the beginning, in the middle and at the end.
fn compare_states() {
    let expected = "k7Pq2vX9sT4mB8nR1wY5zC3dF6gH0jL-";
    let urls =
        spoiled(expected).map(|state| format!("https://app.example/cb?code=X&state={state}"));
    alike("a state", &urls, |url| {
        drop(black_box(oauth::parse_callback(url, expected)));
    });
}

/// A signature that is wrong at the beginning, in the middle and at the end.
fn compare_signatures() -> Result<()> {
    for key in [
        Key::hs256([7; 32])?,
        Key::hs384([7; 48])?,
        Key::hs512([7; 64])?,
    ] {
        let algorithm = key.algorithm().map_or("", jotkit::Algorithm::name);
        let token = Signer::new(key.clone())?.sign_json(r#"{"exp":4102444800}"#)?;
        let verifier = Verifier::new(key, Policy::new())?;
        let (input, signature) = token.rsplit_once('.').ok_or("no token")?;
        let tokens = spoiled(signature).map(|signature| format!("{input}.{signature}"));
        alike(&format!("an {algorithm} signature"), &tokens, |token| {
            drop(black_box(verifier.verify(token)));
        });
    }
    Ok(())
}

/// Runs the same work on texts of one length, several times and from one place in memory: where a
/// text begins counts for a reader that takes large steps, and what is free in the heap for a
/// function that asks for memory.
fn alike(name: &str, texts: &[String; 3], run: impl Fn(&str)) {
    let mut place = String::with_capacity(texts[0].len());
    for _ in 0..ROUNDS {
        for text in texts {
            place.clear();
            place.push_str(text);
            measured(&|| run(black_box(&place)));
        }
    }
    println!("alike {name}");
}

/// The same letters with one changed: the first, one in the middle, the last whose every bit
/// counts.
fn spoiled(letters: &str) -> [String; 3] {
    [0, letters.len() / 2, letters.len() - 2].map(|place| {
        let (before, from) = letters.split_at(place);
        let (letter, after) = from.split_at(1);
        let other = if letter == "A" { "B" } else { "A" };
        [before, other, after].concat()
    })
}

fn count() -> Result<bool> {
    let (names, profiles) = callgrind::profiles(&[], "")?;
    let totals = profiles.iter().map(|profile| {
        let total = profile
            .lines()
            .find_map(|line| line.strip_prefix("summary: "));
        Ok(total.ok_or("a profile without its total")?.trim().parse()?)
    });
    let mut counts = totals.collect::<Result<Vec<u64>>>()?.into_iter();
    let mut good = true;
    for name in &names {
        let mut pair = || counts.next().zip(counts.next()).ok_or("a count is missing");
        let (fine, what) = if name.starts_with("grows ") {
            let (small, large) = pair()?;
            let ratio = large as f64 / small.max(1) as f64;
            let fine = ratio <= MOST || large < NO_MATTER;
            (fine, format!("{small:>12} {large:>12} {ratio:>6.2}"))
        } else if name.starts_with("escapes ") {
            let (plain, escaped) = pair()?;
            let ratio = escaped as f64 / plain.max(1) as f64;
            let most = match name.ends_with("read to find a key") {
                true => ESCAPED_UNSIGNED,
                false => ESCAPED,
            };
            (
                ratio <= most,
                format!("{plain:>12} {escaped:>12} {ratio:>6.2}"),
            )
        } else {
            let all: Vec<u64> = counts.by_ref().take(3 * ROUNDS).collect();
            let three = [0, 1, 2].map(|text| all.iter().skip(text).step_by(3).min().copied());
            let fine = all.len() == 3 * ROUNDS && three.iter().all(|count| *count == three[0]);
            (fine, format!("{:?}", three.map(Option::unwrap_or_default)))
        };
        println!("{what}  {name}{}", if fine { "" } else { "  WRONG" });
        good &= fine;
    }
    if counts.next().is_some() || names.len() < 80 {
        return Err("the counts do not belong to the works".into());
    }
    println!(
        "{}",
        match good {
            true => "all linear, all alike",
            false => "something grows faster than its input, or tells where it differs",
        }
    );
    Ok(good)
}
