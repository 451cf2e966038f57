//! `jotkit verify`.

use clap::Args;
use jotkit::{Error, Kind, Verified};

use crate::json;
use crate::output::{Failure, Output};
use crate::token::{Stdin, TokenArg};
use crate::verifier::VerifierArgs;

/// Verifies a token and prints its claims; exits with 1 if the token is refused.
#[derive(Args)]
pub(crate) struct Verify {
    #[command(flatten)]
    token: TokenArg,
    #[command(flatten)]
    verifier: VerifierArgs,
    /// Print one line of JSON, for a refusal too.
    #[arg(long)]
    json: bool,
}

impl Verify {
    pub(crate) fn run(&self, stdin: Stdin<'_>) -> Result<Output, Failure> {
        let verifier = self.verifier.verifier()?;
        let token = self.token.read(stdin)?;
        match verifier.verify_at(&token, self.verifier.now()) {
            Ok(verified) => Ok(Output::good(self.claims(&verified))),
            Err(error) if matches!(error.kind(), Kind::Usage | Kind::Internal) => Err(error.into()),
            Err(error) => Ok(self.refusal(&error)),
        }
    }

    fn claims(&self, verified: &Verified) -> String {
        if self.json {
            let header = json::compact(verified.header().json());
            let claims = json::compact(verified.payload());
            format!("{{\"verified\":true,\"header\":{header},\"claims\":{claims}}}\n")
        } else {
            json::pretty(verified.payload()) + "\n"
        }
    }

    fn refusal(&self, error: &Error) -> Output {
        let mut output = Output::refused(error);
        if self.json {
            let code = error.code();
            let claim = error.claim().map(json::string);
            let claim = claim.map_or_else(String::new, |claim| format!("\"claim\":{claim},"));
            let message = json::string(&error.to_string());
            *output.stdout = format!(
                "{{\"verified\":false,\"code\":\"{code}\",{claim}\"message\":{message}}}\n"
            );
        }
        output
    }
}
