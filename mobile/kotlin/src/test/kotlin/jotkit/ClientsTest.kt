package jotkit

import jotkit.Samples.refusal
import jotkit.likecoin.*
import jotkit.livelike.LiveLikeSigner
import jotkit.livelike.LiveLikeVerifier
import org.junit.jupiter.api.Assertions.*
import org.junit.jupiter.api.Test
import kotlin.time.Duration.Companion.days

/** The verifiers that look the secret of a client up, in a map or with a function. */
class ClientsTest {
    private val secrets = mapOf("client-1" to "s3cret", "other" to "x")

    @Test fun `LiveLike's verifier knows the user`() {
        val token = LiveLikeSigner("client-1", "s3cret").sign("用户-1", issuedAt = 1700000000.0, lifetime = 1.days)
        for (verifier in listOf(LiveLikeVerifier(secrets), LiveLikeVerifier { secrets[it] })) {
            val profile = verifier.verify(token, now = 1700000001.0)
            assertEquals("client-1" to "用户-1", profile.clientId to profile.customProfileId)
            assertEquals(1700000000.0 to 1700086400.0, profile.issuedAt to profile.expiresAt)
            assertEquals("token_expired", refusal { verifier.verify(token) }.code)
        }
        assertEquals("client_unknown", refusal { LiveLikeVerifier { null }.verify(token) }.code)
    }

    @Test fun `LikeCoin's verifier knows the user`() {
        val token = LikeCoinIssuer("common", "like.co").sign(Grant("client-1", "s3cret", "user-1", listOf("read:like")))
        for (verifier in listOf(LikeCoinVerifier("common", secrets), LikeCoinVerifier("common") { secrets[it] })) {
            val content = verifier.verify(Bearer.token(Bearer.header(token)))
            assertEquals("user-1" to "client-1", content.user to content.clientId)
            assertEquals(content.user to content.expiresAt, LikeCoin.peek(token).let { it.user to it.expiresAt })
        }
        val strict = LikeCoinVerifier("common", secrets, LikeCoinOptions().all("email"))
        assertEquals(Refusal(403, "INSUFFICIENT_PERMISSION"), LikeCoin.refusal(refusal { strict.verify(token) }))
        assertNull(LikeCoin.refusal(refusal { LikeCoinVerifier("", secrets) }), "misuse is no refusal")
    }
}
