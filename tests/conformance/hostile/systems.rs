//! Scopes, callbacks, replies, options, claims to be signed.

use jotkit::likecoin::{self, oauth};
use jotkit::{Code, Error, Key, Policy, SignCall, Signer, bearer, livelike};

use super::tokens::{claims, verify, without_limits};
use super::{Case, Work, joined};

const NOW: f64 = 1_750_000_000.0;

fn access_token(scope: &str) -> String {
    // Signed by a key of another's, so that reading is what is measured.
    claims(&format!(r#""user":"u","azp":"a","iat":1,"scope":{scope}"#))
}

fn read(scope: &str) -> Work {
    let token = access_token(scope);
    Work::new(token.len(), move || likecoin::peek(&token))
}

fn callback(query: String) -> Work {
    let url = format!("https://app.example/cb?{query}");
    Work::new(url.len(), move || oauth::parse_callback(&url, "S"))
}

fn reply(body: String) -> Work {
    Work::new(body.len(), move || {
        oauth::parse_token_response(200, &body, None)
    })
}

fn policy(text: String) -> Work {
    Work::new(text.len(), move || Policy::from_json(&text))
}

fn held(words: usize, word: impl Fn(usize) -> String, demanded: String) -> Work {
    let held: Vec<String> = (0..words).map(word).collect();
    let bytes = held.iter().map(String::len).sum::<usize>() + demanded.len();
    Work::new(bytes, move || {
        match likecoin::scope::allows(&held, &demanded)? {
            true => Ok(()),
            false => Err(Error::from(Code::ScopeRefused)),
        }
    })
}

pub(super) fn cases() -> Vec<Case> {
    let mut cases = tokens();
    cases.extend(flow());
    cases.extend(options());
    cases
}

fn tokens() -> Vec<Case> {
    let refused = Err(Code::ScopeRefused);
    vec![
        // The default limit of a token bounds what `read` takes.
        Case::new("a scope text of many words", Ok(()), 30_000, |n| {
            read(&format!("\"{}\"", "a:b ".repeat(n)))
        }),
        Case::new("a scope text of spaces", Ok(()), 150_000, |n| {
            read(&format!("\"{}\"", " ".repeat(n)))
        }),
        Case::new("a scope list of many words", Ok(()), 30_000, |n| {
            read(&format!("[{}]", joined(n, ",", |_| "\"a:b\"".into())))
        }),
        Case::new(
            "a scope list whose last is no text",
            Err(Code::ClaimMalformed),
            30_000,
            |n| read(&format!("[{},0]", joined(n, ",", |_| "\"a:b\"".into()))),
        ),
        Case::new("many words that do not cover", refused, 100_000, |n| {
            held(n, |index| format!("read:a.b{index}"), "read:a.b.c".into())
        }),
        Case::new("long words that nearly cover", refused, 1_000, |n| {
            held(
                n,
                |_| format!("read:{}b", "a.".repeat(20)),
                format!("read:{}a", "a.".repeat(20)),
            )
        }),
        Case::new("a demand of many segments", refused, 100_000, |n| {
            held(
                8,
                |index| format!("write:{index}"),
                format!("read:{}b", "a.".repeat(n)),
            )
        }),
        Case::new(
            "a client that no table has",
            Err(Code::ClientUnknown),
            50_000,
            |n| {
                let clients = (0..n).map(|index| (format!("c{index}"), "secret"));
                let options = likecoin::VerifierOptions::new();
                let verifier =
                    likecoin::Verifier::new("common", clients, &options).expect("a verifier");
                let token = access_token("[]");
                Work::new(n * 20, move || verifier.verify_at(&token, NOW))
            },
        ),
        Case::new(
            "an issuer of escapes",
            Err(Code::ClientUnknown),
            30_000,
            |n| {
                let verifier = livelike::Verifier::new([("app", "secret")]).expect("a verifier");
                let token = claims(&format!("\"iss\":\"{}\"", r"\u0061".repeat(n)));
                Work::new(token.len(), move || verifier.verify_at(&token, NOW))
            },
        ),
        Case::new(
            "a profile id of many letters",
            Err(Code::ArgumentInvalid),
            1_000_000,
            |n| {
                let signer = livelike::Signer::new("app", "secret").expect("a signer");
                let id = "\u{7528}".repeat(n.max(256));
                Work::new(id.len(), move || signer.sign(&id))
            },
        ),
        Case::new(
            "a header of spaces",
            Err(Code::AuthorizationMalformed),
            1_000_000,
            |n| {
                let value = format!("Bearer {} ", "a".repeat(n));
                Work::new(value.len(), move || bearer::parse(&*value).map(|_| ()))
            },
        ),
        Case::new("claims of many members", Ok(()), 300_000, |n| {
            let claims = format!("{{{}}}", joined(n, ",", |index| format!("\"m{index}\":0")));
            let signer = Signer::new(Key::hs256([7; 32]).expect("a key")).expect("a signer");
            Work::new(claims.len(), move || signer.sign_json(&claims))
        }),
        Case::new("header members to be signed", Ok(()), 200_000, |n| {
            let members = format!(
                "{{{}}}",
                joined(n, ",", |index| format!("\"m{index}\":\"\\n\""))
            );
            let signer = Signer::new(Key::hs256([7; 32]).expect("a key")).expect("a signer");
            Work::new(members.len(), move || {
                signer.sign_json_with("{}", &SignCall::new().header(&*members))
            })
        }),
        Case::new(
            "a required claim behind many",
            Err(Code::ClaimMissing),
            300_000,
            |n| {
                let members = joined(n, ",", |index| format!("\"m{index}\":0"));
                verify(without_limits().required(["m"]), claims(&members))
            },
        ),
    ]
}

fn flow() -> Vec<Case> {
    let invalid = Err(Code::CallbackInvalid);
    let bad = Err(Code::ResponseInvalid);
    vec![
        Case::new("a callback of many parameters", Ok(()), 200_000, |n| {
            callback(format!("code=X&state=S{}", "&x=1".repeat(n)))
        }),
        Case::new("a callback of many codes", invalid, 200_000, |n| {
            callback(format!("state=S{}", "&code=X".repeat(n.max(2))))
        }),
        Case::new(
            "a callback in percent signs",
            Err(Code::StateMismatch),
            200_000,
            |n| callback(format!("code={}&state=T", "%41".repeat(n))),
        ),
        Case::new(
            "a callback of plus signs",
            Err(Code::StateMismatch),
            500_000,
            |n| callback(format!("code={}&state=T", "+".repeat(n))),
        ),
        Case::new("a long state", Err(Code::StateMismatch), 1_000_000, |n| {
            callback(format!("code=X&state={}", "S".repeat(n)))
        }),
        Case::new("a long path", Err(Code::StateMismatch), 300_000, |n| {
            let url = format!("https://app.example/{}?code=X&state=T", "../a/".repeat(n));
            Work::new(url.len(), move || oauth::parse_callback(&url, "S"))
        }),
        Case::new("a reply of many members", bad, 90_000, |n| {
            reply(format!(
                "{{{}}}",
                joined(n, ",", |index| format!("\"m{index}\":0"))
            ))
        }),
        Case::new("a reply of many scopes", Ok(()), 200_000, |n| {
            reply(format!(
                r#"{{"access_token":"t","scope":[{}]}}"#,
                joined(n, ",", |_| "\"a\"".into())
            ))
        }),
        Case::new("a reply too deep", bad, 100_000, |n| {
            reply(format!(
                r#"{{"access_token":"t","x":{}{}}}"#,
                "[".repeat(n.max(64)),
                "]".repeat(n.max(64))
            ))
        }),
        Case::new("a reply too long", bad, 4_000_000, |n| {
            reply(" ".repeat(n.max((1 << 20) + 1)))
        }),
        Case::new("a request for many scopes", Ok(()), 100_000, |n| {
            let scope: Vec<String> = (0..n).map(|index| format!("read:a{index}")).collect();
            let request =
                oauth::AuthorizeRequest::new("client", "https://app.example/cb").scope(scope);
            Work::new(n * 10, move || request.url())
        }),
    ]
}

fn options() -> Vec<Case> {
    let invalid = Err(Code::PolicyInvalid);
    vec![
        Case::new(
            "a policy of fields that do not exist",
            invalid,
            300_000,
            |n| {
                policy(format!(
                    "{{{}}}",
                    joined(n, ",", |index| format!("\"m{index}\":0"))
                ))
            },
        ),
        Case::new("a policy that requires many", Ok(()), 200_000, |n| {
            policy(format!(
                r#"{{"required":[{}]}}"#,
                joined(n, ",", |index| format!("\"m{index}\""))
            ))
        }),
        Case::new("a policy that expects many", Ok(()), 200_000, |n| {
            policy(format!(
                r#"{{"expected":{{{}}}}}"#,
                joined(n, ",", |index| format!("\"m{index}\":0"))
            ))
        }),
        Case::new("a policy of many audiences", Ok(()), 200_000, |n| {
            policy(format!(
                r#"{{"audience":[{}]}}"#,
                joined(n, ",", |index| format!("\"m{index}\""))
            ))
        }),
        Case::new("a policy too deep", invalid, 100_000, |n| {
            policy(format!(
                r#"{{"expected":{}{}}}"#,
                "[".repeat(n.max(64)),
                "]".repeat(n.max(64))
            ))
        }),
        Case::new("a policy with a long wrong value", invalid, 500_000, |n| {
            policy(format!(
                r#"{{"leeway":"{}"}}"#,
                ", expected ".repeat(n / 11)
            ))
        }),
        Case::new("a demand for many scopes", Ok(()), 100_000, |n| {
            let text = format!(
                r#"{{"all":[{}]}}"#,
                joined(n, ",", |index| format!("\"read:a{index}\""))
            );
            Work::new(text.len(), move || {
                likecoin::VerifierOptions::from_json(&text)
            })
        }),
    ]
}
