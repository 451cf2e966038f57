package jotkit.bench

import com.nimbusds.jose.JWSAlgorithm
import com.nimbusds.jose.JWSHeader
import com.nimbusds.jose.JWSSigner
import com.nimbusds.jose.JWSVerifier
import com.nimbusds.jose.crypto.ECDSASigner
import com.nimbusds.jose.crypto.ECDSAVerifier
import com.nimbusds.jose.crypto.Ed25519Signer
import com.nimbusds.jose.crypto.Ed25519Verifier
import com.nimbusds.jose.crypto.MACSigner
import com.nimbusds.jose.crypto.MACVerifier
import com.nimbusds.jose.crypto.RSASSASigner
import com.nimbusds.jose.crypto.RSASSAVerifier
import com.nimbusds.jose.jwk.ECKey
import com.nimbusds.jose.jwk.OctetKeyPair
import com.nimbusds.jose.jwk.RSAKey
import com.nimbusds.jwt.JWTClaimsSet
import com.nimbusds.jwt.SignedJWT
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier
import java.util.Date

/** nimbus-jose-jwt, with signers and verifiers made once, the leaner way that it documents. */
internal object Nimbus : Library {
    override val ofJar = SignedJWT::class.java

    override fun sign(task: Task): Operation {
        val signer: JWSSigner = when (task.algorithm) {
            "HS256" -> MACSigner(task.secret)
            "RS256" -> RSASSASigner(RSAKey.parse(task.jwk))
            "ES256" -> ECDSASigner(ECKey.parse(task.jwk))
            else -> Ed25519Signer(OctetKeyPair.parse(task.jwk))
        }
        val algorithm = JWSAlgorithm.parse(task.algorithm)
        val claims = task.claims()
        return measuring({
            val set = JWTClaimsSet.Builder()
            // The two times are seconds for everybody else, and dates here.
            for ((name, value) in claims) set.claim(name, if (name in TIMES) date(value) else value)
            SignedJWT(JWSHeader(algorithm), set.build()).apply { sign(signer) }.serialize()
        }) { it }
    }

    override fun verify(task: Task): Operation {
        val verifier: JWSVerifier = when (task.algorithm) {
            "HS256" -> MACVerifier(task.secret)
            "RS256" -> RSASSAVerifier(RSAKey.parse(task.jwk))
            "ES256" -> ECDSAVerifier(ECKey.parse(task.jwk))
            else -> Ed25519Verifier(OctetKeyPair.parse(task.jwk))
        }
        val algorithm = JWSAlgorithm.parse(task.algorithm)
        val exact = JWTClaimsSet.Builder().issuer(task.issuer).build()
        val rules = DefaultJWTClaimsVerifier<Nothing>(task.audience, exact, setOf("exp")).apply { maxClockSkew = 0 }
        val token = task.text
        return measuring({
            val parsed = SignedJWT.parse(token)
            check(parsed.header.algorithm == algorithm && parsed.verify(verifier)) { "refused" }
            parsed.jwtClaimsSet.also { rules.verify(it, null) }
        }) { mapOf("user" to it.getStringClaim("user")) }
    }

    private val TIMES = setOf("iat", "exp")

    private fun date(seconds: Any) = Date((seconds as Number).toLong() * 1000)
}
