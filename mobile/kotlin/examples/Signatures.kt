// Signs with a key that stays in its device, says what is wrong with a token, and signs any bytes.

package examples

// snippet: external import
import jotkit.Algorithm
import jotkit.Signer
import jotkit.SignerOptions
import jotkit.SuspendingSigner
// snippet end
import jotkit.Jws
import jotkit.Key
import jotkit.Policy
import jotkit.Verifier
import java.security.KeyPairGenerator
import java.security.Signature
import kotlin.coroutines.Continuation
import kotlin.coroutines.EmptyCoroutineContext
import kotlin.coroutines.startCoroutine

/** A service that has the key and signs for its clients, without the network between. */
private class Kms {
    private val pair = KeyPairGenerator.getInstance("EC").apply { initialize(256) }.generateKeyPair()
    val public = pair.public
    val private = pair.private

    fun sign(input: ByteArray): ByteArray = Signature.getInstance("SHA256withECDSA").run {
        initSign(pair.private)
        update(input)
        sign()
    }

    @Suppress("RedundantSuspendModifier")
    suspend fun signLater(input: ByteArray): ByteArray = sign(input)
}

private suspend fun sign(kms: Kms): List<String> {
    val claims = mapOf("sub" to "u1")
    val privateKey = kms.private
    // snippet: external
    val options = SignerOptions().kid("k1").lifetime(60)

    // A function signs: it returns the raw signature, or that of ECDSA as DER.
    val token = Signer.external(Algorithm.ES256, options) { input -> kms.sign(input) }.sign(claims)

    // A function that suspends signs.
    val later = SuspendingSigner(Algorithm.ES256, options) { input -> kms.signLater(input) }.sign(claims)

    // A key of java.security that cannot be exported signs where it is.
    val inside = Signer.of(privateKey, Algorithm.ES256, options).sign(claims)

    // Two steps, with any time between them.
    val signer = Signer.keyless(Algorithm.ES256, options)
    val input = signer.signingInput(claims)
    val twoSteps = signer.assemble(input, kms.sign(input.toByteArray()))
    // snippet end
    return listOf(token, later, inside, twoSteps)
}

private fun report(key: Key, token: String) {
    // snippet: explain
    val verifier = Verifier(key, Policy().issuer("https://id.example").audience("api"))
    for (finding in verifier.explain(token)) println("${finding.check}: ${finding.message}")
    // snippet end
}

private fun anyBytes(key: Key, webhook: ByteArray) {
    // snippet: jws
    val detached = Jws.sign(key, webhook, detached = true)
    Jws.verify(key, detached, webhook) // throws unless the bytes are the same

    val attached = Jws.sign(key, webhook, header = """{"cty":"application/json"}""")
    val payload: ByteArray = Jws.verify(key, attached).payload
    // snippet end
    check(payload.contentEquals(webhook))
}

fun main() {
    val kms = Kms()
    val verifier = Verifier(Key.of(kms.public))
    val run: suspend () -> List<String> = { sign(kms) }
    run.startCoroutine(
        Continuation(EmptyCoroutineContext) { tokens ->
            for (token in tokens.getOrThrow()) println(verifier.verify(token).header)
            report(Key.of(kms.public), tokens.getOrThrow().first())
        },
    )
    anyBytes(Key.hs256("a secret of at least 32 bytes, kept safe"), "{}".toByteArray())
}
