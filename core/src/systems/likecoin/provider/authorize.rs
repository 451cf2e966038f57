//! The consent page: `GET` and `POST /in/oauth`.

use super::asked::{Asked, FIELDS};
use super::client::Record;
use super::event::EventName;
use super::flow::{About, Halt, Io};
use super::form::Form;
use super::opaque::Opaque;
use super::page;
use super::refusal::Refusal;
use super::reply::{Answer, Consent, Reply};
use super::request::{Endpoint, Request};
use super::scopes::consented;
use super::statements::Statement;
use super::tag;
use super::ticket::Matter;
use super::{Inner, TRIES};

/// The seconds after which an expired code is swept away: a day.
const CODE_IS_OLD: i64 = 86_400;
/// The seconds after which an ended grant is: two days, so that its codes are gone before it.
const GRANT_IS_OLD: i64 = 2 * 86_400;

pub(super) async fn authorize(
    provider: &Inner,
    io: &Io,
    about: &mut About,
    request: &Request,
) -> Result<Answer, Halt> {
    let form = request.page_parameters()?;
    let id = form
        .get("client_id")
        .ok()
        .flatten()
        .ok_or(Refusal::ClientId)?;
    let client = provider.client(io, id).await?;
    let client = client
        .filter(|client| !client.off)
        .ok_or(Refusal::ClientId)?;
    about.client = Some(id.to_owned());
    about.user = request.checked_user()?.map(str::to_owned);
    let asked = Asked::read(&form, &client, &provider.options)?;
    let visit = Visit {
        provider,
        io,
        about,
        request,
        form: &form,
        id,
        client: &client,
        asked: &asked,
    };
    match &about.user {
        Some(user) if request.is_post() => visit.decide(user).await,
        Some(user) => visit.open(user).await,
        None if request.is_post() => Err(Refusal::Ticket.into()),
        None => Ok(Answer::Login {
            return_to: request.here()?,
        }),
    }
}

/// A good request, with whom it is about.
struct Visit<'v> {
    provider: &'v Inner,
    io: &'v Io,
    about: &'v About,
    request: &'v Request,
    form: &'v Form,
    id: &'v str,
    client: &'v Record,
    asked: &'v Asked,
}

