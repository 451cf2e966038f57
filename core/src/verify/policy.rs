//! What a verifier requires of a token, the same in every language.

use super::cache::{self, MAX_TOKENS};
use super::profile::Profile;
use crate::algorithm::Algorithm;
use crate::challenge::is_scope;
use crate::error::{Code, Error, Result};
use crate::options::{MAX_WHOLE, options};
use crate::token::claims::Untyped;
use crate::token::compact::Limits;
use crate::token::{Unverified, peek_under};

options! {
    /// What a verifier requires of a token.
    ///
    /// An absent option has the strict default. No value switches a check off by being empty:
    /// unknown names, `null`, empty strings and empty lists are errors.
    ///
    /// ```
    /// let policy = jotkit::Policy::new().issuer("https://id.example").audience("api").leeway(30);
    /// let same = r#"{"issuer": "https://id.example", "audience": "api", "leeway": 30}"#;
    /// assert_eq!(policy, jotkit::Policy::from_json(same)?);
    /// # Ok::<(), jotkit::Error>(())
    /// ```
    Policy PolicyInvalid;
    algorithms: algorithms "Accept only these algorithms. Default: those that the key allows. Also names the algorithm of an RSA or secret JWK that has none.";
    issuer: string_or_strings(issuers) "Require `iss` to equal this string, or one of these. Default: not compared.";
    audience: string_or_strings(audiences) "Require `aud` to name this audience, or one of these. Default: a token that names an audience is refused (RFC 7519 §4.1.3).";
    any_audience: flag "Accept tokens for any audience, those meant for another service included.";
    subject: string "Require `sub` to equal this string. Default: not compared.";
    types: strings "Require `typ` to be one of these; case and a leading `application/` make no difference. Default: absent, `JWT` or `at+jwt`.";
    required: strings "Require these claims to be present. Default: `exp` only.";
    expected: values "Require claims to have these values.";
    profile: choice(Profile) "Judge the token as an `access_token` (RFC 9068 §4), an `id_token` (OpenID Connect Core §3.1.3.7), a `logout_token` (Back-Channel Logout §2.6) or a `client_assertion` (RFC 7523 §3), which demand more; docs/recipes.md says what. Default: none of them.";
    scopes: strings "Require each of these scopes to be granted by `scope`, or else by `scp`: a list, or words with spaces between them. Default: not judged.";
    expiry_optional: flag "Accept tokens without `exp`.";
    untyped: strings "Accept a value of any type for these claims, `sub` or `jti` or both, as the numeric ids of older systems. Default: both must be strings.";
    allow_padding: flag "Accept segments that end in `=`, as those of AWS load balancers do; the signature covers the bytes as received.";
    try_each: flag "Try up to 8 keys of a set that fit the algorithm of a token without `kid`, as with secrets in rotation. Default: such a token is `key_ambiguous`.";
    leeway: whole_number(0, 86_400, "seconds") "Allow clocks to differ by this many seconds. Default: 0.";
    max_age: whole_number(0, MAX_WHOLE, "seconds") "Refuse tokens issued longer ago than this; `iat` is then required. Default: not judged.";
    max_token_bytes: whole_number(1, MAX_WHOLE, "bytes") "Refuse longer tokens. Default: 262144.";
    max_header_bytes: whole_number(1, MAX_WHOLE, "bytes") "Refuse tokens with a longer header segment, as received. Default: 8192.";
    max_depth: whole_number(1, MAX_WHOLE) "Refuse JSON that is nested deeper; the outermost object counts as 1. Default: 64.";
    cache: whole_number(1, MAX_TOKENS, "tokens") "Keep this many verified tokens, of 4 KiB each on average, so that one seen again costs a hash instead of a signature; the clock is judged each time. Default: none.";
}

pub(super) const SCOPES: &str =
    "Each scope must be one word of visible ASCII without quotes and backslashes.";

impl Policy {
    /// The rules that go beyond one option. Run whenever a verifier is built.
    pub(crate) fn check(&self) -> Result<()> {
        self.check_each()?;
        cache::check(self.cache)?;
        if self.audience.is_some() && self.any_audience {
            return Err(Error::with_hint(
                Code::PolicyInvalid,
                "Give either `audience` or `any_audience`, not both.",
            ));
        }
        if let Some(profile) = self.profile {
            profile.check(self)?;
        }
        if !self.scopes.iter().flatten().all(|scope| is_scope(scope)) {
            return Err(Error::with_hint(Code::PolicyInvalid, SCOPES));
        }
        let untyped = self.untyped.iter().flatten();
        if untyped.clone().any(|name| name != "sub" && name != "jti") {
            return Err(Error::with_hint(
                Code::PolicyInvalid,
                "`untyped` can name `sub` and `jti` only.",
            ));
        }
        Ok(())
    }

    pub(crate) fn limits(&self) -> Limits {
        // A limit beyond the address space limits nothing.
        let or = |limit: Option<u64>, default| {
            limit.map_or(default, |limit| {
                usize::try_from(limit).unwrap_or(usize::MAX)
            })
        };
        Limits {
            token_bytes: or(self.max_token_bytes, Limits::DEFAULT.token_bytes),
            header_bytes: or(self.max_header_bytes, Limits::DEFAULT.header_bytes),
            depth: or(self.max_depth, Limits::DEFAULT.depth),
            padding: self.allow_padding,
        }
    }

    pub(crate) fn untyped_claims(&self) -> Untyped {
        let names = |claim| self.untyped.iter().flatten().any(|name| name == claim);
        Untyped {
            subject: names("sub"),
            token_id: names("jti"),
        }
    }

    /// Reads a token without verifying it, as [`crate::peek`] does, under this policy's limits and
    /// its `allow_padding`. No other option matters.
    ///
    /// # Errors
    /// `policy_invalid`, otherwise as [`crate::peek`].
    pub fn peek(&self, token: impl AsRef<[u8]>) -> Result<Unverified> {
        self.check()?;
        peek_under(token.as_ref(), &self.limits())
    }

    /// Whether a token's algorithm is one that the policy names.
    pub(crate) fn admits(&self, algorithm: Algorithm) -> bool {
        let names = |list: &Vec<Algorithm>| list.iter().any(|named| named.agrees_with(algorithm));
        self.algorithms.as_ref().is_none_or(names)
    }
}
