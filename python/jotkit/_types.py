"""Types of arguments, for type checkers. Nothing imports this when a program runs."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, MutableMapping, Sequence
from typing import Any, ClassVar, Protocol, TypeAlias


class Dataclass(Protocol):
    """An object of a dataclass."""

    __dataclass_fields__: ClassVar[dict[str, Any]]


class Model(Protocol):
    """An object of a pydantic model."""

    def model_dump(self) -> dict[str, Any]:
        """Returns the members."""
        ...


class Struct(Protocol):
    """An object of a msgspec struct."""

    __struct_fields__: ClassVar[tuple[str, ...]]


Claims: TypeAlias = Mapping[str, Any] | Dataclass | Model | Struct
"""What a signer takes for claims."""

Expected: TypeAlias = Mapping[str, str | float | bool | Sequence[str]]
"""What a call expects of claims; a list as ``scope``."""


class PycaPrivate(Protocol):
    """A private key of the package ``cryptography``."""

    def private_bytes(self, encoding: Any, format: Any, encryption_algorithm: Any) -> bytes:  # noqa: A002
        """Writes the key."""
        ...


class PycaPublic(Protocol):
    """A public key of the package ``cryptography``."""

    def public_bytes(self, encoding: Any, format: Any) -> bytes:  # noqa: A002
        """Writes the key."""
        ...


class PycaCertificate(Protocol):
    """A certificate of the package ``cryptography``."""

    def public_bytes(self, encoding: Any) -> bytes:
        """Writes the certificate."""
        ...

    def public_key(self) -> Any:
        """The certificate's key."""
        ...


PycaKey: TypeAlias = PycaPrivate | PycaPublic | PycaCertificate

Message: TypeAlias = MutableMapping[str, Any]
"""A message of ASGI, or a scope."""
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
AsgiApp: TypeAlias = Callable[[Message, Receive, Send], Awaitable[None]]
