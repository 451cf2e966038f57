package jotkit.internal

import jotkit.ClientSecrets
import jotkit.ffi.ClientSecrets as NativeSecrets

/** A caller's lookup of secrets, as the other side calls it. */
internal class Clients(private val host: ClientSecrets) : NativeSecrets {
    override fun secret(clientId: String): String? = Callbacks.keeping { host.secret(clientId) }
}
