"""Claims as dataclasses, TypedDicts, pydantic models and msgspec structs, in and out."""

import asyncio
import dataclasses
import enum
import json
import traceback
import typing
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import Annotated, Any, Literal, NewType, Optional, TypedDict

import msgspec
import pydantic
import pytest
import typing_extensions
from conftest import NOW, refusal

import jotkit

DATE = datetime.fromtimestamp(NOW, timezone.utc)
UserId = NewType("UserId", str)


class Role(enum.Enum):
    ADMIN = "admin"
    USER = "user"


@dataclasses.dataclass
class Address:
    city: str
    lines: list[str] = dataclasses.field(default_factory=list)


@dataclasses.dataclass(frozen=True)
class Session:
    sub: UserId
    exp: datetime
    admin: bool = False
    level: float = 0.0
    roles: tuple[Role, ...] = ()
    address: Address | None = None
    pair: Optional[tuple[int, str]] = None  # noqa: UP045 - the older spelling works too
    kind: Literal["web", 1] = "web"
    counts: Mapping[str, int] = dataclasses.field(default_factory=dict)
    id: uuid.UUID | None = None
    price: Annotated[Decimal, "in euros"] = Decimal(0)
    rest: Any = None
    tags: frozenset[str] = frozenset()
    made: str = dataclasses.field(default="here", init=False)


class AddressDict(TypedDict):
    city: str
    lines: typing_extensions.NotRequired[list[str]]


class SessionDict(TypedDict, total=False):
    sub: typing_extensions.Required[str]
    address: AddressDict


class AddressModel(pydantic.BaseModel):
    city: str
    lines: list[str] = []


class SessionModel(pydantic.BaseModel):
    sub: str
    exp: datetime
    address: AddressModel | None = None
    counts: dict[str, int] = {}
    level: int | float = pydantic.Field(default=0, alias="lvl")


class AddressStruct(msgspec.Struct):
    city: str
    lines: list[str] = []


class SessionStruct(msgspec.Struct):
    sub: str
    address: AddressStruct | None = None
    counts: dict[str, int] = {}


@pytest.fixture
def verifier(key):
    return jotkit.Verifier(key, clock=lambda: NOW)


@pytest.fixture
def signed(key):
    """Signs claims of any shape, also those that no signer would write."""
    return lambda **claims: jotkit.jws.sign(key, json.dumps({"exp": NOW + 60, **claims}).encode())


def wrong(verifier, token, kind):
    """The place at which claims do not have the shape of a type."""
    with pytest.raises(jotkit.MalformedToken) as caught:
        verifier.verify(token, type=kind)
    error = caught.value
    assert (error.code, error.challenge().status) == ("claim_malformed", 401)
    # Nothing that is printed or logged shows the payload.
    assert error.__cause__ is None
    assert error.__context__ is None
    assert "SECRET" not in "".join(traceback.format_exception(error))
    return error.claim


def test_a_dataclass(verifier, signed):
    everything = {
        "sub": "u1",
        "admin": True,
        "level": 3,
        "roles": ["admin", "user"],
        "address": {"city": "Bern", "lines": ["a"], "more": 1},
        "pair": [1, "a"],
        "kind": 1,
        "counts": {"a": 1},
        "id": "6ba7b810-9dad-11d1-80b4-00c04fd430c8",
        "price": "1.50",
        "rest": [1, None],
        "tags": ["a", "a"],
        "unknown": "left out",
    }
    session = verifier.verify(signed(**everything), type=Session)
    assert session == Session(
        sub=UserId("u1"),
        exp=DATE + timedelta(seconds=60),
        admin=True,
        level=3.0,
        roles=(Role.ADMIN, Role.USER),
        address=Address("Bern", ["a"]),
        pair=(1, "a"),
        kind=1,
        counts={"a": 1},
        id=uuid.UUID(everything["id"]),
        price=Decimal("1.50"),
        rest=[1, None],
        tags=frozenset("a"),
    )
    assert session.made == "here"
    assert verifier.verify(signed(sub="u1"), type=Session).address is None
    asked = verifier.verify_async(signed(sub="u1"), type=Session)
    assert asyncio.run(asked) == verifier.verify(signed(sub="u1"), type=Session)


