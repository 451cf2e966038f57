package jotkit.likecoin

import jotkit.Bearer
import jotkit.JotkitException
import jotkit.Samples
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import kotlin.time.Duration.Companion.seconds

class LikeCoinTest {
    private val common = "common-secret-for-tests"
    private val clients = mapOf("client-1" to "client-secret-for-tests")
    private val grant = Grant("client-1", "client-secret-for-tests", "user-1", listOf("profile", "read:like"))
    private val issuer = LikeCoinIssuer(common, "like.co")

    @Test
    fun `an issued token passes at the resource server`() {
        val token = issuer.sign(grant)
        for (verifier in listOf(LikeCoinVerifier(common, clients), LikeCoinVerifier(common) { clients[it] })) {
            val content = verifier.verify(Bearer.token(Bearer.header(token)))
            assertEquals("user-1" to "client-1", content.user to content.clientId)
            assertEquals(content, LikeCoin.read(token))
            assertEquals(3600.0, content.expiresAt?.minus(content.issuedAt))
        }
    }

    @Test
    fun `a refusal knows the service's own reply`() {
        val token = issuer.sign(grant, now = 1_000_000.0)

        fun reply(options: LikeCoinOptions, now: Double, token: String = issuer.sign(grant, now = 1_000_000.0)) =
            assertThrows(JotkitException::class.java) {
                LikeCoinVerifier(common, clients, options).verify(token, now)
            }.likeCoinReply
        assertEquals(JotkitException.Reply(401, "TOKEN_EXPIRED"), reply(LikeCoinOptions(), 1_003_600.0, token))
        assertEquals(JotkitException.Reply(401, "LOGIN_NEEDED"), reply(LikeCoinOptions(host = "other"), 1_000_000.0))
        assertEquals(
            JotkitException.Reply(403, "INSUFFICIENT_PERMISSION"),
            reply(LikeCoinOptions(all = listOf("email")), 1_000_000.0),
        )
        assertEquals(
            JotkitException.Reply(403, "INSUFFICIENT_PERMISSION"),
            reply(LikeCoinOptions(any = listOf("email", "write")), 1_000_000.0),
        )
        assertNull(assertThrows(JotkitException::class.java) { LikeCoinVerifier("", clients) }.likeCoinReply)
        LikeCoinVerifier(common, clients, LikeCoinOptions(any = listOf("email", "read:like.button"), leeway = 1.seconds))
            .verify(token, 1_003_600.0)
    }

    @Test
    fun `every option reaches the core`() {
        val options = LikeCoinOptions("h", listOf("a"), listOf("b"), expiryOptional = true, leeway = 1.seconds)
        assertEquals(Samples.contract("likecoin_verifier_options").toSet(), Samples.members(options.toJson()))
        for (wrong in listOf(LikeCoinOptions(all = emptyList()), LikeCoinOptions(any = listOf("a:b:c")))) {
            val failure = assertThrows(JotkitException.Usage::class.java) { LikeCoinVerifier(common, clients, wrong) }
            assertEquals("policy_invalid", failure.code)
        }
    }

    @Test
    fun `scopes cover what is below them`() {
        assertTrue(LikeCoin.scopeAllows(listOf("read:like"), "read:like.button"))
        assertFalse(LikeCoin.scopeAllows(listOf("read:like.button"), "read:like"))
    }

    @Test
    fun `no secret is printed`() {
        val secrets = listOf("telltale")
        val printed = listOf(
            Grant("client-1", "telltale", "user-1", emptyList()),
            LikeCoinIssuer("telltale", "like.co"),
            LikeCoinClient("client-1", "telltale", "https://app.example/cb"),
            OAuth.authorizeUrl("client-1", "https://app.example/cb", state = "telltale"),
            OAuth.tokenRequest("client-1", "telltale", "https://app.example/cb", "telltale"),
            OAuth.refreshRequest("client-1", "telltale", "telltale"),
            Tokens("telltale", "telltale"),
            LikeCoinClient("client-1", "telltale", "https://app.example/cb").session(Tokens("telltale", "telltale")),
            HttpRequest("GET", "https://api.example/?a=telltale", mapOf("Authorization" to "telltale")),
            HttpResponse(200, body = "telltale".toByteArray()),
        )
        for (any in printed) for (secret in secrets) assertFalse("$any".contains(secret), any.javaClass.name)
    }

    @Test
    fun `a declined login is a failure of the flow`() {
        val failure = assertThrows(JotkitException.Flow::class.java) {
            OAuth.parseCallback("https://app.example/cb?error=denied&state=s", "s")
        }
        assertEquals("access_denied", failure.code)
    }
}
