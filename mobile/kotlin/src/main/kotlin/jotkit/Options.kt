// Generated from tests/contract.json by `make gen`.

package jotkit

import java.time.Duration

/**
 * A signature algorithm, by its name in JSON Web Algorithms. `none` does not exist. [EDDSA]
 * and [ED25519] are two names of one algorithm (RFC 8037, RFC 9864).
 */
public enum class Algorithm(
    /** The name in a token's header, such as `HS256`. */
    public val jwaName: String,
) {
    HS256("HS256"),
    HS384("HS384"),
    HS512("HS512"),
    RS256("RS256"),
    RS384("RS384"),
    RS512("RS512"),
    PS256("PS256"),
    PS384("PS384"),
    PS512("PS512"),
    ES256("ES256"),
    ES384("ES384"),
    ES512("ES512"),
    ES256K("ES256K"),
    EDDSA("EdDSA"),
    ED25519("Ed25519"),
    ML_DSA_44("ML-DSA-44"),
    ML_DSA_65("ML-DSA-65"),
    ML_DSA_87("ML-DSA-87"),
    ;

    override fun toString(): String = jwaName

    public companion object {
        /** The algorithm with this exact name, or `null`. */
        @JvmStatic public fun named(name: String): Algorithm? = entries.find { it.jwaName == name }
    }
}

/** What a [Verifier] demands of a token. Immutable: functions return a copy. */
public class Policy private constructor(members: Map<String, String>, json: String?) : Options(members, json) {
    /** No options. */
    public constructor() : this(emptyMap(), null)

    /** Options as JSON text. */
    public constructor(json: String) : this(emptyMap(), json)
    private constructor(members: Map<String, String>) : this(members, null)

    /**
     * Accept only these algorithms. Default: those that the key allows. Also names the algorithm
     * of an RSA or secret JWK that has none.
     */
    public fun algorithms(vararg values: Algorithm): Policy = Policy(with("algorithms", values.asList()))
    public fun algorithms(values: Collection<Algorithm>): Policy = Policy(with("algorithms", values))

    /** Require `iss` to equal this string, or one of these. Default: not compared. */
    public fun issuer(value: String): Policy = Policy(with("issuer", value))
    public fun issuer(values: Collection<String>): Policy = Policy(with("issuer", values))

    /**
     * Require `aud` to name this audience, or one of these. Default: a token that names an
     * audience is refused (RFC 7519 §4.1.3).
     */
    public fun audience(value: String): Policy = Policy(with("audience", value))
    public fun audience(values: Collection<String>): Policy = Policy(with("audience", values))

    /** Accept tokens for any audience, those meant for another service included. */
    @JvmOverloads
    public fun anyAudience(value: Boolean = true): Policy = Policy(with("any_audience", value))

    /** Require `sub` to equal this string. Default: not compared. */
    public fun subject(value: String): Policy = Policy(with("subject", value))

    /**
     * Require `typ` to be one of these; case and a leading `application/` make no difference.
     * Default: absent, `JWT` or `at+jwt`.
     */
    public fun types(vararg values: String): Policy = Policy(with("types", values.asList()))
    public fun types(values: Collection<String>): Policy = Policy(with("types", values))

    /** Require these claims to be present. Default: `exp` only. */
    public fun required(vararg values: String): Policy = Policy(with("required", values.asList()))
    public fun required(values: Collection<String>): Policy = Policy(with("required", values))

    /** Require claims to have these values. */
    public fun expected(values: Map<String, Any>): Policy = Policy(with("expected", values))

    /**
     * Judge the token as an `access_token` (RFC 9068 §4), an `id_token` (OpenID Connect Core
     * §3.1.3.7), a `logout_token` (Back-Channel Logout §2.6) or a `client_assertion` (RFC 7523
     * §3), which demand more; docs/recipes.md says what. Default: none of them.
     */
    public fun profile(value: String): Policy = Policy(with("profile", value))

