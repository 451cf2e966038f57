//! Which key a token is verified with.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use super::policy::Policy;
use crate::algorithm::Algorithm;
use crate::error::{Code, Error, Result};
use crate::json::Object;
use crate::key::{Entries, Entry, Key, KeySet};
use crate::token::Header;
use crate::token::claims::string;

/// The most keys that are tried for a token that names none.
const MOST_TRIED: usize = 8;

/// Where a verifier takes its keys from: one [`Key`] or a [`KeySet`].
///
/// ```
/// use jotkit::{Algorithm, Key, KeySet, Policy, Verifier};
///
/// let key = Key::generate(Algorithm::Es256)?.with_kid("a")?;
/// let of_one = Verifier::new(&key, Policy::new())?;
/// let of_set = Verifier::new(KeySet::new([key]), Policy::new())?;
/// # Ok::<(), jotkit::Error>(())
/// ```
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

impl From<&Key> for Keys {
    fn from(key: &Key) -> Self {
        Self::from(key.clone())
    }
}

impl From<&KeySet> for Keys {
    fn from(set: &KeySet) -> Self {
        Self::from(set.clone())
    }
}

impl From<KeySet> for Keys {
    fn from(set: KeySet) -> Self {
        Self(Source::Set(set))
    }
}

/// What a resolver may look at to find a key. All of it is unverified: it selects, it proves
/// nothing.
///
/// ```
/// use jotkit::{Error, Key, KeyHint, Policy, Verifier};
///
/// let key = Key::hs256("a secret of at least 32 bytes, kept safe")?;
/// let resolver = move |hint: &KeyHint<'_>| match hint.issuer() {
///     Some("https://id.example") => Ok(key.clone()),
///     _ => Err(Error::key_unknown()), // never a default key
/// };
/// let verifier = Verifier::with_resolver(resolver, Policy::new())?;
/// # Ok::<(), jotkit::Error>(())
/// ```
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
    Set(Box<Set>),
    Resolver(Arc<Resolver>),
}

/// The keys of a set, and what tokens call them.
pub(crate) struct Set {
    keys: Vec<Key>,
    /// By `kid`, by `x5t#S256` and by `x5t`.
    names: [HashMap<String, Named>; 3],
    /// Keys that name no algorithm, and what to do about each.
    unbound: Vec<(Key, Error)>,
}

/// What a set has under one name.
#[derive(Default)]
struct Named {
    /// Places in the list of keys.
    keys: Vec<usize>,
    /// Why the first of the other entries cannot be used.
    unusable: Option<Error>,
}

/// The key or the keys that a token is verified with.
pub(crate) enum Choice<'k> {
    One(Cow<'k, Key>),
    Each(Vec<&'k Key>),
}

impl Choice<'_> {
    pub(crate) fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        match self {
            Self::One(key) => key.verifies(message, signature),
            Self::Each(keys) => keys.iter().any(|key| key.verifies(message, signature)),
        }
    }
}

impl Chooser {
    /// Binds keys that name no algorithm to those of the policy, and sorts out what may not verify.
    pub(crate) fn new(keys: Keys, policy: &Policy) -> Result<Self> {
        let chooser = match keys.0 {
            Source::One(key) => Self::One(bound(&key, policy)?),
            Source::Set(set) => Self::Set(Box::new(Set::new(&set, policy)?)),
        };
        let keys = chooser.keys();
        let admitted = |key: &Key| key.algorithm().is_some_and(|own| policy.admits(own));
        if !keys.is_empty() && !keys.iter().any(admitted) {
            return Err(no_algorithm_fits());
        }
        Ok(chooser)
    }

    /// Keys that were fetched: none of them need be for an algorithm of the policy, since others
    /// may follow.
    pub(crate) fn fetched(set: &KeySet, policy: &Policy) -> Result<Self> {
        Ok(Self::Set(Box::new(Set::new(set, policy)?)))
    }

    pub(crate) fn resolver(
        resolver: impl Fn(&KeyHint<'_>) -> Result<Key> + Send + Sync + 'static,
    ) -> Self {
        Self::Resolver(Arc::new(resolver))
    }

    /// The keys that are known beforehand.
    pub(crate) fn keys(&self) -> &[Key] {
        match self {
            Self::One(keys) => keys,
            Self::Set(set) => &set.keys,
            Self::Resolver(_) => &[],
        }
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
    ) -> Result<Choice<'_>> {
        match self {
            Self::One(keys) => keys
                .iter()
                .find(|key| is_for(key, algorithm))
                .map(|key| Choice::One(Cow::Borrowed(key)))
                .ok_or(Error::new(Code::AlgorithmRefused)),
            Self::Set(set) => set.choose(header, algorithm, policy.try_each),
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
                key.map(|key| Choice::One(Cow::Owned(key)))
                    .ok_or(Error::new(Code::AlgorithmRefused))
            }
        }
    }
}

