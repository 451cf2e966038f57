//! The core's part of a refresh and of an exchange: whole flows, with statements that are answered
//! from memory at once. Prints JSON: microseconds of each, the median of many rounds.

mod memory;

use std::error::Error;
use std::hint::black_box;
use std::time::Instant;

use jotkit::likecoin::provider::{
    Answer, ClientOptions, Endpoint, Flow, Options, Provider, Reply, Request, User,
};
use memory::Memory;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const NOW: i64 = 1_800_000_000;
const ROUNDS: usize = 40;
/// Flows of one round.
const TIMES: u32 = 500;
const CALLBACK: &str = "https%3A%2F%2Fapp.example%2Fcb";
const FORM: &str = "application/x-www-form-urlencoded";

struct Service {
    provider: Provider,
    memory: Memory,
}

impl Service {
    fn new() -> Result<Self> {
        let options = Options::new()
            .key("the provider's own key, of 32 bytes or more")
            .common_secret("common-secret-for-tests")
            .host("like.example")
            .rotation();
        let client = ClientOptions::new()
            .client_id("app")
            .client_secret("secret-of-the-app-123")
            .redirect_uris(["https://app.example/cb"])
            .scopes(["profile"])
            .trusted();
        let service = Self {
            provider: Provider::new(options)?,
            memory: Memory::default(),
        };
        service.run(service.provider.put_client(client, NOW)?)?;
        Ok(service)
    }

    fn run<T: Clone>(&self, flow: Flow<T>) -> T {
        let users = |_: &str| Ok(Some(User::new().display_name("Ann")));
        flow.run(&self.memory, users).value
    }

    fn answer(&self, request: Request) -> Result<Reply> {
        match self.run(self.provider.answer(request, NOW)) {
            Answer::Reply(reply) if reply.status < 400 => Ok(reply),
            answer => Err(format!("not what was asked for: {answer:?}").into()),
        }
    }

    fn code(&self) -> Result<String> {
        let query = format!("client_id=app&redirect_uri={CALLBACK}&scope=profile");
        let request = Request::new(Endpoint::Authorize, "GET").query(query);
        let reply = self.answer(request.user("ann").session("one"))?;
        let mut headers = reply.headers.iter();
        let location = headers.find(|(name, _)| name.eq_ignore_ascii_case("location"));
        let (_, code) = location
            .and_then(|(_, location)| location.split_once("code="))
            .ok_or("no code")?;
        Ok(code.split('&').next().unwrap_or_default().to_owned())
    }

    /// Asks for tokens; the refresh token.
    fn tokens(&self, form: &str) -> Result<String> {
        let body = format!("client_id=app&client_secret=secret-of-the-app-123&{form}");
        let request = Request::new(Endpoint::Token, "POST").content_type(FORM);
        let reply = self.answer(request.body(body))?;
        let (_, rest) = reply
            .body
            .split_once(r#""refresh_token":""#)
            .ok_or("no refresh token")?;
        Ok(rest.split('"').next().unwrap_or_default().to_owned())
    }

    fn exchange(&self, code: &str) -> Result<String> {
        let form = format!("grant_type=authorization_code&code={code}&redirect_uri={CALLBACK}");
        self.tokens(&form)
    }

    fn refresh(&self, token: &str) -> Result<String> {
        self.tokens(&format!("grant_type=refresh_token&refresh_token={token}"))
    }
}

fn main() -> Result<()> {
    let service = Service::new()?;
    let (mut exchanges, mut refreshes) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let codes: Vec<_> = (0..TIMES).map(|_| service.code()).collect::<Result<_>>()?;
        let mut token = String::new();
        exchanges.push(microseconds(|| {
            for code in &codes {
                token = black_box(service.exchange(black_box(code))?);
            }
            Ok(())
        })?);
        refreshes.push(microseconds(|| {
            for _ in 0..TIMES {
                token = black_box(service.refresh(black_box(&token))?);
            }
            Ok(())
        })?);
    }
    let (refresh, exchange) = (median(refreshes), median(exchanges));
    println!(r#"{{"refresh": {refresh:.2}, "exchange": {exchange:.2}}}"#);
    Ok(())
}

/// What one of `TIMES` takes.
fn microseconds(mut work: impl FnMut() -> Result<()>) -> Result<f64> {
    let start = Instant::now();
    work()?;
    Ok(start.elapsed().as_secs_f64() * 1e6 / f64::from(TIMES))
}

fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers[numbers.len() / 2]
}