def test_the_place_of_a_wrong_shape(verifier, signed):
    for claims, place in (
        ({}, "sub"),
        ({"sub": 1}, None),
        ({"sub": "u", "exp": "SECRET"}, None),
        ({"sub": "u", "admin": 1}, "admin"),
        ({"sub": "u", "admin": None}, "admin"),
        ({"sub": "u", "level": "3"}, "level"),
        ({"sub": "u", "level": True}, "level"),
        ({"sub": "u", "roles": ["admin", "SECRET"]}, "roles[1]"),
        ({"sub": "u", "roles": "admin"}, "roles"),
        ({"sub": "u", "address": {"lines": []}}, "address.city"),
        ({"sub": "u", "address": {"city": "a", "lines": ["a", 1]}}, "address.lines[1]"),
        ({"sub": "u", "address": "SECRET"}, "address"),
        ({"sub": "u", "pair": [1]}, "pair"),
        ({"sub": "u", "pair": [1, 2]}, "pair[1]"),
        ({"sub": "u", "kind": True}, "kind"),
        ({"sub": "u", "kind": 1.0}, "kind"),
        ({"sub": "u", "counts": {"SECRET": "SECRET"}}, "counts"),
        ({"sub": "u", "id": "SECRET"}, "id"),
        ({"sub": "u", "price": 1.5}, "price"),
        ({"sub": "u", "price": "SECRET"}, "price"),
        ({"sub": "u", "tags": [1]}, "tags[0]"),
    ):
        token = signed(**claims)
        if place is None:  # the verifier itself refuses it
            assert refusal(verifier.verify, token) == "claim_malformed"
        else:
            assert wrong(verifier, token, Session) == place


def test_a_dataclass_that_refuses_its_values(verifier, signed):
    @dataclasses.dataclass
    class Adult:
        age: int

        def __post_init__(self):
            if self.age < 18:
                raise ValueError(f"{self.age} SECRET")

    assert verifier.verify(signed(age=18), type=Adult) == Adult(18)
    assert wrong(verifier, signed(age=17), Adult) is None


def test_a_typed_dict(verifier, signed):
    claims = verifier.verify(signed(sub="u1", address={"city": "Bern"}, other=1), type=SessionDict)
    assert claims == {"sub": "u1", "address": {"city": "Bern"}, "other": 1, "exp": NOW + 60}
    assert wrong(verifier, signed(), SessionDict) == "sub"
    assert wrong(verifier, signed(sub="u", address={"lines": []}), SessionDict) == "address.city"
    lines = {"city": "a", "lines": ["a", 1]}
    assert wrong(verifier, signed(sub="u", address=lines), SessionDict) == "address.lines[1]"


def test_a_pydantic_model(verifier, signed):
    token = signed(sub="u1", address={"city": "Bern"}, lvl=2, counts={"a": 1})
    session = verifier.verify(token, type=SessionModel)
    assert session == SessionModel(
        sub="u1",
        exp=DATE + timedelta(seconds=60),
        address=AddressModel(city="Bern"),
        counts={"a": 1},
        lvl=2,
    )
    adapter = pydantic.TypeAdapter(SessionModel)
    assert verifier.verify(token, type=adapter) == session
    for kind in (SessionModel, adapter):
        assert wrong(verifier, signed(), kind) == "sub"
        assert wrong(verifier, signed(sub="u", address={}), kind) == "address.city"
        lines = {"city": "a", "lines": ["a", {"SECRET": 1}]}
        assert wrong(verifier, signed(sub="u", address=lines), kind) == "address.lines[1]"
        assert wrong(verifier, signed(sub="u", counts={"SECRET": "x"}), kind) == "counts"
        assert wrong(verifier, signed(sub="u", lvl="SECRET"), kind) == "lvl"


def test_a_pydantic_model_that_is_strict_or_a_dataclass(verifier, signed):
    class Closed(pydantic.BaseModel, extra="forbid"):
        exp: int

    assert verifier.verify(signed(), type=Closed).exp == NOW + 60
    assert wrong(verifier, signed(SECRET=1), Closed) is None

    @pydantic.dataclasses.dataclass
    class Small:
        level: int

    assert verifier.verify(signed(level=1), type=Small) == Small(1)
    assert wrong(verifier, signed(level="SECRET"), Small) == "level"


