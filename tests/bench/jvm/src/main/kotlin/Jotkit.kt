package jotkit.bench

import jotkit.Algorithm
import jotkit.Key
import jotkit.KeyOptions
import jotkit.Policy
import jotkit.Signer
import jotkit.Verified
import jotkit.Verifier
import jotkit.claims
import kotlinx.serialization.json.Json

private val algorithms = listOf("HS256", "RS256", "PS256", "ES256", "ES384", "EdDSA", "ML-DSA-44")

private val asClaims = Proof.Names { (it as Claims).user }

private fun key(work: Work, algorithm: String, half: String): Key = when (algorithm) {
    "HS256" -> Key.hs256(work.secret())
    else -> Key.fromJwk(work.key(algorithm).getValue("${half}_jwk").toString(), KeyOptions().alg(Algorithm.named(algorithm)!!))
}

private fun policy(work: Work) = Policy().issuer(work.issuer).audience(work.audience)

private fun verifier(work: Work, algorithm: String) = Verifier(key(work, algorithm, "public"), policy(work))

/** Whether a token carries the claims under the key of an algorithm. */
internal fun verified(work: Work, algorithm: String, token: String): Boolean =
    verifier(work, algorithm).verify(token).claims<Claims>() == work.claims

internal fun jotkitCases(work: Work): List<Case> = buildList {
    val version = version(Verifier::class.java)
    fun add(name: String, proof: Proof, library: String = "jotkit", operation: () -> Any?) {
        add(Case(library, version, name, proof, operation))
    }
    for (algorithm in algorithms) {
        val signer = Signer(key(work, algorithm, "private"))
        val claims = work.claimsMap()
        add("sign-$algorithm", Proof.Signs(algorithm)) { signer.sign(claims) }
        val verifier = verifier(work, algorithm)
        val token = work.token("verify-$algorithm")
        add("verify-$algorithm", asClaims) { verifier.verify(token).claims<Claims>() }
        // The claims as the JSON text that crosses: what a call costs without the reading of it.
        val text = Proof.Names { Json.decodeFromString<Claims>((it as Verified).payload).user }
        add("verify-$algorithm", text, library = "jotkit (text)") { verifier.verify(token) }
    }
    val verifier = verifier(work, "HS256")
    for (name in listOf("refuse-expired", "refuse-signature", "refuse-garbage")) {
        val token = work.token(name)
        add(name, Proof.Refuses) { verifier.verify(token).claims<Claims>() }
    }
    for (size in listOf("0.4k", "4k", "40k", "256k")) {
        val token = work.token("size-$size")
        add("size-$size", asClaims) { verifier.verify(token).claims<Claims>() }
    }
    for (algorithm in listOf("HS256", "RS256", "ES256")) {
        val token = work.token("verify-$algorithm")
        val cached = Verifier(key(work, algorithm, "public"), policy(work).cache(1024))
        add("cached-$algorithm", asClaims) { cached.verify(token).claims<Claims>() }
    }
    val serialization = version(Json::class.java)
    add(Case("kotlinx.serialization", serialization, "parse", asClaims) { Json.decodeFromString<Claims>(work.payload) })
}

/** The version that the name of a class's jar ends in. */
internal fun version(of: Class<*>): String =
    of.protectionDomain.codeSource.location.path.substringAfterLast('/').removeSuffix(".jar").substringAfterLast('-')
