//! The rules that the vectors cannot hold, tested through the public API of the crate.

mod at_home;
mod builders;
mod cache;
mod contract;
mod error_texts;
mod explain;
mod generated_claims;
mod grants;
#[path = "../interop/jsonwebtoken.rs"]
mod jsonwebtoken;
mod key_files;
mod key_mistakes;
mod limits;
mod properties;
mod provider;
mod resolvers;
mod secrets;
mod security;
mod strict_json;
mod vectors;

/// One of some strings.
fn one_of<'a>(random: &mut fastrand::Rng, choices: &[&'a str]) -> &'a str {
    random.choice(choices).expect("a choice")
}
