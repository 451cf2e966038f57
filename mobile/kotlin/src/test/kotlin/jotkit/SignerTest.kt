package jotkit

import jotkit.Samples.refusal
import org.junit.jupiter.api.Assertions.*
import org.junit.jupiter.api.Test
import java.io.IOException
import java.security.KeyFactory
import java.security.Signature
import java.security.spec.PKCS8EncodedKeySpec
import java.time.Instant
import java.time.LocalDateTime
import java.time.ZoneOffset
import java.util.Date
import java.util.UUID
import java.util.concurrent.CompletableFuture
import java.util.concurrent.TimeUnit.SECONDS
import kotlin.concurrent.thread
import kotlin.coroutines.Continuation
import kotlin.coroutines.EmptyCoroutineContext
import kotlin.coroutines.resume
import kotlin.coroutines.startCoroutine
import kotlin.coroutines.suspendCoroutine
import kotlin.time.ExperimentalTime
import kotlin.uuid.ExperimentalUuidApi
import kotlin.uuid.toKotlinUuid

/** What one call of a signer asks for, and signatures that are made elsewhere. */
class SignerTest {
    private val claims = """{"exp":4102444800}"""
    private val key = Key.generate(Algorithm.ES256)
    private val options = SignerOptions().kid("k1")

    /** Signs as a device does: nothing but a signature leaves. */
    private fun device(input: ByteArray): ByteArray = Signature.getInstance("SHA256withECDSA").run {
        initSign(KeyFactory.getInstance("EC").generatePrivate(PKCS8EncodedKeySpec(key.toDer())))
        update(input)
        sign()
    }

    private fun <T> waiting(block: suspend () -> T): T {
        val done = CompletableFuture<Result<T>>()
        block.startCoroutine(Continuation(EmptyCoroutineContext) { done.complete(it) })
        return done.get(10, SECONDS).getOrThrow()
    }

    @OptIn(ExperimentalTime::class, ExperimentalUuidApi::class)
    @Test
    fun `moments in claims become whole seconds, and UUIDs strings`() {
        val instant = Instant.ofEpochSecond(4102444800, 999_999_999)
        val moments = listOf(
            instant,
            Date.from(instant),
            kotlin.time.Instant.fromEpochSeconds(4102444800, 999_999_999),
            instant.atOffset(ZoneOffset.ofHours(2)),
            instant.atZone(ZoneOffset.ofHours(-7)),
        )
        for (moment in moments) {
            val payload = peek(Signer(Samples.key).sign(mapOf("exp" to moment, "more" to listOf(moment)))).payload
            assertEquals("""{"exp":4102444800,"more":[4102444800]}""", payload, "${moment.javaClass}")
        }
        val id = UUID.fromString("f81d4fae-7dec-11d0-a765-00a0c91e6bf6")
        for (uuid in listOf(id, id.toKotlinUuid())) {
            val payload = peek(Signer(Samples.key).sign(mapOf("jti" to uuid, "exp" to 4102444800))).payload
            assertEquals("""{"jti":"$id","exp":4102444800}""", payload, "${uuid.javaClass}")
        }
        val local = mapOf("exp" to LocalDateTime.MAX)
        assertThrows(IllegalArgumentException::class.java) { Signer(Samples.key).sign(local) }
        val milliseconds = refusal { Signer(Samples.key).sign(mapOf("exp" to 4102444800000)) }
        assertEquals("claims_invalid" to "exp", milliseconds.code to milliseconds.claim)
    }

    @Test fun `a call has its own lifetime`() {
        val signer = Signer(Samples.key, SignerOptions().lifetime(3600))
        assertEquals("""{"iat":1000,"exp":4600}""", peek(signer.signWith("{}", now = 1000.5)).payload)
        assertEquals("""{"iat":1000,"exp":1060}""", peek(signer.signWith("{}", now = 1000.5, lifetime = 60)).payload)
        val token = signer.signWith(mapOf("a" to 1), now = 1000.0, lifetime = 1)
        assertEquals("""{"a":1,"iat":1000,"exp":1001}""", peek(token).payload)
        val keyless = Signer.keyless(Algorithm.ES256)
        for (lifetime in listOf(0, -1, Long.MIN_VALUE, Long.MAX_VALUE)) {
            assertEquals("argument_invalid", refusal { signer.signWith("{}", lifetime = lifetime) }.code, "$lifetime")
            assertEquals("argument_invalid", refusal { keyless.signingInput("{}", lifetime = lifetime) }.code, "$lifetime")
        }
    }

