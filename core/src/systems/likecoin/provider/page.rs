//! The pages: HTML that works without script, with a keyboard, on a phone, in light and dark.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::date::day;
use super::refusal::Refusal;
use super::reply::{App, Consent, Page, Reply};
use crate::crypto::sha256;

const STYLE: &str = include_str!("page.css");

/// The style is allowed by its hash, and nothing else is. There is no `form-action`: Chrome would
/// apply it to the redirect that follows.
static POLICY: LazyLock<String> = LazyLock::new(|| {
    let hash = base64_simd::STANDARD.encode_to_string(sha256(STYLE.as_bytes()));
    format!(
        "default-src 'none'; style-src 'sha256-{hash}'; frame-ancestors 'none'; base-uri 'none'"
    )
});

/// What scopes mean (protocol section B8), where a host does not say it better.
const MEANINGS: &[(&str, &str)] = &[
    (
        "profile",
        "See your public profile: your name and your picture",
    ),
    ("email", "See your e-mail address"),
    ("read:like", "See everything about your likes"),
    ("write:like", "Like content for you, and change your likes"),
    (
        "read:like.button",
        "See your likes and what is suggested to you",
    ),
    ("write:like.button", "Like content for you"),
    (
        "read:like.info",
        "See whom you like and what is suggested to you",
    ),
];

/// What a host says about scopes.
pub(super) type Descriptions = BTreeMap<String, String>;

fn meaning<'m>(scope: &str, own: Option<&'m Descriptions>) -> Option<&'m str> {
    let general = || {
        MEANINGS
            .iter()
            .find(|(name, _)| *name == scope)
            .map(|(_, text)| *text)
    };
    own.and_then(|own| own.get(scope))
        .map(String::as_str)
        .or_else(general)
}

/// A list of scopes in words, each with its name beneath.
fn scopes(scope: &[String], own: Option<&Descriptions>) -> Markup {
    html! {
        ul {
            @for word in scope {
                li {
                    @match meaning(word, own) {
                        Some(text) => { (text) code { (word) } }
                        None => { (word) }
                    }
                }
            }
        }
    }
}

fn page(title: &str, body: &Markup) -> String {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="robots" content="noindex";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body { main { (body) } }
        }
    };
    page.into_string()
}

/// The consent page. `fields` are the hidden inputs, `back` is where the user came from.
pub(super) fn consent(
    consent: Consent,
    already: &[String],
    fields: &[(&str, &str)],
    action: &str,
    own: Option<&Descriptions>,
) -> Reply {
    let title = format!("Allow {} access?", consent.name);
    let body = html! {
        h1 { (title) }
        p { strong { (consent.name) } " asks to:" }
        (scopes(&consent.scope, own))
        @if !already.is_empty() {
            p.soft { "You have already allowed it: " (already.join(", ")) }
        }
        p.soft { "You can withdraw this at any time." }
        form method="post" action=(action) {
            @for (name, value) in fields { input type="hidden" name=(name) value=(value); }
            input type="hidden" name="ticket" value=(consent.ticket);
            div.buttons {
                button type="submit" name="decision" value="deny" { "Deny" }
                button.strong type="submit" name="decision" value="accept" { "Allow" }
            }
        }
    };
    Reply::html(
        200,
        page(&title, &body),
        POLICY.clone(),
        Page::Consent(consent),
    )
}

/// The page of what a user has allowed.
pub(super) fn apps(apps: Vec<App>, action: &str, own: Option<&Descriptions>) -> Reply {
    let title = "Apps with access";
    let body = html! {
        h1 { (title) }
        @if apps.is_empty() { p { "No app has access to your account." } }
        @for app in &apps {
            section.app aria-label=(app.name) {
                h2 { (app.name) }
                (scopes(&app.scope, own))
                p.soft {
                    "Since " (day(app.since)) ". "
                    @match app.used {
                        Some(used) => { "Last used on " (day(used)) "." }
                        None => { "Not used yet." }
                    }
                }
                form method="post" action=(action) {
                    input type="hidden" name="client_id" value=(app.client_id);
                    input type="hidden" name="ticket" value=(app.ticket);
                    button type="submit" { "Withdraw access of " (app.name) }
                }
            }
        }
    };
    Reply::html(200, page(title, &body), POLICY.clone(), Page::Apps(apps))
}

/// What is shown instead of a redirect.
pub(super) fn refusal(refusal: Refusal) -> Reply {
    let words = refusal.words();
    let title = "This does not work";
    let body = html! {
        h1 { (title) }
        p { (refusal.sentence()) }
        p.soft { code { (words.likecoin) } }
    };
    let shown = Page::Refusal(words.likecoin);
    let reply = Reply::html(words.status, page(title, &body), POLICY.clone(), shown);
    match refusal {
        Refusal::Method => reply.with("allow", "GET, POST"),
        Refusal::Unavailable => reply.with("retry-after", "1"),
        _ => reply,
    }
}

#[cfg(test)]
mod tests {
    use super::{Consent, Descriptions, consent};
    use crate::systems::likecoin::provider::reply::Reply;

    fn asked(name: &str, own: &Descriptions) -> Reply {
        let asked = Consent {
            client_id: "app".to_owned(),
            name: name.to_owned(),
            scope: vec!["profile".to_owned(), "read:x".to_owned()],
            ticket: "t".to_owned(),
        };
        consent(
            asked,
            &[],
            &[("state", "\"><script>")],
            "/in/oauth",
            Some(own),
        )
    }

    #[test]
    fn what_others_wrote_is_text() {
        let body = asked("<b>&\"'", &Descriptions::new()).body;
        assert!(!body.contains("<b>") && !body.contains("<script>"));
        assert!(body.contains("&lt;b&gt;&amp;&quot;"));
    }

    #[test]
    fn a_host_says_what_its_scopes_mean() {
        let own = Descriptions::from([("read:x".to_owned(), "Read <x>".to_owned())]);
        let body = asked("App", &own).body;
        assert!(body.contains("Read &lt;x&gt;") && body.contains("your public profile"));
    }
}
