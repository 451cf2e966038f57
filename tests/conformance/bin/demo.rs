//! Six languages sign and all of them verify, on one screen.
//!
//! Exit status 1 if anything disagrees. Colours only on a terminal.

#[path = "demo/provider.rs"]
mod provider;

use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::process::ExitCode;

use jotkit::{Algorithm, Key};
use jotkit_tests::process::{LANGUAGES, Subject};
use serde_json::{Map, Value, json};

/// The access token that LikeCoin's own documentation shows.
const LIKECOIN_TOKEN: &str = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJ1c2VyIjoid2lsbGlhbWNob25nZ29vZ2xlIiwic2NvcGUiOlsicHJvZmlsZSIsInJlYWQ6bGlrZSIsIndyaXRlOmxpa2UiXSwiYXpwIjoiMmY1NTFkNWZlMWFkNjU3NzNhMTciLCJpYXQiOjE1NTIwNDE3NDYsImV4cCI6MTU1MjA0NTM0NiwiYXVkIjoicmlua2VieS5saWtlLmNvIiwiaXNzIjoicmlua2VieS5saWtlLmNvIiwianRpIjoiMGJjN2Q1NGYtOWViYS00ODczLWFiYWUtMzc1ZTczYzExZTMwIn0.BPNsiQb0fs2fFjiSQWUq8oeE4FL_PLebdTRDpSh7n9k";

fn main() -> ExitCode {
    let mut demo = match Demo::start() {
        Ok(demo) => demo,
        Err(error) => {
            eprintln!("demo: {error}; run `make subjects` first");
            return ExitCode::FAILURE;
        }
    };
    demo.livelike();
    demo.matrix();
    demo.likecoin();
    demo.refusals();
    demo.provider();
    let (word, status) = match demo.wrong {
        0 => (demo.green("one verdict everywhere"), ExitCode::SUCCESS),
        wrong => (
            demo.red(&format!("{wrong} disagreements")),
            ExitCode::FAILURE,
        ),
    };
    println!("\n{word}");
    status
}

struct Demo {
    subjects: BTreeMap<&'static str, Subject>,
    colours: bool,
    wrong: usize,
}

impl Demo {
    fn start() -> std::io::Result<Self> {
        let subjects = LANGUAGES
            .iter()
            .map(|language| {
                let started = Subject::start(language);
                Ok((
                    *language,
                    started.map_err(|error| {
                        std::io::Error::other(format!("{language} does not start: {error}"))
                    })?,
                ))
            })
            .collect::<std::io::Result<_>>()?;
        Ok(Self {
            subjects,
            colours: std::io::stdout().is_terminal(),
            wrong: 0,
        })
    }

    fn coloured(&self, text: &str, colour: u8) -> String {
        if self.colours {
            format!("\x1b[{colour}m{text}\x1b[0m")
        } else {
            text.to_owned()
        }
    }

    fn green(&self, text: &str) -> String {
        self.coloured(text, 32)
    }

    fn red(&self, text: &str) -> String {
        self.coloured(text, 31)
    }

    fn title(&self, text: &str) {
        println!("{}", self.coloured(text, 1));
    }

    fn ask(&mut self, language: &str, request: &Value) -> Value {
        let request = request.as_object().cloned().unwrap_or_else(Map::new);
        let answer = self
            .subjects
            .get_mut(language)
            .map(|subject| subject.ask(&request));
        let mut answer = match answer {
            Some(Ok(answer)) => answer,
            Some(Err(error)) => json!({ "failed": error.to_string() }),
            None => Value::Null,
        };
        if let Some(members) = answer.as_object_mut() {
            members.remove("id");
        }
        answer
    }

    /// Asks every language and counts those that do not answer as expected.
    fn all_say(&mut self, request: &Value, expected: impl Fn(&Value) -> bool) -> String {
        let mut row = Vec::new();
        for language in LANGUAGES {
            let answer = self.ask(language, request);
            row.push(self.mark(language, expected(&answer), &answer));
        }
        row.join("  ")
    }

    fn mark(&mut self, text: &str, right: bool, answer: &Value) -> String {
        if right {
            return self.green(text);
        }
        self.wrong += 1;
        self.red(&format!("{text}! {answer}"))
    }

    fn livelike(&mut self) {
        self.title("LiveLike profile token, minted in Python");
        let token = self.ask(
            "python",
            &json!({
                "op": "livelike_sign",
                "client_id": "client-id-1",
                "client_secret": "livelike-client-secret-for-tests",
                "custom_profile_id": "custom-profile-id-123",
            }),
        );
        let token = token["ok"]["token"].as_str().unwrap_or_default().to_owned();
        println!("  {}", shortened(&token));
        let request = json!({
            "op": "livelike_verify",
            "clients": { "client-id-1": "livelike-client-secret-for-tests" },
            "token": token,
        });
        let row = self.all_say(&request, |answer| {
            answer["ok"]["custom_profile_id"] == "custom-profile-id-123"
                && answer["ok"]["client_id"] == "client-id-1"
        });
        println!("  custom-profile-id-123, says  {row}\n");
    }

