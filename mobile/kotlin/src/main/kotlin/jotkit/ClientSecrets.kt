package jotkit

/** Finds the secret of a client. */
public fun interface ClientSecrets {
    /**
     * The secret, or `null` for a client that is not known, which refuses the token with `client_unknown`. It must
     * not answer with another client's secret. What it throws, `verify` throws.
     *
     * The id is not verified yet. It is called on the thread that verifies, and by several at once.
     */
    public fun secret(clientId: String): String?
}
