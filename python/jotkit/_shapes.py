"""Reads claims as dataclasses and ``TypedDict``, without any other package.

JSON's types are not converted to each other: a string of digits is no ``int``. Whole numbers are
taken for a ``float``, seconds since 1970 for a ``datetime``, and strings for ``UUID`` and
``Decimal``.
"""

from __future__ import annotations

import collections.abc
import dataclasses
import enum
import functools
import types
import typing
from datetime import datetime, timezone
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

LISTS = {
    list,
    collections.abc.Sequence,
    collections.abc.MutableSequence,
    collections.abc.Collection,
    collections.abc.Iterable,
}
SETS = {set: set, frozenset: frozenset, collections.abc.Set: frozenset}
DICTS = {dict, collections.abc.Mapping, collections.abc.MutableMapping}
WRAPPERS = {"Annotated", "Required", "NotRequired", "ReadOnly", "Final"}


class WrongShapeError(Exception):
    """A value does not have the shape of its type. It holds the place, and not the value."""

    def __init__(self, *steps: str | int) -> None:
        super().__init__()
        self.steps: list[str | int] = [*steps]

    def path(self) -> str:
        """The place, such as ``address.lines[0]``; empty if it is the whole."""
        return place(self.steps)


def place(steps: list[str | int]) -> str:
    """Writes a place as one string."""
    path = ""
    for step in steps:
        if isinstance(step, int):
            path += f"[{step}]"
        else:
            path += f".{step}" if path else step
    return path


def is_shape(hint: Any) -> bool:
    """Whether a type is a dataclass or a ``TypedDict``."""
    return isinstance(hint, type) and (dataclasses.is_dataclass(hint) or _is_typed_dict(hint))


def _is_typed_dict(hint: type) -> bool:
    # Those of `typing` and of `typing_extensions` alike.
    return issubclass(hint, dict) and hasattr(hint, "__total__")


def value(hint: Any, given: Any) -> Any:  # noqa: PLR0911 - a case each
    """A value of JSON as the type says. Raises ``WrongShapeError``."""
    if hint is Any or hint is object or isinstance(hint, typing.TypeVar):
        return given
    if hasattr(hint, "__supertype__"):
        return value(hint.__supertype__, given)
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if _form(hint) in WRAPPERS:
        return value(arguments[0], given)
    if origin is typing.Union or isinstance(hint, types.UnionType):
        return _union(arguments, given)
    if origin is typing.Literal:
        wanted = [one for one in arguments if one == given and type(one) is type(given)]
        return _checked(given, is_good=bool(wanted))
    kind = origin or hint
    if kind in LISTS or kind in SETS or kind is tuple:
        return _items(kind, arguments, given)
    if kind in DICTS:
        return _mapping(arguments, given)
    return _named(kind, given)


def _checked(given: Any, *, is_good: bool) -> Any:
    if not is_good:
        raise WrongShapeError
    return given


def _form(hint: Any) -> str | None:
    origin = typing.get_origin(hint)
    # By name: `typing` and `typing_extensions` have forms of their own.
    return getattr(origin, "_name", None) or getattr(origin, "__name__", None)


def _union(arguments: tuple[Any, ...], given: Any) -> Any:
    deepest = WrongShapeError()
    for one in arguments:
        try:
            return value(one, given)
        except WrongShapeError as error:  # noqa: PERF203
            if len(error.steps) > len(deepest.steps):
                deepest = error
    raise deepest


def _within(step: str | int, hint: Any, given: Any) -> Any:
    try:
        return value(hint, given)
    except WrongShapeError as error:
        raise WrongShapeError(step, *error.steps) from None


def _items(kind: Any, arguments: tuple[Any, ...], given: Any) -> Any:
    _checked(given, is_good=isinstance(given, list))
    if kind is tuple and arguments and arguments[-1] is not ...:
        _checked(given, is_good=len(given) == len(arguments))
        hints = list(arguments)
    else:
        hints = [arguments[0] if arguments else Any] * len(given)
    read = [
        _within(index, hint, item)
        for index, (hint, item) in enumerate(zip(hints, given, strict=True))
    ]
    return read if kind in LISTS else SETS.get(kind, tuple)(read)


def _mapping(arguments: tuple[Any, ...], given: Any) -> dict[Any, Any]:
    _checked(given, is_good=isinstance(given, dict))
    of_name, of_member = arguments or (Any, Any)
    # The names are the token's own, so they are not part of a place.
    return {value(of_name, name): value(of_member, member) for name, member in given.items()}


def _named(kind: Any, given: Any) -> Any:  # noqa: PLR0911 - a case each
    if kind is None or kind is types.NoneType:
        return _checked(given, is_good=given is None)
    if kind in {str, bool, int}:
        return _checked(given, is_good=type(given) is kind)
    is_number = type(given) in {int, float}
    if kind is float:
        return float(_checked(given, is_good=is_number))
    try:
        if kind is datetime:
            return datetime.fromtimestamp(_checked(given, is_good=is_number), timezone.utc)
        if kind in {UUID, Decimal}:
            return kind(_checked(given, is_good=isinstance(given, str)))
        if isinstance(kind, type) and issubclass(kind, enum.Enum):
            return kind(given)
        if is_shape(kind):
            return _members(kind, given)
    except (ValueError, OverflowError, OSError, InvalidOperation):
        raise WrongShapeError from None
    raise TypeError(f"claims cannot be read as {kind!r}; use a pydantic model for this type")


@functools.lru_cache(maxsize=256)
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind, include_extras=True)


def _members(kind: Any, given: Any) -> Any:
    _checked(given, is_good=isinstance(given, dict))
    hints, is_dataclass = _hints(kind), hasattr(kind, "__dataclass_fields__")
    if is_dataclass:
        fields = [field for field in dataclasses.fields(kind) if field.init]
        required = {
            field.name
            for field in fields
            if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
        }
        names = [field.name for field in fields]
    else:
        # The class itself does not know of forms in postponed annotations.
        required = {name for name in kind.__required_keys__ if _form(hints[name]) != "NotRequired"}
        required |= {name for name in hints if _form(hints[name]) == "Required"}
        names = list(hints)
    for name in names:
        if name in required and name not in given:
            raise WrongShapeError(name)
    read = {name: _within(name, hints[name], given[name]) for name in names if name in given}
    # A TypedDict may have other members, too. A dataclass has only its own.
    return kind(**read) if is_dataclass else {**given, **read}