def test_a_pydantic_model_is_read_from_the_text_once(verifier, signed):
    class Whole(pydantic.BaseModel):
        n: int

    # Through a float the number would be another one.
    assert verifier.verify(signed(n=2**63 + 1), type=Whole).n == 2**63 + 1
    read = []
    adapter = pydantic.TypeAdapter(Whole)

    class Reader:
        def validate_json(self, text):
            read.append(text)
            return adapter.validate_json(text)

    token = signed(n=1)
    assert verifier.verify(token, type=Reader()).n == 1
    assert read == [jotkit.peek(token).payload]


def test_a_msgspec_struct(verifier, signed):
    session = verifier.verify(signed(sub="u1", address={"city": "Bern"}), type=SessionStruct)
    assert session == SessionStruct("u1", AddressStruct("Bern"))
    assert wrong(verifier, signed(sub="u", address={"city": 1}), SessionStruct) == "address.city"
    lines = {"city": "a", "lines": ["a", 1]}
    assert wrong(verifier, signed(sub="u", address=lines), SessionStruct) == "address.lines[1]"
    assert wrong(verifier, signed(sub="u", counts={"SECRET": "x"}), SessionStruct) == "counts[...]"
    assert wrong(verifier, signed(), SessionStruct) is None


def test_a_type_comes_after_the_verdict(verifier, signed, key):
    late = jotkit.Verifier(key, clock=lambda: NOW + 60)
    assert refusal(late.verify, signed(sub=1), type=Session) == "claim_malformed"
    assert refusal(late.verify, signed(), type=Session) == "token_expired"
    assert refusal(verifier.verify, signed(sub="u1") + "A", type=Session) != "claim_malformed"
    expected = {"nonce": "n"}
    assert refusal(verifier.verify, signed(), type=Session, expected=expected) == "claim_missing"


def test_other_types_are_type_errors(verifier, signed):
    for kind in (None, "Session", dict, dict[str, Any], int, Session("u", DATE), list[Session]):
        assert refusal(verifier.verify, signed(sub="u1"), type=kind) is TypeError

    @dataclasses.dataclass
    class Strange:
        sub: bytes

    with pytest.raises(TypeError, match="use a pydantic model"):
        verifier.verify(signed(sub="u1"), type=Strange)


def test_generics_of_the_typing_module(verifier, signed):
    @dataclasses.dataclass
    class Old:
        a: typing.List[int]  # noqa: UP006
        b: typing.Dict[str, "int | None"]  # noqa: UP006
        c: Sequence[Sequence[int]]
        d: typing.Union[int, str]  # noqa: UP007

    claims = {"a": [1], "b": {"x": None}, "c": [[1]], "d": "s"}
    assert verifier.verify(signed(**claims), type=Old) == Old([1], {"x": None}, [[1]], "s")
    assert wrong(verifier, signed(**claims | {"c": [[1], [1, "SECRET"]]}), Old) == "c[1][1]"


# Signing.


def payload(key, claims, **options):
    return json.loads(jotkit.peek(jotkit.Signer(key, **options).sign(claims)).payload)


def test_dataclasses_sign(key, verifier):
    session = Session(UserId("u1"), DATE + timedelta(seconds=90), address=Address("Bern"))
    claims = payload(key, session, default=str)
    assert claims["exp"] == NOW + 90
    assert claims["address"] == {"city": "Bern", "lines": []}
    # What is None is left out: it would not be a value of a registered claim.
    assert "pair" not in claims
    assert "rest" not in claims
    assert payload(key, {"who": [Address("Bern")]}) == {"who": [{"city": "Bern", "lines": []}]}
    assert refusal(jotkit.Signer(key).sign, Address) is TypeError
    token = jotkit.Signer(key).sign(Bare("u1", DATE + timedelta(1)))
    assert verifier.verify(token, type=Bare) == Bare("u1", DATE + timedelta(1))


@dataclasses.dataclass
class Bare:
    sub: str
    exp: datetime
    jti: str | None = None


