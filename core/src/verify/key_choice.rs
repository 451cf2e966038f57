//! Which key a token is verified with.

use std::collections::HashMap;
use std::sync::Arc;

use super::policy::Policy;
use crate::algorithm::Algorithm;
use crate::error::{Code, Error, Result};
use crate::json::Object;
use crate::key::Key;
use crate::key::KeySet;
use crate::token::Header;
use crate::token::claims::string;

/// Where a verifier takes its keys from: one [`Key`] or a [`KeySet`].
#[derive(Debug, Clone)]
pub struct Keys(Source);

#[derive(Debug, Clone)]
enum Source {
    One(Key),
    Set(KeySet),
}

impl From<Key> for Keys {
    fn from(key: Key) -> Self {
        Self(Source::One(key))
    }
}

impl From<KeySet> for Keys {
    fn from(set: KeySet) -> Self {
        Self(Source::Set(set))
    }
}

/// What a resolver may look at to find a key. All of it is unverified: it selects, it proves
/// nothing.
#[derive(Debug)]
pub struct KeyHint<'a> {
    algorithm: Algorithm,
    kid: Option<&'a str>,
    issuer: Option<String>,
    authorized_party: Option<String>,
}

impl KeyHint<'_> {
    /// The algorithm that the header names. A key for another one is refused afterwards.
    #[must_use]
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// The header's `kid`.
    #[must_use]
    pub fn kid(&self) -> Option<&str> {
        self.kid
    }

    /// The payload's `iss`, where it is a string.
    #[must_use]
    pub fn issuer(&self) -> Option<&str> {
        self.issuer.as_deref()
    }

    /// The payload's `azp`, where it is a string.
    #[must_use]
    pub fn authorized_party(&self) -> Option<&str> {
        self.authorized_party.as_deref()
    }
}

type Resolver = dyn Fn(&KeyHint<'_>) -> Result<Key> + Send + Sync;

/// Keys made ready for a policy.
pub(crate) enum Chooser {
    /// One key; several only if it names no algorithm and the policy lists more than one.
    One(Vec<Key>),
    Set {
        keys: Vec<Key>,
        by_kid: HashMap<String, Vec<usize>>,
    },
    Resolver(Arc<Resolver>),
}

impl Chooser {
    /// Binds keys that name no algorithm to those of the policy, and sorts out what may not verify.
    pub(crate) fn new(keys: Keys, policy: &Policy) -> Result<Self> {
        match keys.0 {
            Source::One(key) => bound(&key, policy).map(Self::One),
            Source::Set(set) => {
                let usable = set.keys().iter().filter_map(|key| bound(key, policy).ok());
                let keys: Vec<Key> = usable.flatten().collect();
                let mut by_kid: HashMap<String, Vec<usize>> = HashMap::new();
                for (index, key) in keys.iter().enumerate() {
                    if let Some(kid) = key.kid() {
                        by_kid.entry(kid.to_owned()).or_default().push(index);
                    }
                }
                Ok(Self::Set { keys, by_kid })
            }
        }
    }

    pub(crate) fn resolver(
        resolver: impl Fn(&KeyHint<'_>) -> Result<Key> + Send + Sync + 'static,
    ) -> Self {
        Self::Resolver(Arc::new(resolver))
    }

    /// Whether choosing needs the payload to be read before the signature has held.
    pub(crate) fn reads_payload(&self) -> bool {
        matches!(self, Self::Resolver(_))
    }

    /// The key to verify with. `payload` is there if [`Chooser::reads_payload`].
    pub(crate) fn choose(
        &self,
        header: &Header,
        algorithm: Algorithm,
        payload: Option<&Object<'_>>,
        policy: &Policy,
    ) -> Result<std::borrow::Cow<'_, Key>> {
        use std::borrow::Cow;
        match self {
            Self::One(keys) => keys
                .iter()
                .find(|key| is_for(key, algorithm))
                .map(Cow::Borrowed)
                .ok_or(Error::new(Code::AlgorithmRefused)),
            Self::Set { keys, by_kid } => {
                from_set(keys, by_kid, header.kid(), algorithm).map(Cow::Borrowed)
            }
            Self::Resolver(resolve) => {
                let claim = |name| {
                    let value = payload.and_then(|payload| payload.get(name));
                    string(value, name)
                        .ok()
                        .flatten()
                        .map(|text| text.value().into_owned())
                };
                let hint = KeyHint {
                    algorithm,
                    kid: header.kid(),
                    issuer: claim("iss"),
                    authorized_party: claim("azp"),
                };
                // What a resolver brings is judged like any other key: it may have been misled.
                let keys = bound(&resolve(&hint)?, policy)?;
                let key = keys.into_iter().find(|key| is_for(key, algorithm));
                key.map(Cow::Owned)
                    .ok_or(Error::new(Code::AlgorithmRefused))
            }
        }
    }
}

fn is_for(key: &Key, algorithm: Algorithm) -> bool {
    key.algorithm()
        .is_some_and(|own| own.agrees_with(algorithm))
}

/// The key itself, or one copy for each algorithm that the policy names for a key without one.
fn bound(key: &Key, policy: &Policy) -> Result<Vec<Key>> {
    key.may_verify()?;
    if key.algorithm().is_some() {
        return Ok(vec![key.clone()]);
    }
    let named = policy.algorithms.iter().flatten();
    let keys: Vec<Key> = named
        .filter_map(|algorithm| key.bound_to(*algorithm).ok())
        .collect();
    if keys.is_empty() {
        return Err(Error::with_hint(
            Code::KeyInvalid,
            "The key names no algorithm; name one with it, or in the policy's `algorithms`.",
        ));
    }
    Ok(keys)
}

/// RFC 7515 §4.1.4: `kid` chooses. An unknown one never falls back to another key.
fn from_set<'a>(
    keys: &'a [Key],
    by_kid: &HashMap<String, Vec<usize>>,
    kid: Option<&str>,
    algorithm: Algorithm,
) -> Result<&'a Key> {
    let only = |fitting: &mut dyn Iterator<Item = &'a Key>, none: Code| match fitting.next() {
        None => Err(Error::new(none)),
        Some(_) if fitting.next().is_some() => Err(Error::new(Code::KeyAmbiguous)),
        Some(key) => Ok(key),
    };
    match kid {
        None => only(
            &mut keys.iter().filter(|key| is_for(key, algorithm)),
            Code::KeyUnknown,
        ),
        Some(kid) => {
            let named = by_kid.get(kid).ok_or(Error::key_unknown())?;
            let named = named.iter().filter_map(|index| keys.get(*index));
            only(
                &mut named.filter(|key| is_for(key, algorithm)),
                Code::AlgorithmRefused,
            )
        }
    }
}
