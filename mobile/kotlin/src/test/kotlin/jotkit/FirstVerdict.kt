package jotkit

/**
 * What a program does until its first verdict, and a call of uniffi. `.ci/kotlin` runs this, once
 * where JNA cannot start.
 */
fun main() {
    // First, so that no call before it has started what it needs.
    check(peek("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ1MSJ9.AAAA").payload == """{"sub":"u1"}""")
    val jwk = """{"kty":"oct","alg":"HS256","kid":"k","k":"YSBzZWNyZXQgb2YgYXQgbGVhc3QgMzIgYnl0ZXMsIGtlcHQgc2FmZQ"}"""
    val key = Key.fromJwk(jwk)
    val token = Signer(key, SignerOptions().lifetime(60)).use { it.sign(mapOf("sub" to "u1")) }
    Verifier(key).use { check("u1" in it.verify(token).payload) }
    Verifier(KeySet.fromJwks("""{"keys":[$jwk]}""")).use { check("u1" in it.verify(token).payload) }
    try {
        Verifier(Key.hs256(Samples.SECRET)).verify("a.b.c")
    } catch (refused: JotkitException) {
        check(refused.reason == Code.TOKEN_MALFORMED)
    }
    key.close()
    // The rest goes through JNA.
    val rest = runCatching { Key.hs256(Samples.SECRET).kid }
    println(if (rest.exceptionOrNull() is LinkageError) "verified without JNA" else "JNA has started")
    rest.onFailure { check(it is LinkageError) { it } }
}
