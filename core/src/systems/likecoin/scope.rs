//! LikeCoin's scopes: what a token holds, and whether that covers what an API demands.
//!
//! A scope is `read:` or `write:` and a path whose segments are separated by dots, such as
//! `read:like.button`. A held scope covers itself and everything below it: `read` covers
//! `read:like`, which covers `read:like.button`. It never covers what is above it, `write` says
//! nothing about `read`, case counts, segments count as wholes, and there is no wildcard.
//!
//! A token may also hold three other kinds of words:
//! - `profile` and `email`, which cover only themselves and are under neither `read` nor `write`;
//! - the group `likebutton`, which means the four scopes of the like button;
//! - any other word without a colon, which means both `read:` and `write:` of itself.
//!
//! None of that is done to a demand: it is one exact scope.
//!
//! ```
//! use jotkit::likecoin::scope;
//!
//! assert!(scope::allows(&["read:like"], "read:like.button")?);
//! assert!(!scope::allows(&["read:like.button"], "read:like")?);
//! # Ok::<(), jotkit::Error>(())
//! ```

use crate::error::{Code, Error, Result};
use crate::json::{self, Value};
use crate::options::Fields;

/// What the group `likebutton` means.
const LIKE_BUTTON: [&str; 4] = [
    "read:like.button",
    "write:like.button",
    "read:civic_liker",
    "write:iscn",
];

const MALFORMED: &str =
    "A demanded scope must not have white space, an empty segment or two colons.";

/// Cuts a `scope` text (RFC 6749 §3.3) into its words. A double space makes no empty word.
pub fn split(text: &str) -> impl Iterator<Item = &str> {
    text.split(' ').filter(|word| !word.is_empty())
}

/// Whether the held scopes cover the demanded one.
///
/// # Errors
/// `argument_invalid` if the demand is malformed: empty, with white space, with an empty segment or
/// with more than one colon.
pub fn allows<S: AsRef<str>>(held: &[S], demanded: &str) -> Result<bool> {
    Demand::new(demanded).map(|demand| demand.satisfied_by(held))
}

/// Reads a `scope` member: an array of strings or one text of words; `None` for anything else.
pub(crate) fn read(value: Value<'_>) -> Option<Vec<String>> {
    match value {
        Value::String(text) => Some(split(&text.value()).map(str::to_owned).collect()),
        Value::Array(array) => json::items(array)
            .map(|item| item.ok()?.as_string().map(|text| text.value().into_owned()))
            .collect(),
        _ => None,
    }
}

/// One scope that a token must cover, checked when it is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Demand(String);

impl Demand {
    /// Takes one scope, such as `read:like.button`.
    ///
    /// A word without a colon is well formed, but only `read`, `write`, `profile` and `email` can
    /// ever be covered: held words of other names mean scopes with a colon.
    ///
    /// # Errors
    /// `argument_invalid` if the scope is empty, has white space, an empty segment (`read:`,
    /// `read:like.`) or more than one colon. LikeCoin's server cuts the last kind off silently and
    /// so demands less than was written.
    pub fn new(scope: &str) -> Result<Self> {
        let colons = scope.bytes().filter(|byte| *byte == b':').count();
        let whole = scope.split([':', '.']).all(|segment| !segment.is_empty());
        if colons > 1 || !whole || scope.contains(char::is_whitespace) {
            return Err(Error::with_hint(Code::ArgumentInvalid, MALFORMED));
        }
        Ok(Self(scope.to_owned()))
    }

    /// The scope.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether one of the held scopes covers this one.
    #[must_use]
    pub fn satisfied_by<S: AsRef<str>>(&self, held: &[S]) -> bool {
        held.iter().any(|held| self.is_covered_by(held.as_ref()))
    }

    fn is_covered_by(&self, held: &str) -> bool {
        match held {
            "likebutton" => LIKE_BUTTON.iter().any(|scope| self.is_under(scope)),
            "read" | "write" | "profile" | "email" => self.is_under(held),
            scope if scope.contains(':') => self.is_under(scope),
            word => match self.0.split_once(':') {
                Some(("read" | "write", path)) => is_at_or_below(path, word, '.'),
                _ => false,
            },
        }
    }

    /// Whether a scope is this one or an ancestor of it: the part before the colon, or a part of
    /// the path that ends with a whole segment.
    fn is_under(&self, scope: &str) -> bool {
        is_at_or_below(&self.0, scope, if scope.contains(':') { '.' } else { ':' })
    }
}

/// Whether `name` is `ancestor`, or goes on from it with a separator.
fn is_at_or_below(name: &str, ancestor: &str, separator: char) -> bool {
    name.strip_prefix(ancestor)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(separator))
}

/// What a token's scopes must cover: every one of some scopes, at least one of others.
///
/// Made without either, it demands nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Demands {
    all: Vec<Demand>,
    any: Vec<Demand>,
}

impl Demands {
    /// Takes the scopes that must all be covered and those of which one suffices.
    ///
    /// # Errors
    /// `policy_invalid` if a list is given and empty (a list that came back empty must not pass for
    /// "no demand") or a scope in it is malformed.
    pub fn new(all: Option<Vec<String>>, any: Option<Vec<String>>) -> Result<Self> {
        Ok(Self {
            all: demands(all)?,
            any: demands(any)?,
        })
    }

    /// Reads demands from a JSON object with the members `all` and `any`, lists of scopes; each may
    /// be left out.
    ///
    /// # Errors
    /// `policy_invalid` for anything else, and as [`Demands::new`].
    pub fn from_json(json: &str) -> Result<Self> {
        let mut fields = Fields::read(json, Code::PolicyInvalid)?;
        let (all, any) = (fields.optional("all")?, fields.optional("any")?);
        fields.end(&[])?;
        Self::new(all, any)
    }

    /// # Errors
    /// `scope_refused` unless the held scopes of a token cover what is demanded.
    pub(super) fn judge(&self, held: &[String]) -> Result<()> {
        if self.satisfied_by(held) {
            Ok(())
        } else {
            Err(Error::about(Code::ScopeRefused, "scope"))
        }
    }

    /// Whether the held scopes cover what is demanded.
    #[must_use]
    pub fn satisfied_by<S: AsRef<str>>(&self, held: &[S]) -> bool {
        let satisfied = |demand: &Demand| demand.satisfied_by(held);
        self.all.iter().all(satisfied) && (self.any.is_empty() || self.any.iter().any(satisfied))
    }
}

fn demands(scopes: Option<Vec<String>>) -> Result<Vec<Demand>> {
    match scopes {
        None => Ok(Vec::new()),
        Some(scopes) if scopes.is_empty() => Err(Error::with_hint(
            Code::PolicyInvalid,
            "A list of demanded scopes must not be empty.",
        )),
        Some(scopes) => scopes
            .iter()
            .map(|scope| Demand::new(scope))
            .collect::<Result<_>>()
            .map_err(|_| Error::with_hint(Code::PolicyInvalid, MALFORMED)),
    }
}

#[cfg(test)]
#[path = "scope_tests.rs"]
mod tests;
