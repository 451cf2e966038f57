// Generated from tests/contract.json by `make gen`.

/// A signature algorithm, by its name in JSON Web Algorithms. `none` does not exist. ``edDSA``
/// and ``ed25519`` are two names of one algorithm (RFC 8037, RFC 9864).
public enum Algorithm: String, Sendable, CaseIterable {
    case hs256 = "HS256"
    case hs384 = "HS384"
    case hs512 = "HS512"
    case rs256 = "RS256"
    case rs384 = "RS384"
    case rs512 = "RS512"
    case ps256 = "PS256"
    case ps384 = "PS384"
    case ps512 = "PS512"
    case es256 = "ES256"
    case es384 = "ES384"
    case es512 = "ES512"
    case es256k = "ES256K"
    case edDSA = "EdDSA"
    case ed25519 = "Ed25519"
    case mlDSA44 = "ML-DSA-44"
    case mlDSA65 = "ML-DSA-65"
    case mlDSA87 = "ML-DSA-87"
}

/// What a ``Verifier`` demands of a token. Each function returns a copy.
public struct Policy: Sendable, Equatable, CustomStringConvertible {
    private let options: Options

    private init(_ options: Options) {
        self.options = options
    }

    /// No options.
    public init() {
        self.init(Options())
    }

    /// Options as JSON text, which the core reads. They cannot be combined with the functions.
    public init(json: String) {
        self.init(Options(json: json))
    }

    /// The JSON text that the core reads.
    public var json: String { options.json }

    /// The options as JSON text, without a secret among them.
    public var description: String { "Policy(\(options.shown))" }

    /// Accept only these algorithms. Default: those that the key allows. Also names the algorithm
    /// of an RSA or secret JWK that has none.
    public func algorithms(_ values: [Algorithm]) -> Self {
        Self(options.with("algorithms", values.map(\.rawValue)))
    }

    /// Require `iss` to equal this string, or one of these. Default: not compared.
    public func issuer(_ value: String) -> Self {
        Self(options.with("issuer", value))
    }

    /// Require `iss` to equal this string, or one of these. Default: not compared.
    public func issuer(_ values: [String]) -> Self {
        Self(options.with("issuer", values))
    }

    /// Require `aud` to name this audience, or one of these. Default: a token that names an
    /// audience is refused (RFC 7519 §4.1.3).
    public func audience(_ value: String) -> Self {
        Self(options.with("audience", value))
    }

    /// Require `aud` to name this audience, or one of these. Default: a token that names an
    /// audience is refused (RFC 7519 §4.1.3).
    public func audience(_ values: [String]) -> Self {
        Self(options.with("audience", values))
    }

    /// Accept tokens for any audience, those meant for another service included.
    public func anyAudience(_ value: Bool = true) -> Self {
        Self(options.with("any_audience", value))
    }

    /// Require `sub` to equal this string. Default: not compared.
    public func subject(_ value: String) -> Self {
        Self(options.with("subject", value))
    }

    /// Require `typ` to be one of these; case and a leading `application/` make no difference.
    /// Default: absent, `JWT` or `at+jwt`.
    public func types(_ values: [String]) -> Self {
        Self(options.with("types", values))
    }

    /// Require these claims to be present. Default: `exp` only.
    public func required(_ values: [String]) -> Self {
        Self(options.with("required", values))
    }

    /// Require claims to have these values.
    public func expected(_ values: [String: ClaimValue]) -> Self {
        Self(options.with("expected", values.mapValues(\.value)))
    }

    /// Judge the token as an `access_token` (RFC 9068 §4), an `id_token` (OpenID Connect Core
    /// §3.1.3.7), a `logout_token` (Back-Channel Logout §2.6) or a `client_assertion` (RFC 7523
    /// §3), which demand more; docs/recipes.md says what. Default: none of them.
    public func profile(_ value: String) -> Self {
        Self(options.with("profile", value))
    }

    /// Require each of these scopes to be granted by `scope`, or else by `scp`: a list, or words
    /// with spaces between them. Default: not judged.
    public func scopes(_ values: [String]) -> Self {
        Self(options.with("scopes", values))
    }

    /// Accept tokens without `exp`.
    public func expiryOptional(_ value: Bool = true) -> Self {
        Self(options.with("expiry_optional", value))
    }

    /// Accept a value of any type for these claims, `sub` or `jti` or both, as the numeric ids of
    /// older systems. Default: both must be strings.
    public func untyped(_ values: [String]) -> Self {
        Self(options.with("untyped", values))
    }

    /// Accept segments that end in `=`, as those of AWS load balancers do; the signature covers the
    /// bytes as received.
    public func allowPadding(_ value: Bool = true) -> Self {
        Self(options.with("allow_padding", value))
    }

