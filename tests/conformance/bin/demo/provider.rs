//! LikeCoin's four steps and the life of its refresh tokens, against the example server on SQLite.

use std::error::Error;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use jotkit::likecoin::oauth::{
    AuthorizeRequest, Client, HttpRequest, Reaction, Session, Step, TokenRequest, TokenResponse,
    parse_callback, parse_token_response,
};
use serde_json::json;
use ureq::Agent;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const CLIENT: &str = "app";
const SECRET: &str = "secret-of-the-app-123";
const CALLBACK: &str = "https://app.example/cb";

/// The steps, each with whether it went as it must.
pub(super) fn steps() -> Result<Vec<(&'static str, bool)>> {
    let server = Server::start()?;
    let web = Web::new(server.address.clone());
    let cookie = web.log_in()?;
    let mut steps = Vec::new();

    let tokens = web.tokens(&cookie)?;
    steps.push((
        "ann logs in and allows; the code is exchanged",
        tokens.user.as_deref() == Some("ann"),
    ));
    let first = web.session(tokens)?;
    steps.push(("the API is called", web.call(&first)? == Reaction::Done));
    let before = first.tokens();
    web.refresh(&first)?;
    let renewed = first.tokens();
    let kept =
        same(&before, &renewed) && before.access_token.as_str() != renewed.access_token.as_str();
    steps.push((
        "a refresh brings another access token, and the refresh token stays",
        kept,
    ));

    let second = web.session(web.tokens(&cookie)?)?;
    let ended = web.refresh(&first).is_err();
    let lives = web.call(&second)? == Reaction::Done;
    steps.push(("another login ends the first refresh token", ended && lives));

    web.withdraw(&cookie)?;
    let ended = web.call(&second).is_err() && web.refresh(&second).is_err();
    steps.push((
        "the user withdraws: no token is good, and consent is asked for again",
        ended,
    ));

    let third = web.session(web.tokens(&cookie)?)?;
    let lives = web.call(&third)? == Reaction::Done;
    let (status, body) = web.send(&third.logout()?)?;
    third.logged_out(status, NO_HEADERS, &body)?;
    let ended = web.call(&third).is_err();
    steps.push(("the client revokes: no token is good", lives && ended));
    Ok(steps)
}

const NO_HEADERS: &[(&str, &str)] = &[];

fn same(left: &TokenResponse, right: &TokenResponse) -> bool {
    let text = |tokens: &TokenResponse| {
        let token = tokens.refresh_token.as_ref();
        token.map(|token| token.as_str().to_owned())
    };
    text(left).is_some() && text(left) == text(right)
}

/// The example server, ended when it is dropped.
struct Server {
    process: Child,
    address: String,
    folder: PathBuf,
}

