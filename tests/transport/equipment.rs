//! The stand-ins, and the two clients behind one face.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, LazyLock, OnceLock};
use std::time::Duration;

use jotkit::remote::{Cause, Fetch, Reply};
use jotkit::{
    Algorithm, AsyncKeys, AsyncVerifier, BlockingKeys, BlockingVerifier, Key, Policy, RemoteKeys,
    RemoteOptions, Result, Signer, SignerOptions, Verified,
};
use serde_json::{Value, json};
use tokio::runtime::Runtime;

/// For what is refused before the deadline, also on a busy machine.
pub(crate) const AMPLE: Duration = Duration::from_secs(30);

/// The tasks of all tests.
pub(crate) static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().unwrap());

/// A program of tests/stand_ins, which ends with its standard input.
struct StandIn {
    _child: Child,
    about: Value,
}

fn start(name: &str) -> StandIn {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("stand_ins")
        .join(name);
    let mut child = Command::new("python3")
        .arg(path)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    let output = child.stdout.take().unwrap();
    BufReader::new(output).read_line(&mut line).unwrap();
    StandIn {
        about: serde_json::from_str(&line).unwrap(),
        _child: child,
    }
}

/// The port of tests/stand_ins/jwks.py.
fn providers() -> u16 {
    static STARTED: OnceLock<StandIn> = OnceLock::new();
    port(&STARTED.get_or_init(|| start("jwks.py")).about["port"])
}

/// The ports of tests/stand_ins/hostile.py.
pub(crate) fn hostile(behaviour: &str) -> u16 {
    static STARTED: OnceLock<StandIn> = OnceLock::new();
    port(&STARTED.get_or_init(|| start("hostile.py")).about["ports"][behaviour])
}

fn port(value: &Value) -> u16 {
    value.as_u64().unwrap().try_into().unwrap()
}

/// Sends a request to a stand-in and reads the JSON of its reply.
pub(crate) fn control(port: u16, method: &str, path: &str, body: &str) -> Value {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream.set_read_timeout(Some(AMPLE)).unwrap();
    let length = body.len();
    let head = format!(
        "{method} {path} HTTP/1.0\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Length: {length}"
    );
    write!(stream, "{head}\r\n\r\n{body}").unwrap();
    let mut reply = String::new();
    stream.read_to_string(&mut reply).unwrap();
    serde_json::from_str(reply.split_once("\r\n\r\n").unwrap().1).unwrap()
}

/// One provider of the stand-in.
pub(crate) struct Provider {
    name: String,
    pub(crate) issuer: String,
    pub(crate) url: String,
}

impl Provider {
    pub(crate) fn new(name: &str) -> Self {
        let issuer = format!("http://127.0.0.1:{}/{name}", providers());
        let provider = Self {
            name: name.to_owned(),
            url: format!("{issuer}/jwks"),
            issuer,
        };
        provider.set(json!({}));
        provider
    }

    pub(crate) fn set(&self, state: Value) {
        let path = format!("/control/{}", self.name);
        control(providers(), "POST", &path, &state.to_string());
    }

    pub(crate) fn publish(&self, keys: &[&Key]) {
        let public = keys
            .iter()
            .map(|key| key.public().unwrap().to_jwk().unwrap());
        let public: Vec<Value> = public
            .map(|jwk| serde_json::from_str(&jwk).unwrap())
            .collect();
        self.set(json!({"keys": public}));
    }

    pub(crate) fn state(&self) -> Value {
        control(providers(), "GET", &format!("/control/{}", self.name), "")
    }

    pub(crate) fn requests(&self) -> u64 {
        self.state()["requests"]["jwks"].as_u64().unwrap()
    }

    pub(crate) fn options(&self) -> RemoteOptions {
        RemoteOptions::new().jwks_url(&self.url).timeout_ms(AMPLE)
    }
}

pub(crate) fn made(kid: &str) -> Key {
    Key::generate(Algorithm::Es256)
        .unwrap()
        .with_kid(kid)
        .unwrap()
}

pub(crate) fn token(key: &Key) -> String {
    let signer = Signer::with_options(key, SignerOptions::new().lifetime(3600));
    signer.unwrap().sign(&json!({"sub": "u1"})).unwrap()
}

/// One of the clients.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Client {
    Ureq,
    Reqwest,
}

pub(crate) const CLIENTS: [Client; 2] = [Client::Ureq, Client::Reqwest];

/// A verifier of either kind, which blocks.
pub(crate) enum Subject {
    Blocking(BlockingVerifier),
    Async(AsyncVerifier),
}

impl Client {
    pub(crate) fn verifier(self, options: RemoteOptions) -> Subject {
        match self {
            Self::Ureq => Subject::blocking(&BlockingKeys::new(options).unwrap()),
            Self::Reqwest => Subject::asynchronous(&AsyncKeys::new(options).unwrap()),
        }
    }

    /// A verifier whose requests are answered by a function.
    pub(crate) fn answered_by(
        self,
        options: RemoteOptions,
        answer: impl Fn(&Fetch) -> Reply + Send + Sync + 'static,
    ) -> Subject {
        let keys = RemoteKeys::new(options).unwrap();
        match self {
            Self::Ureq => Subject::blocking(&BlockingKeys::with_transport(keys, answer)),
            Self::Reqwest => {
                let answer = Arc::new(answer);
                let keys = AsyncKeys::with_transport(keys, move |fetch| {
                    let answer = Arc::clone(&answer);
                    async move { answer(&fetch) }
                });
                Subject::asynchronous(&keys)
            }
        }
    }
}

impl Subject {
    pub(crate) fn blocking(keys: &BlockingKeys) -> Self {
        Self::Blocking(BlockingVerifier::new(keys, Policy::new()).unwrap())
    }

    pub(crate) fn asynchronous(keys: &AsyncKeys) -> Self {
        Self::Async(AsyncVerifier::new(keys, Policy::new()).unwrap())
    }

    pub(crate) fn verify(&self, token: &str) -> Result<Verified> {
        match self {
            Self::Blocking(verifier) => verifier.verify(token),
            Self::Async(verifier) => RUNTIME.block_on(verifier.verify(token)),
        }
    }

    pub(crate) fn warm(&self) -> Result<()> {
        match self {
            Self::Blocking(verifier) => verifier.keys().warm(None),
            Self::Async(verifier) => RUNTIME.block_on(verifier.keys().warm(None)),
        }
    }

    pub(crate) fn keys(&self) -> &RemoteKeys {
        match self {
            Self::Blocking(verifier) => verifier.keys().keys(),
            Self::Async(verifier) => verifier.keys().keys(),
        }
    }

    pub(crate) fn seed(&self, snapshot: &str) -> Result<()> {
        match self {
            Self::Blocking(verifier) => verifier.keys().seed(snapshot),
            Self::Async(verifier) => verifier.keys().seed(snapshot),
        }
    }

    /// Why the last request failed.
    pub(crate) fn cause(&self) -> Option<Cause> {
        match self {
            Self::Blocking(verifier) => verifier.keys().status(None).unwrap().last_error,
            Self::Async(verifier) => verifier.keys().status(None).unwrap().last_error,
        }
    }
}
