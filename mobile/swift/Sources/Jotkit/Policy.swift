/// What a ``Verifier`` demands of a token.
///
/// What is not mentioned has the strict default, and every relaxation is a value that is spelled out. No value switches a
/// check off by being empty: an optional that turns out to be `nil`, such as an environment variable that is not set, and an
/// empty list make the verifier's initializer throw `policy_invalid`. That is why the fields are doubly optional: the outer
/// `nil` is a field that nobody mentioned, the inner one a value that is missing.
public struct Policy: Sendable, Equatable, CustomStringConvertible {
    /// Admits only these. Without it, what the key allows. It also names the algorithm of an RSA or secret JWK without one.
    public var algorithms: [Algorithm]??
    /// Demands this `iss`, byte for byte. Give either this or ``issuers``.
    public var issuer: String??
    /// Demands one of these `iss`, byte for byte.
    public var issuers: [String]??
    /// Demands that `aud` names one of these. Without it, a token that names an audience is refused
    /// ([RFC 7519 §4.1.3](https://www.rfc-editor.org/rfc/rfc7519#section-4.1.3)).
    public var audience: [String]??
    /// Takes tokens for any audience; a token meant for another service then passes here too.
    public var anyAudience: Bool
    /// Demands this `sub`, byte for byte.
    public var subject: String??
    /// Demands one of these `typ`; an absent one is then refused. Without it an absent one, `JWT` and `at+jwt` pass. Case and
    /// a leading `application/` make no difference.
    public var types: [String]??
    /// Demands that these claims are there, beyond `exp`.
    public var required: [String]??
    /// Demands that a claim has this value.
    public var expected: [String: ClaimValue]??
    /// Takes tokens that never expire.
    public var expiryOptional: Bool
    /// Allows for clocks that differ, by whole seconds up to a day. The default is none.
    public var leeway: Duration??
    /// Refuses tokens issued longer ago, in whole seconds; `iat` is then required.
    public var maxAge: Duration??
    /// Refuses longer tokens. The default is 262 144 bytes.
    public var maxTokenBytes: Int??
    /// Refuses tokens with a longer header segment. The default is 8 192 bytes.
    public var maxHeaderBytes: Int??
    /// Refuses JSON nested deeper; the outermost object counts as 1. The default is 64.
    public var maxDepth: Int??
    /// Keeps this many good tokens, at most 1 000 000, so that one seen again costs a hash; the clock is judged each time.
    /// The default is none.
    public var cache: Int??

    /// The strict defaults, and what is mentioned.
    public init(
        algorithms: [Algorithm]?? = .none,
        issuer: String?? = .none,
        issuers: [String]?? = .none,
        audience: [String]?? = .none,
        anyAudience: Bool = false,
        subject: String?? = .none,
        types: [String]?? = .none,
        required: [String]?? = .none,
        expected: [String: ClaimValue]?? = .none,
        expiryOptional: Bool = false,
        leeway: Duration?? = .none,
        maxAge: Duration?? = .none,
        maxTokenBytes: Int?? = .none,
        maxHeaderBytes: Int?? = .none,
        maxDepth: Int?? = .none,
        cache: Int?? = .none
    ) {
        self.algorithms = algorithms
        self.issuer = issuer
        self.issuers = issuers
        self.audience = audience
        self.anyAudience = anyAudience
        self.subject = subject
        self.types = types
        self.required = required
        self.expected = expected
        self.expiryOptional = expiryOptional
        self.leeway = leeway
        self.maxAge = maxAge
        self.maxTokenBytes = maxTokenBytes
        self.maxHeaderBytes = maxHeaderBytes
        self.maxDepth = maxDepth
        self.cache = cache
    }

    /// The JSON text that the core reads. Both ``issuer`` and ``issuers`` become the field `issuer`, so that giving both is a
    /// field written twice, which the core refuses.
    public var json: String {
        var text = JSONText()
        text.put("algorithms", algorithms) { JSONText.list($0.map(\.rawValue)) }
        text.put("issuer", issuer, JSONText.quote)
        text.put("issuer", issuers, JSONText.list)
        text.put("audience", audience, JSONText.list)
        text.put("any_audience", if: anyAudience)
        text.put("subject", subject, JSONText.quote)
        text.put("types", types, JSONText.list)
        text.put("required", required, JSONText.list)
        text.put("expected", expected) { values in
            let members = values.sorted { $0.key < $1.key }.map { JSONText.quote($0.key) + ":" + $0.value.json }
            return "{" + members.joined(separator: ",") + "}"
        }
        text.put("expiry_optional", if: expiryOptional)
        text.put("leeway", leeway, JSONText.seconds)
        text.put("max_age", maxAge, JSONText.seconds)
        text.put("max_token_bytes", maxTokenBytes) { String($0) }
        text.put("max_header_bytes", maxHeaderBytes) { String($0) }
        text.put("max_depth", maxDepth) { String($0) }
        text.put("cache", cache) { String($0) }
        return text.text
    }

    /// The policy as JSON text.
    public var description: String { "Policy(\(json))" }
}

/// The value that a claim must have: a string, a number or a boolean, each of which can be written as a literal.
public enum ClaimValue: Sendable, Equatable {
    /// Exactly this string.
    case string(String)
    /// A whole number of this value.
    case integer(Int)
    /// A number of this value: `1` and `1.0` are equal. One that is infinite or not a number makes a policy invalid.
    case number(Double)
    /// Exactly this truth value.
    case bool(Bool)

    var json: String {
        switch self {
        case .string(let text): return JSONText.quote(text)
        case .integer(let number): return String(number)
        case .number(let number): return number.isFinite ? String(number) : "null"
        case .bool(let value): return String(value)
        }
    }
}

extension ClaimValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
    ExpressibleByBooleanLiteral
{
    /// A string.
    public init(stringLiteral value: String) { self = .string(value) }

    /// A whole number.
    public init(integerLiteral value: Int) { self = .integer(value) }

    /// A number.
    public init(floatLiteral value: Double) { self = .number(value) }

    /// A truth value.
    public init(booleanLiteral value: Bool) { self = .bool(value) }
}
