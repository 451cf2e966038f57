package jotkit.bench

import io.jsonwebtoken.Jwts
import io.jsonwebtoken.impl.DefaultJwtBuilder
import io.jsonwebtoken.security.Keys

/** jjwt with its Jackson reader; its parser is made once, as it recommends. */
internal object Jjwt : Library {
    override val ofJar = DefaultJwtBuilder::class.java

    override fun sign(task: Task): Operation {
        val claims = task.claims()
        if (task.algorithm == "HS256") {
            // A secret as long as this one would sign with HS512 unless the algorithm is named.
            val secret = Keys.hmacShaKeyFor(task.secret)
            return measuring({ Jwts.builder().claims(claims).signWith(secret, Jwts.SIG.HS256).compact() }) { it }
        }
        // The algorithm that it derives from the key is the task's.
        val key = task.privateKey()
        return measuring({ Jwts.builder().claims(claims).signWith(key).compact() }) { it }
    }

    override fun verify(task: Task): Operation {
        val demands = Jwts.parser().requireIssuer(task.issuer).requireAudience(task.audience)
        val parser = when (task.algorithm) {
            "HS256" -> demands.verifyWith(Keys.hmacShaKeyFor(task.secret))
            else -> demands.verifyWith(task.publicKey())
        }.build()
        val token = task.text
        return measuring({ parser.parseSignedClaims(token).payload }) { mapOf("user" to it["user"]) }
    }
}