def test_pydantic_models_sign(key, verifier):
    class Order(pydantic.BaseModel):
        exp: datetime
        id: uuid.UUID
        price: Decimal
        role: Role
        paid: datetime | None = None
        until: list[datetime] = []
        address: AddressModel
        n: int = pydantic.Field(serialization_alias="amount")

    order = Order(
        exp=DATE + timedelta(seconds=60.5),
        id=uuid.UUID(int=1),
        price="1.50",
        role="admin",
        until=[DATE],
        address=AddressModel(city="Bern"),
        n=3,
    )
    assert payload(key, order) == {
        "exp": NOW + 60,
        "id": str(uuid.UUID(int=1)),
        "price": "1.50",
        "role": "admin",
        "until": [NOW],
        "address": {"city": "Bern", "lines": []},
        "amount": 3,
    }
    session = SessionModel(sub="u1", exp=DATE + timedelta(seconds=60), lvl=1)
    assert verifier.verify(jotkit.Signer(key).sign(session), type=SessionModel) == session
    naive = session.model_copy(update={"exp": datetime(2026, 1, 1)})  # noqa: DTZ001
    with pytest.raises(TypeError, match="`exp` in claims must be a datetime with a time zone"):
        jotkit.Signer(key).sign(naive)


def test_msgspec_structs_sign(key):
    session = SessionStruct("u1", AddressStruct("Bern"))
    plain = {"sub": "u1", "address": {"city": "Bern", "lines": []}, "counts": {}}
    assert payload(key, session) == plain
    assert payload(key, SessionStruct("u1")) == {"sub": "u1", "counts": {}}


def value_or_list(one):
    return one.value if isinstance(one, Role) else list(one)


def test_default_converts_other_types(key):
    claims = {"id": uuid.UUID(int=1), "price": Decimal("1.5"), "roles": [Role.ADMIN], "day": DATE}
    assert payload(key, claims, default=str) == {
        "id": str(uuid.UUID(int=1)),
        "price": "1.5",
        "roles": ["Role.ADMIN"],
        "day": NOW,
    }
    assert payload(key, {"r": Role.ADMIN}, default=lambda one: one.value) == {"r": "admin"}
    assert payload(key, {"r": {1}}, default=list) == {"r": [1]}
    # What it returns is converted too, and what never ends is refused.
    assert payload(key, {"r": {Role.ADMIN}}, default=value_or_list) == {"r": ["admin"]}
    for endless in (lambda one: one, lambda _: object(), lambda one: {one}):
        assert refusal(jotkit.Signer(key, default=endless).sign, {"a": 1j}) is TypeError
    assert (
        refusal(jotkit.Signer(key, default=lambda one: [one]).sign, {"a": 1j}) == "claims_invalid"
    )
    assert payload(key, object(), default=lambda _: {"sub": "u1"}) == {"sub": "u1"}
    assert refusal(jotkit.Signer(key, default=str).sign, object()) is TypeError
    for bad in (None, "str"):
        assert refusal(jotkit.Signer, key, default=bad) is TypeError

    def broken(value):
        raise LookupError("mine")

    with pytest.raises(LookupError, match="mine"):
        jotkit.Signer(key, default=broken).sign({"a": 1j})


def test_type_errors_name_the_claim_and_its_place(key):
    sign = jotkit.Signer(key).sign
    cases = {
        "`a`": {"a": {1, 2}},
        "`a.b[1].c`": {"a": {"b": [0, {"c": b"SECRET"}]}},
        "`address.lines[0]`": {"address": Address("Bern", [1j])},
        "`a[0][1]`": {"a": [[0, object]]},
    }
    for place, claims in cases.items():
        with pytest.raises(TypeError, match="must be str, int, float, bool, None") as caught:
            sign(claims)
        assert str(caught.value).startswith(f"{place} in claims must be ")
        assert "default=" in str(caught.value)
        assert "SECRET" not in str(caught.value)
    with pytest.raises(TypeError) as caught:
        sign({"a": {1: "SECRET"}})
    assert str(caught.value) == "`a` in claims must be a mapping with names of type str, not int"
    with pytest.raises(TypeError) as caught:
        sign([1])
    assert str(caught.value) == "claims must be a mapping, not list"
    with pytest.raises(TypeError, match=r"^`leeway` in the options must be .*, not complex$"):
        jotkit.Verifier(key, leeway=1j)
    with pytest.raises(TypeError, match=r"^`x\[0\]` in headers must be .*, not set$"):
        sign({}, {"x": [{1}]})
