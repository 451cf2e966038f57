//! A verifier from the options that `verify` and `explain` share.

use std::path::PathBuf;

use clap::Args;
use jotkit::{Now, Policy, Verifier};

use crate::files;
use crate::keys::{KeyOptionArgs, VerifyingKeys};
use crate::output::Failure;
use crate::time;

#[derive(Args)]
pub(crate) struct VerifierArgs {
    #[command(flatten)]
    keys: VerifyingKeys,
    #[command(flatten)]
    key_options: KeyOptionArgs,
    /// Require `iss` to be this; may be repeated, for one of several.
    #[arg(long)]
    issuer: Vec<String>,
    /// Require `aud` to name this; may be repeated, for one of several.
    #[arg(long)]
    audience: Vec<String>,
    /// Require the header's `typ` to be this; may be repeated, for one of several.
    #[arg(long, value_name = "TYPE")]
    r#type: Vec<String>,
    /// Require `sub` to be this.
    #[arg(long)]
    subject: Option<String>,
    /// Allow clocks to differ by this many seconds.
    #[arg(long, value_name = "SECONDS")]
    leeway: Option<u64>,
    /// A JSON file with a policy: all options of `docs/options.md`. The options here replace its.
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
    /// Judge the token at this time: seconds since 1970, or 2026-01-31T23:59:59Z.
    #[arg(long, value_name = "TIME", value_parser = time::parse, allow_negative_numbers = true)]
    at: Option<f64>,
}

impl VerifierArgs {
    pub(crate) fn verifier(&self) -> Result<Verifier, Failure> {
        let policy = self.policy()?;
        Ok(Verifier::new(
            self.keys.load(&self.key_options.read()?)?,
            policy,
        )?)
    }

    pub(crate) fn now(&self) -> Now {
        self.at.into()
    }

    fn policy(&self) -> Result<Policy, Failure> {
        let mut policy = Policy::new();
        if let Some(path) = &self.policy {
            policy = Policy::from_json(&files::text(path)?)
                .map_err(|error| Failure::refused(path, &error))?;
        }
        if let Some(algorithm) = self.key_options.alg {
            policy = policy.algorithms([algorithm]);
        }
        if !self.issuer.is_empty() {
            policy = policy.issuers(&self.issuer);
        }
        if !self.audience.is_empty() {
            policy = policy.audiences(&self.audience);
        }
        if !self.r#type.is_empty() {
            policy = policy.types(&self.r#type);
        }
        if let Some(subject) = &self.subject {
            policy = policy.subject(subject);
        }
        if let Some(seconds) = self.leeway {
            policy = policy.leeway(seconds);
        }
        Ok(policy)
    }
}
