//! Where keys are fetched from, and how often.

use super::Millis;
use super::address::{Rules, is_issuer};
use crate::error::{Error, Result};
use crate::json::{self, Value};
use crate::options::options;

/// A week, the longest lifetime that can be set.
const WEEK: u64 = 604_800_000;
/// An hour, the longest pause that can be set.
const HOUR: u64 = 3_600_000;

options! {
    /// Where keys are fetched from, and how often. Times are in milliseconds.
    ///
    /// ```
    /// let options = jotkit::RemoteOptions::new().issuer("https://id.example");
    /// let same = r#"{"issuer": "https://id.example"}"#;
    /// assert_eq!(options, jotkit::RemoteOptions::from_json(same)?);
    /// # Ok::<(), jotkit::Error>(())
    /// ```
    RemoteOptions ArgumentInvalid;
    issuer: string "Find the keys' address in the discovery document of this issuer, unless `jwks_url` names it.";
    jwks_url: string "Fetch the keys from this address.";
    allow_http: strings "Allow plain `http` to these hosts. Default: to this machine only.";
    timeout_ms: whole_number(100, 60_000, "milliseconds") "Give a request up after this time. Default: 5000.";
    max_bytes: whole_number(1_024, 16_777_216, "bytes") "Refuse longer replies. Default: 524288.";
    max_keys: whole_number(1, 1_000, "keys") "Refuse sets with more entries. Default: 100.";
    default_lifetime_ms: whole_number(1_000, WEEK, "milliseconds") "Keep keys this long where the reply does not say. Default: 600000.";
    min_lifetime_ms: whole_number(1_000, WEEK, "milliseconds") "Keep keys at least this long. Default: 60000.";
    max_lifetime_ms: whole_number(1_000, WEEK, "milliseconds") "Keep keys at most this long. Default: 86400000.";
    refresh_percent: whole_number(10, 100, "percent") "Fetch keys again in the background after this part of their lifetime. Default: 80.";
    stale_ms: whole_number(0, WEEK, "milliseconds") "Use keys this long after their lifetime while they cannot be fetched. Default: 86400000.";
    cooldown_ms: whole_number(1_000, HOUR, "milliseconds") "Fetch keys for unknown key ids at most once in this time. Default: 30000.";
    burst: whole_number(1, 10, "requests") "Allow this many such requests in a row. Default: 2.";
    backoff_ms: whole_number(100, HOUR, "milliseconds") "Pause this long after a failure, and twice as long after each further one. Default: 1000.";
    max_backoff_ms: whole_number(100, HOUR, "milliseconds") "Pause at most this long. Default: 60000.";
    max_retry_after_ms: whole_number(0, HOUR, "milliseconds") "Obey a server's `Retry-After` up to this time. Default: 600000.";
}

impl RemoteOptions {
    pub(super) fn check(&self) -> Result<()> {
        self.check_each()?;
        let refused = Error::argument_invalid;
        if self.issuer.is_none() && self.jwks_url.is_none() {
            return Err(refused("Give an `issuer` or a `jwks_url`."));
        }
        let rules = self.rules();
        let address = self.issuer.as_deref();
        if address.is_some_and(|issuer| !rules.allow(issuer) || !is_issuer(issuer)) {
            return Err(refused(
                "`issuer` must be an https URL in visible ASCII without a user name, a query and a \
                 fragment; http only on localhost or for a host of `allow_http`.",
            ));
        }
        if self
            .jwks_url
            .as_deref()
            .is_some_and(|url| !rules.allow(url))
        {
            return Err(refused(
                "`jwks_url` must be an https URL in visible ASCII without a user name and a \
                 fragment; http only on localhost or for a host of `allow_http`.",
            ));
        }
        if self.least() > self.most() {
            return Err(refused(
                "`min_lifetime_ms` must not be greater than `max_lifetime_ms`.",
            ));
        }
        Ok(())
    }

