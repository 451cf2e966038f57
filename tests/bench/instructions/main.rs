//! Counts the instructions of signing and verifying, and compares them with those kept in the
//! repository.
//!
//! `instructions` compares, `instructions record` writes them again, `instructions work` is what
//! runs under callgrind.

mod callgrind;

use std::collections::BTreeMap;
use std::hint::black_box;
use std::process::{Command, ExitCode};
use std::{env, fs};

use callgrind::{Result, measured};
use jotkit::{Algorithm, Key, KeyOptions, Policy, Signer, Verifier};
use jotkit_tests::callgrind::cost;
use serde::{Deserialize, Serialize};
use serde_json::json;

const KEPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/bench/instructions.json");
const ISSUER: &str = "rinkeby.like.co";
const SECRET: &str = "d42000974f6a4cb1101f213c6a8909ac7967c16935930355cd285933306f94cd";

/// How often each work is done. The count is of all, so that one that is not always the same is
/// averaged.
const TIMES: u64 = 64;

/// More than this in percent is a change.
const TOLERANCE: u64 = 3;

/// What is kept in the repository.
#[derive(Serialize, Deserialize)]
struct Record {
    architecture: String,
    rustc: String,
    /// For each work what one operation costs.
    works: BTreeMap<String, Kept>,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
struct Kept {
    instructions: u64,
    crypto_calls: u64,
}

/// The name of a work, the JWK of a public key, and a token to verify. They are made outside of
/// callgrind, where making keys takes long.
type Material = (String, String, String);

/// The claims of a LikeCoin access token.
#[derive(Serialize)]
struct Claims {
    user: &'static str,
    scope: Vec<&'static str>,
    azp: &'static str,
    iat: u64,
    exp: u64,
    aud: &'static str,
    iss: &'static str,
    jti: &'static str,
    #[serde(skip_serializing_if = "String::is_empty")]
    pad: String,
}

fn main() -> ExitCode {
    callgrind::exit(match env::args().nth(1).as_deref() {
        None => count().and_then(|counted| compare(&counted)),
        Some("record") => count().and_then(|counted| record(&counted)),
        Some("work") => work(),
        Some(_) => Err("usage: instructions [record]".into()),
    })
}

/// Runs all works under callgrind.
fn count() -> Result<Record> {
    let options = ["--compress-strings=no", "--compress-pos=no"];
    let (names, profiles) = callgrind::profiles(&options, &json!(material()?).to_string())?;
    if names.len() != profiles.len() {
        return Err(format!("{} works but {} profiles", names.len(), profiles.len()).into());
    }
    let program = env::current_exe()?;
    let program = format!(
        "/{}",
        program.file_name().unwrap_or_default().to_string_lossy()
    );
    let works = names.into_iter().zip(profiles).map(|(name, profile)| {
        let cost = cost(&profile, &program);
        let (instructions, crypto_calls) = (cost.instructions / TIMES, cost.crypto_calls / TIMES);
        (
            name,
            Kept {
                instructions,
                crypto_calls,
            },
        )
    });
    let rustc = Command::new("rustc").arg("--version").output()?;
    Ok(Record {
        architecture: env::consts::ARCH.to_owned(),
        rustc: String::from_utf8(rustc.stdout)?.trim().to_owned(),
        works: works.collect(),
    })
}

/// Prints every work's numbers; whether none rose by more than the tolerance.
fn compare(now: &Record) -> Result<bool> {
    let kept = fs::read_to_string(KEPT).map_err(|error| format!("{KEPT}: {error}"))?;
    let kept: Record = serde_json::from_str(&kept)?;
    if kept.architecture != now.architecture || !kept.works.keys().eq(now.works.keys()) {
        return Err("the numbers are of another architecture or other works: record them".into());
    }
    let mut changes = Vec::new();
    println!("work                       kept          now    kept   now");
    for (name, now) in &now.works {
        let kept = kept.works[name];
        let instructions = change(kept.instructions, now.instructions, TOLERANCE);
        let change = instructions.max(change(kept.crypto_calls, now.crypto_calls, 0));
        println!(
            "{name:<18} {:>12} {:>12}   {:>5} {:>5}  {change}",
            kept.instructions, now.instructions, kept.crypto_calls, now.crypto_calls,
        );
        changes.push(change);
    }
    if changes.contains(&"FELL") {
        println!("something fell: keep it so, with `.ci/instructions record`");
    }
    let risen = changes.contains(&"ROSE");
    if risen {
        println!("recorded with {}; this is {}", kept.rustc, now.rustc);
    }
    Ok(!risen)
}

/// How a number changed by more than so many percent; a rise sorts after a fall.
fn change(kept: u64, now: u64, tolerance: u64) -> &'static str {
    match now * 100 {
        now if now > kept * (100 + tolerance) => "ROSE",
        now if now < kept * (100 - tolerance) => "FELL",
        _ => "",
    }
}

