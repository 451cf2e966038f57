//! PostgreSQL, by the crates `tokio-postgres` and `deadpool-postgres`: any number of processes.

use std::error::Error as StdError;
use std::time::{Duration, Instant};

use bytes::BytesMut;
use deadpool_postgres::{Object, Pool, PoolError};
use tokio::time::error::Elapsed;
use tokio::time::timeout;
use tokio_postgres::error::SqlState;
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};

use crate::likecoin::provider::{AsyncStore, Failure, Query, Rows, Value};

/// For how long a statement is run again.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long to wait before that.
const PAUSE: Duration = Duration::from_millis(50);

/// A store in a PostgreSQL database. All reads go to the server that takes writes.
#[derive(Debug, Clone)]
pub struct Postgres(Pool);

impl Postgres {
    /// Uses the connections of a pool.
    #[must_use]
    pub const fn new(pool: Pool) -> Self {
        Self(pool)
    }

    /// One attempt, for as long as is left.
    async fn attempt(&self, query: &Query, left: Duration) -> Result<Rows, Ended> {
        let begun = Instant::now();
        let client = timeout(left, self.0.get()).await.map_err(Ended::Late)??;
        let left = left.saturating_sub(begun.elapsed());
        let answered = timeout(left, ask(&client, query)).await;
        answered.unwrap_or_else(|late| {
            // It may have gone silent: the next statement gets another connection.
            drop(Object::take(client));
            Err(Ended::Late(late))
        })
    }
}

async fn ask(client: &Object, query: &Query) -> Result<Rows, Ended> {
    let statement = client.prepare_cached(query.sql).await?;
    let params: Vec<_> = query
        .params
        .iter()
        .map(|value| value as &(dyn ToSql + Sync))
        .collect();
    let found = client.query(&statement, &params).await?;
    let mut rows = Rows::new();
    for row in found {
        let columns = (0..row.len()).map(|column| row.try_get(column));
        rows.push(columns.collect::<Result<_, _>>()?);
    }
    Ok(rows)
}

/// Why an attempt ended without rows.
enum Ended {
    /// The driver says so.
    Driver(PoolError),
    /// The time was over.
    Late(Elapsed),
}

impl From<PoolError> for Ended {
    fn from(error: PoolError) -> Self {
        Self::Driver(error)
    }
}

impl From<tokio_postgres::Error> for Ended {
    fn from(error: tokio_postgres::Error) -> Self {
        Self::Driver(error.into())
    }
}

impl AsyncStore for Postgres {
    async fn run(&self, query: Query) -> Result<Rows, Failure> {
        let begun = Instant::now();
        let left = || PATIENCE.saturating_sub(begun.elapsed());
        loop {
            match self.attempt(&query, left()).await {
                Ok(rows) => return Ok(rows),
                Err(Ended::Driver(error)) if is_passing(&error) && left() > PAUSE => {
                    tokio::time::sleep(PAUSE).await;
                }
                Err(Ended::Driver(error)) => return Err(error.into()),
                Err(Ended::Late(late)) => return Err(late.into()),
            }
        }
    }
}

/// Whether the same statement may well succeed now: the connection was lost, another transaction
/// was in the way, or two processes made the tables at the same time.
fn is_passing(error: &PoolError) -> bool {
    let PoolError::Backend(error) = error else {
        return false;
    };
    let passing = [
        SqlState::T_R_SERIALIZATION_FAILURE,
        SqlState::T_R_DEADLOCK_DETECTED,
        SqlState::UNIQUE_VIOLATION,
        SqlState::DUPLICATE_TABLE,
        SqlState::DUPLICATE_OBJECT,
        SqlState::ADMIN_SHUTDOWN,
        SqlState::CRASH_SHUTDOWN,
        SqlState::CANNOT_CONNECT_NOW,
        SqlState::TOO_MANY_CONNECTIONS,
    ];
    // Without a code the server has not said anything: the connection is gone.
    error.code().is_none_or(|code| passing.contains(code))
}

impl ToSql for Value {
    fn to_sql(
        &self,
        kind: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn StdError + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Integer(number) => number.to_sql(kind, out),
            Self::Text(text) => text.to_sql(kind, out),
        }
    }

    fn accepts(kind: &Type) -> bool {
        matches!(*kind, Type::INT8 | Type::TEXT)
    }

    to_sql_checked!();
}

impl<'r> FromSql<'r> for Value {
    fn from_sql(kind: &Type, raw: &'r [u8]) -> Result<Self, Box<dyn StdError + Sync + Send>> {
        if *kind == Type::INT8 {
            i64::from_sql(kind, raw).map(Self::Integer)
        } else {
            String::from_sql(kind, raw).map(Self::Text)
        }
    }

    fn from_sql_null(_: &Type) -> Result<Self, Box<dyn StdError + Sync + Send>> {
        Ok(Self::Null)
    }

    fn accepts(kind: &Type) -> bool {
        matches!(*kind, Type::INT8 | Type::TEXT)
    }
}
