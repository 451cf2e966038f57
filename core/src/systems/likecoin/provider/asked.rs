//! What a client asks a user for, checked: the parameters of the consent page (RFC 6749 §4.1.1,
//! protocol section B2).

use percent_encoding::{percent_decode_str, utf8_percent_encode};

use super::client::Record;
use super::flow::Halt;
use super::form::Form;
use super::options::Options;
use super::refusal::Refusal;
use super::scopes;
use crate::systems::likecoin::authorize::ENCODED;

/// The parameters that belong to a request, in the order of the form's hidden inputs.
pub(super) const FIELDS: [&str; 7] = [
    "client_id",
    "redirect_uri",
    "scope",
    "state",
    "response_type",
    "code_challenge",
    "code_challenge_method",
];

/// The length of a challenge: a SHA-256 as base64url (RFC 7636 §4.2).
const CHALLENGE: usize = 43;

/// A request for consent whose client and redirect URI are good.
pub(super) struct Asked {
    pub(super) redirect_uri: String,
    pub(super) scope: Vec<String>,
    pub(super) challenge: Option<String>,
    state: Option<String>,
}

impl Asked {
    /// Checks a request of a client that is known.
    ///
    /// # Errors
    /// A page for a redirect URI that is not registered, character for character; otherwise a
    /// redirect to it that carries the refusal.
    pub(super) fn read(form: &Form, client: &Record, options: &Options) -> Result<Self, Halt> {
        let redirect_uri = form.get("redirect_uri").ok().flatten();
        let redirect_uri = redirect_uri
            .filter(|address| client.redirect_uris.iter().any(|own| own == address))
            .ok_or(Refusal::RedirectUri)?;
        let mut asked = Self {
            redirect_uri: redirect_uri.to_owned(),
            scope: Vec::new(),
            challenge: None,
            state: form.value("state").map(str::to_owned),
        };
        match asked.fill(form, client, options) {
            Ok(()) => Ok(asked),
            Err(refusal) => Err(asked.refused(refusal, options)),
        }
    }

    fn fill(&mut self, form: &Form, client: &Record, options: &Options) -> Result<(), Refusal> {
        if !form.is_well_formed() {
            return Err(Refusal::Malformed);
        }
        if !options.is_likecoin() {
            match form.value("response_type") {
                Some("code") => {}
                Some(_) => return Err(Refusal::ResponseType),
                None => return Err(Refusal::Malformed),
            }
        }
        let scope = form.value("scope").unwrap_or_default();
        self.scope = scopes::asked(scope, client, options).ok_or(Refusal::Scope)?;
        let challenge = form.value("code_challenge");
        let good = match (challenge, form.value("code_challenge_method")) {
            (None, None) => !client.pkce,
            (Some(challenge), Some("S256")) => is_challenge(challenge),
            _ => false,
        };
        if !good {
            return Err(Refusal::Malformed);
        }
        self.challenge = challenge.map(str::to_owned);
        Ok(())
    }

    /// Back to the client with a code.
    pub(super) fn with_code(&self, code: &str, options: &Options) -> String {
        self.back("code", code, self.state.as_deref(), options)
    }

    /// Back to the client with a refusal. LikeCoin's page gives the state back only if the user
    /// declined (protocol section B3).
    pub(super) fn refused(&self, refusal: Refusal, options: &Options) -> Halt {
        let words = refusal.words();
        let (word, state) = if options.is_likecoin() {
            let state = self.state.as_deref().filter(|_| refusal == Refusal::Denied);
            (words.likecoin, state)
        } else {
            (words.rfc6749, self.state.as_deref())
        };
        Halt::Redirected(refusal, self.back("error", word, state, options))
    }

    fn back(&self, name: &str, value: &str, state: Option<&str>, options: &Options) -> String {
        let parameters = [
            Some((name, value)),
            state.map(|state| ("state", state)),
            options.issuer.as_deref().map(|issuer| ("iss", issuer)),
        ];
        let parameters: Vec<_> = parameters.into_iter().flatten().collect();
        with_parameters(&self.redirect_uri, &parameters)
    }
}

fn is_challenge(text: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    text.len() == CHALLENGE && text.bytes().all(allowed)
}

/// A redirect URI with more parameters. Its own stay as they are written, except those that are
/// named again (protocol section B3).
fn with_parameters(redirect_uri: &str, parameters: &[(&str, &str)]) -> String {
    let (base, query) = redirect_uri.split_once('?').unwrap_or((redirect_uri, ""));
    let named_again = |pair: &str| {
        let name = pair.split('=').next().unwrap_or_default().replace('+', " ");
        let name = percent_decode_str(&name).decode_utf8_lossy();
        parameters.iter().any(|(again, _)| *again == name)
    };
    let own = query
        .split('&')
        .filter(|pair| !pair.is_empty() && !named_again(pair));
    let new = parameters
        .iter()
        .map(|(name, value)| format!("{name}={}", utf8_percent_encode(value, ENCODED)));
    let pairs: Vec<_> = own.map(str::to_owned).chain(new).collect();
    format!("{base}?{}", pairs.join("&"))
}

#[cfg(test)]
mod tests {
    use super::with_parameters;

    #[test]
    fn a_redirect_uri_keeps_its_own_parameters() {
        for (address, expected) in [
            (
                "https://app.example/cb",
                "https://app.example/cb?code=c%26d",
            ),
            (
                "https://app.example/cb?",
                "https://app.example/cb?code=c%26d",
            ),
            (
                "https://app.example/cb?x=%7e+1",
                "https://app.example/cb?x=%7e+1&code=c%26d",
            ),
            (
                "https://app.example/cb?code=1&x&c%6fde=2",
                "https://app.example/cb?x&code=c%26d",
            ),
            ("com.example.app:/cb", "com.example.app:/cb?code=c%26d"),
        ] {
            assert_eq!(with_parameters(address, &[("code", "c&d")]), expected);
        }
    }
}
