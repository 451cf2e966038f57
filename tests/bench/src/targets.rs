//! What the project wants to reach, as data.

/// One demand on the medians of one run.
#[derive(Debug)]
pub struct Target {
    pub place: &'static str,
    pub what: &'static str,
    pub rule: Rule,
}

/// What is demanded.
#[derive(Debug)]
pub enum Rule {
    /// The first takes at most so many times as long as the second.
    AtMost(f64, Of, Of),
    /// The first takes at least so many times as long as the second.
    AtLeast(f64, Of, Of),
    /// What a call that gives back the payload's text costs beyond the core's own time, in nanoseconds;
    /// without a limit it is only stated.
    CallCost(&'static str, Option<f64>),
    /// A ratio that is stated and not judged.
    Stated(Of, Of),
    /// The longest token's bytes by the time beyond their HMAC, in MB/s.
    Throughput(f64),
    /// A byte of the longest token costs at most so many times a byte of one a sixth as long.
    Linear(f64),
    /// Heap allocations of one verify in the core.
    Allocations(u64),
    /// Resident memory at the end of a soak is what it was near its start.
    Flat(&'static str),
}

/// The case meant, or the best of several libraries at it.
#[derive(Debug)]
pub struct Of {
    pub language: &'static str,
    pub libraries: &'static [&'static str],
    pub work: &'static str,
    pub threads: Option<u32>,
}

const fn jotkit(language: &'static str, work: &'static str) -> Of {
    best(language, &["jotkit"], work)
}

const fn best(
    language: &'static str,
    libraries: &'static [&'static str],
    work: &'static str,
) -> Of {
    Of {
        language,
        libraries,
        work,
        threads: None,
    }
}

const fn raw(work: &'static str) -> Of {
    best("rust", &["raw"], work)
}

const fn on_threads(threads: u32, of: Of) -> Of {
    Of {
        threads: Some(threads),
        ..of
    }
}

/// jotkit in Rust takes at most so many times as long as the raw primitive.
const fn over_raw(what: &'static str, work: &'static str, limit: f64) -> Target {
    Target {
        place: "Rust",
        what,
        rule: Rule::AtMost(limit, jotkit("rust", work), raw(work)),
    }
}

/// A peer takes at least so many times as long as jotkit in the same language.
const fn over_peer(place: &'static str, what: &'static str, limit: f64, peer: Of) -> Target {
    let own = jotkit(peer.language, peer.work);
    Target {
        place,
        what,
        rule: Rule::AtLeast(limit, peer, own),
    }
}

const fn scale(
    place: &'static str,
    what: &'static str,
    language: &'static str,
    work: &'static str,
    limit: f64,
) -> Target {
    Target {
        place,
        what,
        rule: Rule::AtLeast(
            limit,
            on_threads(1, jotkit(language, work)),
            on_threads(2, jotkit(language, work)),
        ),
    }
}

/// What the machine gives to the cryptography alone, for the scaling of jotkit to be held against.
const fn machine_scale(what: &'static str, work: &'static str) -> Target {
    Target {
        place: "Rust",
        what,
        rule: Rule::Stated(on_threads(1, raw(work)), on_threads(2, raw(work))),
    }
}

const fn judged(place: &'static str, what: &'static str, rule: Rule) -> Target {
    Target { place, what, rule }
}

/// Version 3 and the one that Debian still carries.
const LIBJWT: &[&str] = &["libjwt", "libjwt-1"];

const JVM: &[&str] = &["java-jwt", "nimbus-jose-jwt", "jjwt"];

