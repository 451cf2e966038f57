//! The headers of a reply: how long keys may be kept, and when to ask again.

use std::time::UNIX_EPOCH;

use super::Millis;

/// The longest `ETag` that is sent back, in characters.
const MAX_ETAG: usize = 1_024;

/// The headers of one reply; their names have no case.
#[derive(Debug, Clone, Default)]
pub(super) struct Headers(Vec<(String, String)>);

impl Headers {
    pub(super) fn new(headers: &[(String, String)]) -> Self {
        let lower = |(name, value): &(String, String)| (name.to_ascii_lowercase(), value.clone());
        Self(headers.iter().map(lower).collect())
    }

    /// The value of a header; several of one name are one list (RFC 9110 §5.3).
    fn get(&self, name: &str) -> Option<String> {
        let values = self.0.iter().filter(|(own, _)| own == name);
        let values: Vec<&str> = values.map(|(_, value)| value.as_str()).collect();
        (!values.is_empty()).then(|| values.join(", "))
    }

    /// Whether the body is the bytes that were sent.
    pub(super) fn is_identity(&self) -> bool {
        self.get("content-encoding")
            .is_none_or(|encoding| encoding.trim().eq_ignore_ascii_case("identity"))
    }

    /// An `ETag` that can be sent back.
    pub(super) fn etag(&self) -> Option<String> {
        let etag = self.get("etag")?;
        is_etag(etag.trim()).then(|| etag.trim().to_owned())
    }

    /// How long the body may be kept, within bounds (RFC 9111 §4.2.1, §5.2.2).
    pub(super) fn lifetime(&self, least: Millis, most: Millis, default: Millis) -> Millis {
        let directives = self.get("cache-control").unwrap_or_default();
        let directives = directives_of(&directives);
        let has = |name| {
            let mut directives = directives.iter();
            directives.any(|(own, value)| own == name && value.is_none())
        };
        if has("no-store") || has("no-cache") {
            return least;
        }
        let max_age = directives.iter().find(|(name, _)| name == "max-age");
        let max_age = max_age.and_then(|(_, value)| seconds(value.as_deref()?));
        let lifetime = match max_age {
            None => default,
            Some(max_age) => {
                let age = self.get("age").and_then(|age| seconds(age.trim()));
                max_age
                    .saturating_sub(age.unwrap_or(0))
                    .saturating_mul(1_000)
            }
        };
        lifetime.max(least).min(most)
    }

    /// How long to wait before the next request (RFC 9110 §10.2.3): seconds or a date.
    pub(super) fn retry_after(&self, now: Millis) -> Option<Millis> {
        let value = self.get("retry-after")?;
        let value = value.trim();
        if let Some(seconds) = seconds(value) {
            return Some(seconds.saturating_mul(1_000));
        }
        let date = httpdate::parse_http_date(value).ok()?;
        // The library also reads two obsolete forms.
        if httpdate::fmt_http_date(date) != value {
            return None;
        }
        let date = date.duration_since(UNIX_EPOCH).ok()?.as_millis();
        Some(Millis::try_from(date).ok()?.saturating_sub(now).max(0))
    }
}

/// Whether an `ETag` can be sent back: visible ASCII of some length.
pub(super) fn is_etag(etag: &str) -> bool {
    let visible = etag.bytes().all(|byte| byte.is_ascii_graphic());
    visible && (1..=MAX_ETAG).contains(&etag.len())
}

/// The directives of `Cache-Control`, names in lower case. A quoted string may hold commas.
fn directives_of(value: &str) -> Vec<(String, Option<String>)> {
    let (mut parts, mut part, mut quoted, mut escaped) = (Vec::new(), String::new(), false, false);
    for char in value.chars() {
        match char {
            ',' if !quoted => {
                parts.push(std::mem::take(&mut part));
                continue;
            }
            '"' if !escaped => quoted = !quoted,
            _ => {}
        }
        escaped = quoted && !escaped && char == '\\';
        part.push(char);
    }
    parts.push(part);
    let directive = |part: String| match part.split_once('=') {
        None => (part.trim().to_ascii_lowercase(), None),
        Some((name, value)) => {
            let value = value.trim();
            let inner = value
                .strip_prefix('"')
                .and_then(|rest| rest.strip_suffix('"'));
            let name = name.trim().to_ascii_lowercase();
            (name, Some(inner.unwrap_or(value).to_owned()))
        }
    };
    parts.into_iter().map(directive).collect()
}

/// Digits, and nothing else; more than fit are the most.
fn seconds(text: &str) -> Option<Millis> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().unwrap_or(Millis::MAX))
}

#[cfg(test)]
mod tests {
    use super::Headers;

    fn of(pairs: &[(&str, &str)]) -> Headers {
        let pairs = pairs.iter();
        let pairs = pairs.map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Headers::new(&pairs.collect::<Vec<_>>())
    }

    #[test]
    fn a_lifetime_is_max_age_minus_age_within_bounds() {
        for (control, age, lifetime) in [
            ("max-age=600", "", 600_000),
            ("Max-Age=\"600\"", "100", 500_000),
            ("public, max-age=600, max-age=700", "x", 600_000),
            ("max-age=x, max-age=600", "", 300_000),
            ("max-age=-1", "", 300_000),
            ("max-age=10", "", 60_000),
            ("max-age=100", "9999", 60_000),
            ("max-age=99999999999999999999999", "", 3_600_000),
            ("no-store, max-age=600", "", 60_000),
            ("NO-CACHE", "", 60_000),
            ("no-cache=\"set-cookie, x\", max-age=600", "", 600_000),
            ("s-maxage=600", "", 300_000),
            ("", "100", 300_000),
        ] {
            let headers = of(&[("Cache-Control", control), ("AGE", age)]);
            let found = headers.lifetime(60_000, 3_600_000, 300_000);
            assert_eq!(found, lifetime, "{control} {age}");
        }
    }

    #[test]
    fn a_retry_is_in_seconds_or_at_an_imf_fixdate() {
        let now = 784_111_777_000;
        for (value, wait) in [
            ("7", Some(7_000)),
            ("0", Some(0)),
            ("Sun, 06 Nov 1994 08:49:47 GMT", Some(10_000)),
            ("Sun, 06 Nov 1994 08:49:27 GMT", Some(0)),
            ("Mon, 06 Nov 1994 08:49:47 GMT", None),
            ("Sunday, 06-Nov-94 08:49:47 GMT", None),
            ("Sun Nov  6 08:49:47 1994", None),
            ("1.5", None),
            ("-1", None),
            ("", None),
        ] {
            assert_eq!(
                of(&[("Retry-After", value)]).retry_after(now),
                wait,
                "{value}"
            );
        }
    }
}
