// A clock of a test's own.

package examples

// snippet: clock import
import jotkit.Code
import jotkit.JotkitException
import jotkit.Key
import jotkit.Policy
import jotkit.Signer
import jotkit.SignerOptions
import jotkit.Verifier
import java.time.Clock
import java.time.Duration
import java.time.Instant
import java.time.ZoneOffset
import kotlin.time.Duration.Companion.hours
// snippet end

/** The code of a token that ended a moment ago. */
fun aMomentLate(): Code? {
    // snippet: clock
    val key = Key.hs256("a secret of at least 32 bytes, kept safe")
    val noon = Clock.fixed(Instant.parse("2030-01-01T12:00:00Z"), ZoneOffset.UTC)
    val token = Signer(key, SignerOptions().lifetime(1.hours), noon).sign(mapOf("sub" to "u1"))

    val atOne = Clock.offset(noon, Duration.ofHours(1))
    try {
        Verifier(key, Policy(), atOne).verify(token)
    } catch (late: JotkitException) {
        return late.reason // TOKEN_EXPIRED
    }
    // snippet end
    return null
}
