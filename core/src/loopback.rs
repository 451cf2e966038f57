//! The addresses of this very machine, which plain `http` may go to.

use url::{Host, Url};

/// Whether a URL's host is this machine: `localhost` or a loopback address (RFC 8252 §7.3).
pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}
