//! Key sets: many keys, of which a token's `kid` or certificate thumbprint chooses one.

use std::collections::HashMap;
use std::fmt;

use crate::error::{Code, Error, Result};
use crate::json::{self, Object, Value};
use crate::key::{Key, KeyOptions};
use crate::secret::clear_stack;

/// A set of keys, such as a JWK Set (RFC 7517 §5).
///
/// ```
/// use jotkit::{Algorithm, Key, KeyOptions, KeySet};
///
/// let keys = KeySet::new([Key::generate(Algorithm::Es256)?.with_kid("a")?]);
/// let published = keys.to_public_jwks()?;
/// let read = KeySet::from_jwks(&published, &KeyOptions::new())?;
/// assert_eq!(read.get("a").map(Key::key_type), Some("EC"));
/// # Ok::<(), jotkit::Error>(())
/// ```
#[derive(Clone, Default)]
pub struct KeySet {
    entries: Vec<Entry>,
    skipped: Vec<Skipped>,
    /// How many entries were read, copies of one key counted.
    read: usize,
}

/// A key, and what a token may call it.
#[derive(Clone)]
pub(crate) struct Entry {
    pub(crate) key: Key,
    pub(crate) identity: String,
    pub(crate) certificate: Thumbprints,
}

impl Entry {
    fn new(key: Key, certificate: Thumbprints) -> Self {
        Self {
            identity: key.identity(),
            key,
            certificate,
        }
    }
}

/// Entries, each key once: copies are found by their hash, since a set may be long.
#[derive(Default)]
pub(crate) struct Entries {
    list: Vec<Entry>,
    /// The places of keys of one identity and key id, which differ in their algorithms.
    places: HashMap<(String, Option<String>), Vec<usize>>,
}

impl Entries {
    /// Adds a key. Another copy of one that is there only tells what else it is called.
    pub(crate) fn add(&mut self, entry: Entry) {
        let name = (entry.identity.clone(), entry.key.kid().map(str::to_owned));
        let places = self.places.entry(name).or_default();
        let same = |place: &&usize| {
            let known = self.list.get(**place).map(|known| known.key.algorithm());
            match (known.flatten(), entry.key.algorithm()) {
                (Some(one), Some(other)) => one.agrees_with(other),
                (one, other) => one == other,
            }
        };
        match places
            .iter()
            .find(same)
            .and_then(|place| self.list.get_mut(*place))
        {
            Some(known) => {
                for (known, further) in known.certificate.iter_mut().zip(entry.certificate) {
                    *known = known.take().or(further);
                }
            }
            None => {
                places.push(self.list.len());
                self.list.push(entry);
            }
        }
    }

    pub(crate) fn into_list(self) -> Vec<Entry> {
        self.list
    }
}

/// The `x5t#S256` and the `x5t` of a JWK (RFC 7517 §4.9, §4.8).
pub(crate) type Thumbprints = [Option<String>; 2];

/// An entry of a key set that could not be used, and why.
///
/// ```
/// use jotkit::{Code, KeyOptions, KeySet};
///
/// let keys = KeySet::from_jwks(r#"{"keys": [{"kty": "new", "kid": "a"}]}"#, &KeyOptions::new())?;
/// assert!(keys.is_empty());
/// assert_eq!(keys.skipped()[0].kid.as_deref(), Some("a"));
/// assert_eq!(keys.skipped()[0].error.code(), Code::KeyInvalid);
/// # Ok::<(), jotkit::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Skipped {
    /// The entry's place in the set, from 0; all entries count.
    pub index: usize,
    /// What is wrong with it.
    pub error: Error,
    /// The entry's `kid`, where it has one.
    pub kid: Option<String>,
    pub(crate) certificate: Thumbprints,
}

impl KeySet {
    /// A set of keys that are already there. The same key twice is one key.
    #[must_use]
    pub fn new(keys: impl IntoIterator<Item = Key>) -> Self {
        let mut entries = Entries::default();
        for key in keys {
            entries.add(Entry::new(key, Thumbprints::default()));
        }
        Self {
            entries: entries.into_list(),
            ..Self::default()
        }
    }

    /// Reads the text of a JWK Set. Entries that cannot be used for verifying are skipped and
    /// reported by [`KeySet::skipped`]. The options' algorithm is for entries that name none.
    ///
    /// # Errors
    /// `key_invalid` if the text is not one strict JSON object with an array `keys`;
    /// `argument_invalid` for options that make no sense for a set.
    pub fn from_jwks(jwks: &str, options: &KeyOptions) -> Result<Self> {
        Self::read_jwks(jwks, options, true)
    }

