//! What the consent page looks like.

use axum::response::Html;
use maud::{DOCTYPE, Markup, html};
use url::form_urlencoded;

use super::consent::Ask;
use crate::world::USER;

pub(super) fn login(ask: &Ask) -> Html<String> {
    page(
        "Log in",
        &html! {
            p { "Log in with your Liker ID to go on." }
            (form("login", &format!("Log in as {}", USER.id), ask))
        },
    )
}

pub(super) fn consent(client: &str, scope: &[String], ask: &Ask) -> Html<String> {
    page(
        "Allow access?",
        &html! {
            p { strong { (client) } " asks " (USER.display_name) " for:" }
            ul { @for word in scope { li { (word) } } }
            (form("accept", "Accept", ask))
            (form("deny", "Deny", ask))
        },
    )
}

/// What was asked, as a query.
pub(super) fn query(ask: &Ask) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(members(ask))
        .finish()
}

fn members(ask: &Ask) -> impl Iterator<Item = (&'static str, &str)> {
    let members = [
        ("client_id", &ask.client_id),
        ("redirect_uri", &ask.redirect_uri),
        ("scope", &ask.scope),
        ("state", &ask.state),
    ];
    members
        .into_iter()
        .filter_map(|(name, value)| value.as_deref().map(|value| (name, value)))
}

fn form(step: &str, button: &str, ask: &Ask) -> Markup {
    html! {
        form method="post" action=(format!("/in/oauth/{step}")) {
            @for (name, value) in members(ask) { input type="hidden" name=(name) value=(value); }
            button type="submit" { (button) }
        }
    }
}

fn page(title: &str, body: &Markup) -> Html<String> {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head { meta charset="utf-8"; title { (title) } }
            body {
                h1 { (title) }
                (body)
                small { "A stand-in for LikeCoin's consent page; test equipment." }
            }
        }
    };
    Html(page.into_string())
}
