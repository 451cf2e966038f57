//! Which scopes a client gets.

use super::client::Record;
use super::options::Options;
use crate::systems::likecoin::scope::split;

/// What LikeCoin's page adds to every request (protocol row B2.2).
const ALWAYS: &str = "profile";

/// The scopes that a request asks for; `None` if one is off the client's list, or there are none.
///
/// Nothing at all asks for the client's default scopes. In LikeCoin's style a word without a colon
/// means two scopes, and `profile` is always among them (protocol rows B2.1 to B2.3).
pub(super) fn asked(parameter: &str, client: &Record, options: &Options) -> Option<Vec<String>> {
    let likecoin = options.is_likecoin();
    let mut scope = words(split(parameter), likecoin);
    if scope.is_empty() {
        scope = words(client.default_scopes.iter().map(String::as_str), likecoin);
    }
    if likecoin && !scope.iter().any(|word| word == ALWAYS) {
        scope.push(ALWAYS.to_owned());
    }
    let allowed = list(client, options);
    let good = !scope.is_empty() && scope.iter().all(|word| allowed.contains(word));
    good.then_some(scope)
}

/// The scopes that a refresh asks for: those of the grant, or some of them.
pub(super) fn narrowed(
    parameter: Option<&str>,
    granted: &str,
    client: &Record,
    options: &Options,
) -> Option<Vec<String>> {
    let granted: Vec<String> = split(granted).map(str::to_owned).collect();
    let Some(parameter) = parameter else {
        return still_allowed(granted, client, options);
    };
    let scope = words(split(parameter), options.is_likecoin());
    if !scope.iter().all(|word| granted.contains(word)) {
        return None;
    }
    still_allowed(scope, client, options)
}

/// Leaves out what has left the client's list; `None` if nothing is left.
pub(super) fn still_allowed(
    mut scope: Vec<String>,
    client: &Record,
    options: &Options,
) -> Option<Vec<String>> {
    let allowed = list(client, options);
    scope.retain(|word| allowed.contains(word));
    (!scope.is_empty()).then_some(scope)
}

/// Words of a consent, each once.
pub(super) fn consented(consent: &str) -> Vec<String> {
    words(split(consent), false)
}

fn list(client: &Record, options: &Options) -> Vec<String> {
    words(
        client.scopes.iter().map(String::as_str),
        options.is_likecoin(),
    )
}

/// Words, each once, and in LikeCoin's style as the scopes that they mean.
fn words<'w>(given: impl Iterator<Item = &'w str>, likecoin: bool) -> Vec<String> {
    let mut scope: Vec<String> = Vec::new();
    let mut add = |word: String| {
        if !scope.contains(&word) {
            scope.push(word);
        }
    };
    for word in given {
        if likecoin && !word.contains(':') && word != "profile" && word != "email" {
            add(format!("read:{word}"));
            add(format!("write:{word}"));
        } else {
            add(word.to_owned());
        }
    }
    scope
}
