//! Databases that keep what a [`Provider`](crate::likecoin::provider::Provider) knows, each behind
//! the feature of its driver.

#[cfg(feature = "tokio-postgres")]
mod postgres;
#[cfg(feature = "rusqlite")]
mod sqlite;

#[cfg(feature = "tokio-postgres")]
pub use postgres::Postgres;
#[cfg(feature = "rusqlite")]
pub use sqlite::Sqlite;
