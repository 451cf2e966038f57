//! The token systems that are built in.

pub mod clients;
#[cfg(feature = "likecoin")]
pub mod likecoin;
#[cfg(feature = "livelike")]
pub mod livelike;
