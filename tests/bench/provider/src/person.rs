//! One user of one client, on a connection of their own.

use serde::Deserialize;

use crate::Result;
use crate::http::{Connection, Reply};

/// An authorization server, as measure.py started it.
#[derive(Deserialize, Clone)]
pub struct Server {
    pub name: String,
    /// `host:port` of each of its processes.
    pub addresses: Vec<String>,
    /// The processes whose time and memory count.
    pub pids: Vec<u32>,
    token_path: String,
    redirect_uri: String,
    client_id: String,
    client_secret: String,
    pub people: Vec<Login>,
}

/// Where a user gets codes: an address that answers with a redirect.
#[derive(Deserialize, Clone)]
pub struct Login {
    path: String,
    cookie: String,
}

/// What both kinds of request are answered with.
#[derive(Deserialize)]
struct Tokens {
    access_token: String,
    refresh_token: String,
}

pub struct Person {
    server: Server,
    login: Login,
    connection: Connection,
    refresh_token: String,
    codes: Vec<String>,
}

impl Person {
    /// The user of this number, whose requests go to one of the server's processes.
    pub async fn enter(server: &Server, number: usize) -> Result<Self> {
        let address = &server.addresses[number % server.addresses.len()];
        let mut person = Self {
            login: server.people[number].clone(),
            connection: Connection::open(address).await?,
            server: server.clone(),
            refresh_token: String::new(),
            codes: Vec::new(),
        };
        person.fetch_codes(1).await?;
        person.exchange().await?;
        Ok(person)
    }

    /// Gets codes, to be exchanged in their order.
    pub async fn fetch_codes(&mut self, count: usize) -> Result<()> {
        self.codes.clear();
        for _ in 0..count {
            let Login { path, cookie } = &self.login;
            let reply = self.connection.get(path, cookie).await?;
            let location = reply.location.as_deref().unwrap_or_default();
            let (_, query) = location.split_once('?').ok_or_else(|| refused(&reply))?;
            let mut pairs = form_urlencoded::parse(query.as_bytes());
            let code = pairs.find(|(name, _)| name == "code").ok_or("no code")?;
            self.codes.push(code.1.into_owned());
        }
        self.codes.reverse();
        Ok(())
    }

    /// Exchanges the next code; whether there was one.
    pub async fn exchange(&mut self) -> Result<bool> {
        let Some(code) = self.codes.pop() else {
            return Ok(false);
        };
        let redirect_uri = self.server.redirect_uri.clone();
        let fields = [("code", code.as_str()), ("redirect_uri", &redirect_uri)];
        self.ask("authorization_code", &fields).await?;
        Ok(true)
    }

    pub async fn refresh(&mut self) -> Result<()> {
        let token = self.refresh_token.clone();
        let fields = [("refresh_token", token.as_str())];
        self.ask("refresh_token", &fields).await
    }

    async fn ask(&mut self, grant_type: &str, fields: &[(&str, &str)]) -> Result<()> {
        let server = &self.server;
        let form = form_urlencoded::Serializer::new(String::new())
            .append_pair("client_id", &server.client_id)
            .append_pair("client_secret", &server.client_secret)
            .append_pair("grant_type", grant_type)
            .extend_pairs(fields)
            .finish();
        let reply = self.connection.post(&server.token_path, &form).await?;
        if reply.status != 200 {
            return Err(format!("{}, {grant_type}: {}", server.name, refused(&reply)).into());
        }
        let tokens: Tokens = serde_json::from_slice(&reply.body)?;
        if tokens.access_token.is_empty() || tokens.refresh_token == self.refresh_token {
            return Err(format!("{} gives no new tokens", server.name).into());
        }
        self.refresh_token = tokens.refresh_token;
        Ok(())
    }
}

fn refused(reply: &Reply) -> String {
    let body = String::from_utf8_lossy(&reply.body);
    let start: String = body.chars().take(300).collect();
    format!("status {}: {start}", reply.status)
}
