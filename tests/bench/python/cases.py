"""The cases: pieces of work of the libraries, each proved to do what it says before it is measured."""

from __future__ import annotations

import json
import platform
import sys
from dataclasses import dataclass
from functools import partial
from itertools import repeat
from typing import TYPE_CHECKING, Any

import libraries
from libraries import ALGORITHMS, JOTKIT, LIBRARIES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from libraries import Snippet, Work

REFUSED = "try:\n    {}\nexcept Exception:\n    result = None"


@dataclass
class Case:
    """A piece of work, ready to be timed."""

    library: str
    version: str
    work: str
    loop: Callable[[int], Any]
    """Does the work so many times, and returns what the last time gave."""
    threads: int | None = None

    def described(self) -> dict[str, Any]:
        """The case as the list names it."""
        threads = {} if self.threads is None else {"threads": self.threads}
        return {"library": self.library, "version": self.version, "work": self.work, **threads}


def compiled(statement: str, names: dict[str, Any]) -> Callable[[int], Any]:
    """A function that runs a statement so many times, and to which all its names are local."""
    body = "".join(f"        {line}\n" for line in statement.splitlines())
    source = (
        f"def loop(turns, {', '.join(names)}):\n"
        "    for _ in repeat(None, turns):\n"
        f"{body}"
        "    return result\n"
    )
    scope = {"repeat": repeat}
    exec(source, scope)  # noqa: S102
    return partial(scope["loop"], **names)


class Unable(Exception):
    """A library cannot do a piece of work, or does something else."""


class Cases:
    """All cases that a work file gives, and what had to be left out."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._claims = json.loads(work["payload"])
        self._verify = {
            alg: JOTKIT.verifier(work, alg).verify for alg in ALGORITHMS if alg in work["keys"]
        }
        self.all = list(self._made())

    def _made(self) -> Iterator[Case]:
        for library in LIBRARIES:
            for name, make, check in self._works(library):
                case = self._attempt(library.name, library.version, name, make, check)
                if case is None:
                    continue
                if name.startswith("scale-"):
                    yield from (
                        Case(case.library, case.version, name, case.loop, threads)
                        for threads in (1, 2)
                    )
                else:
                    yield case
        name, make = "parse", lambda: libraries.parse(self._work)
        case = self._attempt("json.loads", platform.python_version(), name, make, self._is_claims)
        assert case is not None
        yield case

    def _attempt(
        self,
        library: str,
        version: str,
        name: str,
        make: Callable[[], Snippet],
        check: Callable[[Any], bool],
    ) -> Case | None:
        try:
            loop = compiled(*make())
            if not check(loop(1)):
                raise Unable("does something else")
        except Exception as error:  # noqa: BLE001
            reason = f"{type(error).__name__}: {error}".splitlines()[0][:120]
            print(f"python: {library} is left out of {name}: {reason}", file=sys.stderr)
            return None
        return Case(library, version, name, loop)

    def _works(self, library: Any) -> Iterator[tuple[str, Callable[[], Snippet], Any]]:
        for alg in self._verify:
            name = f"sign-{alg}"
            yield name, lambda alg=alg: self._signing(library, alg), self._is_token(alg)
            name = f"verify-{alg}"
            yield name, self._verifying(library, alg, name), self._is_claims
        for name in ("refuse-expired", "refuse-signature", "refuse-garbage"):
            yield name, self._refusing(library, name), self._is_refusal
        for name in libraries.sizes(self._work):
            yield name, self._verifying(library, "HS256", name), self._is_padded
        if library is not JOTKIT:
            return
        for alg in ("HS256", "RS256", "ES256"):
            make = self._verifying(library, alg, f"verify-{alg}", "cached")
            yield f"cached-{alg}", make, self._is_claims
        for alg in ("HS256", "RS256", "ES256"):
            yield f"scale-{alg}", self._verifying(library, alg, f"verify-{alg}"), self._is_claims

    def _signing(self, library: Any, alg: str) -> Snippet:
        statement, names = library.sign(self._work, alg)
        return libraries.Snippet(statement, {**names, "claims": dict(self._claims)})

    def _verifying(
        self, library: Any, alg: str, token: str, verb: str = "verify"
    ) -> Callable[[], Snippet]:
        def make() -> Snippet:
            statement, names = getattr(library, verb)(self._work, alg)
            return libraries.Snippet(statement, {**names, "token": self._work["tokens"][token]})

        return make

    def _refusing(self, library: Any, token: str) -> Callable[[], Snippet]:
        def make() -> Snippet:
            statement, names = self._verifying(library, "HS256", token)()
            return libraries.Snippet(REFUSED.format(statement), names)

        return make

    def _is_token(self, alg: str) -> Callable[[Any], bool]:
        return lambda given: self._verify[alg](given) == self._claims

    def _is_claims(self, given: Any) -> bool:
        return given == self._claims

    def _is_padded(self, given: Any) -> bool:
        return isinstance(given.pop("pad"), str) and given == self._claims

    def _is_refusal(self, given: Any) -> bool:
        return given is None
