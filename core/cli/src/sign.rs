//! `jotkit sign`.

use std::path::Path;

use clap::Args;
use clap::builder::NonEmptyStringValueParser;
use jotkit::{Code, Error, SignCall, Signer, SignerOptions};
use zeroize::Zeroizing;

use crate::keys::{KeyOptionArgs, SigningKey};
use crate::output::{Failure, Output};
use crate::token::Stdin;
use crate::{files, time};

/// Signs claims and prints the token.
#[derive(Args)]
pub(crate) struct Sign {
    #[command(flatten)]
    key: SigningKey,
    #[command(flatten)]
    key_options: KeyOptionArgs,
    /// The claims: a JSON object, `@FILE`, or `-` for standard input.
    #[arg(long, value_name = "JSON", default_value = "{}")]
    claims: String,
    /// Add `iat`, and `exp` this many seconds later.
    #[arg(long, value_name = "SECONDS")]
    lifetime: Option<u64>,
    /// Add `iss`.
    #[arg(long)]
    issuer: Option<String>,
    /// Add `aud`; may be repeated, for a list.
    #[arg(long)]
    audience: Vec<String>,
    /// Add `sub`.
    #[arg(long, value_parser = NonEmptyStringValueParser::new(), allow_hyphen_values = true)]
    subject: Option<String>,
    /// The header's `kid`. Default: the key's own.
    // A thumbprint may begin with a hyphen, as ids in base64url do.
    #[arg(long, allow_hyphen_values = true)]
    kid: Option<String>,
    /// The header's `typ`. Default: JWT.
    #[arg(long, value_name = "TYPE")]
    r#type: Option<String>,
    /// Sign at this time: seconds since 1970, or 2026-01-31T23:59:59Z.
    #[arg(long, value_name = "TIME", value_parser = time::parse, allow_negative_numbers = true)]
    at: Option<f64>,
}

impl Sign {
    pub(crate) fn run(&self, stdin: Stdin<'_>) -> Result<Output, Failure> {
        let signer =
            Signer::with_options(self.key.load(&self.key_options.read()?)?, self.options())?;
        let claims = self.claims(stdin)?;
        let token = signer.sign_json_with(&claims, &SignCall::new().at(self.at))?;
        Ok(Output::good(token + "\n"))
    }

    fn options(&self) -> SignerOptions {
        let mut options = SignerOptions::new();
        if let Some(seconds) = self.lifetime {
            options = options.lifetime(seconds);
        }
        if let Some(issuer) = &self.issuer {
            options = options.issuer(issuer);
        }
        options = match self.audience.as_slice() {
            [] => options,
            [one] => options.audience(one),
            many => options.audiences(many),
        };
        if let Some(kid) = &self.kid {
            options = options.kid(kid);
        }
        if let Some(typ) = &self.r#type {
            options = options.typ(typ);
        }
        options
    }

    fn claims(&self, stdin: Stdin<'_>) -> Result<Zeroizing<String>, Failure> {
        let claims = match self.claims.as_str() {
            "-" => {
                let bytes = files::stdin(stdin.reader)?;
                let text = String::from_utf8(bytes.to_vec());
                text.map_err(|_| Failure::new("The claims are not UTF-8 text."))?
                    .into()
            }
            claims => match claims.strip_prefix('@') {
                Some(path) => files::text(Path::new(path))?,
                None => Zeroizing::new(claims.to_owned()),
            },
        };
        match &self.subject {
            Some(subject) => with_subject(&claims, subject).map(Zeroizing::new),
            None => Ok(claims),
        }
    }
}

/// Puts `sub` before the other claims. The core refuses a second one, as it does every claim that
/// is there twice.
fn with_subject(claims: &str, subject: &str) -> Result<String, Failure> {
    let members = claims
        .trim_start()
        .strip_prefix('{')
        .ok_or_else(|| Failure::from(Error::from(Code::ClaimsInvalid)))?;
    let comma = if members.trim_start().starts_with('}') {
        ""
    } else {
        ","
    };
    let subject = serde_json::Value::from(subject);
    Ok(format!("{{\"sub\":{subject}{comma}{members}"))
}
