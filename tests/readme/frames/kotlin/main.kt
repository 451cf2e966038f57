/** What a snippet takes as given: the settings of the test. */
fun setting(name: String): String = System.getenv("README_$name") ?: ""

fun main() {
    verify()
    livelike()
    likecoinLogin()
    likecoinApi()
}
