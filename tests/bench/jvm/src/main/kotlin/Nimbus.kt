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
import com.nimbusds.jose.jwk.OctetKeyPair
import com.nimbusds.jwt.JWTClaimsSet
import com.nimbusds.jwt.SignedJWT
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier
import java.security.interfaces.ECPrivateKey
import java.security.interfaces.ECPublicKey
import java.security.interfaces.RSAPublicKey

/** nimbus-jose-jwt, with signers and verifiers made once, the leaner way that it documents. */
internal fun nimbusCases(work: Work): List<Case> = buildList {
    fun add(name: String, proof: Proof, operation: () -> Any?) {
        add(Case("nimbus-jose-jwt", version(SignedJWT::class.java), name, proof, operation))
    }
    val asClaims = Proof.Names { (it as JWTClaimsSet).getStringClaim("user") }
    fun edwards(half: String) = OctetKeyPair.parse(work.key("EdDSA").getValue("${half}_jwk").toString())
    val keys: Map<String, Pair<JWSSigner, JWSVerifier>> = mapOf(
        "HS256" to (MACSigner(work.secret()) to MACVerifier(work.secret())),
        "RS256" to rsa(work, "RS256"),
        "PS256" to rsa(work, "PS256"),
        "ES256" to elliptic(work, "ES256"),
        "ES384" to elliptic(work, "ES384"),
        "EdDSA" to (Ed25519Signer(edwards("private")) to Ed25519Verifier(edwards("public"))),
    )
    val exact = JWTClaimsSet.Builder().issuer(work.issuer).build()
    val rules = DefaultJWTClaimsVerifier<Nothing>(work.audience, exact, setOf("exp")).apply { maxClockSkew = 0 }
    fun checked(token: String, algorithm: JWSAlgorithm, verifier: JWSVerifier): JWTClaimsSet {
        val parsed = SignedJWT.parse(token)
        check(parsed.header.algorithm == algorithm && parsed.verify(verifier)) { "refused" }
        return parsed.jwtClaimsSet.also { rules.verify(it, null) }
    }
    for ((algorithm, key) in keys) {
        val (signer, verifier) = key
        val jws = JWSAlgorithm.parse(algorithm)
        val claims = work.claimsMap()
        add("sign-$algorithm", Proof.Signs(algorithm)) {
            val set = JWTClaimsSet.Builder()
            // The two times are seconds for everybody else, and dates here.
            for ((name, value) in claims) set.claim(name, if (name in TIMES) java.util.Date(value as Long * MILLIS) else value)
            SignedJWT(JWSHeader(jws), set.build()).apply { sign(signer) }.serialize()
        }
        val token = work.token("verify-$algorithm")
        add("verify-$algorithm", asClaims) { checked(token, jws, verifier) }
    }
    val verifier = keys.getValue("HS256").second
    for (name in listOf("refuse-expired", "refuse-signature", "refuse-garbage")) {
        val token = work.token(name)
        add(name, Proof.Refuses) { checked(token, JWSAlgorithm.HS256, verifier) }
    }
    for (size in listOf("0.4k", "4k", "40k", "256k")) {
        val token = work.token("size-$size")
        add("size-$size", asClaims) { checked(token, JWSAlgorithm.HS256, verifier) }
    }
}

private val TIMES = setOf("iat", "exp")
private const val MILLIS = 1000

private fun rsa(work: Work, algorithm: String): Pair<JWSSigner, JWSVerifier> =
    RSASSASigner(work.private(algorithm, "RSA")) to RSASSAVerifier(work.public(algorithm, "RSA") as RSAPublicKey)

private fun elliptic(work: Work, algorithm: String): Pair<JWSSigner, JWSVerifier> =
    ECDSASigner(work.private(algorithm, "EC") as ECPrivateKey) to ECDSAVerifier(work.public(algorithm, "EC") as ECPublicKey)
