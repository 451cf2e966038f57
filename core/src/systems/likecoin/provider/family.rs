//! What the database says of a refresh token.

use super::flow::{Halt, Io};
use super::opaque::Opaque;
use super::statements::Statement;

/// The grant that a refresh token came of.
pub(super) struct Found {
    pub(super) client: String,
    pub(super) user: String,
    pub(super) scope: String,
    /// That of the access tokens that count.
    pub(super) tag: String,
    /// Whether the token is the live one or the one before. Another one was replaced twice.
    pub(super) is_current: bool,
}

/// Looks the family of a token up; `None` if there is none any more.
pub(super) async fn find(io: &Io, token: &Opaque) -> Result<Option<Found>, Halt> {
    let family = token.family().hash();
    let Some(mut row) = io.row(Statement::Family, [family.into()]).await? else {
        return Ok(None);
    };
    let (client, user) = (row.text()?, row.text()?);
    let (scope, tag) = (row.text()?, row.text()?);
    let current = [row.optional_text()?, row.optional_text()?];
    Ok(Some(Found {
        client,
        user,
        scope,
        tag,
        is_current: current.contains(&Some(token.hash())),
    }))
}
