//! As much of HTTP/1.1 as a load needs: one connection that stays open, replies with a length.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::Result;

/// How long a server may take to answer.
const PATIENCE: Duration = Duration::from_secs(30);
/// The longest reply, in bytes.
const LONGEST: usize = 64 * 1024;

/// A connection to a server.
pub struct Connection {
    address: String,
    stream: TcpStream,
    read: Vec<u8>,
}

/// A reply.
pub struct Reply {
    pub status: u16,
    pub location: Option<String>,
    pub body: Vec<u8>,
}

impl Connection {
    pub async fn open(address: &str) -> Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self {
            address: address.to_owned(),
            stream,
            read: Vec::with_capacity(4096),
        })
    }

    pub async fn get(&mut self, path: &str, cookie: &str) -> Result<Reply> {
        let host = &self.address;
        let request = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\n\r\n");
        self.send(request.as_bytes()).await
    }

    pub async fn post(&mut self, path: &str, form: &str) -> Result<Reply> {
        let (host, length) = (&self.address, form.len());
        let request = format!(
            "POST {path} HTTP/1.1\r\nHost: {host}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\n\
             Content-Length: {length}\r\n\r\n{form}"
        );
        self.send(request.as_bytes()).await
    }

    /// Sends a request. One that meets a connection which the server has just closed, as servers do
    /// after some time or number of requests, goes out again on another.
    async fn send(&mut self, request: &[u8]) -> Result<Reply> {
        if let Some(reply) = timeout(PATIENCE, self.try_to_send(request)).await?? {
            return Ok(reply);
        }
        *self = Self::open(&self.address).await?;
        let reply = timeout(PATIENCE, self.try_to_send(request)).await??;
        reply.ok_or_else(|| "the server closes connections without a reply".into())
    }

    /// `None` if the connection ended before the first byte of a reply.
    async fn try_to_send(&mut self, request: &[u8]) -> Result<Option<Reply>> {
        self.read.clear();
        if self.stream.write_all(request).await.is_err() {
            return Ok(None);
        }
        let end = loop {
            if let Some(end) = find(&self.read, b"\r\n\r\n") {
                break end;
            }
            match self.stream.read_buf(&mut self.read).await {
                Ok(0) | Err(_) if self.read.is_empty() => return Ok(None),
                Ok(0) => return Err("a reply without its end".into()),
                read => read?,
            };
            if self.read.len() > LONGEST {
                return Err("a reply that is too long".into());
            }
        };
        let head = str::from_utf8(&self.read[..end])?.to_owned();
        let status = head.get(9..12).ok_or("no status")?.parse()?;
        let header = |name: &str| {
            let mut lines = head.lines().filter_map(|line| line.split_once(':'));
            let found = lines.find(|(own, _)| own.eq_ignore_ascii_case(name));
            found.map(|(_, value)| value.trim().to_owned())
        };
        let length: usize = header("content-length")
            .ok_or("a reply without Content-Length")?
            .parse()?;
        let start = end + 4;
        if length > LONGEST {
            return Err("a reply that is too long".into());
        }
        while self.read.len() < start + length {
            if self.stream.read_buf(&mut self.read).await? == 0 {
                return Err("a reply without its end".into());
            }
        }
        Ok(Some(Reply {
            status,
            location: header("location"),
            body: self.read[start..start + length].to_vec(),
        }))
    }
}

fn find(text: &[u8], part: &[u8]) -> Option<usize> {
    text.windows(part.len()).position(|window| window == part)
}