    /// Try up to 8 keys of a set that fit the algorithm of a token without `kid`, as with secrets
    /// in rotation. Default: such a token is `key_ambiguous`.
    public func tryEach(_ value: Bool = true) -> Self {
        Self(options.with("try_each", value))
    }

    /// Allow clocks to differ by this many seconds. Default: 0. Range: 0 to 86400 seconds.
    public func leeway(_ value: Int) -> Self {
        Self(options.with("leeway", value))
    }

    /// Allow clocks to differ by this many seconds. Default: 0. Range: 0 to 86400 seconds.
    public func leeway(_ value: Duration) -> Self {
        Self(options.with("leeway", Int(clamping: value.components.seconds)))
    }

    /// Refuse tokens issued longer ago than this; `iat` is then required. Default: not judged.
    /// Range: at least 0 seconds.
    public func maxAge(_ value: Int) -> Self {
        Self(options.with("max_age", value))
    }

    /// Refuse tokens issued longer ago than this; `iat` is then required. Default: not judged.
    /// Range: at least 0 seconds.
    public func maxAge(_ value: Duration) -> Self {
        Self(options.with("max_age", Int(clamping: value.components.seconds)))
    }

    /// Refuse longer tokens. Default: 262144. Range: at least 1 bytes.
    public func maxTokenBytes(_ value: Int) -> Self {
        Self(options.with("max_token_bytes", value))
    }

    /// Refuse tokens with a longer header segment, as received. Default: 8192. Range: at least 1
    /// bytes.
    public func maxHeaderBytes(_ value: Int) -> Self {
        Self(options.with("max_header_bytes", value))
    }

    /// Refuse JSON that is nested deeper; the outermost object counts as 1. Default: 64. Range: at
    /// least 1.
    public func maxDepth(_ value: Int) -> Self {
        Self(options.with("max_depth", value))
    }

    /// Keep this many verified tokens, of 4 KiB each on average, so that one seen again costs a
    /// hash instead of a signature; the clock is judged each time. Default: none. Range: 1 to
    /// 1000000 tokens.
    public func cache(_ value: Int) -> Self {
        Self(options.with("cache", value))
    }
}

/// What a ``Signer`` adds to claims and headers that lack it. Each function returns a copy.
public struct SignerOptions: Sendable, Equatable, CustomStringConvertible {
    private let options: Options

    private init(_ options: Options) {
        self.options = options
    }

    /// No options.
    public init() {
        self.init(Options())
    }

    /// Options as JSON text, which the core reads. They cannot be combined with the functions.
    public init(json: String) {
        self.init(Options(json: json))
    }

    /// The JSON text that the core reads.
    public var json: String { options.json }

    /// The options as JSON text, without a secret among them.
    public var description: String { "SignerOptions(\(options.shown))" }

    /// Add `iss` to claims without one.
    public func issuer(_ value: String) -> Self {
        Self(options.with("issuer", value))
    }

    /// Add `sub` to claims without one.
    public func subject(_ value: String) -> Self {
        Self(options.with("subject", value))
    }

    /// Add `aud` to claims without one: a string, or a list.
    public func audience(_ value: String) -> Self {
        Self(options.with("audience", value))
    }

    /// Add `aud` to claims without one: a string, or a list.
    public func audience(_ values: [String]) -> Self {
        Self(options.with("audience", values))
    }

    /// Add `iat`, and `exp` this many seconds later, to claims without them. Range: at least 1
    /// seconds.
    public func lifetime(_ value: Int) -> Self {
        Self(options.with("lifetime", value))
    }

    /// Add `iat`, and `exp` this many seconds later, to claims without them. Range: at least 1
    /// seconds.
    public func lifetime(_ value: Duration) -> Self {
        Self(options.with("lifetime", Int(clamping: value.components.seconds)))
    }

    /// Add `iat`, the time of signing in whole seconds, to claims without one.
    public func iat(_ value: Bool = true) -> Self {
        Self(options.with("iat", value))
    }

    /// Add `jti`, a random UUID (RFC 9562 §5.4), to claims without one.
    public func jti(_ value: Bool = true) -> Self {
        Self(options.with("jti", value))
    }

    /// Sign what one service asks for: `client_assertion` (RFC 7523 §3), `github_app`,
    /// `apple_client_secret`, `apns`, `app_store_connect` or `google_service_account`;
    /// docs/recipes.md says what each adds. Default: none of them.
    public func recipe(_ value: String) -> Self {
        Self(options.with("recipe", value))
    }

    /// The header's `kid`. Default: the key's own.
    public func kid(_ value: String) -> Self {
        Self(options.with("kid", value))
    }