    fn matrix(&mut self) {
        self.title("Signed in one language, verified in all six");
        print!("  {:10}", "");
        for signer in LANGUAGES {
            print!("{signer:>8}");
        }
        println!();
        for algorithm in Algorithm::ALL {
            print!("  {:10}", algorithm.name());
            for signer in LANGUAGES {
                let verified = self.verified_by(*algorithm, signer);
                let cell = format!("{:>8}", format!("{verified}/{}", LANGUAGES.len()));
                let right = verified == LANGUAGES.len();
                self.wrong += usize::from(!right);
                print!(
                    "{}",
                    if right {
                        self.green(&cell)
                    } else {
                        self.red(&cell)
                    }
                );
            }
            println!();
        }
        println!();
    }

    /// How many languages verify a token that one language signs with a fresh key.
    fn verified_by(&mut self, algorithm: Algorithm, signer: &str) -> usize {
        let Ok(key) = Key::generate(algorithm) else {
            return 0;
        };
        let jwk = |key: &Key| -> Value {
            let text = key
                .to_jwk()
                .map(|jwk| serde_json::from_str(&jwk).unwrap_or_default());
            text.unwrap_or_default()
        };
        let claims = r#"{"iss":"https://id.example","aud":"api","sub":"u1","exp":4102444800}"#;
        let sign = json!({ "op": "sign", "key": { "jwk": jwk(&key) }, "claims_json": claims });
        let token = self.ask(signer, &sign)["ok"]["token"].clone();
        let public = key.public().unwrap_or(key);
        let verify = json!({
            "op": "verify",
            "token": token,
            "key": { "jwk": jwk(&public) },
            "policy": { "issuer": "https://id.example", "audience": "api" },
        });
        let answers = LANGUAGES.map(|language| self.ask(language, &verify));
        answers
            .iter()
            .filter(|answer| answer["ok"]["payload"] == claims)
            .count()
    }

    fn likecoin(&mut self) {
        self.title("LikeCoin's published access token, read");
        println!("  {}", shortened(LIKECOIN_TOKEN));
        let request = json!({ "op": "likecoin_read", "token": LIKECOIN_TOKEN });
        let row = self.all_say(&request, |answer| {
            answer["ok"]["user"] == "williamchonggoogle"
                && answer["ok"]["scope"] == json!(["profile", "read:like", "write:like"])
        });
        println!("  williamchonggoogle may profile, read:like, write:like, says  {row}\n");
    }

    fn provider(&mut self) {
        self.title("\nLikeCoin's provider, the Rust server on SQLite");
        match provider::steps() {
            Ok(steps) => {
                for (step, right) in steps {
                    let mark = self.mark(if right { "yes" } else { "no" }, right, &Value::Null);
                    println!("  {step}  {mark}");
                }
            }
            Err(error) => {
                self.wrong += 1;
                println!("  {}", self.red(&error.to_string()));
            }
        }
    }

    fn refusals(&mut self) {
        self.title("Refused, with the same code");
        let secret =
            json!({ "secret": "a secret of at least 32 bytes, kept safe", "alg": "HS256" });
        let claims = r#"{"iss":"https://id.example","aud":"api","exp":1700000000}"#;
        let sign = json!({ "op": "sign", "key": secret, "claims_json": claims });
        let token = self.ask("rust", &sign)["ok"]["token"]
            .as_str()
            .unwrap_or_default()
            .to_owned();
        let tampered = match token.rsplit_once('.') {
            // Another first character of the signature is another signature.
            Some((rest, signature)) => {
                let other = if signature.starts_with('A') { 'B' } else { 'A' };
                format!("{rest}.{other}{}", signature.get(1..).unwrap_or_default())
            }
            None => String::new(),
        };
        for (what, token, audience, now, code) in [
            ("expired", &token, "api", 1_700_000_000, "token_expired"),
            (
                "tampered",
                &tampered,
                "api",
                1_699_999_999,
                "signature_invalid",
            ),
            (
                "wrong audience",
                &token,
                "web",
                1_699_999_999,
                "audience_refused",
            ),
        ] {
            let request = json!({
                "op": "verify",
                "token": token,
                "key": secret,
                "policy": { "issuer": "https://id.example", "audience": audience },
                "now": now,
            });
            let row = self.all_say(&request, |answer| answer["error"]["code"] == code);
            println!("  {what:15} {code:18} {row}");
        }
    }
}

fn shortened(token: &str) -> String {
    let end = token.len().saturating_sub(12);
    format!(
        "{} ... {}",
        token.get(..60).unwrap_or(token),
        token.get(end..).unwrap_or_default()
    )
}