impl Server {
    fn start() -> Result<Self> {
        let folder = std::env::temp_dir().join(format!("jotkit-demo-{}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        let config = folder.join("config.json");
        let database = folder.join("provider.db");
        let text = json!({
            "listen": "127.0.0.1:0",
            "database": format!("sqlite:{}", database.display()),
            "provider": {
                "key": "the provider's own key, of 32 bytes or more",
                "common_secret": "common-secret-for-tests",
                "host": "like.example",
            },
            "clients": [{
                "client_id": CLIENT,
                "client_secret": SECRET,
                "redirect_uris": [CALLBACK],
                "scopes": ["profile"],
            }],
            "users": [{ "id": "ann", "display_name": "Ann" }],
        });
        std::fs::write(&config, text.to_string())?;
        let program = std::env::current_exe()?.with_file_name("jotkit-example-provider");
        let mut process = Command::new(program)
            .arg(config)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let output = process.stdout.take().ok_or("the server has no output")?;
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line)?;
        let address = line
            .trim()
            .rsplit(' ')
            .next()
            .unwrap_or_default()
            .to_owned();
        Ok(Self {
            process,
            address,
            folder,
        })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// A user's browser and a client's requests.
struct Web {
    agent: Agent,
    address: String,
}

/// A reply: status, where it leads and sets, body.
struct Page {
    location: String,
    cookie: String,
    text: String,
}

impl Web {
    fn new(address: String) -> Self {
        let agent = Agent::config_builder()
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(20)))
            .proxy(None)
            .build()
            .new_agent();
        Self { agent, address }
    }

    fn log_in(&self) -> Result<String> {
        let page = self.post("/login", "", &[("user", "ann")])?;
        let cookie = page.cookie.split(';').next().unwrap_or_default();
        Ok(cookie.to_owned())
    }

    /// Steps 1 to 3 of the flow; consent is asked for the first time.
    fn tokens(&self, cookie: &str) -> Result<TokenResponse> {
        let request = AuthorizeRequest::new(CLIENT, CALLBACK).scope(["profile"]);
        let request = request
            .endpoint(format!("{}/in/oauth", self.address))
            .url()?;
        let query = request.url.split('?').nth(1).unwrap_or_default();
        let mut page = self.get(&format!("/in/oauth?{query}"), cookie)?;
        if page.location.is_empty() {
            let ticket = between(&page.text, "name=\"ticket\" value=\"", "\"");
            let state = request.state.as_str();
            let fields = [
                ("client_id", CLIENT),
                ("redirect_uri", CALLBACK),
                ("scope", "profile"),
                ("state", state),
                ("ticket", ticket),
                ("decision", "accept"),
            ];
            page = self.post("/in/oauth", cookie, &fields)?;
        }
        let code = parse_callback(&page.location, request.state.as_str())?;
        let request = TokenRequest::new(CLIENT, SECRET, CALLBACK, code);
        let (status, body) = self.send(&request.endpoint(&*self.address).http_request()?)?;
        Ok(parse_token_response(status, &body, None)?)
    }

    fn session(&self, tokens: TokenResponse) -> Result<Session> {
        let client = Client::new(CLIENT, SECRET, CALLBACK).endpoint(&*self.address);
        Ok(Session::new(client, tokens)?)
    }

    /// Calls the API; a refresh that fails is an error.
    fn call(&self, session: &Session) -> Result<Reaction> {
        let (call, mut step) = session.call("GET", "/users/profile", NO_HEADERS, None)?;
        loop {
            match step {
                Step::Send { request, .. } => {
                    let (status, body) = self.send(&request)?;
                    step = session.reply(call, status, NO_HEADERS, &body)?;
                }
                Step::Done { reaction, .. } => return Ok(reaction),
                _ => return Err("a call that is alone waits".into()),
            }
        }
    }

    /// Refreshes the tokens, as after a call that said `TOKEN_EXPIRED`.
    fn refresh(&self, session: &Session) -> Result<()> {
        let (call, _) = session.call("GET", "/users/profile", NO_HEADERS, None)?;
        let step = session.reply(call, 401, NO_HEADERS, b"TOKEN_EXPIRED")?;
        let Step::Send { request, .. } = step else {
            return Err("the session does not refresh".into());
        };
        let (status, body) = self.send(&request)?;
        session.reply(call, status, NO_HEADERS, &body)?;
        Ok(session.cancel(call)?)
    }

    fn withdraw(&self, cookie: &str) -> Result<()> {
        let page = self.get("/apps", cookie)?;
        let ticket = between(&page.text, "name=\"ticket\" value=\"", "\"");
        self.post(
            "/apps",
            cookie,
            &[("client_id", CLIENT), ("ticket", ticket)],
        )?;
        Ok(())
    }

    fn get(&self, path: &str, cookie: &str) -> Result<Page> {
        let address = format!("{}{path}", self.address);
        page(self.agent.get(address).header("cookie", cookie).call()?)
    }

    fn post(&self, path: &str, cookie: &str, fields: &[(&str, &str)]) -> Result<Page> {
        let address = format!("{}{path}", self.address);
        let request = self.agent.post(address).header("cookie", cookie);
        page(request.send_form(fields.iter().copied())?)
    }

    fn send(&self, request: &HttpRequest) -> Result<(u16, Vec<u8>)> {
        let mut response = if let Some(body) = &request.body {
            let mut sent = self.agent.post(&request.url);
            for (name, value) in &request.headers {
                sent = sent.header(name, value.as_str());
            }
            sent.send(body.as_bytes())?
        } else {
            let mut sent = self.agent.get(&request.url);
            for (name, value) in &request.headers {
                sent = sent.header(name, value.as_str());
            }
            sent.call()?
        };
        let status = response.status().as_u16();
        Ok((status, response.body_mut().read_to_vec()?))
    }
}

fn page(mut response: ureq::http::Response<ureq::Body>) -> Result<Page> {
    let header = |name: &str| {
        let value = response.headers().get(name);
        let value = value.and_then(|value| value.to_str().ok());
        value.unwrap_or_default().to_owned()
    };
    Ok(Page {
        location: header("location"),
        cookie: header("set-cookie"),
        text: response.body_mut().read_to_string()?,
    })
}

fn between<'t>(text: &'t str, before: &str, after: &str) -> &'t str {
    let rest = text.split(before).nth(1).unwrap_or_default();
    rest.split(after).next().unwrap_or_default()
}
