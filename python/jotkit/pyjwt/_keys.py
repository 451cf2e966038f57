"""Keys of the package ``cryptography``, or the text of such keys, as keys of the core.

PyJWT's own rules decide what key text is (``prepare_key``); the core then has the key parsed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from jotkit import _jotkit
from jotkit._errors import JotkitError

if TYPE_CHECKING:
    from jotkit._options import Algorithm as Alg

    from .algorithms import Algorithm

# By identity, together with the object itself, so that no other one can have its identity.
_PARSED: dict[int, tuple[Any, _jotkit.Key]] = {}
_MOST = 64


def known(key: Any) -> Any:
    """What the core takes in place of a key: text as it is, or a parsed key where there is one."""
    if isinstance(key, (str, bytes)):
        return key
    found = _PARSED.get(id(key))
    return key if found is None else found[1]


def parse(algorithm: Algorithm, name: str, key: Any) -> _jotkit.Key | None:
    """Parses a key for an algorithm, and keeps it; ``None`` if the core does not take it.

    Raises what ``prepare_key`` raises.
    """
    prepared = algorithm.prepare_key(key)
    if isinstance(prepared, bytes):
        return None
    try:
        parsed = _jotkit.Key.from_pyca(prepared, alg=cast("Alg", name))
    except (JotkitError, TypeError):
        # RSA of less than 2048 bits, Ed448, a key in a device.
        return None
    if isinstance(key, (str, bytes)):
        _jotkit.pyjwt_remember(key, parsed)
    else:
        if len(_PARSED) >= _MOST:
            _PARSED.clear()
        _PARSED[id(key)] = (key, parsed)
    return parsed
