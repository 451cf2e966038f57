package jotkit.likecoin

import jotkit.http.TransportFailure.Reason
import jotkit.http.reason
import java.io.IOException

// The names that these types had here.

/** See [jotkit.http.HttpRequest]. */
public typealias HttpRequest = jotkit.http.HttpRequest

/** See [jotkit.http.HttpResponse]. */
public typealias HttpResponse = jotkit.http.HttpResponse

/** See [jotkit.http.OkHttpTransport]. */
public typealias OkHttpTransport = jotkit.http.OkHttpTransport

/** See [jotkit.http.Transport]. */
public typealias Transport = jotkit.http.Transport

/** See [jotkit.http.TransportFailure]. */
public typealias TransportFailure = jotkit.http.TransportFailure

/** The core's name for the reason, as it is in OAuth. */
internal fun cause(failure: IOException): String =
    (reason(failure).takeIf { it != Reason.TLS } ?: Reason.NETWORK).name.lowercase()
