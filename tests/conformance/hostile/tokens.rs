//! Tokens: depth, members, names, numbers, texts, lists, and what is not a token at all.

use jotkit::{Code, Error, Key, Policy, Verifier, likecoin, peek};

use super::{Case, Work, joined};

const SECRET: &str = "a made-up secret for hostile tokens only";
const NOW: f64 = 1_750_000_000.0;

/// A signed token of any two texts. LikeCoin's derivation is HMAC-SHA-256 of one text under
/// another, which is what an HS256 signature is; a `Signer` would refuse to sign most of these.
pub(super) fn signed(header: &str, payload: &str) -> String {
    let encode = |text: &str| base64url(text.as_bytes());
    let input = format!("{}.{}", encode(header), encode(payload));
    let hex = likecoin::signing_key(SECRET, &input).expect("a key");
    let digits = hex.as_bytes().chunks(2);
    let bytes = digits.map(|pair| u8::from_str_radix(&String::from_utf8_lossy(pair), 16));
    let signature: Vec<u8> = bytes.map(|byte| byte.expect("a byte")).collect();
    format!("{input}.{}", base64url(&signature))
}

fn base64url(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::with_capacity(bytes.len() * 4 / 3 + 4);
    for chunk in bytes.chunks(3) {
        let mut bits = [0; 4];
        bits[1..=chunk.len()].copy_from_slice(chunk);
        let bits = u32::from_be_bytes(bits);
        for place in 0..=chunk.len() {
            text.push(ALPHABET[(bits >> (18 - 6 * place)) as usize & 63].into());
        }
    }
    text
}

/// Nothing is too long or too deep, so that what comes behind the limits is tried as well.
pub(super) fn without_limits() -> Policy {
    let most = 1 << 40;
    Policy::new()
        .max_token_bytes(most)
        .max_header_bytes(most)
        .max_depth(most)
}

pub(super) fn verify(policy: Policy, token: String) -> Work {
    let verifier = Verifier::new(Key::hs256(SECRET).expect("a key"), policy).expect("a verifier");
    Work::new(token.len(), move || verifier.verify_at(&token, NOW))
}

/// A payload with `exp` and more members, under no limits.
fn payload(members: &str) -> Work {
    verify(without_limits(), claims(members))
}

