//! `jotkit explain`.

use std::fmt::Write;

use clap::Args;
use jotkit::{Finding, findings_to_json};

use crate::output::{Failure, HEADING, Output};
use crate::text::printable;
use crate::token::{Stdin, TokenArg};
use crate::verifier::VerifierArgs;

/// Runs every check of `verify` and lists all that fail; exits with 1 if one does.
///
/// It is for logs and support. What it finds would help a forger, so a client must not see it.
#[derive(Args)]
pub(crate) struct Explain {
    #[command(flatten)]
    token: TokenArg,
    #[command(flatten)]
    verifier: VerifierArgs,
    /// Print one line of JSON.
    #[arg(long)]
    json: bool,
}

impl Explain {
    pub(crate) fn run(&self, stdin: Stdin<'_>) -> Result<Output, Failure> {
        let verifier = self.verifier.verifier()?;
        let token = self.token.read(stdin)?;
        let findings = verifier.explain_at(&token, self.verifier.now())?;
        let text = if self.json {
            let findings = findings_to_json(&findings);
            format!("{{\"findings\":{}}}\n", printable(&findings))
        } else {
            list(&findings)
        };
        Ok(Output {
            status: u8::from(!findings.is_empty()),
            ..Output::good(text)
        })
    }
}

fn list(findings: &[Finding]) -> String {
    if findings.is_empty() {
        return "All checks pass.\n".to_owned();
    }
    let mut list = String::new();
    for Finding { check, error, .. } in findings {
        let (check, code) = (check.as_str(), error.code());
        let sentence = error.to_string();
        // Writing to a String cannot fail.
        let _ = writeln!(
            list,
            "{HEADING}{check:<10}{HEADING:#}{code}: {}",
            printable(&sentence)
        );
    }
    list
}