    /**
     * Require each of these scopes to be granted by `scope`, or else by `scp`: a list, or words
     * with spaces between them. Default: not judged.
     */
    public fun scopes(vararg values: String): Policy = Policy(with("scopes", values.asList()))
    public fun scopes(values: Collection<String>): Policy = Policy(with("scopes", values))

    /** Accept tokens without `exp`. */
    @JvmOverloads
    public fun expiryOptional(value: Boolean = true): Policy = Policy(with("expiry_optional", value))

    /**
     * Accept a value of any type for these claims, `sub` or `jti` or both, as the numeric ids of
     * older systems. Default: both must be strings.
     */
    public fun untyped(vararg values: String): Policy = Policy(with("untyped", values.asList()))
    public fun untyped(values: Collection<String>): Policy = Policy(with("untyped", values))

    /**
     * Accept segments that end in `=`, as those of AWS load balancers do; the signature covers
     * the bytes as received.
     */
    @JvmOverloads
    public fun allowPadding(value: Boolean = true): Policy = Policy(with("allow_padding", value))

    /**
     * Try up to 8 keys of a set that fit the algorithm of a token without `kid`, as with secrets
     * in rotation. Default: such a token is `key_ambiguous`.
     */
    @JvmOverloads
    public fun tryEach(value: Boolean = true): Policy = Policy(with("try_each", value))

    /** Allow clocks to differ by this many seconds. Default: 0. Range: 0 to 86400 seconds. */
    public fun leeway(value: Long): Policy = Policy(with("leeway", value))
    public fun leeway(value: Duration): Policy = Policy(with("leeway", seconds(value)))
    public fun leeway(value: kotlin.time.Duration): Policy = Policy(with("leeway", seconds(value)))

    /**
     * Refuse tokens issued longer ago than this; `iat` is then required. Default: not judged.
     * Range: at least 0 seconds.
     */
    public fun maxAge(value: Long): Policy = Policy(with("max_age", value))
    public fun maxAge(value: Duration): Policy = Policy(with("max_age", seconds(value)))
    public fun maxAge(value: kotlin.time.Duration): Policy = Policy(with("max_age", seconds(value)))

    /** Refuse longer tokens. Default: 262144. Range: at least 1 bytes. */
    public fun maxTokenBytes(value: Long): Policy = Policy(with("max_token_bytes", value))

    /**
     * Refuse tokens with a longer header segment, as received. Default: 8192. Range: at least 1
     * bytes.
     */
    public fun maxHeaderBytes(value: Long): Policy = Policy(with("max_header_bytes", value))

    /**
     * Refuse JSON that is nested deeper; the outermost object counts as 1. Default: 64. Range:
     * at least 1.
     */
    public fun maxDepth(value: Long): Policy = Policy(with("max_depth", value))

    /**
     * Keep this many verified tokens, of 4 KiB each on average, so that one seen again costs a
     * hash instead of a signature; the clock is judged each time. Default: none. Range: 1 to
     * 1000000 tokens.
     */
    public fun cache(value: Long): Policy = Policy(with("cache", value))
}

/** What a [Signer] adds to claims and headers that lack it. Immutable: functions return a copy. */
public class SignerOptions private constructor(members: Map<String, String>, json: String?) : Options(members, json) {
    /** No options. */
    public constructor() : this(emptyMap(), null)

    /** Options as JSON text. */
    public constructor(json: String) : this(emptyMap(), json)
    private constructor(members: Map<String, String>) : this(members, null)

    /** Add `iss` to claims without one. */
    public fun issuer(value: String): SignerOptions = SignerOptions(with("issuer", value))

    /** Add `sub` to claims without one. */
    public fun subject(value: String): SignerOptions = SignerOptions(with("subject", value))

    /** Add `aud` to claims without one: a string, or a list. */
    public fun audience(value: String): SignerOptions = SignerOptions(with("audience", value))
    public fun audience(values: Collection<String>): SignerOptions = SignerOptions(with("audience", values))

