package jotkit.bench

import jotkit.Algorithm
import jotkit.Key
import jotkit.KeyOptions
import jotkit.Policy
import jotkit.Signer
import jotkit.Verifier
import jotkit.claims
import kotlinx.serialization.Serializable

/** A LikeCoin access token's claims; the tokens of the size works carry a `pad` too. */
@Serializable
internal data class Claims(
    val user: String,
    val scope: List<String>,
    val azp: String,
    val iat: Long,
    val exp: Long,
    val aud: String,
    val iss: String,
    val jti: String,
    val pad: String = "",
)

internal object Jotkit : Library {
    override val ofJar = Verifier::class.java

    override fun sign(task: Task): Operation {
        val signer = Signer(key(task))
        val claims = task.claims()
        return measuring({ signer.sign(claims) }) { it }
    }

    override fun verify(task: Task): Operation {
        val verifier = verifier(task)
        val token = task.text
        return measuring({ verifier.verify(token).claims<Claims>() }) { mapOf("user" to it.user) }
    }

    fun verifier(task: Task): Verifier {
        val policy = Policy().issuer(task.issuer).audience(task.audience)
        return Verifier(key(task), if (task.cached) policy.cache(1000) else policy)
    }

    private fun key(task: Task): Key = when (task.algorithm) {
        "HS256" -> Key.hs256(task.secret)
        else -> Key.fromJwk(task.jwk, KeyOptions().alg(Algorithm.named(task.algorithm)!!))
    }
}

/** The claims as the JSON text that crosses: what a call costs without the reading of it. */
internal object JotkitText : Library {
    override val ofJar = Verifier::class.java

    override fun sign(task: Task): Operation = error("It signs as jotkit does.")

    override fun verify(task: Task): Operation {
        val verifier = Jotkit.verifier(task)
        val token = task.text
        return measuring({ verifier.verify(token) }) { mapOf("user" to it.claims<Claims>().user) }
    }
}
