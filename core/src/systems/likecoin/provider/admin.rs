//! What a service does to its provider: tables, clients, sweeping.

use super::Inner;
use super::client::{ClientOptions, Record, check_secret};
use super::flow::{Halt, Io};
use super::opaque::Opaque;
use super::rows::Row;
use super::statements::{SCHEMA, Statement, statements};
use crate::error::{Code, Error};

/// The version of the tables that this crate knows.
const VERSION: i64 = 1;

/// Makes the tables, and refuses those of a newer version.
pub(super) async fn setup(io: &Io) -> Result<(), Halt> {
    for (name, sql) in statements().filter(|(name, _)| *name == SCHEMA) {
        io.run(name, sql, Vec::new()).await?;
    }
    let row = io.row(Statement::Version, []).await?;
    let version = row.ok_or(Halt::Failed)?.number()?;
    if version > VERSION {
        return Err(Halt::Error(Error::with_hint(
            Code::ArgumentInvalid,
            "The database belongs to a newer version of jotkit; update jotkit.",
        )));
    }
    Ok(())
}

pub(super) async fn put(provider: &Inner, io: &Io, options: &ClientOptions) -> Result<(), Halt> {
    let id = options.id();
    let before = provider.client(io, id).await?;
    let record = Record::new(
        options,
        before,
        io.now,
        &provider.options,
        &provider.secrets,
    )?;
    write(provider, io, id, &record).await
}

pub(super) async fn new_secret(
    provider: &Inner,
    io: &Io,
    id: &str,
    given: Option<String>,
    keep: i64,
) -> Result<String, Halt> {
    let secret = given.map_or_else(|| Opaque::random().map(|own| own.text()), Ok)?;
    check_secret(&secret, false)?;
    let record = provider.client(io, id).await?;
    let mut record = record.ok_or_else(Error::client_unknown)?;
    let times = (io.now, io.now.saturating_add(keep));
    record.add_secret(id, &secret, times, &provider.options, &provider.secrets)?;
    write(provider, io, id, &record).await?;
    Ok(secret)
}

async fn write(provider: &Inner, io: &Io, id: &str, record: &Record) -> Result<(), Halt> {
    let params = [id.into(), record.text()?.into()];
    io.row(Statement::ClientPut, params).await?;
    provider.forget(id);
    Ok(())
}

/// The ids of all clients.
pub(super) async fn clients(io: &Io) -> Result<Vec<String>, Halt> {
    let rows = io.rows(Statement::Clients, Vec::new()).await?;
    let id = |columns| Row::new(columns).text();
    rows.into_iter().map(id).collect()
}
