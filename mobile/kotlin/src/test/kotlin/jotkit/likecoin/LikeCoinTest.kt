package jotkit.likecoin

import jotkit.*
import org.junit.jupiter.api.Assertions.*
import org.junit.jupiter.api.Test

class LikeCoinTest {
    private val common = "common-secret-for-tests"
    private val clients = mapOf("client-1" to "client-secret-for-tests")
    private val grant = Grant("client-1", "client-secret-for-tests", "user-1", listOf("profile", "read:like"))
    private val issuer = LikeCoinIssuer(common, "like.co")

    @Test fun `an issued token passes at the resource server`() {
        val token = issuer.sign(grant)
        for (verifier in listOf(LikeCoinVerifier(common, clients), LikeCoinVerifier(common) { clients[it] })) {
            val content = verifier.verify(Bearer.token(Bearer.header(token)))
            assertEquals("user-1" to "client-1", content.user to content.clientId)
            assertEquals(content.user to content.expiresAt, LikeCoin.peek(token).let { it.user to it.expiresAt })
            assertEquals(3600.0, content.expiresAt?.minus(content.issuedAt))
        }
    }

    @Test fun `a refusal has the service's own reply`() {
        val token = issuer.sign(grant, now = 1_000_000.0)

        fun reply(options: LikeCoinOptions, now: Double = 1_000_000.0): Refusal? {
            val verifier = LikeCoinVerifier(common, clients, options)
            return LikeCoin.refusal(assertThrows(JotkitException::class.java) { verifier.verify(token, now) })
        }
        assertEquals(Refusal(401, "TOKEN_EXPIRED"), reply(LikeCoinOptions(), 1_003_600.0))
        assertEquals(Refusal(401, "LOGIN_NEEDED"), reply(LikeCoinOptions().host("other")))
        assertEquals(Refusal(403, "INSUFFICIENT_PERMISSION"), reply(LikeCoinOptions().all("email")))
        assertEquals(Refusal(403, "INSUFFICIENT_PERMISSION"), reply(LikeCoinOptions().any("email", "write")))
        val misuse = assertThrows(JotkitException::class.java) { LikeCoinVerifier("", clients) }
        assertNull(LikeCoin.refusal(misuse))
        LikeCoinVerifier(common, clients, LikeCoinOptions().any("email", "read:like.button").leeway(1))
            .verify(token, 1_003_600.0)
    }

    @Test fun `every option reaches the core`() {
        val options = LikeCoinOptions().host("h").all("a").any("b").expiryOptional().leeway(1)
        assertEquals(Samples.options("likecoin_verifier"), Samples.members(options.toJson()))
        LikeCoinVerifier(common, clients, options).close()
        for (wrong in listOf(LikeCoinOptions().all(), LikeCoinOptions().any("a:b:c"))) {
            val failure = assertThrows(JotkitException.Usage::class.java) { LikeCoinVerifier(common, clients, wrong) }
            assertEquals("policy_invalid", failure.code)
        }
    }

    @Test fun `scopes cover what is below them`() {
        assertTrue(LikeCoin.scopeAllows(listOf("read:like"), "read:like.button"))
        assertFalse(LikeCoin.scopeAllows(listOf("read:like.button"), "read:like"))
    }

    @Test fun `a declined login is a failure of the flow`() {
        val failure = assertThrows(JotkitException.Flow::class.java) {
            OAuth.parseCallback("https://app.example/cb?error=denied&state=s", "s")
        }
        assertEquals("access_denied", failure.code)
    }
}
