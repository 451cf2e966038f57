"""Types of arguments, for type checkers. Nothing imports this when a program runs."""

from __future__ import annotations

from typing import Any, Protocol, TypeAlias


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
