package jotkit

import jotkit.http.OkHttpTransport
import jotkit.http.Transport
import jotkit.internal.Pump
import jotkit.internal.turn
import jotkit.ffi.RemoteKeys as NativeKeys

/**
 * The keys of an issuer, or of several, that are behind a URL.
 *
 * ```kotlin
 * val keys = RemoteKeys("https://id.example")
 * val verifier = Verifier(keys, Policy().issuer("https://id.example").audience("api"))
 * ```
 *
 * They are fetched when a token first needs them, and again in the background before they are too
 * old. While they cannot be fetched, those that are held are used. Make it once and share it
 * between threads. Functions with an `issuer` need it if there are several.
 */
public class RemoteKeys private constructor(
    options: () -> String,
    transport: Transport,
    onEvent: ((RemoteEvent) -> Unit)?,
) {
    internal val native = guarded { NativeKeys(options()) }
    internal val pump = Pump(native, transport, onEvent)

    /**
     * The keys of an issuer.
     * @param transport another way to send HTTP requests.
     * @param onEvent hears what happens to the keys, on any thread. What it throws is ignored.
     * @throws JotkitException.Usage `argument_invalid` for an issuer or an option that cannot be.
     */
    @JvmOverloads
    public constructor(
        issuer: String,
        options: RemoteKeysOptions = RemoteKeysOptions(),
        transport: Transport = OkHttpTransport(),
        onEvent: ((RemoteEvent) -> Unit)? = null,
    ) : this({ options.issuer(issuer).toJson() }, transport, onEvent)

    /**
     * The keys of the `issuer` or the `jwksUrl` of options.
     * @throws JotkitException.Usage as the other form.
     */
    @JvmOverloads
    public constructor(
        options: RemoteKeysOptions,
        transport: Transport = OkHttpTransport(),
        onEvent: ((RemoteEvent) -> Unit)? = null,
    ) : this({ options.toJson() }, transport, onEvent)

    /**
     * The keys of several issuers, each with options of its own. A token's `iss` chooses among
     * them.
     * @throws JotkitException.Usage as the other forms.
     */
    @JvmOverloads
    public constructor(
        issuers: Collection<RemoteKeysOptions>,
        transport: Transport = OkHttpTransport(),
        onEvent: ((RemoteEvent) -> Unit)? = null,
    ) : this({ issuers.joinToString(",", "{\"issuers\":[", "]}") { it.toJson() } }, transport, onEvent)

    /**
     * Fetches the keys unless there are some, so that no token has to wait for them: those of
     * [issuer] if there are several, or of all.
     * @throws JotkitException.Key `keys_unavailable` if they cannot be fetched.
     * @throws JotkitException.Refused `issuer_refused` if it is none of several issuers.
     * @throws InterruptedException if the thread is interrupted.
     */
    @JvmOverloads
    public fun warm(issuer: String? = null): Unit = pump.decide { clock -> prepare(issuer, clock) }

    /**
     * How the keys are, for health checks.
     * @throws JotkitException.Refused `issuer_refused` if it is none of several issuers.
     */
    @JvmOverloads
    public fun status(issuer: String? = null): RemoteStatus =
        RemoteStatus(guarded { native.status(issuer, System.currentTimeMillis()) })

    /**
     * The keys that are in use, or `null` if there are none.
     * @throws JotkitException.Refused as [status].
     */
    @JvmOverloads
    public fun keySet(issuer: String? = null): KeySet? =
        guarded { native.keySet(issuer, System.currentTimeMillis()) }?.let(::KeySet)

    /** The keys that are held as text for [seed], so that a later start needs no request. */
    public fun export(): String = guarded { native.export() }

    /**
     * Takes keys that [export] returned. Keys that are held and as new stay.
     * @throws JotkitException.Usage `argument_invalid` for other text, keys of another source, and
     *   keys that are too old.
     */
    public fun seed(text: String) {
        guarded { native.seed(text, System.currentTimeMillis()) }
        pump.wake()
    }

    internal fun prepare(issuer: String?, clock: Long) = guarded { native.prepare(issuer, clock) }.turn()

    /** The sources. */
    override fun toString(): String = guarded { native.describe() }
}