impl Set {
    fn new(set: &KeySet, policy: &Policy) -> Result<Self> {
        if set.is_empty() && set.skipped().is_empty() {
            return Err(Error::with_hint(
                Code::KeyInvalid,
                "The key set is empty, so no token could be verified.",
            ));
        }
        let mut names: [HashMap<String, Named>; 3] = Default::default();
        let mut entries = Entries::default();
        let (mut unusable, mut unbound) = (Vec::new(), Vec::new());
        for entry in set.entries() {
            match bound(&entry.key, policy) {
                Err(error) => {
                    if entry.key.algorithm().is_none() {
                        unbound.push((entry.key.clone(), error.clone()));
                    }
                    unusable.push((entry.key.kid(), &entry.certificate, error));
                }
                Ok(keys) => {
                    for key in keys {
                        entries.add(Entry {
                            key,
                            ..entry.clone()
                        });
                    }
                }
            }
        }
        for skipped in set.skipped() {
            unusable.push((
                skipped.kid.as_deref(),
                &skipped.certificate,
                skipped.error.clone(),
            ));
        }
        let entries = entries.into_list();
        for (place, entry) in entries.iter().enumerate() {
            let [sha256, sha1] = &entry.certificate;
            let called = [entry.key.kid(), sha256.as_deref(), sha1.as_deref()];
            for (names, name) in names.iter_mut().zip(called) {
                if let Some(name) = name {
                    names.entry(name.to_owned()).or_default().keys.push(place);
                }
            }
        }
        for (kid, [sha256, sha1], error) in &unusable {
            let called = [*kid, sha256.as_deref(), sha1.as_deref()];
            for (names, name) in names.iter_mut().zip(called) {
                if let Some(name) = name {
                    let named = names.entry(name.to_owned()).or_default();
                    named.unusable.get_or_insert_with(|| error.clone());
                }
            }
        }
        Ok(Self {
            keys: entries.into_iter().map(|entry| entry.key).collect(),
            names,
            unbound,
        })
    }

    /// RFC 7515 §4.1.4: `kid` chooses; without one the certificate's thumbprint does. A name that
    /// is not there never falls back to another key.
    fn choose(&self, header: &Header, algorithm: Algorithm, try_each: bool) -> Result<Choice<'_>> {
        let [sha256, sha1] = header.certificate();
        let called = [header.kid(), sha256, sha1];
        let mut called = self.names.iter().zip(called);
        if let Some((names, name)) = called.find_map(|(names, name)| name.map(|name| (names, name)))
        {
            let named = names.get(name).ok_or(Error::key_unknown())?;
            return self.named(named, algorithm);
        }
        let mut fitting = self.keys.iter().filter(|key| is_for(key, algorithm));
        if try_each {
            let each: Vec<&Key> = fitting.take(MOST_TRIED).collect();
            return match each.is_empty() {
                true => Err(self.none_fits(algorithm)),
                false => Ok(Choice::Each(each)),
            };
        }
        match (fitting.next(), fitting.next()) {
            (None, _) => Err(self.none_fits(algorithm)),
            (Some(key), None) => Ok(Choice::One(Cow::Borrowed(key))),
            (Some(_), Some(_)) => Err(Error::with_hint(
                Code::KeyAmbiguous,
                "The token names no `kid`. Where secrets or keys are in rotation, set `try_each`.",
            )),
        }
    }

    fn named(&self, named: &Named, algorithm: Algorithm) -> Result<Choice<'_>> {
        let keys = named.keys.iter().filter_map(|place| self.keys.get(*place));
        let mut fitting = keys.filter(|key| is_for(key, algorithm));
        match (fitting.next(), fitting.next(), &named.unusable) {
            (Some(key), None, _) => Ok(Choice::One(Cow::Borrowed(key))),
            (Some(_), Some(_), _) => Err(Error::with_hint(
                Code::KeyAmbiguous,
                "The set has more than one key under the name that the token gives.",
            )),
            (None, _, Some(error)) if named.keys.is_empty() => Err(error.clone()),
            (None, ..) => Err(Error::new(Code::AlgorithmRefused)),
        }
    }

    /// Why no key fits a token that names none.
    fn none_fits(&self, algorithm: Algorithm) -> Error {
        let mut unbound = self.unbound.iter();
        let fitting = unbound.find(|(key, _)| key.fits(algorithm));
        fitting.map_or(
            Error::with_hint(
                Code::KeyUnknown,
                "The token names no `kid`, and no key of the set is for its algorithm.",
            ),
            |(_, error)| error.clone(),
        )
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
    let mut refused = Error::with_hint(
        Code::KeyInvalid,
        "The key names no algorithm; name one with it, or in the policy's `algorithms`.",
    );
    let mut keys = Vec::new();
    for algorithm in policy.algorithms.iter().flatten() {
        match key.bound_to(*algorithm) {
            Ok(key) => keys.push(key),
            Err(error) if error.code() == Code::KeyWeak => refused = error,
            Err(_) => {}
        }
    }
    if keys.is_empty() {
        Err(refused)
    } else {
        Ok(keys)
    }
}

fn no_algorithm_fits() -> Error {
    Error::with_hint(
        Code::PolicyInvalid,
        "`algorithms` names none that the verifier's keys are for, so no token could pass.",
    )
}
