package jotkit.subject

import jotkit.*
import jotkit.ffi.Report
import jotkit.likecoin.*
import jotkit.livelike.LiveLikeSigner
import jotkit.livelike.LiveLikeVerifier
import kotlinx.serialization.SerializationException
import kotlinx.serialization.json.*
import kotlin.time.Duration.Companion.seconds

/** Answers the requests of tests/conformance through the public API. */
object Subject {
    /** The answer to one line, on one line. */
    fun answer(line: String): String {
        var id: JsonElement = JsonNull
        val answer = try {
            val request = Request(Json.parseToJsonElement(line) as? JsonObject ?: throw NotUnderstood())
            request.members["id"]?.let { id = it }
            "\"ok\":" + (operations[request.optionalText("op")] ?: throw NotUnderstood())(request)
        } catch (failure: JotkitException) {
            error(failure)
        } catch (_: NotUnderstood) {
            NOT_UNDERSTOOD
        } catch (_: SerializationException) {
            NOT_UNDERSTOOD
        }
        return "{\"id\":$id,$answer}"
    }

    fun error(failure: JotkitException): String = failure.run {
        "\"error\":" + ok("code" to code, "kind" to kind, "claim" to claim, "status" to status, "detail" to detail)
    }

    fun ok(vararg all: Pair<String, Any?>): String = json(members(*all))

    const val NOT_UNDERSTOOD = """"error":{"code":"argument_invalid","kind":"usage"}"""

    private val operations: Map<String, (Request) -> String> = mapOf(
        "verify" to ::verify,
        "sign" to ::sign,
        "peek" to ::peek,
        "explain" to ::explain,
        "challenge" to ::challenge,
        "jws_sign" to ::jwsSign,
        "jws_verify" to ::jwsVerify,
        "key_info" to { request -> request.key().use { it.info() } },
        "key_export" to ::export,
        "keyset_info" to ::keySetInfo,
        "livelike_sign" to ::liveLikeSign,
        "livelike_verify" to ::liveLikeVerify,
        "likecoin_signing_key" to { request ->
            ok("key" to LikeCoin.signingKey(request.text("common_secret"), request.text("client_secret")))
        },
        "likecoin_sign" to ::likeCoinSign,
        "likecoin_verify" to ::likeCoinVerify,
        "likecoin_read" to ::likeCoinRead,
        "scope_allows" to { request ->
            ok("allows" to LikeCoin.scopeAllows(request.list("held"), request.text("demanded")))
        },
        "authorize_url" to ::authorizeUrl,
        "parse_callback" to { request -> ok("code" to OAuth.parseCallback(request.text("url"), request.text("state"))) },
        "token_request" to ::tokenRequest,
        "refresh_request" to ::refreshRequest,
        "parse_token_response" to ::parseTokenResponse,
        "authorization_token" to { request -> ok("token" to Bearer.token(request.optionalText("header"))) },
        "oauth_session" to { request -> SessionScript(request).run() },
        "remote_keys" to { request -> RemoteScript(request).run() },
    )

    private fun verifier(request: Request): Verifier = request.anyKey().use { key ->
        if (key is Key) Verifier(key, request.policy()) else Verifier(key as KeySet, request.policy())
    }

    private fun verify(request: Request): String = verifier(request).use { verifier ->
        val (token, now) = request.text("token") to request.number("now")
        val expected = request.expected()
        val verified = when {
            expected != null -> verifier.verify(token, expected, now)
            now == null -> verifier.verify(token)
            else -> verifier.verify(token, now)
        }
        token(verified.header, verified.payload)
    }

    private fun explain(request: Request): String = verifier(request).use { verifier ->
        val findings = verifier.explain(request.text("token"), request.number("now"))
        ok("findings" to findings.map { members("check" to it.check, "code" to it.code, "claim" to it.claim) })
    }

    private fun peek(request: Request): String {
        val (token, policy) = request.text("token") to request.optionalPolicy()
        val unverified = if (policy == null) peek(token) else peek(token, policy)
        return token(unverified.header, unverified.payload)
    }

    private fun challenge(request: Request): String = request.run {
        // Only the code of a failure matters.
        val failure = JotkitException.of(Report(text("code"), "", null, "", null, null, null))
        val answer = failure.challenge(optionalText("realm"), optionalList("scope"))
        ok("status" to answer.status, "www_authenticate" to answer.wwwAuthenticate)
    }

    private fun jwsSign(request: Request): String = request.run {
        val payload = payload() ?: throw NotUnderstood()
        val (header, detached) = optionalText("header_json") to (optionalBool("detached") ?: false)
        key().use { ok("token" to Jws.sign(it, payload, header, detached)) }
    }

    private fun jwsVerify(request: Request): String = request.run {
        val (token, payload) = text("token") to payload()
        val verified = anyKey().use { if (it is Key) Jws.verify(it, token, payload) else Jws.verify(it as KeySet, token, payload) }
        val hex = (payload ?: verified.payload).joinToString("") { "%02x".format(it) }
        "{\"payload_hex\":\"$hex\",\"header\":${Json.parseToJsonElement(verified.header)}}"
    }

