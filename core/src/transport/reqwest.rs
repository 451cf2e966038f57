//! Requests by reqwest.

use ::reqwest::redirect::Policy;
use ::reqwest::{Client, ClientBuilder, Error};

use super::failure::is_tls;
use super::headers;
use super::tokio::AsyncKeys;
use crate::error::{self, Result};
use crate::remote::{Cause, Fetch, RemoteKeys, RemoteOptions, Reply};

impl AsyncKeys {
    /// Keys that a client of jotkit's own fetches. It uses no proxy: what the environment names
    /// would see requests to this machine, too.
    ///
    /// # Errors
    /// As [`RemoteKeys::new`]; `internal` if the client cannot be made, as when the system has no
    /// certificate authorities.
    pub fn new(options: RemoteOptions) -> Result<Self> {
        let keys = RemoteKeys::new(options)?;
        let client = Self::client_builder().build();
        let client = client.map_err(|_| error::Error::internal())?;
        Ok(Self::with_client(keys, client))
    }

    /// A client as [`AsyncKeys::new`] makes it, to add a proxy or a certificate authority of your
    /// own: it uses no proxy, follows no redirects and decompresses nothing.
    pub fn client_builder() -> ClientBuilder {
        Client::builder()
            .tls_backend_rustls()
            .no_proxy()
            .redirect(Policy::none())
            .referer(false)
            .no_gzip()
            .no_brotli()
            .no_zstd()
            .no_deflate()
    }

    /// Keys that a client of yours fetches. Make it with [`AsyncKeys::client_builder`]: the keys
    /// of a client that followed a redirect are refused.
    pub fn with_client(keys: RemoteKeys, client: Client) -> Self {
        Self::with_transport(keys, move |fetch| {
            let client = client.clone();
            async move {
                let reply = send(&client, &fetch).await;
                reply.unwrap_or_else(|error| Reply::Failed(cause(&error)))
            }
        })
    }
}

async fn send(client: &Client, fetch: &Fetch) -> Result<Reply, Error> {
    let mut request = client.get(&fetch.url);
    for (name, value) in &fetch.headers {
        request = request.header(*name, value);
    }
    let request = request.build()?;
    let asked = request.url().clone();
    let mut response = client.execute(request).await?;
    if *response.url() != asked {
        return Ok(Reply::Failed(Cause::Redirect));
    }
    let status = response.status().as_u16();
    let headers = headers(response.headers().iter());
    let most = usize::try_from(fetch.max_bytes).unwrap_or(usize::MAX);
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        if chunk.len() > most.saturating_sub(body.len()) {
            return Ok(Reply::Failed(Cause::TooLarge));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(Reply::Http {
        status,
        headers,
        body,
    })
}

fn cause(error: &Error) -> Cause {
    if error.is_timeout() {
        Cause::Timeout
    } else if error.is_redirect() {
        Cause::Redirect
    } else if is_tls(error) {
        Cause::Tls
    } else {
        Cause::Network
    }
}
