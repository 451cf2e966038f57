//! Words with a meaning in tokens and keys; the mutators insert them.

/// Names and values that mean something to a reader.
pub struct Words {
    /// Names of members.
    pub names: &'static [&'static str],
    /// Values, as JSON.
    pub values: &'static [&'static str],
}

/// For headers of tokens.
#[rustfmt::skip]
pub const HEADER: Words = Words {
    names: &[
        "alg", "typ", "kid", "cty", "crit", "b64", "jwk", "jku", "x5u", "x5c", "x5t",
        "x5t#S256", "zip", "url", "nonce",
    ],
    values: &[
        r#""HS256""#, r#""HS384""#, r#""HS512""#, r#""RS256""#, r#""RS512""#, r#""PS256""#,
        r#""PS384""#, r#""ES256""#, r#""ES384""#, r#""ES512""#, r#""ES256K""#, r#""EdDSA""#,
        r#""Ed25519""#, r#""ML-DSA-44""#, r#""ML-DSA-65""#, r#""ML-DSA-87""#, r#""none""#,
        r#""hs256""#, r#""JWT""#, r#""jwt""#, r#""at+jwt""#, r#""application/jwt""#,
        r#""dpop+jwt""#, r#""a""#, r#""b""#, "true", "false", "null", "[]", "{}", r#"["exp"]"#,
        r#"["b64"]"#, "1",
    ],
};

/// For claims.
#[rustfmt::skip]
pub const CLAIMS: Words = Words {
    names: &[
        "exp", "nbf", "iat", "aud", "iss", "sub", "jti", "azp", "user", "scope",
        "custom_profile_id", "n", "ok", "s", "client_id", "scp", "nonce", "auth_time", "events",
        "sid", "at_hash",
    ],
    values: &[
        "1750000000", "1750000001", "1749999999", "1750000060", "1749999940", "1750000000.5",
        "1749999400", "1749999340", "4102444800", "0", "-1", "-0", "1e3", "1.75e9", "1.5",
        "15e-1", "9007199254740992", "9007199254740993", "9007199254740993.0", "1e308", "1e309",
        "123456789012345678901234567890", "0.1", "1.2345678901234567e-300", "true", "false",
        "null", r#""""#, r#""api""#, r#""web""#, r#"["api"]"#, r#"["x","web"]"#, "[]", "[1]",
        r#"["api",null]"#, r#""https://id.example""#, r#""https://other.example""#, r#""u1""#,
        r#""aé""#, r#""a\u00e9""#, r#""\ud83d\ude00""#, r#""\ud83d""#, r#""like.co""#,
        r#""client""#, r#"["profile","read:like"]"#, r#""read write:like.button""#, "{}",
        "1552041746", "1552045346", "1552041940", r#""rinkeby.like.co""#,
        r#""2f551d5fe1ad65773a17""#, r#""0a1b2c3d4e5f60718293""#, r#""client-id-1""#,
        r#"["read","profile"]"#, r#""likebutton""#, r#"{"a":{"a":[{}]}}"#, r#""\u0061pi""#,
        r#"["read"]"#, r#"["api","web"]"#, r#""n1""#,
        r#"{"http://schemas.openid.net/event/backchannel-logout":{}}"#,
    ],
};

/// For JWKs and sets of them.
#[rustfmt::skip]
pub const JWK: Words = Words {
    names: &[
        "keys", "kty", "alg", "kid", "use", "key_ops", "crv", "x", "y", "d", "n", "e", "p", "q",
        "dp", "dq", "qi", "oth", "k", "pub", "priv", "x5c",
    ],
    values: &[
        r#""oct""#, r#""RSA""#, r#""EC""#, r#""OKP""#, r#""AKP""#, r#""P-256""#, r#""P-384""#,
        r#""P-521""#, r#""secp256k1""#, r#""Ed25519""#, r#""X25519""#, r#""HS256""#,
        r#""RS256""#, r#""PS384""#, r#""ES256""#, r#""ES512""#, r#""EdDSA""#, r#""ML-DSA-44""#,
        r#""RSA-OAEP""#, r#""dir""#, r#""sig""#, r#""enc""#, r#"["sign"]"#, r#"["verify"]"#,
        r#"["sign","sign"]"#, r#"["encrypt"]"#, r#""AQAB""#, r#""AQ""#, r#""Ag""#, r#""""#,
        r#""AAAA""#, r#""AA""#, "null", "[]", "{}", "1", "true",
    ],
};

/// For policies and the options of everything else.
#[rustfmt::skip]
pub const OPTIONS: Words = Words {
    names: &[
        "algorithms", "issuer", "audience", "any_audience", "subject", "types", "required",
        "expected", "expiry_optional", "leeway", "max_age", "max_token_bytes",
        "max_header_bytes", "max_depth", "cache", "profile", "scopes", "recipe", "subject", "lifetime", "iat", "jti", "kid", "typ", "alg",
        "allow_short", "host", "all", "any", "user", "scope", "client_id", "client_secret",
        "redirect_uri", "state", "endpoint", "code", "refresh_token",
    ],
    values: &[
        "true", "false", "null", "0", "1", "60", "60.0", "1e2", "86400", "86401",
        "9007199254740992", "9007199254740993", "-1", "1.5", r#""""#, r#""a""#, r#"["a"]"#,
        "[]", "[null]", r#"["HS256"]"#, r#"["ES256","EdDSA"]"#, r#"["none"]"#, r#""HS256""#,
        "{}", r#"{"a":1}"#, r#"{"a":true,"b":"c"}"#, r#"{"a":null}"#,
        r#""https://app.example/cb""#, r#""http://127.0.0.1:1/""#, r#""like.co""#,
        r#"["read:like","profile"]"#, "1e400", r#""id_token""#, r#""access_token""#,
        r#""apns""#, r#""client_assertion""#,
    ],
};

/// For answers of a token endpoint.
#[rustfmt::skip]
pub const RESPONSE: Words = Words {
    names: &[
        "access_token", "refresh_token", "user", "displayName", "avatar", "scope", "error",
        "token_type", "expires_in",
    ],
    values: &[
        r#""a""#, r#""""#, "null", "1", "true", "[]", r#"["profile",1]"#, r#"["profile"]"#,
        r#""profile  email""#, "{}", r#""eyJhbGciOiJIUzI1NiJ9.eyJleHAiOjE3NTAwMDAzMDB9.""#,
        r#""eyJhbGciOiJIUzI1NiJ9.eyJleHAiOiIxIn0.""#,
    ],
};
