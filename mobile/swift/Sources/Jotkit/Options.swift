// Generated from tests/contract.json by `make gen`.

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

    /// The options as JSON text.
    public var description: String { "Policy(\(json))" }

    /// Accept only these algorithms. Default: those that the key allows. Also names the algorithm
    /// of an RSA or secret JWK that has none.
    public func algorithms(_ values: [Algorithm]) -> Self {
        Self(options.with("algorithms", .strings(values.map(\.rawValue))))
    }

    /// Require `iss` to equal this string, or one of these. Default: not compared.
    public func issuer(_ value: String) -> Self {
        Self(options.with("issuer", .string(value)))
    }

    /// Require `iss` to equal this string, or one of these. Default: not compared.
    public func issuer(_ values: [String]) -> Self {
        Self(options.with("issuer", .strings(values)))
    }

    /// Require `aud` to name this audience, or one of these. Default: a token that names an
    /// audience is refused (RFC 7519 §4.1.3).
    public func audience(_ value: String) -> Self {
        Self(options.with("audience", .string(value)))
    }

    /// Require `aud` to name this audience, or one of these. Default: a token that names an
    /// audience is refused (RFC 7519 §4.1.3).
    public func audience(_ values: [String]) -> Self {
        Self(options.with("audience", .strings(values)))
    }

    /// Accept tokens for any audience, those meant for another service included.
    public func anyAudience(_ value: Bool = true) -> Self {
        Self(options.with("any_audience", .bool(value)))
    }

    /// Require `sub` to equal this string. Default: not compared.
    public func subject(_ value: String) -> Self {
        Self(options.with("subject", .string(value)))
    }

    /// Require `typ` to be one of these; case and a leading `application/` make no difference.
    /// Default: absent, `JWT` or `at+jwt`.
    public func types(_ values: [String]) -> Self {
        Self(options.with("types", .strings(values)))
    }

    /// Require these claims to be present. Default: `exp` only.
    public func required(_ values: [String]) -> Self {
        Self(options.with("required", .strings(values)))
    }

    /// Require claims to have these values.
    public func expected(_ values: [String: ClaimValue]) -> Self {
        Self(options.with("expected", .object(values.mapValues(\.json))))
    }

    /// Accept tokens without `exp`.
    public func expiryOptional(_ value: Bool = true) -> Self {
        Self(options.with("expiry_optional", .bool(value)))
    }

    /// Allow clocks to differ by this many seconds. Default: 0. In seconds, 0 to 86400.
    public func leeway(_ value: Int) -> Self {
        Self(options.with("leeway", .integer(value)))
    }

    /// Refuse tokens issued longer ago than this; `iat` is then required. Default: not judged. In
    /// seconds, at least 0.
    public func maxAge(_ value: Int) -> Self {
        Self(options.with("max_age", .integer(value)))
    }

    /// Refuse longer tokens. Default: 262144. In bytes, at least 1.
    public func maxTokenBytes(_ value: Int) -> Self {
        Self(options.with("max_token_bytes", .integer(value)))
    }

    /// Refuse tokens with a longer header segment, as received. Default: 8192. In bytes, at least
    /// 1.
    public func maxHeaderBytes(_ value: Int) -> Self {
        Self(options.with("max_header_bytes", .integer(value)))
    }

    /// Refuse JSON that is nested deeper; the outermost object counts as 1. Default: 64. At least
    /// 1.
    public func maxDepth(_ value: Int) -> Self {
        Self(options.with("max_depth", .integer(value)))
    }

    /// Keep this many verified tokens, so that one seen again costs a hash instead of a signature;
    /// the clock is judged each time. Default: none. In tokens, 1 to 1000000.
    public func cache(_ value: Int) -> Self {
        Self(options.with("cache", .integer(value)))
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

    /// The options as JSON text.
    public var description: String { "SignerOptions(\(json))" }

    /// Add `iss` to claims without one.
    public func issuer(_ value: String) -> Self {
        Self(options.with("issuer", .string(value)))
    }

    /// Add `aud` to claims without one: a string, or a list.
    public func audience(_ value: String) -> Self {
        Self(options.with("audience", .string(value)))
    }

    /// Add `aud` to claims without one: a string, or a list.
    public func audience(_ values: [String]) -> Self {
        Self(options.with("audience", .strings(values)))
    }

    /// Add `iat`, and `exp` this many seconds later, to claims without them. In seconds, at least
    /// 1.
    public func lifetime(_ value: Int) -> Self {
        Self(options.with("lifetime", .integer(value)))
    }

    /// Add `iat`, the time of signing in whole seconds, to claims without one.
    public func iat(_ value: Bool = true) -> Self {
        Self(options.with("iat", .bool(value)))
    }

    /// Add `jti`, a random UUID (RFC 9562 §5.4), to claims without one.
    public func jti(_ value: Bool = true) -> Self {
        Self(options.with("jti", .bool(value)))
    }

    /// The header's `kid`. Default: the key's own.
    public func kid(_ value: String) -> Self {
        Self(options.with("kid", .string(value)))
    }

    /// The header's `typ`. Default: `JWT`.
    public func typ(_ value: String) -> Self {
        Self(options.with("typ", .string(value)))
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
        self.init(Options(json: json))
    }

    /// The JSON text that the core reads.
    public var json: String { options.json }

    /// The options as JSON text.
    public var description: String { "KeyOptions(\(json))" }

    /// Bind the key to this algorithm. Default: the one that the key itself names or dictates.
    public func alg(_ value: Algorithm) -> Self {
        Self(options.with("alg", .string(value.rawValue)))
    }

    /// The key's id. Default: the one that the key itself carries.
    public func kid(_ value: String) -> Self {
        Self(options.with("kid", .string(value)))
    }

    /// Accept an HMAC secret shorter than the hash.
    public func allowShort(_ value: Bool = true) -> Self {
        Self(options.with("allow_short", .bool(value)))
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

    /// The options as JSON text.
    public var description: String { "LikeCoinOptions(\(json))" }

    /// The host name in `iss` and `aud`. Default: `like.co`.
    public func host(_ value: String) -> Self {
        Self(options.with("host", .string(value)))
    }

    /// Require all of these scopes.
    public func all(_ values: [String]) -> Self {
        Self(options.with("all", .strings(values)))
    }

    /// Require at least one of these scopes.
    public func any(_ values: [String]) -> Self {
        Self(options.with("any", .strings(values)))
    }

    /// Accept tokens without `exp`. The real service issues none.
    public func expiryOptional(_ value: Bool = true) -> Self {
        Self(options.with("expiry_optional", .bool(value)))
    }

    /// Allow clocks to differ by this many seconds. Default: 0. In seconds, 0 to 86400.
    public func leeway(_ value: Int) -> Self {
        Self(options.with("leeway", .integer(value)))
    }
}
