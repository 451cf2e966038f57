"""Claims as types of the caller's: dataclasses, ``TypedDict``, pydantic and msgspec.

The compiled module calls ``read`` after it has verified a token, and ``members`` before it signs.
"""

from __future__ import annotations

import dataclasses
import re
from datetime import datetime
from typing import TYPE_CHECKING, Any

from jotkit import _jotkit, _shapes

if TYPE_CHECKING:
    from jotkit._jotkit import Verified


def members(value: Any) -> dict[str, Any] | None:
    """The claims that an object of a type holds; ``None`` for other objects.

    What is ``None`` is left out: for a registered claim ``null`` is not a value.
    """
    kind = type(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        given = [(field.name, getattr(value, field.name)) for field in dataclasses.fields(value)]
    elif hasattr(kind, "__pydantic_serializer__"):
        given = list(_of_pydantic(value).items())
    elif hasattr(kind, "__struct_encode_fields__"):
        values = (getattr(value, name) for name in kind.__struct_fields__)
        given = list(zip(kind.__struct_encode_fields__, values, strict=True))
    else:
        return None
    return {name: member for name, member in given if member is not None}


def _of_pydantic(model: Any) -> dict[str, Any]:
    """The members as pydantic writes them in JSON, but times: they are not text in claims."""
    named = {"by_alias": True, "exclude_none": True}
    text = model.model_dump(mode="json", **named)
    merged: dict[str, Any] = _merged(model.model_dump(**named), text)
    return merged


def _merged(objects: Any, json: Any) -> Any:
    if isinstance(objects, datetime) and isinstance(json, str):
        return objects
    if isinstance(objects, dict) and isinstance(json, dict):
        pairs = zip(objects.values(), json.items(), strict=True)
        return {name: _merged(one, text) for one, (name, text) in pairs}
    if isinstance(objects, (list, tuple)) and isinstance(json, list):
        return [_merged(one, text) for one, text in zip(objects, json, strict=True)]
    return json


def read(model: Any, verified: Verified) -> Any:
    """The claims of a verified token as an object of this type.

    Raises ``MalformedToken`` with the code ``claim_malformed`` if they do not have its shape.
    """
    wrong: str | None
    if hasattr(model, "__pydantic_validator__") or hasattr(model, "validate_json"):
        value, wrong = _by_pydantic(model, verified.payload)
    elif hasattr(model, "__struct_encode_fields__"):
        value, wrong = _by_msgspec(model, verified.payload)
    elif _shapes.is_shape(model):
        try:
            value, wrong = _shapes.value(model, verified.claims), None
        except _shapes.WrongShapeError as error:
            value, wrong = None, error.path()
    else:
        wanted = "a dataclass, a TypedDict, a pydantic model or a msgspec Struct"
        raise TypeError(f"type must be {wanted}, not {model!r}")
    if wrong is None:
        return value
    # Not in the `except`: the other library's error would be its context, and it shows values.
    return _jotkit.refuse_shape(wrong or None)


def _by_pydantic(model: Any, payload: str) -> tuple[Any, str | None]:
    from pydantic_core import ValidationError  # noqa: PLC0415 - it is there if a model is

    validator = getattr(model, "__pydantic_validator__", model)
    try:
        return validator.validate_json(payload), None
    except ValidationError as error:
        [first, *_] = error.errors(include_url=False, include_context=False, include_input=False)
        return None, _shapes.place(_known(first["loc"], _schema(model)))


def _schema(model: Any) -> Any:
    return getattr(model, "__pydantic_core_schema__", None) or getattr(model, "core_schema", None)


def _known(place: tuple[str | int, ...], schema: Any) -> list[str | int]:
    """The steps of a place that are the model's.

    Names that the token has chosen are dropped, and the labels of a union's members.
    """
    names: set[str] = set()
    left = [schema]
    while left:
        part = left.pop()
        if isinstance(part, dict):
            fields = part.get("fields")
            names.update(fields if isinstance(fields, dict) else ())
            names.update(part[key] for key in ("name", "validation_alias") if _is_str(part, key))
            left.extend(part.values())
        elif isinstance(part, (list, tuple)):
            left.extend(part)
    return [step for step in place if isinstance(step, int) or step in names]


def _is_str(part: dict[str, Any], key: str) -> bool:
    return isinstance(part.get(key), str)


def _by_msgspec(model: Any, payload: str) -> tuple[Any, str | None]:
    import msgspec  # noqa: PLC0415 - it is there if a Struct is

    try:
        return msgspec.json.decode(payload, type=model), None
    except msgspec.DecodeError as error:
        # The place is all that is taken of the sentence. It names the type's members only.
        found = re.search(r"`\$\.?([^`]*)`$", str(error))
        return None, found[1] if found else ""
