//! `jotkit inspect`.

use std::fmt::Write;

use clap::Args;
use jotkit::{Policy, Unverified};
use serde_json::{Map, Value, json};

use crate::output::{Failure, HEADING, Output};
use crate::token::{Stdin, TokenArg};
use crate::warnings::warnings;
use crate::{json, time};

/// The claims that are times: RFC 7519, and OpenID Connect Core.
const TIMES: [&str; 5] = ["iat", "nbf", "exp", "auth_time", "updated_at"];

/// Shows what a token says, without verifying it: anyone can have written it.
#[derive(Args)]
pub(crate) struct Inspect {
    #[command(flatten)]
    token: TokenArg,
    /// Print one line of JSON.
    #[arg(long)]
    json: bool,
    /// Compare times with this one: seconds since 1970, or 2026-01-31T23:59:59Z.
    #[arg(long, value_name = "TIME", value_parser = time::parse, allow_negative_numbers = true)]
    at: Option<f64>,
}

impl Inspect {
    pub(crate) fn run(&self, stdin: Stdin<'_>) -> Result<Output, Failure> {
        let bytes = self.token.read(stdin)?;
        let token = match Policy::new().allow_padding().peek(&bytes) {
            Ok(token) => token,
            Err(error) => return Ok(Output::refused(&error)),
        };
        let now = self.at.unwrap_or_else(time::system);
        let claims = members(token.payload());
        let warnings = warnings(&members(token.header().json()), &claims, &bytes, now);
        let text = if self.json {
            line(&token, &warnings)
        } else {
            page(&token, &claims, &warnings, now)
        };
        Ok(Output::good(text))
    }
}

/// The members of JSON text that the core has read.
fn members(json: &str) -> Map<String, Value> {
    serde_json::from_str(json).unwrap_or_default()
}

fn line(token: &Unverified, warnings: &[String]) -> String {
    let header = json::compact(token.header().json());
    let claims = json::compact(token.payload());
    let warnings = json!(warnings);
    format!(
        "{{\"verified\":false,\"header\":{header},\"claims\":{claims},\"warnings\":{warnings}}}\n"
    )
}

fn page(token: &Unverified, claims: &Map<String, Value>, warnings: &[String], now: f64) -> String {
    let mut page = String::from("Not verified: anyone can have written this token.\n");
    section(&mut page, "Header", &json::pretty(token.header().json()));
    section(&mut page, "Claims", &json::pretty(token.payload()));
    let mut times = String::new();
    for name in TIMES {
        if let Some(seconds) = claims.get(name).and_then(Value::as_f64) {
            // Writing to a String cannot fail.
            let _ = writeln!(times, "  {name:<11}{}", time::words(seconds, now));
        }
    }
    if !times.is_empty() {
        section(&mut page, "Times", times.trim_end());
    }
    if !warnings.is_empty() {
        section(
            &mut page,
            "Warnings",
            &format!("- {}", warnings.join("\n- ")),
        );
    }
    page
}

fn section(page: &mut String, heading: &str, content: &str) {
    // Writing to a String cannot fail.
    let _ = write!(page, "\n{HEADING}{heading}{HEADING:#}\n{content}\n");
}