fn record(counted: &Record) -> Result<bool> {
    fs::write(KEPT, serde_json::to_string_pretty(counted)? + "\n")?;
    println!("recorded: {KEPT}");
    Ok(true)
}

fn claims(exp: u64, pad: usize) -> Claims {
    Claims {
        user: "williamchonggoogle",
        scope: vec!["profile", "read:like", "write:like"],
        azp: "2f551d5fe1ad65773a17",
        iat: 1_552_041_746,
        exp,
        aud: ISSUER,
        iss: ISSUER,
        jti: "0bc7d54f-9eba-4873-abae-375e73c11e30",
        pad: "what somebody kept in the token "
            .chars()
            .cycle()
            .take(pad)
            .collect(),
    }
}

const PAST: u64 = 1_552_045_346;
const FUTURE: u64 = 4_102_444_800;

fn material() -> Result<Vec<Material>> {
    let hmac = Key::hs256(SECRET)?;
    let signer = Signer::new(hmac.clone())?;
    let another = Signer::new(Key::hs256(SECRET.to_uppercase())?)?;
    let noise = |words: usize| "Garbage0".repeat(words);
    let secret = hmac.to_jwk()?.to_string();
    let mut material: Vec<Material> = [
        ("verify-HS256", signer.sign(&claims(FUTURE, 0))?),
        ("refuse-expired", signer.sign(&claims(PAST, 0))?),
        ("refuse-signature", another.sign(&claims(FUTURE, 0))?),
        (
            "refuse-garbage",
            format!("{}.{}.{}", noise(4), noise(38), noise(5)),
        ),
        ("size-40k", signer.sign(&claims(FUTURE, 30_000))?),
    ]
    .map(|(name, token)| (name.to_owned(), secret.clone(), token))
    .to_vec();
    for algorithm in [Algorithm::Rs256, Algorithm::Es256, Algorithm::EdDsa] {
        let key = Key::generate(algorithm)?;
        let jwk = key.public()?.to_jwk()?.to_string();
        let token = Signer::new(key)?.sign(&claims(FUTURE, 0))?;
        material.push((format!("verify-{algorithm}"), jwk, token));
    }
    Ok(material)
}

/// Does each work, and prints its name once it is done.
fn work() -> Result<bool> {
    let material: Vec<Material> = serde_json::from_str(&env::var(callgrind::INPUT)?)?;
    for (name, jwk, token) in material {
        let key = Key::from_jwk(&jwk, &KeyOptions::new())?;
        let policy = Policy::new().issuer(ISSUER).audience(ISSUER);
        let verifier = Verifier::new(key, policy)?;
        // Once beforehand, for what is set up once; and what is counted must be what its name says.
        let verified = verifier.verify(&token);
        if verified.is_ok() == name.starts_with("refuse") {
            return Err(format!("{name} is not what its name says: {verified:?}").into());
        }
        repeated(&|| drop(black_box(verifier.verify(black_box(&token)))));
        println!("{name}");
    }
    let (signer, claims) = (Signer::new(Key::hs256(SECRET)?)?, claims(FUTURE, 0));
    signer.sign(&claims)?;
    repeated(&|| drop(black_box(signer.sign(black_box(&claims)))));
    println!("sign-HS256");
    Ok(true)
}

fn repeated(work: &dyn Fn()) {
    measured(&|| (0..TIMES).for_each(|_| work()));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_percent_is_no_change_and_more_is() {
        let changes = [969, 970, 1030, 1031].map(|now| change(1000, now, TOLERANCE));
        assert_eq!(changes, ["FELL", "", "", "ROSE"]);
    }
}
