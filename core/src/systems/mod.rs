//! The token systems that are built in.

pub mod clients;
pub mod likecoin;
pub mod livelike;