    /**
     * Add `iat`, and `exp` this many seconds later, to claims without them. Range: at least 1
     * seconds.
     */
    public fun lifetime(value: Long): SignerOptions = SignerOptions(with("lifetime", value))
    public fun lifetime(value: Duration): SignerOptions = SignerOptions(with("lifetime", seconds(value)))
    public fun lifetime(value: kotlin.time.Duration): SignerOptions = SignerOptions(with("lifetime", seconds(value)))

    /** Add `iat`, the time of signing in whole seconds, to claims without one. */
    @JvmOverloads
    public fun iat(value: Boolean = true): SignerOptions = SignerOptions(with("iat", value))

    /** Add `jti`, a random UUID (RFC 9562 §5.4), to claims without one. */
    @JvmOverloads
    public fun jti(value: Boolean = true): SignerOptions = SignerOptions(with("jti", value))

    /**
     * Sign what one service asks for: `client_assertion` (RFC 7523 §3), `github_app`,
     * `apple_client_secret`, `apns`, `app_store_connect` or `google_service_account`;
     * docs/recipes.md says what each adds. Default: none of them.
     */
    public fun recipe(value: String): SignerOptions = SignerOptions(with("recipe", value))

    /** The header's `kid`. Default: the key's own. */
    public fun kid(value: String): SignerOptions = SignerOptions(with("kid", value))

    /** The header's `typ`. Default: `JWT`. */
    public fun typ(value: String): SignerOptions = SignerOptions(with("typ", value))
}

/** What the caller knows about a key that is imported. Immutable: functions return a copy. */
public class KeyOptions private constructor(members: Map<String, String>, json: String?) : Options(members, json) {
    /** No options. */
    public constructor() : this(emptyMap(), null)

    /** Options as JSON text. */
    public constructor(json: String) : this(emptyMap(), json)
    private constructor(members: Map<String, String>) : this(members, null)

    /** Bind the key to this algorithm. Default: the one that the key itself names or dictates. */
    public fun alg(value: Algorithm): KeyOptions = KeyOptions(with("alg", value))

    /** The key's id. Default: the one that the key itself carries. */
    public fun kid(value: String): KeyOptions = KeyOptions(with("kid", value))

    /** Accept an HMAC secret shorter than the hash. */
    @JvmOverloads
    public fun allowShort(value: Boolean = true): KeyOptions = KeyOptions(with("allow_short", value))

    /** The passphrase of an encrypted PKCS#8 key. Refused where a key is not encrypted. */
    public fun passphrase(value: String): KeyOptions = KeyOptions(with("passphrase", value))

    override fun toString(): String = printed("passphrase")
}

/** What a LikeCoin API demands of access tokens. Immutable: functions return a copy. */
public class LikeCoinOptions private constructor(members: Map<String, String>, json: String?) : Options(members, json) {
    /** No options. */
    public constructor() : this(emptyMap(), null)

    /** Options as JSON text. */
    public constructor(json: String) : this(emptyMap(), json)
    private constructor(members: Map<String, String>) : this(members, null)

    /** The host name in `iss` and `aud`. Default: `like.co`. */
    public fun host(value: String): LikeCoinOptions = LikeCoinOptions(with("host", value))

    /** Require all of these scopes. */
    public fun all(vararg values: String): LikeCoinOptions = LikeCoinOptions(with("all", values.asList()))
    public fun all(values: Collection<String>): LikeCoinOptions = LikeCoinOptions(with("all", values))

    /** Require at least one of these scopes. */
    public fun any(vararg values: String): LikeCoinOptions = LikeCoinOptions(with("any", values.asList()))
    public fun any(values: Collection<String>): LikeCoinOptions = LikeCoinOptions(with("any", values))

