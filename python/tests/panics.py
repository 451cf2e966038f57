"""Makes every export of the compiled module panic once, and prints the outcomes. Run by a test."""

from __future__ import annotations

import contextlib
import inspect
import json
import types

import jotkit
from jotkit import JotkitError, _jotkit

CLIENT = {"client_id": "c", "client_secret": "s", "redirect_uri": "https://a.example/"}
# For parameters that pyo3 reads before the guard; what the others are given does not matter.
NUMBERS = ("call", "now", "lease", "status", "jitter", "clock")
READ_BEFORE = {
    **dict.fromkeys(NUMBERS, 1),
    "headers": {},
    "headers_json": "{}",
    "body": b"",
    "issuer": None,
}
# The same of the functions of jotkit.pyjwt.
OF_PYJWT = {
    **dict.fromkeys(("verify", "enforce", "complete", "constants"), False),
    **dict.fromkeys(("payload", "secret"), b""),
    "options": {},
    "key": jotkit.Key.generate("HS256"),
}
NOT_CALLED = {"__dict__", "__doc__", "__module__", "__qualname__"}


def instances():
    """One object of every class."""
    key = jotkit.Key.generate("HS256")
    hints = []
    token = jotkit.Signer(key, lifetime=60).sign({})
    verified = jotkit.Verifier(lambda hint: hints.append(hint) or key).verify_full(token)
    secrets = {"key": "k" * 32, "common_secret": "c", "host": "like.example"}
    provider = _jotkit.ProviderCore(**secrets)
    broken = jotkit.KeySet.from_jwks({"keys": [{}]})
    return [
        key,
        broken,
        *broken.skipped,
        *jotkit.Verifier(key).explain("x"),
        jotkit.Policy(),
        jotkit.Signer(key),
        jotkit.Verifier(key),
        verified,
        jotkit.peek(token),
        *hints,
        _jotkit.RemoteCore('{"issuer": "https://id.example"}'),
        _jotkit.LiveLikeSigner("client", "secret"),
        _jotkit.LikeCoinIssuer("common", "host"),
        _jotkit.ClientVerifier.livelike({}),
        provider,
        provider.setup(),
        _jotkit.LikeCoinSession(CLIENT, {"access_token": "a"}),
    ]


def arguments(function):
    """Something for every parameter that has to be there."""
    needed = [
        parameter
        for parameter in inspect.signature(function).parameters.values()
        if parameter.default is parameter.empty
        and parameter.kind not in (parameter.VAR_KEYWORD, parameter.VAR_POSITIONAL)
    ]
    of_pyjwt = OF_PYJWT if function.__name__.startswith("pyjwt_") else {}
    given = READ_BEFORE | of_pyjwt
    return [given.get(parameter.name, "x") for parameter in needed]


def exports():
    """The name of each export, and a call of it."""
    for name in sorted(set(dir(_jotkit)) - {"arm_panic"}):
        function = getattr(_jotkit, name)
        if isinstance(function, types.BuiltinFunctionType):
            yield name, lambda function=function: function(*arguments(function))
    for thing in instances():
        cls = type(thing)
        for name, member in vars(cls).items():
            if name in NOT_CALLED:
                continue
            if name == "__new__":
                yield f"{cls.__name__}()", lambda cls=cls: cls(*arguments(cls))
            elif inspect.isgetsetdescriptor(member):
                yield f"{cls.__name__}.{name}", lambda thing=thing, name=name: getattr(thing, name)
            else:
                method = getattr(thing, name)
                yield f"{cls.__name__}.{name}", lambda method=method: called(method)


def called(method):
    """Calls a method; those of the interpreter's own slots have no parameters here."""
    return method() if isinstance(method, types.MethodWrapperType) else method(*arguments(method))


def outcome(call):
    """The code of what came out, or what else did."""
    _jotkit.arm_panic()
    try:
        call()
    except JotkitError as error:
        return error.code
    except BaseException as error:  # noqa: BLE001
        return repr(error)
    else:
        return "returned"
    finally:
        with contextlib.suppress(JotkitError):
            jotkit.bearer.format("used up, if the call had no guard")


def main():
    found = {name: outcome(call) for name, call in exports()}
    classes = sorted({type(thing).__name__ for thing in instances()})
    print(json.dumps({"outcomes": found, "classes": classes}))


if __name__ == "__main__":
    main()
