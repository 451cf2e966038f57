package jotkit

import org.junit.jupiter.api.Assertions.*
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.EnumSource
import java.io.ByteArrayInputStream
import java.io.File
import java.nio.file.Files
import java.nio.file.Path
import java.security.InvalidKeyException
import java.security.KeyPair
import java.security.KeyPairGenerator
import java.security.KeyStore
import java.security.NoSuchAlgorithmException
import java.security.PrivateKey
import java.security.PublicKey
import java.security.cert.CertificateFactory
import java.security.interfaces.ECPrivateKey
import java.security.spec.ECGenParameterSpec
import javax.crypto.spec.SecretKeySpec

/** Keys of `java.security`, with the JDK's own providers. */
class HostKeysTest {
    private val claims = """{"exp":4102444800}"""

    /** A key that cannot leave its provider. */
    private class Opaque(private val real: ECPrivateKey) : ECPrivateKey by real {
        override fun getEncoded(): ByteArray? = null

        override fun getFormat(): String? = null
    }

    private fun pair(algorithm: Algorithm): KeyPair = when (algorithm) {
        Algorithm.ES256 -> curve("secp256r1")
        Algorithm.ES384 -> curve("secp384r1")
        Algorithm.ES512 -> curve("secp521r1")
        Algorithm.EDDSA, Algorithm.ED25519 -> KeyPairGenerator.getInstance("Ed25519").generateKeyPair()
        else -> KeyPairGenerator.getInstance("RSA").apply { initialize(2048) }.generateKeyPair()
    }

    private fun curve(name: String) =
        KeyPairGenerator.getInstance("EC").apply { initialize(ECGenParameterSpec(name)) }.generateKeyPair()

    @ParameterizedTest
    @EnumSource(names = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EDDSA", "ED25519"])
    fun `pairs are imported, and sign in their provider`(algorithm: Algorithm) {
        val pair = pair(algorithm)
        val options = KeyOptions().alg(algorithm)
        val (private, public) = Key.of(pair.private, options) to Key.of(pair.public, options)
        assertEquals(listOf(true, false), listOf(private.isPrivate, public.isPrivate))
        assertEquals(private.thumbprint, public.thumbprint)
        val verifier = Verifier(public)
        assertEquals(claims, verifier.verify(Signer(private).sign(claims)).payload)
        val verified = verifier.verify(Signer.of(pair.private, algorithm, SignerOptions().kid("k1")).sign(claims))
        assertEquals("""{"alg":"$algorithm","typ":"JWT","kid":"k1"}""", verified.header)
    }

    @Test fun `what the platform has is left alone`() {
        val secret = SecretKeySpec(Samples.SECRET.toByteArray(), "HmacSHA256")
        assertEquals(Samples.key.toJwk(), Key.of(secret, KeyOptions().alg(Algorithm.HS256)).toJwk())
        assertArrayEquals(Samples.SECRET.toByteArray(), secret.encoded)
        assertEquals("argument_invalid", Samples.refusal { Key.of(secret) }.code)
    }

    @Test fun `the key of a certificate is imported`() {
        val file = Files.readString(Path.of("../../tests/vectors/keys.json"))
        val pem = Regex("-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----").find(file)!!.value.replace("\\n", "\n")
        val certificate = CertificateFactory.getInstance("X.509").generateCertificate(ByteArrayInputStream(pem.toByteArray()))
        val options = if (certificate.publicKey.algorithm == "RSA") KeyOptions().alg(Algorithm.RS256) else KeyOptions()
        assertEquals(Key.fromPem(pem, options).thumbprint, Key.of(certificate, options).thumbprint)
        assertEquals(Key.fromPem(pem, options).thumbprint, Key.of(certificate.publicKey, options).thumbprint)
    }

    @Test fun `a key store of keytool has a pair`(@TempDir folder: Path) {
        val (file, password) = "${folder.resolve("keys.p12")}" to "changeit"
        val keytool = "${Path.of(System.getProperty("java.home"), "bin", "keytool")}"
        val names = listOf("-alias", "k1", "-dname", "CN=test", "-keyalg", "EC", "-groupname", "secp256r1")
        val store = listOf("-keystore", file, "-storetype", "PKCS12", "-storepass", password)
        val made = ProcessBuilder(listOf(keytool, "-genkeypair") + names + store).redirectErrorStream(true).start()
        assertEquals("", made.inputStream.reader().readText().lines().filter { "xception" in it }.joinToString())
        assertEquals(0, made.waitFor())
        val keys = KeyStore.getInstance(File(file), password.toCharArray())
        val options = KeyOptions().kid("k1")
        val token = Signer(Key.of(keys.getKey("k1", password.toCharArray()), options)).sign(claims)
        assertEquals(claims, Verifier(KeySet(listOf(Key.of(keys.getCertificate("k1"), options)))).verify(token).payload)
    }

    @Test fun `a key that stays in its provider signs there`() {
        val pair = curve("secp256r1")
        val opaque = Opaque(pair.private as ECPrivateKey)
        val refused = assertThrows(IllegalArgumentException::class.java) { Key.of(opaque) }
        assertTrue("Signer.of" in refused.message!!, refused.message)
        val token = Signer.of(opaque, Algorithm.ES256).sign(claims)
        assertEquals(claims, Verifier(Key.of(pair.public)).verify(token).payload)
    }

    @Test fun `the wrong key or algorithm is refused`() {
        val rsa = pair(Algorithm.RS256).private
        assertThrows(InvalidKeyException::class.java) { Signer.of(rsa, Algorithm.ES256).sign(claims) }
        assertThrows(IllegalArgumentException::class.java) { Signer.of(rsa, Algorithm.HS256) }
        val larger = Signer.of(curve("secp384r1").private, Algorithm.ES256)
        assertEquals("argument_invalid", Samples.refusal { larger.sign(claims) }.code)
        if (Runtime.version().feature() < 24) {
            assertThrows(NoSuchAlgorithmException::class.java) { Signer.of(rsa, Algorithm.ML_DSA_44) }
        }
        val odd = object : PublicKey {
            override fun getAlgorithm() = "?"

            override fun getFormat() = "odd"

            override fun getEncoded() = byteArrayOf(1)
        }
        assertThrows(IllegalArgumentException::class.java) { Key.of(odd) }
        val damaged = object : PrivateKey by rsa {
            override fun getEncoded() = byteArrayOf(1)
        }
        assertEquals("key_invalid", Samples.refusal { Key.of(damaged) }.code)
    }
}
