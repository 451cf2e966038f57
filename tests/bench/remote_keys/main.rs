//! What keys behind a URL cost while they are there: the decision alone, and a verification next to
//! one with the same keys as a set. Each figure is the fastest of many rounds, which take turns.

use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;

use jotkit::remote::{Ask, Millis, Reply, Step};
use jotkit::{
    Algorithm, Key, KeySet, Policy, RemoteKeys, RemoteOptions, RemoteVerifier, Signer,
    SignerOptions, Turn, Verifier,
};

const NOW: Millis = 1_800_000_000_000;
const ROUNDS: usize = 60;

/// Nanoseconds of each piece of work: the fastest round.
fn fastest<const N: usize>(times: u32, mut work: [&mut dyn FnMut(); N]) -> [f64; N] {
    let mut best = [f64::INFINITY; N];
    for _ in 0..ROUNDS {
        for (work, best) in work.iter_mut().zip(&mut best) {
            let start = Instant::now();
            for _ in 0..times {
                work();
            }
            *best = best.min(start.elapsed().as_secs_f64() * 1e9 / f64::from(times));
        }
    }
    best
}

fn main() -> jotkit::Result<()> {
    println!("ns; keys that are there, the best of {ROUNDS} rounds");
    for algorithm in [Algorithm::Es256, Algorithm::EdDsa, Algorithm::Rs256] {
        let key = Key::generate(algorithm)?.with_kid("2026-01")?;
        let others =
            (0..4).map(|n| Key::generate(Algorithm::Es256)?.with_kid(format!("other-{n}")));
        let others = others.collect::<jotkit::Result<Vec<_>>>()?;
        let set: KeySet = others.into_iter().chain([key.clone()]).collect();
        let body = set.to_public_jwks()?;

        let options = RemoteOptions::new().jwks_url("https://id.example/keys");
        let keys = Arc::new(RemoteKeys::new(options)?);
        if let Step::Fetch(fetch) = keys.ask(&Ask::new(), NOW) {
            keys.answer(fetch.lease, &Reply::new(200, body.as_str()), NOW, 0);
        }
        let ask = Ask::new().kid("2026-01");
        let [asked] = fastest(
            20_000,
            [&mut || {
                assert!(matches!(
                    black_box(keys.ask(black_box(&ask), NOW)),
                    Step::Use(_)
                ));
            }],
        );
        println!("{algorithm}: ask {asked:.0}");

        let options = SignerOptions::new()
            .issuer("https://id.example")
            .audience("api");
        let signer = Signer::with_options(key, options)?;
        let claims = r#"{"sub":"5f2b0c9e","exp":1900000000,"scope":"orders:read orders:write"}"#;
        let token = signer.sign_json(claims)?;
        for cache in [false, true] {
            let policy = Policy::new().issuer("https://id.example").audience("api");
            let policy = if cache { policy.cache(100) } else { policy };
            let published = KeySet::from_jwks(&body, &jotkit::KeyOptions::new())?;
            let local = Verifier::new(published, policy.clone())?;
            let remote = RemoteVerifier::new(Arc::clone(&keys), policy)?;
            let mut of_set = || {
                let verified = local.verify_at(black_box(&token), 1_800_000_000.0);
                assert!(black_box(verified).is_ok());
            };
            let mut of_url = || {
                let turn = remote.turn(black_box(&token), NOW);
                let Turn::Decided { verdict, .. } = black_box(turn) else {
                    panic!("the keys are there");
                };
                assert!(verdict.is_ok());
            };
            let times = if cache { 5_000 } else { 400 };
            let [set, url] = fastest(times, [&mut of_set, &mut of_url]);
            let cached = if cache { ", cached" } else { "" };
            println!(
                "{algorithm}{cached}: key set {set:.0}, URL {url:.0}, {:.2}x",
                url / set
            );
        }
    }
    Ok(())
}