    /// The header's `typ`. Default: `JWT`.
    public func typ(_ value: String) -> Self {
        Self(options.with("typ", value))
    }
}

/// What the caller knows about a key that is imported. Each function returns a copy.
public struct KeyOptions: Sendable, Equatable, CustomStringConvertible {
    private let options: Options

    private init(_ options: Options) {
        self.options = options
    }

    /// No options.
    public init() {
        self.init(Options())
    }

    /// Options as JSON text, which the core reads. They cannot be combined with the functions.
    public init(json: String) {
        self.init(Options(json: json, hidden: true))
    }

    /// The JSON text that the core reads.
    public var json: String { options.json }

    /// The options as JSON text, without a secret among them.
    public var description: String { "KeyOptions(\(options.shown))" }

    /// Bind the key to this algorithm. Default: the one that the key itself names or dictates.
    public func alg(_ value: Algorithm) -> Self {
        Self(options.with("alg", value.rawValue))
    }

    /// The key's id. Default: the one that the key itself carries.
    public func kid(_ value: String) -> Self {
        Self(options.with("kid", value))
    }

    /// Accept an HMAC secret shorter than the hash.
    public func allowShort(_ value: Bool = true) -> Self {
        Self(options.with("allow_short", value))
    }

    /// The passphrase of an encrypted PKCS#8 key. Refused where a key is not encrypted.
    public func passphrase(_ value: String) -> Self {
        Self(options.with("passphrase", value, hidden: true))
    }
}

/// What a LikeCoin API demands of access tokens. Each function returns a copy.
public struct LikeCoinOptions: Sendable, Equatable, CustomStringConvertible {
    private let options: Options

    private init(_ options: Options) {
        self.options = options
    }

    /// No options.
    public init() {
        self.init(Options())
    }

    /// Options as JSON text, which the core reads. They cannot be combined with the functions.
    public init(json: String) {
        self.init(Options(json: json))
    }

    /// The JSON text that the core reads.
    public var json: String { options.json }

    /// The options as JSON text, without a secret among them.
    public var description: String { "LikeCoinOptions(\(options.shown))" }

    /// The host name in `iss` and `aud`. Default: `like.co`.
    public func host(_ value: String) -> Self {
        Self(options.with("host", value))
    }

    /// Require all of these scopes.
    public func all(_ values: [String]) -> Self {
        Self(options.with("all", values))
    }

    /// Require at least one of these scopes.
    public func any(_ values: [String]) -> Self {
        Self(options.with("any", values))
    }

    /// Accept tokens without `exp`. The real service issues none.
    public func expiryOptional(_ value: Bool = true) -> Self {
        Self(options.with("expiry_optional", value))
    }

    /// Allow clocks to differ by this many seconds. Default: 0. Range: 0 to 86400 seconds.
    public func leeway(_ value: Int) -> Self {
        Self(options.with("leeway", value))
    }

    /// Allow clocks to differ by this many seconds. Default: 0. Range: 0 to 86400 seconds.
    public func leeway(_ value: Duration) -> Self {
        Self(options.with("leeway", Int(clamping: value.components.seconds)))
    }
}

/// How keys behind a URL are fetched. Each function returns a copy.
public struct RemoteKeysOptions: Sendable, Equatable, CustomStringConvertible {
    private let options: Options

    private init(_ options: Options) {
        self.options = options
    }

    /// No options.
    public init() {
        self.init(Options())
    }

    /// Options as JSON text, which the core reads. They cannot be combined with the functions.
    public init(json: String) {
        self.init(Options(json: json))
    }

    /// The JSON text that the core reads.
    public var json: String { options.json }

    /// The options as JSON text, without a secret among them.
    public var description: String { "RemoteKeysOptions(\(options.shown))" }

    /// Find the keys' address in the discovery document of this issuer, unless `jwks_url` names it.
    public func issuer(_ value: String) -> Self {
        Self(options.with("issuer", value))
    }

    /// Fetch the keys from this address.
    public func jwksUrl(_ value: String) -> Self {
        Self(options.with("jwks_url", value))
    }

    /// Allow plain `http` to these hosts. Default: to this machine only.
    public func allowHttp(_ values: [String]) -> Self {
        Self(options.with("allow_http", values))
    }

    /// Give a request up after this time. Default: 5000. Range: 100 to 60000 milliseconds.
    public func timeoutMs(_ value: Int) -> Self {
        Self(options.with("timeout_ms", value))
    }

    /// Give a request up after this time. Default: 5000. Range: 100 to 60000 milliseconds.
    public func timeoutMs(_ value: Duration) -> Self {
        Self(options.with("timeout_ms", value.wholeMilliseconds))
    }

    /// Refuse longer replies. Default: 524288. Range: 1024 to 16777216 bytes.
    public func maxBytes(_ value: Int) -> Self {
        Self(options.with("max_bytes", value))
    }

