package callers

import jotkit.*
import org.junit.jupiter.api.Assertions.*
import org.junit.jupiter.api.Test
import java.security.*

/** A file that imports all of both packages: that it compiles is half of the test. */
class NamesTest {
    @Test fun `names that both packages have go by another`() {
        val pair: KeyPair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair()
        val key: JotkitKey = JotkitKey.of(pair.private)
        val token = JotkitSigner(key, SignerOptions().lifetime(60)).sign(mapOf("sub" to "u1"))
        val verified = Verifier(JotkitKey.of(pair.public), JotkitPolicy().required("sub")).verify(token)
        assertEquals(verified.payload, Jotkit.peek(token).payload)
        assertEquals(verified.header, peek(token, JotkitPolicy()).header)
        assertInstanceOf(jotkit.Key::class.java, key)
    }
}
