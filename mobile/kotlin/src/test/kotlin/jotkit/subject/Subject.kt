package jotkit.subject

import jotkit.Bearer
import jotkit.JotkitException
import jotkit.Key
import jotkit.KeySet
import jotkit.Signer
import jotkit.Verifier
import jotkit.likecoin.AccessToken
import jotkit.likecoin.Grant
import jotkit.likecoin.HttpRequest
import jotkit.likecoin.LikeCoin
import jotkit.likecoin.LikeCoinIssuer
import jotkit.likecoin.LikeCoinOptions
import jotkit.likecoin.LikeCoinVerifier
import jotkit.likecoin.OAuth
import jotkit.livelike.LiveLikeSigner
import jotkit.livelike.LiveLikeVerifier
import jotkit.peek
import kotlin.time.Duration.Companion.seconds

/** Answers requests through the public API, as tests/conformance asks them. */
object Subject {
    /** The answer to one line, on one line. */
    fun answer(line: String): String {
        var id = "null"
        val answer = try {
            val members = (Json.parse(line) as? Json.Object ?: throw NotUnderstood()).members
            members["id"]?.let { id = Json.compact(it) }
            val op = (members["op"] as? Json.Text)?.value
            "\"ok\":" + (operations[op] ?: throw NotUnderstood())(Request(members))
        } catch (failure: JotkitException) {
            error(failure.code, failure.kind, failure.claim)
        } catch (_: NotUnderstood) {
            error("argument_invalid", "usage", claim = null)
        }
        return "{\"id\":$id,$answer}"
    }

    private fun error(code: String, kind: String, claim: String?) =
        "\"error\":" + ok("code" to code, "kind" to kind, "claim" to claim)

    private val operations: Map<String, (Request) -> String> = mapOf(
        "verify" to ::verify,
        "sign" to ::sign,
        "peek" to { request -> peek(request.text("token")).let { token(it.header, it.payload) } },
        "key_info" to { request -> request.key().use { it.info() } },
        "key_export" to ::export,
        "livelike_sign" to ::liveLikeSign,
        "livelike_verify" to ::liveLikeVerify,
        "likecoin_signing_key" to { request ->
            ok("key" to LikeCoin.signingKey(request.text("common_secret"), request.text("client_secret")))
        },
        "likecoin_sign" to ::likeCoinSign,
        "likecoin_verify" to ::likeCoinVerify,
        "likecoin_read" to { request -> accessToken(LikeCoin.read(request.text("token")), tokenId = null) },
        "scope_allows" to { request ->
            ok("allows" to LikeCoin.scopeAllows(request.list("held"), request.text("demanded")))
        },
        "authorize_url" to ::authorizeUrl,
        "parse_callback" to { request -> ok("code" to OAuth.parseCallback(request.text("url"), request.text("state"))) },
        "token_request" to ::tokenRequest,
        "refresh_request" to ::refreshRequest,
        "parse_token_response" to ::parseTokenResponse,
        "authorization_token" to { request -> ok("token" to Bearer.token(request.text("header"))) },
    )

    private fun verify(request: Request): String = request.anyKey().use { key ->
        val verifier = when (key) {
            is Key -> Verifier(key, request.policy())
            else -> Verifier(key as KeySet, request.policy())
        }
        val now = request.number("now")
        val verified = verifier.use { if (now == null) it.verify(request.text("token")) else it.verify(request.text("token"), now) }
        token(verified.header, verified.payload)
    }

    private fun token(header: String, payload: String) =
        "{\"header\":${Json.compact(Json.parse(header))},\"payload\":${Json.quote(payload)}}"

