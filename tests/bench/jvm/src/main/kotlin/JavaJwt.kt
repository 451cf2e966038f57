package jotkit.bench

import com.auth0.jwt.JWT
import com.auth0.jwt.algorithms.Algorithm
import java.security.interfaces.ECKey
import java.security.interfaces.RSAKey

/** java-jwt, which does not know EdDSA. */
internal object JavaJwt : Library {
    override val ofJar = JWT::class.java

    override fun sign(task: Task): Operation {
        val algorithm = algorithm(task, task::privateKey)
        val claims = task.claims()
        return measuring({ JWT.create().withPayload(claims).sign(algorithm) }) { it }
    }

    override fun verify(task: Task): Operation {
        val demands = JWT.require(algorithm(task, task::publicKey))
        val verifier = demands.withIssuer(task.issuer).withAudience(task.audience).build()
        val token = task.text
        return measuring({ verifier.verify(token).claims }) { mapOf("user" to it.getValue("user").asString()) }
    }

    private fun algorithm(task: Task, key: () -> Any): Algorithm = when (task.algorithm) {
        "HS256" -> Algorithm.HMAC256(task.secret)
        "RS256" -> Algorithm.RSA256(key() as RSAKey)
        "ES256" -> Algorithm.ECDSA256(key() as ECKey)
        else -> error("It does not know ${task.algorithm}.")
    }
}
