package jotkit.likecoin

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