/// All targets, in the order in which they are shown.
pub const TARGETS: &[Target] = &[
    over_raw(
        "HS256 verify to a checked payload / raw HMAC over the same bytes",
        "verify-HS256",
        2.5,
    ),
    over_raw(
        "HS256 sign from a typed struct / raw HMAC",
        "sign-HS256",
        2.2,
    ),
    over_raw("RS256 verify / raw with parsed key", "verify-RS256", 1.05),
    over_raw("PS256 verify / raw with parsed key", "verify-PS256", 1.05),
    over_raw("ES256 verify / raw with parsed key", "verify-ES256", 1.05),
    over_raw("ES384 verify / raw with parsed key", "verify-ES384", 1.05),
    over_raw("EdDSA verify / raw with parsed key", "verify-EdDSA", 1.05),
    over_raw(
        "ML-DSA-44 verify / raw with parsed key",
        "verify-ML-DSA-44",
        1.05,
    ),
    over_raw("RS256 sign / raw with parsed key", "sign-RS256", 1.03),
    over_peer(
        "Python",
        "HS256 verify: PyJWT / jotkit",
        15.0,
        best("python", &["PyJWT"], "verify-HS256"),
    ),
    over_peer(
        "Python",
        "HS256 verify: joserfc / jotkit",
        8.0,
        best("python", &["joserfc"], "verify-HS256"),
    ),
    judged(
        "Python",
        "HS256 verify / `json.loads` of the payload alone",
        Rule::AtMost(
            1.2,
            jotkit("python", "verify-HS256"),
            best("python", &["json.loads"], "parse"),
        ),
    ),
    over_peer(
        "Python",
        "RS256 verify: PyJWT / jotkit",
        3.0,
        best("python", &["PyJWT"], "verify-RS256"),
    ),
    over_peer(
        "Python",
        "ES256 verify: PyJWT / jotkit",
        1.7,
        best("python", &["PyJWT"], "verify-ES256"),
    ),
    over_peer(
        "Python",
        "EdDSA verify: PyJWT / jotkit",
        3.0,
        best("python", &["PyJWT"], "verify-EdDSA"),
    ),
    over_peer(
        "Node",
        "HS256 verify: fast-jwt / jotkit",
        2.5,
        best("node", &["fast-jwt"], "verify-HS256"),
    ),
    judged(
        "Node",
        "HS256 verify: fast-jwt with its cache / jotkit without one",
        Rule::AtLeast(
            1.0,
            best("node", &["fast-jwt"], "cached-HS256"),
            jotkit("node", "verify-HS256"),
        ),
    ),
    over_peer(
        "Node",
        "HS256 verify: jose / jotkit",
        15.0,
        best("node", &["jose"], "verify-HS256"),
    ),
    over_peer(
        "Node",
        "HS256 verify: jsonwebtoken / jotkit",
        50.0,
        best("node", &["jsonwebtoken"], "verify-HS256"),
    ),
    judged(
        "Node",
        "HS256 verify: jsonwebtoken with a text secret / jotkit",
        Rule::Stated(
            best("node", &["jsonwebtoken (text secret)"], "verify-HS256"),
            jotkit("node", "verify-HS256"),
        ),
    ),
    over_peer(
        "Node",
        "RS256 verify: fast-jwt / jotkit",
        1.4,
        best("node", &["fast-jwt"], "verify-RS256"),
    ),
    over_peer(
        "Node",
        "ES256 verify: fast-jwt / jotkit",
        1.4,
        best("node", &["fast-jwt"], "verify-ES256"),
    ),
    over_peer(
        "Node",
        "EdDSA verify: fast-jwt / jotkit",
        2.5,
        best("node", &["fast-jwt"], "verify-EdDSA"),
    ),
    over_peer(
        "JVM",
        "ES256 verify: best of three / jotkit",
        1.5,
        best("jvm", JVM, "verify-ES256"),
    ),
    over_peer(
        "JVM",
        "EdDSA verify: best of three / jotkit",
        1.5,
        best("jvm", JVM, "verify-EdDSA"),
    ),
    judged(
        "JVM",
        "HS256 verify: best of three / jotkit",
        Rule::Stated(
            best("jvm", JVM, "verify-HS256"),
            jotkit("jvm", "verify-HS256"),
        ),
    ),
    judged(
        "JVM",
        "RS256 verify: best of three / jotkit",
        Rule::Stated(
            best("jvm", JVM, "verify-RS256"),
            jotkit("jvm", "verify-RS256"),
        ),
    ),
    judged(
        "JVM",
        "what each call costs above the core",
        Rule::CallCost("jvm", None),
    ),
    over_peer(
        "C",
        "HS256 verify: the better libjwt / jotkit",
        3.0,
        best("c", LIBJWT, "verify-HS256"),
    ),
    over_peer(
        "C",
        "ES256 verify: the better libjwt / jotkit",
        1.0,
        best("c", LIBJWT, "verify-ES256"),
    ),
    judged(
        "Swift",
        "what each call costs above the core",
        Rule::CallCost("swift", Some(1000.0)),
    ),
    machine_scale("two threads / one: raw HS256 verify", "scale-HS256"),
    machine_scale("two threads / one: raw RS256 verify", "scale-RS256"),
    machine_scale("two threads / one: raw ES256 verify", "scale-ES256"),
    scale(
        "Rust",
        "two threads / one: HS256 verify",
        "rust",
        "scale-HS256",
        1.9,
    ),
    scale(
        "Rust",
        "two threads / one: RS256 verify",
        "rust",
        "scale-RS256",
        1.9,
    ),
    scale(
        "Rust",
        "two threads / one: ES256 verify",
        "rust",
        "scale-ES256",
        1.9,
    ),
    scale(
        "C",
        "two threads / one: HS256 verify",
        "c",
        "scale-HS256",
        1.9,
    ),
    scale(
        "C",
        "two threads / one: RS256 verify",
        "c",
        "scale-RS256",
        1.9,
    ),
    scale(
        "C",
        "two threads / one: ES256 verify",
        "c",
        "scale-ES256",
        1.9,
    ),
    scale(
        "Python",
        "two threads / one: RS256 verify",
        "python",
        "scale-RS256",
        1.7,
    ),
    scale(
        "Python",
        "two threads / one: ES256 verify",
        "python",
        "scale-ES256",
        1.7,
    ),
    scale(
        "Node",
        "two threads / one: RS256 verify",
        "node",
        "scale-RS256",
        1.7,
    ),
    scale(
        "Node",
        "two threads / one: ES256 verify",
        "node",
        "scale-ES256",
        1.7,
    ),
    judged(
        "Rust",
        "256 KB token: MB/s beyond the signature",
        Rule::Throughput(300.0),
    ),
    judged(
        "Rust",
        "256 KB token: a byte's time / that of a 40 KB token",
        Rule::Linear(1.25),
    ),
    judged(
        "Rust",
        "cached RS256: verify / hit",
        uncached("verify-RS256", "cached-RS256"),
    ),
    judged(
        "Rust",
        "cached ES256: verify / hit",
        uncached("verify-ES256", "cached-ES256"),
    ),
    over_peer(
        "Node",
        "cached HS256: fast-jwt's hit / jotkit's",
        1.0,
        best("node", &["fast-jwt"], "cached-HS256"),
    ),
    over_peer(
        "Node",
        "cached RS256: fast-jwt's hit / jotkit's",
        1.0,
        best("node", &["fast-jwt"], "cached-RS256"),
    ),
    over_peer(
        "Node",
        "cached ES256: fast-jwt's hit / jotkit's",
        1.0,
        best("node", &["fast-jwt"], "cached-ES256"),
    ),
    judged(
        "Rust",
        "heap allocations of one HS256 verify",
        Rule::Allocations(2),
    ),
    judged("Rust", "resident memory over the soak", Rule::Flat("rust")),
    judged(
        "Python",
        "resident memory over the soak",
        Rule::Flat("python"),
    ),
    judged("Node", "resident memory over the soak", Rule::Flat("node")),
    judged("JVM", "resident memory over the soak", Rule::Flat("jvm")),
    judged("C", "resident memory over the soak", Rule::Flat("c")),
    judged(
        "Swift",
        "resident memory over the soak",
        Rule::Flat("swift"),
    ),
];

const fn uncached(verify: &'static str, hit: &'static str) -> Rule {
    Rule::AtLeast(10.0, jotkit("rust", verify), jotkit("rust", hit))
}
