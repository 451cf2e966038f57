//! What a signer adds to claims and header.

use super::recipe::Recipe;
use crate::error::Result;
use crate::options::{MAX_WHOLE, options};

options! {
    /// What a signer adds to claims and headers that lack it.
    ///
    /// ```
    /// let options = jotkit::SignerOptions::new().issuer("https://id.example").lifetime(3600);
    /// let same = r#"{"issuer": "https://id.example", "lifetime": 3600}"#;
    /// assert_eq!(options, jotkit::SignerOptions::from_json(same)?);
    /// # Ok::<(), jotkit::Error>(())
    /// ```
    SignerOptions PolicyInvalid;
    issuer: string "Add `iss` to claims without one.";
    subject: string "Add `sub` to claims without one.";
    audience: string_or_strings(audiences) "Add `aud` to claims without one: a string, or a list.";
    lifetime: whole_number(1, MAX_WHOLE, "seconds") "Add `iat`, and `exp` this many seconds later, to claims without them.";
    iat: flag "Add `iat`, the time of signing in whole seconds, to claims without one.";
    jti: flag "Add `jti`, a random UUID (RFC 9562 §5.4), to claims without one.";
    recipe: choice(Recipe) "Sign what one service asks for: `client_assertion` (RFC 7523 §3), `github_app`, `apple_client_secret`, `apns`, `app_store_connect` or `google_service_account`; docs/recipes.md says what each adds. Default: none of them.";
    kid: string "The header's `kid`. Default: the key's own.";
    typ: string "The header's `typ`. Default: `JWT`.";
}

impl SignerOptions {
    pub(super) fn check(&self) -> Result<()> {
        self.check_each()?;
        self.recipe.map_or(Ok(()), |recipe| recipe.check(self))
    }

    /// Whether claims may lack something that is to be added.
    pub(super) fn adds_claims(&self) -> bool {
        let Self {
            issuer,
            subject,
            audience,
            lifetime,
            iat,
            jti,
            ..
        } = self;
        issuer.is_some()
            || subject.is_some()
            || audience.is_some()
            || lifetime.is_some()
            || *iat
            || *jti
    }
}
