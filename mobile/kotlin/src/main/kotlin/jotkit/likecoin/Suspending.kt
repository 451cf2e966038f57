package jotkit.likecoin

import jotkit.JotkitException
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.runInterruptible

// The functions that block, for coroutines: they run on `Dispatchers.IO`, and cancelling ends them.
// They need kotlinx-coroutines-core, which jotkit does not depend on.

/**
 * As [LikeCoinClient.exchange], without blocking the caller's thread.
 * @throws JotkitException.Flow as there.
 */
public suspend fun LikeCoinClient.awaitExchange(
    callbackUrl: String,
    expectedState: String,
    onRefresh: (Tokens) -> Unit = {},
): LikeCoinSession = runInterruptible(Dispatchers.IO) { exchange(callbackUrl, expectedState, onRefresh) }

/**
 * As [LikeCoinClient.exchangeCode], without blocking the caller's thread.
 * @throws JotkitException.Flow as there.
 */
public suspend fun LikeCoinClient.awaitExchangeCode(code: String): Tokens =
    runInterruptible(Dispatchers.IO) { exchangeCode(code) }

/**
 * As [LikeCoinClient.refresh], without blocking the caller's thread.
 * @throws JotkitException.Flow as there.
 */
public suspend fun LikeCoinClient.awaitRefresh(refreshToken: String): Tokens =
    runInterruptible(Dispatchers.IO) { refresh(refreshToken) }

/**
 * As [LikeCoinSession.call], without blocking the caller's thread.
 * @throws JotkitException.Flow as there.
 */
public suspend fun LikeCoinSession.awaitCall(request: HttpRequest): LikeCoinResponse =
    runInterruptible(Dispatchers.IO) { call(request) }

/** As [LikeCoinSession.get], without blocking the caller's thread. */
public suspend fun LikeCoinSession.awaitGet(url: String): LikeCoinResponse = awaitCall(HttpRequest("GET", url))

/** A [TokenRefresh] of a function that suspends. It is cancelled where the other is interrupted. */
public fun suspendingRefresh(refresh: suspend (Tokens) -> Tokens): TokenRefresh =
    TokenRefresh { held -> runBlocking { refresh(held) } }