    /** Accept tokens without `exp`. The real service issues none. */
    @JvmOverloads
    public fun expiryOptional(value: Boolean = true): LikeCoinOptions = LikeCoinOptions(with("expiry_optional", value))

    /** Allow clocks to differ by this many seconds. Default: 0. Range: 0 to 86400 seconds. */
    public fun leeway(value: Long): LikeCoinOptions = LikeCoinOptions(with("leeway", value))
    public fun leeway(value: Duration): LikeCoinOptions = LikeCoinOptions(with("leeway", seconds(value)))
    public fun leeway(value: kotlin.time.Duration): LikeCoinOptions = LikeCoinOptions(with("leeway", seconds(value)))
}

/** How keys behind a URL are fetched. Immutable: functions return a copy. */
public class RemoteKeysOptions private constructor(members: Map<String, String>, json: String?) : Options(members, json) {
    /** No options. */
    public constructor() : this(emptyMap(), null)

    /** Options as JSON text. */
    public constructor(json: String) : this(emptyMap(), json)
    private constructor(members: Map<String, String>) : this(members, null)

    /**
     * Find the keys' address in the discovery document of this issuer, unless `jwks_url` names
     * it.
     */
    public fun issuer(value: String): RemoteKeysOptions = RemoteKeysOptions(with("issuer", value))

    /** Fetch the keys from this address. */
    public fun jwksUrl(value: String): RemoteKeysOptions = RemoteKeysOptions(with("jwks_url", value))

    /** Allow plain `http` to these hosts. Default: to this machine only. */
    public fun allowHttp(vararg values: String): RemoteKeysOptions = RemoteKeysOptions(with("allow_http", values.asList()))
    public fun allowHttp(values: Collection<String>): RemoteKeysOptions = RemoteKeysOptions(with("allow_http", values))

    /** Give a request up after this time. Default: 5000. Range: 100 to 60000 milliseconds. */
    public fun timeoutMs(value: Long): RemoteKeysOptions = RemoteKeysOptions(with("timeout_ms", value))
    public fun timeout(value: Duration): RemoteKeysOptions = RemoteKeysOptions(with("timeout_ms", milliseconds(value)))
    public fun timeout(value: kotlin.time.Duration): RemoteKeysOptions = RemoteKeysOptions(with("timeout_ms", milliseconds(value)))

    /** Refuse longer replies. Default: 524288. Range: 1024 to 16777216 bytes. */
    public fun maxBytes(value: Long): RemoteKeysOptions = RemoteKeysOptions(with("max_bytes", value))

    /** Refuse sets with more entries. Default: 100. Range: 1 to 1000 keys. */
    public fun maxKeys(value: Long): RemoteKeysOptions = RemoteKeysOptions(with("max_keys", value))

    /**
     * Keep keys this long where the reply does not say. Default: 600000. Range: 1000 to
     * 604800000 milliseconds.
     */
    public fun defaultLifetimeMs(value: Long): RemoteKeysOptions = RemoteKeysOptions(with("default_lifetime_ms", value))
    public fun defaultLifetime(value: Duration): RemoteKeysOptions = RemoteKeysOptions(with("default_lifetime_ms", milliseconds(value)))
    public fun defaultLifetime(value: kotlin.time.Duration): RemoteKeysOptions = RemoteKeysOptions(with("default_lifetime_ms", milliseconds(value)))

    /** Keep keys at least this long. Default: 60000. Range: 1000 to 604800000 milliseconds. */
    public fun minLifetimeMs(value: Long): RemoteKeysOptions = RemoteKeysOptions(with("min_lifetime_ms", value))
    public fun minLifetime(value: Duration): RemoteKeysOptions = RemoteKeysOptions(with("min_lifetime_ms", milliseconds(value)))
    public fun minLifetime(value: kotlin.time.Duration): RemoteKeysOptions = RemoteKeysOptions(with("min_lifetime_ms", milliseconds(value)))

