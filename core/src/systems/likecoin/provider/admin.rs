//! What a service does to its provider: tables, clients, sweeping.

use super::client::{ClientOptions, Record, check_secret};
use super::flow::{Halt, Io};
use super::opaque::Opaque;
use super::rows::Row;
use super::statements::{SCHEMA, Statement, statements};
use super::{Inner, TRIES};
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
    let (given, secrets) = (&provider.options, &provider.secrets);
    change(provider, io, options.id(), |before| {
        let before = before.cloned();
        Ok(Record::new(options, before, io.now, given, secrets)?)
    })
    .await
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
    let times = (io.now, io.now.saturating_add(keep));
    let (options, secrets) = (&provider.options, &provider.secrets);
    change(provider, io, id, |before| {
        let mut record = before.cloned().ok_or_else(Error::client_unknown)?;
        if !record.newest_is(id, &secret, secrets) {
            record.add_secret(id, &secret, times, options, secrets)?;
        }
        Ok(record)
    })
    .await?;
    Ok(secret)
}

/// Writes a client's record, made of the one before. If that was changed in between, it is made
/// again of what is there now; what is there already is not written.
async fn change(
    provider: &Inner,
    io: &Io,
    id: &str,
    make: impl Fn(Option<&Record>) -> Result<Record, Halt>,
) -> Result<(), Halt> {
    for _ in 0..TRIES {
        let row = io.row(Statement::Client, [id.into()]).await?;
        let text = row.map(|mut row| row.text()).transpose()?;
        let before = text.as_deref().map(Record::read).transpose()?;
        let record = make(before.as_ref())?;
        let written = before.as_ref() == Some(&record) || {
            let before = text.unwrap_or_default();
            let params = [id.into(), record.text()?.into(), before.into()];
            io.row(Statement::ClientPut, params).await?.is_some()
        };
        if written {
            provider.forget(id);
            return Ok(());
        }
    }
    Err(Halt::Failed)
}

/// The ids of all clients.
pub(super) async fn clients(io: &Io) -> Result<Vec<String>, Halt> {
    let rows = io.rows(Statement::Clients, Vec::new()).await?;
    let id = |columns| Row::new(columns).text();
    rows.into_iter().map(id).collect()
}
