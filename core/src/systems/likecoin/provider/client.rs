//! Clients: how they are registered, and how the database holds them.

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::flow::Halt;
use super::options::Options;
use super::secrets::Secrets;
use super::text::is_plain;
use crate::challenge::is_scope;
use crate::error::{Code, Error, Result};
use crate::key::Key;
use crate::options::options;
use crate::systems::likecoin::address::check_redirect_uri;
use crate::systems::likecoin::issuer::LIFETIME;
use crate::systems::likecoin::signing_key::signing_key;

/// The least length of a client's secret, in bytes.
const SECRET_BYTES: usize = 16;
/// The greatest length of an id or a name, in bytes.
const NAME_BYTES: usize = 255;
/// The greatest length of a redirect URI, in bytes.
const ADDRESS_BYTES: usize = 2_048;

options! {
    /// How a client is registered. `client_id` is required, and `client_secret` for a new one.
    ClientOptions ArgumentInvalid;
    client_id: string "The client's id: visible ASCII characters, at most 255.";
    client_secret: secret "The client's secret, of 16 bytes or more. It is not stored. Without it a client that is registered keeps the secrets it has.";
    name: string "What the pages call the client. Default: its id.";
    redirect_uris: strings "The addresses that codes may go to, compared as text: https, http on localhost, or an app's own scheme with a dot.";
    scopes: strings "The scopes that the client may ask for.";
    default_scopes: strings "The scopes of a request that names none.";
    trusted: flag "Do not ask users for their consent; for the service's own applications.";
    pkce: flag "Refuse requests without a code challenge (RFC 7636).";
    introspect: flag "Tell the client of the tokens of all clients when it introspects; for resource servers.";
    off: flag "Refuse the client everything; its tokens are not accepted.";
    allow_short: flag "Accept a secret of fewer than 16 bytes.";
}

impl ClientOptions {
    pub(super) fn check(&self) -> Result<()> {
        self.check_each()?;
        let invalid = |hint| Err(Error::argument_invalid(hint));
        let id = self.client_id.as_deref().unwrap_or_default();
        if !is_id(id) {
            return invalid("`client_id` must be 1 to 255 visible ASCII characters.");
        }
        let name = self.name.as_deref().unwrap_or(id);
        if name.trim().is_empty() || name.len() > NAME_BYTES || !is_plain(name) {
            return invalid("`name` must be 1 to 255 bytes without control characters.");
        }
        for address in self.redirect_uris.iter().flatten() {
            check_redirect_uri(address)?;
            if address.len() > ADDRESS_BYTES || !address.is_ascii() {
                return invalid("A redirect URI must be at most 2048 bytes of ASCII.");
            }
        }
        let scopes = self.scopes.as_deref().unwrap_or_default();
        if !scopes.iter().all(|word| is_scope(word)) {
            return invalid("Each of `scopes` must be one word of RFC 6749, section 3.3.");
        }
        let mut defaults = self.default_scopes.iter().flatten();
        if !defaults.all(|word| scopes.contains(word)) {
            return invalid("Each of `default_scopes` must be one of `scopes`.");
        }
        self.client_secret.as_ref().map_or(Ok(()), |secret| {
            check_secret(secret.as_str(), self.allow_short)
        })
    }

    pub(super) fn id(&self) -> &str {
        self.client_id.as_deref().unwrap_or_default()
    }
}

/// Whether a client can be called so.
pub(super) fn is_id(text: &str) -> bool {
    (1..=NAME_BYTES).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
}

pub(super) fn check_secret(secret: &str, allow_short: bool) -> Result<()> {
    if !is_plain(secret) {
        return Err(Error::argument_invalid(
            "A client secret must not have control characters.",
        ));
    }
    if secret.is_empty() || (secret.len() < SECRET_BYTES && !allow_short) {
        return Err(Error::with_hint(
            Code::KeyWeak,
            "A client secret must have 16 bytes or more; `allow_short` accepts fewer, but not \
             none.",
        ));
    }
    Ok(())
}

/// A client as the database holds it: JSON text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Record {
    pub(super) name: String,
    #[serde(default)]
    pub(super) redirect_uris: Vec<String>,
    #[serde(default)]
    pub(super) scopes: Vec<String>,
    #[serde(default)]
    pub(super) default_scopes: Vec<String>,
    #[serde(default)]
    pub(super) trusted: bool,
    #[serde(default)]
    pub(super) pkce: bool,
    #[serde(default)]
    pub(super) introspect: bool,
    #[serde(default)]
    pub(super) off: bool,
    /// The newest first.
    secrets: Vec<Kept>,
}

/// What is kept of a client's secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Kept {
    /// HMAC of the id and the secret.
    mac: String,
    /// The signing key that is derived of the secret, sealed.
    key: String,
    /// When it stops to authenticate; `None` for the newest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    until: Option<i64>,
}

impl Record {
    /// A record of what is registered, with the secrets of the record before.
    pub(super) fn new(
        options: &ClientOptions,
        before: Option<Self>,
        now: i64,
        provider: &Options,
        secrets: &Secrets,
    ) -> Result<Self> {
        let kept = before.map(|before| before.secrets).unwrap_or_default();
        let id = options.id();
        let kept = match &options.client_secret {
            None if kept.is_empty() => {
                return Err(Error::argument_invalid("`client_secret` is missing."));
            }
            // Every process that starts puts the same client: what it has stays.
            Some(secret)
                if !kept
                    .iter()
                    .filter(|kept| kept.is_live(now))
                    .any(|kept| secrets.authenticates(id, secret.as_str(), &kept.mac)) =>
            {
                vec![Kept::of(id, secret.as_str(), provider, secrets)?]
            }
            None | Some(_) => kept,
        };
        let list = |list: &Option<Vec<String>>| list.clone().unwrap_or_default();
        Ok(Self {
            name: options.name.clone().unwrap_or_else(|| id.to_owned()),
            redirect_uris: list(&options.redirect_uris),
            scopes: list(&options.scopes),
            default_scopes: list(&options.default_scopes),
            trusted: options.trusted,
            pkce: options.pkce,
            introspect: options.introspect,
            off: options.off,
            secrets: kept,
        })
    }