    pub(super) fn rules(&self) -> Rules<'_> {
        Rules {
            loopback: true,
            allow_http: self.allow_http.as_deref().unwrap_or_default(),
        }
    }

    /// The name under which snapshots are kept: the `jwks_url`, else the issuer.
    pub(super) fn source(&self) -> &str {
        let source = self.jwks_url.as_deref().or(self.issuer.as_deref());
        source.unwrap_or_default()
    }

    pub(super) fn timeout(&self) -> Millis {
        millis(self.timeout_ms, 5_000)
    }

    pub(super) fn most_bytes(&self) -> u64 {
        self.max_bytes.unwrap_or(524_288)
    }

    pub(super) fn most_keys(&self) -> usize {
        usize::try_from(self.max_keys.unwrap_or(100)).unwrap_or(usize::MAX)
    }

    pub(super) fn least(&self) -> Millis {
        millis(self.min_lifetime_ms, 60_000)
    }

    pub(super) fn most(&self) -> Millis {
        millis(self.max_lifetime_ms, 86_400_000)
    }

    pub(super) fn usual(&self) -> Millis {
        millis(self.default_lifetime_ms, 600_000)
    }

    /// The part of a lifetime during which keys are fresh, rounded down.
    pub(super) fn fresh(&self, lifetime: Millis) -> Millis {
        let percent = millis(self.refresh_percent, 80);
        lifetime.saturating_mul(percent).div_euclid(100)
    }

    pub(super) fn stale(&self) -> Millis {
        millis(self.stale_ms, 86_400_000)
    }

    pub(super) fn cooldown(&self) -> Millis {
        millis(self.cooldown_ms, 30_000)
    }

    pub(super) fn permits(&self) -> Millis {
        millis(self.burst, 2)
    }

    /// The pause after this many failures in a row: doubled each time, up to half longer by chance,
    /// and no shorter than the server asks for.
    pub(super) fn backoff(&self, failures: u32, jitter: u32, asked: Option<Millis>) -> Millis {
        let doubled = 1_i64.checked_shl(failures.saturating_sub(1)).unwrap_or(0);
        let most = millis(self.max_backoff_ms, 60_000);
        let base = millis(self.backoff_ms, 1_000);
        let base = match doubled {
            1.. => base.saturating_mul(doubled).min(most),
            _ => most,
        };
        let wait = base.saturating_add(base.saturating_mul(i64::from(jitter)) >> 33);
        let asked = asked
            .unwrap_or(0)
            .min(millis(self.max_retry_after_ms, 600_000));
        wait.max(asked)
    }
}

fn millis(option: Option<u64>, default: Millis) -> Millis {
    option.map_or(default, |value| {
        Millis::try_from(value).unwrap_or(Millis::MAX)
    })
}

/// Reads the options of one source, or of several: `{"issuers": [...]}` with the options of each.
pub(super) fn sources(options: &str) -> Result<(bool, Vec<RemoteOptions>)> {
    let invalid = || {
        Error::argument_invalid(
            "`issuers` must be alone, a non-empty list of options, each with an `issuer` of its own.",
        )
    };
    let several = json::parse_object_str(options, json::MAX_DEPTH)
        .ok()
        .filter(|members| members.get("issuers").is_some());
    let Some(members) = several else {
        return Ok((false, vec![RemoteOptions::from_json(options)?]));
    };
    let Some(Value::Array(list)) = members
        .get("issuers")
        .filter(|_| members.members().len() == 1)
    else {
        return Err(invalid());
    };
    let mut sources: Vec<RemoteOptions> = Vec::new();
    for item in json::items(list) {
        let Ok(Value::Object(item)) = item else {
            return Err(invalid());
        };
        let source = RemoteOptions::from_json(item)?;
        let known = sources.iter().any(|known| known.issuer == source.issuer);
        if source.issuer.is_none() || known {
            return Err(invalid());
        }
        sources.push(source);
    }
    if sources.is_empty() {
        return Err(invalid());
    }
    Ok((true, sources))
}
