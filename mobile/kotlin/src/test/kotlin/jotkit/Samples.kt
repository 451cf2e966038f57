package jotkit

import jotkit.subject.Json
import java.nio.file.Files
import java.nio.file.Path

/** Keys, times and tokens that several tests use. */
internal object Samples {
    const val SECRET = "a secret of at least 32 bytes, kept safe"

    /** The words of the secret that must never be printed. */
    const val TELLTALE = "kept safe"

    val key: Key get() = Key.hs256(SECRET)

    /** Signed with [SECRET]; expires in 2100. */
    val token: String by lazy { sign("""{"sub":"u1","exp":4102444800}""") }

    fun sign(claims: String): String = key.use { key -> Signer(key).use { it.sign(claims) } }

    /** What the core says of itself, in tests/contract.json. */
    fun contract(name: String): List<String> {
        val contract = Json.parse(Files.readString(Path.of("../../tests/contract.json"))) as Json.Object
        return (contract.members.getValue(name) as Json.List).items.map { (it as Json.Text).value }
    }

    fun members(json: String): Set<String> = (Json.parse(json) as Json.Object).members.keys
}