pub(super) fn claims(members: &str) -> String {
    let payload = format!(r#"{{"exp":4102444800,{members}}}"#);
    signed(r#"{"alg":"HS256"}"#, &payload)
}

/// Names that collide under multiplicative string hashes: each part is `Aa` or `BB`, which weigh
/// the same.
fn colliding(count: usize) -> String {
    joined(count, ",", |index| {
        let parts = (0..20).map(|bit| if index >> bit & 1 == 0 { "Aa" } else { "BB" });
        format!("\"{}\":0", parts.collect::<String>())
    })
}

fn members(count: usize) -> String {
    joined(count, ",", |index| format!("\"m{index}\":0"))
}

/// Objects that are just small, or just not, for the way duplicates are looked for.
fn objects_of(names: usize, count: usize) -> Work {
    let object = format!("{{{}}}", members(names));
    payload(&format!(
        "\"x\":[{}]",
        joined(count / names, ",", |_| object.clone())
    ))
}

fn nested(open: &str, inner: &str, close: &str, depth: usize) -> String {
    [&open.repeat(depth), inner, &close.repeat(depth)].concat()
}

pub(super) fn cases() -> Vec<Case> {
    let mut cases = structure();
    cases.extend(json());
    cases.extend(lists());
    cases
}

fn structure() -> Vec<Case> {
    let malformed = Err(Code::TokenMalformed);
    vec![
        Case::new(
            "a header beyond its limit",
            Err(Code::TokenTooLarge),
            2_000_000,
            |n| {
                let policy = Policy::new().max_token_bytes(1 << 40);
                verify(policy, "A".repeat(n.max(9_000)) + ".e30.")
            },
        ),
        Case::new("a header of one long text", Ok(()), 2_000_000, |n| {
            let header = format!(r#"{{"alg":"HS256","x":"{}"}}"#, "a".repeat(n));
            verify(without_limits(), signed(&header, r#"{"exp":4102444800}"#))
        }),
        Case::new("a header of many members", Ok(()), 200_000, |n| {
            let header = format!(r#"{{"alg":"HS256",{}}}"#, members(n));
            verify(without_limits(), signed(&header, r#"{"exp":4102444800}"#))
        }),
        Case::new(
            "a header in deep lists",
            Err(Code::HeaderMalformed),
            100_000,
            |n| {
                let header = format!(
                    r#"{{"alg":"HS256","x":{}}}"#,
                    nested("[", "", "]", n.max(64))
                );
                let policy = Policy::new()
                    .max_token_bytes(1 << 40)
                    .max_header_bytes(1 << 40);
                verify(policy, signed(&header, "{}"))
            },
        ),
        Case::new(
            "a long signature",
            Err(Code::SignatureInvalid),
            2_000_000,
            |n| {
                verify(
                    without_limits(),
                    "eyJhbGciOiJIUzI1NiJ9.e30.".to_owned() + &"AAAA".repeat(n / 4),
                )
            },
        ),
        Case::new(
            "a forged long payload",
            Err(Code::SignatureInvalid),
            2_000_000,
            |n| {
                let token = claims(&format!("\"x\":\"{}\"", "a".repeat(n)));
                verify(
                    without_limits(),
                    token.replacen(".eyJleHAi", ".eyJleHBi", 1),
                )
            },
        ),
        Case::new(
            "a payload read to find a key",
            Err(Code::KeyUnknown),
            200_000,
            |n| {
                let resolve = |_: &jotkit::KeyHint<'_>| Err(Error::key_unknown());
                let verifier =
                    Verifier::with_resolver(resolve, without_limits()).expect("a verifier");
                let token = claims(&members(n));
                Work::new(token.len(), move || verifier.verify_at(&token, NOW))
            },
        ),
        Case::new("a peek at members", Ok(()), 10_000, |n| {
            let token = claims(&members(n));
            Work::new(token.len(), move || peek(&token))
        }),
        Case::new("dots", malformed, 2_000_000, |n| {
            verify(without_limits(), ".".repeat(n.max(3)))
        }),
        Case::new("letters without a dot", malformed, 2_000_000, |n| {
            verify(without_limits(), ".".repeat(n.max(3)))
        }),
        Case::new("padding", malformed, 2_000_000, |n| {
            verify(without_limits(), format!("e30.{}.", "=".repeat(n)))
        }),
        Case::new(
            "a letter of no alphabet at the end",
            malformed,
            2_000_000,
            |n| {
                verify(
                    without_limits(),
                    format!("eyJhbGciOiJIUzI1NiJ9.{}!.", "A".repeat(n)),
                )
            },
        ),
    ]
}

fn json() -> Vec<Case> {
    let malformed = Err(Code::PayloadMalformed);
    vec![
        Case::new("lists too deep", malformed, 100_000, |n| {
            let token = claims(&format!("\"x\":{}", nested("[", "", "]", n.max(64))));
            verify(Policy::new().max_token_bytes(1 << 40), token)
        }),
        Case::new("lists in lists", Ok(()), 100_000, |n| {
            payload(&format!("\"x\":{}", nested("[", "", "]", n)))
        }),
        Case::new("objects in objects", Ok(()), 100_000, |n| {
            payload(&format!("\"x\":{}", nested("{\"a\":", "0", "}", n)))
        }),
        Case::new("lists never closed", malformed, 100_000, |n| {
            payload(&format!("\"x\":{}", "[".repeat(n)))
        }),
        Case::new("objects of many members in objects", Ok(()), 100_000, |n| {
            let open = format!("{{{},\"z\":", members(20));
            payload(&format!("\"x\":{}", nested(&open, "0", "}", n / 20)))
        }),
        Case::new("members at the top", Ok(()), 1_000_000, |n| {
            payload(&members(n))
        }),
        Case::new("members below", Ok(()), 1_000_000, |n| {
            payload(&format!("\"x\":{{{}}}", members(n)))
        }),
        Case::new(
            "the last member repeats the first",
            malformed,
            1_000_000,
            |n| payload(&format!("{},\"m0\":0", members(n))),
        ),
        Case::new("names that weigh the same", Ok(()), 1 << 18, |n| {
            payload(&colliding(n))
        }),
        Case::new("names that weigh the same, below", Ok(()), 1 << 18, |n| {
            payload(&format!("\"x\":{{{}}}", colliding(n)))
        }),
        Case::new("names alike at both ends", Ok(()), 300_000, |n| {
            payload(&joined(n, ",", |index| format!("\"a{index:08}z\":0")))
        }),
        Case::new("names written in escapes", Ok(()), 200_000, |n| {
            payload(&joined(n, ",", |index| format!("\"\\u0061{index}\":0")))
        }),
        Case::new("objects of 15 members", Ok(()), 300_000, |n| {
            objects_of(15, n)
        }),
        Case::new("objects of 16 members", Ok(()), 300_000, |n| {
            objects_of(16, n)
        }),
        Case::new("objects of 18 members", Ok(()), 300_000, |n| {
            objects_of(18, n)
        }),
        Case::new("empty lists", Ok(()), 500_000, |n| {
            payload(&format!("\"x\":[{}]", joined(n, ",", |_| "[]".into())))
        }),
        Case::new("white space", Ok(()), 2_000_000, |n| {
            payload(&format!("{}\"x\":0", " \n\t\r".repeat(n / 4)))
        }),
        Case::new("digits beyond a double", malformed, 1_000_000, |n| {
            payload(&format!("\"x\":{}", "9".repeat(n.max(400))))
        }),
        Case::new("digits of a fraction", Ok(()), 1_000_000, |n| {
            payload(&format!("\"x\":0.{}1", "0".repeat(n)))
        }),
        Case::new("digits of an exponent", Ok(()), 1_000_000, |n| {
            payload(&format!("\"x\":1e{}1", "0".repeat(n)))
        }),
        Case::new("a time of many digits", Ok(()), 1_000_000, |n| {
            payload(&format!("\"iat\":1.{}", "7".repeat(n)))
        }),
        Case::new(
            "a time beyond all times",
            Err(Code::ClaimMalformed),
            300,
            |n| payload(&format!("\"iat\":1{}", "0".repeat(n.clamp(20, 300)))),
        ),
        Case::new("many long numbers", Ok(()), 3_000, |n| {
            payload(&format!(
                "\"x\":[{}]",
                joined(n, ",", |_| format!("1{}e-5", "7".repeat(290)))
            ))
        }),
        Case::new("a string of escapes", Ok(()), 300_000, |n| {
            payload(&format!("\"sub\":\"{}\"", r"\u0041".repeat(n)))
        }),
        Case::new("a string of pairs", Ok(()), 200_000, |n| {
            payload(&format!("\"sub\":\"{}\"", r"\ud83d\ude00".repeat(n)))
        }),
        Case::new("a string of quotes", Ok(()), 500_000, |n| {
            payload(&format!("\"jti\":\"{}\"", "\\\"".repeat(n)))
        }),
        Case::new("half a pair at the end", malformed, 300_000, |n| {
            payload(&format!("\"x\":\"{}\\ud83d\"", r"\u0041".repeat(n)))
        }),
    ]
}

/// Lists that are compared with the caller's own.
fn lists() -> Vec<Case> {
    let refused = Err(Code::AudienceRefused);
    vec![
        Case::new("an audience of many", refused, 100_000, |n| {
            let list = joined(n, ",", |index| format!("\"api{index}\""));
            verify(
                without_limits().audience("api"),
                claims(&format!("\"aud\":[{list}]")),
            )
        }),
        Case::new(
            "an audience of many, the last of which is it",
            Ok(()),
            100_000,
            |n| {
                let list = joined(n, ",", |index| format!("\"api{index}\""));
                verify(
                    without_limits().audience("api"),
                    claims(&format!("\"aud\":[{list},\"api\"]")),
                )
            },
        ),
        Case::new("an audience in escapes", refused, 100_000, |n| {
            let list = joined(n, ",", |index| format!("\"\\u0061{index}\""));
            verify(
                without_limits().audience("api"),
                claims(&format!("\"aud\":[{list}]")),
            )
        }),
        Case::new(
            "an audience whose last is no text",
            Err(Code::ClaimMalformed),
            100_000,
            |n| {
                let list = joined(n, ",", |index| format!("\"api{index}\""));
                verify(
                    without_limits().audience("api"),
                    claims(&format!("\"aud\":[{list},0]")),
                )
            },
        ),
        Case::new(
            "an audience of many for a policy of many",
            refused,
            5_000,
            |n| {
                let list = joined(n, ",", |index| format!("\"api{index}\""));
                let expected = (0..n).map(|index| format!("web{index}"));
                verify(
                    without_limits().audiences(expected),
                    claims(&format!("\"aud\":[{list}]")),
                )
            },
        ),
        Case::new(
            "an issuer for a policy of many",
            Err(Code::IssuerRefused),
            100_000,
            |n| {
                let expected = (0..n).map(|index| format!("https://{index}.example"));
                let iss = "a".repeat(n);
                verify(
                    without_limits().issuers(expected),
                    claims(&format!("\"iss\":\"{iss}\"")),
                )
            },
        ),
        Case::new(
            "members for a policy that requires as many",
            Ok(()),
            5_000,
            |n| {
                let names = (0..n).map(|index| format!("m{index}"));
                verify(without_limits().required(names), claims(&members(n)))
            },
        ),
        Case::new(
            "members for a policy that expects as many",
            Ok(()),
            5_000,
            |n| {
                let policy = (0..n).fold(without_limits(), |policy, index| {
                    policy.expected(format!("m{index}"), 0)
                });
                verify(policy, claims(&members(n)))
            },
        ),
        Case::new(
            "a typ for a policy of many",
            Err(Code::TypeRefused),
            100_000,
            |n| {
                let types = (0..n).map(|index| format!("application/t{index}"));
                let header = format!(r#"{{"alg":"HS256","typ":"application/{}"}}"#, "t".repeat(n));
                verify(
                    without_limits().types(types),
                    signed(&header, r#"{"exp":4102444800}"#),
                )
            },
        ),
    ]
}

/// Texts of one length, plain and in escapes, at the places where claims and names are compared.
pub(super) fn escapes() -> Vec<(&'static str, [Work; 2])> {
    const LENGTH: usize = 30_000;
    const UNITS: [&str; 2] = ["aaaaaa", r"\u0061"];
    let list = |unit: &str| {
        joined(LENGTH / 36, ",", |n| {
            format!("\"{}{n:04}\"", unit.repeat(30 / unit.len()))
        })
    };
    let audiences = || (0..1_000).map(|n| format!("api{n}"));
    let resolved = |members: &str| {
        let resolve = |_: &jotkit::KeyHint<'_>| Err(Error::key_unknown());
        let verifier = Verifier::with_resolver(resolve, without_limits()).expect("a verifier");
        let token = claims(members);
        Work::new(token.len(), move || verifier.verify_at(&token, NOW))
    };
    let names = |unit: &str| {
        joined(15, ",", |n| {
            format!("\"{}{n:02}\":0", unit.repeat(2_000 / unit.len()))
        })
    };
    vec![
        (
            "a subject",
            UNITS.map(|unit| {
                let text = unit.repeat(LENGTH / unit.len());
                verify(
                    without_limits().subject("a"),
                    claims(&format!("\"sub\":\"{text}\"")),
                )
            }),
        ),
        (
            "an audience of many for a policy of many",
            UNITS.map(|unit| {
                let policy = without_limits().audiences(audiences());
                verify(policy, claims(&format!("\"aud\":[{}]", list(unit))))
            }),
        ),
        (
            "long names, read to find a key",
            UNITS.map(|unit| resolved(&names(unit))),
        ),
    ]
}