    /** Keep keys at most this long. Default: 86400000. Range: 1000 to 604800000 milliseconds. */
    public fun maxLifetimeMs(value: Long): RemoteKeysOptions = RemoteKeysOptions(with("max_lifetime_ms", value))
    public fun maxLifetime(value: Duration): RemoteKeysOptions = RemoteKeysOptions(with("max_lifetime_ms", milliseconds(value)))
    public fun maxLifetime(value: kotlin.time.Duration): RemoteKeysOptions = RemoteKeysOptions(with("max_lifetime_ms", milliseconds(value)))

    /**
     * Fetch keys again in the background after this part of their lifetime. Default: 80. Range:
     * 10 to 100 percent.
     */
    public fun refreshPercent(value: Long): RemoteKeysOptions = RemoteKeysOptions(with("refresh_percent", value))

    /**
     * Use keys this long after their lifetime while they cannot be fetched. Default: 86400000.
     * Range: 0 to 604800000 milliseconds.
     */
    public fun staleMs(value: Long): RemoteKeysOptions = RemoteKeysOptions(with("stale_ms", value))
    public fun stale(value: Duration): RemoteKeysOptions = RemoteKeysOptions(with("stale_ms", milliseconds(value)))
    public fun stale(value: kotlin.time.Duration): RemoteKeysOptions = RemoteKeysOptions(with("stale_ms", milliseconds(value)))

    /**
     * Fetch keys for unknown key ids at most once in this time. Default: 30000. Range: 1000 to
     * 3600000 milliseconds.
     */
    public fun cooldownMs(value: Long): RemoteKeysOptions = RemoteKeysOptions(with("cooldown_ms", value))
    public fun cooldown(value: Duration): RemoteKeysOptions = RemoteKeysOptions(with("cooldown_ms", milliseconds(value)))
    public fun cooldown(value: kotlin.time.Duration): RemoteKeysOptions = RemoteKeysOptions(with("cooldown_ms", milliseconds(value)))

    /** Allow this many such requests in a row. Default: 2. Range: 1 to 10 requests. */
    public fun burst(value: Long): RemoteKeysOptions = RemoteKeysOptions(with("burst", value))

    /**
     * Pause this long after a failure, and twice as long after each further one. Default: 1000.
     * Range: 100 to 3600000 milliseconds.
     */
    public fun backoffMs(value: Long): RemoteKeysOptions = RemoteKeysOptions(with("backoff_ms", value))
    public fun backoff(value: Duration): RemoteKeysOptions = RemoteKeysOptions(with("backoff_ms", milliseconds(value)))
    public fun backoff(value: kotlin.time.Duration): RemoteKeysOptions = RemoteKeysOptions(with("backoff_ms", milliseconds(value)))

    /** Pause at most this long. Default: 60000. Range: 100 to 3600000 milliseconds. */
    public fun maxBackoffMs(value: Long): RemoteKeysOptions = RemoteKeysOptions(with("max_backoff_ms", value))
    public fun maxBackoff(value: Duration): RemoteKeysOptions = RemoteKeysOptions(with("max_backoff_ms", milliseconds(value)))
    public fun maxBackoff(value: kotlin.time.Duration): RemoteKeysOptions = RemoteKeysOptions(with("max_backoff_ms", milliseconds(value)))

    /**
     * Obey a server's `Retry-After` up to this time. Default: 600000. Range: 0 to 3600000
     * milliseconds.
     */
    public fun maxRetryAfterMs(value: Long): RemoteKeysOptions = RemoteKeysOptions(with("max_retry_after_ms", value))
    public fun maxRetryAfter(value: Duration): RemoteKeysOptions = RemoteKeysOptions(with("max_retry_after_ms", milliseconds(value)))
    public fun maxRetryAfter(value: kotlin.time.Duration): RemoteKeysOptions = RemoteKeysOptions(with("max_retry_after_ms", milliseconds(value)))
}
