//! Tickets: what makes a form unforgeable. Nothing is stored for one.

use super::secrets::Secrets;
use crate::base64url;
use crate::crypto;
use crate::error::{Error, Result};

/// For how long a form can be sent, in seconds.
const LIFETIME: i64 = 600;

/// What a ticket is for: a purpose, the browser's session, the user, and every field of the form.
pub(super) struct Matter<'m> {
    pub(super) purpose: &'m str,
    pub(super) session: &'m str,
    pub(super) user: &'m str,
    pub(super) fields: &'m [&'m str],
}

impl Matter<'_> {
    pub(super) fn ticket(&self, now: i64, secrets: &Secrets) -> Result<String> {
        let expires = now.saturating_add(LIFETIME);
        let mark = secrets.marks(&self.text(expires)).next();
        let mark = base64url::encode(&mark.ok_or(Error::internal())?);
        Ok(format!("{expires}.{mark}"))
    }

    pub(super) fn is_of(&self, ticket: &str, now: i64, secrets: &Secrets) -> bool {
        // Without a session a form would be good in any.
        if self.session.is_empty() {
            return false;
        }
        let read = || {
            let (expires, mark) = ticket.split_once('.')?;
            let expires: i64 = expires.parse().ok()?;
            let mark = base64url::decode(mark.as_bytes()).ok()?;
            let text = self.text(expires);
            let marked = secrets.marks(&text).any(|own| crypto::equal(&own, &mark));
            Some(now < expires && marked)
        };
        read().unwrap_or(false)
    }

    /// Each part with its length, so that no two matters have the same text.
    fn text(&self, expires: i64) -> Vec<u8> {
        let expires = expires.to_string();
        let parts = [self.purpose, &expires, self.session, self.user];
        let mut text = Vec::new();
        for part in parts.iter().chain(self.fields) {
            text.extend_from_slice(part.len().to_string().as_bytes());
            text.push(b':');
            text.extend_from_slice(part.as_bytes());
        }
        text
    }
}