    /// Adds a secret. Those before it authenticate until `until`; what cannot verify a token any
    /// more is dropped.
    pub(super) fn add_secret(
        &mut self,
        client: &str,
        secret: &str,
        (now, until): (i64, i64),
        provider: &Options,
        secrets: &Secrets,
    ) -> Result<()> {
        for kept in &mut self.secrets {
            kept.until = Some(kept.until.map_or(until, |before| before.min(until)));
        }
        self.secrets.retain(|kept| kept.verifies(now));
        self.secrets
            .insert(0, Kept::of(client, secret, provider, secrets)?);
        Ok(())
    }

    /// Whether a secret is the client's newest.
    pub(super) fn newest_is(&self, client: &str, secret: &str, secrets: &Secrets) -> bool {
        let newest = self.secrets.first();
        newest.is_some_and(|kept| secrets.authenticates(client, secret, &kept.mac))
    }

    pub(super) fn read(text: &str) -> Result<Self, Halt> {
        serde_json::from_str(text).map_err(|_| Halt::Failed)
    }

    pub(super) fn text(&self) -> Result<String> {
        serde_json::to_string(self).map_err(|_| Error::internal())
    }

    /// Whether a secret is the client's at a time.
    ///
    /// # Errors
    /// [`Halt::Failed`] if the record was sealed under keys that this provider does not have: the
    /// secret may well be right.
    pub(super) fn authenticates(
        &self,
        client: &str,
        secret: &str,
        now: i64,
        secrets: &Secrets,
    ) -> Result<bool, Halt> {
        let mut opened = false;
        let mut found = false;
        for kept in &self.secrets {
            opened |= secrets.open(client, &kept.key).is_some();
            found |= kept.is_live(now) & secrets.authenticates(client, secret, &kept.mac);
        }
        if opened { Ok(found) } else { Err(Halt::Failed) }
    }

    /// The key that signs the client's access tokens.
    pub(super) fn signing_key(&self, client: &str, secrets: &Secrets) -> Result<Key, Halt> {
        let newest = self.secrets.first().ok_or(Halt::Failed)?;
        let key = secrets.open(client, &newest.key).ok_or(Halt::Failed)?;
        Ok(Key::from_platform_secret(&key)?)
    }

    /// The keys that access tokens of the client may have been signed with at a time.
    pub(super) fn verifying_keys(
        &self,
        client: &str,
        now: i64,
        secrets: &Secrets,
    ) -> Result<Vec<Key>, Halt> {
        let opened = self.secrets.iter().filter(|kept| kept.verifies(now));
        let opened: Vec<_> = opened
            .filter_map(|kept| secrets.open(client, &kept.key))
            .collect();
        if opened.is_empty() {
            return Err(Halt::Failed);
        }
        let keys = opened.iter().map(|key| Key::from_platform_secret(key));
        Ok(keys.collect::<Result<_>>()?)
    }
}

impl Kept {
    /// Whether tokens that were signed with its key can still be good: they outlive it by their
    /// lifetime.
    fn verifies(&self, now: i64) -> bool {
        let lifetime = i64::from(LIFETIME);
        self.until
            .is_none_or(|until| now < until.saturating_add(lifetime))
    }

    /// Whether it still authenticates.
    fn is_live(&self, now: i64) -> bool {
        self.until.is_none_or(|until| now < until)
    }

    fn of(client: &str, secret: &str, provider: &Options, secrets: &Secrets) -> Result<Self> {
        let common = provider.common_secret.as_ref().ok_or(Error::internal())?;
        let key: Zeroizing<String> = signing_key(common.as_str(), secret)?;
        Ok(Self {
            mac: secrets.authenticator(client, secret)?,
            key: secrets.seal(client, key.as_bytes())?,
            until: None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{ClientOptions, Options, Record, Secrets};

    const OLD: &str = "the old secret of the app";
    const NEW: &str = "the new secret of the app";

    #[test]
    fn a_secret_that_has_run_out_is_another_one_when_it_is_put_again() {
        let options = Options::new()
            .key("0123456789abcdef0123456789abcdef")
            .common_secret("common secret")
            .host("like.example");
        let secrets = Secrets::new(options.key.as_ref().unwrap().as_slice()).unwrap();
        let put = |secret, before, now| {
            let client = ClientOptions::new().client_id("app").client_secret(secret);
            Record::new(&client, before, now, &options, &secrets).unwrap()
        };
        let good = |record: &Record, secret, now| {
            record.authenticates("app", secret, now, &secrets).unwrap()
        };

        let mut record = put(OLD, None, 0);
        let times = (10, 20);
        record
            .add_secret("app", NEW, times, &options, &secrets)
            .unwrap();
        assert!(good(&record, OLD, 19) && good(&record, NEW, 19) && !good(&record, OLD, 20));
        let early = put(OLD, Some(record.clone()), 19);
        assert!(good(&early, NEW, 19) && early == record);
        let late = put(OLD, Some(record), 20);
        assert!(good(&late, OLD, 20) && !good(&late, NEW, 20));
    }
}