    /// As [`KeySet::from_jwks`], for a set that everybody can read: a secret in it is none, so that
    /// such entries are skipped.
    pub(crate) fn from_published_jwks(jwks: &str) -> Result<Self> {
        Self::read_jwks(jwks, &KeyOptions::new(), false)
    }

    fn read_jwks(jwks: &str, options: &KeyOptions, secrets: bool) -> Result<Self> {
        check_options(options)?;
        let invalid = || {
            Error::with_hint(
                Code::KeyInvalid,
                "A JWK Set must be one JSON object with an array `keys`.",
            )
        };
        let members = json::parse_object_str(jwks, json::MAX_DEPTH).map_err(|_| invalid())?;
        let Some(Value::Array(entries)) = members.get("keys") else {
            return Err(invalid());
        };
        let (mut set, mut keys) = (Self::default(), Entries::default());
        for (index, entry) in json::items(entries).enumerate() {
            set.read = set.read.saturating_add(1);
            let Value::Object(jwk) = entry.map_err(|_| invalid())? else {
                let error =
                    Error::with_hint(Code::KeyInvalid, "An entry of `keys` is not an object.");
                set.skip(index, None, Thumbprints::default(), error);
                continue;
            };
            let jwk = json::parse_object_str(jwk, json::MAX_DEPTH).map_err(|_| invalid())?;
            let certificate = [string(&jwk, "x5t#S256"), string(&jwk, "x5t")];
            let published_secret = !secrets && string(&jwk, "kty").as_deref() == Some("oct");
            // Parsing has left parts of the text on the stack.
            clear_stack();
            let key = match published_secret {
                false => Key::from_set_entry(&jwk, options),
                true => Err(Error::with_hint(
                    Code::KeyUnsuitable,
                    "A shared secret that is published is not one.",
                )),
            };
            match key {
                Ok(key) => keys.add(Entry::new(key, certificate)),
                Err(error) => set.skip(index, string(&jwk, "kid"), certificate, error),
            }
        }
        set.entries = keys.into_list();
        Ok(set)
    }

