//! The crate jsonwebtoken with its own provider and with jotkit's, in turns: `.ci/bench dropin`.
//!
//! A process has one provider, so this program starts itself once for each of them, which then
//! times a batch of a case whenever it is asked to.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use cpu_time::ThreadTime;
use jotkit::Key;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use serde::{Deserialize, Serialize};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

const ROUNDS: usize = 15;
/// How long a batch takes, in milliseconds of the processor, whatever else the machine does.
const BATCH: u128 = 30;
const CASES: [Algorithm; 5] = [
    Algorithm::HS256,
    Algorithm::RS256,
    Algorithm::PS256,
    Algorithm::ES256,
    Algorithm::EdDSA,
];

#[derive(Serialize, Deserialize)]
struct Claims {
    iss: String,
    sub: String,
    aud: String,
    exp: u64,
}

struct Case {
    header: Header,
    claims: Claims,
    encoding: EncodingKey,
    decoding: DecodingKey,
    validation: Validation,
    token: String,
}

impl Case {
    fn new(algorithm: Algorithm) -> Result<Self> {
        let pair = Key::generate(algorithm.try_into()?)?;
        let secret = b"a secret of at least 32 bytes, kept safe";
        let pem = |key: &Key| key.to_pem();
        let (encoding, decoding) = match algorithm {
            Algorithm::HS256 => (
                EncodingKey::from_secret(secret),
                DecodingKey::from_secret(secret),
            ),
            _ => {
                let (private, public) = (pem(&pair)?, pem(&pair.public()?)?);
                let (private, public) = (private.as_bytes(), public.as_bytes());
                match algorithm {
                    Algorithm::ES256 => (
                        EncodingKey::from_ec_pem(private)?,
                        DecodingKey::from_ec_pem(public)?,
                    ),
                    Algorithm::EdDSA => (
                        EncodingKey::from_ed_pem(private)?,
                        DecodingKey::from_ed_pem(public)?,
                    ),
                    _ => (
                        EncodingKey::from_rsa_pem(private)?,
                        DecodingKey::from_rsa_pem(public)?,
                    ),
                }
            }
        };
        let claims = Claims {
            iss: "https://id.example".to_owned(),
            sub: "u1".to_owned(),
            aud: "api".to_owned(),
            exp: 4_000_000_000,
        };
        let header = Header::new(algorithm);
        let mut validation = Validation::new(algorithm);
        validation.set_audience(&["api"]);
        let token = encode(&header, &claims, &encoding)?;
        Ok(Self {
            header,
            claims,
            encoding,
            decoding,
            validation,
            token,
        })
    }

    fn run(&self, work: &str) -> Result<()> {
        match work {
            "encode" => drop(encode(&self.header, &self.claims, &self.encoding)?),
            _ => drop(decode::<Claims>(
                &self.token,
                &self.decoding,
                &self.validation,
            )?),
        }
        Ok(())
    }

    /// Nanoseconds for one operation.
    fn batch(&self, work: &str, count: usize) -> Result<f64> {
        let start = ThreadTime::now();
        for _ in 0..count {
            self.run(work)?;
        }
        Ok(start.elapsed().as_nanos() as f64 / count as f64)
    }
}

/// Answers `CASE WORK COUNT` lines.
fn serve() -> Result<()> {
    let cases = CASES.iter().map(|algorithm| Case::new(*algorithm));
    let cases = cases.collect::<Result<Vec<Case>>>()?;
    for line in std::io::stdin().lines() {
        let line = line?;
        let words: Vec<&str> = line.split(' ').collect();
        let [case, work, count] = words.as_slice() else {
            return Err("a line is `CASE WORK COUNT`".into());
        };
        let case = cases
            .get(case.parse::<usize>()?)
            .ok_or("there is no such case")?;
        println!("{}", case.batch(work, count.parse()?)?);
    }
    Ok(())
}

struct Server(Child, ChildStdin, BufReader<ChildStdout>);

impl Server {
    fn start(provider: &str) -> Result<Self> {
        let mut child = Command::new(std::env::current_exe()?)
            .arg(provider)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let stdin = child.stdin.take().ok_or("no input")?;
        let stdout = BufReader::new(child.stdout.take().ok_or("no output")?);
        Ok(Self(child, stdin, stdout))
    }

    fn ask(&mut self, case: usize, work: &str, count: usize) -> Result<f64> {
        writeln!(self.1, "{case} {work} {count}")?;
        let mut line = String::new();
        self.2.read_line(&mut line)?;
        Ok(line.trim().parse()?)
    }

    fn stop(self) -> Result<()> {
        let Self(mut child, stdin, _) = self;
        drop(stdin);
        child.wait()?;
        Ok(())
    }
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn main() -> Result<()> {
    match std::env::args().nth(1).as_deref() {
        Some("original") => return serve(),
        Some("jotkit") => {
            jotkit::jsonwebtoken::install()?;
            return serve();
        }
        _ => {}
    }
    let mut servers = [Server::start("original")?, Server::start("jotkit")?];
    println!("| Rust | jsonwebtoken | with jotkit | ratio |");
    println!("|---|---|---|---|");
    for work in ["encode", "decode"] {
        for (number, algorithm) in CASES.iter().enumerate() {
            // The first call also finds the length of a batch.
            let mut counts = Vec::new();
            for server in &mut servers {
                server.ask(number, work, 20)?;
                let one = server.ask(number, work, 20)?;
                counts.push((BATCH as f64 * 1e6 / one).max(1.0) as usize);
            }
            let mut times = [Vec::new(), Vec::new()];
            for round in 0..ROUNDS {
                for place in if round % 2 == 0 { [0, 1] } else { [1, 0] } {
                    times[place].push(servers[place].ask(number, work, counts[place])?);
                }
            }
            let [original, own] = times.map(median);
            println!(
                "| {work} {algorithm:?} | {:.1} µs | {:.1} µs | {:.1} |",
                original / 1e3,
                own / 1e3,
                original / own
            );
        }
    }
    servers.into_iter().try_for_each(Server::stop)
}
