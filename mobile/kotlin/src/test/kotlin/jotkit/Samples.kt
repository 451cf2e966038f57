package jotkit

import kotlinx.serialization.json.*
import org.junit.jupiter.api.Assertions.assertThrows
import java.nio.file.Files
import java.nio.file.Path

/** Keys, tokens and the core's names that several tests use. */
internal object Samples {
    const val SECRET = "a secret of at least 32 bytes, kept safe"

    val key: Key get() = Key.hs256(SECRET)

    /** Signed with [SECRET]; expires in 2100. */
    val token: String by lazy { sign("""{"sub":"u1","exp":4102444800}""") }

    fun sign(claims: String): String = key.use { key -> Signer(key).use { it.sign(claims) } }

    fun refusal(attempt: () -> Unit): JotkitException = assertThrows(JotkitException::class.java) { attempt() }

    private val contract = Json.parseToJsonElement(Files.readString(Path.of("../../tests/contract.json"))).jsonObject

    /** The names of the core's algorithms, in tests/contract.json. */
    val algorithms: List<String> = contract.getValue("algorithms").jsonArray.map { it.jsonPrimitive.content }

    /** The core's codes. */
    val codes: List<String> = contract.getValue("codes").jsonArray.map { it.jsonObject.getValue("code").jsonPrimitive.content }

    /** The names of the core's options of one kind. */
    fun options(noun: String): Set<String> = contract.getValue("options").jsonObject.getValue(noun).jsonArray
        .map { it.jsonObject.getValue("name").jsonPrimitive.content }.toSet()
}
