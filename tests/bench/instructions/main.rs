//! Counts the instructions of signing and verifying, and compares them with those kept in the
//! repository.
//!
//! `instructions` compares, `instructions record` writes them again, `instructions work` is what
//! runs under callgrind. A count does not depend on what else the machine does, as a time would.

use std::collections::BTreeMap;
use std::error::Error;
use std::hint::black_box;
use std::io::{Write, read_to_string, stdin};
use std::process::{Command, ExitCode, Stdio};
use std::{env, fs};

use jotkit::{Algorithm, Key, KeyOptions, Policy, Signer, Verifier};
use jotkit_tests::callgrind::{Cost, cost};
use serde::{Deserialize, Serialize};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const KEPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/bench/instructions.json");
const ISSUER: &str = "rinkeby.like.co";
const SECRET: &str = "d42000974f6a4cb1101f213c6a8909ac7967c16935930355cd285933306f94cd";

/// How often each work is done. The count is of all, so that one that is not always the same is
/// averaged.
const TIMES: u64 = 64;

/// More or less than this in percent is a change.
const TOLERANCE: u64 = 3;

/// What is kept in the repository.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Record {
    architecture: String,
    rustc: String,
    /// For each work what one operation costs.
    works: BTreeMap<String, Kept>,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Kept {
    instructions: u64,
    crypto_calls: u64,
}

/// What the process under callgrind needs, so that it does not make keys there, which takes long.
#[derive(Serialize, Deserialize)]
struct Material {
    /// Names of works, each with a public key's JWK and a token to verify.
    tokens: Vec<(String, String, String)>,
    claims: Claims,
}

/// The claims of a LikeCoin access token.
#[derive(Clone, Serialize, Deserialize)]
struct Claims {
    user: String,
    scope: Vec<String>,
    azp: String,
    iat: u64,
    exp: u64,
    aud: String,
    iss: String,
    jti: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pad: String,
}

