//! Keys behind a URL, fetched by ureq and by reqwest over real sockets.

mod equipment;
mod hostile;
mod own;
mod provider;
mod tls;
