package jotkit

/**
 * The `Authorization` header's `Bearer` scheme ([RFC 6750
 * §2.1](https://www.rfc-editor.org/rfc/rfc6750#section-2.1)).
 */
public object Bearer {
    /**
     * Makes a header's value for a token. The value is as secret as the token.
     * @throws JotkitException.Usage `argument_invalid` if the token is empty or is not visible
     *   ASCII.
     */
    @JvmStatic public fun header(token: String): String = guarded { jotkit.ffi.bearerHeader(token) }

    /**
     * Cuts the token out of a header's value, which is `null` if the request has no such header.
     * The token is not verified.
     * @throws JotkitException.Malformed `authorization_missing` without a header,
     *   `authorization_malformed` unless the value is `Bearer` in any case, spaces and a token.
     */
    @JvmStatic public fun token(header: String?): String = guarded { jotkit.ffi.bearerToken(header) }
}
