package jotkit.livelike

import jotkit.JotkitException
import org.junit.jupiter.api.Assertions.*
import org.junit.jupiter.api.Test
import kotlin.time.Duration
import kotlin.time.Duration.Companion.days

class LiveLikeTest {
    private val secret = "livelike-client-secret-for-tests"

    private val signer = LiveLikeSigner("client-id-1", secret)

    @Test fun `a token names the user to every verifier that knows the application`() {
        val token = signer.sign("user-1", issuedAt = 1700000000.0, lifetime = 1.days)
        val verifiers = listOf(
            LiveLikeVerifier(mapOf("client-id-1" to secret, "other" to "x")),
            LiveLikeVerifier { id -> secret.takeIf { id == "client-id-1" } },
        )
        for (verifier in verifiers) {
            val profile = verifier.verify(token, now = 1700000001.0)
            assertEquals("client-id-1" to "user-1", profile.clientId to profile.customProfileId)
            assertEquals(1700000000.0 to 1700086400.0, profile.issuedAt to profile.expiresAt)
            val late = assertThrows(JotkitException.Refused::class.java) { verifier.verify(token) }
            assertEquals("token_expired", late.code)
        }
    }

    @Test fun `a token needs no end`() {
        val verifier = LiveLikeVerifier(mapOf("client-id-1" to secret))
        assertNull(verifier.verify(signer.sign("用户-1")).expiresAt)
        assertEquals("用户-1", verifier.verify(signer.sign("用户-1", lifetime = 1.days)).customProfileId)
    }

    @Test fun `a client that is not known is refused`() {
        val token = signer.sign("user-1")
        for (verifier in listOf(LiveLikeVerifier(mapOf("other" to secret)), LiveLikeVerifier { null })) {
            val failure = assertThrows(JotkitException.Key::class.java) { verifier.verify(token) }
            assertEquals("client_unknown", failure.code)
        }
        val trouble = IllegalArgumentException("the table is gone")
        val verifier = LiveLikeVerifier { throw trouble }
        assertSame(trouble, assertThrows(IllegalArgumentException::class.java) { verifier.verify(token) })
    }

    @Test fun `what makes no sense is not signed`() {
        val attempts = listOf(
            "custom_profile_id" to { signer.sign(" ") },
            "custom_profile_id" to { signer.sign("😀".repeat(256)) },
            "iat" to { signer.sign("user-1", issuedAt = 1700000000000.0) },
            null to { signer.sign("user-1", lifetime = Duration.ZERO) },
            null to { signer.sign("user-1", lifetime = Duration.INFINITE) },
        )
        for ((claim, attempt) in attempts) {
            val failure = assertThrows(JotkitException.Usage::class.java) { attempt() }
            assertEquals("argument_invalid" to claim, failure.code to failure.claim)
        }
        signer.sign("😀".repeat(255))
        assertThrows(JotkitException.Key::class.java) { LiveLikeSigner("client-id-1", "") }
    }
}