    @Test fun `an audience of one is a string`() {
        val audience = "https://identitytoolkit.googleapis.com/google.identity.identitytoolkit.v1.IdentityToolkit"
        fun payload(options: SignerOptions) = peek(Signer(Samples.key, options).sign("{}")).payload
        assertEquals("""{"aud":"$audience"}""", payload(SignerOptions().audience(audience)))
        assertEquals("""{"aud":["$audience"]}""", payload(SignerOptions().audience(listOf(audience))))
    }

    @Test fun `a signature is made elsewhere, in one step or two`() {
        val verifier = Verifier(key)
        val signer = Signer.external(Algorithm.ES256, options, ::device)
        val verified = verifier.verify(signer.sign(claims))
        assertEquals("""{"alg":"ES256","typ":"JWT","kid":"k1"}""" to claims, verified.header to verified.payload)
        for (steps in listOf(signer, Signer.keyless(Algorithm.ES256, options), Signer(key, options))) {
            val input = steps.signingInput(claims, """{"cty":"x"}""", now = 1.0)
            assertEquals(claims, verifier.verify(steps.assemble(input, device(input.toByteArray()))).payload)
            assertEquals("argument_invalid", refusal { steps.assemble(input, byteArrayOf(1)) }.code)
            assertEquals("argument_invalid", refusal { steps.assemble("$input.x", ByteArray(64)) }.code)
        }
        assertEquals("key_unsuitable", refusal { Signer.keyless(Algorithm.ES256).sign(claims) }.code)
        assertEquals("policy_invalid", refusal { Signer.external(Algorithm.ES256, SignerOptions().kid(""), ::device) }.code)
    }

    @Test fun `what the function throws comes out unchanged`() {
        val failure = IOException("the device is gone")
        val signer = Signer.external(Algorithm.ES256, options) { throw failure }
        assertSame(failure, assertThrows(IOException::class.java) { signer.sign(claims) })
        val suspending = SuspendingSigner(Algorithm.ES256, options) { throw failure }
        assertSame(failure, assertThrows(IOException::class.java) { waiting { suspending.sign(claims) } })
        val short = Signer.external(Algorithm.ES256, options) { byteArrayOf(1, 2, 3) }
        assertEquals("argument_invalid", refusal { short.sign(claims) }.code)
    }

    @Test fun `a function that suspends signs`() {
        val caller = Thread.currentThread()
        val signer = SuspendingSigner(Algorithm.ES256, options) { input ->
            suspendCoroutine { waiter ->
                thread {
                    // Resumed before it waits, the caller would go on without suspending.
                    while (caller.state != Thread.State.TIMED_WAITING) Thread.yield()
                    waiter.resume(device(input))
                }
            }
        }
        val token = waiting {
            signer.sign(claims).also { assertNotSame(caller, Thread.currentThread(), "it did not suspend") }
        }
        assertEquals(claims, Verifier(key).verify(token).payload)
        val later = waiting { signer.sign(mapOf("sub" to "u1"), now = 4102444000.0, lifetime = 800) }
        assertEquals("""{"sub":"u1","iat":4102444000,"exp":4102444800}""", Verifier(key).verify(later).payload)
        lateinit var closing: SuspendingSigner
        closing = SuspendingSigner(Algorithm.ES256, options) { input -> device(input).also { closing.close() } }
        assertEquals(claims, Verifier(key).verify(waiting { closing.sign(claims) }).payload, "closing waits for the call")
        signer.close()
        assertThrows(IllegalStateException::class.java) { waiting { signer.sign(claims) } }
    }
}