    private fun keySetInfo(request: Request): String = (request.anyKey() as? KeySet ?: throw NotUnderstood()).use { set ->
        val keys = set.map { members("kid" to it.kid, "alg" to it.algorithm, "thumbprint" to it.thumbprint) }
        ok("keys" to keys, "skipped" to set.skipped.map { mapOf("index" to it.index, "code" to it.code) })
    }

    private fun <T> content(verifier: ClientVerifier<T>, request: Request): T = verifier.use {
        val (token, now) = request.text("token") to request.number("now")
        if (now == null) it.verify(token) else it.verify(token, now)
    }

    private fun token(header: String, payload: String) =
        "{\"header\":${Json.parseToJsonElement(header)},\"payload\":${json(payload)}}"

    private fun sign(request: Request): String = request.key().use { key ->
        val (claims, header) = request.text("claims_json") to request.optionalText("header_json")
        ok("token" to Signer(key, request.signerOptions()).use { it.signWith(claims, header, request.number("now")) })
    }

    private fun export(request: Request): String = request.key().use { key ->
        (if (request.bool("public")) key.publicKey() else key).use { exported ->
            when (request.text("format")) {
                "jwk" -> "{\"jwk\":${exported.toJwk()}}"
                "pem" -> ok("pem" to exported.toPem())
                else -> throw NotUnderstood()
            }
        }
    }

    private fun liveLikeSign(request: Request): String = request.run {
        val signer = LiveLikeSigner(text("client_id"), text("client_secret"))
        val id = text("custom_profile_id")
        val issuedAt = number("issued_at")
        val lifetime = number("lifetime")?.seconds
        val token = when {
            issuedAt != null && lifetime != null -> signer.sign(id, issuedAt, lifetime)
            issuedAt != null -> signer.sign(id, issuedAt)
            lifetime != null -> signer.sign(id, lifetime)
            else -> signer.sign(id)
        }
        ok("token" to token)
    }

    private fun liveLikeVerify(request: Request): String = content(LiveLikeVerifier(request.clients()), request).run {
        val user = arrayOf("client_id" to clientId, "custom_profile_id" to customProfileId)
        ok(*user, "issued_at" to issuedAt, "expires_at" to expiresAt)
    }

    private fun likeCoinSign(request: Request): String = request.run {
        val issuer = LikeCoinIssuer(text("common_secret"), text("host"))
        val (id, secret) = text("client_id") to text("client_secret")
        val (user, scope) = text("user") to list("scope")
        val grant = optionalText("jti")?.let { Grant(id, secret, user, scope, it) } ?: Grant(id, secret, user, scope)
        ok("token" to issuer.use { it.sign(grant, number("now")) })
    }

    private fun likeCoinVerify(request: Request): String {
        var options = LikeCoinOptions().host(request.text("host"))
        request.optionalList("all")?.let { options = options.all(it) }
        request.optionalList("any")?.let { options = options.any(it) }
        val verifier = LikeCoinVerifier(request.text("common_secret"), request.clients(), options)
        return content(verifier, request).run {
            ok("token_id" to tokenId, *accessToken(user, scope, clientId, issuedAt, expiresAt))
        }
    }

    private fun accessToken(user: String, scope: List<String>, clientId: String, issuedAt: Double, expiresAt: Double?) =
        arrayOf("user" to user, "scope" to scope, "client_id" to clientId, "issued_at" to issuedAt, "expires_at" to expiresAt)

    private fun likeCoinRead(request: Request): String =
        LikeCoin.peek(request.text("token")).run { ok(*accessToken(user, scope, clientId, issuedAt, expiresAt)) }

    private fun authorizeUrl(request: Request): String = request.run {
        only("client_id", "scope", "redirect_uri", "state", "endpoint")
        val (id, uri) = text("client_id") to text("redirect_uri")
        OAuth.authorizeUrl(id, uri, list("scope"), optionalText("state"), optionalText("endpoint"))
    }.run { ok("url" to url, "state" to state) }

    private fun tokenRequest(request: Request): String = request.run {
        only("client_id", "client_secret", "redirect_uri", "code", "endpoint")
        val (id, secret) = text("client_id") to text("client_secret")
        http(OAuth.tokenRequest(id, secret, text("redirect_uri"), text("code"), optionalText("endpoint")))
    }

    private fun refreshRequest(request: Request): String = request.run {
        only("client_id", "client_secret", "refresh_token", "endpoint")
        val (id, secret) = text("client_id") to text("client_secret")
        http(OAuth.refreshRequest(id, secret, text("refresh_token"), optionalText("endpoint")))
    }

    fun http(made: HttpRequest): String =
        ok("method" to made.method, "url" to made.url, "headers" to made.headers, "body" to made.body?.decodeToString())

    private fun parseTokenResponse(request: Request): String = request.run {
        OAuth.parseTokenResponse(status(), text("body").toByteArray(), optionalText("refresh_token")).toJson()
    }
}

/** Reads requests from standard input, one on each line, and answers them in order. */
fun main() {
    val answers = System.out.buffered()
    System.`in`.bufferedReader(Charsets.UTF_8).forEachLine { line ->
        answers.write((Subject.answer(line) + "\n").toByteArray())
        answers.flush()
    }
}
