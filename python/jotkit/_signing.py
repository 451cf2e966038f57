"""Signing with a function that is awaited. The compiled module calls it."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from jotkit._jotkit import Signer
    from jotkit._types import Claims


async def sign(
    signer: Signer,
    function: Callable[[bytes], bytes | Awaitable[bytes]] | None,
    claims: Claims,
    call: dict[str, Any],
) -> str:
    """Signs claims with the function of an external signer, or with the signer's own key."""
    if function is None:
        return signer.sign(claims, **call)
    signing_input = signer.signing_input(claims, **call)
    signature = function(signing_input.encode())
    if inspect.isawaitable(signature):
        signature = await signature
    return signer.assemble(signing_input, signature)
