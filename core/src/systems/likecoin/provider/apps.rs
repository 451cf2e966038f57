//! What a user has allowed, and its end: `GET` and `POST /apps`, and the same as functions for a
//! host's own pages.

use super::client::Record;
use super::event::EventName;
use super::flow::{About, Halt, Io};
use super::page;
use super::refusal::Refusal;
use super::reply::{Answer, App, Reply};
use super::request::{Endpoint, Request};
use super::rows::Row;
use super::scopes::consented;
use super::statements::Statement;
use super::ticket::Matter;
use super::{Inner, tag};

pub(super) async fn apps(
    provider: &Inner,
    io: &Io,
    about: &mut About,
    request: &Request,
) -> Result<Answer, Halt> {
    let form = request.page_parameters()?;
    about.user = request.checked_user()?.map(str::to_owned);
    let Some(user) = about.user.clone() else {
        if request.is_post() {
            return Err(Refusal::Ticket.into());
        }
        let return_to = request.here()?;
        return Ok(Answer::Login { return_to });
    };
    if !request.is_post() {
        let mut apps = list(io, &user).await?;
        for app in &mut apps {
            let fields = [app.client_id.as_str()];
            let matter = matter(request, &user, &fields);
            app.ticket = matter.ticket(io.now, &provider.secrets)?;
        }
        let action = request.address(Endpoint::Apps)?;
        return Ok(Answer::Reply(page::apps(
            apps,
            &action,
            provider.descriptions(),
        )));
    }
    if !form.is_well_formed() {
        return Err(Refusal::Malformed.into());
    }
    let client = form.value("client_id").unwrap_or_default();
    let ticket = form.value("ticket").unwrap_or_default();
    if !matter(request, &user, &[client]).is_of(ticket, io.now, &provider.secrets) {
        return Err(Refusal::Ticket.into());
    }
    about.client = Some(client.to_owned());
    withdraw(io, about, client, &user).await?;
    let location = request.address(Endpoint::Apps)?;
    Ok(Answer::Reply(Reply::redirect(location)))
}

fn matter<'m>(request: &'m Request, user: &'m str, fields: &'m [&'m str]) -> Matter<'m> {
    Matter {
        purpose: "apps",
        session: &request.session,
        user,
        fields,
    }
}

/// What a user has allowed.
pub(super) async fn list(io: &Io, user: &str) -> Result<Vec<App>, Halt> {
    let rows = io.rows(Statement::Apps, vec![user.into()]).await?;
    let app = |columns| {
        let mut row = Row::new(columns);
        let (client_id, consent) = (row.text()?, row.text()?);
        let (since, used) = (row.number()?, row.optional_number()?);
        let record = Record::read(&row.text()?)?;
        Ok(App {
            client_id,
            name: record.name,
            scope: consented(&consent),
            since,
            used,
            ticket: String::new(),
        })
    };
    rows.into_iter().map(app).collect()
}

/// Ends what a user allowed a client; whether there was anything.
pub(super) async fn withdraw(
    io: &Io,
    about: &About,
    client: &str,
    user: &str,
) -> Result<bool, Halt> {
    let params = [
        tag::random()?.into(),
        io.now.into(),
        client.into(),
        user.into(),
    ];
    let ended = io.row(Statement::Withdraw, params).await?.is_some();
    if ended {
        io.tell(EventName::ConsentWithdrawn, about);
    }
    Ok(ended)
}
