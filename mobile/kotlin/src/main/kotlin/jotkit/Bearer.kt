package jotkit

import jotkit.internal.across

/** The `Authorization` header's `Bearer` scheme ([RFC 6750 §2.1](https://www.rfc-editor.org/rfc/rfc6750#section-2.1)). */
public object Bearer {
    /**
     * Makes a header's value for a token. The value is as secret as the token.
     *
     * @throws JotkitException.Usage `argument_invalid` if the token is empty or holds anything but visible ASCII.
     */
    @JvmStatic
    public fun header(token: String): String = across { jotkit.ffi.bearerHeader(token) }

    /**
     * Takes the token out of a header's value. It is only cut out, not looked at.
     *
     * @throws JotkitException.Usage `argument_invalid` unless the value is `Bearer`, one space and a token.
     */
    @JvmStatic
    public fun token(header: String): String = across { jotkit.ffi.bearerToken(header) }
}
