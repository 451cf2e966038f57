package jotkit

import jotkit.internal.Jvm

/** What needs no object, for Java and for files that have another `peek`. */
public object Jotkit {
    /**
     * Reads a token without verifying it, for display and for finding a key; never to decide
     * anything.
     * @throws JotkitException.Malformed if it is not a token.
     */
    @JvmStatic
    public fun peek(token: String): Unverified = Unverified(guarded { Jvm.peek(bounded(token).toByteArray(), null) })

    /**
     * Reads a token without verifying it, under the limits and the `allowPadding` of a policy.
     * Nothing else of the policy matters.
     * @throws JotkitException.Malformed if it is not a token.
     * @throws JotkitException.Usage `policy_invalid`.
     */
    @JvmStatic
    public fun peek(token: String, policy: Policy): Unverified =
        Unverified(guarded { Jvm.peek(token.toByteArray(), utf8(policy.toJson())) })
}
