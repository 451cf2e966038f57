package jotkit.bench

import com.auth0.jwt.JWT
import com.auth0.jwt.algorithms.Algorithm
import com.auth0.jwt.interfaces.Claim
import java.security.interfaces.ECPrivateKey
import java.security.interfaces.ECPublicKey
import java.security.interfaces.RSAPrivateKey
import java.security.interfaces.RSAPublicKey

/** java-jwt, which knows neither PS256 nor EdDSA. */
internal fun javaJwtCases(work: Work): List<Case> = buildList {
    fun add(name: String, proof: Proof, operation: () -> Any?) {
        add(Case("java-jwt", version(JWT::class.java), name, proof, operation))
    }
    val asClaims = Proof.Names { ((it as Map<*, *>)["user"] as Claim).asString() }
    val keys = mapOf(
        "HS256" to Algorithm.HMAC256(work.secret()),
        "RS256" to Algorithm.RSA256(
            work.public("RS256", "RSA") as RSAPublicKey,
            work.private("RS256", "RSA") as RSAPrivateKey,
        ),
        "ES256" to Algorithm.ECDSA256(
            work.public("ES256", "EC") as ECPublicKey,
            work.private("ES256", "EC") as ECPrivateKey,
        ),
        "ES384" to Algorithm.ECDSA384(
            work.public("ES384", "EC") as ECPublicKey,
            work.private("ES384", "EC") as ECPrivateKey,
        ),
    )
    fun verifier(key: Algorithm) = JWT.require(key).withIssuer(work.issuer).withAudience(work.audience).build()
    for ((algorithm, key) in keys) {
        val claims = work.claimsMap()
        add("sign-$algorithm", Proof.Signs(algorithm)) { JWT.create().withPayload(claims).sign(key) }
        val verifier = verifier(key)
        val token = work.token("verify-$algorithm")
        add("verify-$algorithm", asClaims) { verifier.verify(token).claims }
    }
    val verifier = verifier(keys.getValue("HS256"))
    for (name in listOf("refuse-expired", "refuse-signature", "refuse-garbage")) {
        val token = work.token(name)
        add(name, Proof.Refuses) { verifier.verify(token).claims }
    }
    for (size in listOf("0.4k", "4k", "40k", "256k")) {
        val token = work.token("size-$size")
        add("size-$size", asClaims) { verifier.verify(token).claims }
    }
}
