//! SQLite, by the crate `rusqlite`: one file, one process or a few.

use std::fmt;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ToSql, params_from_iter};

use crate::likecoin::provider::{BlockingStore, Failure, Query, Rows, Value};

/// For how long a statement waits for another process that writes.
const BUSY: Duration = Duration::from_secs(5);

/// A store in an SQLite database. Threads take turns.
pub struct Sqlite(Mutex<Connection>);

impl Sqlite {
    /// Opens a file, and makes it if it is not there.
    ///
    /// What is written is on the disk before a reply goes out (`synchronous=FULL`), and readers do
    /// not wait for writers (`journal_mode=WAL`).
    ///
    /// # Errors
    /// Those of the driver.
    pub fn open(path: impl AsRef<Path>) -> rusqlite::Result<Self> {
        Self::new(Connection::open(path)?)
    }

    /// Uses a connection that is open. It belongs to the store alone: the application's own
    /// transactions need another.
    ///
    /// # Errors
    /// Those of the driver.
    pub fn new(connection: Connection) -> rusqlite::Result<Self> {
        // For the two settings; each statement sets what is left of it.
        connection.busy_timeout(BUSY)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        Ok(Self(Mutex::new(connection)))
    }
}

impl BlockingStore for Sqlite {
    fn run(&self, query: &Query) -> Result<Rows, Failure> {
        let begun = Instant::now();
        let connection = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Waiting for other threads and for other processes has one deadline.
        connection.busy_timeout(BUSY.saturating_sub(begun.elapsed()))?;
        let mut statement = connection.prepare_cached(query.sql)?;
        let columns = statement.column_count();
        let mut found = statement.query(params_from_iter(&query.params))?;
        let mut rows = Rows::new();
        while let Some(row) = found.next()? {
            let columns = (0..columns).map(|column| read(row.get_ref(column)?));
            rows.push(columns.collect::<Result<_, Failure>>()?);
        }
        Ok(rows)
    }
}

fn read(column: ValueRef<'_>) -> Result<Value, Failure> {
    Ok(match column {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => Value::Integer(number),
        ValueRef::Text(text) => Value::Text(str::from_utf8(text)?.to_owned()),
        ValueRef::Real(_) | ValueRef::Blob(_) => return Err("a column of another type".into()),
    })
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Integer(number) => ValueRef::Integer(*number),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
        }))
    }
}

impl fmt::Debug for Sqlite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sqlite").finish_non_exhaustive()
    }
}
