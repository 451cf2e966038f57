package jotkit.bench

import io.jsonwebtoken.JwtParser
import io.jsonwebtoken.Jwts
import io.jsonwebtoken.security.Keys
import java.security.Key
import java.security.PublicKey
import javax.crypto.SecretKey
import io.jsonwebtoken.Claims as JjwtClaims
import io.jsonwebtoken.impl.DefaultJwtBuilder as Implementation

private class Pair(val signing: Key, val verifying: Key)

/** jjwt with its Jackson reader; its parser is made once, as it recommends. */
internal fun jjwtCases(work: Work): List<Case> = buildList {
    fun add(name: String, proof: Proof, operation: () -> Any?) {
        add(Case("jjwt", version(Implementation::class.java), name, proof, operation))
    }
    val asClaims = Proof.Names { (it as JjwtClaims).get("user", String::class.java) }
    val secret = Keys.hmacShaKeyFor(work.secret())
    fun pair(algorithm: String, type: String) = Pair(work.private(algorithm, type), work.public(algorithm, type))
    val keys = mapOf(
        // A secret as long as this one would sign with HS512 unless the algorithm is named.
        "HS256" to Pair(secret, secret),
        "RS256" to pair("RS256", "RSA"),
        "PS256" to pair("PS256", "RSA"),
        "ES256" to pair("ES256", "EC"),
        "ES384" to pair("ES384", "EC"),
        "EdDSA" to pair("EdDSA", "Ed25519"),
    )
    fun parser(key: Key): JwtParser {
        val parser = Jwts.parser().requireIssuer(work.issuer).requireAudience(work.audience)
        return (if (key is SecretKey) parser.verifyWith(key) else parser.verifyWith(key as PublicKey)).build()
    }
    for ((algorithm, key) in keys) {
        val claims = work.claimsMap()
        add("sign-$algorithm", Proof.Signs(algorithm)) { sign(algorithm, key.signing, claims) }
        val parser = parser(key.verifying)
        val token = work.token("verify-$algorithm")
        add("verify-$algorithm", asClaims) { parser.parseSignedClaims(token).payload }
    }
    val parser = parser(secret)
    for (name in listOf("refuse-expired", "refuse-signature", "refuse-garbage")) {
        val token = work.token(name)
        add(name, Proof.Refuses) { parser.parseSignedClaims(token).payload }
    }
    for (size in listOf("0.4k", "4k", "40k", "256k")) {
        val token = work.token("size-$size")
        add("size-$size", asClaims) { parser.parseSignedClaims(token).payload }
    }
}

private fun sign(algorithm: String, key: Key, claims: Map<String, Any>): String {
    val builder = Jwts.builder().claims(claims)
    return when (algorithm) {
        "HS256" -> builder.signWith(key as SecretKey, Jwts.SIG.HS256)
        "RS256" -> builder.signWith(key as java.security.PrivateKey, Jwts.SIG.RS256)
        "PS256" -> builder.signWith(key as java.security.PrivateKey, Jwts.SIG.PS256)
        "ES256" -> builder.signWith(key as java.security.PrivateKey, Jwts.SIG.ES256)
        "ES384" -> builder.signWith(key as java.security.PrivateKey, Jwts.SIG.ES384)
        else -> builder.signWith(key as java.security.PrivateKey, Jwts.SIG.EdDSA)
    }.compact()
}