impl Visit<'_> {
    /// The page is opened: go on without asking where nothing is left to ask.
    async fn open(&self, user: &str) -> Result<Answer, Halt> {
        let consent = self.consent_of(user).await?;
        let already = consented(&consent);
        if !self.client.trusted && !self.new_words(&already).is_empty() {
            return self.page(user, &already);
        }
        self.go_on(user, consent).await
    }

    /// The form came back.
    async fn decide(&self, user: &str) -> Result<Answer, Halt> {
        let ticket = self.form.value("ticket").unwrap_or_default();
        let good = self.of_form(user, |matter| {
            matter.is_of(ticket, self.io.now, &self.provider.secrets)
        });
        if !good {
            return Err(Refusal::Ticket.into());
        }
        match self.form.value("decision") {
            Some("accept") => {
                let consent = self.consent_of(user).await?;
                self.go_on(user, consent).await
            }
            Some("deny") => Err(self.asked.refused(Refusal::Denied, &self.provider.options)),
            _ => Err(self
                .asked
                .refused(Refusal::Malformed, &self.provider.options)),
        }
    }

    fn page(&self, user: &str, already: &[String]) -> Result<Answer, Halt> {
        let ticket = self.of_form(user, |matter| {
            matter.ticket(self.io.now, &self.provider.secrets)
        })?;
        let asked = Consent {
            client_id: self.id.to_owned(),
            name: self.client.name.clone(),
            scope: self.new_words(already),
            ticket,
        };
        let hidden: Vec<_> = self
            .fields()
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .collect();
        let action = self.request.address(Endpoint::Authorize)?;
        let own = self.provider.descriptions();
        Ok(Answer::Reply(page::consent(
            asked, already, &hidden, &action, own,
        )))
    }

    /// Consent to what is new is written, a code made, and the user sent back.
    async fn go_on(&self, user: &str, mut consent: String) -> Result<Answer, Halt> {
        for _ in 0..TRIES {
            let new = self.new_words(&consented(&consent));
            let row = if new.is_empty() {
                // Passes only if the consent is still what was read.
                let params = [self.id.into(), user.into(), consent.as_str().into()];
                self.io.row(Statement::Remembered, params).await?
            } else {
                let params = [
                    self.id.into(),
                    user.into(),
                    new.join(" ").into(),
                    self.io.now.into(),
                    tag::random()?.into(),
                ];
                self.io.row(Statement::Consent, params).await?
            };
            let Some(mut row) = row else {
                // It changed in between; unless the user has agreed just now, the page asks again.
                consent = self.consent_of(user).await?;
                let already = consented(&consent);
                let agreed = self.client.trusted || self.request.is_post();
                if !agreed && !self.new_words(&already).is_empty() {
                    return self.page(user, &already);
                }
                continue;
            };
            let code = self.add_code(user, row.number()?).await?;
            if !new.is_empty() {
                self.io.tell(EventName::ConsentGiven, self.about);
            }
            self.io.tell(EventName::CodeIssued, self.about);
            self.sweep().await;
            let location = self.asked.with_code(&code, &self.provider.options);
            return Ok(Answer::Reply(Reply::redirect(location)));
        }
        Err(Halt::Failed)
    }

    async fn add_code(&self, user: &str, number: i64) -> Result<String, Halt> {
        let code = Opaque::random()?;
        let expires = self
            .io
            .now
            .saturating_add(self.provider.options.code_lifetime_seconds());
        let params = [
            code.hash().into(),
            self.id.into(),
            user.into(),
            number.into(),
            self.asked.redirect_uri.as_str().into(),
            self.asked.scope.join(" ").into(),
            self.asked.challenge.clone().into(),
            expires.into(),
        ];
        self.io.row(Statement::CodeAdd, params).await?;
        Ok(code.text())
    }

    /// Deletes expired codes and ended grants, now and then. A failure does not reach the user.
    async fn sweep(&self) {
        if self.provider.is_time_to_sweep() {
            // The code is written: a failure here is for the next sweep.
            let _ = sweep(self.io).await;
        }
    }

    async fn consent_of(&self, user: &str) -> Result<String, Halt> {
        let row = self
            .io
            .row(Statement::Grant, [self.id.into(), user.into()])
            .await?;
        row.map_or(Ok(String::new()), |mut row| row.text())
    }

    fn new_words(&self, already: &[String]) -> Vec<String> {
        let asked = self.asked.scope.iter();
        asked
            .filter(|word| !already.contains(word))
            .cloned()
            .collect()
    }

    /// Every field of the request; what is missing is empty.
    fn fields(&self) -> [(&'static str, &str); FIELDS.len()] {
        FIELDS.map(|name| (name, self.form.value(name).unwrap_or_default()))
    }

    /// What a ticket of the form is for: every field, and the scopes that it asks for now, which may
    /// be the client's default ones.
    fn of_form<T>(&self, user: &str, then: impl FnOnce(&Matter<'_>) -> T) -> T {
        let scope = self.asked.scope.join(" ");
        let mut fields = vec![scope.as_str()];
        fields.extend(self.fields().map(|(_, value)| value));
        then(&Matter {
            purpose: "consent",
            session: &self.request.session,
            user,
            fields: &fields,
        })
    }
}

/// Deletes codes and grants that ended long ago.
pub(super) async fn sweep(io: &Io) -> Result<(), Halt> {
    let codes = io.now.saturating_sub(CODE_IS_OLD);
    io.row(Statement::SweepCodes, [codes.into()]).await?;
    let grants = io.now.saturating_sub(GRANT_IS_OLD);
    io.row(Statement::SweepGrants, [grants.into()]).await?;
    Ok(())
}
