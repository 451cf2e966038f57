//! As much of an HTTP client as the snippets take as given.

use std::io::{Read, Write};
use std::net::TcpStream;

use jotkit::likecoin::oauth::HttpRequest;

pub struct Reply {
    pub status: u16,
    pub body: String,
}

pub fn setting(name: &str) -> String {
    std::env::var(format!("README_{name}")).expect("the test sets it")
}

/// Sends to the stand-in what is meant for api.like.co.
pub fn send(request: &HttpRequest) -> Reply {
    let path = request.url.strip_prefix("https://api.like.co").expect("an address of the API");
    exchange(&request.method, &setting("API"), path, &request.headers, request.body.as_str())
}

pub fn visit(page: &str) -> String {
    exchange("POST", &setting("VISITOR"), "/", &[], page).body
}

fn exchange(method: &str, base: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Reply {
    let host = base.strip_prefix("http://").expect("loopback");
    let mut connection = TcpStream::connect(host).expect("a connection");
    let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let length = body.len();
    let head = format!("{method} {path} HTTP/1.0\r\nhost: {host}\r\n{headers}content-length: {length}\r\n\r\n");
    connection.write_all([head.as_str(), body].concat().as_bytes()).expect("sent");
    let mut reply = String::new();
    connection.read_to_string(&mut reply).expect("a reply");
    let (head, body) = reply.split_once("\r\n\r\n").expect("a whole reply");
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
    Reply { status, body: body.to_owned() }
}
