//! Requests by ureq.

use std::sync::Arc;
use std::time::Duration;

use ::ureq::config::AutoHeaderValue;
use ::ureq::tls::{RootCerts, TlsConfig};
use ::ureq::{Agent, Error};

use super::blocking::BlockingKeys;
use super::failure::is_tls;
use super::headers;
use crate::error::Result;
use crate::remote::{Cause, Fetch, RemoteKeys, RemoteOptions, Reply};

impl BlockingKeys {
    /// Keys that a client of jotkit's own fetches. It uses no proxy: what the environment names
    /// would see requests to this machine, too.
    ///
    /// # Errors
    /// As [`RemoteKeys::new`].
    pub fn new(options: RemoteOptions) -> Result<Self> {
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let tls = TlsConfig::builder()
            .root_certs(RootCerts::PlatformVerifier)
            .unversioned_rustls_crypto_provider(provider)
            .build();
        let agent = Agent::config_builder()
            .tls_config(tls)
            .proxy(None)
            .build()
            .new_agent();
        Ok(Self::with_agent(RemoteKeys::new(options)?, agent))
    }

    /// Keys that a client of yours fetches, such as one with a proxy or a certificate authority of
    /// your own. Its limits of time and redirects are replaced by those of the keys.
    pub fn with_agent(keys: RemoteKeys, agent: Agent) -> Self {
        Self::with_transport(keys, move |fetch| {
            send(&agent, fetch).unwrap_or_else(|error| Reply::Failed(cause(&error)))
        })
    }
}

fn send(agent: &Agent, fetch: &Fetch) -> Result<Reply, Error> {
    let timeout = Duration::from_millis(u64::try_from(fetch.timeout_ms).unwrap_or(0));
    let mut request = agent
        .get(&fetch.url)
        .config()
        .timeout_global(Some(timeout))
        .max_redirects(0)
        .max_redirects_will_error(false)
        .http_status_as_error(false)
        .accept(AutoHeaderValue::None)
        .accept_encoding(AutoHeaderValue::None)
        .build();
    for (name, value) in &fetch.headers {
        request = request.header(*name, value);
    }
    let mut response = request.call()?;
    let headers = headers(response.headers().iter());
    let status = response.status().as_u16();
    let body = response.body_mut().with_config().limit(fetch.max_bytes);
    Ok(Reply::Http {
        status,
        headers,
        body: body.read_to_vec()?,
    })
}

fn cause(error: &Error) -> Cause {
    match error {
        Error::Timeout(_) => Cause::Timeout,
        Error::Tls(_) | Error::Rustls(_) => Cause::Tls,
        Error::BodyExceedsLimit(_) | Error::LargeResponseHeader(..) => Cause::TooLarge,
        Error::Io(error) if error.kind() == std::io::ErrorKind::TimedOut => Cause::Timeout,
        // ureq's error does not say what led to it.
        Error::Io(error) if is_tls(error) => Cause::Tls,
        _ => Cause::Network,
    }
}