    /// Reads PEM texts given as JSON: an object of key id and PEM, such as the certificates of
    /// Firebase, or an array of PEMs. Each is read as [`Key::from_pem`] does; those that cannot be
    /// used are skipped and reported by [`KeySet::skipped`]. The options' algorithm is for all RSA
    /// keys.
    ///
    /// # Errors
    /// `key_invalid` if the text is neither; `argument_invalid` for options that make no sense for
    /// a set.
    pub fn from_pems(pems: &str, options: &KeyOptions) -> Result<Self> {
        check_options(options)?;
        let invalid = || {
            Error::with_hint(
                Code::KeyInvalid,
                "Give PEMs as one JSON object of key id and PEM, or as an array of PEMs.",
            )
        };
        let object;
        let entries: Vec<(Option<String>, Value<'_>)> = if pems.trim_start().starts_with('[') {
            // An array is read as the value of a member, which is what the strict reader takes.
            object = format!("{{\"keys\":{pems}}}");
            let members = json::parse_object_str(&object, json::MAX_DEPTH);
            let Ok(Some(Value::Array(array))) = members.map(|members| members.get("keys")) else {
                return Err(invalid());
            };
            let items = json::items(array).map(|item| item.map(|pem| (None, pem)));
            items.collect::<Result<_, _>>().map_err(|_| invalid())?
        } else {
            let members = json::parse_object_str(pems, json::MAX_DEPTH).map_err(|_| invalid())?;
            let members = members.members().iter();
            members
                .map(|(kid, pem)| (Some(kid.value().into_owned()), *pem))
                .collect()
        };
        let (mut set, mut keys) = (Self::default(), Entries::default());
        for (index, (kid, pem)) in entries.into_iter().enumerate() {
            let key = match pem {
                Value::String(pem) => Key::from_pem_entry(&pem.value(), kid.as_deref(), options),
                _ => Err(Error::with_hint(
                    Code::KeyInvalid,
                    "An entry is not a string.",
                )),
            };
            match key {
                Ok(key) => keys.add(Entry::new(key, Thumbprints::default())),
                Err(error) => set.skip(index, kid, Thumbprints::default(), error),
            }
        }
        set.entries = keys.into_list();
        Ok(set)
    }

    fn skip(&mut self, index: usize, kid: Option<String>, certificate: Thumbprints, error: Error) {
        self.skipped.push(Skipped {
            index,
            error,
            kid,
            certificate,
        });
    }

    /// The keys that can be used, in their order.
    pub fn keys(&self) -> impl ExactSizeIterator<Item = &Key> {
        self.entries.iter().map(|entry| &entry.key)
    }

    /// The first key with this key id.
    #[must_use]
    pub fn get(&self, kid: &str) -> Option<&Key> {
        self.keys().find(|key| key.kid() == Some(kid))
    }

    pub(crate) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// How many entries a set that was read has, copies of one key counted.
    pub(crate) fn entries_read(&self) -> usize {
        self.read
    }

    /// Whether an entry, usable or not, has this `kid` (0), `x5t#S256` (1) or `x5t` (2).
    pub(crate) fn has(&self, place: usize, name: &str) -> bool {
        let is = |kid: Option<&str>, [sha256, sha1]: &Thumbprints| {
            let names = [kid, sha256.as_deref(), sha1.as_deref()];
            names.get(place).copied().flatten() == Some(name)
        };
        let mut entries = self.entries.iter();
        let mut skipped = self.skipped.iter();
        entries.any(|entry| is(entry.key.kid(), &entry.certificate))
            || skipped.any(|entry| is(entry.kid.as_deref(), &entry.certificate))
    }

    /// The number of keys that can be used.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no key that can be used.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The entries that could not be used.
    #[must_use]
    pub fn skipped(&self) -> &[Skipped] {
        &self.skipped
    }

    /// A description as JSON text: `keys`, each with `kid` and `alg` where there are such and with
    /// the `thumbprint` of a public key, and `skipped`, each with `index`, `kid` where there is
    /// one, `code` and a `message`.
    #[must_use]
    pub fn info(&self) -> String {
        let keys = self.keys().map(|key| {
            let mut info = serde_json::Map::new();
            let mut member = |name: &str, value: Option<String>| {
                value.map(|value| info.insert(name.to_owned(), value.into()))
            };
            member("kid", key.kid().map(str::to_owned));
            member("alg", key.algorithm().map(|alg| alg.name().to_owned()));
            member("thumbprint", key.thumbprint());
            serde_json::Value::Object(info)
        });
        let skipped = self.skipped.iter().map(|skipped| {
            let mut info = serde_json::json!({
                "index": skipped.index,
                "code": skipped.error.code().as_str(),
                "message": skipped.error.to_string(),
            });
            if let (Some(kid), Some(members)) = (&skipped.kid, info.as_object_mut()) {
                members.insert("kid".to_owned(), kid.as_str().into());
            }
            info
        });
        let (keys, skipped): (Vec<_>, Vec<_>) = (keys.collect(), skipped.collect());
        serde_json::json!({ "keys": keys, "skipped": skipped }).to_string()
    }

    /// The public halves as the text of a JWK Set, ready to be published. Shared secrets are left
    /// out.
    ///
    /// # Errors
    /// `key_invalid` if a key's algorithm is not known.
    pub fn to_public_jwks(&self) -> Result<String> {
        let public = self.keys().filter_map(|key| key.public().ok());
        let entries = public.map(|key| key.to_jwk()).collect::<Result<Vec<_>>>()?;
        let entries: Vec<&str> = entries.iter().map(|entry| entry.as_str()).collect();
        Ok(format!("{{\"keys\":[{}]}}", entries.join(",")))
    }
}

/// As [`KeySet::new`].
impl FromIterator<Key> for KeySet {
    fn from_iter<I: IntoIterator<Item = Key>>(keys: I) -> Self {
        Self::new(keys)
    }
}

impl<'s> IntoIterator for &'s KeySet {
    type Item = &'s Key;
    type IntoIter = Box<dyn ExactSizeIterator<Item = &'s Key> + 's>;

    /// As [`KeySet::keys`].
    fn into_iter(self) -> Self::IntoIter {
        Box::new(self.keys())
    }
}

fn check_options(options: &KeyOptions) -> Result<()> {
    if options.kid.is_some() {
        return Err(Error::argument_invalid("A set's keys carry their own kid."));
    }
    if options.passphrase.is_some() {
        return Err(Error::argument_invalid("A set's keys are not encrypted."));
    }
    Ok(())
}

fn string(members: &Object<'_>, name: &str) -> Option<String> {
    let text = members.get(name)?.as_string()?;
    Some(text.value().into_owned())
}

impl fmt::Debug for Skipped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Skipped")
            .field("index", &self.index)
            .field("error", &self.error)
            .finish()
    }
}

impl fmt::Debug for KeySet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeySet")
            .field("keys", &self.keys().collect::<Vec<_>>())
            .field("skipped", &self.skipped)
            .finish()
    }
}