    private fun sign(request: Request): String = request.key().use { key ->
        val token = Signer(key).use { it.signWith(request.text("claims_json"), request.optionalText("header_json")) }
        ok("token" to token)
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

    private fun liveLikeSign(request: Request): String {
        val signer = LiveLikeSigner(request.text("client_id"), request.text("client_secret"))
        val id = request.text("custom_profile_id")
        val issuedAt = request.number("issued_at")
        val lifetime = request.number("lifetime")?.seconds
        val token = when {
            issuedAt != null && lifetime != null -> signer.sign(id, issuedAt, lifetime)
            issuedAt != null -> signer.sign(id, issuedAt)
            lifetime != null -> signer.sign(id, lifetime)
            else -> signer.sign(id)
        }
        return ok("token" to token)
    }

    private fun liveLikeVerify(request: Request): String = LiveLikeVerifier(request.clients()).use { verifier ->
        val now = request.number("now")
        val token = request.text("token")
        val profile = if (now == null) verifier.verify(token) else verifier.verify(token, now)
        ok(
            "client_id" to profile.clientId,
            "custom_profile_id" to profile.customProfileId,
            "issued_at" to profile.issuedAt,
            "expires_at" to profile.expiresAt,
        )
    }

    private fun likeCoinSign(request: Request): String {
        val issuer = LikeCoinIssuer(request.text("common_secret"), request.text("host"))
        val (id, secret) = request.text("client_id") to request.text("client_secret")
        val (user, scope) = request.text("user") to request.list("scope")
        val jti = request.optionalText("jti")
        val grant = if (jti == null) Grant(id, secret, user, scope) else Grant(id, secret, user, scope, jti)
        return ok("token" to issuer.use { it.sign(grant, request.number("now")) })
    }

    private fun likeCoinVerify(request: Request): String {
        var options = LikeCoinOptions(host = request.text("host"))
        request.optionalList("all")?.let { options = options.copy(all = it) }
        request.optionalList("any")?.let { options = options.copy(any = it) }
        return LikeCoinVerifier(request.text("common_secret"), request.clients(), options).use { verifier ->
            val now = request.number("now")
            val token = request.text("token")
            val content = if (now == null) verifier.verify(token) else verifier.verify(token, now)
            accessToken(content, content.tokenId)
        }
    }

    private fun accessToken(content: AccessToken, tokenId: String?) = ok(
        "user" to content.user,
        "scope" to content.scope,
        "client_id" to content.clientId,
        "issued_at" to content.issuedAt,
        "expires_at" to content.expiresAt,
        "token_id" to tokenId,
    )

    private fun authorizeUrl(request: Request): String {
        request.only("client_id", "scope", "redirect_uri", "state", "endpoint")
        val made = OAuth.authorizeUrl(
            request.text("client_id"),
            request.text("redirect_uri"),
            request.list("scope"),
            request.optionalText("state"),
            request.optionalText("endpoint"),
        )
        return ok("url" to made.url, "state" to made.state)
    }

    private fun tokenRequest(request: Request): String {
        request.only("client_id", "client_secret", "redirect_uri", "code", "endpoint")
        val (id, secret) = request.text("client_id") to request.text("client_secret")
        return http(
            OAuth.tokenRequest(id, secret, request.text("redirect_uri"), request.text("code"), request.optionalText("endpoint")),
        )
    }

    private fun refreshRequest(request: Request): String {
        request.only("client_id", "client_secret", "refresh_token", "endpoint")
        val (id, secret) = request.text("client_id") to request.text("client_secret")
        return http(OAuth.refreshRequest(id, secret, request.text("refresh_token"), request.optionalText("endpoint")))
    }

    private fun http(made: HttpRequest) = ok(
        "method" to made.method,
        "url" to made.url,
        "headers" to made.headers,
        "body" to made.body?.decodeToString(),
    )

    private fun parseTokenResponse(request: Request): String {
        val body = request.text("body").toByteArray()
        val tokens = OAuth.parseTokenResponse(request.status(), body, request.optionalText("refresh_token"))
        return ok(
            "access_token" to tokens.accessToken,
            "refresh_token" to tokens.refreshToken,
            "user" to tokens.user,
            "display_name" to tokens.displayName,
            "avatar" to tokens.avatar,
            "scope" to tokens.scope,
            "expires_at" to tokens.expiresAt,
        )
    }

    private fun ok(vararg members: Pair<String, Any?>): String =
        members.filter { it.second != null }.joinToString(",", "{", "}") { (name, value) -> Json.quote(name) + ":" + json(value) }

    private fun json(value: Any?): String = when (value) {
        is String -> Json.quote(value)
        is List<*> -> value.joinToString(",", "[", "]", transform = ::json)
        is Map<*, *> -> value.entries.joinToString(",", "{", "}") { (name, item) -> "${json(name)}:${json(item)}" }
        else -> value.toString()
    }
}

/** Reads requests from standard input, one a line, and answers them in order. */
fun main() {
    val answers = System.out.buffered()
    System.`in`.bufferedReader(Charsets.UTF_8).forEachLine { line ->
        answers.write((Subject.answer(line) + "\n").toByteArray())
        answers.flush()
    }
}