    /// Refuse sets with more entries. Default: 100. Range: 1 to 1000 keys.
    public func maxKeys(_ value: Int) -> Self {
        Self(options.with("max_keys", value))
    }

    /// Keep keys this long where the reply does not say. Default: 600000. Range: 1000 to 604800000
    /// milliseconds.
    public func defaultLifetimeMs(_ value: Int) -> Self {
        Self(options.with("default_lifetime_ms", value))
    }

    /// Keep keys this long where the reply does not say. Default: 600000. Range: 1000 to 604800000
    /// milliseconds.
    public func defaultLifetimeMs(_ value: Duration) -> Self {
        Self(options.with("default_lifetime_ms", value.wholeMilliseconds))
    }

    /// Keep keys at least this long. Default: 60000. Range: 1000 to 604800000 milliseconds.
    public func minLifetimeMs(_ value: Int) -> Self {
        Self(options.with("min_lifetime_ms", value))
    }

    /// Keep keys at least this long. Default: 60000. Range: 1000 to 604800000 milliseconds.
    public func minLifetimeMs(_ value: Duration) -> Self {
        Self(options.with("min_lifetime_ms", value.wholeMilliseconds))
    }

    /// Keep keys at most this long. Default: 86400000. Range: 1000 to 604800000 milliseconds.
    public func maxLifetimeMs(_ value: Int) -> Self {
        Self(options.with("max_lifetime_ms", value))
    }

    /// Keep keys at most this long. Default: 86400000. Range: 1000 to 604800000 milliseconds.
    public func maxLifetimeMs(_ value: Duration) -> Self {
        Self(options.with("max_lifetime_ms", value.wholeMilliseconds))
    }

    /// Fetch keys again in the background after this part of their lifetime. Default: 80. Range: 10
    /// to 100 percent.
    public func refreshPercent(_ value: Int) -> Self {
        Self(options.with("refresh_percent", value))
    }

    /// Use keys this long after their lifetime while they cannot be fetched. Default: 86400000.
    /// Range: 0 to 604800000 milliseconds.
    public func staleMs(_ value: Int) -> Self {
        Self(options.with("stale_ms", value))
    }

    /// Use keys this long after their lifetime while they cannot be fetched. Default: 86400000.
    /// Range: 0 to 604800000 milliseconds.
    public func staleMs(_ value: Duration) -> Self {
        Self(options.with("stale_ms", value.wholeMilliseconds))
    }

    /// Fetch keys for unknown key ids at most once in this time. Default: 30000. Range: 1000 to
    /// 3600000 milliseconds.
    public func cooldownMs(_ value: Int) -> Self {
        Self(options.with("cooldown_ms", value))
    }

    /// Fetch keys for unknown key ids at most once in this time. Default: 30000. Range: 1000 to
    /// 3600000 milliseconds.
    public func cooldownMs(_ value: Duration) -> Self {
        Self(options.with("cooldown_ms", value.wholeMilliseconds))
    }

    /// Allow this many such requests in a row. Default: 2. Range: 1 to 10 requests.
    public func burst(_ value: Int) -> Self {
        Self(options.with("burst", value))
    }

    /// Pause this long after a failure, and twice as long after each further one. Default: 1000.
    /// Range: 100 to 3600000 milliseconds.
    public func backoffMs(_ value: Int) -> Self {
        Self(options.with("backoff_ms", value))
    }

    /// Pause this long after a failure, and twice as long after each further one. Default: 1000.
    /// Range: 100 to 3600000 milliseconds.
    public func backoffMs(_ value: Duration) -> Self {
        Self(options.with("backoff_ms", value.wholeMilliseconds))
    }

    /// Pause at most this long. Default: 60000. Range: 100 to 3600000 milliseconds.
    public func maxBackoffMs(_ value: Int) -> Self {
        Self(options.with("max_backoff_ms", value))
    }

    /// Pause at most this long. Default: 60000. Range: 100 to 3600000 milliseconds.
    public func maxBackoffMs(_ value: Duration) -> Self {
        Self(options.with("max_backoff_ms", value.wholeMilliseconds))
    }

    /// Obey a server's `Retry-After` up to this time. Default: 600000. Range: 0 to 3600000
    /// milliseconds.
    public func maxRetryAfterMs(_ value: Int) -> Self {
        Self(options.with("max_retry_after_ms", value))
    }

    /// Obey a server's `Retry-After` up to this time. Default: 600000. Range: 0 to 3600000
    /// milliseconds.
    public func maxRetryAfterMs(_ value: Duration) -> Self {
        Self(options.with("max_retry_after_ms", value.wholeMilliseconds))
    }
}
