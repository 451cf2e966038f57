"""A client that fetches a JWK Set, as PyJWT's does.

``jotkit.RemoteKeys`` refreshes ahead of time, keeps keys through an outage and bounds replies; use
it where code is written new.
"""

from __future__ import annotations

import http.client
import json
import math
import threading
import time
import urllib.request
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlparse

from .api_jwk import PyJWK, PyJWKSet
from .api_jwt import decode_complete as decode_token
from .exceptions import PyJWKClientConnectionError, PyJWKClientError
from .jwk_set_cache import JWKSetCache

if TYPE_CHECKING:
    from ssl import SSLContext


_MOST_BYTES = 512 << 10
"""The longest set that is read, as in ``RemoteKeys``."""


class _NoRedirectHandler(urllib.request.HTTPRedirectHandler):
    """A redirect could lead to a server that the program did not name."""

    def redirect_request(self, *_: Any) -> None:
        return None


class PyJWKClient:
    """Fetches the keys behind a URL of ``http`` or ``https``, without following redirects.

    The set is kept for ``lifespan`` seconds unless ``cache_jwk_set`` is off. A key id that it lacks
    makes the client fetch it again, ``cooldown_duration`` seconds after the last time at the
    earliest. With ``cache_keys``, up to ``max_cached_keys`` single keys are kept without an end.
    """

    def __init__(
        self,
        uri: str,
        cache_keys: bool = False,
        max_cached_keys: int = 16,
        cache_jwk_set: bool = True,
        lifespan: float = 300,
        headers: dict[str, Any] | None = None,
        timeout: float = 30,
        ssl_context: SSLContext | None = None,
        cooldown_duration: float = 30,
    ) -> None:
        scheme = urlparse(uri).scheme.lower()
        if scheme not in {"http", "https"}:
            raise PyJWKClientError(
                f"Invalid JWKS URI scheme {scheme!r}: only 'http' and 'https' are supported."
            )
        if cooldown_duration < 0:
            raise PyJWKClientError(
                "Cooldown duration must be greater than or equal to 0, "
                f'the input is "{cooldown_duration}"'
            )
        if not math.isfinite(cooldown_duration):
            raise PyJWKClientError(
                f'Cooldown duration must be finite, the input is "{cooldown_duration}"'
            )
        if cache_jwk_set and lifespan <= 0:
            raise PyJWKClientError(f'Lifespan must be greater than 0, the input is "{lifespan}"')
        self.uri = uri
        self.headers = {} if headers is None else headers
        self.timeout = timeout
        self.ssl_context = ssl_context
        self.cooldown_duration = cooldown_duration
        self.jwk_set_cache = JWKSetCache(lifespan) if cache_jwk_set else None
        self._last_successful_fetch: float | None = None
        self._client_lock = threading.RLock()
        if cache_keys:
            cached = lru_cache(maxsize=max_cached_keys)(self.get_signing_key)
            self.get_signing_key = cached  # type: ignore[method-assign]

    def fetch_data(self) -> Any:
        """Fetches the set, which is then kept: a dict."""
        handlers: list[urllib.request.BaseHandler] = [_NoRedirectHandler()]
        if self.ssl_context is not None:
            handlers.append(urllib.request.HTTPSHandler(context=self.ssl_context))
        try:
            request = urllib.request.Request(url=self.uri, headers=self.headers)  # noqa: S310
            opener = urllib.request.build_opener(*handlers)
            with opener.open(request, timeout=self.timeout) as response:
                text = response.read(_MOST_BYTES + 1)
        except (URLError, TimeoutError, http.client.HTTPException) as error:
            if isinstance(error, HTTPError):
                error.close()
            raise PyJWKClientConnectionError(
                f'Fail to fetch data from the url, err: "{error}"'
            ) from error
        if len(text) > _MOST_BYTES:
            raise PyJWKClientError(f"The JWKS endpoint sent more than {_MOST_BYTES} bytes")
        found = self._as_jwk_set_payload(json.loads(text))
        # Not on a failure: an outage must not cost the keys that are kept.
        if self.jwk_set_cache is not None:
            self.jwk_set_cache.put(found)
        self._last_successful_fetch = time.monotonic()
        return found

    @staticmethod
    def _as_jwk_set_payload(data: Any) -> dict[str, Any]:
        if not isinstance(data, dict):
            raise PyJWKClientError("The JWKS endpoint did not return a JSON object")
        return data

    def get_jwk_set(self, refresh: bool = False) -> PyJWKSet:
        """The set: the kept one, or with ``refresh`` a new one."""
        cache = self.jwk_set_cache
        kept = None if cache is None or refresh else cache.get()
        if kept is not None:
            return kept
        # A subclass may return other data than it was sent, or a set; what it returns is kept.
        found = self.fetch_data()
        if not isinstance(found, PyJWKSet):
            found = PyJWKSet.from_dict(self._as_jwk_set_payload(found))
        if cache is not None:
            cache.put(found)
        return found

    def get_signing_keys(self, refresh: bool = False) -> list[PyJWK]:
        """The keys of the set that have a ``kid`` and no other ``use`` than ``sig``."""
        return self._get_signing_keys_from_jwk_set(self.get_jwk_set(refresh))

    @staticmethod
    def _get_signing_keys_from_jwk_set(jwk_set: PyJWKSet) -> list[PyJWK]:
        found = [key for key in jwk_set if key.public_key_use in {"sig", None} and key.key_id]
        if not found:
            raise PyJWKClientError("The JWKS endpoint did not contain any signing keys")
        return found

    def _cools_down(self) -> bool:
        last = self._last_successful_fetch
        if self.jwk_set_cache is None or last is None:
            return False
        return time.monotonic() - last < self.cooldown_duration

    def get_signing_key(self, kid: str) -> PyJWK:
        """The key of a key id; the set is fetched again if it has none."""
        with self._client_lock:
            found = self.match_kid(self.get_signing_keys(), kid)
            if not found and not self._cools_down():
                keys = self.get_signing_keys(refresh=True)
                self._last_successful_fetch = time.monotonic()
                found = self.match_kid(keys, kid)
            if not found:
                raise PyJWKClientError(f'Unable to find a signing key that matches: "{kid}"')
            return found

    def get_signing_key_from_jwt(self, token: str | bytes) -> PyJWK:
        """The key that a token's header, which is not verified, names."""
        unverified = decode_token(token, options={"verify_signature": False})
        return self.get_signing_key(unverified["header"].get("kid"))

    @staticmethod
    def match_kid(signing_keys: list[PyJWK], kid: str) -> PyJWK | None:
        """The first key of a key id."""
        return next((key for key in signing_keys if key.key_id == kid), None)
