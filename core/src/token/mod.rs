//! Reading a token: its segments, header, registered claims and times.

pub(crate) mod claims;
pub(crate) mod compact;
pub(crate) mod date;
pub(crate) mod header;
mod peek;

pub use compact::MAX_TOKEN_BYTES;
pub use date::Now;
pub use header::Header;
pub use peek::{Unverified, peek};
pub(crate) use peek::{peek_under, peek_with};