fn main() -> ExitCode {
    let argument = env::args().nth(1);
    let outcome = match argument.as_deref() {
        None => count().and_then(|counted| compare(&counted)),
        Some("record") => count().and_then(|counted| record(&counted)),
        Some("work") => work(),
        Some(_) => Err("usage: instructions [record]".into()),
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("instructions: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Runs all works under callgrind.
fn count() -> Result<Record> {
    let material = material()?;
    let folder = env::temp_dir().join(format!("instructions-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    let counted = counted(&material, &folder.join("part"));
    fs::remove_dir_all(&folder)?;
    let (names, costs) = counted?;
    if names.len() != costs.len() {
        return Err(format!("{} works but {} parts", names.len(), costs.len()).into());
    }
    let works = names.into_iter().zip(costs).map(|(name, cost)| {
        let kept = Kept {
            instructions: cost.instructions / TIMES,
            crypto_calls: cost.crypto_calls / TIMES,
        };
        (name, kept)
    });
    Ok(Record {
        architecture: env::consts::ARCH.to_owned(),
        rustc: rustc()?,
        works: works.collect(),
    })
}

/// The names that the process printed, and the parts that callgrind wrote: one at each end of
/// `measured`.
fn counted(material: &Material, part: &std::path::Path) -> Result<(Vec<String>, Vec<Cost>)> {
    let program = env::current_exe()?;
    let mut child = Command::new("valgrind")
        .args(["--quiet", "--tool=callgrind"])
        .args(["--compress-strings=no", "--compress-pos=no"])
        .args(["--zero-before=instructions::measured"])
        .args(["--dump-after=instructions::measured"])
        .arg(format!("--callgrind-out-file={}", part.display()))
        .arg(&program)
        .arg("work")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| format!("valgrind did not start: {error}"))?;
    if let Some(mut input) = child.stdin.take() {
        input.write_all(&serde_json::to_vec(material)?)?;
    }
    let output = child.wait_with_output()?;
    if !output.status.success() {
        return Err(format!("the works failed under callgrind: {}", output.status).into());
    }
    let names = String::from_utf8(output.stdout)?;
    let names: Vec<String> = names.lines().map(str::to_owned).collect();
    let name = program.file_name().unwrap_or_default().to_string_lossy();
    let mut costs = Vec::new();
    for index in 1..=names.len() {
        let file = format!("{}.{index}", part.display());
        costs.push(cost(&fs::read_to_string(file)?, &format!("/{name}")));
    }
    Ok((names, costs))
}

/// Prints every work's numbers; whether none rose by more than the tolerance.
fn compare(now: &Record) -> Result<bool> {
    let kept = fs::read_to_string(KEPT).map_err(|error| format!("{KEPT}: {error}"))?;
    let kept: Record = serde_json::from_str(&kept)?;
    if kept.architecture != now.architecture {
        let (kept, now) = (kept.architecture, &now.architecture);
        return Err(format!("the numbers are of {kept}, and this is {now}: record them").into());
    }
    let (mut risen, mut fallen) = (false, false);
    println!(
        "{:<18} {:>12} {:>12}   {:>5} {:>5}",
        "work", "kept", "now", "kept", "now"
    );
    for (name, now) in &now.works {
        let Some(kept) = kept.works.get(name) else {
            return Err(format!("no number is kept for {name}: record them").into());
        };
        let change = Change::of(kept.instructions, now.instructions);
        let calls = kept.crypto_calls.cmp(&now.crypto_calls);
        let rises = change == Change::Rise || calls.is_lt();
        let falls = change == Change::Fall || calls.is_gt();
        println!(
            "{name:<18} {:>12} {:>12}   {:>5} {:>5}  {}",
            kept.instructions,
            now.instructions,
            kept.crypto_calls,
            now.crypto_calls,
            if rises {
                "ROSE"
            } else if falls {
                "fell"
            } else {
                ""
            },
        );
        risen |= rises;
        fallen |= falls;
    }
    if kept.works.len() != now.works.len() {
        return Err("numbers are kept for works that are gone: record them".into());
    }
    if fallen {
        println!(
            "something fell by more than {TOLERANCE} %: keep it so, with `.ci/instructions record`"
        );
    }
    if risen {
        println!(
            "something rose by more than {TOLERANCE} %, or calls the crypto library more often"
        );
        if kept.rustc != now.rustc {
            println!(
                "the numbers were recorded with {}; this is {}",
                kept.rustc, now.rustc
            );
        }
    }
    Ok(!risen)
}

#[derive(Debug, PartialEq, Eq)]
enum Change {
    Rise,
    Fall,
    None,
}

impl Change {
    fn of(kept: u64, now: u64) -> Self {
        if now * 100 > kept * (100 + TOLERANCE) {
            Self::Rise
        } else if now * 100 < kept * (100 - TOLERANCE) {
            Self::Fall
        } else {
            Self::None
        }
    }
}

fn record(counted: &Record) -> Result<bool> {
    let mut text = serde_json::to_string_pretty(counted)?;
    text.push('\n');
    fs::write(KEPT, text)?;
    println!("recorded: {KEPT}");
    Ok(true)
}

fn rustc() -> Result<String> {
    let output = Command::new("rustc").arg("--version").output()?;
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}

fn claims(exp: u64, pad: usize) -> Claims {
    Claims {
        user: "williamchonggoogle".to_owned(),
        scope: ["profile", "read:like", "write:like"]
            .map(str::to_owned)
            .to_vec(),
        azp: "2f551d5fe1ad65773a17".to_owned(),
        iat: 1_552_041_746,
        exp,
        aud: ISSUER.to_owned(),
        iss: ISSUER.to_owned(),
        jti: "0bc7d54f-9eba-4873-abae-375e73c11e30".to_owned(),
        pad: "what somebody kept in the token "
            .chars()
            .cycle()
            .take(pad)
            .collect(),
    }
}

fn material() -> Result<Material> {
    let (past, future) = (1_552_045_346, 4_102_444_800);
    let hmac = Key::hs256(SECRET)?;
    let signer = Signer::new(hmac.clone())?;
    let good = signer.sign(&claims(future, 0))?;
    let another = Signer::new(Key::hs256(SECRET.to_uppercase())?)?;
    let noise = |words: usize| "Garbage0".repeat(words);
    let secret = hmac.to_jwk()?.to_string();
    let mut tokens: Vec<(String, String, String)> = [
        ("verify-HS256", good.clone()),
        ("refuse-expired", signer.sign(&claims(past, 0))?),
        ("refuse-signature", another.sign(&claims(future, 0))?),
        (
            "refuse-garbage",
            format!("{}.{}.{}", noise(4), noise(38), noise(5)),
        ),
        ("size-40k", signer.sign(&claims(future, 30_000))?),
    ]
    .map(|(name, token)| (name.to_owned(), secret.clone(), token))
    .to_vec();
    for algorithm in [Algorithm::Rs256, Algorithm::Es256, Algorithm::EdDsa] {
        let key = Key::generate(algorithm)?;
        let token = Signer::new(key.clone())?.sign(&claims(future, 0))?;
        let jwk = key.public()?.to_jwk()?.to_string();
        tokens.push((format!("verify-{algorithm}"), jwk, token));
    }
    Ok(Material {
        tokens,
        claims: claims(future, 0),
    })
}

/// Does each work, and prints its name once it is done.
fn work() -> Result<bool> {
    let material: Material = serde_json::from_str(&read_to_string(stdin())?)?;
    for (name, jwk, token) in &material.tokens {
        let key = Key::from_jwk(jwk, &KeyOptions::new())?;
        let policy = Policy::new().issuer(ISSUER).audience(ISSUER);
        let verifier = Verifier::new(key, policy)?;
        // Once beforehand, for what is set up once; and what is counted must be what its name says.
        let verified = verifier.verify(token);
        if verified.is_ok() == name.starts_with("refuse") {
            return Err(format!("{name} is not what its name says: {verified:?}").into());
        }
        measured(&|| drop(black_box(verifier.verify(black_box(token)))));
        println!("{name}");
    }
    let signer = Signer::new(Key::hs256(SECRET)?)?;
    signer.sign(&material.claims)?;
    measured(&|| drop(black_box(signer.sign(black_box(&material.claims)))));
    println!("sign-HS256");
    Ok(true)
}

/// What callgrind counts: everything from its start to its end.
#[inline(never)]
fn measured(work: &dyn Fn()) {
    for _ in 0..TIMES {
        work();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_percent_is_no_change_and_more_is() {
        assert_eq!(Change::of(1000, 1030), Change::None);
        assert_eq!(Change::of(1000, 1031), Change::Rise);
        assert_eq!(Change::of(1000, 970), Change::None);
        assert_eq!(Change::of(1000, 969), Change::Fall);
    }
}
