package jotkit

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.nio.file.Files
import java.nio.file.Path
import java.security.KeyPairGenerator

/** Memory does not grow with the number of calls. `JOTKIT_SOAK` sets the number. */
class SoakTest {
    private val rounds = (System.getenv("JOTKIT_SOAK") ?: "20000").toInt()

    @Test fun `memory stays where it is`() {
        val signer = Signer(Samples.key)
        val verifier = Verifier(Samples.key)
        val asking = Verifier { Samples.key }
        val elliptic = Key.generate(Algorithm.ES256)
        val pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair()
        val signed = Signer(elliptic).sign("""{"exp":4102444800}""")
        val public = Verifier(elliptic.publicKey())
        val wanting = Verifier(Samples.key, Policy().required("x".repeat(20_000)))
        val elsewhere = Signer.external(Algorithm.HS256, SignerOptions()) { ByteArray(32) }
        val rare = listOf<() -> Any?>(
            { public.verify(signed) },
            { public.explain(signed, 9e9) },
            { elsewhere.signWith("{}", lifetime = 60) },
            { Jws.verify(elliptic, Jws.sign(elliptic, ByteArray(99))) },
            { public.verify(signed, mapOf("exp" to 4102444800)) },
            { Key.of(pair.private).use { it.thumbprint } },
        )
        var settled = 0L
        for (round in 0 until rounds) {
            if (round == rounds / 2) settled = resident()
            when (round % 8) {
                0 -> verifier.verify(signer.sign("""{"sub":"$round","exp":4102444800}"""))
                1 -> refused("token_expired") { verifier.verify(Samples.token, 9e9) }
                2 -> refused("signature_invalid") { verifier.verify(Samples.token.dropLast(4) + "AAAA") }
                3 -> refused("token_malformed") { verifier.verify("garbage $round") }
                4 -> rare.getOrElse(round / 8 % 8) { { peek(signed) } }()
                5 -> if (round % 64 == 5) asking.verify(Samples.token)
                6 -> if (round % 64 == 6) refused("claim_missing") { wanting.verify(Samples.token) }
                else -> if (round % 64 == 7) Samples.key.use { key -> Verifier(key).use { it.verify(Samples.token) } }
            }
        }
        val grown = resident() - settled
        println("soak: $rounds calls, ${settled shr 20} MiB resident half way, ${grown shr 10} KiB more at the end")
        // The heap varies. A leak of 100 bytes per call is twice this in half a million calls.
        assertTrue(grown < 24L shl 20, "$grown bytes more")
    }

    private fun refused(code: String, attempt: () -> Unit) = assertEquals(code, Samples.refusal(attempt).code)

    /** The resident size in bytes, after a garbage collection. */
    private fun resident(): Long {
        repeat(3) { System.gc() }
        val status = Path.of("/proc/self/status")
        if (!Files.exists(status)) return 0
        return Files.readAllLines(status).first { it.startsWith("VmRSS:") }.filter(Char::isDigit).toLong() * 1024
    }
}
